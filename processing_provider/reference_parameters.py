"""How reference data are prepared: the parameters that `prepare_reference` and the classification chain share."""

from __future__ import annotations

from landweave.processing_provider import common
from landweave.processing_provider.checks import field_goes_with
from landweave.processing_provider.parameters import (
    POLYGONS_OR_POINTS,
    choice,
    field,
    file,
    integer,
    number,
    raster,
    source,
    switch,
)
from landweave.processing_provider.translation import tr

OVERLAPS = ("stop", "first", "remove")


def reference():
    """Yield polygons or points of known class and their column, or a raster of classes."""
    yield source(
        "REFERENCE",
        tr("Reference polygons or points"),
        tr("Places whose land cover is known. Of a point, the pixel that it lies in is learnt from."),
        POLYGONS_OR_POINTS,
        optional=True,
    )
    yield field(
        "CLASS_FIELD",
        tr("Column with the class code"),
        tr("Whole numbers from 1, or texts if there is a table of new class codes."),
        parent="REFERENCE",
        optional=True,
    )
    yield raster(
        "REFERENCE_RASTER",
        tr("Reference raster"),
        tr("Instead of polygons: a raster of class codes; 0 and no data: not known. Patches of a class are polygons."),
        optional=True,
        advanced=True,
    )


def reference_fields(values):
    """Return where the reference is and what its column of classes is called, as fields of the job."""
    return {
        "reference": values.source("REFERENCE") or values.source("REFERENCE_RASTER"),
        "class_field": values.text("CLASS_FIELD"),
    }


def reference_missing(values):
    """Say when there is no reference, or two, or no column of its classes."""
    if values.given("REFERENCE") and values.given("REFERENCE_RASTER"):
        return tr("REFERENCE and REFERENCE_RASTER are both given: leave one empty.")
    if not values.given("REFERENCE") and not values.given("REFERENCE_RASTER"):
        return tr("There is no reference: give REFERENCE (polygons or points) or REFERENCE_RASTER.")
    return field_goes_with(values, "REFERENCE", "CLASS_FIELD")


def preparation():
    """Yield the options of the preparation, all of them rarely needed."""
    yield from _of_polygons()
    yield from _of_classes()
    yield from _of_regions()


def preparation_fields(values):
    """Return what the user chose as fields of the job."""
    return {
        "mend": values.switch("MEND"),
        "overlaps": values.text("OVERLAPS"),
        "minimum_pixels": values.number("MINIMUM_PIXELS"),
        "inward_buffer": values.number("INWARD_BUFFER"),
        "recode": values.file("RECODE"),
        "level": values.integer("LEVEL"),
        "group_field": values.text("GROUP_FIELD"),
        "year_field": values.text("YEAR_FIELD"),
        "largest_region_km2": values.number("LARGEST_REGION_KM2"),
        "region_priority_field": values.text("REGION_PRIORITY_FIELD"),
    }


def _of_polygons():
    yield switch(
        "MEND",
        tr("Mend polygons that are not valid"),
        tr("Polygons whose outline crosses itself are repaired and named in the log. Off: they stop the run."),
        advanced=True,
    )
    yield choice(
        "OVERLAPS",
        tr("Where polygons of different classes overlap"),
        tr(
            "stop: name them and stop. first: the place stays with the first polygon. remove: the place is taken from "
            "both. In any case the log names the pairs."
        ),
        OVERLAPS,
        default="stop",
        advanced=True,
    )
    yield number(
        "MINIMUM_PIXELS",
        tr("Smallest polygon (pixels)"),
        tr("Smaller polygons are left out and named in the log. 0: all are kept."),
        default=0.0,
        low=0.0,
        advanced=True,
    )
    yield number(
        "INWARD_BUFFER",
        tr("Shrink the polygons (metres)"),
        tr("Pixels at the edge of a field see its neighbours too; this leaves them out. 0: polygons stay as they are."),
        default=0.0,
        low=0.0,
        advanced=True,
    )


def _of_classes():
    yield file(
        "RECODE",
        tr("Table of new class codes"),
        tr(
            "A CSV with the columns old,new: codes or texts of the class column, and the codes that they become. "
            "Empty: the column holds the codes."
        ),
        tr("Tables (*.csv *.txt)"),
        optional=True,
        advanced=True,
    )
    yield integer(
        "LEVEL",
        tr("Level of the nomenclature to learn at"),
        tr("1: the coarsest classes, 2: those below them, and so on. 0: the classes as they are."),
        default=0,
        low=0,
        advanced=True,
    )
    yield field(
        "GROUP_FIELD",
        tr("Column of what belongs together"),
        tr("Polygons or points with the same value (a farm, a field visit) stay on one side of a split."),
        parent="REFERENCE",
        optional=True,
        advanced=True,
    )
    yield field(
        "YEAR_FIELD",
        tr("Column of the year"),
        tr("When each was seen: for splits that keep years whole."),
        parent="REFERENCE",
        optional=True,
        advanced=True,
    )


def _of_regions():
    yield number(
        "LARGEST_REGION_KM2",
        tr("Largest region of one model (km2)"),
        tr(
            "The polygons of a larger region are shared out among several models, which vote together when the map is "
            "made. 0: one model a region."
        ),
        default=0.0,
        low=0.0,
        advanced=True,
    )
    yield from common.region_priority()

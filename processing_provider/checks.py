"""Checks that several algorithms share; each returns a sentence or None."""

from __future__ import annotations

import json

from landweave.processing_provider.translation import tr


def json_object(name: str, text: str) -> str | None:
    """Say what is wrong with options given as JSON text."""
    if not text:
        return None
    try:
        value = json.loads(text)
    except json.JSONDecodeError as error:
        return tr(
            "{name} is not valid JSON ({reason}, character {position}). Write it like {example}."
        ).format(name=name, reason=error.msg, position=error.pos + 1, example='{"n_estimators": 200}')
    if not isinstance(value, dict):
        return tr("{name} has to be a JSON object. Write it like {example}.").format(
            name=name, example='{"n_estimators": 200}'
        )
    return None


def dates_in_order(values) -> str | None:
    """Say when START_DATE is after END_DATE."""
    start, end = values.date("START_DATE"), values.date("END_DATE")
    if start and end and start > end:
        return tr("The first date ({start}) is after the last ({end}): exchange them.").format(start=start, end=end)
    return None


def field_goes_with(values, source: str, field: str) -> str | None:
    """Say when a layer is given without its column."""
    if values.given(source) and not values.text(field):
        return tr("{source} is given without {field}: choose the column as well.").format(source=source, field=field)
    return None


def regions_have_names(values) -> str | None:
    """Say when polygons of regions are given without the column of their names; a raster's numbers are its names."""
    if values.given("REGIONS") and values.is_raster("REGIONS"):
        return None
    return field_goes_with(values, "REGIONS", "REGION_FIELD")

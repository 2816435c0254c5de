"""One small area with everything made from it, in a folder whose name is not ASCII and has spaces."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from landweave.engine.catalogue.store import load_catalogue
from landweave.engine.jobs import (
    ClassificationChainJob,
    ClassifyJob,
    DemoDataJob,
    ExtractSamplesJob,
    PrepareReferenceJob,
    ScanCatalogueJob,
    SelectSamplesJob,
    SplitReferenceJob,
    TrainClassifierJob,
)
from landweave.engine.vector.layers import read_layer
from landweave.tests.bad_input.more import more  # noqa: F401 (a fixture)
from landweave.tests.bad_input.worker import work

EPSG = 32631
OPTIONS = json.dumps({"n_estimators": 5})
DATES = ("20210218", "20210524", "20210711", "20210926")
TILE = "31TCJ"


@dataclass(frozen=True)
class World:
    """Good files, from which cases make bad ones."""

    folder: Path

    @property
    def area(self):
        return self.folder / "área démo"

    @property
    def images(self):
        """Return the folder of four products of one tile."""
        return self.folder / "les images"

    def path(self, name):
        return str(self.folder / name)

    @property
    def catalogue(self):
        return self.path("catalogue.gpkg")

    @property
    def reference(self):
        return self.area / "reference.gpkg"

    @property
    def model(self):
        return self.path("modèle.lwm")

    @property
    def grid(self):
        return load_catalogue(self.catalogue).products[0].grid

    def rows(self):
        """Return (WKB, code) of the reference polygons."""
        layer = read_layer(str(self.reference), ["code"])
        return list(zip(layer.geometries, layer.fields["code"]))

    def copy_images(self, to, count=4):
        """Copy the first products and return their folders."""
        products = sorted(self.images.iterdir())[:count]
        return [Path(shutil.copytree(p, Path(to) / p.name)) for p in products]

    def chain(self, run_folder, **changes):
        """Return the chain on the four products."""
        given = {"input": str(self.images), "reference": str(self.reference), "class_field": "code",
                 "method_options": OPTIONS, **changes}
        return ClassificationChainJob(**given)

    def prepare(self, output, **changes):
        given = {"reference": str(self.reference), "class_field": "code", "catalogue": self.catalogue, **changes}
        return PrepareReferenceJob(output=str(output), **given)

    def classify(self, output, **changes):
        given = {"catalogue": self.catalogue, "models": (self.model,), **changes}
        return ClassifyJob(output=str(output), **given)

    def train(self, model, **changes):
        given = {"samples": self.path("samples.gpkg"), "class_field": "code", "method_options": OPTIONS, **changes}
        return TrainClassifierJob(model=str(model), **given)


@pytest.fixture(scope="session")
def world(tmp_path_factory):
    """Return the good files."""
    made = World(tmp_path_factory.mktemp("Été à Sölden (essai)"))
    work(DemoDataJob(str(made.area), size=128, dates=20, seed=3)).outputs  # noqa: B018
    for product in sorted((made.area / "products").iterdir()):
        if TILE in product.name and product.name.split("_")[1][:8] in DATES:
            shutil.copytree(product, made.images / product.name)
    for job in (
        ScanCatalogueJob(str(made.images), made.catalogue),
        made.prepare(made.path("prepared.gpkg")),
        SplitReferenceJob(made.path("prepared.gpkg"), made.path("split.gpkg")),
        SelectSamplesJob(made.path("split.gpkg"), made.path("points.gpkg")),
        ExtractSamplesJob(made.catalogue, made.path("points.gpkg"), made.path("samples.gpkg")),
        made.train(made.model),
        made.classify(made.path("carte.tif"), confidence=made.path("confiance.tif")),
    ):
        work(job).outputs  # noqa: B018
    return made

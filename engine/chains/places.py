"""Where the files of a classification chain are: all but the outputs that the user names lie in the run folder."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from landweave.engine.jobs import ClassificationChainJob
from landweave.engine.samples.reference_source import RASTER_FIELD

MAIN, RADAR = "", "radar"
"""The two series that a chain may learn from."""
EXTRA_RASTERS = ("probabilities", "margin", "entropy", "set_size", "applicability")
"""Fields of the job that name rasters beside the map, which are written only if asked for."""


@dataclass(frozen=True)
class Sources:
    """What a run's map is made from.

    Args:
        catalogue: of the images.
        models: by series.
    """

    catalogue: str
    models: dict[str, str]


@dataclass(frozen=True)
class Places:
    """The files of a run.

    Args:
        folder: of the run.
        job: the chain.
    """

    folder: Path
    job: ClassificationChainJob

    def step(self, name: str, series: str = MAIN, run: int = 0) -> str:
        """Return the path of a file between two steps: `model.lwm` becomes `model_radar_run_2.lwm`."""
        stem, dot, kind = name.partition(".")
        stem += f"_{series}" * bool(series) + f"_run_{run}" * bool(run)
        return str(self.folder / "steps" / f"{stem}{dot}{kind}")

    @property
    def catalogue(self) -> str:
        """The list of the images."""
        return self.job.catalogue or self.step("catalogue.gpkg")

    @property
    def reference(self) -> str:
        """The reference polygons with their sides in each run."""
        return self.step("split.gpkg")

    @property
    def class_field(self) -> str:
        """Column of the class codes after the preparation."""
        return self.job.class_field or RASTER_FIELD

    @property
    def map(self) -> str:
        """The map that the user gets."""
        return self.job.map or str(self.folder / "map.tif")

    @property
    def confidence(self) -> str:
        """How sure the map is."""
        return self.job.confidence or str(self.folder / "confidence.tif")

    @property
    def validity(self) -> str:
        """How often each pixel was seen clear."""
        return self.job.validity or str(self.folder / "validity.tif")

    @property
    def report(self) -> Path:
        """The page of the report; its JSON and CSV lie beside it."""
        return Path(self.job.report or self.folder / "report.html")

    @property
    def series(self) -> tuple[str, ...]:
        """The series that are learnt from."""
        return (MAIN, RADAR) if self.job.radar_series else (MAIN,)

    @property
    def choice(self) -> str:
        """The raster that tells which of two series decided."""
        return str(self.folder / "choice.tif")

    def options(self, series: str) -> str:
        """Return the options file of a series."""
        return self.job.radar_series if series == RADAR else self.job.series

    def model(self, run: int, series: str = MAIN) -> str:
        """Return the model of a run and series."""
        return self.step("model.lwm", series, run)

    def scores(self, run: int, series: str = MAIN) -> str:
        """Return the figures of a run; of a series, those that say how far to trust it in a fusion."""
        return self.step("accuracy.json", series, run)

    @property
    def checked(self) -> str:
        """The reference features with what the user's map shows there."""
        return self.step("places.gpkg")

    @property
    def fuses_runs(self) -> bool:
        """Tell whether the map comes from the models of all runs."""
        return self.job.fusion != "none" and self.job.runs > 1

    def run_map(self, run: int) -> str:
        """Return the map that a run is validated with: the first run's is the user's, unless all runs are fused."""
        return self.map if run == 1 and not self.fuses_runs else self.step("map.tif", run=run)

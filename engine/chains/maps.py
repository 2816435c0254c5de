"""The chain maps: the whole area for the user, and the validation polygons for the figures of every run."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from landweave.engine.chains.places import EXTRA_RASTERS, MAIN, RADAR, Places, Sources
from landweave.engine.chains.steps import product_prints, run_step
from landweave.engine.jobs import (
    AccuracyJob,
    ClassificationChainJob,
    ClassifyJob,
    FuseSarOpticalJob,
    SmoothProbabilitiesJob,
)
from landweave.engine.runtime.context import RunContext
from landweave.engine.samples.prepared import TEST, VALIDATION

_MAPPED = 0.95  # share of the time of a run's map that goes before its validation


def classification(
    job: ClassificationChainJob, catalogue: str, models: tuple[str, ...], output: str
) -> ClassifyJob:
    """Return how the chain makes a map of all images."""
    return ClassifyJob(
        catalogue, models, output, regions=job.regions, region_field=job.region_field,
        region_priority_field=job.region_priority_field,
        border_distance=job.border_distance, nomenclature=job.nomenclature, target_crs=job.target_crs)


@dataclass(frozen=True)
class Mapper:
    """Makes the maps of a chain.

    Args:
        job: the chain.
        places: of its files.
        sources: by run.
    """

    job: ClassificationChainJob
    places: Places
    sources: dict[int, Sources]

    def make(self, context: RunContext) -> None:
        """Map the whole area once, and what the other runs are validated on."""
        others = range(1 if self.places.fuses_runs else 2, self.job.runs + 1)
        share = 0.75 if others else 1.0
        done = 0.0
        for count, run in enumerate(others, start=1):
            part = context.part(done, (1 - share) * count / len(others))
            done = (1 - share) * count / len(others)
            self._run(run, self.places.run_map(run), {}, self._only(run), part.part(0, _MAPPED))
            self._score(run, part.part(_MAPPED, 1))
        part = context.part(done, 1)
        if self.places.fuses_runs:
            self._all_runs(part)
        else:
            self._run(1, self.places.map, self._outputs(), self.job.mask, part.part(0, _MAPPED))
            self._score(1, part.part(_MAPPED, 1))

    def _score(self, run: int, context: RunContext) -> None:
        """Compare a run's map with its validation polygons."""
        check = self._accuracy(self.places.run_map(run), self.places.scores(run), run)
        run_step(self._whole(check) if check.map == self.places.map else check, context,
                 f"Validation, run {run} of {self.job.runs}")

    def _whole(self, check: AccuracyJob) -> AccuracyJob:
        """Return the validation of the user's map with what the report shows beside the figures."""
        return replace(check, confidence=self.places.confidence, output_places=self.places.checked)

    def _only(self, run: int) -> str:
        """Return the mask of a run that is mapped for its figures only; what looks around a pixel needs all of them."""
        if self.job.smoothing != "none":
            return self.job.mask
        return f"{self.places.reference}|layername=reference|subset=run_{run} = '{VALIDATION}'"

    def _outputs(self) -> dict[str, str]:
        """Return the rasters that the user gets beside the map."""
        return {"confidence": self.places.confidence, "validity": self.places.validity,
                **{name: getattr(self.job, name) for name in EXTRA_RASTERS}}

    def _run(self, run: int, output: str, outputs: dict[str, str], mask: str, context: RunContext) -> None:
        """Map with the models of one run."""
        if self.job.radar_series:
            self._two_series(run, output, outputs, mask, context)
            return
        sources = self.sources[run]
        job = self._classify(sources.catalogue, (sources.models[MAIN],), output, outputs, mask)
        self._smoothed(job, run, context)

    def _all_runs(self, context: RunContext) -> None:
        """Map with the models of all runs at once."""
        runs = range(1, self.job.runs + 1)
        models = tuple(self.sources[run].models[MAIN] for run in runs)
        job = self._classify(self.sources[1].catalogue, models, self.places.map, self._outputs(), self.job.mask)
        scores = tuple(self.places.scores(run) for run in runs)
        self._smoothed(replace(job, fusion=self.job.fusion, mass=self.job.mass, scores=scores,
                               undecided=self.job.undecided), 0, context)

    def _smoothed(self, job: ClassifyJob, run: int, context: RunContext) -> None:
        """Do a map, and let neighbours have their say if that is wanted."""
        label = "Map" if job.output == self.places.map else f"Map of the validation polygons, run {run}"
        images = [product_prints(job.catalogue)]
        if self.job.smoothing == "none":
            run_step(job, context, label, images)
            return
        shares = self.places.step("probabilities.tif", run=run)
        plain = replace(job, output=self.places.step("map_before_smoothing.tif", run=run), probabilities=shares,
                        confidence="")
        run_step(plain, context.part(0, 0.9), label, images)
        smooth = SmoothProbabilitiesJob(
            shares, job.output, method=self.job.smoothing, confidence=job.confidence,
            probabilities_out=job.probabilities, nomenclature=self.job.nomenclature)
        run_step(smooth, context.part(0.9, 1), "Smoothing of the probabilities")

    def _two_series(self, run: int, output: str, outputs: dict[str, str], mask: str, context: RunContext) -> None:
        """Map with each series on its own, and fuse the two by what their figures say."""
        sources, made = self.sources[run], {}
        images = [product_prints(sources.catalogue)]
        for number, (series, name) in enumerate(((MAIN, "optical"), (RADAR, "radar"))):
            part = context.part(0.45 * number, 0.45 * (number + 1))
            one = self._classify(
                sources.catalogue, (sources.models[series],), self.places.step(f"map_{name}.tif", run=run),
                {"confidence": self.places.step(f"confidence_{name}.tif", run=run),
                 "validity": outputs.get("validity", "") if series == MAIN else ""}, mask)
            run_step(one, part.part(0, 0.9), f"Map, {name}", images)
            scores = self.places.step(f"accuracy_{name}.json", run=run)
            run_step(self._accuracy(one.output, scores, run), part.part(0.9, 1), f"Validation, {name}")
            made[series] = (one.output, one.confidence, scores)
        fuse = FuseSarOpticalJob(
            optical=made[MAIN][0], sar=made[RADAR][0], confidence_optical=made[MAIN][1], confidence_sar=made[RADAR][1],
            scores_optical=made[MAIN][2], scores_sar=made[RADAR][2], mass=self.job.mass,
            undecided=self.job.undecided, output=output,
            confidence=outputs.get("confidence", ""),
            choice=self.places.choice if output == self.places.map else "",
            nomenclature=self.job.nomenclature)
        run_step(fuse, context.part(0.9, 1), "Fusion of radar and optical maps")

    def _classify(
        self, catalogue: str, models: tuple[str, ...], output: str, outputs: dict[str, Any], mask: str
    ) -> ClassifyJob:
        job = self.job
        limited = replace(classification(job, catalogue, models, output), extent=job.extent,
                          extent_crs=job.extent_crs, mask=mask, tiles=job.tiles)
        return replace(limited, **outputs)

    def _accuracy(self, path: str, output: str, run: int, side: str = VALIDATION) -> AccuracyJob:
        return AccuracyJob(path, self.places.reference, self.places.class_field, output,
                           nomenclature=self.job.nomenclature, run=run, side=side, seed=self.job.seed)

    def score_fusion(self, context: RunContext) -> str:
        """Compare the map of all runs with the polygons that no run saw, and return the file of the figures."""
        output = self.places.step("accuracy_fusion.json")
        side = TEST if self.job.hold_back else VALIDATION
        if side == VALIDATION:
            context.warning("No polygons were held back from all runs (HOLD_BACK): the figures of the fused map are "
                            "those of polygons that some of its models have learnt from, and too good.")
        check = self._whole(self._accuracy(self.places.map, output, 1, side))
        run_step(check, context, "Validation of the fused map")
        return output

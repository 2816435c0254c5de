"""The chain's splits are those of split_reference, for the area that is mapped."""

from dataclasses import replace

import numpy as np
import pytest

from landweave.engine.chains.places import Places
from landweave.engine.chains.sampling import _choose
from landweave.engine.jobs import ScanCatalogueJob, SplitReferenceJob
from landweave.engine.runtime.context import RunContext
from landweave.engine.samples.prepared import load_reference


@pytest.mark.parametrize("split", ["block", "knndm"])
def test_the_chain_splits_as_split_reference_does(chain, tmp_path, split):
    job = chain(split=split, block_size_m=400.0 if split == "block" else 0.0, runs=2, regions="", region_field="")
    places = Places(tmp_path, job)
    (tmp_path / "steps").mkdir()
    ScanCatalogueJob(job.input, places.catalogue).execute(RunContext())
    _choose(job, places, RunContext(run_folder=str(tmp_path)))
    found = load_reference(places.reference)
    alone = SplitReferenceJob(places.step("reference.gpkg"), str(tmp_path / "alone.gpkg"), split, runs=2, seed=1,
                              block_size_m=job.block_size_m)
    alone.execute(RunContext())
    expected = load_reference(alone.output)
    for run in ("run_1", "run_2"):
        assert (found.runs[run] == expected.runs[run]).all()
    if split == "knndm":
        x, _, _, y = expected.tiles[sorted(expected.tiles)[0]].extent
        corner = replace(job, extent=(x, y - 300.0, x + 300.0, y))
        _choose(corner, places, RunContext(run_folder=str(tmp_path)))
        other = load_reference(places.reference)
        assert any(np.any(other.runs[run] != expected.runs[run]) for run in ("run_1", "run_2"))

"""Jobs travel as JSON and say what is wrong with them."""

import json
from dataclasses import MISSING, fields

import pytest

from landweave.engine.errors import UserError
from landweave.engine.jobs import REGISTRY, ClassifyJob, job_from_json
from landweave.engine.jobs.base import repeat_seed
from landweave.engine.runtime.context import RunContext


def test_a_job_survives_the_journey():
    job = ClassifyJob(catalogue="c.gpkg", models=("m.lwm",), output="map.tif", extent=(0.0, 0.0, 10.0, 10.0))
    assert job_from_json(json.loads(json.dumps(job.to_json()))) == job


@pytest.mark.parametrize(
    ("values", "named"),
    [
        ({"kind": "nothing"}, "nothing"),
        ({"kind": "classify", "models": []}, "catalogue"),
        ({"kind": "scan_catalogue", "input": 1, "output": "o"}, "input"),
        ({"kind": "scan_catalogue", "depth": 1}, "depth"),
        ({"kind": "split_reference", "input": "i", "output": "o", "runs": True}, "runs"),
    ],
)
def test_a_wrong_job_is_refused_by_name(values, named):
    with pytest.raises(UserError, match=named):
        job_from_json(values)


def test_every_job_names_its_function():
    assert all(cls.RUN.startswith("landweave.engine.") and ":" in cls.RUN for cls in REGISTRY.values())


@pytest.mark.parametrize("seed", [-1, 2**32])
@pytest.mark.parametrize("kind", [k for k, c in REGISTRY.items() if "seed" in c.__dataclass_fields__])
def test_every_job_refuses_a_seed_that_the_generators_do_not_take(kind, seed):
    cls = REGISTRY[kind]
    needed = {f.name: ("x",) if "tuple" in str(f.type) else "x"
              for f in fields(cls) if f.default is MISSING and f.default_factory is MISSING}
    with pytest.raises(UserError, match=f"The seed is {seed}"):
        cls(**needed, seed=seed).execute(RunContext())


def test_a_repeat_of_the_last_seed_begins_again():
    assert [repeat_seed(2**32 - 1, n) for n in range(3)] == [2**32 - 1, 0, 1]
    assert repeat_seed(5, 2) == 7

"""Jobs travel as JSON and say what is wrong with them."""

import json

import pytest

from landweave.engine.errors import UserError
from landweave.engine.jobs import REGISTRY, ClassifyJob, job_from_json


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

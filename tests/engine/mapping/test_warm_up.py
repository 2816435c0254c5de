"""Kernels are compiled before processes start, and the user is told only when there is something to compile."""

import numba
import numpy as np
import pytest

from landweave.engine.catalogue.store import load_catalogue
from landweave.engine.kernel import said_before_compiling
from landweave.engine.mapping.warm_up import warm_up
from landweave.engine.runtime.context import RunContext
from landweave.engine.series.options import options_from_json
from landweave.engine.series.planning import make_plan

DESCRIPTIONS = [
    {},
    {"filling": "whittaker"},
    {"filling": "none", "dates": "acquisitions"},
    {"describe": ["metrics", "composites", "harmonics"], "composites": {"months": True}},
    {"texture": {"sources": ["NDVI"]}},
]


def test_compiling_is_said_before_it_begins_and_once():
    said, order = [], []
    twice = numba.njit(lambda x: x + x)
    other = numba.njit(lambda x: x * 3)
    with said_before_compiling(lambda: said.append(len(order))):
        order.append(twice(1))
        order.append(other(1))
    assert said == [0] and order == [2, 3]


def test_nothing_is_said_of_what_is_compiled_already():
    said = []
    twice = numba.njit(lambda x: x + x)
    twice(np.int64(4))
    with said_before_compiling(lambda: said.append(1)):
        twice(np.int64(5))
    assert said == []


@pytest.mark.parametrize("options", DESCRIPTIONS, ids=str)
def test_every_description_is_warmed_up(options, paths):


    products = load_catalogue(str(paths["catalogue"])).products
    plan = make_plan(options_from_json(options), products)
    warm_up(plan, RunContext())
    told = []
    warm_up(plan, RunContext(emit=told.append))
    assert told == []

"""Sizes of a sampling plan: shares against exact fractions, strategies against a loop, sentences about wrong ones."""

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from landweave.engine.errors import UserError
from landweave.engine.samples.quotas import STRATEGIES, Rule, bounds, check_rule, quotas, shares

COUNTS = st.lists(st.integers(0, 10**9), min_size=1, max_size=12).filter(any)


def hamilton(counts, total):
    """Largest remainders with exact fractions; the first of equal remainders wins."""
    exact = [Fraction(count * total, sum(counts)) for count in counts]
    found = [math.floor(part) for part in exact]
    order = sorted(range(len(counts)), key=lambda i: (found[i] - exact[i], i))
    for i in order[: total - sum(found)]:
        found[i] += 1
    return found


@given(COUNTS, st.integers(1, 10**6))
def test_shares_keep_the_total_and_give_every_class_one(counts, total):
    found = shares(np.array(counts), total).tolist()
    classes = sum(count > 0 for count in counts)
    assert sum(found) == min(max(total, classes), sum(counts))
    assert all((got >= 1) == (count > 0) and got <= count for got, count in zip(found, counts))
    if total < sum(counts) and all(count * total >= sum(counts) for count in counts):
        assert found == hamilton(counts, total)


@given(COUNTS, st.integers(1, 10**6))
def test_a_larger_class_never_gets_less(counts, total):
    found = shares(np.array(counts), total)
    order = np.argsort(counts, kind="stable")
    steps = np.diff(found[order])
    assert (steps[np.diff(np.array(counts)[order]) > 0] >= 0).all()


@st.composite
def strata(draw):
    length = draw(st.integers(1, 10))
    rules = [Rule(s, float(draw(st.integers(1, 100)))) for s in
             draw(st.lists(st.sampled_from(STRATEGIES), min_size=length, max_size=length))]
    region = np.array(draw(st.lists(st.integers(0, 2), min_size=length, max_size=length)))
    counts = np.array(draw(st.lists(st.integers(0, 200), min_size=length, max_size=length)))
    return rules, region, counts


@given(strata())
def test_each_strategy_is_what_it_says(case):
    rules, region, counts = case
    found = quotas(rules, region, counts)
    for i, rule in enumerate(rules):
        of_region = [int(c) for c, r in zip(counts, region) if r == region[i]]
        wanted = {
            "all": lambda c, _: c,
            "maximum": lambda c, _, rule=rule: min(c, int(rule.size)),
            "proportional": lambda c, _, rule=rule: -(-c * int(rule.size) // 100),
            "smallest": lambda c, others: min(o for o in others if o) if c else 0,
        }
        if rule.strategy in wanted:
            assert found[i] == wanted[rule.strategy](int(counts[i]), of_region)
        elif counts[i]:
            place = sum(1 for r in region[:i] if r == region[i])
            assert found[i] == shares(np.array(of_region), int(rule.size))[place]
        assert 0 <= found[i] <= min(counts[i], bounds(rules)[i])


@pytest.mark.parametrize(("rule", "sentence"), [
    (Rule("some"), "plan, line 2: There is no strategy 'some'"),
    (Rule("maximum", -1), "maximum is -1 samples"),
    (Rule("maximum", 2.5), "maximum is 2.5 samples"),
    (Rule("maximum", math.nan), "maximum is nan samples"),
    (Rule("total", 0), "total is 0 samples"),
    (Rule("proportional", 101), "share is 101 percent"),
    (Rule("proportional", math.nan), "share is nan percent"),
])
def test_wrong_sizes_are_refused(rule, sentence):
    with pytest.raises(UserError, match=sentence):
        check_rule(rule, "plan, line 2: ")

"""The level of another year: means of classes that stay, place by place, as a loop computes them."""

from dataclasses import replace
from datetime import date

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from landweave.engine.samples.year_level import FEWEST_CLASSES, FEWEST_SAMPLES, adjusted
from landweave.engine.types import SERIES_NODATA
from landweave.tests.engine.samples.test_merge import YEAR_2021, grid, merged, plan, samples_of

YEAR_2020 = grid(date(2020, 1, 9), 36)


def known(value, dtype):
    return value != SERIES_NODATA if dtype == np.int16 else np.isfinite(value) and value != SERIES_NODATA


def by_loop(mine, my_classes, theirs, their_classes, steady):
    differences = [[] for _ in range(mine.shape[1])]
    told = set()
    for name in steady:
        for f in range(mine.shape[1]):
            a = [float(v) for v in mine[my_classes == name, f] if known(v, mine.dtype)]
            b = [float(v) for v in theirs[their_classes == name, f] if known(v, theirs.dtype)]
            if len(a) >= FEWEST_SAMPLES and len(b) >= FEWEST_SAMPLES:
                differences[f].append(np.mean(a) - np.mean(b))
                told.add(name)
    return [np.mean(d) if d else 0.0 for d in differences], sorted(told)


@given(st.integers(0, 2**16), st.booleans(), st.lists(st.integers(0, 45), min_size=4, max_size=4))
@settings(max_examples=40, deadline=None)
def test_the_level_is_that_of_a_loop(seed, whole, counts):
    random = np.random.default_rng(seed)
    years = []
    for _ in range(2):
        classes = np.repeat(np.array(["1", "2", "3", "4"], object), counts)
        random.shuffle(classes)
        places = random.choice(["a", "b"], len(classes)).astype(object)
        matrix = random.integers(-9000, 9000, (len(classes), 3)).astype(np.int16 if whole else np.float32)
        matrix[random.random(matrix.shape) < 0.1] = SERIES_NODATA if whole else np.nan
        years.append((matrix, classes, places))
    (mine, my_classes, my_places), (theirs, their_classes, their_places) = years
    found, told = adjusted(*years[0], *years[1], apart=("2",))
    steady = ["1", "3", "4"]
    everywhere, expected_told = by_loop(mine, my_classes, theirs, their_classes, steady)
    assert told == expected_told and found.dtype == theirs.dtype
    for place in ("a", "b"):
        own, own_told = by_loop(mine[my_places == place], my_classes[my_places == place],
                                theirs[their_places == place], their_classes[their_places == place], steady)
        add = own if len(own_told) >= FEWEST_CLASSES else everywhere
        for before, after in zip(theirs[their_places == place], found[their_places == place]):
            for b, a, d in zip(before, after, add):
                if known(b, theirs.dtype):
                    assert abs(a - np.clip(float(b) + d, -32767, 32767)) <= (0.5001 if whole else 0.01)
                else:
                    np.testing.assert_array_equal(a, b)


def test_a_year_that_is_brighter_is_brought_back(tmp_path):
    """Crops differ by what they are, not by the year: the mark of the year goes, their own difference stays."""
    first = samples_of(plan(YEAR_2021), 120, 3)
    mark = np.arange(len(first.features)) % 300
    crops = first.attributes["code"] == 3
    matrix = first.matrix - mark + np.where(crops, 77, 0)[:, None]
    other = replace(first, matrix=matrix.astype(np.int16), plan=plan(YEAR_2020), features=plan(YEAR_2020).features())
    found, said = merged(tmp_path, first, other, classes=("3",), replace=True, match_dates=True)
    own = found.attributes["campaign"] == "set1"
    np.testing.assert_array_equal(found.matrix[own], first.matrix[crops] + 77)
    assert any("was brought to that of" in s and "by class 1, 2" in s for s in said)
    plain, _ = merged(tmp_path, first, other, classes=("3",), replace=True, match_dates=True, adjust=False)
    np.testing.assert_array_equal(plain.matrix[own], matrix[crops])


def test_without_a_class_that_stays_nothing_changes(tmp_path):
    first = samples_of(plan(YEAR_2021), 120, 3)
    other = replace(first, matrix=first.matrix - 5, plan=plan(YEAR_2020), features=plan(YEAR_2020).features())
    found, said = merged(tmp_path, first, other, classes=("1", "2", "3"), match_dates=True)
    np.testing.assert_array_equal(found.matrix[120:], other.matrix)
    assert any("no class that stays" in s for s in said)

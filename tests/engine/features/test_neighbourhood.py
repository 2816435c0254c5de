"""Statistics and texture of windows, against loops over numpy and scikit-image, whatever the block."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from landweave.engine.features.neighbourhood import STATISTICS, neighbourhood
from landweave.engine.features.texture import MEASURES, SCALES, grey_levels, texture, texture_unit
from landweave.engine.types import SERIES_NODATA

VALUES = st.one_of(st.integers(-32767, 32767), st.just(SERIES_NODATA), st.integers(0, 5))
IMAGES = hnp.arrays(np.int16, st.tuples(st.integers(5, 9), st.integers(5, 9)), elements=VALUES)
NUMPY = {"mean": np.mean, "std": np.std, "min": np.min, "max": np.max, "median": np.median}


def windows(image, window):
    return np.lib.stride_tricks.sliding_window_view(image, (window, window))


@given(IMAGES, st.sampled_from([3, 5]))
def test_statistics_are_those_of_the_known_pixels(image, window):
    found = neighbourhood(image, window, STATISTICS)
    assert found.dtype == np.float32
    for row, cells in enumerate(windows(image, window)):
        for column, cell in enumerate(cells):
            known = cell[cell != SERIES_NODATA].astype(float)
            for plane, name in zip(found, STATISTICS):
                value = plane[row, column]
                if len(known) == 0:
                    assert np.isnan(value)
                else:
                    assert value == pytest.approx(NUMPY[name](known), rel=1e-6, abs=1e-3)


def mixed_image(rows=40, columns=37, share=0.1):
    random = np.random.default_rng(2)
    image = random.normal(3000, 900, (rows, columns)).cumsum(axis=0) % 8000
    image = image.astype(np.int16)
    image[random.random(image.shape) < share] = SERIES_NODATA
    return image


@pytest.mark.parametrize("window", [3, 7])
def test_the_block_does_not_matter(window):
    image, half = mixed_image(), window // 2
    for compute in (
        lambda part: neighbourhood(part, window, STATISTICS),
        lambda part: texture(part, window, MEASURES, 8, (0, 8000)),
    ):
        whole = compute(image)
        rows, columns = whole.shape[1:]
        for r, c in ((0, 0), (5, 11), (rows - 4, columns - 9)):
            part = compute(image[r : r + 4 + 2 * half, c : c + 9 + 2 * half])
            assert np.array_equal(part, whole[:, r : r + 4, c : c + 9], equal_nan=True)


def co_occurrences(cell, down, right, levels):
    """Count pairs both ways round, pixel by pixel; shares that sum to 1, or None."""
    table = np.zeros((levels, levels))
    size = len(cell)
    for r in range(size):
        for c in range(size):
            r2, c2 = r + down, c + right
            if 0 <= r2 < size and 0 <= c2 < size and cell[r, c] >= 0 and cell[r2, c2] >= 0:
                table[cell[r, c], cell[r2, c2]] += 1
                table[cell[r2, c2], cell[r, c]] += 1
    return table / table.sum() if table.any() else None


def by_definition(table):
    i, j = np.indices(table.shape)
    mean = (i * table).sum()
    variance = ((i - mean) ** 2 * table).sum()
    with np.errstate(all="ignore"):
        logs = np.where(table > 0, np.log(table), 0)
    return {
        "contrast": ((i - j) ** 2 * table).sum(),
        "dissimilarity": (np.abs(i - j) * table).sum(),
        "homogeneity": (table / (1 + (i - j) ** 2)).sum(),
        "asm": (table**2).sum(),
        "entropy": -(table * logs).sum(),
        "correlation": ((i - mean) * (j - mean) * table).sum() / variance if variance > 1e-12 else 1.0,
    }


@settings(max_examples=25)
@given(hnp.arrays(np.int16, (6, 6), elements=st.one_of(st.integers(-500, 9000), st.just(SERIES_NODATA))),
       st.sampled_from([3, 5]), st.sampled_from([2, 8]))  # fmt: skip
def test_texture_follows_its_definition(image, window, levels):
    found = texture(image, window, MEASURES, levels, (0, 8000))
    grey = grey_levels(image, levels, (0, 8000))
    for row, cells in enumerate(windows(grey, window)):
        for column, cell in enumerate(cells):
            tables = [co_occurrences(cell, *step, levels) for step in ((0, 1), (1, 1), (1, 0), (1, -1))]
            known = [by_definition(t) for t in tables if t is not None]
            for plane, name in zip(found, MEASURES):
                value = plane[row, column]
                if not known:
                    assert np.isnan(value)
                else:
                    exact = np.mean([k[name] for k in known]) * SCALES[name]
                    assert value == pytest.approx(exact, rel=1e-5, abs=1e-2)


def test_texture_is_that_of_scikit_image():
    feature = pytest.importorskip("skimage.feature")
    image = mixed_image(14, 13, share=0)
    found = dict(zip(MEASURES, texture(image, 7, MEASURES, 8, (0, 8000))))
    grey = grey_levels(image, 8, (0, 8000)).astype(np.uint8)
    angles = [0, np.pi / 4, np.pi / 2, 3 * np.pi / 4]
    for row, cells in enumerate(windows(grey, 7)):
        for column, cell in enumerate(cells):
            table = feature.graycomatrix(cell, [1], angles, levels=8, symmetric=True, normed=True)
            for name in ("contrast", "dissimilarity", "homogeneity", "asm", "correlation"):
                theirs = feature.graycoprops(table, {"asm": "ASM"}.get(name, name)).mean() * SCALES[name]
                assert found[name][row, column] == pytest.approx(theirs, rel=1e-5, abs=1e-2)


def test_grey_levels_have_equal_widths_and_hold_what_lies_beyond():
    image = np.array([[-5, 0, 999, 1000, 7999, 8000, 30000, SERIES_NODATA]], np.int16)
    assert grey_levels(image, 8, (0, 8000)).tolist() == [[0, 0, 0, 1, 7, 7, 7, -1]]


def test_flat_and_empty_images():
    flat = np.full((5, 5), 1234, np.int16)
    found = dict(zip(MEASURES, texture(flat, 5, MEASURES, 16, (0, 10000))[:, 0, 0]))
    assert found == pytest.approx({"contrast": 0, "dissimilarity": 0, "homogeneity": 10000, "asm": 10000, "entropy": 0,
                                  "correlation": 10000}, abs=1e-6)  # fmt: skip
    nothing = np.full((5, 5), SERIES_NODATA, np.int16)
    assert np.isnan(texture(nothing, 3, MEASURES, 16, (0, 10000))).all()
    assert np.isnan(neighbourhood(nothing, 3, STATISTICS)).all()
    assert texture_unit("entropy") == "entropy x 1000"


@pytest.mark.parametrize(
    ("change", "said"),
    [({"window": 4}, "odd"), ({"window": 9}, "smaller"), ({"measures": ["roughness"]}, "roughness"),
     ({"levels": 1}, "1 grey levels"), ({"limits": (5, 5)}, "upwards")],
)  # fmt: skip
def test_what_cannot_be_computed_is_refused(change, said):
    image = np.zeros((7, 7), np.int16)
    given = {"window": 3, "measures": ["asm"], "levels": 8, "limits": (0, 1), **change}
    with pytest.raises(ValueError, match=said):
        texture(image, **given)


def test_unknown_statistics_are_refused():
    with pytest.raises(ValueError, match="mode"):
        neighbourhood(np.zeros((7, 7), np.int16), 3, ["mode"])

"""Smoothing follows its formulas pixel by pixel, and knows no blocks."""

from math import ceil, exp, log
from pathlib import Path

import numpy as np
import pytest
from scipy.ndimage import gaussian_filter

from landweave.engine.errors import UserError
from landweave.engine.fusion.smooth import decide, smooth
from landweave.engine.jobs import SmoothProbabilitiesJob
from landweave.engine.raster.grid import Grid
from landweave.engine.raster.io import RasterReader, RasterWriter
from landweave.engine.raster.palette import read_palette
from landweave.engine.raster.probabilities import band_text, open_probabilities, read_probabilities
from landweave.engine.raster.style import style_path
from landweave.engine.raster.warp import spatial_reference
from landweave.engine.runtime.context import RunContext

CRS = spatial_reference("EPSG:32631").ExportToWkt()
NAMES = {2: "wheat", 5: "maize: early", 11: "water"}
TEXTS = tuple(band_text(code, name) for code, name in NAMES.items())


def some(seed, rows=14, columns=17, classes=3, gaps=0.1):
    random = np.random.default_rng(seed)
    p = random.dirichlet(np.full(classes, 0.4), (rows, columns)).transpose(2, 0, 1).astype(np.float32)
    p[:, random.random((rows, columns)) < gaps] = np.nan
    return p


def around(p, row, column, radius):
    """Yield the probabilities of the neighbours that are there."""
    for r in range(row - radius, row + radius + 1):
        for c in range(column - radius, column + radius + 1):
            if 0 <= r < p.shape[1] and 0 <= c < p.shape[2] and not np.isnan(p[0, r, c]):
                yield p[:, r, c]


def bayes(p, window, smoothness, share):
    """The formula of the paper, one pixel at a time."""
    found = np.full(p.shape, np.nan)
    for row in range(p.shape[1]):
        for column in range(p.shape[2]):
            if np.isnan(p[0, row, column]):
                continue
            for k in range(len(p)):
                logit = [log(min(max(q[k], 1e-4), 1 - 1e-4)) - log(1 - min(max(q[k], 1e-4), 1 - 1e-4))
                         for q in around(p, row, column, window // 2)]
                likely = sorted(logit, reverse=True)[: ceil(share * len(logit))]
                mean = sum(likely) / len(likely)
                variance = sum((x - mean) ** 2 for x in likely) / (len(likely) - 1) if len(likely) > 1 else 0
                q = min(max(p[k, row, column], 1e-4), 1 - 1e-4)
                own = log(q) - log(1 - q)
                posterior = (mean * smoothness[k] + own * variance) / (smoothness[k] + variance)
                found[k, row, column] = 1 / (1 + exp(-posterior))
            found[:, row, column] /= found[:, row, column].sum()
    return found


@pytest.mark.parametrize(("window", "share"), [(3, 0.5), (7, 0.3), (5, 1.0)])
def test_bayes_is_the_formula(window, share):
    p, smoothness = some(window), [20.0, 0.5, 3.0]
    assert np.allclose(smooth(p, "bayes", window, smoothness, share), bayes(p, window, smoothness, share),
                       atol=2e-5, equal_nan=True)


def test_gaussian_is_scipys_where_all_is_known():
    p = some(1, 30, 30, gaps=0)
    ours = smooth(p, "gaussian", 5)[:, 2:-2, 2:-2]
    theirs = np.stack([gaussian_filter(layer.astype(float), 5 / 4, truncate=1.6) for layer in p])[:, 2:-2, 2:-2]
    assert np.allclose(ours, theirs, atol=1e-6)


def test_majority_is_the_share_of_labels():
    p = some(2)
    found, labels = smooth(p, "majority", 5), p.argmax(axis=0)
    for row, column in np.argwhere(~np.isnan(p[0]))[::7]:
        near = [int(q.argmax()) for q in around(p, row, column, 2)]
        assert np.allclose(found[:, row, column], np.bincount(near, minlength=3) / len(near))
    assert labels[0, 0] in (0, 1, 2)


def test_a_tie_keeps_the_pixels_own_class():
    before = np.array([[[0.2]], [[0.5]], [[0.3]]])
    assert decide(np.array([[[0.4]], [[0.2]], [[0.4]]]), before).tolist() == [[2]]


def test_outliers_go_and_borders_stay():
    p = np.full((2, 20, 20), 0.1, np.float32)
    p[0, :, :10], p[1, :, 10:] = 0.9, 0.9
    p[:, 5, 4] = 0.3, 0.7
    labels = decide(smooth(p), p)
    assert np.array_equal(labels, np.repeat([np.arange(20) >= 10], 20, axis=0))


def test_out_of_range():
    p = some(3)
    for wrong in ({"window": 4}, {"neighbour_share": 0}, {"smoothness": 0.0}, {"method": "median"}):
        with pytest.raises(ValueError, match=r"."):
            smooth(p, **wrong)


@pytest.fixture
def raster(tmp_path):
    return write(tmp_path / "p.tif", some(4, 150, 130))


def write(path, p, texts=TEXTS):
    grid = Grid(CRS, 500000.0, 4800000.0, 10.0, 10.0, p.shape[2], p.shape[1])
    stored = np.where(np.isnan(p), 65535, np.rint(p * 10000)).astype(np.uint16)
    with RasterWriter(path, grid, len(p), "uint16", 65535, texts) as writer:
        writer.write(grid.window, stored)
    return str(path)


def run(raster, folder, workers=1, memory=0, **options):
    job = SmoothProbabilitiesJob(raster, str(folder / "map.tif"), probabilities_out=str(folder / "q.tif"),
                                 confidence=str(folder / "c.tif"), **options)
    job.execute(RunContext(workers=workers, memory_mib=memory))
    return job


@pytest.mark.parametrize("method", ["bayes", "gaussian", "majority"])
def test_the_rasters_are_the_array_function(raster, tmp_path, method):
    options = {"smoothness": 5.0, "smoothness_by_class": "5=50, 11=1"} if method == "bayes" else {}
    job = run(raster, tmp_path, method=method, window=5, **options)
    with RasterReader() as reader:
        before = read_probabilities(reader, open_probabilities(raster), reader.grid(raster).window)
        after = read_probabilities(reader, open_probabilities(job.probabilities_out), reader.grid(raster).window)
        labels = reader.read(job.output, 1, reader.grid(raster).window)
        sure = reader.read(job.confidence, 1, reader.grid(raster).window)
    expected = smooth(before, method, 5, [5.0, 50.0, 1.0])
    assert np.allclose(after, expected, atol=1e-4, equal_nan=True)
    known = ~np.isnan(before[0])
    assert np.array_equal(labels, np.where(known, np.array([2, 5, 11])[decide(expected, before)], 0))
    assert np.array_equal(sure == 255, ~known)
    assert np.allclose(sure[known], expected.max(axis=0)[known] * 100, atol=0.51)
    assert read_palette(job.output)[1] == NAMES
    assert all(style_path(path).is_file() for path in (job.output, job.confidence, job.probabilities_out))


def test_blocks_and_processes_change_nothing(raster, tmp_path, monkeypatch):
    one = run(raster, tmp_path / "one")
    monkeypatch.setattr("landweave.engine.mapping.raster_run._LONGEST_SIDE", 32)
    two = run(raster, tmp_path / "two", workers=2)
    for name in ("output", "confidence", "probabilities_out"):
        assert Path(getattr(one, name)).read_bytes() == Path(getattr(two, name)).read_bytes()


@pytest.mark.parametrize(
    ("options", "said"),
    [({"window": 8}, "WINDOW is 8"), ({"method": "median"}, "median"), ({"smoothness": 0.0}, "SMOOTHNESS is 0"),
     ({"neighbour_share": 0.0}, "NEIGHBOUR_SHARE"), ({"smoothness_by_class": "wheat"}, "wheat"),
     ({"smoothness_by_class": "3=5"}, "class 3"), ({"smoothness_by_class": "2=-1"}, "class 2")],
)
def test_wrong_parameters_get_a_sentence(raster, tmp_path, options, said):
    with pytest.raises(UserError, match=said):
        run(raster, tmp_path, **options)


def test_probabilities_that_do_not_add_up_are_named(tmp_path):
    p = some(5, gaps=0)
    p[:, 9, 4] = 0.9
    path = write(tmp_path / "wrong.tif", p)
    with pytest.raises(UserError, match=r"wrong\.tif do not add up to 1: in row 9, column 4 their sum is 2\.7"):
        run(path, tmp_path)


@pytest.mark.parametrize(("texts", "said"), [(("red", "green", "blue"), "Band 1"), ((TEXTS[0],) * 3, "class 2")])
def test_other_rasters_are_refused(tmp_path, texts, said):
    with pytest.raises(UserError, match=said):
        run(write(tmp_path / "p.tif", some(6), texts), tmp_path)


def test_names_and_scales_of_bands(tmp_path):
    path = write(tmp_path / "p.tif", some(7), ("2 wheat: probability x 1000", "5: probability x 1000", "11"))
    with pytest.raises(UserError, match="scale"):
        open_probabilities(path)
    path = write(tmp_path / "p.tif", some(7), ("2", "5 maize", "11 a: b"))
    raster = open_probabilities(path)
    assert (raster.codes, raster.names, raster.scale) == ((2, 5, 11), {2: "2", 5: "maize", 11: "a: b"}, 10000)
    assert dict(open_probabilities(write(tmp_path / "p.tif", some(7))).names) == NAMES

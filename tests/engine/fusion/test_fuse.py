"""Maps are fused pixel by pixel as the array functions say, whatever the blocks; what does not fit is named."""

import json
import re
from dataclasses import fields, replace

import numpy as np
import pytest

from landweave.engine.errors import UserError
from landweave.engine.fusion.dempster_shafer import dempster_shafer
from landweave.engine.fusion.probabilities import mean, product
from landweave.engine.fusion.scores import MASSES, belief_masses
from landweave.engine.fusion.votes import majority, weighted
from landweave.engine.jobs import ClassificationChainJob, ClassifyJob, FuseClassificationsJob, FuseSarOpticalJob
from landweave.engine.nomenclature import Entry, Nomenclature
from landweave.engine.raster.grid import Grid, Window
from landweave.engine.raster.io import RasterReader, RasterWriter
from landweave.engine.raster.palette import read_palette
from landweave.engine.raster.probabilities import band_text, open_probabilities
from landweave.engine.raster.style import style_path, write_class_style
from landweave.engine.raster.warp import spatial_reference
from landweave.engine.runtime.context import RunContext
from landweave.engine.validation.scores import scores

CRS = spatial_reference("EPSG:32631").ExportToWkt()
GRID = Grid(CRS, 500000.0, 4800000.0, 10.0, 10.0, 90, 70)
CODES = [1, 4, 9]
NAMES = Nomenclature((Entry(1, "wheat", (250, 220, 0)), Entry(4, "maize", (0, 160, 0)), Entry(9, "sea", (0, 0, 200))))


def write(path, values, grid=GRID, nodata=0, texts=("class",), names=None):
    layers = values if values.ndim == 3 else values[None]
    colours = {e.code: e.colour for e in names.entries} if names else None
    categories = {e.code: e.name for e in names.entries} if names else None
    with RasterWriter(path, grid, len(layers), str(layers.dtype), nodata, texts, colours, categories) as writer:
        writer.write(grid.window, layers)
    return str(path)


def read(path, layer=1):
    with RasterReader() as reader:
        return reader.read(str(path), layer, reader.grid(str(path)).window)


@pytest.fixture
def votes():
    return np.random.default_rng(1).choice([0, *CODES], (3, 70, 90), p=[0.2, 0.4, 0.2, 0.2]).astype(np.uint8)


@pytest.fixture
def maps(votes, tmp_path):
    return tuple(write(tmp_path / f"map_{n}.tif", v, names=NAMES) for n, v in enumerate(votes))


@pytest.fixture
def matrices():
    return np.random.default_rng(2).integers(1, 50, (3, 3, 3)) + 30 * np.eye(3, dtype=int)


@pytest.fixture
def reports(matrices, tmp_path):
    return tuple(report(tmp_path / f"report_{n}.json", matrix) for n, matrix in enumerate(matrices))


def report(path, matrix, codes=CODES):
    path.write_text(json.dumps(scores(matrix, codes)), encoding="utf-8")
    return str(path)


@pytest.fixture
def percents(tmp_path):
    values = np.random.default_rng(3).choice([10, 20, 30, 90, 255], (3, 70, 90)).astype(np.uint8)
    return values, tuple(write(tmp_path / f"sure_{n}.tif", v, nodata=255) for n, v in enumerate(values))


def run(job, workers=1):
    events = []
    job.execute(RunContext(workers=workers, emit=events.append))
    return [e["message"] for e in events if e["event"] in ("warning", "log")]


def fused(maps, folder, **options):
    job = FuseClassificationsJob(maps, str(folder / "out.tif"), confidence=str(folder / "sure.tif"), **options)
    said = run(job)
    return read(job.output), read(job.confidence), said


def agrees(found, expected):
    codes, share = expected
    assert np.array_equal(found[0].ravel(), codes)
    assert np.allclose(found[1].ravel(), np.where(np.isnan(share), 255, share * 100), atol=0.51)


def test_majority(maps, votes, tmp_path):
    agrees(fused(maps, tmp_path), majority(votes.reshape(3, -1), 255))


@pytest.mark.parametrize("mass", MASSES)
def test_dempster_shafer(maps, votes, matrices, reports, tmp_path, mass):
    found = fused(maps, tmp_path, method="dempster_shafer", mass=mass, scores=reports)
    masses = np.stack([belief_masses(matrix, mass) for matrix in matrices])
    agrees(found, dempster_shafer(votes.reshape(3, -1), masses, CODES, 255))


def test_weighted(maps, votes, matrices, reports, tmp_path):
    flat = votes.reshape(3, -1)
    agrees(fused(maps, tmp_path, method="weighted", weights="1, 2.5,0"), weighted(flat, np.array([1, 2.5, 0]), 255))
    recall = np.stack([belief_masses(matrix, "recall") for matrix in matrices])
    found = fused(maps, tmp_path, method="weighted", mass="recall", scores=reports)
    agrees(found, weighted(flat, recall, 255, CODES))


def test_what_stands_where_no_class_wins(maps, votes, percents, tmp_path):
    values, paths = percents
    kept, _, said = fused(maps, tmp_path, undecided=200)
    first, _, _ = fused(maps, tmp_path, no_label="first", undecided=200)
    surest, _, _ = fused(maps, tmp_path, no_label="confidence", confidences=paths, undecided=200)
    ties = kept == 200
    assert ties.any() and f"{ties.sum() / (kept > 0).sum():.1%} of the pixels are undecided." in said
    assert np.array_equal(first[~ties], kept[~ties]) and np.array_equal(surest[~ties], kept[~ties])
    for row, column in np.argwhere(ties):
        said_by = [n for n in range(3) if votes[n, row, column]]
        assert first[row, column] == votes[said_by[0], row, column]
        trust = {n: values[n, row, column] % 255 for n in said_by}
        best = max(said_by, key=lambda n: (trust[n], -n))
        assert surest[row, column] == votes[best, row, column]


def test_names_colours_and_style_are_kept(maps, tmp_path):
    fused(maps, tmp_path)
    colours, names = read_palette(str(tmp_path / "out.tif"))
    assert names == {1: "wheat", 4: "maize", 9: "sea", 255: "undecided"}
    assert colours[4] == (0, 160, 0)
    assert "sea" in style_path(tmp_path / "out.tif").read_text(encoding="utf-8")
    write_class_style(maps[0], Nomenclature((Entry(1, "winter wheat", (1, 2, 3)),)))
    fused(maps, tmp_path)
    assert read_palette(str(tmp_path / "out.tif"))[1][1] == "winter wheat"


def test_blocks_and_processes_change_nothing(maps, reports, tmp_path, monkeypatch):
    job = FuseClassificationsJob(maps, str(tmp_path / "a.tif"), "dempster_shafer", scores=reports,
                                 confidence=str(tmp_path / "b.tif"))
    run(job)
    monkeypatch.setattr("landweave.engine.mapping.raster_run._LONGEST_SIDE", 32)
    run(replace(job, output=str(tmp_path / "c.tif"), confidence=str(tmp_path / "d.tif")), workers=2)
    for one, other in ("ac", "bd"):
        assert (tmp_path / f"{one}.tif").read_bytes() == (tmp_path / f"{other}.tif").read_bytes()


def test_maps_of_neighbouring_areas(votes, tmp_path):
    left, right = Window(0, 0, 60, 70), Window(30, 10, 60, 60)
    paths = (write(tmp_path / "l.tif", votes[0][:, :60], GRID.subgrid(left)),
             write(tmp_path / "r.tif", votes[1][10:, 30:], GRID.subgrid(right)))
    found, _, _ = fused(paths, tmp_path)
    both = votes[:2].copy()
    both[0, :, 60:] = 0
    both[1, :, :30] = 0
    both[1, :10] = 0
    assert np.array_equal(found.ravel(), majority(both.reshape(2, -1), 255)[0])


def test_wide_codes(votes, tmp_path):
    values = votes.astype(np.uint16) * 700
    maps = tuple(write(tmp_path / f"{n}.tif", v, nodata=65535) for n, v in enumerate(values))
    agrees(fused(maps, tmp_path), majority(values.reshape(3, -1), 255))


def test_classes_that_only_some_maps_have_are_said(maps, votes, tmp_path):
    less = votes[0].copy()
    less[less == 9] = 1
    said = fused((maps[1], write(tmp_path / "less.tif", less)), tmp_path)[2]
    assert any("less.tif has no pixel of class 9" in text for text in said)


def some_probabilities(tmp_path, seed=5, order=CODES, name="p"):
    p = np.random.default_rng(seed).dirichlet([0.5, 0.5, 0.5], (70, 90)).transpose(2, 0, 1)
    p[:, np.random.default_rng(seed + 1).random((70, 90)) < 0.3] = np.nan
    stored = np.where(np.isnan(p), 65535, np.rint(p * 10000)).astype(np.uint16)
    p = np.where(stored == 65535, np.nan, stored / 10000.0)
    place = [CODES.index(code) for code in order]
    texts = tuple(band_text(code, NAMES.name(code)) for code in order)
    return p.reshape(3, -1).T, write(tmp_path / f"{name}{seed}.tif", stored[place], nodata=65535, texts=texts)


@pytest.mark.parametrize("rule", ["mean", "product"])
def test_probabilities(tmp_path, rule):
    found = [some_probabilities(tmp_path, 5), some_probabilities(tmp_path, 7, [9, 1, 4])]
    everyone, paths = np.stack([p for p, _ in found]), tuple(path for _, path in found)
    codes, sure, _ = fused(paths, tmp_path, method="probabilities", rule=rule, probabilities=str(tmp_path / "q.tif"))
    known = ~np.isnan(everyone[..., 0])
    expected = {"mean": mean, "product": product}[rule](everyone, known)
    nothing = ~known.any(axis=0)
    clear = nothing | (np.diff(np.sort(expected, axis=1)[:, 1:], axis=1)[:, 0] > 1e-3)
    best = np.where(nothing, 0, np.array(CODES)[expected.argmax(axis=1)])
    assert np.array_equal(codes.ravel()[clear], best[clear])
    assert np.allclose(sure.ravel()[~nothing], expected.max(axis=1)[~nothing] * 100, atol=0.51)
    joint = open_probabilities(str(tmp_path / "q.tif"))
    assert joint.codes == tuple(CODES) and joint.names == {e.code: e.name for e in NAMES.entries}
    assert np.allclose(read(joint.path, 2).ravel()[~nothing], expected[~nothing, 1] * 10000, atol=1)


def test_equal_probabilities_are_undecided(tmp_path):
    texts = tuple(band_text(code, str(code)) for code in CODES)
    layers = np.zeros((2, 3, 70, 90), np.uint16)
    layers[0, 0], layers[0, 1], layers[1, 0], layers[1, 1] = 7000, 3000, 3000, 7000
    paths = tuple(write(tmp_path / f"{n}.tif", one, nodata=65535, texts=texts) for n, one in enumerate(layers))
    assert set(fused(paths, tmp_path, method="probabilities")[0].ravel()) == {255}
    assert set(fused(paths, tmp_path, method="probabilities", no_label="first")[0].ravel()) == {1}
    assert set(fused(paths, tmp_path, method="probabilities", weights="1,3")[0].ravel()) == {4}


@pytest.mark.parametrize(
    ("options", "said"),
    [({"method": "best"}, "METHOD is 'best'"), ({"no_label": "last"}, "NO_LABEL"), ({"mass": "f1"}, "'f1'"),
     ({"method": "dempster_shafer"}, "3 maps and 0 reports"), ({"method": "weighted", "weights": "1,2"}, "WEIGHTS"),
     ({"method": "weighted", "weights": "1,2,x"}, "WEIGHTS"), ({"undecided": 0}, "UNDECIDED is 0"),
     ({"no_label": "confidence"}, "3 maps and 0 rasters"), ({"probabilities": "p.tif"}, "counts votes")],
)
def test_wrong_parameters_get_a_sentence(maps, tmp_path, options, said):
    with pytest.raises(UserError, match=re.escape(said)):
        fused(maps, tmp_path, **options)
    assert not (tmp_path / "out.tif").exists()


def test_wrong_maps_get_a_sentence(maps, votes, reports, tmp_path):
    _, path = some_probabilities(tmp_path)
    zone = replace(GRID, crs=spatial_reference("EPSG:32632").ExportToWkt())
    cases = {
        (maps[0],): "fewer than two", (maps[0], maps[0]): "twice", (maps[0], path): "3 bands",
        (maps[0], write(tmp_path / "z.tif", votes[0], zone)): "EPSG:32632",
        (maps[0], write(tmp_path / "s.tif", votes[0], replace(GRID, x_min=500003.0))): "one grid",
        (maps[0], write(tmp_path / "f.tif", votes[0] * np.float32(0.5), nodata=None)): "no map of classes",
        (maps[0], str(tmp_path / "none.tif")): "does not exist",
    }  # fmt: skip
    for inputs, said in cases.items():
        with pytest.raises(UserError, match=said) as caught:
            fused(inputs, tmp_path)
        assert caught.value.hint
    with pytest.raises(UserError, match="input and an output"):
        run(FuseClassificationsJob(maps, maps[1]))


def test_wrong_reports_get_a_sentence(maps, votes, matrices, reports, tmp_path):
    (tmp_path / "no.json").write_text("{}", encoding="utf-8")
    cases = {
        str(tmp_path / "no.json"): "no confusion matrix", str(tmp_path / "nowhere.json"): "does not exist",
        report(tmp_path / "less.json", matrices[0][:2, :2], CODES[:2]): r"map_2\.tif has class 9, which its report",
        report(tmp_path / "names.json", matrices[0], ["a", "b", "c"]): "no codes",
    }  # fmt: skip
    for path, said in cases.items():
        with pytest.raises(UserError, match=said):
            fused(maps, tmp_path, method="dempster_shafer", scores=(*reports[:2], path))
    with pytest.raises(UserError, match="9, is a class"):
        fused(maps, tmp_path, method="dempster_shafer", scores=reports, undecided=9)


def test_probabilities_of_other_classes_are_refused(tmp_path):
    _, one = some_probabilities(tmp_path)
    texts = tuple(band_text(code, str(code)) for code in (1, 4))
    two = write(tmp_path / "two.tif", np.full((2, 70, 90), 5000, np.uint16), nodata=65535, texts=texts)
    with pytest.raises(UserError, match=r"two\.tif lacks class 9 \(sea\)"):
        fused((one, two), tmp_path, method="probabilities")
    with pytest.raises(UserError, match="does not say which class"):
        fused((one, write(tmp_path / "m.tif", np.ones((70, 90), np.uint8))), tmp_path, method="probabilities")


def sar_optical(maps, reports, folder, **options):
    job = FuseSarOpticalJob(*maps[:2], *reports[:2], str(folder / "out.tif"), choice=str(folder / "choice.tif"),
                            confidence=str(folder / "sure.tif"), **options)
    said = run(job)
    return read(job.output), read(job.choice), read(job.confidence), said


def test_sar_and_optical(maps, votes, matrices, reports, percents, tmp_path):
    values, paths = percents
    codes, choice, sure, said = sar_optical(maps, reports, tmp_path, confidence_sar=paths[0],
                                            confidence_optical=paths[1])
    precision = np.stack([belief_masses(matrix, "precision") for matrix in matrices[:2]])
    expected, _ = dempster_shafer(votes[:2].reshape(2, -1), precision, CODES, 255)
    assert np.array_equal(codes.ravel(), expected)
    for place in np.ndindex(codes.shape):
        sar, optical = votes[0][place], votes[1][place]
        trust = [int(values[n][place]) % 255 for n in (0, 1)]
        if not sar and not optical:
            assert (codes[place], choice[place], sure[place]) == (0, 255, 255)
        elif sar == optical:
            assert (codes[place], choice[place], sure[place]) == (sar, 1, max(trust))
        elif codes[place] == sar:
            assert (choice[place], sure[place]) == (2, trust[0])
        else:
            assert (codes[place], choice[place], sure[place]) == (optical, 3, trust[1])
    assert any(text.startswith("Who decided: neither 0.0%") for text in said)
    assert read_palette(str(tmp_path / "choice.tif"))[1] == {0: "neither", 1: "both", 2: "radar", 3: "optical"}
    assert "optical" in style_path(tmp_path / "choice.tif").read_text(encoding="utf-8")


def test_sar_and_optical_believed_alike(maps, votes, matrices, tmp_path):
    alike = report(tmp_path / "alike.json", matrices[0])
    codes, choice, sure, _ = sar_optical(maps, (alike, alike), tmp_path, mass="kappa", undecided=200)
    differ = (votes[0] != votes[1]) & (votes[0] > 0) & (votes[1] > 0)
    assert np.array_equal(codes == 200, differ) and np.array_equal(choice == 0, differ)
    assert (sure[differ] < 50.5).all()


def test_a_map_alone_decides_even_if_its_report_does_not_trust_it(votes, tmp_path):
    alone = np.where(np.arange(90) < 40, votes[0], 0).astype(np.uint8)
    maps = (write(tmp_path / "a.tif", alone), write(tmp_path / "b.tif", np.where(alone > 0, 0, votes[1])))
    bad = report(tmp_path / "bad.json", np.array([[0, 5, 5], [5, 0, 5], [5, 5, 0]]))
    codes, choice, _, said = sar_optical(maps, (bad, bad), tmp_path)
    assert np.array_equal(codes, np.where(alone > 0, alone, votes[1]))
    assert set(np.unique(choice)) == {2, 3, 255}
    assert any("bad.json gives" in text and "no credit for class 1, 4, 9" in text for text in said)
    both = (maps[0], write(tmp_path / "c.tif", alone))
    codes, choice, _, _ = sar_optical(both, (bad, bad), tmp_path)
    assert np.array_equal(codes, alone) and set(np.unique(choice)) == {1, 255}


def test_sar_and_optical_need_reports_and_both_confidences(maps, reports, percents, tmp_path):
    with pytest.raises(UserError, match="report of each"):
        sar_optical(maps, ("", reports[1]), tmp_path)
    with pytest.raises(UserError, match="only one"):
        sar_optical(maps, reports, tmp_path, confidence_sar=percents[1][0])


def test_an_input_by_another_name_is_not_written_over(tmp_path):
    for name in "ab":
        write(tmp_path / f"{name}.tif", np.ones((70, 90), np.uint8))
    (tmp_path / "inside").mkdir()
    job = FuseClassificationsJob((str(tmp_path / "a.tif"), str(tmp_path / "b.tif")),
                                 str(tmp_path / "inside" / ".." / "b.tif"), method="majority")
    with pytest.raises(UserError, match="is an input and an output"):
        job.execute(RunContext())


def test_belief_has_one_default():
    for job in (FuseClassificationsJob, FuseSarOpticalJob, ClassifyJob, ClassificationChainJob):
        assert next(f.default for f in fields(job) if f.name == "mass") == MASSES[0]

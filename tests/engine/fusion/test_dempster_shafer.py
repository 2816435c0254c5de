"""Dempster-Shafer fusion equals OTB's, and the combination of mass functions written out set by set."""

import shutil
import subprocess
from functools import reduce

import numpy as np
import pytest

from landweave.engine.fusion.dempster_shafer import dempster_shafer
from landweave.engine.fusion.scores import MASSES, belief_masses
from landweave.engine.fusion.votes import majority
from landweave.engine.raster.grid import Grid
from landweave.engine.raster.io import RasterReader, RasterWriter
from landweave.engine.raster.warp import spatial_reference

UNDECIDED = 255


def combined(first, second):
    """Combine two mass functions {frozenset: mass} by Dempster's rule."""
    joint, conflict = {}, 0.0
    for one, a in first.items():
        for other, b in second.items():
            both = one & other
            conflict += 0 if both else a * b
            if both:
                joint[both] = joint.get(both, 0) + a * b
    return {focal: mass / (1 - conflict) for focal, mass in joint.items()}


def by_sets(column, masses, codes):
    """Return code and belief of a pixel; only classes that are named can win."""
    everything = frozenset(codes)
    functions = []
    for vote, row in zip(column, masses):
        mass = row[codes.index(vote)] if vote in codes else 0
        if mass > 0:
            functions.append({frozenset([vote]): mass, everything - {vote}: 1 - mass})
    if not functions:
        return (UNDECIDED, 0) if any(column) else (0, np.nan)
    joint = reduce(combined, functions)
    beliefs = {code: joint.get(frozenset([code]), 0) for code in set(column) & set(codes)
               if any(v == code and masses[k][codes.index(v)] > 0 for k, v in enumerate(column))}
    top = max(beliefs.values())
    best = [code for code, belief in beliefs.items() if top - belief < 1e-12]
    return (best[0] if len(best) == 1 else UNDECIDED), top


@pytest.mark.parametrize(("classes", "maps"), [(2, 2), (3, 3), (3, 5), (5, 4), (7, 3)])
def test_equals_the_combination_of_sets(classes, maps):
    random = np.random.default_rng(classes * 10 + maps)
    codes = [int(c) for c in random.choice(np.arange(1, 60), classes, replace=False)]
    masses = random.choice([0.1, 0.3, 0.5, 0.62, 0.9, 0.97, 0.0], (maps, classes))
    votes = random.choice([*codes, 0], (maps, 200))
    found, belief = dempster_shafer(votes, masses, codes, UNDECIDED)
    expected = [by_sets([int(v) for v in column], masses, codes) for column in votes.T]
    assert found.tolist() == [code for code, _ in expected]
    assert np.allclose(belief, [b for _, b in expected], equal_nan=True, atol=1e-6)


def test_masses_by_hand():
    matrix = np.array([[8, 2, 0], [1, 5, 4], [0, 0, 0]])
    assert np.allclose(belief_masses(matrix, "precision"), [8 / 9, 5 / 7, 0])
    assert np.allclose(belief_masses(matrix, "recall"), [8 / 10, 5 / 10, 0])
    assert np.allclose(belief_masses(matrix, "accuracy"), [13 / 20] * 3)
    chance = (10 * 9 + 10 * 7) / 400
    assert np.allclose(belief_masses(matrix, "kappa"), [(13 / 20 - chance) / (1 - chance)] * 3)
    assert belief_masses(np.array([[5]]), "kappa").tolist() == [1]
    assert belief_masses(np.zeros((2, 2)), "kappa").tolist() == [0, 0]
    with pytest.raises(ValueError, match="f1"):
        belief_masses(matrix, "f1")


def test_certain_votes_decide():
    votes = np.array([[1, 1, 1, 2], [2, 2, 1, 0], [2, 3, 1, 0]])
    masses = np.array([[1.0, 0.6, 0.5], [0.6, 0.6, 0.6], [0.6, 0.6, 1.0]])
    codes, belief = dempster_shafer(votes, masses, [1, 2, 3], UNDECIDED)
    assert codes.tolist() == [1, UNDECIDED, 1, 2]
    assert np.allclose(belief, [1, 0.5, 1, 0.6])


def test_sure_maps_of_many_classes_do_not_overflow():
    votes = np.vstack([np.full((60, 1), 1), np.full((61, 1), 2)])
    codes, belief = dempster_shafer(votes, np.full((121, 3), 1 - 1e-12), [1, 2, 3], UNDECIDED)
    assert (codes.tolist(), np.allclose(belief, 1)) == ([2], True)


def test_shapes_and_strangers():
    with pytest.raises(ValueError, match="fit"):
        dempster_shafer(np.ones((2, 3), int), np.full((2, 2), 0.5), [1], UNDECIDED)
    with pytest.raises(ValueError, match="class 4"):
        dempster_shafer(np.full((1, 3), 4), np.full((1, 1), 0.5), [1], UNDECIDED)
    with pytest.raises(ValueError, match="above 1"):
        dempster_shafer(np.ones((1, 3), int), np.full((1, 1), 1.5), [1], UNDECIDED)


@pytest.mark.skipif(not shutil.which("otbcli_FusionOfClassifications"), reason="OTB is not installed")
@pytest.mark.parametrize("mass", MASSES)
@pytest.mark.parametrize(("maps", "classes"), [(3, 4), (5, 9)])
def test_equals_otb(tmp_path, mass, maps, classes):
    random = np.random.default_rng([maps, MASSES.index(mass)])
    codes = sorted(int(c) for c in random.choice(np.arange(1, 200), classes, replace=False))
    matrices = random.integers(1, 60, (maps, classes, classes)) + 40 * np.eye(classes, dtype=int)
    # Two maps that are believed alike, whatever they say: where they differ, and others say less, a tie.
    matrices[0] = matrices[-1] = 90 * np.eye(classes, dtype=int) + 3
    votes = random.choice([*codes, *[0] * classes], (maps, 96 * 96)).astype(np.uint8)
    theirs = otb(tmp_path, votes.reshape(maps, 96, 96), matrices, codes, mass).ravel()
    masses = np.stack([belief_masses(matrix, mass) for matrix in matrices])
    ours, _ = dempster_shafer(votes, masses, codes, UNDECIDED)
    assert np.array_equal(ours, theirs)
    assert {0, UNDECIDED} <= set(ours.tolist())


@pytest.mark.skipif(not shutil.which("otbcli_FusionOfClassifications"), reason="OTB is not installed")
def test_majority_equals_otb(tmp_path):
    """Without no data, which OTB counts as a class there."""
    votes = np.random.default_rng(9).choice([2, 5, 7, 8], (4, 96 * 96)).astype(np.uint8)
    theirs = otb(tmp_path, votes.reshape(4, 96, 96), np.ones((4, 1, 1), int), [2], "").ravel()
    assert np.array_equal(majority(votes, UNDECIDED)[0], theirs)


def otb(folder, votes, matrices, codes, mass):
    """Fuse maps with OTB; by majority where there is no mass."""
    grid = Grid(spatial_reference("EPSG:32631").ExportToWkt(), 500000.0, 4800000.0, 10.0, 10.0, *votes.shape[:0:-1])
    rasters, tables = [], []
    for number, (vote, matrix) in enumerate(zip(votes, matrices)):
        rasters.append(str(folder / f"{number}.tif"))
        tables.append(str(folder / f"{number}.csv"))
        with RasterWriter(rasters[-1], grid, nodata=0) as writer:
            writer.write(grid.window, vote)
        head = ",".join(map(str, codes))
        rows = "\n".join(",".join(map(str, row)) for row in matrix)
        text = f"#Reference labels (rows):{head}\n#Produced labels (columns):{head}\n{rows}\n"
        (folder / f"{number}.csv").write_text(text)
    out = str(folder / "otb.tif")
    by_mass = ["dempstershafer", "-method.dempstershafer.cmfl", *tables, "-method.dempstershafer.mob", mass]
    subprocess.run(
        ["otbcli_FusionOfClassifications", "-il", *rasters, "-method", *(by_mass if mass else ["majorityvoting"]),
         "-nodatalabel", "0", "-undecidedlabel", str(UNDECIDED), "-out", out, "uint8"],
        check=True, capture_output=True)
    with RasterReader() as reader:
        return reader.read(out, 1, grid.window)

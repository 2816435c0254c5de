"""Catalogues, samples, models, options, masks and places that cannot be used."""

import json
import re
import shutil
import zipfile
from pathlib import Path

import numpy as np
import pytest

from landweave.engine.jobs import (
    AccuracyJob,
    CrossValidateJob,
    ExtractSamplesJob,
    ImportSamplesJob,
    MosaicJob,
    ScanCatalogueJob,
    SelectSamplesJob,
    SplitReferenceJob,
)
from landweave.engine.raster.io import RasterReader
from landweave.tests.bad_input.conftest import EPSG
from landweave.tests.bad_input.layers import cut, square, write_polygons
from landweave.tests.bad_input.worker import check_clean, check_refused, check_told, work
from landweave.tests.engine.products import write_raster


def with_change(source, path, change):
    shutil.copy(source, path)
    change(Path(path))
    return str(path)


def edit_zip(path, change):
    """Rewrite a model's description, keeping all else."""
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
        comment = archive.comment
    members["model.json"] = change(members["model.json"])
    with zipfile.ZipFile(path, "w") as archive:
        archive.comment = comment
        for name, data in members.items():
            archive.writestr(name, data)


BROKEN = {
    "cut": cut,
    "almost whole": lambda path: cut(path, 0.97),
    "zero bytes": lambda path: path.write_bytes(b""),
    "text": lambda path: path.write_text("hello"),
    "a folder": lambda path: (path.unlink(), path.mkdir()),
    "missing": Path.unlink,
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_catalogue(world, tmp_path, case):
    bad = with_change(world.catalogue, tmp_path / "catalogue été.gpkg", BROKEN[case])
    out = tmp_path / "out"
    check_refused(work(world.classify(out / "m.tif", catalogue=bad)), bad, "scan_catalogue", output=out / "m.tif")
    check_refused(work(world.prepare(out / "p.gpkg", catalogue=bad)), bad, output=out / "p.gpkg")
    check_told(work(world.chain(tmp_path, input="", catalogue=bad), run_folder=str(tmp_path / "run")), bad)


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_model(world, tmp_path, case):
    bad = with_change(world.model, tmp_path / "modèle été.lwm", BROKEN[case])
    out = tmp_path / "out"
    check_refused(work(world.classify(out / "m.tif", models=(bad,))), bad, output=out / "m.tif")


@pytest.mark.parametrize("case", BROKEN)
def test_broken_samples(world, tmp_path, case):
    bad = with_change(world.path("samples.gpkg"), tmp_path / "échantillons.gpkg", BROKEN[case])
    out = tmp_path / "out"
    check_refused(work(world.train(out / "m.lwm", samples=bad)), bad, output=out / "m.lwm")
    job = CrossValidateJob(bad, "code", str(out / "cv.json"), method_options='{"n_estimators": 3}')
    check_refused(work(job), bad, output=out / "cv.json")


@pytest.mark.parametrize("case", BROKEN)
def test_broken_prepared_references_and_points(world, tmp_path, case):
    bad = with_change(world.path("prepared.gpkg"), tmp_path / "préparées.gpkg", BROKEN[case])
    out = tmp_path / "out" / "o.gpkg"
    if case == "almost whole":  # what is lost are pages of the index, which these steps do not need
        return
    for job in (SplitReferenceJob(bad, str(out)), SelectSamplesJob(bad, str(out)),
                ExtractSamplesJob(world.catalogue, bad, str(out))):
        check_refused(work(job), bad, output=out)


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_map(world, tmp_path, case):
    bad = with_change(world.path("carte.tif"), tmp_path / "carte été.tif", BROKEN[case])
    out = tmp_path / "out" / "a.json"
    outcome = work(AccuracyJob(bad, world.path("split.gpkg"), "code", str(out), run=1))
    check_refused(outcome, bad, output=out)


def test_files_of_another_kind(world, tmp_path):
    out = tmp_path / "out"
    polygons, tif = str(world.reference), world.path("carte.tif")
    for job, output, words in (
        (world.classify(out / "m.tif", catalogue=polygons), "m.tif", ("not a Landweave catalogue",)),
        (world.classify(out / "m.tif", catalogue=tif), "m.tif", ("not a Landweave catalogue",)),
        (world.classify(out / "m.tif", models=(tif,)), "m.tif", ("no model file",)),
        (world.classify(out / "m.tif", models=()), "m.tif", ("model",)),
        (world.train(out / "m.lwm", samples=polygons), "m.lwm", ("samples format",)),
        (world.train(out / "m.lwm", samples=world.catalogue), "m.lwm", ("samples format",)),
        (SplitReferenceJob(polygons, str(out / "s.gpkg")), "s.gpkg", ("prepare_reference",)),
        (SelectSamplesJob(world.catalogue, str(out / "s.gpkg")), "s.gpkg", ("prepare_reference",)),
        (ExtractSamplesJob(world.catalogue, polygons, str(out / "s.gpkg")), "s.gpkg", ("select_samples",)),
        (AccuracyJob(polygons, polygons, "code", str(out / "a.json")), "a.json", ("raster",)),
        (AccuracyJob(tif, tif, "code", str(out / "a.json")), "a.json", ("vector layer",)),
        (AccuracyJob(tif, polygons, "klasse", str(out / "a.json")), "a.json", ("no field 'klasse'", "code")),
        (MosaicJob((polygons,), str(out / "m.tif")), "m.tif", ("raster",)),
        (MosaicJob((), str(out / "m.tif")), "m.tif", ("raster",)),
        (ImportSamplesJob(tif, "label", str(out / "s.gpkg")), "s.gpkg", (tif,)),
        (ImportSamplesJob(polygons, "code", str(out / "s.gpkg")), "s.gpkg", ("no value columns",)),
    ):
        check_refused(work(job), *words, output=out / output)


MODELS = {
    "tampered with": lambda text: text.replace(b"random_forest", b"Random_forest"),
    "other version": lambda text: re.sub(rb'"version": \d+', b'"version": 999', text),
    "no JSON": lambda text: text[:-20],
    "foreign": lambda text: b'{"format": "other"}',
}


@pytest.mark.parametrize("case", MODELS)
def test_a_model_that_was_changed(world, tmp_path, case):
    bad = with_change(world.model, tmp_path / "m.lwm", lambda path: edit_zip(path, MODELS[case]))
    check_refused(work(world.classify(tmp_path / "o.tif", models=(bad,))), bad, output=tmp_path / "o.tif")


def series_of(folder, bands=2, names=("20200101", "20200301", "20200601")):
    rng = np.random.default_rng(2)
    for name in names:
        write_raster(folder / f"champ_{name}.tif", rng.integers(0, 3000, (bands, 16, 16)).astype(np.int16))
    return folder


def test_a_model_made_for_other_bands_or_sensors(world, tmp_path):
    series_of(tmp_path / "série")
    catalogue = str(tmp_path / "c.gpkg")
    work(ScanCatalogueJob(str(tmp_path / "série"), catalogue)).outputs  # noqa: B018
    out = tmp_path / "m.tif"
    check_refused(work(world.classify(out, catalogue=catalogue)), "S2", output=out)


def test_a_model_without_a_plan_of_images(world, tmp_path):
    table = tmp_path / "tableau.csv"
    table.write_text("class,NDVI_01,NDVI_02\n" + "".join(f"{1 + i % 2},{i % 2},{i}\n" for i in range(20)))
    samples = str(tmp_path / "s.gpkg")
    work(ImportSamplesJob(str(table), "class", samples)).outputs  # noqa: B018
    work(world.train(tmp_path / "m.lwm", samples=samples, class_field="class")).outputs  # noqa: B018
    out = tmp_path / "m.tif"
    check_refused(work(world.classify(out, models=(str(tmp_path / "m.lwm"),))), tmp_path / "m.lwm", output=out)


def test_maps_of_another_zone(world, tmp_path):
    other = write_raster(tmp_path / "zone 32.tif", np.ones((16, 16), np.uint8), epsg=32632)
    out = tmp_path / "out.tif"
    check_refused(work(MosaicJob((world.path("carte.tif"), other), str(out))), "zone 32.tif", output=out)


METHODS = {
    "unknown method": ({"method": "crystal_ball"}, ("crystal_ball", "random_forest")),
    "options no JSON": ({"method_options": "{n_estimators: 5}"}, ("METHOD_OPTIONS", "JSON")),
    "options no object": ({"method_options": "[1]"}, ("METHOD_OPTIONS",)),
    "unknown option": ({"method_options": '{"trees": 5}'}, ("trees", "n_estimators")),
    "option of a wrong type": ({"method_options": '{"n_estimators": "many"}'}, ("n_estimators",)),
    "option out of range": ({"method_options": '{"n_estimators": -5}'}, ("n_estimators",)),
    "field missing": ({"class_field": "klasse"}, ("klasse", "code")),
    "region field missing": ({"region_field": "zone"}, ("zone",)),
    "negative seed": ({"seed": -1}, ("seed",)),
    "huge seed": ({"seed": 2**40}, ("seed",)),
    "run that is not there": ({"run": 7}, ("run_7",)),
}


@pytest.mark.parametrize("case", METHODS)
def test_training_with_wrong_parameters(world, tmp_path, case):
    changes, words = METHODS[case]
    outcome = work(world.train(tmp_path / "m.lwm", **changes))
    check_refused(outcome, output=tmp_path / "m.lwm")
    for word in words:
        assert word.lower() in outcome.said.lower()


OF_CHAIN = [case for case, (changes, _) in METHODS.items() if set(changes) <= {"method", "method_options", "seed"}]


@pytest.mark.parametrize("case", OF_CHAIN)
def test_the_chain_notices_wrong_parameters_before_the_work_starts(world, tmp_path, case):
    outcome = work(world.chain(tmp_path, **METHODS[case][0]), run_folder=str(tmp_path / "run"))
    check_told(outcome)
    assert not (tmp_path / "run" / "steps" / "catalogue.gpkg").exists()
    check_clean(tmp_path)


SERIES = {
    "no JSON": ("{step_days: 10}", ("JSON",)),
    "a list": ("[]", ()),
    "empty": ("", ("JSON",)),
    "unknown key": ('{"step": 10}', ("'step'", "step_days")),
    "a wrong type": ('{"step_days": "ten"}', ("step_days",)),
    "zero days": ('{"step_days": 0}', ("step_days",)),
    "no date": ('{"start_date": "yesterday"}', ("yesterday",)),
    "backwards": ('{"start_date": "2021-12-01", "end_date": "2021-01-01"}', ("2021-12-01",)),
    "unknown index": ('{"indices": ["FUN"]}', ("FUN",)),
    "unknown role": ('{"roles": {"S2": {"nir": "B99"}}}', ("B99",)),
    "unknown bands": ('{"sensors": {"S2": ["B99"]}}', ("B99",)),
    "not UTF-8": (b"\xff\xfe\x00", ()),
}


@pytest.mark.parametrize("case", SERIES)
def test_series_options_that_cannot_be_used(world, tmp_path, case):
    content, words = SERIES[case]
    path = tmp_path / "série été.json"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    out = tmp_path / "s.gpkg"
    outcome = work(ExtractSamplesJob(world.catalogue, world.path("points.gpkg"), str(out), series=str(path)))
    check_refused(outcome, *words, output=out)
    gone = ExtractSamplesJob(world.catalogue, world.path("points.gpkg"), str(out), series=str(path) + "x")
    check_refused(work(gone), str(path) + "x", output=out)


AREAS = {
    "outside": ({"extent": (0.0, 0.0, 100.0, 100.0)}, ("extent",)),
    "turned": ({"extent": (399960.0, 4900000.0, 399960.0, 4800000.0)}, ("extent",)),
    "not a number": ({"extent": (float("nan"), 0.0, 1.0, 1.0)}, ("extent",)),
    "three numbers": ({"extent": (0.0, 0.0, 1.0)}, ("extent",)),
    "unknown CRS": ({"extent": (0.0, 0.0, 1.0, 1.0), "extent_crs": "EPSG:0"}, ("EPSG:0",)),
    "unknown target": ({"target_crs": "klingon"}, ("klingon",)),
    "mask missing": ({"mask": "/nowhere/masque.tif"}, ("/nowhere/masque.tif",)),
    "unknown tile": ({"tiles": ("99ZZZ",)}, ("99ZZZ", "31TCJ")),
}


@pytest.mark.parametrize("case", AREAS)
def test_areas_that_cannot_be_mapped(world, tmp_path, case):
    changes, words = AREAS[case]
    outcome = work(world.classify(tmp_path / "m.tif", **changes))
    check_refused(outcome, output=tmp_path / "m.tif")
    for word in words:
        assert word.lower() in outcome.said.lower()


def test_masks(world, tmp_path):
    x, y = world.grid.x_min, world.grid.y_max
    rows = [(square(x, y - 640, 640), 1)]
    works = {
        "autre projection.gpkg": write_polygons(tmp_path / "autre projection.gpkg", rows, EPSG, to_epsg=4326),
        "même.gpkg": write_polygons(tmp_path / "même.gpkg", rows, EPSG),
    }
    shares = {}
    for name, mask in works.items():
        out = str(tmp_path / f"{name}.tif")
        work(world.classify(out, mask=mask)).outputs  # noqa: B018
        with RasterReader() as reader:
            shares[name] = float((reader.read(out, 1, reader.grid(out).window) != 0).mean())
    assert abs(shares["même.gpkg"] - shares["autre projection.gpkg"]) < 0.02
    assert 0.2 < shares["même.gpkg"] < 0.3
    out = tmp_path / "m.tif"
    empty = write_polygons(tmp_path / "vide.gpkg", [], EPSG)
    nowhere = write_polygons(tmp_path / "ailleurs.gpkg", [(square(0, 0), 1)], EPSG)
    placeless = write_polygons(tmp_path / "sans crs.gpkg", rows, None)
    damaged = with_change(world.path("carte.tif"), tmp_path / "cassé.tif", lambda p: cut(p, 0.3))
    for mask in (empty, placeless, damaged):
        check_refused(work(world.classify(out, mask=mask)), mask, output=out)
    assert "No pixel was classified" in work(world.classify(out, mask=nowhere)).warnings


OUTPUTS = {
    "an odd extension": ("m.docx", True),
    "no extension": ("carte", True),
    "a folder that is not there": ("neuer Ordner/tief/carte.tif", True),
    "a folder as output": (".", False),
    "a file as folder": ("file/m.tif", False),
    "too long a name": ("x" * 300 + ".tif", False),
}


@pytest.mark.parametrize("case", OUTPUTS)
def test_names_of_outputs(world, tmp_path, case):
    name, works = OUTPUTS[case]
    (tmp_path / "file").write_text("kept")
    outcome = work(world.classify(tmp_path / name))
    if works:
        assert outcome.code in (0, 2)
        if outcome.code == 0:
            assert (tmp_path / name).is_file()
        else:
            check_told(outcome, tmp_path / name)
    else:
        check_told(outcome, str(tmp_path))
    assert (tmp_path / "file").read_text() == "kept"
    check_clean(tmp_path)


def test_outputs_that_are_inputs_are_refused_and_kept(world, tmp_path):
    image = next(Path(world.images).rglob("*FRE_B4.tif"))
    samples, model, catalogue = world.path("samples.gpkg"), world.model, world.catalogue
    for job, file in (
        (world.classify(image), image),
        (world.classify(model), model),
        (world.classify(tmp_path / "m.tif", confidence=str(tmp_path / "m.tif")), tmp_path / "m.tif"),
        (world.train(samples), samples),
        (world.prepare(catalogue), catalogue),
        (world.prepare(world.reference), world.reference),
        (ExtractSamplesJob(catalogue, world.path("points.gpkg"), world.path("points.gpkg")), world.path("points.gpkg")),
        (MosaicJob((world.path("carte.tif"),), world.path("carte.tif")), world.path("carte.tif")),
    ):
        before = Path(file).read_bytes() if Path(file).exists() else None
        check_told(work(job), file)
        assert (Path(file).read_bytes() if Path(file).exists() else None) == before


RESOURCES = {
    "negative workers": ({"workers": -2}, ("workers", "-2")),
    "negative memory": ({"memory_mib": -1}, ("memory_mib", "-1")),
    "one MiB": ({"memory_mib": 1}, ("MEMORY_MIB",)),
    "a run folder that is a file": ({"run_folder": "{file}"}, ("file",)),
    "a run folder below a file": ({"run_folder": "{file}/run"}, ("file",)),
}


@pytest.mark.parametrize("case", RESOURCES)
def test_resources_that_do_not_suffice(world, tmp_path, case):
    options, words = RESOURCES[case]
    file = tmp_path / "file"
    file.write_text("kept")
    options = {k: v.format(file=file) if isinstance(v, str) else v for k, v in options.items()}
    check_refused(work(world.classify(tmp_path / "m.tif"), **options), *words, output=tmp_path / "m.tif")


def test_far_too_many_workers_work(world, tmp_path):
    assert Path(work(world.classify(tmp_path / "m.tif"), workers=100000).outputs["OUTPUT"]).exists()


CHAINS = {
    "ratio 0": {"ratio": 0.0},
    "ratio 1": {"ratio": 1.0},
    "no run": {"runs": 0},
    "negative samples": {"samples_per_class": -1},
    "both inputs": {"catalogue": "x.gpkg"},
    "no input": {"input": ""},
    "region field only": {"region_field": "region"},
    "series missing": {"series": "/nowhere/series.json"},
    "nomenclature missing": {"nomenclature": "/nowhere/names.csv"},
    "mask missing": {"mask": "/nowhere/mask.gpkg"},
    "extent outside": {"extent": (0.0, 0.0, 10.0, 10.0)},
    "target CRS": {"target_crs": "klingon"},
}


@pytest.mark.parametrize("case", CHAINS)
def test_the_chain_with_wrong_parameters(world, tmp_path, case):
    outcome = work(world.chain(tmp_path, **CHAINS[case]), run_folder=str(tmp_path / "run"))
    if case == "region field only" and outcome.code == 0:
        return
    check_told(outcome)
    check_clean(tmp_path, [tmp_path / "run" / "map.tif"])
    assert not (tmp_path / "run" / "steps" / "samples.gpkg").exists()


def test_a_damaged_run_folder(world, tmp_path):
    run = tmp_path / "course à pied"
    run.mkdir()
    (run / "run.json").write_text("{")
    check_told(work(world.chain(run), run_folder=str(run)), run / "run.json")
    (run / "run.json").unlink()
    (run / "journal.sqlite").write_text("no database")
    outcome = work(world.chain(run), run_folder=str(run))
    if outcome.code:
        check_told(outcome, run / "journal.sqlite")
    assert json.loads((run / "run.json").read_text())["state"] in ("failed", "finished")


def test_rasters_that_are_no_map_and_no_confidence(tmp_path):
    """A raster of measurements would need a matrix of gigabytes, and a percentage above 100 says nothing."""
    side = 60
    values = np.arange(side * side, dtype=np.uint16).reshape(side, side) + 1
    source = write_raster(tmp_path / "mesures.tif", values, nodata=0)
    map_path = write_raster(tmp_path / "carte.tif", (values % 3 + 1).astype(np.uint8), nodata=0)
    bands = write_raster(tmp_path / "bandes.tif", np.stack([values, values]), nodata=0)
    reference = write_polygons(tmp_path / "r.gpkg", [(square(300_000, 4_899_420, 600), 1)], 32631)
    out = tmp_path / "out" / "a.json"
    check_refused(work(AccuracyJob(source, reference, "code", str(out))), "3,600 classes", "2,000", output=out)
    for confidence, said in ((source, "it holds 101"), (bands, "2 bands")):
        job = AccuracyJob(map_path, reference, "code", str(out), confidence=confidence)
        check_refused(work(job), "is no raster of confidences", said, output=out)

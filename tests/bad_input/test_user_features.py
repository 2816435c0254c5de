"""Files of features of the user's own that cannot be run, return what cannot be used, do not end, or were changed."""

import json
import os
import signal
import textwrap
import time
from pathlib import Path

import numpy as np
import psutil
import pytest

from landweave.engine.jobs import ExtractSamplesJob, FeaturesChainJob, FeaturesMapJob
from landweave.tests.bad_input.test_series import values_of
from landweave.tests.bad_input.worker import check_clean, check_refused, check_told, start, work

GOOD = "def mine(data):\n    return data.filled('S2', 'B8')[0], ['level']\n"


def series(folder, code, **options):
    """Write a file of features and a SERIES file that asks for its function `mine`."""
    (folder / "à moi.py").write_text(textwrap.dedent(code), encoding="utf-8")
    path = folder / "series.json"
    path.write_text(json.dumps({"step_days": 60, "sensors": {"S2": ["B4", "B8"]}, "user_features": {
        "file": "à moi.py", "functions": ["mine"]}, **options}), encoding="utf-8")
    return str(path)


def body(text):
    return f"import numpy as np\ndef mine(data):\n    b8 = data.filled('S2', 'B8')\n    {text}\n"


WRONG = {
    "a syntax error": ("def mine(data):\n    return (1\n", ("line 2",)),
    "an indentation": ("def mine(data):\nreturn 1\n", ("line 2", "indented")),
    "a null byte": ("def mine(data):\n    return 1\0\n", ()),
    "no text": ("", ("no function 'mine'",)),
    "a missing module": ("import no_such_module\n" + GOOD, ("line 1", "no_such_module")),
    "a name that is missing": (body("return b9, ['a']"), ("line 4", "b9")),
    "another name": (GOOD.replace("mine", "yours"), ("no function 'mine'", "yours")),
    "no function": ("mine = 3\n", ("mine",)),
    "a class of errors": ("class Oops(Exception): pass\nraise Oops('no\\nway')\n", ("line 2", "Oops", "no way")),
    "no argument": ("def mine():\n    return 1\n", ("mine", "argument")),
    "two arguments": ("def mine(data, more):\n    return 1\n", ("mine", "argument")),
    "a halo of text": ("def mine(data, halo='3'):\n    return 1\n", ("halo", "'3'")),
    "a halo too wide": ("def mine(data, halo=100000):\n    return 1\n", ("halo", "100000")),
    "nothing returned": (body("pass"), ("nothing (None)",)),
    "no array": (body("return 3.5, ['a']"), ("float",)),
    "a list": (body("return [b8[0]], ['a']"), ("list",)),
    "a wrong shape": (body("return b8[0, :3, :3], ['a']"), ("(3, 3)",)),
    "turned": (body("return b8[0][:, :5], ['a']"), ("5",)),
    "one dimension": (body("return b8[0].ravel(), ['a']"), ("1 dimensions",)),
    "four dimensions": (body("return b8[None], ['a']"), ("4 dimensions",)),
    "too few names": (body("return b8[:2], ['a']"), ("2 features", "'a'")),
    "too many names": (body("return b8[0], ['a', 'b']"), ("1 features",)),
    "one name twice": (body("return b8[:2], ['a', 'a']"), ("'a'",)),
    "no names": (body("return b8[0]"), ("ndarray",)),
    "a name with a space": (body("return b8[0], ['my feature']"), ("'my feature'",)),
    "a name that is there": (body("return b8[0], ['S2_B8_20210218']"), ("S2_B8_20210218",)),
    "unknown everywhere": (body("return b8[0] * np.nan, ['a']"), ("NaN", "'a'")),
    "complex numbers": (body("return b8[0] * 1j, ['a']"), ("complex",)),
    "texts": (body("return b8[0].astype(str), ['a']"), ("U",)),
    "objects": (body("return b8[0].astype(object), ['a']"), ("object",)),
    "dates": (body("return b8[0].astype('datetime64[D]'), ['a']"), ("datetime64",)),
    "a band that is missing": (body("return data.filled('S2', 'B11')[0], ['a']"), ("line 4", "B11", "B4, B8")),
    "a sensor that is missing": (body("return data.filled('L8', 'B4')[0], ['a']"), ("line 4", "L8", "S2")),
    "a division by zero": (body("return b8[0] * (1 // 0), ['a']"), ("line 4", "ZeroDivisionError")),
    "the end of the program": (body("raise SystemExit('no')"), ("line 4", "SystemExit")),
    "endless recursion": ("def mine(data):\n    return mine(data)\n", ("line 2", "RecursionError")),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_file_that_cannot_be_used(world, tmp_path, case):
    code, words = WRONG[case]
    output = tmp_path / "out" / "f.tif"
    outcome = work(FeaturesMapJob(world.catalogue, str(output), series=series(tmp_path, code)))
    check_refused(outcome, tmp_path / "à moi.py", *words, output=output)


@pytest.mark.parametrize("make", [
    lambda path: path.unlink(), lambda path: (path.unlink(), path.mkdir()),
    lambda path: path.write_bytes(b"\xff\xfe\0"), lambda path: path.write_bytes(b"# coding: nonsense\n"),
])
def test_a_file_that_is_none(world, tmp_path, make):
    path, output = series(tmp_path, GOOD), tmp_path / "out" / "f.tif"
    make(tmp_path / "à moi.py")
    check_refused(work(FeaturesMapJob(world.catalogue, str(output), series=path)), tmp_path / "à moi.py", output=output)


def test_values_that_are_unknown_in_places_are_allowed(world, tmp_path):
    code = body("a = b8[0].copy()\n    a[::3] = np.nan\n    a[1::3] = np.inf\n    return a, ['level']")
    outcome = work(FeaturesMapJob(world.catalogue, str(tmp_path / "f.tif"), series=series(tmp_path, code)))
    values = values_of(outcome.outputs["OUTPUT"])["level"]
    assert (values == -32768).mean() > 0.6
    assert (values != -32768).any()
    assert np.isfinite(values).all()


def test_a_failure_in_the_middle_of_the_run_names_the_line(world, tmp_path):
    code = body("if data.shape[0] > 20: return b8[0, 1:], ['level']\n    return b8[0], ['level']")
    for workers in (1, 2):
        output = tmp_path / "out" / f"{workers}.tif"
        outcome = work(FeaturesMapJob(world.catalogue, str(output), series=series(tmp_path, code)), workers=workers)
        check_refused(outcome, tmp_path / "à moi.py", "(row, column)", output=output)


def test_output_of_the_file_itself_does_not_break_the_workers(world, tmp_path):
    noise = "import os, sys\nprint('hello')\nsys.stdout.write('{\"event\": \"result\"}')\nos.write(1, b'raw')\n"
    outcome = work(FeaturesMapJob(world.catalogue, str(tmp_path / "f.tif"), series=series(tmp_path, noise + GOOD)))
    assert outcome.outputs["BANDS"] > 2


ENDLESS = {
    "in Python": "while True: pass",
    "that catches everything":
        "while True:\n        try:\n            while True: pass\n        except Exception: pass",
    "asleep": "import time; time.sleep(1000)",
    "in a library": "while True: np.linalg.svd(np.random.rand(600, 600))",
}


@pytest.mark.parametrize("case", ENDLESS)
@pytest.mark.parametrize("when", ["in the test", "in the run", "in two processes"])
@pytest.mark.parametrize("ask", ["cancel", "SIGTERM"])
def test_a_function_that_does_not_end_is_stopped(world, tmp_path, case, when, ask):
    if ask == "SIGTERM" and case not in ("in Python", "asleep"):
        pytest.skip("asked by a line already")
    condition = "True" if when == "in the test" else "data.shape[0] > 20"
    reached = tmp_path / "reached"
    indented = ENDLESS[case].replace("\n    ", "\n        ")
    code = body(f"if {condition}:\n        open({str(reached)!r}, 'w').close()\n        {indented}\n"
                "    return b8[0], ['level']")
    output = tmp_path / "out" / "f.tif"
    worker = start(FeaturesMapJob(world.catalogue, str(output), series=series(tmp_path, code)),
                   workers=2 if when == "in two processes" else 1)
    try:
        end = time.monotonic() + 60
        while not reached.exists():
            assert worker.poll() is None, worker.stdout.read()
            assert time.monotonic() < end
            time.sleep(0.02)
        family = psutil.Process(worker.pid).children(recursive=True)
        begun = time.monotonic()
        if ask == "cancel":
            worker.stdin.write("cancel\n")
            worker.stdin.flush()
        else:
            os.kill(worker.pid, signal.SIGTERM)
        assert worker.wait(timeout=20) == 3
        assert time.monotonic() - begun < 8
        _, alive = psutil.wait_procs(family, timeout=5)
        assert not [p for p in alive if p.status() != psutil.STATUS_ZOMBIE]
    finally:
        worker.kill()
        worker.communicate()
    check_clean(tmp_path, [output])


@pytest.fixture(scope="module")
def learnt(world, tmp_path_factory):
    """A file of features, and a model made with it."""
    folder = tmp_path_factory.mktemp("appris")
    path = series(folder, GOOD)
    job = ExtractSamplesJob(world.catalogue, world.path("points.gpkg"), str(folder / "samples.gpkg"), path)
    work(job).outputs  # noqa: B018
    work(world.train(folder / "model.lwm", samples=str(folder / "samples.gpkg"))).outputs  # noqa: B018
    return folder


def test_a_file_that_was_edited_or_moved_after_training(world, learnt, tmp_path):
    mine, model, output = learnt / "à moi.py", str(learnt / "model.lwm"), tmp_path / "m.tif"
    work(world.classify(output, models=(model,))).outputs  # noqa: B018
    before = output.read_bytes()
    for change, word in ((lambda: mine.write_text(GOOD + "\n# a note\n"), "changed"), (mine.unlink, "USER_FEATURES")):
        change()
        try:
            outcome = work(world.classify(output, models=(model,)))
        finally:
            mine.write_text(GOOD)
        check_told(outcome, mine, word, "run folder")
        assert not [e for e in outcome.events if e["event"] == "progress" and e.get("fraction", 0) > 0.1]
        assert output.read_bytes() == before
        check_clean(tmp_path)
    assert work(world.classify(output, models=(model,))).code == 0
    moved = mine.rename(tmp_path / "ailleurs.py")
    try:
        assert work(world.classify(output, models=(model,), user_features=str(moved))).code == 0
    finally:
        moved.rename(mine)
    assert output.read_bytes() == before


def test_the_chain_keeps_the_file_and_names_it_when_it_fails(world, tmp_path):
    job = FeaturesChainJob(catalogue=world.catalogue, series=series(tmp_path, GOOD))
    work(job, run_folder=str(tmp_path / "run")).outputs  # noqa: B018
    assert (tmp_path / "run" / "steps" / "à moi.py").read_text() == GOOD
    (tmp_path / "à moi.py").unlink()
    outcome = work(job, run_folder=str(tmp_path / "run"))
    check_told(outcome, Path(tmp_path) / "à moi.py", "cannot be read", job.series)

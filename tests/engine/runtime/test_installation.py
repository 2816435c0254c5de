"""The installation check says what is there, what is not, and what to do."""

import importlib.util
import re
from html.parser import HTMLParser
from pathlib import Path

import packaging.requirements
import pytest

from landweave.engine.jobs import CheckInstallationJob
from landweave.engine.jobs.requirements import (
    LATER,
    OPTIONAL,
    REQUIRED,
    Requirement,
    is_externally_managed,
    pip_command,
)
from landweave.engine.runtime import installation
from landweave.engine.runtime.context import RunContext
from landweave.engine.runtime.graphics_card import graphics_card
from landweave.engine.runtime.installation import inspect_installation, package_state, run, version_tuple

ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.parametrize(("name", "table"), [("requirements.txt", REQUIRED), ("requirements-optional.txt", OPTIONAL)])
def test_the_tables_say_what_the_files_say(name, table):
    lines = [line.split("#")[0].strip() for line in (ROOT / name).read_text().splitlines()]
    parsed = [packaging.requirements.Requirement(line) for line in lines if line]
    here = {(p.name, str(p.specifier)) for p in parsed if p.marker is None or p.marker.evaluate()}
    listed = [packaging.requirements.Requirement(r.for_pip()) for r in table if r.package]
    assert here == {(p.name, str(p.specifier)) for p in listed}


def test_this_environment_is_ready():
    found = inspect_installation()
    assert found["ready"]
    assert found["install"] == ""
    assert {p["state"] for p in found["required"]} == {"fine"}
    assert found["system"]["cores"] >= 1
    assert 0 < found["system"]["default_memory_mib"] <= found["system"]["available_memory_mib"]
    assert {d["name"] for d in found["drivers"] if d["present"]} >= {"GTiff", "GPKG"}


def test_the_page_has_everything_and_needs_no_network(tmp_path):
    events = []
    path = tmp_path / "installation.html"
    outputs = run(CheckInstallationJob(output_html=str(path)), RunContext(emit=events.append))
    assert outputs["OUTPUT_HTML"] == str(path)
    page = path.read_text()
    for requirement in (*REQUIRED, *OPTIONAL, *LATER):
        assert (requirement.package or requirement.module) in page
        assert requirement.purpose in page
    assert not re.search(r"https?://|src=", page)
    HTMLParser().feed(page)
    assert any("All that the main job needs is there" in str(event.get("message")) for event in events)


class _Card:
    name = "A <card>"
    total_memory = 8192 << 20


def test_the_graphics_card_is_named(monkeypatch, tmp_path):
    torch = pytest.importorskip("torch")
    from landweave.engine.learning.networks import device

    monkeypatch.setattr(device, "cuda_fault", lambda: "")
    monkeypatch.setattr(torch.cuda, "get_device_properties", lambda number: _Card())
    card = graphics_card()
    assert (card.name, card.memory_mib, card.fault) == ("A <card>", 8192, "")
    assert "A <card> (8192 MiB)" in card.describe()
    page = tmp_path / "page.html"
    run(CheckInstallationJob(output_html=str(page)), RunContext())
    assert "A &lt;card&gt; (8192 MiB)" in page.read_text()


def test_a_card_that_cannot_be_used_is_explained(monkeypatch):
    pytest.importorskip("torch")
    from landweave.engine.learning.networks import device

    def broken():
        raise OSError("libcuda.so.1: cannot open\nshared object")

    monkeypatch.setattr(device, "cuda_fault", lambda: "no driver was found")
    assert "on the processor: no driver was found." in graphics_card().describe()
    monkeypatch.setattr(device, "cuda_fault", broken)
    assert "OSError: libcuda.so.1: cannot open shared object" in graphics_card().describe()


def test_without_torch_networks_are_not_there(monkeypatch):
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    assert "torch is not installed" in graphics_card().describe()


def test_without_a_page_nothing_is_written(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert "OUTPUT_HTML" not in run(CheckInstallationJob(), RunContext())
    assert not list(tmp_path.iterdir())


def test_a_missing_package_has_its_command(monkeypatch):
    absent = Requirement("no-such-package", "no_such_module", "1", "2", "tests")
    monkeypatch.setattr(installation, "REQUIRED", (*REQUIRED, absent))
    found = inspect_installation()
    assert not found["ready"]
    assert found["install"].endswith('-m pip install "no-such-package>=1,<2"')
    assert found["required"][-1]["state"] == "missing"


@pytest.mark.parametrize(("lower", "upper", "state"), [
    ("1", "99999", "fine"), ("99999", "", "too old"), ("0", "1", "newer than tried"), ("", "", "fine")])
def test_versions_are_compared_with_what_was_tried(lower, upper, state):
    assert package_state(Requirement("numpy", "numpy", lower, upper)).state == state


def test_a_broken_package_says_why(tmp_path, monkeypatch):
    (tmp_path / "broken_for_test.py").write_text("raise OSError('libgomp.so.1 is missing')\n")
    monkeypatch.syspath_prepend(tmp_path)
    broken = Requirement("numpy", "broken_for_test", "1", "2", "tests")
    monkeypatch.setattr(installation, "REQUIRED", (broken,))
    state = package_state(broken)
    assert state.state == "cannot be imported"
    assert "libgomp.so.1 is missing" in state.remedy


def test_optional_packages_are_not_imported_and_never_needed(monkeypatch):
    monkeypatch.setattr(installation, "_import_error", pytest.fail)
    states = [package_state(r) for r in (*OPTIONAL, *LATER)]
    assert all(s.state in {"fine", "missing", "too old"} for s in states)
    assert all("pip install" in s.remedy for s in states if s.state == "missing")


@pytest.mark.parametrize(("low", "high"), [("1.9", "1.10"), ("1.26.4", "2"), ("2.13.0", "2.13.1"), ("0.9rc1", "0.10")])
def test_versions_are_numbers_not_text(low, high):
    assert version_tuple(low) < version_tuple(high)


def test_a_path_with_spaces_is_quoted():
    assert pip_command("/my python", REQUIRED[:1]) == f'"/my python" -m pip install "{REQUIRED[0].for_pip()}"'


def test_a_python_that_refuses_pip_gets_an_environment(tmp_path):
    python = tmp_path / "usr" / "bin" / "python3"
    library = tmp_path / "usr" / "lib" / "python3.11"
    for folder in (python.parent, library):
        folder.mkdir(parents=True)
    assert not is_externally_managed(str(python))
    assert pip_command(str(python), REQUIRED[:1]).startswith(f'"{python}" -m pip install "numpy')
    (library / "EXTERNALLY-MANAGED").touch()
    command = pip_command(str(python), REQUIRED[:1])
    assert command.startswith(f'"{python}" -m venv --system-site-packages')
    assert '.venv/bin/python" -m pip install "numpy' in command
    (tmp_path / "usr" / "pyvenv.cfg").touch()
    assert not is_externally_managed(str(python))

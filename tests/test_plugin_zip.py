"""The gate of the QGIS plugin site, on the zip that `make zip` builds."""

import configparser
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
TOOLS = Path(sys.executable).parent
REQUIRED = ("name", "qgisMinimumVersion", "description", "about", "version", "author", "email", "repository", "tracker")


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    path = tmp_path_factory.mktemp("zip") / "landweave.zip"
    subprocess.run([sys.executable, ROOT / "tools" / "make_zip.py", path], check=True, capture_output=True)
    return path


@pytest.fixture(scope="module")
def unpacked(archive):
    with zipfile.ZipFile(archive) as opened:
        opened.extractall(archive.parent)
    return archive.parent / "landweave"


def test_one_folder_without_what_does_not_belong_there(archive):
    names = zipfile.ZipFile(archive).namelist()
    assert {name.split("/")[0] for name in names} == {"landweave"}
    assert "landweave".isidentifier()
    for wrong in (".pyc", "__pycache__", ".git", "tests/", ".venv", ".so", "/shared/"):
        assert not [name for name in names if wrong in name]
    for needed in ("LICENSE", "metadata.txt", "__init__.py", "engine/validation/report.css",
                   "resources/pages/fr/report.json"):
        assert f"landweave/{needed}" in names
    assert archive.stat().st_size < 25e6


def test_the_metadata_are_complete(unpacked):
    metadata = configparser.ConfigParser(interpolation=None)
    metadata.read(unpacked / "metadata.txt", encoding="utf-8")
    general = metadata["general"]
    assert all(general.get(key, "").strip() for key in REQUIRED)
    assert general["hasProcessingProvider"] == "yes"
    assert (unpacked / general["icon"]).is_file()


def test_engine_and_plugin_state_one_version(unpacked):
    metadata = configparser.ConfigParser(interpolation=None)
    metadata.read(unpacked / "metadata.txt", encoding="utf-8")
    version = metadata["general"]["version"]
    assert f'__version__ = "{version}"' in (unpacked / "engine" / "__init__.py").read_text()
    assert f'version = "{version}"' in (ROOT / "pyproject.toml").read_text()


def test_bandit_finds_nothing(unpacked):
    command = [TOOLS / "bandit", "-q", "-r", "-f", "json", "-s", "B404", unpacked]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    found = json.loads(done.stdout)["results"]
    assert [(r["filename"].split("landweave/", 1)[-1], r["line_number"], r["test_id"]) for r in found] == []


def test_no_key_like_strings(unpacked):
    done = subprocess.run([TOOLS / "detect-secrets", "scan", "--all-files", "."], capture_output=True, text=True,
                          check=True, cwd=unpacked)
    found = json.loads(done.stdout)["results"]
    assert {name: [hit["line_number"] for hit in hits] for name, hits in found.items()} == {}


def test_the_zip_is_the_same_each_time(archive, tmp_path):
    subprocess.run([sys.executable, ROOT / "tools" / "make_zip.py", tmp_path / "again.zip"], check=True,
                   capture_output=True)
    assert (tmp_path / "again.zip").read_bytes() == archive.read_bytes()


def test_the_unpacked_plugin_imports_under_its_name(unpacked):
    code = "import landweave, landweave.engine.jobs as j; print(landweave.__file__); print(len(j.REGISTRY))"
    done = subprocess.run([sys.executable, "-S", "-c", code], cwd=unpacked.parent, capture_output=True, text=True,
                          check=True)
    assert str(unpacked) in done.stdout

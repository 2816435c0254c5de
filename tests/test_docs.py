"""What the documentation shows is there: files, anchors, algorithms, parameters, jobs; and its pictures are small."""

import json
import re
import shlex
from pathlib import Path
from urllib.parse import unquote

import pytest

from landweave.engine.jobs import job_from_json

ROOT = Path(__file__).resolve().parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("benchmarks/*.md")])
TEXTS = {str(page.relative_to(ROOT)): page.read_text(encoding="utf-8") for page in PAGES}
LINK = re.compile(r"\]\(([^()\s]+(?:\([^()\s]*\)[^()\s]*)*)\)")
FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
LARGEST_PICTURE = 200_000


@pytest.fixture(scope="module")
def parameters(qgis_app):
    """Return the parameter names of every algorithm, by its id."""
    from landweave.processing_provider.provider import ALGORITHMS, MODELS, LandweaveProvider

    provider = LandweaveProvider()
    provider.loadAlgorithms()
    names = {cls.ID: {p.name() for p in provider.algorithm(cls.ID).parameterDefinitions()} for cls in ALGORITHMS}
    return names | {path.stem: set() for path in MODELS.glob("*.model3")}


def anchors(text):
    """Return the anchors that a Markdown page gets from its headings."""
    headings = re.findall(r"^#+ (.+)$", FENCE.sub("", text), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def commands(text):
    """Yield the algorithm and the parameter names of every `qgis_process run` in a page."""
    joined = text.replace("\\\n", " ")
    for line in re.findall(r"qgis_process(?:\.bin|\.sh)?(?: --json)? run (landweave:[^`\n]+)", joined):
        words = shlex.split(line)
        yield words[0].split(":")[1], [word.split("=")[0] for word in words[1:] if "=" in word]


@pytest.mark.parametrize("page", TEXTS)
def test_links_resolve(page):
    for target in LINK.findall(FENCE.sub("", TEXTS[page])):
        if target.startswith(("http://", "https://", "mailto:")):
            continue
        name, _, anchor = unquote(target).partition("#")
        path = (ROOT / page).parent.joinpath(name).resolve() if name else ROOT / page
        assert path.exists(), f"{page}: {target}"
        assert ROOT in path.parents, f"{page}: {target} leads out of the repository"
        if anchor:
            assert anchor in anchors(path.read_text(encoding="utf-8")), f"{page}: {target}"


@pytest.mark.parametrize("page", TEXTS)
def test_algorithms_and_parameters_exist(page, parameters):
    for algorithm in re.findall(r"landweave:(\w+)", TEXTS[page]):
        assert algorithm in parameters, f"{page}: landweave:{algorithm}"
    for algorithm, names in commands(TEXTS[page]):
        assert set(names) <= parameters[algorithm], f"{page}: {algorithm} {names}"


@pytest.mark.parametrize("page", [page for page in TEXTS if page.startswith("docs/") or page == "README.md"])
def test_parameters_in_sentences_exist(page, parameters):
    known = set().union(*parameters.values())
    for name in re.findall(r"`([A-Z][A-Z_]+)=[^`]*`", FENCE.sub("", TEXTS[page])):
        assert name in known or name.startswith(("LANDWEAVE_", "QT_")), f"{page}: {name}"


def test_readme_lists_every_algorithm(parameters):
    table = TEXTS["README.md"].split("## Algorithms")[1].split("\n## ")[0]
    for algorithm in set(parameters) - {"step_by_step_map"}:
        assert f"`{algorithm}`" in table, algorithm


def test_jobs_and_series_files_are_json():
    shown = 0
    for page, text in TEXTS.items():
        for block in re.findall(r"^```json\n(.*?)^```", text, re.MULTILINE | re.DOTALL):
            content = json.loads(block)
            shown += 1
            if "job" in content:
                assert content["job"]["kind"] == job_from_json(content["job"]).KIND, page
    assert shown > 2


def test_pictures_are_small_and_shown():
    linked = {target.rsplit("/", 1)[-1] for text in TEXTS.values() for target in LINK.findall(text)}
    for picture in sorted((ROOT / "docs" / "pictures").iterdir()):
        assert picture.stat().st_size < LARGEST_PICTURE, picture.name
        assert picture.name in linked, f"no page shows {picture.name}"

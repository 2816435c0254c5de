"""The files of docs/user/own-network.md can be used as they stand there."""

import re
from pathlib import Path

import pytest

pytest.importorskip("torch")

from landweave.engine.learning.networks.registry import InputShape, SensorShape, find_network

DOCS = Path(__file__).resolve().parents[4] / "docs" / "user"
EXAMPLES = re.findall(r"```python\n(.*?)```", (DOCS / "own-network.md").read_text(encoding="utf-8"), re.DOTALL)


def test_there_are_examples():
    assert len(EXAMPLES) >= 2


@pytest.mark.parametrize("number", range(len(EXAMPLES)))
@pytest.mark.parametrize("has_gaps", [False, True])
def test_an_example_passes_the_check(tmp_path, number, has_gaps):
    path = tmp_path / "my_network.py"
    path.write_text(EXAMPLES[number], encoding="utf-8")
    assert find_network(str(path)).check(InputShape((SensorShape(5, 9),), 0, has_gaps), 4, {}) == ()


def test_the_guide_names_every_option_of_the_training_with_its_default():
    from landweave.engine.learning.networks.options import TRAINING

    rows = [line for line in (DOCS / "networks.md").read_text(encoding="utf-8").splitlines() if line.startswith("| `")]
    for name, value in TRAINING.items():
        shown = str(value).lower() if isinstance(value, bool) else str(value)
        assert name == "preset" or any(f"`{name}`" in row and shown in row for row in rows), name

"""Networks of the user's own: what is taken, and which line is named when something is not."""

import pickle
import subprocess
import sys
import textwrap

import pytest

torch = pytest.importorskip("torch")

from landweave.engine.errors import UserError  # noqa: E402
from landweave.engine.learning.networks import user_network  # noqa: E402
from landweave.engine.learning.networks.registry import (  # noqa: E402
    FIXED,
    FREE,
    NETWORKS,
    InputShape,
    SensorShape,
    find_network,
)
from landweave.engine.learning.networks.user_module import random_batch  # noqa: E402
from landweave.engine.learning.networks.user_network import (  # noqa: E402
    check_digest,
    load_user_network,
    place_of,
    remember_place,
)

GAPS = InputShape((SensorShape(3, 7),), 2, has_gaps=True)
FILLED = InputShape((SensorShape(3, 7),))
CLASSES = 4

MEANS = """\
import torch
from torch import nn

NETWORK = {"class": "Means", "inputs": ["values", "valid", "days"], "options": {"width": 8}}


class Means(nn.Module):
    def __init__(self, shape, classes, width):
        super().__init__()
        self.first = nn.Linear(shape.sensors[0].channels, width)
        self.last = nn.Linear(width, classes)

    def forward(self, values, valid, days):
        x = torch.relu(self.first(values)) * valid[:, :, None]
        x = x.sum(dim=1) / valid.sum(dim=1, keepdim=True).clamp(min=1)
        return self.last(x)
"""
FLAT = """\
from torch import nn

NETWORK = {"class": "flat", "calendar": "regular", "inputs": ["values"]}


def flat(shape, classes):
    sensor = shape.sensors[0]
    return nn.Sequential(nn.Flatten(), nn.Linear(sensor.channels * sensor.dates, classes))
"""
APART = """\
import torch
from torch import nn

NETWORK = {"class": "Apart", "sensors": "apart"}


class Apart(nn.Module):
    def __init__(self, shape, classes):
        super().__init__()
        self.layers = nn.ModuleList(nn.Linear(s.channels, classes) for s in shape.sensors)

    def forward(self, batch):
        return sum(layer(s.values.sum(dim=1)) for layer, s in zip(self.layers, batch.sensors))
"""


def write(folder, text):
    path = folder / "mon réseau.py"
    path.write_text(textwrap.dedent(text), encoding="utf-8")
    return str(path)


def check(path, shape=GAPS, **options):
    return load_user_network(path).check(shape, CLASSES, options)


def test_the_declaration_is_read(tmp_path):
    spec = find_network(write(tmp_path, MEANS))
    assert (spec.calendar, spec.joins, dict(spec.options)) == (FREE, True, {"width": 8})
    assert spec.inputs == ("values", "valid", "days")
    assert len(spec.digest) == 64
    spec = load_user_network(write(tmp_path, FLAT))
    assert (spec.calendar, spec.joins) == (FIXED, True)
    assert not load_user_network(write(tmp_path, APART)).joins


def test_networks_that_are_right_pass(tmp_path):
    notes = check(write(tmp_path, MEANS), width=5)
    assert len(notes) == 1
    assert "2 features without date" in notes[0]
    assert check(write(tmp_path, MEANS), FILLED) == ()
    assert check(write(tmp_path, FLAT), FILLED) == ()
    two = InputShape((SensorShape(3, 7), SensorShape(1, 4)), 0, has_gaps=True)
    assert check(write(tmp_path, APART), two) == ()


def test_the_check_changes_nothing_of_torch(tmp_path):
    path = write(tmp_path, MEANS.replace("        super().__init__()", "        super().__init__()\n"
                                         "        torch.set_num_threads(1)", 1))
    torch.manual_seed(5)
    expected, threads = torch.rand(3), torch.get_num_threads()
    torch.manual_seed(5)
    check(path)
    assert torch.equal(torch.rand(3), expected)
    assert torch.get_num_threads() == threads


def test_what_forward_takes_is_given_in_the_declared_order(tmp_path):
    path = write(tmp_path, """\
        import torch
        NETWORK = {"class": "Seen", "inputs": ["static", "days", "values", "valid"]}
        class Seen(torch.nn.Module):
            def __init__(self, shape, classes):
                super().__init__()
                self.bias = torch.nn.Parameter(torch.zeros(classes))
            def forward(self, static, days, values, valid):
                self.seen = static, days, values, valid
                return self.bias.expand(len(static), -1)
        """)
    module = load_user_network(path).module(GAPS, CLASSES, {})
    batch = random_batch(GAPS, 3)
    assert module(batch).shape == (3, CLASSES)
    series = batch.sensors[0]
    for given, wanted in zip(module.network.seen, (batch.static, series.days, series.values, series.valid)):
        assert given is wanted


def test_options_come_over_the_defaults(tmp_path):
    spec = load_user_network(write(tmp_path, MEANS))
    assert spec.module(FILLED, CLASSES, {}).network.first.out_features == 8
    assert spec.module(FILLED, CLASSES, {"width": 3}).network.first.out_features == 3


def test_the_weights_of_a_network_can_be_loaded_into_another_of_the_same_file(tmp_path):
    spec = load_user_network(write(tmp_path, MEANS))
    first, second = (spec.module(FILLED, CLASSES, {}).eval() for _ in range(2))
    second.load_state_dict(first.state_dict())
    batch = random_batch(FILLED, 5)
    assert torch.equal(first(batch), second(batch))


def test_another_process_finds_the_class(tmp_path):
    spec = load_user_network(write(tmp_path, MEANS))
    (tmp_path / "spec").write_bytes(pickle.dumps(spec))
    code = (
        "import pickle, sys\n"
        "from landweave.engine.learning.networks.registry import InputShape, SensorShape\n"
        "spec = pickle.load(open(sys.argv[1], 'rb'))\n"
        "print(type(spec.module(InputShape((SensorShape(3, 7),)), 4, {}).network).__name__)"
    )
    command = [sys.executable, "-c", code, str(tmp_path / "spec")]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["Means"]


WRONG_FILES = {
    "a syntax error": ("NETWORK = {\nclass A:\n", ("line",)),
    "a missing module": ("import no_such_module\n", ("line 1", "no_such_module")),
    "an error of its own": ("\nraise ValueError('nothing\\nhere')\n", ("line 2", "ValueError", "nothing here")),
    "no declaration": ("import torch\n", ("no declaration NETWORK", '"class"')),
    "no dictionary": ("NETWORK = 'MyNet'\n", ("not as a dictionary",)),
    "an unknown key": ("NETWORK = {'class': 'print', 'calender': 'any'}\n", ("'calender'", "calendar")),
    "a class that is not there": (MEANS.replace('"class": "Means"', '"class": "Mean"'), ("'Mean'", "It has: Means")),
    "no class": (MEANS.replace('"class": "Means", ', ""), ("names no class", "Means")),
    "a calendar": (MEANS.replace('"inputs"', '"calendar": "free", "inputs"'), ("'free'", '"regular" or "any"')),
    "sensors": (MEANS.replace('"inputs"', '"sensors": 2, "inputs"'), ("2", '"joined" or "apart"')),
    "unknown tensors": (MEANS.replace('"days"]', '"day"]'), ("'day'", '"days"')),
    "a tensor twice": (MEANS.replace('"days"]', '"valid"]'), ("inputs",)),
    "tensors of sensors apart": (MEANS.replace('"inputs"', '"sensors": "apart", "inputs"'), ("apart",)),
    "options that are a list": (MEANS.replace('{"width": 8}', '["width"]'), ("options",)),
    "options that are no values": (MEANS.replace('"width": 8', '"width": nn.ReLU'), ("'width'", "type")),
    "infinite options": (MEANS.replace('"width": 8', '"width": 1e999'), ("'width'",)),
    "an option of the training": (MEANS.replace('"width": 8', '"preset": 8'), ("'preset'",)),
}


@pytest.mark.parametrize("case", WRONG_FILES)
def test_files_that_cannot_be_taken(tmp_path, case):
    text, words = WRONG_FILES[case]
    path = write(tmp_path, text)
    with pytest.raises(UserError) as raised:
        load_user_network(path)
    for word in (path, *words):
        assert word in str(raised.value)
    assert raised.value.hint


LAST = "        return self.last(x)\n"
SUM = "        x = x.sum(dim=1) / valid.sum(dim=1, keepdim=True).clamp(min=1)\n"
WRONG_NETWORKS = {
    "a name that is missing": (LAST, "        return self.last(y)\n", ("line 16", "forward", "'y'")),
    "a shape that does not fit": (LAST, "        return self.last(x[:, 1:])\n", ("line 16", "forward", "RuntimeError")),
    "an argument that is missing": ("classes, width)", "classes)", ("building 'Means'", "width")),
    "an error when it is built": ("        super().__init__()\n", "        self.a = nn.Linear(1, 2)\n",
                                  ("line 9", "building 'Means'")),
    "no module": ("class Means(nn.Module)", "class Means(list)", ("no torch.nn.Module",)),
    "nothing returned": (LAST, "        self.last(x)\n", ("NoneType",)),
    "a pair": (LAST, "        return self.last(x), x\n", ("tuple",)),
    "one class too many": ("nn.Linear(width, classes)", "nn.Linear(width, classes + 1)", ("(3, 5)", "(3, 4)")),
    "a row a date": (SUM, "", ("(3, 7, 4)",)),
    "whole numbers": (LAST, "        return self.last(x).argmax(dim=1, keepdim=True).expand(-1, 4)\n", ("int64",)),
    "masked dates give NaN": (SUM, SUM.replace(".clamp(min=1)", ""), ("all masked", "not finite")),
    "always NaN": (LAST, LAST.replace("(x)", "(x / 0)"), ("not finite",)),
    "a gradient that is not finite": (LAST, "        return self.last(x) + (x - x).abs().sqrt().sum()\n",
                                      ("gradient", "not finite", "first.weight")),
    "no gradient": (LAST, LAST.replace("(x)", "(x).detach()"), ("does not depend on its parameters",)),
    "other samples count": (LAST, "        return self.last(x - x.mean(dim=0))\n", ("others in the batch", "dim=0")),
    "chance": (LAST, LAST.replace("(x)", "(x + torch.rand_like(x))"), ("another output for the same",)),
    "the batch is changed": ("        x = torch.relu", "        values += 1\n        x = torch.relu",
                             ("changes the batch",)),
}


@pytest.mark.parametrize("case", WRONG_NETWORKS)
def test_networks_that_cannot_learn(tmp_path, case):
    old, new, words = WRONG_NETWORKS[case]
    assert MEANS.count(old) == 1
    path = write(tmp_path, MEANS.replace(old, new))
    with pytest.raises(UserError) as raised:
        check(path)
    for word in (path, *words):
        assert word in str(raised.value)
    assert raised.value.hint


def test_a_network_without_parameters_is_refused(tmp_path):
    path = write(tmp_path, """\
        import torch
        NETWORK = {"class": "Nothing"}
        class Nothing(torch.nn.Module):
            def __init__(self, shape, classes):
                super().__init__()
                self.layers = [torch.nn.Linear(3, classes)]
            def forward(self, batch):
                return self.layers[0](batch.sensors[0].values.sum(dim=1))
        """)
    with pytest.raises(UserError, match="no parameters") as raised:
        check(path)
    assert "ModuleList" in raised.value.hint


def test_a_network_of_one_number_of_dates_must_say_so(tmp_path):
    path = write(tmp_path, FLAT.replace('"regular"', '"any"'))
    with pytest.raises(UserError, match="another number of dates") as raised:
        check(path, FILLED)
    assert '"calendar": "regular"' in raised.value.hint


def test_unused_layers_and_days_of_masked_dates_are_told(tmp_path):
    unused = MEANS.replace("        self.last =", "        self.spare = nn.Linear(2, 2)\n        self.last =")
    notes = check(write(tmp_path, unused), FILLED)
    assert len(notes) == 1
    assert "spare.weight, spare.bias" in notes[0]
    days = MEANS.replace("self.first(values)", "self.first(values + days[:, :, None] / 365)").replace(
        " * valid[:, :, None]", "")
    notes = check(write(tmp_path, days), InputShape((SensorShape(3, 7),), has_gaps=True))
    assert len(notes) == 1
    assert "days of masked dates" in notes[0]


def test_networks_of_the_package_pass_as_a_users_file_would(tmp_path):
    """The check refuses none of the networks that are there, and so is no stricter than they are."""
    for name, spec in NETWORKS.items():
        path = write(tmp_path, f"""\
            from landweave.engine.learning.networks.registry import NETWORKS
            SPEC = NETWORKS[{name!r}]
            NETWORK = {{"class": "make", "calendar": {"regular" if spec.calendar == FIXED else "any"!r},
                       "sensors": {"joined" if spec.joins else "apart"!r}}}
            def make(shape, classes):
                return SPEC.module(shape, classes, {{}})
            """)
        shape = InputShape((SensorShape(3, 9),), 2, has_gaps=True)
        assert [note for note in check(path, shape) if "days" in note] == [], name


def test_the_file_must_be_the_one_of_the_model(tmp_path):
    path = write(tmp_path, MEANS)
    digest = load_user_network(path).digest
    check_digest(path, digest)
    write(tmp_path, MEANS + "# a note\n")
    with pytest.raises(UserError, match="was changed") as raised:
        check_digest(path, digest)
    assert "run folders" in raised.value.hint
    (tmp_path / "mon réseau.py").unlink()
    with pytest.raises(UserError, match="not there") as raised:
        check_digest(path, digest)
    assert path in raised.value.message
    assert "USER_NETWORK" in raised.value.hint


def test_a_file_that_was_moved_is_found_where_it_is_said_to_lie(tmp_path):
    path = write(tmp_path, MEANS)
    digest = load_user_network(path).digest
    assert place_of(path, digest) == path
    elsewhere = tmp_path / "ailleurs.py"
    (tmp_path / "mon réseau.py").rename(elsewhere)
    remember_place(str(elsewhere))
    try:
        assert place_of(path, digest) == str(elsewhere)
        assert place_of(path, "0" * 64) == path
    finally:
        user_network._places.clear()
    with pytest.raises(UserError, match="cannot be read"):
        remember_place(path)


def test_a_changed_file_is_read_anew(tmp_path):
    first = load_user_network(write(tmp_path, MEANS))
    second = load_user_network(write(tmp_path, MEANS.replace('"width": 8', '"width": 9')))
    assert (first.options["width"], second.options["width"]) == (8, 9)
    assert first.digest != second.digest

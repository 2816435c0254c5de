"""Options of training: presets are complete, and what cannot be is refused with what can."""

from __future__ import annotations

from dataclasses import asdict, fields

import pytest

from landweave.engine.errors import UserError
from landweave.engine.jobs.networks import PRESETS
from landweave.engine.learning.networks.options import (
    _RULES,
    PRESET_SETTINGS,
    TRAINING,
    Settings,
    check_options,
    complete_options,
    training_settings,
)
from landweave.engine.learning.networks.registry import NETWORKS


def test_presets_are_those_of_the_job_and_pass_their_own_checks():
    assert set(PRESET_SETTINGS) == set(PRESETS)
    for settings in PRESET_SETTINGS.values():
        check_options("tempcnn", asdict(settings))
    assert set(_RULES) == {f.name for f in fields(Settings)}
    assert set(TRAINING) == {"preset", *_RULES}


def test_a_better_preset_takes_longer():
    work = [s.epochs * s.seeds for s in (PRESET_SETTINGS[name] for name in ("fast", "balanced", "best"))]
    assert work[0] < work[1] < work[2]


@pytest.mark.parametrize("network", sorted(NETWORKS))
def test_no_option_of_a_network_is_one_of_the_training(network):
    assert not set(NETWORKS[network].options) & set(TRAINING)


def test_the_users_options_are_over_those_of_the_preset():
    found = complete_options("ltae", {"preset": "fast", "epochs": 7, "width": 64})
    assert (found["preset"], found["epochs"], found["width"]) == ("fast", 7, 64)
    assert found["patience"] == PRESET_SETTINGS["fast"].patience
    settings, own = training_settings("ltae", {"preset": "best", "clip": 2})
    assert (settings.seeds, settings.clip) == (PRESET_SETTINGS["best"].seeds, 2)
    assert own == dict(NETWORKS["ltae"].options)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"epochs": 0}, "a whole number from 1 to"),
        ({"epochs": 2.5}, "a whole number"),
        ({"epochs": True}, "a whole number"),
        ({"learning_rate": "fast"}, "or 'auto'"),
        ({"learning_rate": -1}, "a number from"),
        ({"learning_rate": float("nan")}, "a number from"),
        ({"clip": "auto"}, "a number from"),
        ({"held_out": 0.9}, "a number from 0 to 0.5"),
        ({"choose_by": "f1"}, "'loss', 'overall_accuracy', 'kappa', 'macro_f1'"),
        ({"schedule": 3}, "'one_cycle'"),
        ({"mixed_precision": 1}, "true, false"),
        ({"preset": "quick"}, "'fast', 'balanced', 'best'"),
        ({"width": "wide"}, "a whole number, like 128"),
        ({"dropout": None}, "a number, like 0.2"),
    ],
)
def test_what_an_option_cannot_be(options, said):
    with pytest.raises(UserError, match=f"The option '{next(iter(options))}'.*{said}"):
        check_options("ltae", options)


def test_unknown_options_list_the_known():
    with pytest.raises(UserError, match=r"no option 'epoch' \(METHOD_OPTIONS\).*epochs.*heads"):
        check_options("ltae", {"epoch": 3}, "METHOD_OPTIONS")


@pytest.mark.parametrize("options", [{"learning_rate": "auto"}, {"learning_rate": 1}, {"held_out": 0}, {"dropout": 0}])
def test_what_an_option_can_be(options):
    assert check_options("ltae", options) == options

"""The options of a network and of its training: presets, checks, defaults. Imports no torch."""

from __future__ import annotations

import importlib.util
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from landweave.engine.errors import UserError
from landweave.engine.learning.networks.registry import find_network
from landweave.engine.runtime.packages import missing_package
from landweave.engine.types import Json

TRAINING: Mapping[str, Any] = MappingProxyType({"preset": "balanced"})
"""Options of the training and their defaults."""


def check_options(network: str, options: Mapping[str, Any], parameter: str = "NETWORK_OPTIONS") -> dict[str, Any]:
    """Return the user's options, checked by name.

    Args:
        network: name or file.
        options: over those of the preset, which `preset` names.
        parameter: that gave them, for messages.

    Raises:
        UserError: if one is unknown, listing the known.
    """
    known = {*TRAINING, *find_network(network).options}
    for key in options:
        if key not in known:
            raise UserError(f"{network} has no option '{key}' ({parameter}).", f"It has: {', '.join(sorted(known))}.")
    return dict(options)


def complete_options(network: str, options: Mapping[str, Any]) -> Json:
    """Return the defaults of the preset with the user's options over them."""
    return {**TRAINING, **find_network(network).options, **options}


def check_torch() -> None:
    """Raise UserError saying what to install if networks cannot be used here."""
    for package in ("torch", "safetensors"):
        if importlib.util.find_spec(package) is None:
            raise missing_package("Neural networks need", package)

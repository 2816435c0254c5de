"""Which of the indices that the user asks for a sensor can have, and by which formula."""

from __future__ import annotations

import json
from collections.abc import Sequence

from landweave.engine.errors import UserError
from landweave.engine.features.expressions import parse
from landweave.engine.features.index_catalogue import index_expression
from landweave.engine.features.index_catalogue import index_problem as catalogue_problem
from landweave.engine.features.indices import INDEX_ROLES
from landweave.engine.series.options import DEFAULT_INDICES, RADAR_INDICES
from landweave.engine.types import Json

Roles = tuple[tuple[str, str], ...]


def index_problem(value: Json) -> str:
    """Say what is wrong with one entry of the option `indices`, to end a sentence; empty when nothing is."""
    if isinstance(value, str):
        return "" if value in INDEX_ROLES else catalogue_problem(value)
    if not isinstance(value, dict) or set(value) != {"name", "expression"}:
        return 'an index must be a name or like {"name": "NDRE", "expression": "(B8 - B5) / (B8 + B5)"}'
    name, text = value["name"], value["expression"]
    if not isinstance(name, str) or not name.isidentifier() or not name.isascii():
        return f"the name of an index must be letters and digits, not {json.dumps(name)}"
    if not isinstance(text, str):
        return f"the expression of {name} must be a text like \"(B8 - B5) / (B8 + B5)\""
    try:
        parse(text)
    except UserError as error:
        return f"the expression of {name} is wrong: {error.message.rstrip('.')}"
    return ""


def choose_indices(
    wanted: Sequence[Json], sensor: str, bands: Sequence[str], roles: Roles, unit: str = ""
) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...], dict[str, str]]:
    """Return the indices that the bands of a sensor allow.

    Args:
        wanted: the option `indices`; its default stands for RATIO where the sensor measures backscatter.
        sensor: its key.
        bands: names of its bands.
        roles: which of them is red, near infrared, ...
        unit: of the bands.

    Returns:
        Names; pairs of name and formula in band names, of those that are not built in; why others are not possible.
    """
    has = {role for role, _ in roles}
    is_radar = bool(has & {"vv", "vh"})
    if tuple(wanted) == DEFAULT_INDICES and is_radar:
        wanted = RADAR_INDICES
    names: list[str] = []
    expressions: list[tuple[str, str]] = []
    lacking: dict[str, str] = {}
    for entry in wanted:
        name = entry if isinstance(entry, str) else entry["name"]
        problem, text = _formula(entry, sensor, bands, roles, unit)
        if problem:
            lacking[name] = problem
            continue
        names.append(name)
        if text:
            expressions.append((name, text))
    return tuple(names), tuple(expressions), lacking


def _formula(entry: Json, sensor: str, bands: Sequence[str], roles: Roles, unit: str) -> tuple[str, str]:
    """Return a sentence of what an index lacks, and its formula if it is not built in; either is empty."""
    if isinstance(entry, dict):
        missing = [n for n in parse(entry["expression"]).names if n not in bands]
        sentence = f"The index {entry['name']} needs the band {', '.join(missing)}, which {sensor} has not."
        return sentence if missing else "", entry["expression"]
    if entry in INDEX_ROLES:
        needs, has = INDEX_ROLES[entry], {role for role, _ in roles}
        if not needs and has & {"vv", "vh"}:
            return f"The index {entry} needs bands that measure reflectance, which {sensor} has not.", ""
        if not needs and len(bands) < 2:  # it would repeat the band
            return f"The index {entry} needs more than one band, which {sensor} has not.", ""
        lacks = ", ".join(role for role in needs if role not in has)
        return f"The index {entry} needs a band of {lacks}, which {sensor} has not." if lacks else "", ""
    found = index_expression(entry, sensor, bands, roles, unit)
    return (found, "") if isinstance(found, str) else ("", found.text)

"""What becomes of a configuration: parameters, files beside them, and a record of every key."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from math import isfinite
from pathlib import Path

from landweave.engine.errors import UserError
from landweave.engine.types import Json

_NOTHING = ("", "none", "null")


def plain(name: str) -> str:
    """Return a name without case and underscores: both generations of iota2 spell keys alike then."""
    return re.sub(r"[^a-z0-9]", "", name.lower())


def is_set(value: Json) -> bool:
    """Tell whether a value says something: None, 'None' and '' do not."""
    return not (value is None or (isinstance(value, str) and value.strip().lower() in _NOTHING))


def is_on(value: Json) -> bool:
    """Tell whether a switch is on, written as True, 'True' or 1."""
    return value is True or value == 1 or (isinstance(value, str) and value.strip().lower() == "true")


@dataclass
class Conversion:
    """A configuration on its way; keys are taken out of it one by one, and each leaves a line in a record.

    Args:
        path: of the configuration.
        sections: as read.
        stem: path of the output without its suffix: names of the files beside it begin with it.
        parameters: of the chain.
        vector_parameters: of the chain that makes polygons of the map; none where the configuration does not ask.
        mapped, ignored, refused: a line for each key.
        notes: sentences about what no key says.
        additional: whether formulas of each sensor are used.
        user_layers: rasters of the user without date.
    """

    path: str
    sections: Mapping[str, Mapping[str, Json]]
    stem: str
    parameters: dict[str, Json] = field(default_factory=dict)
    vector_parameters: dict[str, Json] = field(default_factory=dict)
    mapped: list[dict[str, str]] = field(default_factory=list)
    ignored: list[dict[str, str]] = field(default_factory=list)
    refused: list[dict[str, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    additional: bool = False
    user_layers: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        self._left: dict[tuple[str, str], tuple[str, Json]] = {
            (plain(section), plain(key)): (f"{section}.{key}", value)
            for section, entries in self.sections.items()
            for key, value in entries.items()
        }

    def take(self, key: str, *sections: str) -> tuple[str, Json]:
        """Take a key out, wherever it stands.

        Args:
            key: in either spelling.
            sections: that it may stand in.

        Returns:
            Its name as written (empty where it is not there) and its value (None).
        """
        for section in sections:
            found = self._left.pop((plain(section), plain(key)), None)
            if found is not None:
                return found
        return "", None

    def rest(self) -> list[tuple[str, str, str, Json]]:
        """Return what was not taken: section, key (both plain), name as written, value."""
        return [(section, key, name, value) for (section, key), (name, value) in self._left.items()]

    def number(self, name: str, value: Json, default: float = 0.0) -> float:
        """Return a value as a number; the default where it is not set.

        Raises:
            UserError: naming the key, if it is none.
        """
        if not is_set(value):
            return default
        try:
            found = float(value)
        except (TypeError, ValueError) as error:
            raise UserError(f"{self.path}: {name} is '{value}', which is no number.", "Correct the value.") from error
        if not isfinite(found):
            raise UserError(f"{self.path}: {name} is {found:g}.", "Correct the value.")
        return found

    def set(self, parameter: str, value: Json, name: str, note: str = "") -> None:
        """Give a parameter its value, and note the key that it comes from."""
        self.parameters[parameter] = value
        self.map(name, f"becomes {parameter}{f': {note}' if note else ''}.")

    def set_vector(self, parameter: str, value: Json, name: str, note: str = "") -> None:
        """Give a parameter of `vector_chain` its value, and note the key that it comes from."""
        self.vector_parameters[parameter] = value
        self.map(name, f"becomes {parameter} of vector_chain{f': {note}' if note else ''}.")

    def map(self, name: str, reason: str) -> None:
        """Note a key that is kept in another form; one that is not there is none to note."""
        if name:
            self.mapped.append({"key": name, "reason": reason})

    def ignore(self, name: str, reason: str) -> None:
        """Note a key that is not needed."""
        if name:
            self.ignored.append({"key": name, "reason": reason})

    def refuse(self, name: str, reason: str) -> None:
        """Note a key that asks for what cannot be given."""
        if name:
            self.refused.append({"key": name, "reason": reason})

    def beside(self, ending: str) -> str:
        """Return the path of a file beside the output."""
        return f"{self.stem}_{ending}"

    def file(self, value: Json) -> str:
        """Return a path of the configuration as an absolute one; relative ones count from its folder."""
        path = Path(str(value)).expanduser()
        return str(path if path.is_absolute() else Path(self.path).resolve().parent / path)

"""Nomenclatures: what class codes are called and how they are coloured."""

from __future__ import annotations

import colorsys
import csv
import io
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from xml.etree import ElementTree  # nosec B405 (style files of the user's own; entities are refused below)

from landweave.engine.errors import UserError
from landweave.engine.hierarchy import Hierarchy
from landweave.engine.runtime.files import atomic_path

Colour = tuple[int, int, int]
_HEX = re.compile(r"#?([0-9a-fA-F]{6})$")
_COMMENT = re.compile(r"\s*#(?![0-9a-fA-F]{6}\s*[,;\t])")  # a line may begin with a colour
_GOLDEN_ANGLE = 0.61803398875


@dataclass(frozen=True)
class Entry:
    """One class.

    Args:
        code: its number in maps, from 1.
        name: as shown to people.
        colour: red, green, blue, 0-255.
        parent: code or name of the class one level up; empty at the top.
    """

    code: int
    name: str
    colour: Colour
    parent: str = ""

    @property
    def hex(self) -> str:
        """Colour as `#rrggbb`."""
        return "#{:02x}{:02x}{:02x}".format(*self.colour)


@dataclass(frozen=True)
class Nomenclature:
    """The classes of a map in the order of the file; unknown codes get a name and a colour of their own."""

    entries: tuple[Entry, ...] = ()

    @property
    def codes(self) -> tuple[int, ...]:
        """Codes in the order of the file."""
        return tuple(e.code for e in self.entries)

    def entry(self, code: int) -> Entry:
        """Return a class; a code that is not listed is called by its number."""
        for found in (*self.entries, *self.groups):
            if found.code == code:
                return found
        return Entry(code, str(code), default_colour(code))

    def name(self, code: int) -> str:
        """Return the name of a class."""
        return self.entry(code).name

    @cached_property
    def hierarchy(self) -> Hierarchy:
        """Which class holds which.

        Raises:
            UserError: if classes hold each other in a circle.
        """
        return Hierarchy.of([(e.code, e.name, e.parent) for e in self.entries])

    @property
    def groups(self) -> tuple[Entry, ...]:
        """Classes that hold others and have no line of their own in the file; coloured like the first they hold."""
        colours: dict[int, Colour] = {}
        for entry in self.entries:
            for code in self.hierarchy.path(entry.code)[:-1]:
                colours.setdefault(code, entry.colour)
        return tuple(Entry(code, name, colours[code]) for code, name in self.hierarchy.groups.items())

    def levels(self) -> int:
        """Return how many levels the classes have; 1 where no class holds another."""
        return self.hierarchy.levels()

    def at_level(self, code: int, level: int) -> int:
        """Return the code of the class at a level that holds a class.

        Args:
            code: of the class; one that is not known stays as it is.
            level: 1 is the top; a class above the level stays as it is. 0: the class itself.
        """
        return self.hierarchy.at_level(code, level)

    def limited_to(self, codes: Iterable[int], names: dict[int, str] | None = None) -> Nomenclature:
        """Return the classes with the given codes, without levels, in the order of the file, then those it lacks.

        Args:
            codes: those wanted.
            names: what to call the ones that the file lacks.
        """
        wanted = sorted(set(codes))
        listed = [replace(e, parent="") for e in (*self.entries, *self.groups) if e.code in wanted]
        known = {e.code for e in listed}
        lacking = [Entry(c, (names or {}).get(c, str(c)), default_colour(c)) for c in wanted if c not in known]
        return Nomenclature(tuple(listed + lacking))

    @classmethod
    def for_codes(cls, codes: Iterable[int], names: dict[int, str] | None = None) -> Nomenclature:
        """Return a nomenclature with default colours."""
        return cls().limited_to(codes, names)

    @classmethod
    def load(cls, path: str) -> Nomenclature:
        """Read a nomenclature; an empty path gives an empty one.

        Understood are CSV with the columns code, name, colour (`#rrggbb`), parent, QGIS styles (.qml) of a
        paletted raster, and iota2's `name:code` and `code red green blue` files.

        Raises:
            UserError: naming the file and the line.
        """
        if not path:
            return cls()
        try:
            text = Path(path).read_text(encoding="utf-8-sig")
        except FileNotFoundError as error:
            raise UserError(f"The nomenclature {path} does not exist.", "Check the path.") from error
        except (OSError, UnicodeDecodeError) as error:
            raise UserError(f"The nomenclature {path} cannot be read.", "Save it as UTF-8 text.") from error
        entries = _parse(path, text)
        codes = [e.code for e in entries]
        twice = sorted({c for c in codes if codes.count(c) > 1})
        if twice:
            raise UserError(f"The nomenclature {path} lists code {twice[0]} twice.", "Keep one line a code.")
        Hierarchy.of([(e.code, e.name, e.parent) for e in entries], f"The nomenclature {path}")
        return cls(tuple(entries))

    def save(self, path: str) -> None:
        """Write the nomenclature as CSV."""
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(["code", "name", "colour", "parent"])
        writer.writerows([e.code, e.name, e.hex, e.parent] for e in self.entries)
        with atomic_path(path) as part:
            part.write_text(text.getvalue(), encoding="utf-8")


def default_colour(code: int) -> Colour:
    """Return a colour for a code: neighbouring codes get hues far apart."""
    hue = (code * _GOLDEN_ANGLE) % 1.0
    lightness, saturation = (0.45, 0.62, 0.35)[code % 3], (0.65, 0.5)[code % 2]
    red, green, blue = colorsys.hls_to_rgb(hue, lightness, saturation)
    return round(red * 255), round(green * 255), round(blue * 255)


def _parse(path: str, text: str) -> list[Entry]:
    lines = [line for line in text.splitlines() if line.strip() and not _COMMENT.match(line)]
    if not lines:
        raise UserError(f"The nomenclature {path} is empty.", "Write one line a class: code,name,colour.")
    if text.lstrip().startswith("<"):
        return _parse_qml(path, text)
    header = [cell.strip().lower() for cell in re.split("[,;\t]", lines[0])]
    if "code" in header:
        return _parse_csv(path, text, lines[0])
    if all(re.fullmatch(r"\s*\d+(\s+\d+){3}\s*", line) for line in lines):
        return [_entry(path, number, cells[0], "", " ".join(cells[1:]))
                for number, cells in enumerate((line.split() for line in lines), start=1)]
    if all(":" in line for line in lines):
        return [_entry(path, number, line.rpartition(":")[2], line.rpartition(":")[0], "")
                for number, line in enumerate(lines, start=1)]
    raise UserError(f"The nomenclature {path} has no column 'code'.", "Its first line must be: code,name,colour.")


def _parse_csv(path: str, text: str, first: str) -> list[Entry]:
    separator = max(",;\t", key=first.count)
    entries = []
    lines = [(n, line) for n, line in enumerate(text.splitlines(keepends=True), start=1) if not _COMMENT.match(line)]
    while lines and not lines[0][1].strip():
        del lines[0]
    reader = csv.DictReader((line for _, line in lines), delimiter=separator)
    for row in reader:
        number = lines[reader.line_num - 1][0]
        cells = {(key or "").strip().lower(): (value or "").strip() for key, value in row.items() if key}
        if not any(cells.values()):
            continue
        colour = cells.get("colour") or cells.get("color", "")
        entries.append(_entry(path, number, cells.get("code", ""), cells.get("name") or cells.get("label", ""),
                              colour, cells.get("parent", "")))
    return entries


def _parse_qml(path: str, text: str) -> list[Entry]:
    if "<!ENTITY" in text:
        raise UserError(f"The style {path} defines XML entities, which are not read.", "Save it again from QGIS.")
    try:
        root = ElementTree.fromstring(text)  # noqa: S314  # nosec B314 (entities are refused above)
    except ElementTree.ParseError as error:
        raise UserError(f"The style {path} is no valid XML.", "Save it again from QGIS.") from error
    found = list(root.iter("paletteEntry"))
    if not found:
        raise UserError(f"The style {path} has no palette of classes.", "Use a paletted raster style, or a CSV.")
    return [_entry(path, n, e.get("value", ""), e.get("label", ""), e.get("color", ""))
            for n, e in enumerate(found, start=1)]


def _entry(path: str, line: int, code: str, name: str, colour: str, parent: str = "") -> Entry:
    try:
        number = int(code.strip())
    except ValueError as error:
        raise UserError(f"{path}, line {line}: the code '{code.strip()}' is not a whole number.",
                        "Codes are whole numbers from 1 to 65535.") from error
    if not 1 <= number <= 65535:
        raise UserError(f"{path}, line {line}: the code {number} is out of range (0 means no data in maps).",
                        "Codes are whole numbers from 1 to 65535.")
    return Entry(number, name.strip() or str(number), _colour(path, line, colour, number), parent)


def _colour(path: str, line: int, text: str, code: int) -> Colour:
    if not text:
        return default_colour(code)
    matched = _HEX.match(text.strip())
    if matched:
        digits = matched.group(1)
        return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:], 16)
    parts = re.split(r"[\s,;]+", text.strip())
    if len(parts) >= 3 and all(p.isdigit() and int(p) < 256 for p in parts[:3]):
        return int(parts[0]), int(parts[1]), int(parts[2])
    raise UserError(f"{path}, line {line}: '{text}' is no colour.", "Write colours as #rrggbb.")

"""What the name of a user's raster says: dates, sensor, band, tile, and which folder's images it belongs to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from landweave.engine.errors import UserError
from landweave.engine.sensors.user_dates import Dated, dates_in_name
from landweave.engine.sensors.user_pattern import NamePattern
from landweave.engine.sensors.user_tables import DateTable

EXTENSIONS = frozenset({".tif", ".tiff", ".jp2", ".img", ".vrt", ".bsq", ".bil", ".bip", ".ers", ".kea", ".pix"})
MASK_ENDING = "_mask"

_NOT_IMAGES = frozenset({"reference", "label", "labels", "truth", "groundtruth", "dem", "dtm", "dsm", "mnt",
                         "classification", "landcover", "lulc"})
_PROBABILITIES = frozenset({"prob", "probs", "proba", "probability", "probabilities", "cloudprob"})
_FEWEST_DATED_FOLDERS = 2


@dataclass(frozen=True)
class UserOptions:
    """How user rasters are read.

    Args:
        table: dates by file or by layer.
        scale: factor that makes reflectance x 10000; 0: 1 for integers, 10000 for floats and scaled integers.
        nodata: value that means "nothing here" in files that declare none; None: there is none.
        pattern: what names look like; None: told by the names themselves.
        top: the scanned folder: folders below it may hold dates. Empty: no folder may.
    """

    table: DateTable = field(default_factory=DateTable)
    scale: float = 0.0
    nodata: float | None = None
    pattern: NamePattern | None = None
    top: str = ""


@dataclass(frozen=True)
class Name:
    """What a name says.

    Args:
        dates: one, or none; several are for the user to explain.
        words: of the name, without the date.
        home: folder whose images belong together.
        sensor, band, tile: by the pattern; empty where it does not tell.
        is_stated: the user said what the file is, by the table or the pattern.
    """

    dates: tuple[Dated, ...]
    words: tuple[str, ...]
    home: str
    sensor: str = ""
    band: str = ""
    tile: str = ""
    is_stated: bool = False

    @property
    def is_mask(self) -> bool:
        """Whether it is a mask by its name: its first or last word, or the band of the pattern, ends in `mask`."""
        telling = (self.band,) if self.band else (*self.words[:1], *self.words[-1:])
        return any(word.lower().endswith(MASK_ENDING[1:]) for word in telling)


def name_of(path: str, options: UserOptions) -> Name:
    """Return what the name of a file says, by the table of dates, the pattern, or itself.

    Raises:
        UserError: if it does not fit the pattern, and no table names it.
    """
    resolved = str(Path(path).resolve())
    place = Path(path)
    listed = options.table.files.get(resolved)
    is_listed = resolved in options.table.listed
    own = dates_in_name(place.stem)
    words = _words(place.stem, own)
    if options.pattern and not is_listed:
        named = options.pattern.match(path)
        same = [d for d in own if d.acquired == named.acquired] or [Dated(named.acquired)]
        dates = tuple(same) if named.acquired else ()
        return Name(dates, words, named.home, named.sensor, named.band, named.tile, is_stated=True)
    if is_listed:
        return Name((listed,) if listed else (), words, str(place.parent), is_stated=True)
    if not own and _is_dated_folder(place.parent, options.top):
        dated = [Dated(d.acquired) for d in dates_in_name(place.parent.name)]
        return Name(tuple(dated), words, str(place.parent.parent))
    return Name(tuple(own), words, str(place.parent))


def check_is_image(path: str, name: Name) -> None:
    """Check that a name does not tell of something else: a reference, a model of the terrain, probabilities.

    Raises:
        UserError: with the word that tells.
    """
    if name.is_stated:
        return
    words = re.split(r"[^a-z]+", Path(path).stem.lower())
    telling = sorted(_NOT_IMAGES.intersection(words)) or (["ref"] if words[0] == "ref" else [])
    if telling:
        hint = "If it is one, rename it or name it in a table of dates; relief and the like belong into STATIC_LAYERS."
        raise UserError(f"is no image of a series by its name ('{telling[0]}').", hint)
    probable = sorted(_PROBABILITIES.intersection(words))
    if probable:
        hint = "If it is an image, rename it, or name it in a table of dates or by PATTERN."
        raise UserError(f"holds probabilities by its name ('{probable[0]}').", hint)


def is_mask_of(path: str, names: frozenset[str]) -> bool:
    """Tell whether a file is the mask of an image in the same folder (`<stem>_mask.<ext>`)."""
    stem = Path(path).stem
    if not stem.lower().endswith(MASK_ENDING):
        return False
    image = stem[: -len(MASK_ENDING)]
    return any(Path(n).stem == image and Path(n).suffix.lower() in EXTENSIONS for n in names)


def mask_beside(path: str) -> str:
    """Return the mask `<stem>_mask.<ext>` beside an image, or an empty text."""
    folder, wanted = Path(path).parent, f"{Path(path).stem}{MASK_ENDING}"
    for candidate in sorted(folder.glob(f"{_literal(wanted)}.*")):
        if candidate.suffix.lower() in EXTENSIONS:
            return str(candidate)
    return ""


def split_words(text: str) -> tuple[str, ...]:
    """Return the words of letters and digits in a text."""
    return tuple(re.findall(r"[A-Za-z0-9]+", text))


def _words(stem: str, dates: Sequence[Dated]) -> tuple[str, ...]:
    for dated in sorted(dates, key=lambda d: -d.start):
        stem = f"{stem[: dated.start]} {stem[dated.end :]}"
    return split_words(stem)


def _literal(name: str) -> str:
    return re.sub(r"([*?\[])", r"[\1]", name)


def _is_dated_folder(folder: Path, top: str) -> bool:
    """Tell whether a folder is one of a date: it has a date for a name, or one in it as folders beside it have."""
    if not top or Path(top).resolve() not in folder.resolve().parents or len(dates_in_name(folder.name)) != 1:
        return False
    if not _words(folder.name, dates_in_name(folder.name)):
        return True
    dated = [f for f in folder.parent.iterdir() if len(dates_in_name(f.name)) == 1 and f.is_dir()]
    return len(dated) >= _FEWEST_DATED_FOLDERS

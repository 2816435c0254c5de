"""Products whose files all begin with the product's name: in a folder of their own, or many in one folder."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from landweave.engine.errors import UserError
from landweave.engine.sensors.integrity import check_present
from landweave.engine.sensors.product import LeftOut

_ARCHIVE = re.compile(r"\.(zip|tar|tgz|gz|bz2)$", re.IGNORECASE)


@dataclass(frozen=True)
class NamedFiles:
    """The files of a product.

    Args:
        path: the product's folder; or, where it has none, its name in the folder that its files lie in.
        name: the product's name.
        files: paths by what follows the product's name and a separator, in upper case (`SR_B2.TIF`).
    """

    path: str
    name: str
    files: dict[str, str]

    def find(self, ending: str) -> str:
        """Return a file's path, or an empty text."""
        return self.files.get(ending.upper(), "")


def is_folder_of(pattern: re.Pattern[str], path: str, names: Iterable[str]) -> bool:
    """Tell whether a folder is one product: it is called so, and holds files of no other.

    Args:
        pattern: matches a product's name at the start of a text.
        path: the folder.
        names: of what lies in it.
    """
    own = pattern.fullmatch(Path(path).name)
    if own is None:
        return False
    inner = [(name, pattern.match(name)) for name in names]
    wrapped = any(match and match.group() == name for name, match in inner)
    others = any(match and match.group().upper() != own.group().upper() for _, match in inner)
    return not wrapped and not others


def name_of(pattern: re.Pattern[str], path: str) -> str:
    """Return the name of the product that a file belongs to, or an empty text (also for archives)."""
    match = pattern.match(Path(path).name)
    return match.group() if match and not _ARCHIVE.search(path) else ""


def open_files(path: str) -> NamedFiles:
    """List the files of a product, given its folder or its name in the folder of its files."""
    name, folder = Path(path).name, Path(path)
    candidates = sorted((folder if folder.is_dir() else folder.parent).iterdir())
    files = {p.name[len(name) + 1 :].upper(): str(p) for p in candidates if _belongs(p.name, name) and p.is_file()}
    return NamedFiles(path, name, files)


def check_complete(product: NamedFiles, separator: str, wanted: Iterable[str], again: str) -> None:
    """Check that files are there.

    Raises:
        UserError: naming those that are missing.
    """
    missing = [f"{product.name}{separator}{ending}" for ending in wanted if not product.find(ending)]
    check_present(missing, again)


def unusable(product: NamedFiles, title: str, wanted: Iterable[str], error: UserError) -> LeftOut:
    """Say why a product cannot be used; a few loose files without any image are not a damaged product."""
    if Path(product.path).is_dir() or any(product.find(ending) for ending in wanted):
        return LeftOut(product.path, f"is a {title} product that cannot be used: {error}", damaged=True)
    lying = f" ({', '.join(sorted(_names(product))[:2])})"
    return LeftOut(product.path, f"is a {title} product of which no image is here{lying}: download it, or ignore this.")


def _belongs(file: str, product: str) -> bool:
    return file[: len(product)].upper() == product.upper() and not _ARCHIVE.search(file)


def _names(product: NamedFiles) -> Iterator[str]:
    return (Path(path).name for path in product.files.values())

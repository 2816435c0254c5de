"""What lies below a folder: product folders, rasters of the user, and what is known but cannot be used."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType

from landweave.engine.errors import UserError
from landweave.engine.runtime.context import RunContext
from landweave.engine.runtime.run_folder import is_run_folder
from landweave.engine.sensors import folder_formats
from landweave.engine.sensors.product import LeftOut
from landweave.engine.sensors.unsupported import left_out
from landweave.engine.sensors.user_names import EXTENSIONS, is_mask_of


@dataclass
class Found:
    """What a walk found, in an order that depends on names alone.

    Args:
        folders: products (folders, archives, or names that files share), each with the module of its format.
        rasters: files that may be images of the user.
        left_out: what is known not to be usable.
    """

    folders: list[tuple[str, ModuleType]] = field(default_factory=list)
    rasters: list[str] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)


def walk(top: str, listed: frozenset[str], context: RunContext, elsewhere: frozenset[str] = frozenset()) -> Found:
    """Look through a folder and all below it; product folders are not entered, hidden names are passed over.

    Args:
        top: folder.
        listed: resolved paths that the table of dates names: images, whatever their names look like.
        context: asked for cancellation.
        elsewhere: resolved paths of rasters that have their use already: layers without date.

    Raises:
        UserError: when the folder is missing or cannot be read.
    """
    if not os.path.isdir(top):  # noqa: PTH112 (Path.is_dir raises for a link to itself)
        wrong = "is a file" if os.path.isfile(top) else "does not exist"  # noqa: PTH113
        raise UserError(f"The input folder {top} {wrong}.", "Choose the folder that holds the images.")
    found = Found()
    for folder, files in _folders(top, found):
        context.check_cancelled()
        _take_products(folder, files, listed, found)
        _sort_files(folder, files, listed, found)
        found.rasters.extend(_rasters(folder, files, listed, elsewhere))
    return found


def _folders(top: str, found: Found) -> Iterator[tuple[str, list[str]]]:
    """Yield (folder, names of the files in it), entering what is no product; links are followed."""
    waiting, seen = [top], set()
    while waiting:
        folder = waiting.pop()
        real = os.path.realpath(folder)
        if real in seen:
            continue
        seen.add(real)
        try:
            entries = sorted((e for e in os.scandir(folder) if not e.name.startswith(".")), key=lambda e: e.name)
        except OSError as error:
            if folder == top:
                raise UserError(f"The input folder {top} cannot be read ({error.strerror}).",
                                "Check its permissions.") from error
            reason = f"cannot be read ({error.strerror}): check its permissions."
            found.left_out.append(LeftOut(folder, reason, damaged=True))
            continue
        folders, files = [e.name for e in entries if e.is_dir()], [e.name for e in entries if not e.is_dir()]
        if _is_product(folder, folders + files, found):
            continue
        if folder != top and is_run_folder(files):
            found.left_out.append(LeftOut(folder, "is the folder of a run: what lies in it is no image."))
            continue
        waiting.extend(str(Path(folder) / name) for name in reversed(folders))
        yield folder, files


def _is_product(folder: str, names: list[str], found: Found) -> bool:
    for module in folder_formats():
        if module.recognises(folder, names):
            found.folders.append((folder, module))
            return True
    known = left_out(folder, Path(folder).resolve().name)
    if known:
        found.left_out.append(known[1])
    return known is not None


def _take_products(folder: str, files: list[str], listed: frozenset[str], found: Found) -> None:
    """Take out of `files` those of products that can be read where they lie: archives, products without a folder."""
    products: dict[str, ModuleType] = {}
    for name in list(files):
        path = str(Path(folder) / name)
        if str(Path(path).resolve()) in listed:
            continue
        for module in folder_formats():
            product = module.part_of(path) if hasattr(module, "part_of") else ""
            if product:
                products[str(Path(folder) / product)] = module
                files.remove(name)
                break
    found.folders.extend(products.items())


def _sort_files(folder: str, files: list[str], listed: frozenset[str], found: Found) -> None:
    """Take out of `files` those of known products, with one line for all files of one product."""
    products: dict[str, list[LeftOut]] = {}
    for name in list(files):
        path = str(Path(folder) / name)
        known = None if str(Path(path).resolve()) in listed else left_out(path, name)
        if known:
            products.setdefault(known[0], []).append(known[1])
            files.remove(name)
    for lines in products.values():
        more = f" ({len(lines)} files of it lie here.)" if len(lines) > 1 else ""
        found.left_out.append(LeftOut(lines[0].path, lines[0].reason + more))


def _rasters(folder: str, files: list[str], listed: frozenset[str], elsewhere: frozenset[str]) -> Iterator[str]:
    names = frozenset(files)
    for name in files:
        path = str(Path(folder) / name)
        resolved = str(Path(path).resolve())
        is_raster = Path(name).suffix.lower() in EXTENSIONS and not is_mask_of(path, names)
        if resolved in listed or (is_raster and resolved not in elsewhere):
            yield path

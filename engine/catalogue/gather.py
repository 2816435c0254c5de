"""Opens what a walk found: products of archives, and the user's own rasters."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from landweave.engine.catalogue.walk import Found
from landweave.engine.raster.io import RasterReader
from landweave.engine.runtime.context import RunContext
from landweave.engine.sensors import USER_FORMAT
from landweave.engine.sensors.product import LeftOut, Product
from landweave.engine.sensors.user_bands import join_bands
from landweave.engine.sensors.user_names import UserOptions
from landweave.engine.sensors.user_rasters import Image, Stack, examine
from landweave.engine.sensors.user_series import assemble
from landweave.engine.sensors.user_tables import DateTable

_T = TypeVar("_T")


@dataclass
class Gathered:
    """Products of every source, before any is chosen, and what cannot be used; in the order found."""

    products: list[Product] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)


def gather(found: Found, sensors: Sequence[str], options: UserOptions, context: RunContext) -> Gathered:
    """Open every candidate, with progress.

    Args:
        found: of the walk.
        sensors: formats that are wanted.
        options: how the user's rasters are read.
        context: told of the progress, asked for cancellation.

    Raises:
        UserError: when two images of the user have the same date.
    """
    everything = Gathered(left_out=[*found.left_out, *_absent(options.table)])
    total = max(1, len(found.folders) + len(found.rasters))
    for done, (path, module) in enumerate(found.folders):
        context.progress(done / total, f"Reading {Path(path).name}")
        if module.FORMAT in sensors:
            _sort_in(module.find(path), everything.products, everything.left_out)
        else:
            reason = f"is a {module.TITLE} product, which SENSORS does not ask for."
            everything.left_out.append(LeftOut(path, reason))
    if USER_FORMAT not in sensors:
        reason = "is a raster of the user, which SENSORS does not ask for."
        everything.left_out.extend(LeftOut(path, reason) for path in found.rasters)
        return everything
    products, left = user_products(_told(found.rasters, len(found.folders), total, context), options)
    everything.products.extend(products)
    everything.left_out.extend(left)
    return everything


def user_products(paths: Iterable[str], options: UserOptions) -> tuple[list[Product], list[LeftOut]]:
    """Make products of the user's rasters.

    Raises:
        UserError: when two images of a series have the same date.
    """
    images: list[Image] = []
    left: list[LeftOut] = []
    with RasterReader() as reader:
        for path in paths:
            item = examine(path, options, reader)
            if isinstance(item, Stack):
                images.extend(item.images)
                left.extend(item.left)
            else:
                _sort_in(item, images, left)
    whole, incomplete = join_bands(images)
    products, outliers = assemble(whole)
    return products, [*left, *incomplete, *outliers]


def _told(paths: Sequence[str], done: int, total: int, context: RunContext) -> Iterable[str]:
    for number, path in enumerate(paths, start=done):
        context.progress(number / total, f"Reading {Path(path).name}")
        yield path


def _sort_in(item: _T | LeftOut, good: list[_T], left: list[LeftOut]) -> None:
    """Put an answer of a format where it belongs."""
    if isinstance(item, LeftOut):
        left.append(item)
    else:
        good.append(item)


def _absent(table: DateTable) -> list[LeftOut]:
    absent = [path for path in sorted(table.listed) if not Path(path).exists()]
    return [LeftOut(path, f"is named in {table.path} but does not exist.", damaged=True) for path in absent]

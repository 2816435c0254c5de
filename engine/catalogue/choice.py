"""Which of the products found are used: period, cloud cover, the newest processing, one of each copy."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from landweave.engine.catalogue.store import product_order
from landweave.engine.errors import UserError
from landweave.engine.sensors.product import LeftOut, Product


@dataclass(frozen=True)
class Filter:
    """What the user asked for.

    Args:
        start, end: days, both included; None: no limit.
        max_cloud: percentage; products whose metadata do not tell are kept.
    """

    start: date | None = None
    end: date | None = None
    max_cloud: float = 100.0

    @classmethod
    def checked(cls, start_date: str, end_date: str, max_cloud: float) -> Filter:
        """Build from parameters.

        Raises:
            UserError: naming the parameter that is wrong.
        """
        start, end = _day(start_date, "START_DATE"), _day(end_date, "END_DATE")
        if start and end and start > end:
            raise UserError(f"START_DATE {start} is after END_DATE {end}.", "Exchange them.")
        if not 0.0 <= max_cloud <= 100.0:
            raise UserError(f"MAX_CLOUD is {max_cloud:g}, not a percentage.", "Give a number from 0 to 100.")
        return cls(start, end, max_cloud)

    def objection(self, product: Product) -> str:
        """Say why a product is not wanted, or return an empty text."""
        if self.start and product.day < self.start:
            return f"was acquired on {product.day}, before START_DATE {self.start}."
        if self.end and product.day > self.end:
            return f"was acquired on {product.day}, after END_DATE {self.end}."
        if product.cloud_percent is not None and product.cloud_percent > self.max_cloud:
            return f"has {product.cloud_percent:g} % of cloud, more than MAX_CLOUD {self.max_cloud:g}."
        return ""


def choose(products: Iterable[Product], wanted: Filter) -> tuple[list[Product], list[LeftOut]]:
    """Apply the filter, then keep the newest processing of each acquisition."""
    kept: list[Product] = []
    left: list[LeftOut] = []
    for product in sorted(products, key=product_order):
        objection = wanted.objection(product)
        if objection:
            left.append(LeftOut(product.path, objection))
        else:
            kept.append(product)
    newest, older = _newest(kept)
    return newest, left + older


def _newest(products: list[Product]) -> tuple[list[Product], list[LeftOut]]:
    """Keep the highest version of each acquisition, with all its parts; products without versions are not compared."""
    acquisitions: dict[tuple[str, ...], list[Product]] = defaultdict(list)
    for product in products:
        unique = () if product.version else (product.path,)
        key = (product.format, product.sensor, product.tile, product.acquired, *unique)
        acquisitions[key].append(product)
    kept: list[Product] = []
    left: list[LeftOut] = []
    for same in acquisitions.values():
        best = max(same, key=lambda p: _version(p.version))  # the first in catalogue order of equals
        parts = {p.part: p for p in reversed(same) if _version(p.version) == _version(best.version)}
        kept.extend(parts.values())
        left.extend(LeftOut(p.path, _older(p, parts.get(p.part, best))) for p in same if p is not parts.get(p.part))
    return kept, left


def _older(product: Product, best: Product) -> str:
    if _version(product.version) == _version(best.version):
        return f"is another copy of the acquisition in {best.path}: remove one of the two."
    return f"is version {product.version} of an acquisition that is there as {best.version} too ({best.path})."


def _version(text: str) -> tuple[int, ...]:
    return tuple(int(number) for number in re.findall(r"\d+", text))


def _day(text: str, parameter: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text[:10])
    except ValueError as error:
        raise UserError(f"{parameter} '{text}' is not a date.", "Write it as YYYY-MM-DD.") from error

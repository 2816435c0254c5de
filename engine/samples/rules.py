"""The rule of each class and region: one for all, from a table of counts, or from an edited sampling plan."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from landweave.engine.errors import UserError
from landweave.engine.jobs.sampling import SamplingOptions
from landweave.engine.runtime.context import RunContext
from landweave.engine.samples.checks import some
from landweave.engine.samples.prepared import Reference
from landweave.engine.samples.quotas import SIZED, STRATEGIES, Rule, check_rule
from landweave.engine.samples.text_rows import TextRow, as_number, read_rows
from landweave.engine.types import AnyArray, IntArray

FILE, PLAN = "file", "plan"
ANY = "*"
"""In a table: every region, or every class, that has no row of its own."""

PART = "#"
"""Between the name of a region and the number of its part, where it was divided by size."""


@dataclass(frozen=True, eq=False)
class Strata:
    """The classes of each region of a reference.

    Args:
        of_piece: number of the stratum of each piece, shape (piece,).
        names: region of each stratum, shape (stratum,); ascending, then by code.
        region: number of this region, shape (stratum,).
        codes: class of each stratum, shape (stratum,).
    """

    of_piece: IntArray
    names: AnyArray
    region: IntArray
    codes: IntArray

    @classmethod
    def of(cls, reference: Reference) -> Strata:
        """Number the strata of a reference."""
        names, region = np.unique(reference.region.astype(str), return_inverse=True)
        codes, code = np.unique(reference.codes, return_inverse=True)
        found, of_piece = np.unique(region.astype(np.int64) * len(codes) + code, return_inverse=True)
        number = found // len(codes)
        return cls(of_piece.astype(np.int64), names[number].astype(object), number, codes[found % len(codes)])

    def pairs(self) -> Iterator[tuple[str, int]]:
        """Yield the region and class of each stratum."""
        return zip(self.names.tolist(), self.codes.tolist())


def undivided(region: str) -> str:
    """Return the name that a region had before it was divided by size."""
    plain, mark, number = region.rpartition(PART)
    return plain if mark and number.isdigit() else region


def rules_of(options: SamplingOptions, strata: Strata, context: RunContext) -> list[Rule]:
    """Return the rule of each stratum.

    Raises:
        UserError: if the strategy is unknown, its size cannot be used, or a table lacks a row or has a wrong one.
    """
    if options.strategy == PLAN:
        return _from_plan(options.plan, strata)
    if options.strategy == FILE:
        return _from_counts(options.counts, strata, context)
    return [uniform_rule(options)] * len(strata.codes)


def uniform_rule(options: SamplingOptions) -> Rule:
    """Return the one rule of options that name no table.

    Raises:
        UserError: if the strategy is unknown or its size cannot be used.
    """
    known = (*STRATEGIES, FILE, PLAN)
    if options.strategy not in known:
        raise UserError(f"There is no strategy '{options.strategy}'.", f"Use one of: {', '.join(known)}.")
    if options.strategy == "maximum" and options.maximum < 1:
        raise UserError(f"The maximum is {options.maximum} samples a class.", "Give a positive number.")
    if options.strategy == "proportional" and not 0 < options.percent <= 100:
        raise UserError(f"The share is {options.percent:g} percent.", "Give a number above 0, at most 100.")
    sizes = {"maximum": options.maximum, "proportional": options.percent, "total": options.total}
    rule = Rule(options.strategy, float(sizes.get(options.strategy, 0)))
    if options.strategy in STRATEGIES:
        check_rule(rule, "")
    return rule


def _from_plan(path: str, strata: Strata) -> list[Rule]:
    if not path:
        raise UserError("The strategy plan needs a sampling plan.", "Make one with sampling_plan, and name it as PLAN.")
    found: dict[tuple[str, str], Rule] = {}
    for row in read_rows(path, "sampling plan", ("region", "class", "strategy", "size")):
        strategy = row.cells["strategy"].lower()
        rule = Rule(strategy, _size(row, "size") if strategy in SIZED else 0.0)
        check_rule(rule, row.where)
        _add(found, (row.cells["region"], _class(row)), rule, row)
    _refuse_unknown(path, found, strata)
    return [_rule(found, path, region, code) for region, code in strata.pairs()]


def _from_counts(path: str, strata: Strata, context: RunContext) -> list[Rule]:
    if not path:
        raise UserError("The strategy file needs a table of counts.", "Name a CSV with the columns class,count.")
    found: dict[tuple[str, str], Rule] = {}
    for row in read_rows(path, "table of counts", ("class", "count"), headless=True):
        rule = Rule("maximum", _size(row, "count"))
        check_rule(rule, row.where)
        _add(found, (ANY, _class(row)), rule, row)
    unknown = sorted({code for _, code in found} - {str(code) for code in strata.codes} - {ANY})
    if unknown:
        context.warning(f"{path} lists class {some(unknown)}, which the reference does not have.")
    return [_rule(found, path, region, code) for region, code in strata.pairs()]


def _add(found: dict[tuple[str, str], Rule], key: tuple[str, str], rule: Rule, row: TextRow) -> None:
    if key in found:
        region = "" if key[0] == ANY else f" of region '{key[0]}'"
        raise UserError(f"{row.where}Class {key[1]}{region} has a row already.", "Keep one row a class and region.")
    found[key] = rule


def _size(row: TextRow, column: str) -> float:
    text = row.cells[column]
    try:
        return as_number(text)
    except ValueError as error:
        raise UserError(f"{row.where}The {column} '{text}' is no number.", "Write a number.") from error


def _class(row: TextRow) -> str:
    """Return a class code as it is written most plainly; spreadsheets may have made `3.0` of it."""
    text = row.cells["class"]
    if text == ANY:
        return text
    try:
        number = as_number(text)
    except ValueError:
        number = 0.5
    if not number.is_integer():
        raise UserError(f"{row.where}The class '{text}' is no class code.", f"Write a whole number, or {ANY} for all.")
    return str(int(number))


def _refuse_unknown(path: str, found: dict[tuple[str, str], Rule], strata: Strata) -> None:
    regions = {name for full in strata.names.tolist() for name in (full, undivided(full))} | {ANY}
    unknown = [region for region, _ in found if region not in regions]
    if unknown:
        known = sorted(set(strata.names.tolist()))
        raise UserError(f"{path}: the reference has no region '{unknown[0]}'.", f"Its regions are: {some(known)}.")
    codes = {str(code) for code in strata.codes} | {ANY}
    strange = [code for _, code in found if code not in codes]
    if strange:
        known = sorted(set(strata.codes.tolist()))
        raise UserError(f"{path}: the reference has no class {strange[0]}.", f"Its classes are: {some(known)}.")


def _rule(found: dict[tuple[str, str], Rule], path: str, region: str, code: int) -> Rule:
    """Return the nearest row: region and class, its region undivided, every class of it, then every region."""
    plain = undivided(region)
    for key in ((region, str(code)), (plain, str(code)), (region, ANY), (plain, ANY), (ANY, str(code)), (ANY, ANY)):
        if key in found:
            return found[key]
    raise UserError(
        f"{path} has no row for class {code} of region '{region}'.",
        f"Add it, or a row with {ANY} as the class or region, which stands for all that have none.",
    )

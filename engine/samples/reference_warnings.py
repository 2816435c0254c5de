"""What a reference lacks to learn and to validate everywhere, one sentence each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from landweave.engine.runtime.context import RunContext
from landweave.engine.samples.checks import some
from landweave.engine.samples.prepared import Reference


def warn_few_polygons(source: str, reference: Reference, context: RunContext) -> None:
    """Warn of classes that have one polygon: they cannot be on both sides of a split."""
    polygons = set(zip(reference.codes.tolist(), reference.polygon_id.tolist()))
    single = sorted(code for code, count in Counter(code for code, _ in polygons).items() if count == 1)
    if single:
        what = "point" if reference.are_points else "polygon"
        context.warning(
            f"{source}: class {some(single)} has one {what} only; it is learnt from, and its accuracy cannot be "
            f"estimated. Draw at least two {what}s a class."
        )


def warn_regions(source: str, names: Sequence[str], reference: Reference, context: RunContext) -> None:
    """Warn of regions without reference, and of classes that a region lacks and others have.

    Args:
        source: the regions, for messages.
        names: of all regions, with repetitions; empty: there are none.
        reference: not yet divided by size.
        context: takes the warnings.
    """
    known = sorted(set(names))
    pairs = set(zip(reference.region.tolist(), reference.codes.tolist()))
    present = sorted({region for region, _ in pairs})
    bare = [name for name in known if name not in present]
    if bare and len(present) == 1:
        context.warning(
            f"{source}: all of the reference lies in region '{present[0]}': no model is made for {_quoted(bare)}."
        )
    elif bare:
        context.warning(f"{source}: no reference lies in region {_quoted(bare)}: no model is made for it.")
    if len(present) < 2:
        return
    where: dict[int, list[str]] = {}
    for region, code in sorted(pairs):
        where.setdefault(code, []).append(region)
    alone = {code: regions[0] for code, regions in where.items() if len(regions) == 1}
    for name in present:
        only = sorted(code for code, region in alone.items() if region == name)
        if only:
            context.warning(
                f"Class {some(only)} lies in region '{name}' only: the models of the other regions cannot map it."
            )
    for name in present:
        lacking = sorted(code for code, regions in where.items() if name not in regions and code not in alone)
        if lacking:
            others = sorted({region for code in lacking for region in where[code]})
            context.warning(
                f"Region '{name}' has no reference of class {some(lacking)}, which {_quoted(others)} has: "
                "its model cannot map it."
            )


def _quoted(names: Sequence[str]) -> str:
    return some(f"'{name}'" for name in names)

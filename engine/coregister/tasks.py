"""Products measured in pieces, so that several processes can work: some dates of a series, or all of a chain."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from hashlib import sha256

from landweave.engine.coregister.correlate import Agreement
from landweave.engine.coregister.measure import Measured, Measurer, Search
from landweave.engine.coregister.modes import Placed, against_reference, chain, fill, one_for_all
from landweave.engine.coregister.references import References
from landweave.engine.raster.grid import Grid
from landweave.engine.raster.io import RasterReader
from landweave.engine.runtime.context import RunContext
from landweave.engine.runtime.executor import Task, run_tasks
from landweave.engine.sensors.product import Product
from landweave.engine.types import Json

_DATES = 4
"""Of a series in a task: what was read of the reference serves all of them."""


@dataclass(frozen=True)
class Setup:
    """What is the same for all tasks.

    Args:
        search: how shifts are looked for.
        references: what lies right.
        mode: which image is compared with which.
        reference_day: when the reference was taken; None: not known.
    """

    search: Search
    references: References
    mode: str
    reference_day: date | None = None


def place(products: Sequence[Product], setup: Setup, context: RunContext) -> list[Placed]:
    """Find the shifts of all products.

    Args:
        products: of one band each, ordered by sensor, tile and time.
        setup: how.
        context: its processes share the work.

    Returns:
        By sensor, tile, CRS and time.

    Raises:
        UserError: naming the file that is damaged or gone.
    """
    groups: dict[tuple[str, str, str], list[Product]] = defaultdict(list)
    for product in products:
        groups[product.sensor, product.tile, product.grid.crs].append(product)
    tasks, pieces = [], {}
    for key in sorted(groups):
        series = groups[key]
        step = len(series) if setup.mode == "chain" else _DATES
        for first in range(0, len(series), step):
            piece = tuple(series[first : first + step])
            task = _task(piece)
            tasks.append(task)
            pieces[task.key] = key
    results = {task.key: _from_json(task.argument, result) for task, result in
               run_tasks(measure_piece, tasks, context, shared=setup)}
    found: dict[tuple[str, str, str], list[Placed]] = defaultdict(list)
    for task in tasks:
        found[pieces[task.key]] += results[task.key]
    placed = [p for key in sorted(found) for p in (found[key] if setup.mode == "chain" else fill(found[key]))]
    return _all_alike(placed) if setup.mode == "one_for_all" else placed


def measure_piece(piece: tuple[Product, ...], setup: Setup) -> Json:
    """Measure some products of a series; in a chain, all."""
    with RasterReader() as reader:
        measurer = Measurer(setup.search, reader)

        def with_reference(product: Product) -> Measured | str | None:
            reference = setup.references.of(product)
            return None if reference is None else measurer.measure(product, reference)

        def with_other(product: Product, other: Product) -> Measured | str:
            """Measure a product against another, both where their files say."""
            return measurer.measure(replace(product, shift=(0.0, 0.0)), replace(other, shift=(0.0, 0.0)))

        if setup.mode == "chain":
            placed = chain(piece, with_reference, with_other, setup.reference_day)
        else:
            placed = [against_reference(product, with_reference) for product in piece]
    return {"placed": [_to_json(p) for p in placed]}


def _task(piece: tuple[Product, ...]) -> Task:
    first = piece[0]
    named = json.dumps([[p.sensor, p.tile, p.identifier, p.path] for p in piece])
    label = f"{first.sensor} {first.tile} {first.day.isoformat()}"
    return Task(sha256(named.encode()).hexdigest(), label, piece, float(len(piece)))


def _to_json(placed: Placed) -> Json:
    measured = None if placed.measured is None else asdict(placed.measured)
    return {"shift": list(placed.shift), "status": placed.status, "measured": measured, "reason": placed.reason}


def _from_json(piece: tuple[Product, ...], result: Json) -> list[Placed]:
    return [
        Placed(product, tuple(v["shift"]), v["status"], _measured(v["measured"]), v["reason"])
        for product, v in zip(piece, result["placed"])
    ]


def _measured(values: Json) -> Measured | None:
    if values is None:
        return None
    return Measured(tuple(values["shift"]), Agreement(**values["agreement"]), values["window"],
                    Grid.from_json(values["grid"]))


def _all_alike(placed: Sequence[Placed]) -> list[Placed]:
    sensors: dict[tuple[str, str], list[Placed]] = defaultdict(list)
    for one in placed:
        sensors[one.product.sensor, one.product.grid.crs].append(one)
    return [p for key in sorted(sensors) for p in one_for_all(sensors[key])]

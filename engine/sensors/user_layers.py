"""Rasters of one band with a date for each layer: which dates?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from landweave.engine.errors import UserError
from landweave.engine.raster.io import RasterInfo
from landweave.engine.sensors.user_dates import Dated, date_of_text, without_date
from landweave.engine.sensors.user_names import Name
from landweave.engine.sensors.user_tables import DateTable, timeline_beside


def dates_of_layers(path: str, info: RasterInfo, table: DateTable, name: Name) -> dict[int, Dated]:
    """Return the dates of a raster's layers, by layer number from 1; none where it is not such a raster.

    The table of dates counts first (its rows of the raster, or as a table without file names with one row a layer),
    then the layers' descriptions, then a table without file names that lies beside the raster. A single date in the
    name makes the raster an image of that date, unless its layers are described by different dates. Several images
    of one date are numbered in the order of the layers.

    Raises:
        UserError: continuing the sentence that the path begins, if only some layers have dates, or the table does
            not fit.
    """
    listed = table.layers.get(str(Path(path).resolve()), {})
    if listed:
        beyond = max(listed)
        if beyond > info.layers:
            raise UserError(f"has {info.layers} layers, but {table.path} names layer {beyond}.", "Correct the table.")
        return _numbered(listed)
    is_image = len(name.dates) == 1
    if is_image and (name.is_stated or info.layers == 1):
        return {}
    if not is_image and info.layers > 1 and len(table.timeline) == info.layers:
        return _numbered(dict(enumerate(table.timeline, start=1)))
    described = _described(info.descriptions)
    if described or is_image or info.layers == 1:
        return described
    beside = timeline_beside(path)
    if beside.timeline and len(beside.timeline) != info.layers:
        raise UserError(f"has {info.layers} layers, but the table beside it ({Path(beside.path).name}) "
                        f"{len(beside.timeline)} dates.", "Correct the table.")
    return _numbered(dict(enumerate(beside.timeline, start=1)))


def _described(texts: Sequence[str]) -> dict[int, Dated]:
    """Return the dates in descriptions, if they are different ones."""
    found = {i: date_of_text(text) for i, text in enumerate(texts, start=1)}
    with_date = [i for i, acquired in found.items() if acquired]
    if len(with_date) < max(1, len(texts) / 2) or (len(texts) > 1 and len({found[i] for i in with_date}) < 2):
        return {}
    if len(with_date) < len(texts):
        first = next(i for i, acquired in found.items() if not acquired)
        raise UserError(f"has dates for layers, but layer {first} ('{texts[first - 1]}') has none.",
                        "Describe every layer by its date, or list them in a table of dates with a column 'layer'.")
    return _numbered({i: Dated(acquired) for i, acquired in found.items()}, texts)


def _numbered(dates: Mapping[int, Dated], texts: Sequence[str] = ()) -> dict[int, Dated]:
    """Number the layers of one date, unless their descriptions tell of different bands."""
    count: Counter[tuple[str, str]] = Counter()
    numbered: dict[int, Dated] = {}
    for layer, dated in sorted(dates.items()):
        key = (dated.acquired, without_date(texts[layer - 1]).strip() if texts else "")
        count[key] += 1
        again = count[key] > 1
        note = f"is one of several images of {dated.acquired} in one file" if again else ""
        numbered[layer] = replace(dated, part=str(count[key]) if again else "", note=note)
    return numbered

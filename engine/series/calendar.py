"""The calendar of a series that is taken as acquired: another area or year has other dates, and that is all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from landweave.engine.sensors.product import Product
from landweave.engine.series.plan import MASKED, SensorPlan, SeriesPlan

MARGIN_DAYS = 10
"""How far the acquisitions of another year may reach over the season that was learnt."""


def on_acquisitions(plan: SeriesPlan, products: Sequence[Product]) -> SeriesPlan:
    """Return a plan whose masked series are on the dates of these products.

    Those of the time that was learnt are taken; where they are fewer than half of what was learnt, those of the same
    season of the year that has most of them. Sensors that are filled keep their dates. A sensor without products keeps
    its plan: it has no data.

    Args:
        plan: of a model.
        products: that the model is applied to, of all tiles and sensors.
    """
    return replace(plan, sensors=tuple(_sensor(s, products) for s in plan.sensors))


def _sensor(plan: SensorPlan, products: Sequence[Product]) -> SensorPlan:
    days = sorted({p.day for p in products if p.sensor == plan.sensor})
    if plan.filling != MASKED or not days:
        return plan
    first, last = date.fromisoformat(plan.target_dates[0]), date.fromisoformat(plan.target_dates[-1])
    same = [d for d in days if first <= d <= last]
    if 2 * len(same) < len(plan.target_dates):
        margin = timedelta(MARGIN_DAYS)
        seasons = [(_moved(first, n) - margin, _moved(last, n) + margin) for n in _years(first, days)]
        same = max([same, *([d for d in days if a <= d <= b] for a, b in seasons)], key=len)
    return replace(plan, target_dates=tuple(d.isoformat() for d in same)) if same else plan


def _years(first: date, days: Sequence[date]) -> range:
    """Return by how many years the season may have to be moved to lie among days."""
    return range(days[0].year - first.year - 1, days[-1].year - first.year + 2)


def _moved(day: date, years: int) -> date:
    """Return the same day of another year; 28 February for the 29th."""
    return date(day.year + years, day.month, 28 if (day.month, day.day) == (2, 29) else day.day)

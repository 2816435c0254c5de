"""The names of all features of a plan, in the order of the matrix."""

from __future__ import annotations

from collections.abc import Iterator

from landweave.engine.features.around import around_features
from landweave.engine.features.groups import GROUPS
from landweave.engine.series.plan import Feature, SensorPlan, SeriesPlan

USER_UNIT = "as the user's function gives it"


def plan_features(plan: SeriesPlan) -> tuple[Feature, ...]:
    """Return every feature: sensor by sensor its groups, layers without date, neighbourhood, the user's own."""
    return tuple(_all(plan))


def sensor_plan_features(plan: SensorPlan) -> tuple[Feature, ...]:
    """Return the features of one sensor."""
    return tuple(f for group in plan.groups for f in GROUPS[group.kind].features(plan, group.options))


def _all(plan: SeriesPlan) -> Iterator[Feature]:
    for sensor in plan.sensors:
        yield from sensor_plan_features(sensor)
    for layer in plan.static:
        yield Feature(layer.name, "", layer.name, "", layer.unit)
    for group in plan.around:
        yield from around_features(plan, group)
    for name in plan.user.names if plan.user is not None else ():
        yield Feature(name, "", name, "", USER_UNIT)

"""How a network is learnt."""

from __future__ import annotations

from landweave.engine.learning.fitting import Recipe
from landweave.engine.learning.kinds import StoredPredictor
from landweave.engine.learning.made_up import MadeUp
from landweave.engine.types import AnyArray, IntArray


def fit_network(
    recipe: Recipe, features: AnyArray, classes: IntArray, groups: AnyArray | None, made_up: MadeUp
) -> StoredPredictor:
    """Fit a network; arguments as in `fitting.fit`."""
    raise NotImplementedError

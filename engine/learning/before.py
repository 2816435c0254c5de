"""What a learner of classes or of quantities is put behind: principal components, or the embedding of the series."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from landweave.engine.learning.kinds import StoredPredictor
from landweave.engine.learning.predictors import ReducedPredictor
from landweave.engine.learning.reduction import fit_reduction
from landweave.engine.learning.threads import limited_threads
from landweave.engine.series.plan import Feature
from landweave.engine.types import AnyArray, Json

PutBefore = Callable[[StoredPredictor], StoredPredictor]
"""Returns a predictor of the features from one of what they were turned into."""


class Turning(Protocol):
    """What of a recipe says how features are turned into what is learnt from."""

    @property
    def jobs(self) -> int:
        """Threads."""
        ...

    @property
    def reduction(self) -> Json:
        """Options of the principal components; None: none."""
        ...

    @property
    def features(self) -> tuple[Feature, ...]:
        """Of the columns."""
        ...

    @property
    def embedding(self) -> Json:
        """Weights by whose embeddings of the series is learnt; None: none."""
        ...


def turned(recipe: Turning, features: AnyArray) -> tuple[AnyArray, PutBefore | None]:
    """Return what is learnt from, and what puts the way to it before a learner; None: the features themselves.

    Args:
        recipe: says how.
        features: shape (sample, feature).

    Raises:
        UserError: if the weights of the embedding are gone, or the components cannot be fitted.
    """
    if recipe.embedding is not None:
        from landweave.engine.learning.networks.embedding import EmbeddedPredictor, load_embedding

        embedding = load_embedding(recipe.embedding, recipe.features)
        return embedding.apply(features), lambda inner: EmbeddedPredictor(embedding, inner)
    if recipe.reduction is None:
        return features, None
    with limited_threads(recipe.jobs):
        reduction = fit_reduction(features, recipe.features, recipe.reduction)
    return reduction.apply(features), lambda inner: ReducedPredictor(reduction, inner)

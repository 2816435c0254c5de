"""Any learner on what a pretrained network makes of a series: the job embed_samples, and the part of a model.

Samples keep their values; their plan names the weights. What learns from them computes the embeddings first, and the
model file holds the encoder before the learner, so that a map needs no other file.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import ClassVar

import numpy as np
import torch

from landweave.engine.errors import UserError
from landweave.engine.jobs.networks import EmbedSamplesJob
from landweave.engine.learning.kinds import REMEDY, Packed, StandsBefore, StoredPredictor
from landweave.engine.learning.networks.batches import BatchMaker
from landweave.engine.learning.networks.device import choose_device
from landweave.engine.learning.networks.inference import InBatches, InSets
from landweave.engine.learning.networks.layout import check_static, layout_of
from landweave.engine.learning.networks.options import check_torch
from landweave.engine.learning.networks.predictor import NetworkDescription, Weights, from_safetensors, to_safetensors
from landweave.engine.learning.networks.pretrained import give_weights, load_pretrained, prepare_start
from landweave.engine.learning.networks.registry import find_network
from landweave.engine.runtime.context import RunContext
from landweave.engine.runtime.files import file_digest
from landweave.engine.samples.store import load_samples, save_samples
from landweave.engine.series.plan import Feature
from landweave.engine.types import AnyArray, Float32Array, Json

_TRIED = 64
_CLASSES = 2
"""Of the head that the network is built with, which is never used."""


@dataclass(frozen=True, eq=False)
class Embedding:
    """From the features to the embedding of their series, and the features without date beside it.

    Args:
        description: of the network, whose layout has no features without date.
        static: columns of the features without date.
        weights: of the encoder.
        width: numbers of an embedding.
    """

    description: NetworkDescription
    static: tuple[int, ...]
    weights: Weights
    width: int

    @property
    def feature_count(self) -> int:
        """Number of columns that `apply` takes."""
        return self.description.layout.width

    @property
    def figure_count(self) -> int:
        """Number of columns that `apply` gives."""
        return self.width + len(self.static)

    def apply(self, matrix: AnyArray) -> Float32Array:
        """Return what learners see of each row: the same whatever rows stand beside it (on a CPU).

        Args:
            matrix: shape (pixel, feature), int16 or real; NODATA is unknown.

        Returns:
            Shape (pixel, figure), float32.

        Raises:
            ValueError: if the number of features is another one.
        """
        if matrix.ndim != 2 or matrix.shape[1] != self.feature_count:
            raise ValueError(f"the embedding is of {self.feature_count} features, not of {matrix.shape[1:]}")
        found = np.empty((len(matrix), self.figure_count), np.float32)
        found[:, : self.width] = self._compute(np.asarray(matrix), self.width)
        found[:, self.width :] = matrix[:, list(self.static)]
        return found

    @cached_property
    def _compute(self) -> InSets | InBatches:
        """What embeds rows: on the CPU in sets that are always alike."""
        device = choose_device()
        module = give_weights(self.description.module(), self.weights, "The encoder in the model").eval().to(device)
        maker = BatchMaker(self.description.layout, self.description.normalisation)
        if device.type == "cpu":
            return InSets(maker, module.embed, thins=not self.description.digest)
        batches = InBatches(maker, module.embed, device)
        batches.is_half = False  # learners were fitted on exact figures
        return batches

    def on(self, features: Sequence[Feature]) -> Embedding:
        """Return the embedding of other columns: other dates of the same sensors and bands.

        Raises:
            UserError: if a sensor or band is missing.
        """
        there = layout_of(features)
        try:
            layout = self.description.layout.on(replace(self.description.spec.layout(there), static=()))
            check_static(self.static, there.static)
        except ValueError as error:
            raise UserError(f"The model does not fit these images: {error}.",
                            "Use images of the sensors and bands that it was trained with.") from error
        return replace(self, description=replace(self.description, layout=layout), static=there.static)


class EmbeddedPredictor(StandsBefore):
    """A predictor of the embeddings of series.

    Args:
        embedding: from the features to the embeddings.
        inner: what predicts from them.
    """

    KIND: ClassVar[str] = "embedding"
    SUFFIX: ClassVar[str] = "_embedding.safetensors"

    def __init__(self, embedding: Embedding, inner: StoredPredictor) -> None:
        self.embedding = embedding
        self.inner = inner

    @property
    def feature_count(self) -> int:
        """Number of columns that it takes."""
        return self.embedding.feature_count

    @property
    def takes_any_dates(self) -> bool:
        """Tell whether it takes other dates than those that it learnt from: networks that are pretrained do."""
        return True

    def on(self, features: Sequence[Feature]) -> EmbeddedPredictor:
        """Return the predictor for other columns; see `Embedding.on`."""
        return EmbeddedPredictor(self.embedding.on(features), self.inner)

    def predict_proba(self, features: AnyArray) -> Float32Array:
        """Return shape (pixel, class)."""
        return self.inner.predict_proba(self.embedding.apply(features))

    def pack(self) -> tuple[Json, bytes]:
        """Return the description, and the encoder's weights as safetensors."""
        own = self.embedding
        values = {"description": own.description.to_json(), "static": list(own.static), "width": own.width}
        return values, to_safetensors(own.weights)

    @classmethod
    def unpack(cls, packed: Packed) -> EmbeddedPredictor:
        """Build from what `pack` gave.

        Raises:
            UserError: if the weights cannot be read.
            KeyError, TypeError, ValueError: if the description is none, or the learner is of other figures.
        """
        values = packed.values
        weights = from_safetensors(packed.data, "The encoder in the model file", REMEDY)
        description = NetworkDescription.from_json(values["description"])
        found = Embedding(description, tuple(map(int, values["static"])), weights, int(values["width"]))
        if packed.inner is None or packed.inner.feature_count != found.figure_count:
            raise ValueError("the learner is of other figures")
        return cls(found, packed.inner)


def run(job: EmbedSamplesJob, context: RunContext) -> dict[str, Json]:
    """Write the same samples, whose plan asks for embeddings; the values stay as they are.

    Returns:
        `{"OUTPUT": path}`.

    Raises:
        UserError: about the weights, samples that are not of images, or bands that were not pretrained on.
    """
    check_torch()
    samples = load_samples(job.input)
    if samples.plan is None:
        raise UserError(
            f"{job.input} is a table that is not bound to images, so a model cannot be told how its series are made.",
            "Import it with the catalogue of the images.")
    path = str(Path(job.pretrained).resolve())
    found = make_embedding(job.pretrained, samples.features)
    tried = found.apply(np.asarray(samples.matrix[:_TRIED]))
    if not np.isfinite(tried[:, : found.width]).all():
        raise UserError(f"The weights in {job.pretrained} give values that are no numbers.", "Pretrain again.")
    for name, options in (("components", samples.plan.reduction), ("embeddings", samples.plan.embedding)):
        if options is not None:
            context.log(f"The samples asked for {name} ({options}); the embeddings replace them.")
    dates = sum(len(s.days) for s in found.description.layout.sensors)
    static = f", and {len(found.static)} features without date" if found.static else ""
    context.log(f"{len(samples.features)} features ({dates} dates) become {found.width} numbers{static}.")
    plan = replace(samples.plan, reduction=None, embedding={"path": path, "digest": file_digest(path)})
    save_samples(job.output, replace(samples, plan=plan))
    context.artifact("OUTPUT", job.output)
    context.progress(1.0, "Samples written")
    return {"OUTPUT": job.output}


def load_embedding(options: Json, features: Sequence[Feature]) -> Embedding:
    """Return the embedding that a plan asks for.

    Args:
        options: `{"path": ..., "digest": ...}`.
        features: of the samples' columns.

    Raises:
        UserError: if the file of weights is gone or another one, or does not fit the samples.
    """
    check_torch()
    path = str(options.get("path", ""))
    if not Path(path).is_file():
        raise UserError(f"The samples ask for the weights in {path}, which is gone.",
                        "Put the file back, or run embed_samples with other weights.")
    if file_digest(path) != options.get("digest"):
        raise UserError(f"The weights in {path} are not those that the samples ask for: the file was changed.",
                        "Run embed_samples again.")
    return _kept_embedding(path, str(options["digest"]), tuple(features))


def make_embedding(path: str, features: Sequence[Feature]) -> Embedding:
    """Return the embedding by a file of weights.

    Raises:
        UserError: as `load_pretrained` and `prepare_start`, or if the file does not say what the weights are of.
    """
    found = load_pretrained(path)
    if not found.network:
        raise UserError(f"{path} does not say what network its weights are of, so series cannot be embedded with it.",
                        "Use weights made by pretrain_network, or start train_network from it (PRETRAINED).")
    layout = layout_of(features)
    start = prepare_start(find_network(found.network), replace(layout, static=()), {}, path)
    if start.normalisation is None:
        raise UserError(f"{path} does not say how values are normalised.", "Pretrain again.")
    description = NetworkDescription(found.network, start.options, start.layout, start.normalisation, _CLASSES, True,
                                     digest=found.user_digest)  # fmt: skip
    module = give_weights(description.module(), found.weights, path).eval()
    with torch.inference_mode():
        batch = BatchMaker(start.layout, start.normalisation).make(np.zeros((1, layout.width), np.int16))
        width = int(module.embed(batch).shape[1])
    return Embedding(description, layout.static, _encoder_only(found.weights), width)


def _encoder_only(weights: Mapping[str, AnyArray]) -> dict[str, AnyArray]:
    """Return weights without those of a head."""
    return {name: array for name, array in weights.items() if not name.startswith("head.")}


@lru_cache(maxsize=4)
def _kept_embedding(path: str, digest: str, features: tuple[Feature, ...]) -> Embedding:
    """Return an embedding that is read once: each fold asks for it anew."""
    del digest
    return make_embedding(path, features)


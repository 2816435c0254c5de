"""The job export_network: a network of a model as ONNX, for other software.

The file takes the matrix of features as it is: which column is which band of which date, normalisation, masks,
temperature and softmax are inside.
"""

from __future__ import annotations

import importlib.util
import json
import logging
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from landweave.engine.errors import UserError, brief
from landweave.engine.jobs.networks import ExportNetworkJob
from landweave.engine.learning.kinds import parts_of
from landweave.engine.learning.model_file import Model, known_names, load_model
from landweave.engine.learning.networks.batches import SensorBatch, SeriesBatch
from landweave.engine.learning.networks.device import CPU
from landweave.engine.learning.networks.inference import Inference
from landweave.engine.learning.networks.layout import ABSENT
from landweave.engine.learning.networks.predictor import NetworkPredictor
from landweave.engine.learning.predictors import ColumnPredictor
from landweave.engine.runtime.context import RunContext
from landweave.engine.runtime.files import atomic_path
from landweave.engine.runtime.packages import missing_package
from landweave.engine.types import SERIES_NODATA, Float32Array, Json

INPUT, OUTPUT = "features", "probabilities"
OPSET = 18
TOLERANCE = 1e-5
"""Between the file and the network, of probabilities."""

_LEFT_OUT = {"calibration": "calibration", "priors": "priors"}
"""Parts that may stand before a network without changing what it is given."""
_CHECKED_ROWS = (1, 2, 64)
_TRACED_ROWS = 3


def run(job: ExportNetworkJob, context: RunContext) -> dict[str, Json]:
    """Write the file, and check it before it appears.

    Returns:
        `{"OUTPUT": path}`.

    Raises:
        UserError: if the model has no such network, or it cannot be written as ONNX.
    """
    for package in ("onnx", "onnxruntime"):
        if importlib.util.find_spec(package) is None:
            raise missing_package("Networks as ONNX need", package)
    model = load_model(job.model)
    region = _region(model, job)
    predictor, columns = _network(model, region, job.model, context)
    context.progress(0.2, "Model read")
    inference = Inference(predictor.description, predictor.members, CPU)
    content = _with_metadata(to_onnx(inference, job.model), model, region, columns)
    context.progress(0.6, "Written as ONNX, to be checked")
    with atomic_path(job.output) as part:
        part.write_bytes(content)
        _check(part.read_bytes(), inference, job.model)
    context.artifact("OUTPUT", job.output)
    context.progress(1.0, "Checked")
    return {"OUTPUT": job.output}


class FromFeatures(nn.Module):
    """A network that takes rows of the matrix of features, shape (sample, column), float32."""

    def __init__(self, inference: Inference) -> None:
        """Take what applies it to rows of Landweave."""
        super().__init__()
        self.inference = inference
        self.members = nn.ModuleList(inference.modules)
        layout, learnt = inference.description.layout, inference.description.normalisation
        self._sensors = [
            (torch.from_numpy(s.column_array()), torch.from_numpy(mean), torch.from_numpy(spread), torch.tensor(s.days))
            for s, mean, spread in zip(layout.sensors, learnt.mean, learnt.spread)
        ]
        self._static = torch.tensor([layout.static], dtype=torch.int64)
        self._static_learnt = torch.from_numpy(learnt.static_mean), torch.from_numpy(learnt.static_spread)

    def forward(self, features: Tensor) -> Tensor:
        """Return probabilities, shape (sample, class)."""
        sensors = []
        for columns, mean, spread, days in self._sensors:
            values, known = _taken(features, columns, mean, spread)
            sensors.append(SensorBatch(values, known.any(dim=2), days.expand(features.shape[0], -1)))
        static, _ = _taken(features, self._static, *self._static_learnt)
        return self.inference.forward(SeriesBatch(tuple(sensors), static[:, 0]))


def _taken(features: Tensor, columns: Tensor, mean: Tensor, spread: Tensor) -> tuple[Tensor, Tensor]:
    """Return normalised values, 0 where unknown, and what is known, as `batch_kernels.gather` does."""
    values = features.index_select(1, columns.clamp(min=0).flatten()).view(features.shape[0], *columns.shape)
    # Neither NaN nor infinite: ONNX has no operator for that in all its versions.
    known = (values != float(SERIES_NODATA)) & (values - values == 0) & (columns != ABSENT)
    return torch.where(known, (values - mean) / spread, torch.zeros(())), known


def to_onnx(inference: Inference, name: str) -> bytes:
    """Return a network as ONNX, without its metadata.

    Args:
        inference: on the CPU.
        name: of the model, for messages.

    Raises:
        UserError: if it computes what ONNX has no operator for.
    """
    module = FromFeatures(inference).eval()
    rows = torch.zeros((_TRACED_ROWS, inference.description.layout.width))
    axes = {INPUT: {0: "sample"}, OUTPUT: {0: "sample"}}
    try:
        with torch.no_grad(), _quiet(), TemporaryDirectory() as folder:
            path = Path(folder) / "network.onnx"
            torch.onnx.export(module, (rows,), path, dynamo=False, input_names=[INPUT], output_names=[OUTPUT],
                              dynamic_axes=axes, opset_version=OPSET)  # fmt: skip
            return path.read_bytes()
    except (torch.onnx.errors.OnnxExporterError, RuntimeError, TypeError, ValueError) as error:
        network = inference.description.network
        raise UserError(f"The network {network} of {name} cannot be written as ONNX: {brief(error)}.",
                        "Use operators in it that torch can export (torch.onnx).") from error


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep what torch says of its two ways to export, and of constants, from the user."""
    logger = logging.getLogger("torch.onnx")
    level = logger.level
    logger.setLevel(logging.ERROR)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logger.setLevel(level)


def _region(model: Model, job: ExportNetworkJob) -> str:
    """Return the name of the region whose network is meant."""
    names = known_names(model.regions, job.region) if job.region else list(model.regions)
    if len(names) == 1:
        return names[0]
    remedy = f"Set REGION to one of {', '.join(names or model.regions)}."
    if not names:
        raise UserError(f"The model {job.model} knows no region '{job.region}'.", remedy)
    where = f" for the region '{job.region}'" if job.region else ""
    raise UserError(f"The model {job.model} has {len(names)} networks{where}.", remedy)


def _network(
    model: Model, region: str, path: str, context: RunContext
) -> tuple[NetworkPredictor, Sequence[int]]:
    """Return the network of a region, and the numbers of its classes among the model's."""
    found: Any = model.regions[region]
    columns = found.columns if isinstance(found, ColumnPredictor) else range(len(model.classes))
    *before, learner = parts_of(found.inner if isinstance(found, ColumnPredictor) else found)
    if not isinstance(learner, NetworkPredictor):
        method = model.training.get("method", learner.KIND)
        raise UserError(f"The model {path} is no network of pixels ({method}), and only these are exported as ONNX.",
                        "Train one with train_network: mlp, tempcnn, inception_time, ltae, ltae_sensors, transformer.")
    for part in before:
        if part.KIND not in _LEFT_OUT:
            raise UserError(f"The network of {path} is not given the features themselves ({part.KIND} stands before "
                            "it).", "Train it on samples without principal components or embeddings.")
        context.warning(f"The {_LEFT_OUT[part.KIND]} of the model are not in the file: the probabilities are those of "
                        "the network alone.")
    return learner, columns


def _with_metadata(content: bytes, model: Model, region: str, columns: Sequence[int]) -> bytes:
    """Return the file with what a user of it has to know: classes, features, what is unknown."""
    import onnx

    graph = onnx.load_model_from_string(content)
    classes = [model.classes[c] for c in columns]
    onnx.helper.set_model_props(graph, {
        "class_codes": json.dumps([c.code for c in classes]),
        "class_names": json.dumps([c.label for c in classes], ensure_ascii=False),
        "feature_names": json.dumps([f.name for f in model.features], ensure_ascii=False),
        "feature_units": json.dumps([f.unit for f in model.features], ensure_ascii=False),
        "nodata": str(SERIES_NODATA),
        "region": region,
    })  # fmt: skip
    graph.graph.name = "landweave"
    graph.doc_string = (
        f"{INPUT}: one row a pixel, columns as in feature_names; {SERIES_NODATA} or NaN where unknown. "
        f"{OUTPUT}: of the classes in class_codes."
    )
    found: bytes = graph.SerializeToString()
    return found


def _check(content: bytes, inference: Inference, name: str) -> None:
    """Compare what ONNX Runtime makes of the file with the network, on made-up rows and batches of several sizes."""
    import onnxruntime
    from onnxruntime.capi import onnxruntime_pybind11_state as state

    faults = (state.Fail, state.InvalidArgument, state.InvalidGraph, state.NotImplemented, state.RuntimeException)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 4  # faults come as errors
    try:
        session = onnxruntime.InferenceSession(content, options, providers=["CPUExecutionProvider"])
        for count in _CHECKED_ROWS:
            rows = _made_up(inference, count)
            (found,) = session.run([OUTPUT], {INPUT: rows})
            worst = float(np.abs(found - inference.probabilities(rows)).max())
            if not worst <= TOLERANCE:
                raise UserError(f"The network of {name} as ONNX gives other probabilities than here ({worst:.1e}).",
                                "Avoid in it what depends on the number of samples.")
    except faults as error:
        raise UserError(f"ONNX Runtime cannot run the network of {name}: {brief(error)}.",
                        "Avoid in it what depends on the number of samples.") from error


def _made_up(inference: Inference, count: int) -> Float32Array:
    """Return rows as they may come: values of the size that was learnt, some unknown, one without any."""
    lots = np.random.default_rng(count)
    layout, learnt = inference.description.layout, inference.description.normalisation
    rows = np.zeros((count, layout.width))
    for sensor, mean, spread in zip(layout.sensors, learnt.mean, learnt.spread):
        for own in sensor.columns:
            there = np.array(own) != ABSENT
            drawn = mean + spread * lots.normal(size=(count, len(own)))
            drawn[lots.random(count) < 0.3] = SERIES_NODATA
            rows[:, np.array(own, np.int64)[there]] = drawn[:, there]
    static = list(layout.static)
    rows[:, static] = learnt.static_mean + learnt.static_spread * lots.normal(size=(count, len(static)))
    if count > 1:
        rows[-1] = SERIES_NODATA
    found: Float32Array = np.rint(rows).astype(np.float32)
    return found

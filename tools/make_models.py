"""Write resources/models/*.model3 with QGIS's own model classes.

Usage: QT_QPA_PLATFORM=offscreen .venv/bin/python tools/make_models.py

A model is a file that QGIS writes; this script keeps the steps and their wires readable.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

from qgis.core import (
    QgsApplication,
    QgsProcessing,
    QgsProcessingAlgorithm,
    QgsProcessingModelAlgorithm,
    QgsProcessingModelChildAlgorithm,
    QgsProcessingModelChildParameterSource,
    QgsProcessingModelOutput,
    QgsProcessingModelParameter,
    QgsProcessingRegistry,
)
from qgis.PyQt.QtCore import QPointF

ROOT = Path(__file__).resolve().parents[1]
FROM_INPUT = QgsProcessingModelChildParameterSource.fromModelParameter
FROM_STEP = QgsProcessingModelChildParameterSource.fromChildOutput
FIXED = QgsProcessingModelChildParameterSource.fromStaticValue


@dataclass(frozen=True)
class Model:
    """A model to write.

    Args:
        name: its id and the name of its file.
        help: what it is for.
        steps: algorithms in order, each with where its parameters come from.
        inputs: name in the model, the step and parameter whose type it takes.
        outputs: name in the model, label, step and output.
        places: column and row in the designer; inputs stand in column 0.
    """

    name: str
    help: str
    steps: tuple
    inputs: tuple
    outputs: tuple
    places: dict[str, tuple[int, int]]


MAP = Model(
    name="step_by_step_map",
    help="The land-cover chain as single steps: list the images, prepare and split the reference, select pixels, read "
    "their values, train, make the map, measure its accuracy. Open it in the model designer to change a step.",
    steps=(
        ("scan_catalogue", {"INPUT": FROM_INPUT("INPUT")}),
        (
            "prepare_reference",
            {
                "REFERENCE": FROM_INPUT("REFERENCE"),
                "CLASS_FIELD": FROM_INPUT("CLASS_FIELD"),
                "NOMENCLATURE": FROM_INPUT("NOMENCLATURE"),
                "CATALOGUE": FROM_STEP("scan_catalogue", "OUTPUT"),
            },
        ),
        (
            "split_reference",
            {
                "INPUT": FROM_STEP("prepare_reference", "OUTPUT"),
                "RATIO": FROM_INPUT("RATIO"),
                "SEED": FROM_INPUT("SEED"),
            },
        ),
        ("select_samples", {"INPUT": FROM_STEP("split_reference", "OUTPUT"), "SEED": FROM_INPUT("SEED")}),
        (
            "extract_samples",
            {"CATALOGUE": FROM_STEP("scan_catalogue", "OUTPUT"), "POINTS": FROM_STEP("select_samples", "OUTPUT")},
        ),
        (
            "train_classifier",
            {
                "SAMPLES": FROM_STEP("extract_samples", "OUTPUT"),
                "CLASS_FIELD": FROM_INPUT("CLASS_FIELD"),
                "METHOD": FROM_INPUT("METHOD"),
                "METHOD_OPTIONS": FROM_INPUT("METHOD_OPTIONS"),
                "SEED": FROM_INPUT("SEED"),
                "RUN": FIXED(1),
            },
        ),
        (
            "classify",
            {
                "CATALOGUE": FROM_STEP("scan_catalogue", "OUTPUT"),
                "MODEL": FROM_STEP("train_classifier", "MODEL"),
                "NOMENCLATURE": FROM_INPUT("NOMENCLATURE"),
            },
        ),
        (
            "accuracy",
            {
                "MAP": FROM_STEP("classify", "OUTPUT"),
                "CONFIDENCE": FROM_STEP("classify", "CONFIDENCE"),
                "REFERENCE": FROM_STEP("split_reference", "OUTPUT"),
                "CLASS_FIELD": FROM_INPUT("CLASS_FIELD"),
                "NOMENCLATURE": FROM_INPUT("NOMENCLATURE"),
                "SEED": FROM_INPUT("SEED"),
                "RUN": FIXED(1),
            },
        ),
    ),
    inputs=(
        ("INPUT", "scan_catalogue", "INPUT"),
        ("REFERENCE", "prepare_reference", "REFERENCE"),
        ("CLASS_FIELD", "prepare_reference", "CLASS_FIELD"),
        ("NOMENCLATURE", "prepare_reference", "NOMENCLATURE"),
        ("METHOD", "train_classifier", "METHOD"),
        ("METHOD_OPTIONS", "train_classifier", "METHOD_OPTIONS"),
        ("RATIO", "split_reference", "RATIO"),
        ("SEED", "split_reference", "SEED"),
    ),
    outputs=(
        ("MAP", "Map", "classify", "OUTPUT"),
        ("CONFIDENCE", "Confidence", "classify", "CONFIDENCE"),
        ("REPORT", "Report", "accuracy", "OUTPUT_HTML"),
        ("SCORES", "Scores", "accuracy", "OUTPUT_JSON"),
    ),
    places={
        "scan_catalogue": (1, 0),
        "prepare_reference": (1, 2),
        "split_reference": (2, 2),
        "select_samples": (3, 2),
        "extract_samples": (4, 1),
        "train_classifier": (5, 2),
        "classify": (6, 0),
        "accuracy": (6, 3),
    },
)
CATALOGUE = {"CATALOGUE": FROM_STEP("scan_catalogue", "OUTPUT"), "EXTENT": FROM_INPUT("EXTENT")}
YEAR = Model(
    name="year_in_rasters",
    help="The year of a folder of images as three rasters: how often each pixel is clear, a composite of each month, "
    "and statistics over time. Open it in the model designer to change a step.",
    steps=(
        (
            "scan_catalogue",
            {
                "INPUT": FROM_INPUT("INPUT"),
                "START_DATE": FROM_INPUT("START_DATE"),
                "END_DATE": FROM_INPUT("END_DATE"),
            },
        ),
        ("pixel_validity", CATALOGUE),
        ("composite", {**CATALOGUE, "METHOD": FROM_INPUT("METHOD")}),
        ("temporal_metrics", {**CATALOGUE, "SOURCES": FROM_INPUT("SOURCES"), "STATISTICS": FROM_INPUT("STATISTICS")}),
    ),
    inputs=(
        ("INPUT", "scan_catalogue", "INPUT"),
        ("START_DATE", "scan_catalogue", "START_DATE"),
        ("END_DATE", "scan_catalogue", "END_DATE"),
        ("METHOD", "composite", "METHOD"),
        ("SOURCES", "temporal_metrics", "SOURCES"),
        ("STATISTICS", "temporal_metrics", "STATISTICS"),
        ("EXTENT", "composite", "EXTENT"),
    ),
    outputs=(
        ("CATALOGUE", "Catalogue", "scan_catalogue", "OUTPUT"),
        ("VALIDITY", "Clear acquisitions", "pixel_validity", "OUTPUT"),
        ("COMPOSITES", "Composites", "composite", "OUTPUT"),
        ("STATISTICS_RASTER", "Statistics over time", "temporal_metrics", "OUTPUT"),
    ),
    places={"scan_catalogue": (1, 1), "pixel_validity": (2, 0), "composite": (2, 2), "temporal_metrics": (2, 4)},
)
COLUMN, ROW = 260, 120
ORIGIN = QPointF(120, 60)  # a component is placed by its centre, and the designer starts at (0, 0)


def build(model: Model, registry: QgsProcessingRegistry) -> QgsProcessingModelAlgorithm:
    """Return the model that chains the single steps."""
    built = QgsProcessingModelAlgorithm(model.name, "Models")
    built.setHelpContent({"ALG_DESC": model.help, "ALG_CREATOR": "Landweave"})
    algorithms = {name: registry.createAlgorithmById(f"landweave:{name}") for name, _ in model.steps}
    for row, (name, step, parameter) in enumerate(model.inputs):
        definition = algorithms[step].parameterDefinition(parameter).clone()
        definition.setName(name)
        component = QgsProcessingModelParameter(name)
        component.setPosition(ORIGIN + QPointF(0, row * ROW * 0.6))
        built.addModelParameter(definition, component)
    built.setParameterOrder([name for name, _, _ in model.inputs])
    for name, sources in model.steps:
        built.addChildAlgorithm(_child(model, name, sources, algorithms[name]))
    return built


def _child(
    model: Model,
    name: str,
    sources: dict[str, QgsProcessingModelChildParameterSource],
    algorithm: QgsProcessingAlgorithm,
) -> QgsProcessingModelChildAlgorithm:
    child = QgsProcessingModelChildAlgorithm(f"landweave:{name}")
    child.setChildId(name)
    child.setDescription(algorithm.displayName())
    column, row = model.places[name]
    child.setPosition(ORIGIN + QPointF(column * COLUMN, row * ROW))
    for definition in algorithm.parameterDefinitions():
        default = definition.defaultValue()
        if definition.name() in sources:
            child.addParameterSources(definition.name(), [sources[definition.name()]])
        elif default is not None and not definition.isDestination():
            child.addParameterSources(definition.name(), [FIXED(default)])
    outputs = {}
    for output_name, label, step, output in model.outputs:
        if step == name:
            final = QgsProcessingModelOutput(output_name, label)
            final.setChildId(name)
            final.setChildOutputName(output)
            final.setDefaultValue(QgsProcessing.TEMPORARY_OUTPUT)
            final.setPosition(ORIGIN + QPointF((column + 1) * COLUMN, row * ROW + 60 * len(outputs)))
            outputs[output_name] = final
    child.setModelOutputs(outputs)
    return child


def main() -> int:
    """Write the models; return the exit code."""
    application = QgsApplication([], False)
    application.initQgis()
    from landweave.processing_provider.provider import LandweaveProvider

    registry = QgsApplication.processingRegistry()
    provider = LandweaveProvider()
    registry.addProvider(provider)  # without register: the models are what is made here
    written = [_write(build(model, registry)) for model in (MAP, YEAR)]
    application.exitQgis()
    return 0 if all(written) else 1


def _write(model: QgsProcessingModelAlgorithm) -> bool:
    model.updateDestinationParameters()
    fine, problems = model.validate()
    path = ROOT / "resources" / "models" / f"{model.name()}.model3"
    written = fine and model.toFile(str(path))
    print(path.relative_to(ROOT) if written else "\n".join(problems))
    return written


if __name__ == "__main__":
    sys.exit(main())

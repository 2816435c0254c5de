"""Write resources/models/*.model3 with QGIS's own model classes.

Usage: QT_QPA_PLATFORM=offscreen .venv/bin/python tools/make_models.py

A model is a file that QGIS writes; this script keeps the steps and their wires readable.
"""

from __future__ import annotations

import sys
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

STEPS = (
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
        {"INPUT": FROM_STEP("prepare_reference", "OUTPUT"), "RATIO": FROM_INPUT("RATIO"), "SEED": FROM_INPUT("SEED")},
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
)
INPUTS = (  # name in the model, the step and parameter whose type it takes
    ("INPUT", "scan_catalogue", "INPUT"),
    ("REFERENCE", "prepare_reference", "REFERENCE"),
    ("CLASS_FIELD", "prepare_reference", "CLASS_FIELD"),
    ("NOMENCLATURE", "prepare_reference", "NOMENCLATURE"),
    ("METHOD", "train_classifier", "METHOD"),
    ("METHOD_OPTIONS", "train_classifier", "METHOD_OPTIONS"),
    ("RATIO", "split_reference", "RATIO"),
    ("SEED", "split_reference", "SEED"),
)
OUTPUTS = (  # name in the model, label, step and output
    ("MAP", "Map", "classify", "OUTPUT"),
    ("CONFIDENCE", "Confidence", "classify", "CONFIDENCE"),
    ("REPORT", "Report", "accuracy", "OUTPUT_HTML"),
    ("SCORES", "Scores", "accuracy", "OUTPUT_JSON"),
)
COLUMN, ROW = 260, 120
ORIGIN = QPointF(120, 60)  # a component is placed by its centre, and the designer starts at (0, 0)
PLACES = {  # column and row in the designer; inputs stand in column 0
    "scan_catalogue": (1, 0),
    "prepare_reference": (1, 2),
    "split_reference": (2, 2),
    "select_samples": (3, 2),
    "extract_samples": (4, 1),
    "train_classifier": (5, 2),
    "classify": (6, 0),
    "accuracy": (6, 3),
}


def step_by_step(registry: QgsProcessingRegistry) -> QgsProcessingModelAlgorithm:
    """Return the model that chains the single steps."""
    model = QgsProcessingModelAlgorithm("step_by_step_map", "Models")
    model.setHelpContent(
        {
            "ALG_DESC": "The land-cover chain as single steps: list the images, prepare and split the reference, "
            "select pixels, read their values, train, make the map, measure its accuracy. Open it in the model "
            "designer to change a step.",
            "ALG_CREATOR": "Landweave",
        }
    )
    algorithms = {name: registry.createAlgorithmById(f"landweave:{name}") for name, _ in STEPS}
    for row, (name, step, parameter) in enumerate(INPUTS):
        definition = algorithms[step].parameterDefinition(parameter).clone()
        definition.setName(name)
        component = QgsProcessingModelParameter(name)
        component.setPosition(ORIGIN + QPointF(0, row * ROW * 0.6))
        model.addModelParameter(definition, component)
    model.setParameterOrder([name for name, _, _ in INPUTS])
    for name, sources in STEPS:
        model.addChildAlgorithm(_child(name, sources, algorithms[name]))
    return model


def _child(
    name: str, sources: dict[str, QgsProcessingModelChildParameterSource], algorithm: QgsProcessingAlgorithm
) -> QgsProcessingModelChildAlgorithm:
    child = QgsProcessingModelChildAlgorithm(f"landweave:{name}")
    child.setChildId(name)
    child.setDescription(algorithm.displayName())
    column, row = PLACES[name]
    child.setPosition(ORIGIN + QPointF(column * COLUMN, row * ROW))
    for definition in algorithm.parameterDefinitions():
        default = definition.defaultValue()
        if definition.name() in sources:
            child.addParameterSources(definition.name(), [sources[definition.name()]])
        elif default is not None and not definition.isDestination():
            child.addParameterSources(definition.name(), [FIXED(default)])
    outputs = {}
    for output_name, label, step, output in OUTPUTS:
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
    model = step_by_step(registry)
    model.updateDestinationParameters()
    fine, problems = model.validate()
    path = ROOT / "resources" / "models" / f"{model.name()}.model3"
    written = fine and model.toFile(str(path))
    print(path.relative_to(ROOT) if written else "\n".join(problems))
    application.exitQgis()
    return 0 if written else 1


if __name__ == "__main__":
    sys.exit(main())

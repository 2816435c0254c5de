"""Maps of a configuration: fusion, borders, context; and the keys that are not needed, or not there, and why."""

from __future__ import annotations

from collections.abc import Mapping

from landweave.engine.iota2.conversion import Conversion, is_on, is_set, plain
from landweave.engine.iota2.series import STEPS
from landweave.engine.types import Json

_CLASSIFICATION = ("argClassification",)
_FUSIONS = {"majorityvoting": "majority", "dempstershafer": "dempster_shafer"}
_NOT_NEEDED: Mapping[str, Mapping[str, str]] = {
    "chain": {
        "remove_output_path": "nothing is ever deleted unasked: a run folder that holds another run is refused.",
        "first_step": "an unfinished run goes on where it stopped; single steps are algorithms of their own.",
        "last_step": "an unfinished run goes on where it stopped; single steps are algorithms of their own.",
        "log_file_level": "there is one log, in the run folder.",
        "logger_level": "there is one log, in the run folder.",
        "enable_console": "progress and log are shown anyway.",
        "check_inputs": "inputs are always checked before the work.",
        "jobs_path": "no job files are written.",
        "remove_tmp_files": "the series is never written to the disk; files between the steps stay to be looked at.",
        "output_statistics": "the report holds what can be told of each class.",
        "keep_runs_results": "the results of all runs are kept.",
        "py_app_path": "nothing has to be installed beside the plugin.",
        "otb_home": "OTB is not needed.",
        "chain_name": "the run folder names the run.",
        "model": "the regions name the models.",
        "minimum_required_dates": "see check_inputs for the dates of each sensor.",
    },
    "argtrain": {"learning_samples_extension": "samples are GeoPackages.",
                 "validity_threshold": "annual crops are not used."},
    "argclassification": {
        "pix_type": "the smallest type that holds all codes is taken.",
        "fusion_options": "models of one region are averaged, or fused by FUSION.",
        "no_label_management": "means of probabilities leave nothing undecided; votes that are tied stay undecided.",
        "boundary_fusion_epsilon": "the weights end at the distance itself.",
    },
    "slurm": {}, "taskretrylimits": {}, "pythondatamanaging": {}, "builders": {},
}  # fmt: skip
_SECTIONS = {
    "slurm": "a run uses the processes of one machine (WORKERS).",
    "taskretrylimits": "blocks are made as small as the memory needs (MEMORY_MIB).",
    "pythondatamanaging": "blocks follow from the memory; a function asks for its own margin.",
    "builders": "this is a configuration of the classification chain.",
}
_NOT_THERE = {
    "coregistration": "shifts of images are measured once with the algorithm coregister, whose catalogue is then used.",
    "obia": "objects are classified by algorithms of their own.",
    "pretrainedmodel": "a model that is there already maps with classify.",
    "multirunfusion": "runs are fused by FUSION.",
}
_OLD_SENSOR_KEYS = ("nodatamask", "nativeres", "imtype", "nuages", "saturation", "div", "nodata", "nuagesreproj",
                    "saturationreproj", "divreproj", "arbo", "arbomask")


def convert_mapping(c: Conversion) -> None:
    """Set fusion, borders and context."""
    _fusion(c)
    _context(c)
    _borders(c)
    name, value = c.take("enable_probability_map", *_CLASSIFICATION)
    if is_on(value):
        c.set("PROBABILITIES", f"{c.parameters.get('RUN_FOLDER', '.')}/probabilities.tif", name)
    else:
        c.ignore(name, "is off.")
    c.ignore(c.take("generate_final_probability_map", *_CLASSIFICATION)[0], "probabilities are those of the whole map.")
    name, value = c.take("classifMode", *_CLASSIFICATION)
    size_name, size = c.take("mode_outside_RegionSplit", "chain", "argTrain")
    if value == "fusion" and is_set(size):
        c.set("LARGEST_REGION_KM2", c.number(size_name, size), size_name)
        c.map(name, "regions larger than LARGEST_REGION_KM2 have several models, which are averaged.")
    else:
        c.ignore(name, "one model a region.")
        c.ignore(size_name, "regions are not divided where classif_mode is separate.")


def convert_rest(c: Conversion) -> None:
    """Note every key that is left, with its reason."""
    sensors = {plain(section) for section in STEPS}
    for section, key, name, value in c.rest():
        c.take(key, section)
        known = {plain(k): reason for k, reason in _NOT_NEEDED.get(section, {}).items()}
        if section in _SECTIONS:
            c.ignore(name, _SECTIONS[section])
        elif key in known:
            c.ignore(name, known[key])
        elif section in _NOT_THERE:
            (c.refuse if is_set(value) and value is not False else c.ignore)(name, _NOT_THERE[section])
        elif section in sensors and key in _OLD_SENSOR_KEYS:
            c.ignore(name, "products are recognised by their names, and their masks are known.")
        elif section in sensors:
            c.ignore(name, "the sensor has no images here.")
        else:
            c.refuse(name, "this key is not known.")


def _fusion(c: Conversion) -> None:
    keys = ("merge_final_classifications_ratio", "merge_final_classifications_undecidedlabel",
            "merge_final_classifications_method", "dempstershafer_mob", "fusionOfClassificationAllSamplesValidation")
    name, value = c.take("merge_final_classifications", "chain", "multi_run_fusion")
    found: dict[str, tuple[str, Json]] = {key: c.take(key, "chain", "multi_run_fusion") for key in keys}
    if not is_on(value) or int(c.parameters.get("RUNS", 1)) < 2:
        reason = "needs two runs or more." if is_on(value) else "the runs are not fused."
        for each in (name, *(written for written, _ in found.values())):
            c.ignore(each, reason)
        return
    method = str(found[keys[2]][1] or "majorityvoting")
    c.set("FUSION", _FUSIONS.get(method, "majority"), found[keys[2]][0] or name)
    c.map(name if found[keys[2]][0] else "", "FUSION says how the runs are fused.")
    every = is_on(found[keys[4]][1])
    c.set("HOLD_BACK", 0.0 if every else c.number(*found[keys[0]], 0.1), found[keys[0]][0])
    c.set("UNDECIDED", int(c.number(*found[keys[1]], 255)), found[keys[1]][0])
    c.set("MASS", str(found[keys[3]][1] or "precision"), found[keys[3]][0])
    c.map(found[keys[4]][0], "HOLD_BACK says it: polygons that no run sees validate the fusion, unless it is 0.")


def _context(c: Conversion) -> None:
    name, value = c.take("enable_autoContext", "chain", "argTrain")
    rounds_name, rounds = c.take("autoContext_iterations", "chain", "argTrain")
    if is_on(value):
        c.set("AUTO_CONTEXT", int(c.number(rounds_name, rounds, 3)), name)
        c.map(rounds_name, "is the number in AUTO_CONTEXT.")
    else:
        c.ignore(name, "is off.")
        c.ignore(rounds_name, "auto-context is off.")


def _borders(c: Conversion) -> None:
    name, value = c.take("enable_boundary_fusion", *_CLASSIFICATION)
    inner_name, inner = c.take("boundary_interior_buffer_size", *_CLASSIFICATION)
    outer_name, outer = c.take("boundary_exterior_buffer_size", *_CLASSIFICATION)
    mode_name, mode = c.take("boundary_comparison_mode", *_CLASSIFICATION)
    if not is_on(value):
        for each in (name, inner_name, outer_name, mode_name):
            c.ignore(each, "boundary fusion is off.")
        return
    sizes = [float(size) for given in (inner, outer) for size in (given if isinstance(given, list) else [given])
             if isinstance(size, (int, float)) and not isinstance(size, bool)]
    c.set("BORDER_DISTANCE", max(sizes, default=1000.0), name)
    c.map(inner_name, "the larger of both distances is BORDER_DISTANCE, on either side.")
    c.map(outer_name, "the larger of both distances is BORDER_DISTANCE, on either side.")
    if is_on(mode):
        c.refuse(mode_name, "to compare, run the chain again with BORDER_DISTANCE 0.")
    else:
        c.ignore(mode_name, "is off.")

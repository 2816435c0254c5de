"""The neural network of a configuration: `deep_learning_parameters` become METHOD and METHOD_OPTIONS."""

from __future__ import annotations

import json
from collections.abc import Mapping

from landweave.engine.errors import UserError
from landweave.engine.iota2.conversion import Conversion, is_on, is_set, plain
from landweave.engine.learning.networks.options import check_options
from landweave.engine.types import Json

_TRAIN = ("argTrain",)
_METHODS = {
    "mlpclassifier": "mlp_torch", "mlp": "mlp_torch", "ann": "mlp_torch", "ltaeclassifier": "ltae", "ltae": "ltae",
    "simpleselfattentionclassifier": "transformer", "attentionclassifier": "transformer",
    "transformerclassifier": "transformer",
}  # fmt: skip
_OWN = {"dmodel": "width", "nhead": "heads", "dk": "key", "dropout": "dropout", "nlayers": "layers",
        "dinner": "hidden", "dimfeedforward": "hidden", "hiddensizes": "widths"}  # fmt: skip
"""Options of iota2's own networks, and what is alike in those that are here."""
_CHOOSE_BY = {"loss": "loss", "oa": "overall_accuracy", "overallaccuracy": "overall_accuracy", "kappa": "kappa",
              "fscore": "macro_f1", "f1score": "macro_f1"}  # fmt: skip
_CRITERIA = ("crossentropy", "cross_entropy", "nllloss")
_NOT_NEEDED = {
    "num_workers": "batches are made in the process that learns.",
    "restart_from_checkpoint": "an unfinished training goes on where it stopped.",
    "dataloader_mode": "samples are read in batches; where they are many, from the disk.",
    "early_stop_metric": "what chooses the epoch (choose_by) also ends the training.",
    "early_stop_tol": "every better score counts.",
    "epoch_to_trigger": "the best epoch is looked for from the first on.",
    "additional_statistics_percentage": "means and spreads are those of the learning samples.",
    "adaptive_lr": "the learning rate follows 'schedule' of METHOD_OPTIONS.",
}  # fmt: skip


def convert_network(c: Conversion) -> bool:
    """Set METHOD and METHOD_OPTIONS of a network; return whether the configuration asks for one."""
    name, value = c.take("deep_learning_parameters", *_TRAIN)
    given = {plain(key): (key, entry) for key, entry in value.items()} if isinstance(value, dict) else {}
    _, kind = given.get("dlname", ("", None))
    if not is_set(kind):
        c.ignore(name, "no network is asked for.")
        return False
    c.map(name, "becomes METHOD and METHOD_OPTIONS, key by key.")
    found = _Network(c, name, given)
    found.convert(str(kind))
    return True


class _Network:
    """The keys of `deep_learning_parameters`, each of which leaves a line."""

    def __init__(self, c: Conversion, name: str, given: Mapping[str, tuple[str, Json]]) -> None:
        self._c, self._name = c, name
        self._left = dict(given)
        self._options: dict[str, Json] = {}

    def convert(self, kind: str) -> None:
        method = self._method(kind)
        self._take_own(method)
        self._take_training(method)
        for key, reason in _NOT_NEEDED.items():
            self._c.ignore(self._take(key)[0], reason)
        for key, _ in self._left.values():
            self._c.refuse(f"{self._name}.{key}", "this key is not known.")
        if method and self._options:
            self._c.parameters["METHOD_OPTIONS"] = json.dumps(self._options)

    def _take(self, key: str) -> tuple[str, Json]:
        written, value = self._left.pop(plain(key), ("", None))
        return (f"{self._name}.{written}" if written else ""), value

    def _method(self, kind: str) -> str:
        c = self._c
        name, _ = self._take("dl_name")
        module_name, module = self._take("dl_module")
        if is_set(module):
            c.refuse(module_name, f"the network '{kind}' of {module} gets its data in another form: write it as 'A "
                                  "network of your own' (docs/user/own-network.md) says, and give the file as METHOD.")
            c.ignore(name, "belongs to that file.")
            return ""
        c.ignore(module_name, "is not set.")
        method = _METHODS.get(plain(kind), "")
        if method:
            c.set("METHOD", method, name)
        else:
            c.refuse(name, f"the network '{kind}' has no counterpart: choose a METHOD, ltae for example.")
        return method

    def _take_own(self, method: str) -> None:
        """Options of the network itself."""
        c = self._c
        name, given = self._take("dl_parameters")
        for key, value in (given.items() if isinstance(given, dict) else ()):
            own = f"{name}.{key}"
            self._set(method, own, _OWN.get(plain(str(key)), str(key)), value)
        if name:
            c.map(name, "its keys become options of the network." if given else "is empty.")

    def _take_training(self, method: str) -> None:
        c = self._c
        name, value = self._take("epochs")
        if is_set(value):
            self._set(method, name, "epochs", int(c.number(name, value)))
        name, value = self._take("weighted_labels")
        if is_on(value):
            c.set("BALANCED", True, name)
        else:
            c.ignore(name, "is off.")
        self._take_solver(method)
        name, value = self._take("model_selection_criterion")
        if is_set(value):
            self._set(method, name, "choose_by", _CHOOSE_BY.get(plain(str(value)), str(value)))
        name, value = self._take("model_optimization_criterion")
        if is_set(value) and plain(str(value)) not in map(plain, _CRITERIA):
            c.refuse(name, f"the loss '{value}' is not there: networks learn by cross-entropy.")
        else:
            c.ignore(name, "networks learn by cross-entropy.")
        name, value = self._take("enable_early_stop")
        patience_name, patience = self._take("early_stop_patience")
        if not name:
            c.ignore(patience_name, "early stop is off.")
        elif is_on(value):
            self._set(method, patience_name or name, "patience", int(c.number(patience_name, patience, 10)))
            c.map(name if patience_name else "", "'patience' of METHOD_OPTIONS says it.")
        else:
            self._set(method, name, "patience", 0)
            c.ignore(patience_name, "early stop is off.")

    def _take_solver(self, method: str) -> None:
        """Batch size and learning rate, of which iota2 takes lists to try."""
        name, given = self._take("hyperparameters_solver")
        for key, value in (given.items() if isinstance(given, dict) else ()):
            own, values = f"{name}.{key}", value if isinstance(value, list) else [value]
            if len(values) > 1:
                self._c.refuse(own, f"{values} are not tried one by one: it is found from the samples, or give one in "
                                    "METHOD_OPTIONS.")
            elif values:
                whole = plain(key) == "batchsize"
                number = self._c.number(own, values[0])
                self._set(method, own, "batch_size" if whole else key, int(number) if whole else number)
        if name:
            self._c.map(name, "its keys become options of the training.")

    def _set(self, method: str, name: str, option: str, value: Json) -> None:
        """Set an option if the network has it and takes the value."""
        if not method:
            self._c.ignore(name, "belongs to that network.")
            return
        try:
            check_options(method, {option: value}, "METHOD_OPTIONS")
        except UserError as error:
            self._c.refuse(name, f"{error.message} {error.hint}")
        else:
            self._options[option] = value
            self._c.map(name, f"becomes {option} {json.dumps(value)} in METHOD_OPTIONS.")

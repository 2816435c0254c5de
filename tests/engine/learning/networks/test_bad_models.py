"""Model files of networks that are cut, mixed up or lack a part: refused with a sentence."""

import io
import zipfile

import numpy as np
import pytest

from landweave.engine.errors import UserError
from landweave.engine.learning.kinds import Packed
from landweave.engine.learning.model_file import ClassEntry, Model, load_model, save_model
from landweave.engine.learning.networks.predictor import NetworkPredictor
from landweave.engine.learning.predictors import ColumnPredictor
from landweave.tests.engine.learning.networks.made import made_features, made_predictor, made_rows

FEATURES = made_features()
ROWS = made_rows(FEATURES, 5)


@pytest.fixture
def path(tmp_path):
    predictor = made_predictor("ltae", FEATURES, classes=2, members=2)
    classes = (ClassEntry(1, "a"), ClassEntry(2, "b"))
    found = tmp_path / "model.lwm"
    save_model(found, Model(None, tuple(FEATURES), classes, {"all": ColumnPredictor((0, 1), 2, lambda: predictor)}))
    return found


def rewrite(path, change):
    """Write the zip again with other members; `change` takes and returns them by name."""
    with zipfile.ZipFile(path) as archive:
        members, comment = {n: archive.read(n) for n in archive.namelist()}, archive.comment
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in change(members).items():
            archive.writestr(name, content)
        archive.comment = comment
    path.write_bytes(buffer.getvalue())


def weights_of(members):
    (name,) = [n for n in members if n.endswith(".safetensors")]
    return name


def test_a_cut_file_is_refused(path):
    whole = path.read_bytes()
    for share in (0.2, 0.5, 0.99):
        path.write_bytes(whole[: int(len(whole) * share)])
        with pytest.raises(UserError, match=r"model\.lwm is cut or damaged"):
            load_model(path)


def test_a_file_without_its_weights_is_refused(path):
    rewrite(path, lambda members: {n: c for n, c in members.items() if n != weights_of(members)})
    with pytest.raises(UserError, match=r"model\.lwm is damaged"):
        load_model(path)


def test_weights_that_were_cut_or_changed_inside_are_refused(path):
    rewrite(path, lambda members: {**members, weights_of(members): members[weights_of(members)][:-10]})
    with pytest.raises(UserError, match="was changed after it was written"):
        load_model(path)


@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 0.99])
def test_weights_that_are_no_safetensors_are_refused(share):
    values, data = made_predictor("ltae", FEATURES).pack()
    with pytest.raises(UserError, match=r"network in the model file is cut or damaged.*Train the model again"):
        NetworkPredictor.unpack(Packed(values, data[: int(len(data) * share)]))


def test_weights_of_another_network_are_refused():
    values, _ = made_predictor("ltae", FEATURES).pack()
    _, other = made_predictor("tempcnn", FEATURES).pack()
    with pytest.raises(UserError, match="of another architecture than ltae"):
        NetworkPredictor.unpack(Packed(values, other)).predict_proba(ROWS)


def test_a_network_that_lacks_one_of_its_members_is_refused():
    values, data = made_predictor("ltae", FEATURES).pack()
    with pytest.raises(UserError, match=r"of another architecture than ltae: \S+ is missing"):
        NetworkPredictor.unpack(Packed({**values, "members": 2}, data)).predict_proba(ROWS)


def test_what_was_packed_is_what_it_was():
    predictor = made_predictor("ltae", FEATURES, members=2)
    again = NetworkPredictor.unpack(Packed(*predictor.pack()))
    assert np.array_equal(again.predict_proba(ROWS), predictor.predict_proba(ROWS))

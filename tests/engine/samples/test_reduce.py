"""reduce_dimension: the samples stay, the plan asks for components, and what they explain is scikit-learn's figure."""

from dataclasses import replace

import numpy as np
import pytest

from landweave.engine.errors import UserError
from landweave.engine.jobs import ReduceDimensionJob, TrainClassifierJob
from landweave.engine.learning.model_file import load_model
from landweave.engine.runtime.context import RunContext
from landweave.engine.samples.reduce import run
from landweave.engine.samples.store import SampleSet, load_samples, save_samples
from landweave.engine.series.plan import SensorPlan, SeriesPlan, StaticPlan
from landweave.engine.types import SERIES_NODATA
from landweave.tests.engine.learning.makers import sample_set, table_set

DATES = tuple(f"2020-{month:02d}-01" for month in range(1, 7))


class Listener(RunContext):
    """Keeps what is logged."""

    def __init__(self):
        super().__init__()
        self.said = []

    def log(self, message):
        self.said.append(message)


def samples_of(static=(), rows=90, seed=0):
    plan = SeriesPlan((SensorPlan("S2", ("B4", "B8"), ("NDVI",), (("nir", "B8"), ("red", "B4")), DATES),), static)
    random = np.random.default_rng(seed)
    features = plan.features()
    hidden = random.normal(size=(rows, 3)) @ random.normal(size=(3, len(features)))
    matrix = (2000 + 400 * hidden + random.normal(0, 30, (rows, len(features)))).astype(plan.dtype)
    if static:
        matrix[:, -1] /= 100
    attributes = {"code": np.resize([1, 2], rows), "polygon_id": np.arange(rows) // 3}
    return SampleSet(features, matrix, attributes, np.zeros(rows), np.zeros(rows), "", plan)


def reduced(folder, samples, **options):
    save_samples(str(folder / "in.gpkg"), samples)
    job = ReduceDimensionJob(str(folder / "in.gpkg"), str(folder / "out.gpkg"), **options)
    context = Listener()
    return run(job, context), load_samples(job.output), context.said


@pytest.mark.parametrize("by", ["all", "date", "band"])
@pytest.mark.parametrize("components", [2.0, 0.95])
@pytest.mark.parametrize("static", [(), (StaticPlan("height", "m"),)])
def test_what_is_explained_is_what_scikit_learn_says(tmp_path, by, components, static):
    from sklearn.decomposition import PCA

    samples = samples_of(static)
    result, found, said = reduced(tmp_path, samples, by=by, components=components)
    np.testing.assert_array_equal(found.matrix, samples.matrix)
    keys = [{"all": (), "date": (f.sensor, f.date), "band": (f.sensor, f.source)}[by] for f in samples.features]
    total, sentences = 0, [s for s in said if " hold " in s]
    assert len(sentences) == len(set(keys))
    for key, sentence in zip(dict.fromkeys(keys), sentences):
        columns = [i for i, k in enumerate(keys) if k == key]
        own = samples.matrix[:, columns].astype(float)
        if len({samples.features[c].unit for c in columns}) > 1:
            own = (own - own.mean(axis=0)) / own.std(axis=0)
        count = min(int(components), len(columns)) if components >= 1 else components
        fitted = PCA(n_components=count if len(columns) > 1 else 1, svd_solver="full").fit(own)
        shares = fitted.explained_variance_ratio_
        total += len(shares)
        assert f": {len(shares)} of {len(columns)} hold {shares.sum():.1%} of the variance" in sentence
        assert f"({', '.join(f'{s:.1%}' for s in shares[:5])}" in sentence
    assert result["COMPONENT_COUNT"] == total


def test_models_learn_from_the_components(tmp_path):
    result, found, _ = reduced(tmp_path, samples_of(), components=3.0)
    assert found.plan.reduction == {"by": "global", "components": 3} and result["COMPONENT_COUNT"] == 3
    train = TrainClassifierJob(str(tmp_path / "out.gpkg"), "code", str(tmp_path / "m.lwm"), method="knn")
    train.execute(RunContext())
    model = load_model(train.model)
    assert model.plan.reduction["components"] == 3
    assert model.predictor("all").inner.reduction.component_count == 3


def test_other_components_replace_those_asked_for_before(tmp_path):
    samples = samples_of()
    before = replace(samples, plan=replace(samples.plan, reduction={"by": "band", "components": 0.9}))
    _, found, said = reduced(tmp_path, before, by="date", components=1.0)
    assert found.plan.reduction == {"by": "date", "components": 1}
    assert any("these replace them" in s for s in said)


def test_unknown_values_and_made_up_samples_do_not_count(tmp_path):
    samples = samples_of()
    samples.matrix[5] = SERIES_NODATA
    made = np.where(np.arange(90) < 20, "smote", "").astype(object)
    _, _, said = reduced(tmp_path, replace(samples, attributes={**samples.attributes, "augmented": made}))
    rest = samples.subset(np.setdiff1d(np.arange(20, 90), [5]))
    _, _, alone = reduced(tmp_path, rest)
    assert said == alone


def test_page(tmp_path):
    page = tmp_path / "page.html"
    result, _, _ = reduced(tmp_path, samples_of(), by="band", output_html=str(page))
    text = page.read_text(encoding="utf-8")
    assert result["OUTPUT_HTML"] == str(page) and str(tmp_path) not in text
    assert text.count("<table>") == 3 and "S2 NDVI" in text


@pytest.mark.parametrize(("options", "message"), [
    ({"by": "month"}, "There is no BY 'month'.*all, date, band"),
    ({"components": 0.0}, "'components' of 'pca' are 0.0"),
    ({"components": 2.5}, "'components' of 'pca' are 2.5"),
])
def test_bad_options(tmp_path, options, message):
    with pytest.raises(UserError, match=message):
        reduced(tmp_path, samples_of(), **options)


def test_tables_and_single_samples(tmp_path):
    table = table_set(np.random.default_rng(0).random((9, 3)), ["A", "B", "C"], {"code": np.resize([1, 2], 9)})
    with pytest.raises(UserError, match="is a table that is not bound to images"):
        reduced(tmp_path, table)
    with pytest.raises(UserError, match="has 1 samples with features"):
        reduced(tmp_path, sample_set().subset(np.array([0])))

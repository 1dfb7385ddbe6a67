"""The script runs in a plain interpreter, and its network is the project's."""

from __future__ import annotations

import inspect
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.helpers.drawings import node
from workbench.catalog.catalog import Catalog
from workbench.code.calls import calling_style
from workbench.code.script import script
from workbench.project.data import DataSpec, Table
from workbench.project.graph import Graph, Link
from workbench.project.project import Project
from workbench.project.samples import open_project
from workbench.project.spec import Spec
from workbench.project.training import TrainingSpec

pytestmark = [
    pytest.mark.slow,
    # Keras' own conversion of variables to NumPy.
    pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning"),
]
_FIGURES = """
import json
import sys
figures = {
    "parameters": model.count_params(),
    "names": [weight.path.split("/")[-2:] for weight in model.weights],
    "results": results,
    "modules": [name for name in sys.modules if name.startswith("workbench")],
    "rows": [len(train), len(validation), len(test)],
}
open("figures.json", "w").write(json.dumps(figures))
"""


def test_that_the_digits_script_trains_the_same_network_without_us(catalog: Catalog, tmp_path: Path):
    from workbench.engine.data.load import load
    from workbench.engine.data.split import split
    from workbench.engine.model.build import build

    project, base = open_project("digits-cnn")
    project = project.with_training(replace(project.training, epochs=2))
    text = script(project, catalog, base=base)

    figures = run(text + _FIGURES, tmp_path)

    model = build(project.graph)
    assert figures["parameters"] == model.count_params()
    assert figures["names"] == [weight.path.split("/")[-2:] for weight in model.weights]
    assert figures["modules"] == []
    parts = split(load(project.data, base), project.data.split)
    assert figures["rows"] == [len(parts.train), len(parts.validation), len(parts.test)]
    assert figures["results"]["accuracy"] > 0.8
    assert (tmp_path / "digits-convolutional-network.keras").is_file()


def test_that_tables_formulas_and_layers_of_ours_run(catalog: Catalog, tmp_path: Path):
    table = "a;b;kind\n" + "".join(f"{n},5;{n % 7};{'rot' if n % 2 else 'blau'}\n" for n in range(40))
    (tmp_path / "it's.csv").write_text(table, encoding="utf-8")
    nodes = (
        node("numbers", "Input", shape=(2,)),
        node("left", "Maxout", units=3, kernel_constraint=Spec("MaxNorm", {"max_value": 2})),
        node("right", "Dense", units=3, activation="formula:where(x > 0, x, x / 10)"),
        node("step", "ThresholdedReLU", theta=0.1),
        node("both", "Concatenate"),
        node("out", "Dense", units=2, activation="softmax"),
    )
    links = (Link("numbers", "left"), Link("numbers", "right"), Link("right", "step"))
    links += (Link("left", "both", 0, 0), Link("step", "both", 0, 1), Link("both", "out"))
    callback = Spec("LearningRateScheduler", {"schedule": "lr * 0.9 ** floor(epoch / 2)"})
    project = Project(
        title="Rot oder blau?",
        data=DataSpec(source=Table(path="it's.csv", target="kind")),
        graph=Graph(nodes=nodes, links=links),
        training=TrainingSpec(epochs=2, callbacks=(callback,), loss=Spec("CategoricalCrossentropy")),
    )

    figures = run(script(project, catalog, base=tmp_path) + _FIGURES, tmp_path)

    assert figures["rows"] == [28, 6, 6]
    assert (tmp_path / "rot-oder-blau.keras").is_file()


def test_that_a_script_augments_its_training_batches(catalog: Catalog, tmp_path: Path):
    project, base = open_project("digits-cnn")
    augment = (Spec("RandomFlip"), Spec("GaussianNoise", {"stddev": 0.1}), Spec("MixUp"))
    augment += (Spec("RandomContrast", {"factor": 0.2}),)
    training = replace(project.training, epochs=1, loss=Spec("CategoricalCrossentropy"), batch_size=128)
    project = project.with_training(training)
    project = project.with_data(replace(project.data, augment=augment, class_weight="balanced"))
    text = script(project, catalog, base=base).replace("model.fit(", "plain = x.copy()\nmodel.fit(")
    look = """
import numpy as np
images, mixed, weighed = next(iter(batches))
assert images.shape[1:] == x.shape[1:], images.shape
assert np.array_equal(plain, x)
assert 0 <= images.numpy().min() < images.numpy().max() <= 1
assert ((mixed.numpy() > 0.01) & (mixed.numpy() < 0.99)).any()
assert np.allclose(mixed.numpy().sum(axis=1), 1, atol=1e-5)
assert len(weighed) == len(images) == 128
"""

    figures = run(text + look + _FIGURES, tmp_path)

    assert figures["modules"] == []


def test_that_layers_and_formulas_of_the_script_compute_what_ours_do(catalog: Catalog):
    import numpy as np

    from workbench.engine.model.custom_layers import LAYERS
    from workbench.engine.model.formulas import FormulaActivation

    formulas = ["1/(1+exp(x))", "x > 0", "min(max(x, 0), 6)", "x ** 2 - 2 ** x", "where(x > 0, x, -x) * pi"]
    kinds = {"Maxout": {"units": 3}, "ThresholdedReLU": {"theta": 0.5}, "HeavisideStep": {"threshold": 0.5}}
    nodes = [node("a", "Input", shape=(4,))]
    nodes += [node(f"f{n}", "Activation", activation=f"formula:{text}") for n, text in enumerate(formulas)]
    nodes += [node(kind.lower(), kind, **params) for kind, params in kinds.items()]
    links = tuple(Link("a", other.id) for other in nodes[1:])
    text = script(Project(graph=Graph(nodes=tuple(nodes), links=links)), catalog, base=Path())
    namespace: dict[str, object] = {}
    exec(text.replace("model.summary()", ""), namespace)
    model = namespace["model"]
    x = np.random.default_rng(0).normal(size=(5, 4)).astype("float32")

    answers = [np.asarray(answer) for answer in model(x)]  # type: ignore[operator]

    expected = [np.asarray(FormulaActivation(formula)(x)) for formula in formulas]
    for kind, params in kinds.items():
        ours = LAYERS[kind](**params)
        ours.build((None, 4))
        theirs = model.get_layer(kind.lower())  # type: ignore[attr-defined]
        ours.set_weights(theirs.get_weights())
        expected.append(np.asarray(ours(x)))
    for answer, wanted in zip(answers, expected, strict=True):
        np.testing.assert_allclose(answer, wanted, atol=1e-6)


def test_that_calls_are_written_as_keras_takes_them(catalog: Catalog):
    from workbench.engine.model import ports
    from workbench.engine.model.classes import public_classes

    classes = public_classes()["layer"]
    kinds = [kind for kind in catalog.of("layer") if kind.name in classes]

    assert len(kinds) > 100
    assert {kind.name: calling_style(kind) for kind in kinds if kind.max_inputs != 1} == {
        kind.name: ports.calling_style(classes[kind.name]) for kind in kinds if kind.max_inputs != 1
    }


def test_that_the_argument_without_a_keyword_is_keras_first_one(catalog: Catalog):
    from workbench.engine.model.classes import public_classes

    firsts = {
        (kind.group, kind.name): kind.params[0].name
        for kind in catalog.kinds
        if kind.params and kind.params[0].required and kind.name != "Input"
    }

    assert firsts == {
        (group, name): next(iter(inspect.signature(public_classes()[group][name]).parameters))
        for group, name in firsts
    }


def run(text: str, folder: Path) -> dict[str, object]:
    """Run a script with nothing of ours on the path, and return the figures that it wrote."""
    assert "workbench" not in text.replace(_FIGURES, "")
    path = folder / "script.py"
    path.write_text(text, encoding="utf-8")
    surroundings = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(
        [sys.executable, "-P", str(path)],
        cwd=folder,
        env={**surroundings, "TF_CPP_MIN_LOG_LEVEL": "2", "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=240,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert "accuracy: " in done.stdout
    figures = json.loads((folder / "figures.json").read_text(encoding="utf-8"))
    assert isinstance(figures, dict)
    return figures

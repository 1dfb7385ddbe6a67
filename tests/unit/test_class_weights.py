"""Weights of classes: what they mean, what is said against them, the shell's words, and the script."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.helpers.drawings import class_facts, quantity_facts
from workbench.catalog.catalog import Catalog
from workbench.checks.class_weights import class_weights as problems
from workbench.cli.class_weights import class_weights as from_shell
from workbench.code.data import data
from workbench.code.script import script
from workbench.engine.data.class_weights import class_weights
from workbench.foundation.errors import WorkbenchError
from workbench.project import file
from workbench.project.data import Bundled, ClassWeight, DataSpec, Table
from workbench.project.project import Project
from workbench.project.samples import open_project
from workbench.protocol.facts import DataFacts

NAMES = ("setosa", "versicolor", "virginica")


@given(st.lists(st.integers(0, 1000), min_size=2, max_size=6).filter(any))
def test_that_balanced_classes_weigh_alike_together(sizes: list[int]) -> None:
    weights = class_weights("balanced", [str(number) for number in range(len(sizes))], np.array(sizes))

    together = [weight * size for weight, size in zip(weights, sizes, strict=True) if size]
    assert together == pytest.approx([sum(sizes) / len(together)] * len(together))


def test_that_named_classes_weigh_what_they_were_given_and_the_others_one() -> None:
    weights = class_weights({"virginica": 3.0, "setosa": 0.0}, NAMES, np.array([5, 5, 5]))

    assert weights.tolist() == [0.0, 1.0, 3.0]


@pytest.mark.parametrize(
    ("asked", "facts", "found"),
    [
        ("balanced", class_facts(3), []),
        ({}, class_facts(3), []),
        ({"a": 2.0}, None, []),
        ({"nobody": 2.0}, class_facts(3), [("warning", "data.class-weight-unknown")]),
        ({"a": -1.0}, None, [("error", "data.class-weight")]),
        ({"a": 2.0}, quantity_facts(), [("warning", "data.class-weight-unused")]),
        (dict.fromkeys(class_facts(3).classes, 0.0), class_facts(3), [("error", "data.class-weight")]),
    ],
)
def test_that_what_no_training_can_work_with_is_said(
    asked: ClassWeight, facts: DataFacts | None, found: list[tuple[str, str]]
) -> None:
    told = list(problems(DataSpec(class_weight=asked), facts))

    assert [(problem.severity, problem.code) for problem in told] == found
    assert all(problem.where == "data.class_weight" and problem.hint for problem in told)


def test_that_a_project_file_holds_the_weights_by_name() -> None:
    project = Project(data=DataSpec(source=Bundled("iris"), class_weight={"setosa": 0.5}))

    content = file.dumps(project)

    assert json.loads(content)["data"]["class_weight"] == {"setosa": 0.5}
    assert file.loads(content) == project


@pytest.mark.parametrize(
    ("words", "before", "after"),
    [
        ((), "balanced", "balanced"),
        (("none",), "balanced", None),
        (("balanced",), {"a": 2.0}, "balanced"),
        (("a=2", "b=c=0.5"), None, {"a": 2.0, "b=c": 0.5}),
        (("a=2",), {"b": 3.0}, {"a": 2.0, "b": 3.0}),
        (("a=2",), "balanced", {"a": 2.0}),
    ],
)
def test_that_the_shells_words_are_understood(
    words: tuple[str, ...], before: ClassWeight | None, after: ClassWeight | None
) -> None:
    assert from_shell(words, before) == after


@pytest.mark.parametrize("word", ["a", "=2", "a=x", "a=-1", "a=nan", "a=inf"])
def test_that_words_that_mean_nothing_are_refused(word: str) -> None:
    with pytest.raises(WorkbenchError, match="expected CLASS=W"):
        from_shell((word,), None)


@pytest.mark.parametrize("asked", ["balanced", {"virginica": 3.0, "setosa": 0.25}])
@pytest.mark.parametrize("is_weighted", [False, True])
def test_that_the_script_weighs_as_the_program_does(
    asked: ClassWeight, is_weighted: bool, tmp_path: Path, catalog: Catalog
) -> None:
    import pandas as pd

    random = np.random.default_rng(1)
    table = pd.DataFrame({"a": random.normal(size=60), "kind": random.choice(NAMES, 60, p=[0.6, 0.3, 0.1])})
    table["w"] = random.uniform(0.5, 2, 60).round(2)
    table.to_csv(tmp_path / "t.csv", index=False)
    source = Table(path="t.csv", target="kind", features=("a",), weight="w" if is_weighted else "")
    project, _ = open_project("iris-mlp")
    project = project.with_data(DataSpec(source=source, class_weight=asked))

    told = data(project, tmp_path)
    keras = SimpleNamespace(utils=SimpleNamespace(to_categorical=lambda y, k: np.eye(k)[y]))
    found: dict[str, object] = {"np": np, "pd": pd, "keras": keras}
    imports = [line for line in told.imports if not line.startswith("import")]
    exec("\n".join([*imports, *told.lines]), found)

    labels, train = np.asarray(found["labels"]), np.asarray(found["train"])
    of_class = class_weights(asked, NAMES, np.bincount(labels[train], minlength=3))
    own = table["w"].to_numpy() if is_weighted else 1.0
    np.testing.assert_allclose(np.asarray(found[told.weights]), own * of_class[labels], rtol=1e-6)
    text = script(project, catalog, base=tmp_path)
    compile(text, "script", "exec")
    assert f"sample_weight={told.weights}[train]" in text
    # Judging goes by the examples' own weights alone, as Keras has it.
    assert ("weights[validation])" in text) == is_weighted
    assert ("sample_weight=weights[test]" in text) == is_weighted

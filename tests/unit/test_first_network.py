"""The first network for some data: nothing to mend, whatever the data."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from workbench.catalog.catalog import Catalog, bundled
from workbench.checks.check import check
from workbench.checks.first_network import first_network
from workbench.project.data import Bundled, DataSpec
from workbench.project.project import Project
from workbench.project.spec import Spec
from workbench.protocol.facts import ColumnFacts, DataFacts


def _facts(shape: tuple[int, ...], classes: int, *, targets: int = 1, largest: float = 1.0) -> DataFacts:
    return DataFacts(
        input_shape=shape,
        task="classification" if classes else "regression",
        classes=tuple(str(number) for number in range(classes)),
        counts=(10,) * classes,
        targets=targets,
        examples=100,
        training=70,
        validation=15,
        test=15,
        maximum=largest,
    )


shapes = st.one_of(
    st.tuples(st.integers(1, 300)),
    st.tuples(st.integers(1, 64), st.integers(1, 64), st.sampled_from((1, 3))),
    st.tuples(st.integers(1, 20), st.integers(1, 20)),
)


@given(shapes, st.integers(2, 30))
def test_that_a_first_network_has_no_errors(shape: tuple[int, ...], classes: int) -> None:
    facts = _facts(shape, classes)
    graph, training = first_network(facts)
    project = Project(data=DataSpec(source=Bundled("digits")), graph=graph, training=training)

    assert [
        problem for problem in check(project, bundled(), None, facts) if problem.severity == "error"
    ] == []


@pytest.mark.parametrize(
    ("classes", "units", "activation", "loss"),
    [
        (2, 1, "sigmoid", "BinaryCrossentropy"),
        (5, 5, "softmax", "SparseCategoricalCrossentropy"),
        (0, 3, None, "MeanSquaredError"),
    ],
)
def test_that_the_last_layer_and_the_loss_fit_the_target(
    catalog: Catalog, classes: int, units: int, activation: str | None, loss: str
) -> None:
    graph, training = first_network(_facts((4,), classes, targets=3))
    last = graph.nodes[-1].spec.params

    assert (last["units"], last.get("activation"), training.loss.kind) == (units, activation, loss)


def test_that_large_pictures_get_convolutions_and_unscaled_tables_are_normalised() -> None:
    picture, _ = first_network(_facts((150, 150, 3), 5))
    table, _ = first_network(_facts((4,), 3, largest=90.0))

    assert [node.spec.kind for node in picture.nodes].count("Conv2D") == 3
    assert table.nodes[1].spec.kind == "Normalization"


def test_that_photographs_are_rescaled_and_labels_end_in_sigmoids() -> None:
    photographs = DataFacts(
        input_shape=(32, 32, 3), task="classification", classes=("p", "q", "r"), maximum=255
    )
    labels = DataFacts(input_shape=(4,), task="regression", targets=3, proposed="multilabel", maximum=1)

    graph, _ = first_network(photographs)
    ends, training = first_network(labels)

    assert [node.spec.kind for node in graph.nodes[:3]] == ["Input", "Rescaling", "Conv2D"]
    assert ends.nodes[-1].spec.params == {"units": 3, "activation": "sigmoid"}
    assert training.loss.kind == "BinaryCrossentropy"


def test_that_a_large_quantity_is_brought_to_its_range() -> None:
    target = ColumnFacts(name="y", dtype="number", role="both", mean=280.31, deviation=120.4)
    facts = replace(_facts((24, 1), 0), columns=(target,), proposed="regression")

    graph, _ = first_network(facts)
    small, _ = first_network(replace(facts, columns=(replace(target, mean=0.4, deviation=1.2),)))

    assert graph.nodes[-1].spec == Spec("Rescaling", {"scale": 120.0, "offset": 280.0})
    assert small.nodes[-1].spec.kind == "Dense"

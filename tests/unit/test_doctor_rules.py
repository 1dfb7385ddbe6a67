"""Every rule of the doctor names what is bad and accuses nothing that is good, on real and drawn figures."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from msgspec.structs import replace

from tests.helpers.doctor_courses import course, falling, layers, level
from tests.helpers.doctor_recipes import RECIPES, Recipe
from tests.helpers.doctor_runs import GOLDEN, course_of_run, read
from tests.helpers.trainings import iris, train
from workbench.doctor.course import Course
from workbench.doctor.diagnosis import Diagnosis
from workbench.doctor.doctor import RULES, diagnose
from workbench.project.spec import Spec

_RECORDED = [recipe for recipe in RECIPES if (GOLDEN / f"{recipe.name}.json").exists()]
_SMALL = iris(batch_size=4)
_EAGER = iris(optimizer=Spec("Adam", {"learning_rate": 0.05}))
_ONE_COLUMN = [[0, 70, 0], [0, 70, 0], [0, 60, 0]]
_DIAGONAL = [[60, 5, 5], [4, 60, 6], [5, 5, 50]]
_MISSED = [[170, 0, 0], [2, 18, 0], [9, 0, 1]]
_FOUND = [[165, 3, 2], [1, 18, 1], [1, 0, 9]]
_GOOD = {
    "accuracy": falling(20, 0.4, 0.97, noise=0.01),
    "val_accuracy": falling(20, 0.4, 0.95, noise=0.01),
}


def _healthy(epochs: int = 20, **other: object) -> Course:
    fields = {**{name: line[:epochs] for name, line in _GOOD.items()}, **other}
    loss = falling(epochs, 1.1, 0.1, noise=0.01)
    return course(loss, falling(epochs, 1.1, 0.15, noise=0.02, seed=1), **fields)  # type: ignore[arg-type]


def _rugged(height: float, jump: float) -> np.ndarray:
    return np.concatenate([[4 * height, 2 * height], height + jump * np.where(np.arange(22) % 2, 1.0, -1.0)])


BAD: dict[str, list[Course]] = {
    "one-class": [
        course(level(3, 1.099, noise=0.002), accuracy=level(3, 0.35), confusions=[_ONE_COLUMN] * 3),
        course([5.2, 1.11, 1.10], accuracy=level(3, 0.33), confusions=[_ONE_COLUMN] * 3, is_over=False),
        course(level(9, 1.1, noise=0.01), accuracy=level(9, 0.34, noise=0.02), confusions=[_ONE_COLUMN] * 3),
    ],
    "not-a-number": [
        course([1.0, 0.8], failed=True),
        course([], failed=True),
        course([3.0, 40.0], failed=True),
    ],
    "diverging": [
        course(np.linspace(1, 9, 8), is_over=False),
        course([1.1, 0.6, 0.5, 1.4, 2.9, 6.0, 9.0]),
        course([], batches=np.geomspace(1, 40, 80), is_over=False),
    ],
    "not-learning": [
        course(
            level(12, 1.099, noise=0.002), accuracy=level(12, 0.34, noise=0.01), confusions=[_DIAGONAL] * 3
        ),
        course(level(20, 0.8, noise=0.001), classes=0),
        course(falling(12, 1.4, 1.1, speed=9), accuracy=level(12, 0.33), confusions=[_DIAGONAL] * 3),
    ],
    "rate-high": [
        course(_rugged(0.6, 0.1), project=_EAGER, accuracy=level(24, 0.6), confusions=[_DIAGONAL] * 3),
        course(_rugged(2.0, 0.5), classes=0),
        course(_rugged(0.5, 0.04), project=iris(optimizer=Spec("SGD", {"learning_rate": 2.0})), classes=0),
    ],
    "rate-low": [
        course(np.linspace(1.2, 1.0, 10), project=iris(optimizer=Spec("Adam", {"learning_rate": rate})))
        for rate in (1e-6, 1e-5, 2e-4)
    ],
    "over-fitting": [
        course(falling(30, 1.1, 0.02), [*falling(10, 1.1, 0.5), *np.linspace(0.5, 1.2, 20)]),
        course(falling(16, 2.3, 0.1, noise=0.01), [*falling(8, 2.3, 0.9), *np.linspace(0.95, 1.6, 8)]),
        course(falling(40, 0.7, 0.1), falling(20, 0.7, 0.4).tolist() + np.linspace(0.4, 0.7, 20).tolist()),
    ],
    "under-fitting": [
        course(
            falling(30, 1.1, 0.9, speed=9),
            level(30, 0.9),
            accuracy=level(30, 0.5),
            confusions=[_DIAGONAL] * 3,
        ),
        course(falling(40, 4.0, 3.0, speed=12), level(40, 3.0), classes=0),
        course(
            np.linspace(1.05, 0.9, 10),
            np.linspace(1.05, 0.92, 10),
            accuracy=level(10, 0.5),
            confusions=[_DIAGONAL] * 3,
        ),
    ],
    "plateau": [
        course(
            falling(40, 1.1, 0.4, speed=12, noise=0.002), accuracy=level(40, 0.82), confusions=[_DIAGONAL] * 3
        ),
        course(falling(60, 4.0, 1.2, speed=12, noise=0.01), classes=0),
        course(
            falling(25, 1.1, 0.5, speed=12),
            level(25, 0.5),
            accuracy=level(25, 0.8),
            confusions=[_DIAGONAL] * 3,
            is_over=False,
        ),
    ],
    "imbalance": [
        _healthy(accuracy=level(20, 0.94), val_accuracy=level(20, 0.94), confusions=[_MISSED] * 3),
        _healthy(accuracy=level(20, 0.9), confusions=[[[180, 0], [20, 0]]] * 3, classes=2),
        _healthy(accuracy=level(20, 0.9), confusions=[[[150, 2], [14, 4]]] * 4, classes=2),
    ],
    "leakage": [
        _healthy(accuracy=falling(20, 0.7, 1.0), val_accuracy=level(20, 1.0)),
        _healthy(6, accuracy=falling(6, 0.5, 1.0), val_accuracy=[0.97, 1, 1, 1, 1, 1]),
        _healthy(4, accuracy=falling(4, 0.9, 1.0), val_accuracy=[1, 1, 1, 1], is_over=False),
    ],
    "batch-noise": [
        course(_rugged(0.5, 0.03), project=_SMALL, classes=0),
        course(
            _rugged(0.9, 0.1), project=iris(batch_size=1), accuracy=level(24, 0.6), confusions=[_DIAGONAL] * 3
        ),
        course([2.0, *level(29, 0.4, noise=0.05)], project=iris(batch_size=2), classes=0),
    ],
    "monitor": [
        _healthy(project=iris(callbacks=(Spec("EarlyStopping", {"monitor": "val_acc"}),))),
        _healthy(project=iris(callbacks=(Spec("ReduceLROnPlateau", {"monitor": "val_out_loss"}),))),
        course(falling(9, 1.1, 0.2), project=iris(callbacks=(Spec("EarlyStopping"),))),
    ],
    "loss-fit": [
        _healthy(project=iris(loss=Spec("BinaryCrossentropy"))),
        _healthy(project=iris(loss=Spec("MeanSquaredError"))),
        _healthy(project=iris(loss=Spec("SparseCategoricalCrossentropy", {"from_logits": True}))),
    ],
    "dropout-gap": [
        _healthy(accuracy=level(20, 0.9), val_accuracy=level(20, 0.95), confusions=()),
        course(falling(12, 1.1, 0.3), falling(12, 1.0, 0.2)),
        course(falling(6, 2.3, 0.6), falling(6, 1.9, 0.3), is_over=False),
    ],
    "dead-units": [
        _healthy(statistics=layers(dead=dead)) for dead in ([0.9, 0.1, 0.0], [0.5, 0.6, 0.7], [0.0, 1.0, 0.0])
    ],
    "vanishing-gradients": [
        _healthy(statistics=layers(gradient=norms))
        for norms in ([1e-9, 1e-4, 1.0], [0.0, 1e-3, 0.1], [1e-6, 1e-5, 1e-3, 0.1])
    ],
    "exploding-gradients": [
        _healthy(statistics=layers(gradient=norms, weight=[1.0, 2.0, 1.0]))
        for norms in ([1e5, 1.0, 1.0], [1.0, 1e4, 1.0], [1e3, 1e3, 1e6])
    ],
}
BAD["dropout-gap"][0] = course(falling(20, 1.1, 0.4), falling(20, 1.0, 0.2), **_GOOD)

GOOD: list[Course] = [
    _healthy(),
    _healthy(confusions=[_DIAGONAL] * 3),
    _healthy(confusions=[_FOUND] * 3),
    _healthy(6, is_over=False, confusions=[_ONE_COLUMN, _DIAGONAL, _DIAGONAL]),
    _healthy(statistics=layers(gradient=[0.2, 0.5, 1.0], weight=[1.0, 2.0, 1.0], dead=[0.1, 0.0, 0.3])),
    _healthy(statistics=layers(epochs=2, dead=[1.0, 1.0, 1.0])),
    _healthy(statistics=layers(examples=[4, 4, 4], dead=[0.6, 0.5, 0.3])),
    _healthy(project=iris(callbacks=(Spec("EarlyStopping"), Spec("ModelCheckpoint", {"monitor": "x"})))),
    _healthy(project=_SMALL),
    _healthy(project=_EAGER, validation=30, accuracy=level(20, 1.0), val_accuracy=level(20, 1.0)),
    course([1.0], [1.1], is_over=False),
    course([], is_over=False),
    course(level(6, 0.69, noise=0.001), accuracy=level(6, 0.5), examples=4, validation=0, steps=1, classes=2,
           confusions=[[[0, 2], [0, 2]]] * 3, is_over=False),
    course(falling(50, 2.0, 0.01), falling(50, 2.0, 0.02), classes=0),
    course(falling(30, 1.1, 0.3, noise=0.02), falling(30, 1.1, 0.32, noise=0.03),
           **{name: falling(30, 0.4, 0.93) for name in _GOOD}),
]  # fmt: skip


@pytest.mark.parametrize("recipe", _RECORDED, ids=lambda recipe: recipe.name)
def test_that_a_recorded_training_is_told_for_what_it_was(recipe: Recipe) -> None:
    assert _complaints(diagnose(read(recipe.name).course())) == recipe.finds


@pytest.mark.parametrize(
    ("code", "number"), [(code, number) for code, courses in BAD.items() for number in range(len(courses))]
)
def test_that_what_is_bad_is_named(code: str, number: int) -> None:
    found = diagnose(BAD[code][number])

    assert code in {diagnosis.code for diagnosis in found}
    named = next(diagnosis for diagnosis in found if diagnosis.code == code)
    assert named.title and named.evidence and named.why
    assert named.tries or named.severity == "info"


@pytest.mark.parametrize("number", range(len(GOOD)))
def test_that_what_is_good_is_not_accused(number: int) -> None:
    assert _complaints(diagnose(GOOD[number])) == set()


def test_that_every_rule_has_three_bad_and_three_good_runs() -> None:
    recorded = [recipe.name for recipe in _RECORDED if not recipe.finds]

    assert len(BAD) == len(RULES)
    assert all(len(courses) >= 3 for courses in BAD.values())
    assert len(recorded) >= 15 and len(GOOD) >= 10


def test_that_the_one_class_failure_of_vgg_is_named_within_three_epochs() -> None:
    whole = read("one-class-vgg-flowers")
    events = tuple(event for event in whole.events if getattr(event, "epoch", 0) < 3)
    early = replace(whole, events=events[:-1]).course()
    early = Course(
        state=early.state, project=early.project, catalog=early.catalog,
        confusions=whole.course().confusions,
    )  # fmt: skip

    (found,) = diagnose(early)

    assert found.code == "one-class"
    assert "13 layers" in found.why or "layers with weights" in found.why
    assert found.remedies[0].label == "Change the learning rate"


def test_that_the_layer_in_which_nan_began_is_named() -> None:
    run = course([1.0, 0.8], failed=True)
    assert run.state.failure is not None
    problem = replace(run.state.failure.problem, where="node:n1")
    state = replace(run.state, failure=replace(run.state.failure, problem=problem))

    (found,) = diagnose(Course(state=state, project=run.project, catalog=run.catalog))

    assert found.title == "NaN in “dense_1”"
    assert found.epoch == 3


def test_that_ten_thousand_epochs_are_read_as_their_groups() -> None:
    many = 10_000
    long = course(
        falling(many, 1.1, 0.02), np.concatenate([falling(2000, 1.1, 0.5), np.linspace(0.5, 2, 8000)])
    )

    (found,) = diagnose(long)

    assert found.code == "over-fitting"
    assert found.epoch is not None and 1900 <= found.epoch <= 2100


@pytest.mark.thorough
@pytest.mark.parametrize(
    "recipe", [recipe for recipe in RECIPES if not recipe.is_long], ids=lambda recipe: recipe.name
)
@pytest.mark.usefixtures("keras_as_it_was")
def test_that_a_real_training_is_told_for_what_it_is(recipe: Recipe, tmp_path: Path) -> None:
    found = diagnose(course_of_run(train(recipe.looked_at(tmp_path), tmp_path)))

    assert _complaints(found) == recipe.finds


def _complaints(found: tuple[Diagnosis, ...]) -> set[str]:
    return {diagnosis.code for diagnosis in found if diagnosis.severity != "info"}

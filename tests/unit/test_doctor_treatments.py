"""What the doctor proposes is an edit that fits the project and crosses the shell as JSON."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest

from tests.helpers.doctor_recipes import RECIPES
from tests.helpers.doctor_runs import GOLDEN, read, written
from tests.helpers.trainings import iris
from workbench.catalog.catalog import bundled
from workbench.checks.check import drawing
from workbench.checks.parameters import parameters_of_training
from workbench.cli import main
from workbench.doctor import treating
from workbench.doctor.course import Course
from workbench.doctor.diagnosis import Cure
from workbench.doctor.doctor import diagnose
from workbench.project.edits import SetStyle
from workbench.project.edits.treatments import (
    AddCallback,
    Augment,
    ClipGradients,
    InsertLayers,
    SetActivations,
    SetBatchSize,
    SetEpochs,
    SetInitializers,
    SetLoss,
    SetRate,
    Treatment,
    WatchFigure,
    Widen,
)
from workbench.project.project import Project
from workbench.project.spec import Spec
from workbench.runs import layer_figures
from workbench.runs.state import RunState

_SICK = [recipe.name for recipe in RECIPES if recipe.finds and (GOLDEN / f"{recipe.name}.json").exists()]
_TREATMENTS: tuple[Treatment, ...] = (
    SetRate(0.5),
    ClipGradients(2.0),
    SetBatchSize(64),
    SetEpochs(7),
    AddCallback(Spec("EarlyStopping", {"patience": 5})),
    SetLoss(Spec("CategoricalCrossentropy")),
    SetActivations(("n1",), "tanh"),
    SetInitializers(("n1",), "he_normal"),
    InsertLayers(Spec("BatchNormalization"), ("n1", "n3")),
    Widen(("n1",), 3),
    Augment((Spec("RandomFlip"),)),
)


@pytest.mark.parametrize("name", _SICK)
def test_that_each_proposal_changes_the_project_and_leaves_it_sound(name: str) -> None:
    run = read(name)
    before = drawing(run.project, bundled())

    for diagnosis in diagnose(run.course()):
        for cure in diagnosis.remedies:
            treated = cure.apply(run.project)
            assert treated != run.project
            assert drawing(treated, bundled()) == before
            assert not list(parameters_of_training(treated.training, bundled()))


@pytest.mark.parametrize("treatment", _TREATMENTS, ids=lambda treatment: type(treatment).__name__)
def test_that_a_treatment_crosses_as_json_and_is_itself_again(treatment: Treatment) -> None:
    again = msgspec.json.decode(msgspec.json.encode(treatment), type=Cure)

    assert again == treatment
    assert again.apply(iris()) != iris()


def test_that_inserted_layers_stand_on_the_link_in_either_style() -> None:
    stacked = InsertLayers(Spec("BatchNormalization"), ("n3",)).apply(iris())
    drawn = InsertLayers(Spec("BatchNormalization"), ("n3",)).apply(SetStyle("functional").apply(iris()))

    assert [node.spec.kind for node in stacked.graph.nodes][-2:] == ["BatchNormalization", "Dense"]
    (into,) = drawn.graph.into("n3")
    assert drawn.graph.node(into.source).spec.kind == "BatchNormalization"
    assert drawn.graph.into(into.source)[0].source == "n2"


def test_that_a_rate_reaches_the_beginning_of_a_schedule() -> None:
    decay = Spec("ExponentialDecay", {"initial_learning_rate": 0.1, "decay_steps": 9, "decay_rate": 0.5})
    project = iris(optimizer=Spec("Adam", {"learning_rate": decay}))

    rate = SetRate(0.01).apply(project).training.optimizer.params["learning_rate"]

    assert rate == decay.with_param("initial_learning_rate", 0.01)


def test_that_a_callback_takes_the_place_of_its_own_kind() -> None:
    project = iris(callbacks=(Spec("EarlyStopping"), Spec("TerminateOnNaN")))

    treated = AddCallback(Spec("EarlyStopping", {"patience": 5})).apply(project)

    assert [callback.kind for callback in treated.training.callbacks] == ["EarlyStopping", "TerminateOnNaN"]
    assert treated.training.callbacks[0].params == {"patience": 5}


@pytest.mark.parametrize(
    "treatment",
    [
        SetActivations(("gone",), "relu"),
        InsertLayers(Spec("Dropout"), ("gone",)),
        InsertLayers(Spec("Dropout"), ("n0",)),
        WatchFigure(3, "EarlyStopping", "val_loss"),
        Widen(("gone",)),
    ],
)
def test_that_what_does_not_fit_any_more_is_refused(treatment: Treatment) -> None:
    with pytest.raises((KeyError, ValueError)):
        treatment.apply(Project() if isinstance(treatment, Widen) else iris())


def test_that_the_shell_prints_findings_with_evidence_and_remedies(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = written("one-class-digits", tmp_path / "run")

    code = main(["doctor", str(folder.path), "--json"])

    (line,) = capsys.readouterr().out.splitlines()
    told = json.loads(line)
    assert code == 1
    assert told["code"] == "one-class" and told["severity"] == "error"
    assert told["evidence"][0]["epoch"] == 2
    assert told["remedies"][0] == {"type": "set_rate", "rate": 0.005, "label": "Change the learning rate"}


def test_that_layers_through_which_gradients_fade_are_named_and_given_another_activation(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = written("one-class-sigmoids", tmp_path / "run")

    main(["doctor", str(folder.path), "--json"])

    told = json.loads(capsys.readouterr().out.splitlines()[0])
    assert "fade on their way through 12 layers" in told["why"]
    assert told["remedies"][0]["type"] == "set_activations"
    assert told["remedies"][0]["activation"] == "relu"


@pytest.mark.parametrize(("rate", "proposed"), [(10.0, 0.01), (0.5, 0.05)])
def test_that_a_rate_far_too_high_is_brought_back_to_the_usual_one(rate: float, proposed: float) -> None:
    project = iris(optimizer=Spec("SGD", {"learning_rate": rate}))
    course = Course(state=RunState(), project=project, catalog=bundled())

    assert treating.rate_times(course, 0.1) == (SetRate(proposed),)


def test_that_the_shell_says_so_when_nothing_is_wrong(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = written("good-digits-mlp", tmp_path / "run")

    assert main(["doctor", str(folder.path)]) == 0
    assert "Nothing is wrong" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("dead-units-bias", "dead-units"),
        ("vanishing-tanh", "vanishing-gradients"),
        ("exploding-squares", "exploding-gradients"),
    ],
)
def test_that_the_doctor_goes_by_what_a_run_measured_in_its_layers(
    name: str, code: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = written(name, tmp_path / "run")

    main(["doctor", str(folder.path), "--json"])
    told = [json.loads(line)["code"] for line in capsys.readouterr().out.splitlines()]
    (folder.artifacts / layer_figures.NAME).write_bytes(b"damaged")
    main(["doctor", str(folder.path), "--json"])
    then = [json.loads(line)["code"] for line in capsys.readouterr().out.splitlines()]

    assert code in told
    assert [each for each in told if each in then] == [each for each in told if each != code]

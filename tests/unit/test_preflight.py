"""One real batch through the real network before a training: what is found, and that nothing is changed."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from tests.helpers.trainings import chain, iris
from workbench.project.project import Project
from workbench.project.spec import Spec
from workbench.protocol.preflight import Preflight, PreflightCheck

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("keras_here")]

_INPUT = Spec("Input", {"shape": (4,)})
_OUTPUT = Spec("Dense", {"units": 3, "activation": "softmax"})


def _fly(project: Project, tell: Any = lambda what, done, total: None) -> Preflight:
    from workbench.engine.model.analyse import Analyser
    from workbench.engine.preflight.preflight import preflight

    return preflight(project, Path(), tell, Analyser().analyse)


def _check(found: Preflight, name: str) -> PreflightCheck:
    (check,) = [check for check in found.checks if check.name == name]
    return check


def test_that_a_sound_project_begins_at_chance_learns_a_batch_and_is_timed() -> None:
    found = _fly(iris(optimizer=Spec("Adam", {"learning_rate": 0.02}), batch_size=8))

    assert found.expected_loss == pytest.approx(math.log(3))
    assert found.first_loss is not None
    assert found.one_batch[-1] < found.one_batch[0]
    assert _check(found, "one_batch").verdict == "good", found
    assert not found.is_hopeless
    assert found.step_seconds is not None and found.epoch_seconds is not None
    assert found.epoch_seconds == pytest.approx(found.step_seconds * found.steps_per_epoch)


def test_that_a_hopeless_memory_ends_the_looking_before_anything_is_built(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from workbench.engine import devices

    monkeypatch.setattr(devices, "memory_there", lambda device: 4000)
    heard: list[str] = []
    found = _fly(iris(), lambda what, done, total: heard.append(what))

    assert found.is_hopeless
    assert [check.name for check in found.checks] == ["memory"]
    assert "building" not in heard
    assert "3.91 KB are free on CPU" in _check(found, "memory").message


@pytest.mark.parametrize(("kind", "slots"), [("SGD", 0), ("Adam", 2), ("Adagrad", 1)])
def test_that_an_optimizers_slots_are_what_keras_makes(kind: str, slots: int) -> None:
    from workbench.engine.preflight.memory import slots as counted

    assert counted(Spec(kind)) == slots


def test_that_the_first_layer_without_numbers_is_named_with_its_place() -> None:
    graph = chain(
        _INPUT,
        Spec("Rescaling", {"scale": 1e30}),
        Spec("Rescaling", {"scale": 1e30}),
        _OUTPUT,
    )
    found = _fly(replace(iris(), graph=graph))

    check = _check(found, "layers")
    assert found.is_hopeless
    assert check.where == "node:n2"
    assert "rescaling_2" in check.message


def test_that_weights_that_never_move_are_hopeless() -> None:
    frozen = Spec("Dense", {"units": 3, "activation": "softmax", "trainable": False})
    found = _fly(replace(iris(), graph=chain(_INPUT, frozen)))

    assert found.is_hopeless
    assert "No weight moves" in _check(found, "one_batch").message


def test_that_inputs_without_a_scale_are_told_by_the_first_loss() -> None:
    graph = chain(_INPUT, Spec("Rescaling", {"scale": 1000.0}), _OUTPUT)
    check = _check(_fly(replace(iris(), graph=graph)), "first_loss")

    assert check.verdict == "warning"
    assert "1.099" in check.message


def test_that_one_that_is_ended_leaves_precision_and_analysis_as_they_were() -> None:
    import keras

    class _EndedError(Exception):
        pass

    def end(what: str, done: int, total: int) -> None:
        if what == "one_batch":
            assert keras.config.dtype_policy().name == "mixed_float16"
            raise _EndedError

    with pytest.raises(_EndedError):
        _fly(iris(precision="mixed_float16"), end)
    assert keras.config.dtype_policy().name == "float32"

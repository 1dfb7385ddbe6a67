"""A card that is there and can't be used, and one that fails: the reason is told, and the CPU is offered."""

from __future__ import annotations

import pytest

from workbench.checks.settings import missing_device
from workbench.engine.no_gpu import LEFT_OUT, in_words
from workbench.engine.training.gpu_failures import gpu_problem
from workbench.project.training import TrainingSpec


@pytest.mark.parametrize(
    ("hidden", "built", "driver", "missing", "told"),
    [
        ("-1", True, 0, (), "CUDA_VISIBLE_DEVICES"),
        (None, True, None, (), "driver is not installed"),
        (None, True, 803, (), "different versions"),
        (None, True, 42, (), "error 42"),
        (None, False, 0, (), "built without CUDA"),
        (None, True, 0, ("libcudnn.so.9",), "libcudnn.so.9"),
        (None, True, 0, (), "log says why"),
    ],
)
def test_that_the_first_reason_that_holds_is_told(
    hidden: str | None, built: bool, driver: int | None, missing: tuple[str, ...], told: str
) -> None:
    words = in_words(hidden=hidden, is_built_with_cuda=built, driver=driver, missing=missing)
    assert told in words


def test_that_a_card_that_was_left_out_after_a_crash_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(LEFT_OUT, "1")
    assert "crashed" in in_words(hidden="-1", is_built_with_cuda=True, driver=0, missing=())


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("INTERNAL: CUDA_ERROR_OUT_OF_MEMORY: out of memory", "memory does not suffice"),
        ("DNN library is not found.", "cuDNN"),
        ("CUDA_ERROR_NO_BINARY_FOR_GPU", "not built for this GPU"),
        ("CUDA_ERROR_LAUNCH_FAILED: unspecified", "in the middle"),
    ],
)
def test_that_a_failing_gpu_is_told_in_words_with_the_cpu_as_a_way_out(said: str, told: str) -> None:
    problem = gpu_problem(said)
    assert problem is not None
    assert told in problem.message
    assert "CPU" in problem.hint
    assert problem.where == "training.device"


def test_that_a_gpu_out_of_memory_is_told_with_half_the_batch_by_its_number() -> None:
    problem = gpu_problem("INTERNAL: CUDA_ERROR_OUT_OF_MEMORY: out of memory", "Try a batch size of 16")

    assert problem is not None
    assert problem.hint.startswith("Try a batch size of 16, or end other programs")


def test_that_other_failures_are_not_blamed_on_a_gpu() -> None:
    assert gpu_problem("Incompatible shapes: [32,10] vs. [32,3]") is None


@pytest.mark.parametrize(
    ("device", "is_here"),
    [
        ("gpus", True),
        ("gpu:0,1", True),
        ("gpu:0,2", False),
        ("gpu:2", False),
        ("auto", True),
        ("cpu", True),
    ],
)
def test_that_several_devices_are_here_when_each_is(device: str, is_here: bool) -> None:
    known = ("cpu", "gpu:0", "gpu:1", "gpus")
    assert (not list(missing_device(TrainingSpec(device=device), known))) == is_here

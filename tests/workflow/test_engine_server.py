"""The engine's process: frames, rubbish on stdout, bad input, a library that is missing, its end."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

import pytest

from workbench.project.data import DataSpec
from workbench.project.samples import open_project
from workbench.protocol.client import EngineProcess
from workbench.protocol.frames import Splitter, decode_response
from workbench.protocol.messages import (
    Analyse,
    Analysed,
    Describe,
    Described,
    Failed,
    InspectData,
    Ready,
    Response,
    Run,
)

pytestmark = pytest.mark.slow

# An engine whose answers come with noise from C and Python, and one of whose answers is a crash.
NOISY = """
import ctypes, os, sys
import workbench.engine.requests as requests

real = requests.Desk.answer
def noisy(self, request):
    ctypes.CDLL(None).puts(b"rubbish from C " * 1000)
    ctypes.CDLL(None).fflush(None)
    os.write(1, b"rubbish from a descriptor")
    print("rubbish from Python", flush=True)
    if getattr(request, "kind", "") == "Crash":
        raise ZeroDivisionError("nothing to divide by")
    return real(self, request)
requests.Desk.answer = noisy

from workbench.engine.__main__ import main
sys.exit(main(["once"]))
"""
WITHOUT_KERAS = """
import sys
sys.modules["keras"] = None
from workbench.engine.__main__ import main
sys.exit(main(["once"]))
"""


@pytest.fixture(scope="module")
def noisy(_surroundings: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[EngineProcess]:
    from tests.helpers import leaks

    log = tmp_path_factory.mktemp("noisy") / "engine.log"
    with EngineProcess(log=log, command=(sys.executable, "-c", NOISY)) as process:
        assert process.pid is not None
        with leaks.allowed(pid=process.pid, thread=f"engine-{process.pid}"):
            yield process


def responses(output: bytes) -> list[Response]:
    return [decode_response(body) for body in Splitter().feed(output)]


def test_that_what_libraries_print_never_harms_a_frame(noisy: EngineProcess) -> None:
    for number in range(3):
        answer = noisy.ask(Describe(id=number, group="layer", kind="Dense"))

        assert isinstance(answer, Described)
        assert "units" in answer.params


def test_that_an_unexpected_failure_is_told_in_words_and_the_engine_lives(noisy: EngineProcess) -> None:
    failed = noisy.ask(Describe(id=10, group="layer", kind="Crash"))
    assert isinstance(failed, Failed)
    assert failed.problems[0].code == "internal"
    assert "Traceback" not in failed.problems[0].message

    answer = noisy.ask(Analyse(id=11, project=open_project("mlp-31")[0]))
    assert isinstance(answer, Analysed)
    assert answer.analysis.params == 31


def test_that_a_request_that_cannot_be_met_is_answered_with_its_problems(noisy: EngineProcess) -> None:
    answer = noisy.ask(InspectData(id=20, data=DataSpec()))
    assert isinstance(answer, Failed)
    assert answer.problems[0].where == "data.source"

    refused = noisy.ask(Run(id=21, folder="/nowhere/at/all"))
    assert isinstance(refused, Failed)
    assert refused.problems[0].where == "run"


def test_that_the_engine_tells_versions_and_devices(noisy: EngineProcess) -> None:
    noisy.ask(Describe(id=30, group="layer", kind="Dense"))

    assert isinstance(noisy.ready, Ready)
    assert noisy.ready.devices[0][0] == "cpu"


def test_that_an_engine_without_keras_says_so_and_ends() -> None:
    command = [sys.executable, "-c", WITHOUT_KERAS]
    done = subprocess.run(command, capture_output=True, stdin=subprocess.DEVNULL, timeout=60)

    (failed,) = responses(done.stdout)
    assert isinstance(failed, Failed)
    assert (failed.id, failed.problems[0].code) == (-1, "engine.no_keras")
    assert done.returncode == 3


def test_that_bytes_that_are_no_frame_end_the_engine() -> None:
    command = [sys.executable, "-m", "workbench.engine", "once"]
    done = subprocess.run(command, input=b"\xff" * 100, capture_output=True, timeout=60)

    assert done.returncode == 4
    assert isinstance(responses(done.stdout)[0], Ready)


def test_that_the_engine_leaves_when_its_input_ends_even_while_it_loads() -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "workbench.engine"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    try:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.close()
        assert process.wait(timeout=10) == 0
        process.stdout.close()
    finally:
        process.kill()
        process.wait()


def test_that_a_wrong_word_is_answered_with_the_usage() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "workbench.engine", "dance"], capture_output=True, timeout=60
    )

    assert done.returncode == 2
    assert b"usage" in done.stderr

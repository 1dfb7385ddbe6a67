"""A caller that waits for an engine is told in words when the engine dies, hangs or talks nonsense."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from workbench.foundation.errors import WorkbenchError
from workbench.protocol.client import EngineProcess
from workbench.protocol.messages import Describe, Described, Failed, Progress, Ready

QUESTION = Describe(id=7, group="layer", kind="Dense")
HEAD = """
import sys
from workbench.protocol.frames import Splitter, decode_request, encode
from workbench.protocol.messages import Describe, Described, Failed, Ready
def say(message):
    sys.stdout.buffer.write(encode(message))
    sys.stdout.buffer.flush()
def heard():
    splitter = Splitter()
    while data := sys.stdin.buffer.read1(1 << 16):
        for body in splitter.feed(data):
            return decode_request(body)
"""
READY = "say(Ready(keras='3', tensorflow='2', devices=()))\n"
ANSWER = "say(Described(id=heard().id, text='dense', params={}))\n"


def _engine(tmp_path: Path, code: str) -> EngineProcess:
    return EngineProcess(log=tmp_path / "engine.log", command=(sys.executable, "-c", HEAD + code))


def test_that_an_answer_comes_back_and_the_greeting_is_kept(tmp_path: Path) -> None:
    with _engine(tmp_path, READY + ANSWER) as engine:
        assert engine.ask(QUESTION) == Described(id=7, text="dense", params={})
        assert engine.ready == Ready(keras="3", tensorflow="2", devices=())


def test_that_answers_to_other_questions_are_passed_over(tmp_path: Path) -> None:
    with _engine(tmp_path, "say(Described(id=6, text='late', params={}))\n" + ANSWER) as engine:
        assert engine.ask(QUESTION) == Described(id=7, text="dense", params={})


def test_that_a_refusal_before_the_first_question_answers_it(tmp_path: Path) -> None:
    with _engine(tmp_path, "say(Failed(id=-1, problems=()))\nheard()") as engine:
        assert engine.ask(QUESTION) == Failed(id=-1, problems=())


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("heard(); sys.exit(3)", "exit code 3"),
        ("heard(); import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "memory"),
        ("heard(); sys.stdout.buffer.write(b'Hello, world'); sys.stdout.flush(); heard()", "ended"),
        ("sys.stdout.buffer.write(b'\\\\0\\\\0\\\\0\\\\2{}'); sys.stdout.flush(); heard()", "ended"),
    ],
    ids=["exits", "is killed", "talks nonsense", "answers by no schema"],
)
def test_that_a_dead_engine_is_told_in_words(tmp_path: Path, code: str, words: str) -> None:
    with _engine(tmp_path, code) as engine:
        for _ in range(2):  # whoever asks again is told again
            with pytest.raises(WorkbenchError, match=words) as caught:
                engine.ask(QUESTION)
            (problem,) = caught.value.problems
            assert problem.code == "engine.died"
            assert "engine.log" in problem.hint


def test_that_a_silent_engine_is_not_waited_for_for_ever(tmp_path: Path) -> None:
    with (
        _engine(tmp_path, "heard(); heard()") as engine,
        pytest.raises(WorkbenchError, match=r"0\.01 seconds"),
    ):
        engine.ask(QUESTION, timeout=0.01)


def test_that_what_the_engine_prints_stands_in_its_log(tmp_path: Path) -> None:
    with _engine(tmp_path, "sys.stderr.write('I am ill\\n')\n" + ANSWER) as engine:
        engine.ask(QUESTION)
    assert "I am ill" in (tmp_path / "engine.log").read_text(encoding="utf-8")


def test_that_a_released_engine_goes_on_without_us(tmp_path: Path) -> None:
    code = (
        ANSWER + "sys.stdout.close(); import os; os.close(1); sys.stdin.read(); open(LOG, 'w').write('done')"
    )
    code = code.replace("LOG", repr(str(tmp_path / "result")))
    with _engine(tmp_path, code) as engine:
        engine.ask(QUESTION)
        process = engine.release()
    assert engine.pid is None
    process.wait(timeout=30)
    assert (tmp_path / "result").read_text(encoding="utf-8") == "done"


def test_that_ctrl_c_has_the_engine_end_what_it_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("workbench.protocol.client._IMPATIENT_WAIT", 60.0)
    code = (
        "from workbench.protocol.messages import Cancel, Cancelled, Progress\n"
        "say(Progress(id=heard().id, what='reading', done=1))\n"
        f"open({str(tmp_path / 'heard')!r}, 'w').write(repr(heard()))"
    )

    def interrupt(_progress: Progress) -> None:
        raise KeyboardInterrupt

    log = tmp_path / "engine.log"
    command = (sys.executable, "-c", HEAD + code)
    with (
        pytest.raises(KeyboardInterrupt),
        EngineProcess(log=log, command=command, on_progress=interrupt) as engine,
    ):
        engine.ask(QUESTION)

    assert "Cancel(request=7, id=-2)" in (tmp_path / "heard").read_text(encoding="utf-8")

"""Long work that is heard of and ended from outside, also where it has nothing to say itself."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from workbench.engine.data import attended as module
from workbench.engine.data.attended import attended
from workbench.engine.data.dataset import Tell, keep_quiet


class EnoughError(Exception):
    """What ends a reading."""


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_SILENCE", 0.01)


@pytest.fixture
def let_go() -> Iterator[threading.Event]:
    event = threading.Event()
    yield event
    event.set()
    attended(lambda _tell: None, lambda *_: None)  # which comes after all that was left


def test_that_all_that_is_told_arrives_in_order_on_the_thread_that_waits() -> None:
    told: list[tuple[int, int]] = []

    def work(tell: Tell) -> str:
        for done in range(100):
            tell("reading", done, 100)
        return "done"

    assert attended(work, lambda _what, done, _total: told.append((done, threading.get_ident()))) == "done"
    assert [done for done, _ in told] == sorted(done for done, _ in told)
    assert {done for done, _ in told} == set(range(100))
    assert {thread for _, thread in told} == {threading.get_ident()}


def test_that_a_call_that_says_nothing_is_told_of_again_and_again(let_go: threading.Event) -> None:
    told: list[tuple[str, int, int]] = []

    def tell(*word: object) -> None:
        told.append(word)  # type: ignore[arg-type]
        if told.count(("splitting", 1, 2)) == 3:
            let_go.set()

    def work(say: Tell) -> bool:
        say("splitting", 1, 2)
        return let_go.wait()

    assert attended(work, tell)
    assert told.count(("splitting", 1, 2)) >= 3


def test_that_a_cancel_is_heard_in_the_middle_of_a_call(let_go: threading.Event) -> None:
    def tell(*_word: object) -> None:
        raise EnoughError

    with pytest.raises(EnoughError):
        attended(lambda _say: let_go.wait(), tell)

    assert not let_go.is_set()


def test_that_what_was_left_ends_with_its_next_word_before_anything_else_begins(
    let_go: threading.Event,
) -> None:
    happened: list[str] = []

    def slow(say: Tell) -> None:
        let_go.wait()
        happened.append("slow came back")
        say("reading", 1, 2)
        happened.append("slow went on")

    def enough(*_word: object) -> None:
        raise EnoughError

    with pytest.raises(EnoughError):
        attended(slow, enough)
    attended(lambda _say: happened.append("next"), lambda *_word: let_go.set())

    assert happened == ["slow came back", "next"]


def test_that_an_error_of_the_work_is_raised_where_it_is_waited_for() -> None:
    def work(_say: Tell) -> None:
        raise EnoughError

    for tell in (keep_quiet, lambda *_word: None):
        with pytest.raises(EnoughError):
            attended(work, tell)

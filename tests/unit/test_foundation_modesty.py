"""The engine's processes let the window go first."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from workbench.foundation.modesty import NICENESS, give_way

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has classes of priority instead of niceness")
_SESSION = Path("/proc/self/autogroup")
_TWICE = """
import os, pathlib
from workbench.foundation import modesty
modesty.give_way()
modesty.give_way()
session = pathlib.Path("/proc/self/autogroup")
print(os.nice(0), session.read_text() if session.exists() else "")
"""


def _weight(session: str) -> str:
    """The weight in a line like "/autogroup-25 nice 10"; some kernels have the file, but nothing in it."""
    return session.split()[-1] if session.strip() else "none"


def _weight_of_this_session() -> str:
    return _weight(_SESSION.read_text()) if _SESSION.exists() else "none"


def _niceness(*, own_session: bool) -> tuple[int, str]:
    command = [sys.executable, "-c", _TWICE]
    done = subprocess.run(
        command, start_new_session=own_session, capture_output=True, text=True, check=True, timeout=60
    )
    own, _, session = done.stdout.partition(" ")
    return int(own), _weight(session)


def test_that_giving_way_twice_is_as_giving_way_once() -> None:
    assert _niceness(own_session=False)[0] == max(NICENESS, os.nice(0))


def test_that_a_session_that_is_shared_with_the_window_keeps_its_weight() -> None:
    assert _niceness(own_session=False)[1] == _weight_of_this_session()


@pytest.mark.skipif(_weight_of_this_session() == "none", reason="Only some Linux kernels weigh sessions")
def test_that_a_run_in_a_session_of_its_own_lowers_that_session_too() -> None:
    assert _niceness(own_session=True) == (max(NICENESS, os.nice(0)), str(NICENESS))


def test_that_a_child_gives_way_before_it_comes_to_its_first_line() -> None:
    child = subprocess.Popen(
        [sys.executable, "-c", "input()"], stdin=subprocess.PIPE, start_new_session=True, text=True
    )
    try:
        give_way(child.pid)

        assert psutil.Process(child.pid).nice() == max(NICENESS, os.nice(0))
        if _weight_of_this_session() != "none":
            assert _weight(Path(f"/proc/{child.pid}/autogroup").read_text()) == str(NICENESS)
    finally:
        child.communicate("\n", timeout=60)


def test_that_a_child_that_is_gone_by_then_is_passed_over() -> None:
    child = subprocess.Popen([sys.executable, "-c", ""])
    child.wait()

    give_way(child.pid)

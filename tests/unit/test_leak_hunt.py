"""The hunt for leaks must itself find what it hunts, and let the innocent go."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from unittest.mock import patch

import pytest

from tests.helpers import leaks


@pytest.fixture(autouse=True)
def _hurry() -> Iterator[None]:
    with patch.object(leaks, "_GRACE", 0.05):
        yield


def test_that_a_test_that_leaves_nothing_is_clean() -> None:
    before = leaks.survey()
    thread = threading.Thread(target=int)
    thread.start()
    assert leaks.left_behind(before) == []


def test_that_a_thread_left_running_is_found() -> None:
    before = leaks.survey()
    end = threading.Event()
    thread = threading.Thread(target=end.wait, name="forgotten")
    thread.start()
    found = leaks.left_behind(before)
    end.set()
    thread.join()
    assert found == ["thread forgotten"]


def test_that_a_child_process_left_running_is_found() -> None:
    before = leaks.survey()
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as child:
        found = leaks.left_behind(before)
        child.communicate(b"\n")
    assert len(found) == 1
    assert f"process {child.pid}" in found[0]


def test_that_an_allowed_process_and_thread_are_not_leaks() -> None:
    before = leaks.survey()
    end = threading.Event()
    thread = threading.Thread(target=end.wait, name="shared")
    thread.start()
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as child:
        with leaks.allowed(pid=child.pid, thread="shared"):
            found = leaks.left_behind(before)
        child.communicate(b"\n")
    end.set()
    thread.join()
    assert found == []

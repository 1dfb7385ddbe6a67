"""The queue of runs: files that any window and shell may change, and who works it off."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from workbench.project.project import Project
from workbench.project.training import TrainingSpec
from workbench.runs import folder as folders
from workbench.runs import journal
from workbench.runs.events import Event, RunFailed, RunFinished
from workbench.runs.folder import RunFolder
from workbench.runs.queue import Entry, Queue, next_to_start
from workbench.runs.queue_worker import Worker

_TRAIN = """
import sys
from pathlib import Path
from workbench.runs import lock
from workbench.runs.events import RunFinished
from workbench.runs.folder import RunFolder
from workbench.runs.journal import JournalWriter
run = RunFolder(Path(sys.argv[1]))
with lock.hold(run):
    writer = JournalWriter(run.journal)
    if run.project().title == "crash":
        import os, signal
        os.kill(os.getpid(), signal.SIGKILL)
    writer.write(RunFinished, ending="completed", epochs=1, seconds=0.1, values={})
    writer.close()
"""


@pytest.fixture
def queue(tmp_path: Path) -> Queue:
    return Queue(tmp_path / "queue")


@pytest.fixture
def add(tmp_path: Path, queue: Queue) -> Callable[..., Entry]:
    def add(title: str, device: str = "auto") -> Entry:
        project = Project(title=title, training=TrainingSpec(device=device))
        run = folders.create(project, home=tmp_path / "runs", base=tmp_path)
        return queue.add(run, title=title, device=device)

    return add


def _titles(queue: Queue) -> list[str]:
    return [entry.title for entry in queue.waiting()]


def _launch(run: RunFolder) -> subprocess.Popen[bytes]:
    """Start a process that does what a run's process does, in no time."""
    return subprocess.Popen([sys.executable, "-c", _TRAIN, str(run.path)])


def test_that_the_order_is_kept_can_be_changed_and_outlives_who_made_it(
    queue: Queue, add: Callable[..., Entry]
) -> None:
    entries = [add(title) for title in "abcd"]

    assert queue.move(entries[3].id, 0)
    assert queue.remove(entries[1].id)

    assert _titles(Queue(queue.home)) == ["d", "a", "c"]
    assert not entries[1].run.path.exists()
    add("e")
    assert _titles(queue) == ["d", "a", "c", "e"]


def test_that_what_has_begun_is_neither_moved_nor_removed_nor_begun_twice(
    queue: Queue, add: Callable[..., Entry]
) -> None:
    first, second = add("a"), add("b")
    assert queue.claim(first)

    assert not queue.claim(first)
    assert not queue.remove(first.id)
    assert not queue.move(first.id, 1)
    assert first.run.path.exists()
    assert (queue.running(), queue.waiting()) == ((first,), (second,))


def test_that_a_torn_file_hides_no_other(queue: Queue, add: Callable[..., Entry]) -> None:
    add("a")
    (queue.home / "00000000-torn.json").write_bytes(b'{"id"')
    assert _titles(queue) == ["a"]


@pytest.mark.parametrize(
    ("devices", "busy", "begins"),
    [
        (["auto", "cpu"], [], 0),
        (["cpu", "gpu:0"], ["cpu"], 1),
        (["gpu:0", "gpu:1"], ["gpu:0"], 1),
        (["gpu:0", "gpu:0"], ["gpu:0"], None),
        (["auto", "gpu:1"], ["cpu"], None),
        (["gpu:0,1", "gpu:1"], ["gpu:0"], None),
        (["gpus", "cpu"], ["gpu:3"], None),
    ],
)
def test_that_runs_go_side_by_side_only_on_devices_of_their_own(
    devices: list[str], busy: list[str], begins: int | None
) -> None:
    entries = [
        Entry(id=str(number), folder="", title="", device=device, added_at="")
        for number, device in enumerate(devices)
    ]
    found = next_to_start(entries, busy)
    assert found == (None if begins is None else entries[begins])


def test_that_of_eight_runs_the_one_that_crashes_leaves_the_others_and_their_order_alone(
    tmp_path: Path, queue: Queue, add: Callable[..., Entry]
) -> None:
    titles = ["a", "b", "crash", "d", "e", "f", "g", "h"]
    for title in titles:
        add(title)
    ended: list[tuple[str, Event | None]] = []
    worker = Worker(
        queue,
        tmp_path / "runs",
        launch=_launch,
        ended=lambda entry, last: ended.append((entry.title, last)),
    )

    assert worker.work()

    assert [title for title, _ in ended] == titles
    assert [title for title, last in ended if isinstance(last, RunFailed)] == ["crash"]
    assert sum(isinstance(last, RunFinished) for _, last in ended) == 7
    assert not queue.waiting() and not queue.running() and not queue.is_worked_off()


def test_that_a_worker_after_one_that_died_takes_over_what_it_had_begun(
    tmp_path: Path, queue: Queue, add: Callable[..., Entry]
) -> None:
    begun, claimed = add("begun"), add("claimed")
    for entry in (begun, claimed):
        assert queue.claim(entry)
    child = _launch(begun.run)
    queue.note_process(begun, child.pid)
    child.wait()  # it ended while no worker looked

    assert Worker(queue, tmp_path / "runs", launch=_launch).work()

    assert not queue.running()
    for entry in (begun, claimed):
        assert isinstance(journal.last(entry.run.journal), RunFinished)


def test_that_only_one_works_it_off(tmp_path: Path, queue: Queue, add: Callable[..., Entry]) -> None:
    add("a")
    with queue.worked_off() as is_mine:
        assert is_mine
        assert not Worker(queue, tmp_path / "runs", launch=_launch).work()
    assert _titles(queue) == ["a"]

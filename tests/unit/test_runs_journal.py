"""The journal and the control file: what is written is read, whatever happened in between."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.helpers.journals import WrittenRun, finished_run
from workbench.foundation import clock
from workbench.foundation.errors import WorkbenchError
from workbench.project.project import Project
from workbench.protocol.preflight import MemoryNeed
from workbench.runs import folder as folders
from workbench.runs import journal, lock, memory, registry, start, steering
from workbench.runs.controls import Pause, SetLearningRate
from workbench.runs.events import EpochEnded, PhaseBegan, RunFailed, StepsEnded, UsageMeasured
from workbench.runs.journal import Follower, JournalWriter
from workbench.runs.state import fold


def _write(path: Path, count: int) -> None:
    writer = JournalWriter(path)
    for _ in range(count):
        writer.write(PhaseBegan, phase="data")
    writer.close()


def test_that_a_follower_sees_each_event_once_and_in_order(tmp_path: Path) -> None:
    path = tmp_path / "journal.jsonl"
    follower = Follower(path)
    assert follower.poll() == []

    _write(path, 3)
    first = follower.poll()
    _write(path, 2)

    assert [event.seq for event in (*first, *follower.poll())] == [0, 1, 2, 3, 4]


def test_that_all_that_is_there_is_found_behind_any_number_of_steps(tmp_path: Path) -> None:
    path = tmp_path / "journal.jsonl"
    writer = JournalWriter(path)
    figures: dict[str, float] = {"loss": 0.5}
    writer.write(PhaseBegan, phase="training")
    for step in range(200):
        told = {"steps": 1, "batch": figures, "running": figures, "examples_per_second": 1.0}
        writer.write(StepsEnded, epoch=0, step=step, **told)
    writer.write(PhaseBegan, phase="saving")
    writer.close()

    found = list(Follower(path, steps=False, most=1000).there())

    assert [event.phase for event in found if isinstance(event, PhaseBegan)] == ["training", "saving"]
    assert len(found) == 2


def test_that_a_reopened_journal_goes_on_with_its_seconds(tmp_path: Path) -> None:
    path = tmp_path / "journal.jsonl"
    _write(path, 1)
    before = journal.read(path)[-1].t
    _write(path, 1)

    assert journal.read(path)[-1].t >= before


def test_that_an_unfinished_line_waits_until_it_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "journal.jsonl"
    _write(path, 1)
    whole = path.read_bytes()
    follower = Follower(path)
    path.write_bytes(whole[:20])
    assert follower.poll() == []
    path.write_bytes(whole)

    assert len(follower.poll()) == 1


def test_that_the_last_event_is_found_behind_damage_of_any_size(tmp_path: Path) -> None:
    path = tmp_path / "journal.jsonl"
    assert journal.last(path) is None
    _write(path, 3)
    for damage in (b"", b"unfinished", b" line\n", b"x" * 100_000 + b"\n" + b"y" * 100_000):
        with path.open("ab") as file:
            file.write(damage)

        found = journal.last(path)
        assert found is not None
        assert found == journal.read(path)[-1]
        assert found.seq == 2


def test_that_what_is_written_last_is_found_last(tmp_path: Path) -> None:
    path = tmp_path / "journal.jsonl"
    _write(path, 1000)

    assert journal.last(path) == journal.read(path)[-1]


@given(st.integers(0, 10_000), st.binary(min_size=1, max_size=8))
def test_that_a_damaged_line_is_skipped_and_the_others_are_read(where: int, noise: bytes) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "journal.jsonl"
        _write(path, 5)
        content = bytearray(path.read_bytes())
        noise = noise.replace(b"\n", b"x")
        at = where % (len(content) - len(noise))
        lines_hit = content[at : at + len(noise)].count(b"\n") + 1
        content[at : at + len(noise)] = noise
        path.write_bytes(bytes(content))

        assert len(journal.read(path)) >= 5 - lines_hit - 1


def test_that_a_torn_last_line_does_not_swallow_the_next_event(tmp_path: Path) -> None:
    path = tmp_path / "journal.jsonl"
    _write(path, 2)
    path.write_bytes(path.read_bytes()[:-10])
    _write(path, 1)

    assert [event.seq for event in journal.read(path)] == [0, 1]


def test_that_a_wish_reaches_the_run(tmp_path: Path) -> None:
    folder = folders.create(Project(), home=tmp_path, base=tmp_path)
    reader = steering.ControlReader(folder.control)
    steering.ask(folder, Pause())
    steering.ask(folder, SetLearningRate(value=0.5))

    assert reader.poll() == [Pause(), SetLearningRate(value=0.5)]
    assert reader.poll() == []


def test_that_two_runs_of_the_same_second_get_folders_of_their_own(tmp_path: Path) -> None:
    made = {folders.create(Project(title="Ünï/co dé"), home=tmp_path, base=tmp_path).path for _ in range(3)}

    assert len(made) == 3
    assert all(path.parent == tmp_path.resolve() for path in made)


def test_that_a_lock_is_held_only_while_its_owner_lives(tmp_path: Path) -> None:
    folder = folders.create(Project(), home=tmp_path, base=tmp_path)
    with lock.hold(folder):
        assert lock.is_held(folder)
        kept = folder.lock.read_bytes()
    assert not lock.is_held(folder)

    folder.lock.write_bytes(kept.replace(b'"pid":', b'"pid":99'))
    assert not lock.is_held(folder)


def test_that_a_dead_run_is_declared_failed_once_and_in_words(tmp_path: Path) -> None:
    folder = folders.create(Project(), home=tmp_path, base=tmp_path)
    _write(folder.journal, 1)

    assert start.declare_dead(folder, start.death_in_words(-9))
    assert not start.declare_dead(folder, "again")

    last = journal.read(folder.journal)[-1]
    assert isinstance(last, RunFailed)
    assert "memory" in last.problem.message
    assert fold(journal.read(folder.journal)).status == "failed"


def test_that_a_clock_that_jumps_changes_neither_order_nor_seconds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "journal.jsonl"
    writer = JournalWriter(path)
    for day in ("2026-11-21", "2026-11-20", "2026-11-22"):
        moment = f"{day}T10:00:00.000+00:00"
        monkeypatch.setattr(clock, "utc_now", lambda moment=moment: moment)
        writer.write(PhaseBegan, phase="data")
    writer.close()

    events = journal.read(path)
    assert [event.seq for event in events] == [0, 1, 2]
    assert [event.t for event in events] == sorted(event.t for event in events)
    assert events[-1].t < 3600


def test_that_a_run_whose_window_died_with_it_is_interrupted_and_can_be_resumed(tmp_path: Path) -> None:
    run = WrittenRun(tmp_path / "run")
    run.begin()
    run.journal.close()
    folder = run.folder
    (folder.checkpoints / "state-0.npz").touch()
    with lock.hold(folder):
        kept = folder.lock.read_bytes()
    folder.lock.write_bytes(kept.replace(b'"pid":', b'"pid":99'))
    runs = registry.Registry(tmp_path)
    list(runs.survey())
    assert [summary.status for summary in runs.summaries()] == ["interrupted"]

    assert start.declare_dead(folder, start.death_in_words(None))

    assert fold(journal.read(folder.journal)).can_go_on
    assert not folder.lock.exists()


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (-4, "crashed (signal 4)"),
        (-6, "crashed (signal 6)"),
        (139, "crashed (signal 11)"),
        (137, "memory ran out"),
    ],
)
def test_that_every_death_has_its_words(code: int, words: str) -> None:
    assert words in start.death_in_words(code)


def test_that_a_death_for_want_of_memory_tells_what_was_needed_and_held(tmp_path: Path) -> None:
    run = WrittenRun(tmp_path / "run")
    assert "needed" not in start.death_in_words(-9, run.folder)
    gigabyte = 1 << 30
    need = MemoryNeed(
        weights=gigabyte,
        gradients=gigabyte,
        optimizer=0,
        activations=9 * gigabyte,
        data=0,
        there=8 * gigabyte,
    )
    memory.keep(need, run.folder.artifacts)
    run.begin()
    run.journal.write(UsageMeasured, memory=7 * gigabyte)
    run.close()

    for code in (-9, 137):
        told = start.death_in_words(code, run.folder)
        assert "It needed at least 11 GB (1 GB weights, 1 GB gradients, 9 GB a batch's activations)" in told
        assert "8 GB were free when it began" in told
        assert "held 7 GB" in told
    assert "needed" not in start.death_in_words(-11, run.folder)


def test_that_past_runs_are_listed_newest_first_with_their_best_figures(tmp_path: Path) -> None:
    older = folders.create(Project(title="a"), home=tmp_path, base=tmp_path)
    newer = folders.create(Project(title="b"), home=tmp_path, base=tmp_path)
    (tmp_path / "no-run").mkdir()
    writer = JournalWriter(newer.journal)
    for epoch, (loss, accuracy) in enumerate([(0.9, 0.5), (0.4, 0.8), (0.5, 0.7)]):
        values = {"val_loss": loss, "val_accuracy": accuracy}
        writer.write(EpochEnded, epoch=epoch, values=values, seconds=1.0, learning_rate=0.1)
    writer.close()

    listed = registry.list_runs(tmp_path)

    assert {Path(run.folder) for run in listed} == {older.path, newer.path}
    best = next(run for run in listed if run.folder == str(newer.path)).best
    assert best == {"val_loss": 0.4, "val_accuracy": 0.8}


def test_that_a_registry_reads_only_what_is_new(tmp_path: Path) -> None:
    first = finished_run(tmp_path / "1-first", epochs=2)
    found = registry.Registry(tmp_path)
    _exhaust(found)
    (before,) = found.summaries()
    content = first.journal.read_bytes()
    first.journal.write_bytes(b"#" * len(content))
    finished_run(tmp_path / "2-second", epochs=3)

    _exhaust(found)

    assert [run.epochs_done for run in found.summaries()] == [3, 2]
    assert found.summaries()[1] == before


def test_that_a_run_made_anew_in_a_folder_of_the_same_name_is_read_anew(tmp_path: Path) -> None:
    finished_run(tmp_path / "run", epochs=5)
    found = registry.Registry(tmp_path)
    _exhaust(found)
    shutil.rmtree(tmp_path / "run")
    finished_run(tmp_path / "run", epochs=1)

    _exhaust(found)

    assert [run.epochs_done for run in found.summaries()] == [1]


def test_that_a_survey_stops_after_every_piece_and_lists_the_newest_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3):
        finished_run(tmp_path / f"{number}-run", epochs=4, title=f"run {number}")
    monkeypatch.setattr(registry, "_PIECE", 1000)
    found = registry.Registry(tmp_path)

    seen = [[run.title for run in found.summaries()] for _ in found.survey()]

    assert len(seen) > 10
    assert seen[0] == ["run 2"]
    assert seen[-1] == ["run 2", "run 1", "run 0"]
    assert found.summaries() == registry.list_runs(tmp_path)


def test_that_a_survey_ends_though_a_run_writes_as_quickly_as_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = WrittenRun(tmp_path / "run")
    run.begin()
    monkeypatch.setattr(registry, "_PIECE", 100)
    found, epoch = registry.Registry(tmp_path), 0

    for _ in found.survey():
        run.end_epoch(epoch)
        epoch += 1
        assert epoch < 100, "the survey would never end"
    run.close()
    _exhaust(found)

    assert found.summaries()[0].epochs_done == epoch


def _exhaust(found: registry.Registry) -> None:
    for _ in found.survey():
        pass


def test_that_a_file_where_runs_should_go_is_told_in_words(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(WorkbenchError, match="expected a folder, received a file"):
        folders.create(Project(), home=tmp_path / "file", base=tmp_path)

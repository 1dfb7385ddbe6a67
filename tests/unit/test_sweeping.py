"""What killed writers left behind is cleared away after a day, and nothing else."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from workbench.foundation import atomic, clock, paths
from workbench.foundation.sweeping import sweep


def _age(path: Path, *, hours: float) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()
    os.utime(path, (clock.now() - hours * 3600,) * 2)
    return path


@pytest.mark.usefixtures("workbench_home")
def test_that_only_old_temporary_files_in_our_own_folders_are_swept() -> None:
    run = paths.runs_home() / "20261120-153000-digits"
    old = [
        _age(place / ".123.tmp.file.json", hours=25)
        for place in (paths.state(), paths.state() / "swap", paths.cache(), run, run / "checkpoints")
    ]
    kept = [
        _age(run / "checkpoints" / ".123.tmp.best.keras", hours=23),
        _age(run / "checkpoints" / "best.keras", hours=1000),
        _age(run / "journal.jsonl", hours=1000),
        _age(run / "artifacts" / "deeper" / ".123.tmp.x", hours=1000),
        _age(paths.state() / ".hidden", hours=1000),
    ]

    assert sweep() == len(old)

    assert not any(path.exists() for path in old)
    assert all(path.exists() for path in kept)


@pytest.mark.usefixtures("workbench_home")
def test_that_a_home_without_folders_is_no_trouble() -> None:
    assert sweep() == 0


def test_that_what_a_killed_writer_leaves_is_known_by_its_name(tmp_path: Path) -> None:
    left: list[Path] = []

    atomic.write_with(tmp_path / "model.keras", lambda path: (left.append(path), path.touch())[1])

    assert atomic.is_temporary(left[0])
    assert not atomic.is_temporary(tmp_path / "model.keras")

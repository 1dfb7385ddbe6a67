"""All steps from a file to examples tell how far they are, and each of them ends at a Cancel."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from workbench.engine.data import attended, remembered
from workbench.engine.data.facts import facts
from workbench.engine.data.gathered import Stretches
from workbench.engine.data.ready import ready
from workbench.engine.requests import Desk
from workbench.foundation.errors import WorkbenchError
from workbench.project.data import Arrays, DataSpec, Split, Table, Window
from workbench.project.preparation import Preparation
from workbench.protocol.messages import DataInspected, InspectData, Progress

STEPS = ("reading", "counting", "comparing", "splitting", "fitting", "preparing")
ROWS = 60


@pytest.fixture
def table(tmp_path: Path) -> DataSpec:
    """Return a table of a number, a category and a text, cut and prepared in every way there is."""
    path = tmp_path / "t.csv"
    texts = (f"word{row} and word{row % 7} again" for row in range(ROWS))
    lines = (
        f"{row / 3},{'ab'[row % 2]},{text},g{row % 9},{'pq'[row // 3 % 2]}" for row, text in enumerate(texts)
    )
    path.write_text(
        "\n".join(["size,kind,note,patient,y", *lines, *["0.0,a,word0 and word0 again,g0,p"] * 3])
    )
    return DataSpec(
        source=Table(path=str(path), target="y", group="patient"),
        split=Split(by="group", folds=3, test=0.2),
        preparation=Preparation(scaling="standard", duplicates="drop"),
    )


@pytest.fixture
def arrays(tmp_path: Path) -> DataSpec:
    path = tmp_path / "a.npz"
    random = np.random.default_rng(0)
    np.savez(path, x=random.normal(3, 2, (ROWS, 4)), y=np.arange(ROWS) % 2)
    return DataSpec(source=Arrays(path=str(path)), preparation=Preparation(scaling="standard"))


def _inspect(data: DataSpec, monkeypatch: pytest.MonkeyPatch, *, cancelled_at: int = -1) -> list[Progress]:
    """Return what was told until the end, or until so much was told and it was cancelled."""
    monkeypatch.setattr("workbench.engine.requests._BETWEEN", 0.0)
    monkeypatch.setattr(remembered, "_last", remembered._Kept())
    monkeypatch.setattr(attended, "_SILENCE", 3600.0)  # nothing is told twice, however slow the machine is
    told: list[Progress] = []
    desk = Desk(told.append, is_cancelled=lambda _request: len(told) == cancelled_at)
    if cancelled_at < 0:
        assert isinstance(desk.answer(InspectData(id=1, data=data)), DataInspected)
    else:
        with pytest.raises(WorkbenchError, match="cancelled"):
            desk.answer(InspectData(id=1, data=data))
    return told


@pytest.mark.parametrize("kind", ["table", "arrays"])
def test_that_every_step_is_told_with_how_much_of_it_is_done(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    told = _inspect(request.getfixturevalue(kind), monkeypatch)

    steps = [step for step in STEPS if kind == "table" or step != "comparing"]
    assert sorted({progress.what for progress in told}) == sorted(steps)
    assert all(0 <= progress.done <= progress.total for progress in told)


def test_that_a_step_goes_only_forward(table: DataSpec, monkeypatch: pytest.MonkeyPatch) -> None:
    told = _inspect(table, monkeypatch)

    for what in ("comparing", "splitting", "fitting", "preparing"):
        shares = [progress.done / progress.total for progress in told if progress.what == what]
        assert shares == sorted(shares), what


@pytest.mark.parametrize("kind", ["table", "arrays"])
def test_that_a_cancel_ends_whatever_is_being_done(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    data = request.getfixturevalue(kind)
    whole = [progress.what for progress in _inspect(data, monkeypatch)]
    ended_in = set()
    for moment in range(1, len(whole)):
        told = _inspect(data, monkeypatch, cancelled_at=moment)
        assert len(told) == moment
        ended_in.add(told[-1].what)

    assert ended_in == set(whole)


def test_that_windows_beyond_the_budget_are_put_together_when_they_are_asked_for(
    arrays: DataSpec, monkeypatch: pytest.MonkeyPatch
) -> None:
    series = DataSpec(
        source=arrays.source,
        window=Window(length=5),
        split=Split(by="time"),
        preparation=arrays.preparation,
    )
    within = ready(series, Path()).dataset
    assert isinstance(within.x, np.ndarray)

    for most in (3000, 100):  # the rows fit there, then not even these
        monkeypatch.setenv("WORKBENCH_DATA_MEMORY", str(most))
        beyond = ready(series, Path())
        assert isinstance(beyond.dataset.x, Stretches)
        np.testing.assert_allclose(beyond.dataset.x[np.arange(len(within))], within.x, rtol=1e-6)
        np.testing.assert_array_equal(beyond.dataset.x[3], within.x[3])
        told = facts(beyond.dataset, beyond.parts)
        assert told.is_streamed and told.input_shape == (5, 4)


def test_that_the_range_of_numbers_that_stay_on_the_disk_is_their_own(
    arrays: DataSpec, monkeypatch: pytest.MonkeyPatch
) -> None:
    for preparation in (Preparation(scaling="none"), arrays.preparation):
        data = DataSpec(source=arrays.source, preparation=preparation)
        monkeypatch.delenv("WORKBENCH_DATA_MEMORY", raising=False)
        within = ready(data, Path())
        monkeypatch.setenv("WORKBENCH_DATA_MEMORY", "100")
        beyond = ready(data, Path())
        ranges = [facts(found.dataset, found.parts) for found in (within, beyond)]

        assert not ranges[0].is_streamed and ranges[1].is_streamed
        assert (ranges[1].minimum, ranges[1].maximum) == pytest.approx((ranges[0].minimum, ranges[0].maximum))

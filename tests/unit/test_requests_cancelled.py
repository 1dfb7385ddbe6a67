"""A long request that is cancelled ends soon, and the engine goes on."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.helpers.pictures import write_folder
from workbench.engine.requests import Desk
from workbench.foundation.errors import WorkbenchError
from workbench.project.data import Bundled, DataSpec, ImageFolder, ImageForm, Split, Table
from workbench.protocol import frames
from workbench.protocol.messages import (
    Cancel,
    Cancelled,
    DataInspected,
    DataLinted,
    InspectData,
    LintData,
    LookAt,
    Progress,
)

IRIS = DataSpec(source=Bundled("iris"), split=Split(by="time"))


class Ears:
    """Hears that a request is cancelled once so much has been told of it."""

    def __init__(self, *, after: int) -> None:
        self.asked = 0
        self._after = after

    def is_cancelled(self, _request: int) -> bool:
        self.asked += 1
        return self.asked > self._after


def _desk(ears: Ears) -> Desk:
    return Desk(lambda _progress: None, is_cancelled=ears.is_cancelled)


def test_that_only_a_cancel_is_heard_while_the_engine_works() -> None:
    cancel = frames.encode(Cancel(id=9, request=4))[4:]
    other = frames.encode(LookAt(id=4, path='{"type":"cancel"}'))[4:]

    assert frames.cancelled_by(cancel) == 4
    assert frames.cancelled_by(other) is None
    assert frames.cancelled_by(b"no frame") is None


def test_that_a_cancelled_reading_is_refused_and_the_next_is_answered(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("a,y\n" + "1,p\n2,q\n" * 50)
    data = DataSpec(source=Table(path=str(path), target="y"))
    ears = Ears(after=1)
    desk = _desk(ears)

    with pytest.raises(WorkbenchError) as caught:
        desk.answer(InspectData(id=1, data=data))

    assert [problem.code for problem in caught.value.problems] == ["cancelled"]
    ears.asked = -1000
    assert isinstance(desk.answer(InspectData(id=2, data=data)), DataInspected)
    assert desk.answer(Cancel(id=3, request=1)) == Cancelled(id=3)


def test_that_images_are_not_decoded_after_their_reading_was_cancelled(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from workbench.engine.data.pictures import collect

    decoded: list[str] = []
    plain = collect.decode
    monkeypatch.setattr(collect, "_EVERY", 1)
    monkeypatch.setattr(collect, "WORKERS", 1)
    monkeypatch.setattr(collect, "decode", lambda path, form: (decoded.append(path), plain(path, form))[1])
    folder = write_folder(tmp_path, each=60)
    data = DataSpec(source=ImageFolder(path=str(folder), form=ImageForm(height=6, width=8)))

    with pytest.raises(WorkbenchError, match="cancelled"):
        _desk(Ears(after=5)).answer(InspectData(id=1, data=data))

    assert len(decoded) < 180


def test_that_looking_through_a_crowded_folder_can_be_cancelled(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("workbench.engine.data.pictures.listing._EVERY", 10)
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        for number in range(25):
            (tmp_path / name / f"{number}.jpg").touch()
    ears = Ears(after=1)

    with pytest.raises(WorkbenchError, match="cancelled"):
        _desk(ears).answer(LookAt(id=1, path=str(tmp_path)))

    assert ears.asked == 2


def test_that_what_was_cancelled_before_its_turn_is_not_begun() -> None:
    desk = _desk(Ears(after=0))

    assert desk.answer(LintData(id=7, data=IRIS)) == DataLinted(id=7, is_whole=False, is_stopped=True)
    with pytest.raises(WorkbenchError, match="cancelled"):
        desk.answer(InspectData(id=8, data=IRIS))


def test_that_stopping_the_look_for_traps_keeps_what_was_found() -> None:
    whole = Desk(lambda _progress: None).answer(LintData(id=1, data=IRIS))
    assert isinstance(whole, DataLinted)
    found = []
    for after in range(1, 40):
        answer = _desk(Ears(after=after)).answer(LintData(id=1, data=IRIS))
        assert isinstance(answer, DataLinted)
        assert set(answer.findings) <= set(whole.findings)
        assert answer.is_whole is not answer.is_stopped
        found.append(len(answer.findings))

    assert found == sorted(found)
    assert found[-1] == len(whole.findings) > 0


def test_that_the_look_for_traps_tells_each_of_its_steps(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("workbench.engine.requests._BETWEEN", 0.0)
    path = tmp_path / "t.csv"
    path.write_text("a,b,y\n" + "".join(f"{n},{n % 5},{'pq'[n % 2]}\n" for n in range(100)))
    told: list[Progress] = []

    Desk(told.append).answer(LintData(id=5, data=DataSpec(source=Table(path=str(path), target="y"))))

    steps = {"reading", "counting", "splitting", "comparing", "checking"}
    assert {progress.what for progress in told} == steps
    assert all(0 <= progress.done <= progress.total for progress in told)
    assert {progress.id for progress in told} == {5}

"""The engine looks for traps when it is asked, tells how far it is, and lets any other request go first."""

from __future__ import annotations

from workbench.engine.requests import Desk
from workbench.project.data import Bundled, DataSpec, Split
from workbench.project.edits.remedies import SplitByShare
from workbench.protocol.messages import DataLinted, LintData, Progress

DIGITS = LintData(id=7, data=DataSpec(source=Bundled("digits"), split=Split(by="time")))


def test_that_findings_come_back_with_their_remedies() -> None:
    told: list[Progress] = []
    iris = LintData(id=8, data=DataSpec(source=Bundled("iris"), split=Split(by="time")))

    answer = Desk(told.append).answer(iris)

    assert isinstance(answer, DataLinted)
    assert answer.is_whole
    assert answer.id == 8
    remedies = {finding.problem.code: finding.remedy for finding in answer.findings}
    assert remedies["lint.class-order"] == SplitByShare()


def test_that_looking_for_traps_gives_way_to_any_other_request() -> None:
    answer = Desk(lambda _progress: None, is_asked=lambda: True).answer(DIGITS)

    assert answer == DataLinted(id=7, is_whole=False)

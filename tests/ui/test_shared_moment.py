"""One time for two panels of the same run."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from workbench.ui.live.moment import Moment
from workbench.ui.live.shared_moment import SharedMoment


def test_that_panels_of_one_run_stand_at_the_same_epoch_and_others_don_t(qtbot: QtBot) -> None:
    live, past = Moment(), Moment()
    are_alike = [True]
    shared = SharedMoment(live, past, lambda: are_alike[0])

    with qtbot.waitSignals([live.changed, past.changed]):
        live.stand_at(3)
    assert past.epoch == 3
    past.stand_at(None)
    assert live.is_newest

    are_alike[0] = False
    past.stand_at(5)
    assert live.is_newest
    shared.deleteLater()

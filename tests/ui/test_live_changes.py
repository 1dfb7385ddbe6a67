"""What the user set while a run went on stands at its place in the curves, in words."""

from __future__ import annotations

from pathlib import Path

from pytestqt.qtbot import QtBot

from tests.helpers.journals import WrittenRun
from tests.helpers.pages import exposed
from workbench.runs import journal
from workbench.runs.events import EpochEnded, SettingChanged
from workbench.runs.state import fold
from workbench.ui.live.curves import CurvePanel
from workbench.ui.theme import Theme


def test_that_changes_stand_in_the_plots_with_words_and_a_set_rate_is_marked_once(
    qtbot: QtBot, theme: Theme, tmp_path: Path
) -> None:
    run = WrittenRun(tmp_path / "run")
    run.begin(epochs=6)
    for epoch in range(6):
        if epoch == 2:
            at = {"epoch": 2, "step": 1}
            run.journal.write(SettingChanged, setting="learning_rate", before=0.01, value=0.002, **at)
            run.journal.write(SettingChanged, setting="epochs", before=9.0, value=6.0, **at)
        if epoch == 4:
            run.journal.write(
                SettingChanged, setting="EarlyStopping.patience", before=3.0, value=8.0, epoch=4, step=0
            )
        rate = 0.01 if epoch < 2 else 0.002
        run.journal.write(EpochEnded, epoch=epoch, values={"loss": 1.0}, seconds=1.0, learning_rate=rate)
    run.finish(epochs=6)
    run.close()
    panel = exposed(qtbot, CurvePanel(theme), 900, 260)

    panel.set_state(fold(journal.read(run.folder.journal)))

    chart = panel.plots[0].chart
    assert chart is not None
    assert chart.moment_texts == ("rate 0.002 · 6 epochs", "patience 8")
    assert [(moment.x, moment.text) for moment in chart.moments] == [
        (2.25, "learning rate 0.010 → 0.002"),
        (2.25, "epochs 9 → 6"),
        (4.0, "patience 3 → 8"),
    ]

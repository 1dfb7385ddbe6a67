import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QLabel, QProgressBar, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from tests.helpers.run_states import failed, finished, paused, reading, running, starting
from workbench.runs.events import Ending, Phase
from workbench.runs.state import RunState
from workbench.ui.training.elided import ElidedLabel
from workbench.ui.training.run_bar import RunBar

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform


@pytest.fixture
def bar(qtbot: QtBot) -> RunBar:
    bar = RunBar()
    qtbot.addWidget(bar)
    bar.resize(1280, 44)
    with qtbot.waitExposed(bar):
        bar.show()
    return bar


def _button(bar: RunBar, name: str) -> QPushButton:
    button = bar.findChild(QPushButton, name)
    assert button is not None
    return button


def _click(qtbot: QtBot, bar: RunBar, name: str) -> None:
    qtbot.mouseClick(_button(bar, name), Qt.MouseButton.LeftButton)


def _text(bar: RunBar, name: str) -> str:
    label = bar.findChild(QLabel, name)
    assert label is not None
    return label.full_text if isinstance(label, ElidedLabel) else label.text()


def test_that_train_is_asked_once_however_often_it_is_clicked(qtbot: QtBot, bar: RunBar) -> None:
    asked: list[bool] = []
    bar.train_requested.connect(lambda: asked.append(True))

    qtbot.mouseDClick(_button(bar, "run_main"), Qt.MouseButton.LeftButton)
    for _ in range(50):
        _click(qtbot, bar, "run_main")

    assert len(asked) == 1
    assert not _button(bar, "run_main").isEnabled()


def test_that_a_refused_request_frees_the_button(qtbot: QtBot, bar: RunBar) -> None:
    _click(qtbot, bar, "run_main")
    bar.request_refused()

    assert _button(bar, "run_main").isEnabled()


def test_that_the_reason_not_to_train_is_in_the_tooltip(qtbot: QtBot, bar: RunBar) -> None:
    bar.set_can_train(False, "5 units for 3 <classes>.")

    button = _button(bar, "run_main")
    assert not button.isEnabled()
    assert "5 units for 3 &lt;classes&gt;." in button.toolTip()
    assert button.accessibleDescription() == "5 units for 3 <classes>."
    with qtbot.assertNotEmitted(bar.train_requested):
        _click(qtbot, bar, "run_main")
    bar.set_can_train(True)
    assert button.isEnabled() and not button.toolTip()


def test_that_a_run_can_be_paused_resumed_stepped_and_stopped(qtbot: QtBot, bar: RunBar) -> None:
    main = _button(bar, "run_main")
    bar.set_state(running())
    assert main.text() == "Pause"

    with qtbot.waitSignal(bar.pause_requested):
        _click(qtbot, bar, "run_main")
    bar.set_state(running(step=3))
    assert not main.isEnabled(), "the journal has not answered yet"
    bar.set_state(paused(step=3))
    assert main.isEnabled() and main.text() == "Resume"

    with qtbot.waitSignal(bar.step_requested):
        _click(qtbot, bar, "run_step")
    assert not _button(bar, "run_step").isEnabled()
    bar.set_state(paused(step=4))
    assert _button(bar, "run_step").isEnabled()

    with qtbot.waitSignal(bar.resume_requested):
        _click(qtbot, bar, "run_main")
    bar.set_state(running(step=4))
    with qtbot.waitSignal(bar.stop_requested):
        _click(qtbot, bar, "run_stop")
    assert not _button(bar, "run_stop").isEnabled()
    bar.set_state(finished("stopped", 18))
    assert main.isEnabled() and main.text() == "Train"


def test_that_the_figures_stand_in_words(bar: RunBar) -> None:
    bar.set_state(running())

    assert _text(bar, "run_headline") == "Epoch 18 of 30"
    assert _text(bar, "run_time_left") == "43 s left"
    assert _text(bar, "run_rate") == "2,310 examples/s"
    assert _text(bar, "run_loss") == "loss 0.412"
    assert _text(bar, "run_metric") == "val_accuracy 0.823"
    progress = bar.findChild(QProgressBar)
    assert progress is not None and progress.value() == 583


def test_that_figures_do_not_dance(bar: RunBar) -> None:
    bar.set_state(running(step=1))
    before = [label.geometry() for label in bar.findChildren(QLabel) if "headline" not in label.objectName()]
    bar.set_state(running(epoch=2, step=3))

    after = [label.geometry() for label in bar.findChildren(QLabel) if "headline" not in label.objectName()]
    assert after == before


@pytest.mark.parametrize(
    ("phase", "expected"),
    [
        ("starting", "Starting…"),
        ("data", "Reading the data…"),
        ("building", "Building the network…"),
        ("compiling", "Compiling…"),
        ("saving", "Saving…"),
    ],
)
def test_that_phases_before_training_are_told(bar: RunBar, phase: Phase, expected: str) -> None:
    bar.set_state(starting(phase))

    assert _text(bar, "run_headline") == expected


def test_that_a_long_reading_of_the_data_shows_its_share_and_the_time_left(bar: RunBar) -> None:
    bar.set_state(reading("reading", 13, 33, 43))

    assert _text(bar, "run_headline") == "Reading the data: 43%"
    assert _text(bar, "run_time_left") == "8 s left"
    shown = bar.findChild(QProgressBar)
    assert shown is not None
    assert shown.value() == pytest.approx(0.43 * shown.maximum())

    bar.set_state(reading("fitting", 20))
    assert _text(bar, "run_headline") == "Learning the preparation: 20%"


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (None, "Ready to train"),
        (RunState(), "Starting…"),
        (paused(), "Paused in epoch 18 of 30"),
        (running(phase="validating"), "Epoch 18 of 30, validating"),
        (running(phase="saving"), "Epoch 18 of 30, saving"),
        (finished(), "Finished 30 epochs in 1 min 12 s"),
        (finished("stopped", 18), "Stopped after 18 of 30 epochs, 1 min 12 s"),
        (finished("suspended", 18), "Paused after 18 of 30 epochs, the device is free"),
        (finished("early", 18), "Ended early after 18 of 30 epochs, 1 min 12 s"),
        (failed(resumable=False), "Failed: The process was killed."),
    ],
)
def test_that_every_state_has_its_words(bar: RunBar, state: RunState | None, expected: str) -> None:
    bar.set_state(state)

    assert _text(bar, "run_headline") == expected


def test_that_a_failure_offers_the_checkpoint(qtbot: QtBot, bar: RunBar) -> None:
    bar.set_state(failed(resumable=False))
    assert not _button(bar, "run_resume").isVisible()

    bar.set_state(failed(resumable=True))
    assert _button(bar, "run_resume").isVisible()
    label = bar.findChild(ElidedLabel)
    assert label is not None and "Resume goes on." in label.toolTip()
    assert _text(bar, "run_failure_hint") == "Resume goes on."
    with qtbot.waitSignal(bar.resume_run_requested):
        _click(qtbot, bar, "run_resume")
    assert not _button(bar, "run_main").isEnabled()


def test_that_a_long_failure_does_not_widen_the_window(bar: RunBar) -> None:
    before = bar.minimumSizeHint().width()
    bar.set_state(failed(resumable=True, message="It broke. " * 100))

    assert bar.minimumSizeHint().width() < before + 300
    assert _text(bar, "run_headline").count("It broke.") == 100


@pytest.mark.parametrize(
    ("entry", "wish", "ending"), [(0, "suspend_requested", "suspended"), (1, "stop_now_requested", "stopped")]
)
def test_that_the_seldom_ways_to_leave_are_asked_from_the_menu_beside_stop(
    qtbot: QtBot, bar: RunBar, entry: int, wish: str, ending: Ending
) -> None:
    more = bar.findChild(QToolButton, "run_more")
    assert more is not None and not more.isVisible()
    bar.set_state(running())
    assert more.isVisible() and more.isEnabled() and more.accessibleName()

    def pick() -> None:
        menu = more.menu()
        place = menu.actionGeometry(menu.actions()[entry]).center()
        qtbot.mouseClick(menu, Qt.MouseButton.LeftButton, pos=place)

    QTimer.singleShot(0, pick)
    with qtbot.waitSignal(getattr(bar, wish)):
        qtbot.mouseClick(more, Qt.MouseButton.LeftButton)

    assert not _button(bar, "run_main").isEnabled()
    bar.set_state(finished(ending, 18))
    assert not more.isVisible() and _button(bar, "run_resume").isVisible()


def test_that_a_stop_that_is_not_obeyed_may_become_an_end_of_the_process(qtbot: QtBot, bar: RunBar) -> None:
    bar.set_state(running())
    _click(qtbot, bar, "run_stop")
    stop = _button(bar, "run_stop")
    patience = bar.findChild(QTimer)
    assert patience is not None and patience.isActive()

    patience.stop()
    patience.timeout.emit()

    assert stop.isEnabled() and stop.text() == "End process"
    with qtbot.waitSignal(bar.kill_requested):
        _click(qtbot, bar, "run_stop")
    bar.set_state(failed(resumable=True))
    assert stop.text() == "Stop" and not stop.isEnabled()
    assert not patience.isActive()


def test_that_every_button_can_be_found_by_name_and_reader(bar: RunBar) -> None:
    for name in ("run_main", "run_step", "run_stop", "run_resume"):
        assert _button(bar, name).accessibleName()


def test_that_the_bar_does_not_promise_what_train_refuses(qtbot: QtBot) -> None:
    bar = RunBar()
    qtbot.addWidget(bar)
    bar.set_can_train(False, "No data was chosen yet.")
    headline = bar.findChild(ElidedLabel, "run_headline")
    assert isinstance(headline, ElidedLabel)

    assert headline.full_text == "Not ready to train"
    assert "No data" in headline.toolTip()

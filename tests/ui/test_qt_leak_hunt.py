"""The hunt for leaks finds windows, timers and Qt threads, and knows what goes by itself."""

from __future__ import annotations

from PySide6.QtCore import QObject, QThread, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from tests.helpers import leaks


def test_that_a_forgotten_window_is_found(qapp: QApplication) -> None:
    before = leaks.survey()
    window = QWidget()
    window.setObjectName("forgotten")
    assert leaks.left_behind(before) == ["window QWidget 'forgotten'"]
    window.deleteLater()
    assert leaks.left_behind(before) == []


def test_that_a_running_timer_is_found(qapp: QApplication) -> None:
    before = leaks.survey()
    timer = QTimer()
    timer.setObjectName("tick")
    timer.start(1000)
    assert leaks.left_behind(before) == ["running QTimer 'tick' of None"]
    timer.stop()
    assert leaks.left_behind(before) == []


def test_that_a_timer_that_dies_with_its_parent_is_no_leak(qapp: QApplication) -> None:
    before = leaks.survey()
    parent = QObject()
    QTimer(parent).start(1000)
    parent.deleteLater()
    assert leaks.left_behind(before) == []


def test_that_a_timer_of_what_was_there_before_is_no_leak_and_one_of_the_application_is(
    qapp: QApplication,
) -> None:
    shared = QObject()
    QTimer(shared, singleShot=True).start(0)
    of_all = QTimer(qapp)
    of_all.setObjectName("of all")
    before = leaks.survey()
    QTimer(shared).start(1000)
    assert leaks.left_behind(before) == []
    of_all.start(1000)
    found = leaks.left_behind(before)
    of_all.stop()
    shared.deleteLater()
    assert len(found) == 1 and found[0].startswith("running QTimer 'of all'")


def test_that_a_running_qt_thread_is_found(qapp: QApplication) -> None:
    before = leaks.survey()
    thread = QThread()
    thread.setObjectName("loader")
    thread.start()
    found = leaks.left_behind(before)
    thread.quit()
    thread.wait()
    assert found == ["running QThread 'loader'"]


def test_that_a_window_the_bot_closes_is_no_leak(qtbot) -> None:  # type: ignore[no-untyped-def]
    window = QWidget()
    qtbot.addWidget(window)
    window.show()

"""PySide6 must not lose references: 6.12.0 under Python 3.11 did, and a window died within seconds."""

from __future__ import annotations

import sys

import pytest
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QLabel

_CALLS = 1000
_TOLERATED = 50


class _Source(QObject):
    fired = Signal()


@pytest.mark.parametrize("singleton", [None, True], ids=repr)
def test_that_a_thousand_calls_into_qt_keep_the_reference_counts(
    qapp: QApplication, singleton: object
) -> None:
    label = QLabel()
    source = _Source()
    before = sys.getrefcount(singleton)
    for number in range(_CALLS):
        label.setText(str(number))
        source.fired.emit()
    drift = sys.getrefcount(singleton) - before
    label.deleteLater()
    assert abs(drift) < _TOLERATED

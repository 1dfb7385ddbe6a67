"""Leading the keyboard from one part of a page to another."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget


def focus_first(area: QWidget) -> bool:
    """Give the keyboard to the first widget within ``area`` that takes it; False when there is none."""
    found = _first_in(area)
    if found is None:
        return False
    found.setFocus(Qt.FocusReason.TabFocusReason)
    return True


def next_pane(panes: Sequence[QWidget]) -> None:
    """Give the keyboard to the pane after the one that has it; to the first one when none has."""
    holder = QApplication.focusWidget()
    here = next((number for number, pane in enumerate(panes) if _holds(pane, holder)), -1)
    for step in range(1, len(panes) + 1):
        if focus_first(panes[(here + step) % len(panes)]):
            return


def _first_in(area: QWidget) -> QWidget | None:
    """Return ``area`` where it takes keys itself, else the first widget in it, in the order of Tab."""
    candidate = area
    while True:
        if _takes_keys(candidate) and _holds(area, candidate):
            return candidate
        following = candidate.nextInFocusChain()
        if following is None or following is area:
            return None
        candidate = following


def _takes_keys(widget: QWidget) -> bool:
    takes_tab = widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    return bool(takes_tab) and widget.isVisible() and widget.isEnabled() and widget.focusProxy() is None


def _holds(pane: QWidget, widget: QWidget | None) -> bool:
    return widget is not None and (widget is pane or pane.isAncestorOf(widget))

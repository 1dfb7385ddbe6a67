"""What can be chosen of a confusion matrix: counts or shares, order, the most confused, how near."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from workbench.ui.live.confusion_seen import Choice

_MOST = (0, 10, 25, 50, 100)


def _tr(text: str) -> str:
    return QCoreApplication.translate("ConfusionView", text)


class ConfusionMenu(QMenu):
    """Calls ``chosen`` with what is wanted and ``zoom`` with 1 (nearer), -1 (further) or 0 (the whole)."""

    def __init__(
        self,
        parent: QWidget,
        chosen: Callable[[Choice], None],
        zoom: Callable[[int], None],
        copy: Callable[[], None],
    ) -> None:
        super().__init__(parent)
        self._chosen = chosen
        self._choice = Choice()
        self._measures = self._group(
            "measure",
            {
                "counts": _tr("Counts"),
                "of_true": _tr("Per cent of the true class (rows)"),
                "of_predicted": _tr("Per cent of the predicted class (columns)"),
            },
        )
        self.addSeparator()
        self._orders = self._group(
            "order",
            {
                "given": _tr("Classes as they are"),
                "size": _tr("Classes with most examples first"),
                "confused": _tr("Most confused classes first"),
            },
        )
        self.addSeparator()
        named = {number: _tr("Only the {0} most confused").format(number) for number in _MOST[1:]}
        self._filters = self._group("most", {0: _tr("All classes"), **named})
        self.addSeparator()
        for step, text, name in (
            (1, _tr("Nearer  (+)"), "confusion_nearer"),
            (-1, _tr("Further away  (−)"), "confusion_further"),
            (0, _tr("The whole matrix  (0)"), "confusion_whole"),
        ):
            action = self.addAction(text)
            action.setObjectName(name)
            action.triggered.connect(lambda _checked=False, step=step: zoom(step))
        self.addSeparator()
        copying = self.addAction(_tr("Copy as a table"))
        copying.setObjectName("confusion_copy")
        copying.triggered.connect(lambda _checked=False: copy())

    @property
    def choice(self) -> Choice:
        return self._choice

    def offer(self, classes: int) -> None:
        """Offer what makes sense for so many classes."""
        for number, action in self._filters.items():
            action.setVisible(isinstance(number, int) and (number == 0 or number < classes))

    def _group(self, field: str, titles: dict[str, str] | dict[int, str]) -> dict[str | int, QAction]:
        group = QActionGroup(self)
        actions: dict[str | int, QAction] = {}
        for value, title in titles.items():
            action = self.addAction(title)
            action.setObjectName(f"confusion_{field}_{value}")
            action.setCheckable(True)
            action.setChecked(getattr(self._choice, field) == value)
            action.triggered.connect(
                lambda _checked=False, field=field, value=value: self._choose(field, value)
            )
            group.addAction(action)
            actions[value] = action
        return actions

    def _choose(self, field: str, value: Any) -> None:
        self._choice = replace(self._choice, **{field: value})
        self._chosen(self._choice)

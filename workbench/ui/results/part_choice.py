"""On which part of its data a run's model is judged: one that has examples."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import QComboBox, QWidget

from workbench.protocol.judgement import SplitName
from workbench.runs import parts
from workbench.runs.folder import RunFolder


class PartChoice(QComboBox):
    """A run begins with its test part, else with validation, else training; the user may choose another."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("which_part")
        self.setAccessibleName(self.tr("Part of the data to judge on"))
        self.addItem(self.tr("on training"), "train")
        self.addItem(self.tr("on validation"), "validation")
        self.addItem(self.tr("on test"), "test")
        self.setCurrentIndex(self.findData("test"))
        self._folder: RunFolder | None = None
        self._parts: tuple[SplitName, ...] | None = None
        self._is_chosen = False
        self.activated.connect(self._on_activated)

    @property
    def part(self) -> SplitName:
        chosen: SplitName = self.currentData()
        return chosen

    def follow(self, folder: RunFolder | None, *, has_begun: bool) -> None:
        """Take in whose data it is about, and whether these are dealt out by now."""
        if folder != self._folder:
            self._folder, self._parts, self._is_chosen = folder, None, False
            self._show()
        if folder is not None and has_begun and self._parts is None:
            self._parts = parts.there(folder.artifacts) or ()
            self._show()

    def _show(self) -> None:
        known = self._parts or None
        model = self.model()
        assert isinstance(model, QStandardItemModel)
        for index in range(self.count()):
            is_there = known is None or self.itemData(index) in known
            model.item(index).setEnabled(is_there)
            why = "" if is_there else self.tr("This run has no such part: the split left it empty.")
            self.setItemData(index, why, Qt.ItemDataRole.ToolTipRole)
        if not self._is_chosen or (known is not None and self.part not in known):
            self.setCurrentIndex(self.findData(parts.usual(known)))

    @Slot()
    def _on_activated(self) -> None:
        self._is_chosen = True

"""The roles of a table's columns: which one is to be told, and which ones tell it."""

from __future__ import annotations

from msgspec.structs import replace
from PySide6.QtCore import QCoreApplication, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QLabel, QListWidget, QListWidgetItem, QWidget

from workbench.project.data import Table
from workbench.ui.inspector.editors.combo import CalmComboBox
from workbench.ui.training.settings_card import Card

_ROW, _MOST_ROWS = 26, 8


class RolesCard(Card):
    """``changed`` carries the source with other roles. At least one feature stays chosen."""

    changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(QCoreApplication.translate("RolesCard", "Columns"), name="roles", parent=parent)
        self._source = Table(path="", target="")
        self._columns: tuple[str, ...] = ()
        self.target = CalmComboBox(self)
        self.target.setObjectName("target")
        self.target.setAccessibleName(self.tr("Target column"))
        self.features = QListWidget(self)
        self.features.setObjectName("features")
        self.features.setProperty("role", "plain")
        self.features.setAccessibleName(self.tr("Feature columns"))
        self.message = QLabel(self)
        self.message.setObjectName("features_message")
        self.message.setProperty("role", "bad")
        self.message.setWordWrap(True)
        self.message.hide()
        for words, widget in (
            (self.tr("target: what the network learns to tell"), self.target),
            (self.tr("features: what it tells it by"), self.features),
        ):
            label = QLabel(words, self)
            label.setProperty("role", "muted")
            label.setBuddy(widget)
            self.content.addWidget(label)
            self.content.addWidget(widget)
        self.content.addWidget(self.message)
        self.content.setSpacing(6)
        self.target.activated.connect(self._on_target_activated)
        self.features.itemChanged.connect(self._on_feature_changed)

    def show_source(self, source: Table, columns: tuple[str, ...]) -> None:
        """Show the roles of a table that has these columns."""
        names = columns if source.target in columns or not source.target else (*columns, source.target)
        self._source = source
        self.message.hide()
        if names != self._columns:
            self._columns = names
            self.target.clear()
            self.target.addItems(names)
        self.target.setCurrentIndex(names.index(source.target) if source.target in names else -1)
        self._show_features()

    def _show_features(self) -> None:
        with QSignalBlocker(self.features):
            self._match_rows([name for name in self._columns if name != self._source.target])
            for row in range(self.features.count()):
                item = self.features.item(row)
                is_used = not self._source.features or item.text() in self._source.features
                item.setCheckState(Qt.CheckState.Checked if is_used else Qt.CheckState.Unchecked)
        rows = max(1, min(self.features.count(), _MOST_ROWS))
        self.features.setFixedHeight(rows * _ROW + 4)

    def _match_rows(self, names: list[str]) -> None:
        if [self.features.item(row).text() for row in range(self.features.count())] == names:
            return
        self.features.clear()
        for name in names:
            item = QListWidgetItem(name, self.features)
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsUserCheckable)

    def _on_target_activated(self, index: int) -> None:
        target = self._columns[index]
        features = tuple(name for name in self._source.features if name != target)
        self.changed.emit(replace(self._source, target=target, features=features))

    def _on_feature_changed(self) -> None:
        items = [self.features.item(row) for row in range(self.features.count())]
        used = tuple(item.text() for item in items if item.checkState() == Qt.CheckState.Checked)
        if not used:
            self._show_features()
            self.message.setText(self.tr("Expected at least one feature, received none."))
            self.message.show()
            return
        features = () if len(used) == len(items) else used
        self.changed.emit(replace(self._source, features=features))

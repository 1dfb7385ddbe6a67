"""What waits for its turn: the order can be changed, and anything taken out."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from workbench.runs.queue import Entry
from workbench.ui.live.labels import plain_label
from workbench.ui.live.words import moment
from workbench.ui.training.queue_keeper import QueueKeeper

_ENTRY = Qt.ItemDataRole.UserRole


class QueueDialog(QDialog):
    """Follows the keeper while it is open; ``reason`` says why the project at hand can't be queued."""

    def __init__(self, keeper: QueueKeeper, *, reason: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keeper = keeper
        self.setObjectName("queue")
        self.setWindowTitle(self.tr("Queue"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(480, 320)
        self.list = QListWidget(self)
        self.list.setObjectName("queue_list")
        self.list.setAccessibleName(self.tr("Trainings that wait"))
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.words = plain_label("queue_words", role="muted")
        self.words.setWordWrap(True)
        self.up = self._button("queue_up", self.tr("Earlier"), self.tr("Alt+Up"))
        self.down = self._button("queue_down", self.tr("Later"), self.tr("Alt+Down"))
        self.remove = self._button("queue_remove", self.tr("Take out"), self.tr("Delete"))
        self.add = self._button("queue_add", self.tr("Queue this project"), reason)
        self.add.setEnabled(not reason)
        self._lay_out()
        self.up.clicked.connect(lambda: self._move(-1))
        self.down.clicked.connect(lambda: self._move(1))
        self.remove.clicked.connect(self._take_out)
        self.add.clicked.connect(keeper.add)
        for keys, slot in (
            ("Alt+Up", lambda: self._move(-1)),
            ("Alt+Down", lambda: self._move(1)),
            ("Delete", self._take_out),
        ):
            QShortcut(QKeySequence(keys), self, slot)
        self.list.currentRowChanged.connect(self._show_buttons)
        keeper.changed.connect(self._show)
        self._show()

    def _button(self, name: str, text: str, tip: str) -> QPushButton:
        button = QPushButton(text, self)
        button.setObjectName(name)
        button.setAccessibleName(text)
        button.setToolTip(tip)
        button.setAutoDefault(False)
        return button

    def _lay_out(self) -> None:
        beside = QVBoxLayout()
        beside.setSpacing(8)
        for button in (self.up, self.down, self.remove):
            beside.addWidget(button)
        beside.addStretch(1)
        middle = QHBoxLayout()
        middle.setSpacing(12)
        middle.addWidget(self.list, 1)
        middle.addLayout(beside)
        close = self._button("queue_close", self.tr("Close"), "")
        close.clicked.connect(self.accept)
        below = QHBoxLayout()
        below.addWidget(self.add)
        below.addStretch(1)
        below.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 20, 20, 16)
        layout.setSpacing(12)
        layout.addWidget(self.words)
        layout.addLayout(middle, 1)
        layout.addLayout(below)

    @Slot()
    def _show(self) -> None:
        chosen = self._chosen()
        row = max(0, self.list.currentRow())
        self.list.clear()
        for number, entry in enumerate(self._keeper.waiting, start=1):
            device = self.tr("automatic") if entry.device == "auto" else entry.device.upper()
            text = f"{number}   {entry.title} · {device} · {moment(entry.added_at)}"
            item = QListWidgetItem(text)
            item.setData(_ENTRY, entry.id)
            self.list.addItem(item)
            if chosen is not None and entry.id == chosen.id:
                row = number - 1
        self.list.setCurrentRow(min(row, self.list.count() - 1))
        self.words.setText(self._told())
        self._show_buttons()

    def _told(self) -> str:
        running = ", ".join(entry.title for entry in self._keeper.running)
        if not self._keeper.waiting and not running:
            return self.tr(
                "Nothing waits. Trainings in the queue begin one after another as soon as their device is "
                "free, also when this window is closed."
            )
        told = self.tr("Begins as soon as its device is free, also when this window is closed.")
        return self.tr("Of the queue now training: {0}. {1}").format(running, told) if running else told

    @Slot()
    def _show_buttons(self) -> None:
        row, count = self.list.currentRow(), self.list.count()
        self.up.setEnabled(row > 0)
        self.down.setEnabled(0 <= row < count - 1)
        self.remove.setEnabled(row >= 0)

    def _chosen(self) -> Entry | None:
        item = self.list.currentItem()
        wanted = None if item is None else item.data(_ENTRY)
        return next((entry for entry in self._keeper.waiting if entry.id == wanted), None)

    def _move(self, by: int) -> None:
        entry, to = self._chosen(), self.list.currentRow() + by
        if entry is not None and 0 <= to < self.list.count():
            self._keeper.move(entry, to)

    @Slot()
    def _take_out(self) -> None:
        entry = self._chosen()
        if entry is not None:
            self._keeper.remove(entry)

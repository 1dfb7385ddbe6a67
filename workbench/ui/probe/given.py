"""The example that is probed: numbers that are typed, a drawn or dropped picture, or a row of the data."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QTemporaryDir, Signal, Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QImage
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QSpinBox,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from workbench.ui.live.labels import plain_label
from workbench.ui.results.draw_pad import DrawPad
from workbench.ui.theme import Theme, mono_font

NUMBERS, ROW, PICTURE = "numbers", "row", "picture"
_PAD = 150


class GivenExample(QWidget):
    """``changed`` comes whenever there is another example to probe."""

    changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("probe_given")
        self.setAcceptDrops(True)
        self._file = ""
        self._scratch: QTemporaryDir | None = None
        self.kind = QComboBox()
        self.kind.setObjectName("probe_kind")
        self.kind.setAccessibleName(self.tr("Example"))
        for key, title in (
            (NUMBERS, self.tr("typed numbers")),
            (ROW, self.tr("a row of the data")),
            (PICTURE, self.tr("a picture")),
        ):
            self.kind.addItem(title, key)
        self.numbers = QLineEdit()
        self.numbers.setObjectName("probe_numbers")
        self.numbers.setAccessibleName(self.tr("Numbers as the network gets them"))
        self.numbers.setFont(mono_font())
        self.numbers.setPlaceholderText(self.tr("numbers with spaces between them, such as 2 3"))
        self._refusal = plain_label("probe_refusal", role="bad")
        self._refusal.setWordWrap(True)
        self._refusal.hide()
        self.row = QSpinBox()
        self.row.setObjectName("probe_row")
        self.row.setAccessibleName(self.tr("Number of the row, those of validation first"))
        self.row.setMaximum(1_000_000_000)
        self.pad = DrawPad(theme)
        self.clear = QPushButton(self.tr("Clear"))
        self.clear.setObjectName("probe_clear")
        self.choose_file = QPushButton(self.tr("Choose a file…"))
        self.choose_file.setObjectName("probe_choose")
        self._stack = QStackedWidget()
        self._pages: list[QWidget] = []
        self._arrange()
        self._show_kind()
        self.kind.activated.connect(self._on_kind_activated)
        self.numbers.textChanged.connect(self._on_numbers_changed)
        self.row.valueChanged.connect(self.changed)
        self.pad.drawn.connect(self._on_drawn)
        self.clear.clicked.connect(self._on_clear_clicked)
        self.choose_file.clicked.connect(self._on_choose_clicked)

    @property
    def chosen(self) -> str:
        """Which kind of example it is."""
        kind: str = self.kind.currentData()
        return kind

    def fields(self) -> dict[str, object] | None:
        """Return what a probe is asked with; None while what is typed is no numbers."""
        if self.chosen == ROW:
            return {"row": self.row.value()}
        if self.chosen == PICTURE:
            return {"file": self._file}
        try:
            return {"values": tuple(float(word) for word in self.numbers.text().replace(",", " ").split())}
        except ValueError:
            return None

    def choose(self, kind: str) -> None:
        """Take another kind of example."""
        self.kind.setCurrentIndex(self.kind.findData(kind))
        self._show_kind()

    def take_file(self, path: Path) -> None:
        """Take the picture, or the first example, of a file."""
        self.choose(PICTURE)
        self._file = str(path)
        image = QImage(str(path))
        if not image.isNull():
            self.pad.show_photograph(image)
        self.changed.emit()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        files = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if files:
            self.take_file(Path(files[0]))
            event.acceptProposedAction()

    def _arrange(self) -> None:
        self.pad.setFixedSize(_PAD, _PAD)
        picture = QWidget()
        beside = QHBoxLayout(picture)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.addWidget(self.pad)
        buttons = QVBoxLayout()
        for button in (self.choose_file, self.clear):
            buttons.addWidget(button)
        buttons.addStretch(1)
        beside.addLayout(buttons)
        beside.addStretch(1)
        for widget in (self.numbers, self.row, picture):
            page = QWidget()
            column = QVBoxLayout(page)
            column.setContentsMargins(0, 0, 0, 0)
            column.addWidget(widget)
            column.addStretch(1)
            self._stack.addWidget(page)
            self._pages.append(page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self.kind)
        layout.addWidget(self._stack)
        layout.addWidget(self._refusal)
        layout.addStretch(1)

    def _show_kind(self) -> None:
        """Show what an example of that kind is given by, as high as that is."""
        self._stack.setCurrentIndex(self.kind.currentIndex())
        for page in self._pages:
            is_shown = page is self._stack.currentWidget()
            policy = QSizePolicy.Policy.Preferred if is_shown else QSizePolicy.Policy.Ignored
            page.setSizePolicy(policy, policy)

    @Slot(int)
    def _on_kind_activated(self, _index: int) -> None:
        self._show_kind()
        self.changed.emit()

    def _on_numbers_changed(self, text: str) -> None:
        is_refused = self.fields() is None
        self._refusal.setText(self.tr("Expected numbers, received “{0}”.").format(text) if is_refused else "")
        self._refusal.setVisible(is_refused)
        if not is_refused:
            self.changed.emit()

    def _on_drawn(self) -> None:
        if self._scratch is None:
            self._scratch = QTemporaryDir()
        self._file = self._scratch.filePath("drawn.png")
        self.pad.centred().save(self._file)
        self.changed.emit()

    def _on_choose_clicked(self) -> None:
        dialog = QFileDialog(self, self.tr("Choose an example"), str(Path.home()))
        dialog.setObjectName("probe_dialog")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda name: self.take_file(Path(name)))
        dialog.open()

    def _on_clear_clicked(self) -> None:
        self.pad.clear()
        self._file = ""
        self.changed.emit()

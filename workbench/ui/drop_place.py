"""What lies over the window while a file is dragged over it: words of what letting go will do."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QKeySequence, QPainter, QPaintEvent, QPen, QShortcut
from PySide6.QtWidgets import QWidget

from workbench.project import file
from workbench.ui.theme import Theme

_INSET, _RADIUS, _VEIL = 10, 10, 225
_WIDEST = 620
_LONGEST, _END = 60, 16
_TABLES = frozenset((".csv", ".tsv", ".txt", ".parquet", ".xlsx"))
_ARRAYS = frozenset((".npz", ".npy"))


def local_files(data: QMimeData) -> list[Path]:
    """Return the files and folders of this machine that are dragged."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]


class DropPlace(QWidget):
    """Covers its parent, from ``invite`` until it is hidden; what is under it still gets the drag."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._words = self._more = ""
        self.setObjectName("drop_place")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        QShortcut(QKeySequence(Qt.Key.Key_Escape), self, self.hide)
        self.hide()

    @property
    def words(self) -> str:
        """What letting go will do."""
        return " ".join(filter(None, (self._words, self._more)))

    def invite(self, files: list[Path], *, room: QRect) -> None:
        """Say what will become of the first of the files, in that part of the parent."""
        self._words = self._told(files[0])
        others = len(files) - 1
        one = self.tr("The other one that is dragged is left alone.")
        several = self.tr("The other {0} that are dragged are left alone.").format(others)
        self._more = "" if not others else one if others == 1 else several
        self.setAccessibleName(self.words)
        self.setGeometry(room)
        self.show()
        self.raise_()
        self.update()

    def _told(self, path: Path) -> str:
        name, kind = _short(path.name or str(path)), path.suffix.lower()
        if path.is_dir():
            words = self.tr("Look at the folder {0}, and propose a project for its images")
        elif path.suffix == file.SUFFIX:
            words = self.tr("Open the project {0}")
        elif kind == ".keras":
            words = self.tr("Import the Keras model {0} as a project")
        elif kind in _TABLES:
            words = self.tr("Look at the table {0}, and propose a project for it")
        elif kind in _ARRAYS:
            words = self.tr("Look at the arrays in {0}, and propose a project for them")
        else:
            words = self.tr("Look at {0}, and say whether it can be used as data")
        return words.format(f"“{name}”")

    def paintEvent(self, event: QPaintEvent) -> None:
        colors = self._theme.colors
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        veil = QColor(colors.background)
        veil.setAlpha(_VEIL)
        painter.fillRect(self.rect(), veil)
        painter.setPen(QPen(QColor(colors.accent), 2, Qt.PenStyle.DashLine))
        inner = QRectF(self.rect()).adjusted(_INSET, _INSET, -_INSET, -_INSET)
        painter.drawRoundedRect(inner, _RADIUS, _RADIUS)
        self._paint_words(painter)
        painter.end()

    def _paint_words(self, painter: QPainter) -> None:
        colors, bold = self._theme.colors, self.font()
        bold.setPixelSize(15)
        bold.setBold(True)
        room = QRect(0, 0, min(_WIDEST, self.width() - 8 * _INSET), self.height())
        room.moveCenter(self.rect().center())
        flags = int(Qt.AlignmentFlag.AlignCenter) | int(Qt.TextFlag.TextWordWrap)
        painter.setFont(bold)
        painter.setPen(QColor(colors.text))
        place = painter.boundingRect(room, flags, self._words)
        painter.drawText(room, flags, self._words)
        painter.setFont(self.font())
        painter.setPen(QColor(colors.muted))
        under = QRect(room.left(), place.bottom() + 12, room.width(), 60)
        rest = self._more or self.tr("Let go to do it, Esc to leave it")
        painter.drawText(under, int(Qt.AlignmentFlag.AlignHCenter) | int(Qt.TextFlag.TextWordWrap), rest)


def _short(name: str) -> str:
    """Return a name without the middle of a very long one: its end tells what it is."""
    return name if len(name) <= _LONGEST else f"{name[: _LONGEST - _END]}…{name[-_END:]}"

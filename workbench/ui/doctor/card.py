"""One finding of the doctor: what, the figures, why it matters, and buttons that treat it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QEnterEvent, QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from workbench.doctor.diagnosis import Cure, Diagnosis, Evidence
from workbench.ui.doctor.words import SIGNS, severity_word, words_of
from workbench.ui.live.labels import plain_label, plain_tip

_ROOM, _GAP = 276, 6  # pixels for the buttons of a row, and between them


class EvidenceLine(QLabel):
    """Words and figures; where they belong to an epoch, a click or Enter asks to see it."""

    clicked = Signal(int)

    def __init__(self, evidence: Evidence, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("evidence")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self._epoch: int | None = None
        self.show_evidence(evidence)

    def show_evidence(self, evidence: Evidence) -> None:
        """Say this from now on."""
        self._epoch = evidence.epoch
        self.setText(evidence.text)
        self.setAccessibleName(evidence.text)
        tip = "" if self._epoch is None else self.tr("Show epoch {0} in the curves").format(self._epoch)
        self.setToolTip(tip)
        self.setAccessibleDescription(tip)
        is_link = self._epoch is not None
        self.setCursor(Qt.CursorShape.PointingHandCursor if is_link else Qt.CursorShape.ArrowCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if is_link else Qt.FocusPolicy.NoFocus)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self._show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._show()
        else:
            super().keyPressEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self._underline(has=self._epoch is not None)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._underline(has=self.hasFocus())

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._underline(has=True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._underline(has=False)

    def _underline(self, *, has: bool) -> None:
        font = self.font()
        font.setUnderline(has)
        self.setFont(font)

    def _show(self) -> None:
        if self._epoch is not None:
            self.clicked.emit(self._epoch)


class DiagnosisCard(QFrame):
    """Shows one diagnosis; ``epoch_wanted`` and ``cure_wanted`` carry what was clicked."""

    epoch_wanted = Signal(int)
    cure_wanted = Signal(object)

    def __init__(self, diagnosis: Diagnosis, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.diagnosis = diagnosis
        self.setObjectName(f"diagnosis_{diagnosis.code}")
        self.setProperty("role", "card")
        self._lines: list[EvidenceLine] = []
        self._buttons: list[tuple[Cure, QPushButton]] = []
        self._sign = plain_label("sign", bold=True)
        self._title, self._why, self._tries = (
            plain_label("title", bold=True),
            plain_label("why", role="muted"),
            plain_label("tries", role="muted"),
        )
        for label in (self._title, self._why, self._tries):
            label.setWordWrap(True)
        self._evidence, self._cures, self._rows = QVBoxLayout(), QVBoxLayout(), QWidget(self)
        self._arrange()
        self.show_diagnosis(diagnosis)

    def show_diagnosis(self, diagnosis: Diagnosis) -> None:
        """Say this from now on; what stays the same stays where it is, with the keyboard in it."""
        is_first, before, self.diagnosis = not self._title.text(), self.diagnosis, diagnosis
        self.setAccessibleName(f"{severity_word(diagnosis.severity)}: {diagnosis.title}")
        self._sign.setText(SIGNS[diagnosis.severity])
        self._sign.setProperty("role", "bad" if diagnosis.severity == "error" else "")
        self._sign.setToolTip(severity_word(diagnosis.severity))
        self._title.setText(diagnosis.title)
        self._why.setText(diagnosis.why)
        self._tries.setText("\n".join(f"→ {attempt}" for attempt in diagnosis.tries))
        self._tries.setVisible(bool(diagnosis.tries))
        self._show_evidence(diagnosis.evidence)
        if is_first or before.remedies != diagnosis.remedies:
            self._show_buttons(diagnosis.remedies)

    def show_use(self, use: Callable[[Cure], str]) -> None:
        """Allow the buttons for whose edit ``use`` returns nothing; else it says why it is of no use."""
        for cure, button in self._buttons:
            reason = use(cure)
            button.setEnabled(not reason)
            tip = reason or self.tr("Changes the open project. One step to undo.")
            button.setToolTip(plain_tip(tip))
            button.setAccessibleDescription(tip)

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(6)
        head.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self._title, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 8, 10, 10)
        column.setSpacing(4)
        column.addLayout(head)
        for layout in (self._evidence, self._cures):
            layout.setSpacing(4)
        column.addLayout(self._evidence)
        column.addLayout(self._cures)
        column.addWidget(self._why)
        column.addWidget(self._tries)

    def _show_evidence(self, evidence: tuple[Evidence, ...]) -> None:
        while len(self._lines) > len(evidence):
            line = self._lines.pop()
            line.hide()
            line.deleteLater()
        for number, each in enumerate(evidence):
            if number < len(self._lines):
                self._lines[number].show_evidence(each)
                continue
            line = EvidenceLine(each, self)
            line.clicked.connect(self.epoch_wanted)
            self._evidence.addWidget(line)
            self._lines.append(line)

    def _show_buttons(self, cures: tuple[Cure, ...]) -> None:
        self._rows.hide()
        self._buttons = [(cure, self._button(cure)) for cure in cures]
        rows = QWidget(self)
        column = QVBoxLayout(rows)
        column.setContentsMargins(0, 2, 0, 2)
        column.setSpacing(4)
        room = 0
        for _, button in self._buttons:
            width = button.sizeHint().width() + _GAP
            if width > room:
                row, room = QHBoxLayout(), _ROOM
                row.setSpacing(_GAP)
                row.addStretch(1)
                column.addLayout(row)
            row.insertWidget(row.count() - 1, button)
            room -= width
        self._cures.addWidget(rows)
        self._rows.deleteLater()
        self._rows = rows
        rows.setVisible(bool(cures))

    def _button(self, cure: Cure) -> QPushButton:
        button = QPushButton(words_of(cure), self)
        button.setObjectName(f"cure_{type(cure).__name__}")
        button.setAccessibleName(f"{words_of(cure)}: {self.diagnosis.title}")
        button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        button.clicked.connect(partial(self._on_button_clicked, cure))
        return button

    def _on_button_clicked(self, cure: Cure, _checked: bool = False) -> None:
        self.cure_wanted.emit(cure)

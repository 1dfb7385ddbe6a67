"""What an answer to a picture rests on: Grad-CAM and occlusion, laid over the picture."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from workbench.protocol.judgement import Which
from workbench.protocol.messages import Explain, Explained, Failed, Response
from workbench.protocol.probing import Explanation
from workbench.ui.data.pictures.picture import decoded
from workbench.ui.inspector.notes import ProblemNotes
from workbench.ui.live.labels import plain_label
from workbench.ui.results.questions import RunQuestions
from workbench.ui.theme import Theme

_SIDE, _GAP, _TITLE, _COARSE = 168, 16, 20, 48


class ExplanationPanel(QWidget):
    """Hidden until something is to be explained."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("explanation_panel")
        self._questions: RunQuestions | None = None
        self._title = plain_label("explanation_title", bold=True)
        self._notes = ProblemNotes(name="explanation_problems", parent=self)
        self.pictures = ExplanationView(theme)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        for widget in (self._title, self._notes, self.pictures):
            layout.addWidget(widget)
        self.hide()

    def connect_questions(self, questions: RunQuestions) -> None:
        self._questions = questions

    def explain(self, run: Path, which: Which, *, row: int = -1, file: str = "") -> None:
        """Ask what the model's answer to a row of the data, or to a file, rests on."""
        if self._questions is None:
            return
        self._title.setText(self.tr("Looking at what the answer rests on…"))
        self._notes.show_problems(())
        self.pictures.show_explanation(None)
        self.show()
        fields: dict[str, Any] = {"run": str(run), "which": which, "row": row, "file": file}
        self._questions.ask("explain", Explain, self._on_answered, **fields)

    def _on_answered(self, response: Response) -> None:
        if isinstance(response, Explained):
            found = response.explanation
            self._title.setText(self.tr("Why {0} ({1})").format(found.name, f"{found.score:.3f}"))
            self.pictures.show_explanation(found)
        elif isinstance(response, Failed):
            self._title.setText("")
            self._notes.show_problems(response.problems)


class ExplanationView(QWidget):
    """The picture, and over it what speaks for the answer: the stronger the colour, the more."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("explanation_view")
        self.setAccessibleName(self.tr("What the answer rests on"))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(_TITLE + _SIDE + 4)
        self._theme = theme
        self._found: Explanation | None = None
        theme.changed.connect(self.update)

    @property
    def explanation(self) -> Explanation | None:
        return self._found

    def show_explanation(self, found: Explanation | None) -> None:
        self._found = found
        self.setVisible(found is not None)
        if found is not None and found.most > 0:
            self.setAccessibleDescription(
                self.tr("Covering the part that matters most lowers the answer by {0}").format(
                    f"{found.most:.3f}"
                )
            )
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(3 * (_SIDE + _GAP), _TITLE + _SIDE + 4)

    def paintEvent(self, event: QPaintEvent) -> None:
        found = self._found
        if found is None:
            return
        picture = decoded(found.picture)
        maps = [(self.tr("the picture"), QImage())]
        if found.cam:
            maps.append((self.tr("Grad-CAM, {0}").format(found.layer), heat(found.cam, found.cam_shape)))
        lowered = self.tr("occlusion, up to −{0}").format(f"{max(found.most, 0):.2f}")
        maps.append((lowered, heat(found.occluded, found.occluded_shape)))
        with QPainter(self) as painter:
            for number, (title, over) in enumerate(maps):
                left = number * (_SIDE + _GAP)
                painter.setPen(QColor(self._theme.colors.muted))
                shown = painter.fontMetrics().elidedText(title, Qt.TextElideMode.ElideRight, _SIDE)
                painter.drawText(QRectF(left, 0, _SIDE, _TITLE), Qt.AlignmentFlag.AlignLeft, shown)
                size = picture.size().scaled(_SIDE, _SIDE, Qt.AspectRatioMode.KeepAspectRatio)
                place = QRectF(left, _TITLE, size.width(), size.height())
                # Small pictures keep the edges of their pixels; what lies over them is smooth.
                smooth = QPainter.RenderHint.SmoothPixmapTransform
                painter.setRenderHint(smooth, max(picture.width(), picture.height()) > _COARSE)
                painter.drawImage(place, picture)
                painter.setRenderHint(smooth, True)
                if not over.isNull():
                    painter.drawImage(place, over)


def heat(shades: bytes, shape: tuple[int, int]) -> QImage:
    """Return a map as an image that is clear at 0 and red at 255; a null image for a map that is damaged."""
    height, width = shape
    if not shades or len(shades) != height * width:
        return QImage()
    values = np.frombuffer(shades, dtype=np.uint8).reshape(height, width)
    pixels = np.zeros((height, width, 4), dtype=np.uint8)
    pixels[..., 0] = 255
    pixels[..., 1] = 150 - (values.astype(np.int32) * 110 // 255)
    pixels[..., 3] = (values.astype(np.float32) * 0.75).astype(np.uint8)
    return QImage(pixels.tobytes(), width, height, 4 * width, QImage.Format.Format_RGBA8888).copy()

"""Examples of each part, as the network gets them."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from workbench.foundation.errors import Problem
from workbench.project.data import DataSpec
from workbench.protocol.facts import PARTS, DataFacts, PartName
from workbench.protocol.looks import Examples
from workbench.ui.data.pictures.curves import ColumnLegend, are_windows, curves
from workbench.ui.data.pictures.flow import PictureFlow
from workbench.ui.data.pictures.picture import Picture, decoded
from workbench.ui.data.scrolling import scrolling
from workbench.ui.data.tables import ReadingTable
from workbench.ui.inspector.editors import show
from workbench.ui.inspector.notes import ProblemNotes
from workbench.ui.theme import Theme

_CELL, _MOST_COLUMNS = 104, 60


class ExamplesView(QFrame):
    """``wanted`` carries the part and whether its images are to be augmented."""

    wanted = Signal(str, bool)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("examples_view")
        self.setProperty("role", "card")
        self._part: PartName = "train"
        self._theme, self._examples = theme, Examples(shape=(), total=0)
        self._is_fresh, self._has_layers, self._has_windows = False, False, False
        self.buttons = {part: self._button(part) for part in PARTS}
        group = QButtonGroup(self)
        for button in self.buttons.values():
            group.addButton(button)
        self.augmented = QCheckBox(self.tr("augmented, as in training"), self)
        self.augmented.setObjectName("examples_augmented")
        self.augmented.clicked.connect(self._ask)
        self.caption = QLabel(self)
        self.caption.setObjectName("examples_caption")
        self.caption.setProperty("role", "muted")
        self.caption.setTextFormat(Qt.TextFormat.PlainText)
        self.caption.setWordWrap(True)
        self.notes = ProblemNotes(name="problems_examples", parent=self)
        self.legend = ColumnLegend(theme, self)
        self.legend.hide()
        self.pictures = PictureFlow(theme, name="example_pictures", cell=_CELL, parent=self)
        self.table = ReadingTable(
            name="example_rows", title=self.tr("Examples of the part"), most=24, parent=self
        )
        self._lay_out()
        theme.changed.connect(self._draw_windows)

    def _button(self, part: PartName) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(f"examples_{part}")
        button.setCheckable(True)
        button.setChecked(part == "train")
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.clicked.connect(partial(self._on_part_clicked, part))
        return button

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(4)
        for button in self.buttons.values():
            head.addWidget(button)
        head.addSpacing(12)
        head.addWidget(self.augmented)
        head.addStretch(1)
        content = QWidget(self)
        inner = QVBoxLayout(content)
        inner.setContentsMargins(0, 0, 8, 0)
        inner.addWidget(self.pictures)
        inner.addWidget(self.table)
        inner.addStretch(1)
        area = scrolling(content)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 14, 8, 14)
        layout.setSpacing(10)
        layout.addLayout(head)
        layout.addWidget(self.caption)
        layout.addWidget(self.notes)
        layout.addWidget(self.legend)
        layout.addWidget(area, 1)

    def show_data(self, data: DataSpec, facts: DataFacts | None) -> None:
        """Take what the parts are; what was shown is out of date."""
        counts = (0, 0, 0) if facts is None else (facts.training, facts.validation, facts.test)
        names = (self.tr("training"), self.tr("validation"), self.tr("test"))
        for part, name, count in zip(PARTS, names, counts, strict=True):
            button = self.buttons[part]
            button.setText(f"{name}  {count:,}")
            button.setAccessibleName(f"{name}: {count:,}")
            button.setEnabled(count > 0)
        if not counts[PARTS.index(self._part)]:
            self._part = "train"
            self.buttons["train"].setChecked(True)
        self._has_layers, self._has_windows = bool(data.augment), data.window is not None
        self.augmented.setVisible(self._has_layers and self._part == "train")
        self._is_fresh = False
        if facts is not None and self.isVisible():
            self._ask()

    def refresh(self) -> None:
        """Ask for examples, unless those that are shown are of now."""
        if not self._is_fresh:
            self._ask()

    def show_examples(self, examples: Examples) -> None:
        self._is_fresh, self._examples = True, examples
        self.notes.show_problems(())
        are_curves = self._has_windows and are_windows(examples)
        are_pictures = not are_curves and any(one.image for one in examples.examples)
        self.pictures.setVisible(are_pictures or are_curves)
        self.table.setVisible(not are_pictures and not are_curves)
        self.legend.show_names(examples.names if are_curves else ())
        self.caption.setText(self._words(examples))
        if are_curves:
            self._draw_windows()
        elif are_pictures:
            self.pictures.show_pictures(
                [
                    Picture(decoded(one.image), one.label, f"{one.label} · {one.row}")
                    for one in examples.examples
                ]
            )
        else:
            self._show_numbers(examples)

    def _show_numbers(self, examples: Examples) -> None:
        width = max((len(one.values) for one in examples.examples), default=0)
        names = examples.names if len(examples.names) == width else ()
        names = names or tuple(f"x{number}" for number in range(1, width + 1))
        header = (self.tr("target"), *names[:_MOST_COLUMNS])
        rows = [
            (one.label, *(f"{value:.4g}" for value in one.values[:_MOST_COLUMNS]))
            for one in examples.examples
        ]
        self.table.show_rows(header, rows)

    def _draw_windows(self) -> None:
        """Draw windows of a series as curves, in the colours of now."""
        if self._has_windows and are_windows(self._examples):
            images = curves(self._examples, self._theme.colors)
            tip = self.tr("example {row}; its target is {label}")
            self.pictures.show_pictures(
                [
                    Picture(image, f"→ {one.label}", tip.format(row=one.row, label=one.label))
                    for image, one in zip(images, self._examples.examples, strict=True)
                ]
            )

    def show_problems(self, problems: tuple[Problem, ...]) -> None:
        """Show why there are no examples."""
        self.notes.show_problems(problems)
        for widget in (self.legend, self.pictures, self.table):
            widget.hide()
        self.caption.setText("")

    def _words(self, examples: Examples) -> str:
        shape = show.axes(examples.shape) or "1"
        low, high = f"{examples.minimum:.4g}", f"{examples.maximum:.4g}"
        words = self.tr(
            "What the network gets: {shape}, numbers from {low} to {high}. {count} of {total} are shown."
        )
        return words.format(
            shape=shape, low=low, high=high, count=len(examples.examples), total=f"{examples.total:,}"
        )

    def _ask(self) -> None:
        self.wanted.emit(self._part, self.augmented.isChecked() and not self.augmented.isHidden())

    def _on_part_clicked(self, part: PartName, _checked: bool = False) -> None:
        self._part = part
        self._is_fresh = False
        self.augmented.setVisible(self._has_layers and part == "train")
        self._ask()

"""How the examples are shared out between training, validation and test."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from msgspec.structs import replace
from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from workbench.catalog.kinds import Param
from workbench.project.data import Split
from workbench.project.spec import ParamValue
from workbench.ui.inspector.editors import parse, show
from workbench.ui.inspector.editors.flag import FlagEditor
from workbench.ui.inspector.editors.grammar import Grammar
from workbench.ui.inspector.editors.line import LineEditor
from workbench.ui.inspector.row import FormRow, place
from workbench.ui.theme import Theme
from workbench.ui.training.settings_card import Card

_DEFAULT = Split()
_LARGEST_SEED = 2**32 - 1


def _step(value: ParamValue, by: int, param: Param) -> ParamValue:
    start = value if isinstance(value, int | float) else 0.0
    return min(max(round(start + by, 6), 0.0), 100.0)


PERCENT = Grammar(
    read=lambda text, param: parse.real(text.strip().rstrip("%"), minimum=0, maximum=100),
    write=lambda value: show.number(value).removesuffix(".0"),
    step=_step,
    is_begun=parse.is_begun_number,
)


class SplitCard(Card):
    """Shows shares in percent; ``changed`` carries the split with another value, and the field's name."""

    changed = Signal(object, str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(QCoreApplication.translate("SplitCard", "Split"), name="split", parent=parent)
        self._split = Split()
        seed = Param(name="seed", editor="int", default=_DEFAULT.seed, minimum=0, maximum=_LARGEST_SEED)
        stratify = Param(name="stratify", editor="bool", default=_DEFAULT.stratify)
        self.rows = {
            "validation": self._share("validation", _DEFAULT.validation, theme),
            "test": self._share("test", _DEFAULT.test, theme),
            "seed": FormRow(LineEditor(seed, theme, self), self),
            "stratify": FormRow(FlagEditor(stratify, self), self),
        }
        self.rows["validation"].label.setText(self.tr("validation %"))
        self.rows["test"].label.setText(self.tr("test %"))
        self.rows["stratify"].set_doc(self.tr("Every part gets the same mix of classes."))
        self.rest = QLabel(self)
        self.rest.setObjectName("training_share")
        self.rest.setProperty("role", "muted")
        self.rest.setTextFormat(Qt.TextFormat.PlainText)
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(10)
        place(list(self.rows.values()), grid)
        self.content.addLayout(grid)
        self.content.addWidget(self.rest)
        for name, row in self.rows.items():
            read = _share_of if name in ("validation", "test") else _same
            row.changed.connect(partial(self._on_row_changed, name, read))
            row.reset.connect(partial(self._on_row_reset, name))

    def _share(self, name: str, default: float, theme: Theme) -> FormRow:
        param = Param(name=name, editor="float", default=_percent(default))
        return FormRow(LineEditor(param, theme, self, grammar=PERCENT), self)

    def show_split(self, split: Split) -> None:
        self._split = split
        self.rows["validation"].show_value(_percent(split.validation))
        self.rows["test"].show_value(_percent(split.test))
        self.rows["seed"].show_value(split.seed)
        self.rows["stratify"].show_value(split.stratify)
        rest = max(0.0, 100 - _percent(split.validation) - _percent(split.test))
        self.rest.setText(self.tr("The rest, {share} %, is for training.").format(share=f"{rest:g}"))

    def _on_row_changed(self, name: str, read: Callable[[ParamValue], ParamValue], value: ParamValue) -> None:
        self.changed.emit(replace(self._split, **{name: read(value)}), name)

    def _on_row_reset(self, name: str) -> None:
        self.changed.emit(replace(self._split, **{name: getattr(_DEFAULT, name)}), name)


def _percent(share: float) -> float:
    return round(share * 100, 6)


def _share_of(percent: ParamValue) -> ParamValue:
    return round(float(percent) / 100, 8) if isinstance(percent, int | float) else 0.0


def _same(value: ParamValue) -> ParamValue:
    return value

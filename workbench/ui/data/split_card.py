"""How the examples are shared out between training, validation and test."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace
from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QWidget

from workbench.foundation.errors import Problem
from workbench.project.data import Split
from workbench.project.spec import ParamValue
from workbench.protocol.facts import DataFacts
from workbench.ui.data.forms.fields import LARGEST_SEED, Choice, Field, tr
from workbench.ui.data.forms.form import FieldForm
from workbench.ui.data.split_bar import SplitBar
from workbench.ui.theme import Theme
from workbench.ui.training.settings_card import Card

_DEFAULT = Split()
_MOST_FOLDS = 100


class SplitCard(Card):
    """``changed`` carries the split with another value, and the field's name."""

    changed = Signal(object, str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(QCoreApplication.translate("SplitCard", "Split"), name="split", parent=parent)
        self._split = Split()
        self.bar = SplitBar(theme, self)
        self.form = FieldForm(_fields(), theme, parent=self)
        self.content.addWidget(self.bar)
        self.content.addWidget(self.form)
        self.form.changed.connect(self._on_form_changed)

    def show_split(self, split: Split, facts: DataFacts | None) -> None:
        """Show a split, and with ``facts`` what became of it."""
        self._split = split
        folds: tuple[Choice, ...] = tuple(
            (number, tr("{fold} of {folds}").format(fold=number + 1, folds=split.folds))
            for number in range(min(split.folds, _MOST_FOLDS))
        )
        self.form.set_choices("fold", folds)
        self.form.show_value(split)
        self.form.show_only(_meant(split, facts))
        if facts is not None and facts.examples:
            self.bar.show_counts((facts.training, facts.validation, facts.test))
        else:
            validation = (1 - split.test) / split.folds if split.folds else split.validation
            self.bar.show_shares((max(0.0, 1 - validation - split.test), validation, split.test))

    def show_problems(self, problems: dict[str, Problem]) -> None:
        self.form.show_problems(problems)

    def _on_form_changed(self, name: str, value: ParamValue) -> None:
        change: dict[str, Any] = {name: value}
        if name == "folds":
            folds = value if isinstance(value, int) else 0
            change = {"folds": folds, "fold": min(self._split.fold, max(0, folds - 1))}
        self.changed.emit(replace(self._split, **change), name)


def _meant(split: Split, facts: DataFacts | None) -> list[str]:
    """Return the fields that count for something under the rule."""
    names = ["by", "test", "folds"]
    given = facts.given if facts is not None and split.by == "given" else (0, 0, 0)
    if given[2]:
        names.remove("test")
    if not split.folds and not given[1]:
        names.append("validation")
    if split.folds:
        names.append("fold")
    if split.by != "time":
        names.append("seed")
    if split.by in ("share", "given"):
        names.append("stratify")
    return names


def _fields() -> tuple[Field, ...]:
    rules: tuple[Choice, ...] = (
        ("share", tr("by share, drawn at random")),
        ("group", tr("by group: no group in two parts")),
        ("time", tr("by time: the latest for the test")),
        ("given", tr("as the source gives its parts")),
    )
    return (
        Field("by", tr("rule"), "choice", _DEFAULT.by, rules, is_long=True),
        Field("validation", tr("validation %"), "float", _DEFAULT.validation, is_percent=True),
        Field("test", tr("test %"), "float", _DEFAULT.test, is_percent=True),
        Field("seed", tr("seed"), "int", _DEFAULT.seed, minimum=0, maximum=LARGEST_SEED),
        Field(
            "folds",
            tr("folds"),
            "int",
            _DEFAULT.folds,
            minimum=0,
            maximum=_MOST_FOLDS,
            doc=tr("Cut all but the test part into so many folds; one of them is for validation. 0: none."),
        ),
        Field("fold", tr("fold for validation"), "choice", 0),
        Field(
            "stratify",
            tr("the same mix of classes in every part"),
            "bool",
            _DEFAULT.stratify,
            is_long=True,
        ),
    )

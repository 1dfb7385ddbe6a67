"""What is to be learned: the target column, the task, and how much each class counts."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace
from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QLabel, QWidget

from workbench.foundation.errors import error
from workbench.project.data import Arrays, ClassWeight, DataSpec, ImageTable, Table, Task
from workbench.project.roles import own_past, with_role
from workbench.project.spec import ParamValue
from workbench.protocol.facts import DataFacts
from workbench.ui.data.class_weights import ClassWeightsTable, balanced
from workbench.ui.data.forms.fields import Choice, Field, tr
from workbench.ui.data.forms.form import FieldForm
from workbench.ui.inspector.editors.combo import CalmComboBox
from workbench.ui.theme import Theme
from workbench.ui.training.settings_card import Card


def task_words(task: Task) -> str:
    """Return a task in words."""
    return {
        "binary": tr("two classes"),
        "multiclass": tr("several classes"),
        "multilabel": tr("several labels"),
        "regression": tr("quantities"),
    }[task]


_OWN, _WHERE = "own", "data.class_weight"
_TASKS: tuple[Task, ...] = ("binary", "multiclass", "multilabel", "regression")


class LearnCard(Card):
    """``changed`` carries the data with another target, task or weighing, and the field's name."""

    changed = Signal(object, str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        title = QCoreApplication.translate("LearnCard", "What is learned")
        super().__init__(title, name="learn", parent=parent)
        self._data = DataSpec()
        self._facts: DataFacts | None = None
        self._columns: tuple[str, ...] = ()
        self.label = QLabel(self.tr("target column"), self)
        self.label.setProperty("role", "muted")
        self.target = CalmComboBox(self)
        self.target.setObjectName("target")
        self.target.setAccessibleName(self.tr("Target column"))
        self.label.setBuddy(self.target)
        self.more = QLabel(self)
        self.more.setObjectName("more_targets")
        self.more.setProperty("role", "muted")
        self.more.setTextFormat(Qt.TextFormat.PlainText)
        self.more.setWordWrap(True)
        self.form = FieldForm(self._fields(), theme, parent=self)
        self.weights = ClassWeightsTable(self)
        for widget in (self.label, self.target, self.more, self.form, self.weights):
            self.content.addWidget(widget)
        self.content.setSpacing(6)
        self.target.activated.connect(self._on_target_activated)
        self.form.changed.connect(self._on_form_changed)
        self.weights.rows.weighed.connect(self._on_class_weighed)
        self.weights.rows.refused.connect(self._on_weight_refused)

    def show_data(self, data: DataSpec, columns: tuple[str, ...], facts: DataFacts | None) -> None:
        """Show the data; ``columns`` are those of its table, where it has one."""
        self._data, source = data, data.source
        self._facts = facts
        has_columns = isinstance(source, Table | ImageTable)
        for widget in (self.label, self.target):
            widget.setVisible(has_columns)
        more = source.more_targets if isinstance(source, Table | ImageTable) else ()
        also = self.tr("and also: {names}").format(names=", ".join(more))
        self.more.setText(also if more else "")
        self.more.setVisible(bool(more))
        if isinstance(source, Table | ImageTable):
            self._show_target(source, columns)
        self._show_task(data, facts)

    def _show_target(self, source: Table | ImageTable, columns: tuple[str, ...]) -> None:
        names = columns if source.target in columns or not source.target else (*columns, source.target)
        if names != self._columns:
            self._columns = names
            self.target.clear()
            self.target.addItems(names)
        self.target.setCurrentIndex(names.index(source.target) if source.target in names else -1)

    def _show_task(self, data: DataSpec, facts: DataFacts | None) -> None:
        is_asked = isinstance(data.source, Table | ImageTable | Arrays)
        proposed = facts.proposed if facts is not None and data.task is None else None
        automatic = (
            self.tr("proposed: {task}").format(task=task_words(proposed))
            if proposed is not None
            else self.tr("what the target suggests")
        )
        choices: tuple[Choice, ...] = ((None, automatic), *((task, task_words(task)) for task in _TASKS))
        self.form.set_choices("task", choices)
        has_classes = facts is None or bool(facts.classes)
        shown = [*(["task"] if is_asked else []), *(["class_weight"] if has_classes else [])]
        self.form.show_only(shown)
        self.form.show_value(_Shown(data.task, data.class_weight))
        self._show_weights(data.class_weight if has_classes else None, facts)
        self.setVisible(data.source is not None and bool(shown))

    def _show_weights(self, asked: ClassWeight | None, facts: DataFacts | None) -> None:
        if isinstance(asked, dict):
            self.weights.show_classes(facts, asked)
        self.weights.setVisible(isinstance(asked, dict))

    def _fields(self) -> tuple[Field, ...]:
        return (
            Field("task", tr("task"), "choice", None, ((None, ""),), is_long=True),
            Field(
                "class_weight",
                tr("classes in the loss"),
                "choice",
                None,
                (
                    (None, tr("every example counts alike")),
                    ("balanced", tr("every class counts alike")),
                    (_OWN, tr("a weight for each class")),
                ),
                doc=tr("Examples of classes that weigh more can't be ignored, however rare they are."),
                is_long=True,
            ),
        )

    def _on_target_activated(self, index: int) -> None:
        source, column = self._data.source, self._columns[index]
        if not isinstance(source, Table | ImageTable) or column == source.target:
            return
        chosen = _with_target(source, column, self._columns)
        weights = self._data.class_weight
        if isinstance(weights, dict):
            weights = None  # they were for the classes of another column
        self.changed.emit(replace(self._data, source=chosen, class_weight=weights), "")

    def _on_form_changed(self, name: str, value: ParamValue) -> None:
        change: dict[str, Any] = {name: value}
        if name == "class_weight" and value == _OWN:
            # Whoever chooses so goes on from what counted until now.
            change = {name: balanced(self._facts) if self._data.class_weight == "balanced" else {}}
        self.changed.emit(replace(self._data, **change), "")

    def _on_class_weighed(self, name: str, weight: float) -> None:
        self.notes.show_problems(())
        asked = self._data.class_weight
        others = {} if not isinstance(asked, dict) else {key: asked[key] for key in asked if key != name}
        weights = others if weight == 1 else {**others, name: weight}
        self.changed.emit(replace(self._data, class_weight=weights), "")

    def _on_weight_refused(self, name: str, text: str) -> None:
        words = self.tr("The weight of “{0}”: expected a number of 0 or more, received “{1}”.")
        hint = self.tr("1 counts a class as it is.")
        self.notes.show_problems((error("data.class-weight", _WHERE, words.format(name, text), hint),))


def _with_target(source: Table | ImageTable, column: str, columns: tuple[str, ...]) -> Table | ImageTable:
    """Return the table with another first target; it is a feature too only where the one before was."""
    if isinstance(source, ImageTable):
        return replace(with_role(source, column, "ignored", columns), target=column)
    plain = with_role(source, column, "feature", columns)
    if own_past(source):
        return replace(plain, target=column)
    return replace(plain, target=column, features=tuple(n for n in plain.features if n != column))


class _Shown:
    """What the form shows of the data."""

    def __init__(self, task: Task | None, class_weight: ClassWeight | None) -> None:
        self.task = task
        self.class_weight = _OWN if isinstance(class_weight, dict) else class_weight

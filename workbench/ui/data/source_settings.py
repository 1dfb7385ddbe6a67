"""The settings of the chosen source, and what its photographs are brought to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import PurePath
from typing import Any

from msgspec.structs import replace
from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from workbench.foundation.errors import Problem
from workbench.project.data import (
    Generated,
    ImageFolder,
    ImageTable,
    KerasDataset,
    Source,
    Table,
)
from workbench.project.source_paths import path_of
from workbench.project.spec import ParamValue
from workbench.protocol.looks import Found
from workbench.ui.data.forms.fields import Choice, tr
from workbench.ui.data.forms.form import FieldForm
from workbench.ui.data.forms.sources import CURVES, TEXTS, encodings, form_fields, source_fields
from workbench.ui.inspector.fold import Fold
from workbench.ui.inspector.relayout import measure_when_shown
from workbench.ui.theme import Theme
from workbench.ui.training.elided import ElidedLabel
from workbench.ui.training.settings_card import Card

_NAMED = ("Table", "Arrays", "ImageFolder", "ImageTable", "KerasDataset", "Generated")


class SourceSettings(Card):
    """``changed`` carries the source with another value and the field's name; ``browse_requested`` a field
    that wants a folder. A form is made when a source of its kind is first shown.
    """

    changed = Signal(object, str)
    browse_requested = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        title = QCoreApplication.translate("SourceSettings", "Settings of the source")
        super().__init__(title, name="source_settings", parent=parent)
        self._theme = theme
        self._source: Source | None = None
        self._found: Found | None = None
        self._forms: dict[str, FieldForm] = {}
        self._pictures: FieldForm | None = None
        self.path = ElidedLabel("source_path", parent=self)
        self.path.setProperty("role", "muted")
        self.more = Fold(self.tr("Folders elsewhere, and some classes only"), name="source_more", parent=self)
        self.content.addWidget(self.path)
        self.content.addWidget(self.more)
        self.hide()

    def show_source(self, source: Source | None, found: Found | None) -> None:
        """Show a source; ``found`` offers its sheets, columns and arrays."""
        self._source, self._found = source, found
        kind = type(source).__name__
        has_more = source is not None and kind in _NAMED and self._has_fields(source, found)
        self.setVisible(has_more)
        for name, made in self._forms.items():
            made.setVisible(name == kind)
        if self._pictures is not None:
            self._pictures.setVisible(isinstance(source, ImageFolder | ImageTable))
        if source is None or not has_more:
            self.more.hide()
            return
        path = path_of(source)
        self.path.set_text(_last_of(path) if path else "", path or "")
        self.path.setVisible(bool(path))
        form = self._form(kind, source)
        self._offer(form, source, found)
        form.show_value(source)
        self._show_meant(form, source, found)
        if isinstance(source, ImageFolder | ImageTable):
            self._its_pictures().show_value(source.form)
        self._fold(source)

    def to_prepare(self) -> tuple[Callable[[], object], ...]:
        """Return what can be made before the first source of a kind is chosen, each as a step of its own."""
        kinds = (
            ImageFolder(path=""),
            Table(path="", target=""),
            KerasDataset(name="mnist"),
            Generated(kind="moons"),
        )
        forms = tuple(partial(self._form, type(source).__name__, source) for source in kinds)
        return (*forms, self._its_pictures, self._show_again)

    def _show_again(self) -> None:
        self.show_source(self._source, self._found)

    def show_problems(self, problems: Mapping[str, Problem]) -> None:
        for form in (*self._forms.values(), *([self._pictures] if self._pictures is not None else [])):
            form.show_problems(problems)

    def field_names(self) -> set[str]:
        """Return the fields that are shown."""
        forms = [*self._forms.values(), *([self._pictures] if self._pictures is not None else [])]
        return (
            {name for form in forms if not form.isHidden() for name in form.fields}
            if self.isVisible()
            else set()
        )

    @staticmethod
    def _has_fields(source: Source, found: Found | None) -> bool:
        return bool(_of_table(source, found)) if isinstance(source, Table) else True

    def _form(self, kind: str, source: Source) -> FieldForm:
        if kind not in self._forms:
            form = FieldForm(source_fields(source), self._theme, prefix="source_", parent=self)
            form.setObjectName(f"form_{kind}")
            form.changed.connect(self._on_form_changed)
            form.browse_requested.connect(self.browse_requested)
            self._place(form)
            self._forms[kind] = form
            form.show()
            measure_when_shown(self)
        return self._forms[kind]

    def _place(self, form: FieldForm) -> None:
        """Put what is rarely wanted of a folder under a fold."""
        if "validation" not in form.fields:
            self.content.addWidget(form)
            return
        layout = QVBoxLayout(self.more.body)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(form)

    def _fold(self, source: Source) -> None:
        is_folder = isinstance(source, ImageFolder)
        self.more.setVisible(is_folder)
        if isinstance(source, ImageFolder) and (source.validation or source.test or source.classes):
            self.more.button.setChecked(True)

    def _its_pictures(self) -> FieldForm:
        if self._pictures is None:
            self._pictures = FieldForm(form_fields(), self._theme, prefix="form_", parent=self)
            self._pictures.setObjectName("form_pictures")
            self._pictures.changed.connect(self._on_pictures_changed)
            self.content.insertWidget(self.content.indexOf(self.more), self._pictures)
            self._pictures.show()
            measure_when_shown(self)
        return self._pictures

    @staticmethod
    def _offer(form: FieldForm, source: Source, found: Found | None) -> None:
        if found is None:
            return
        if "sheet" in form.fields:
            first: Choice = ("", tr("the first one"))
            form.set_choices("sheet", (first, *((sheet, sheet) for sheet in found.sheets)))
        if "encoding" in form.fields and not getattr(source, "encoding", ""):
            form.set_choices("encoding", encodings(found.encoding))
        if "image" in form.fields:
            form.set_choices("image", tuple((column.name, column.name) for column in found.columns))
        if found.arrays and "x_test" in form.fields:
            arrays: list[Choice] = [(array.name, array.name) for array in found.arrays if array.name]
            for name in form.fields:
                form.set_choices(name, tuple(arrays if name in ("x", "y") else [("", ""), *arrays]))

    @staticmethod
    def _show_meant(form: FieldForm, source: Source, found: Found | None) -> None:
        """Hide what counts for nothing: words of pictures, classes of two moons, sheets of a text."""
        if isinstance(source, Table):
            form.show_only(_of_table(source, found))
        elif isinstance(source, ImageTable):
            form.show_only(("image", "root", *_of_table(source, found)))
        elif isinstance(source, KerasDataset):
            form.show_only(form.fields if source.name in TEXTS else ("name",))
        elif isinstance(source, Generated):
            has_classes = source.kind in ("spirals", "blobs")
            form.show_only(name for name in form.fields if name != "classes" or has_classes)
            noise = tr("noise of the target") if source.kind in CURVES else tr("noise")
            form.rows["noise"].label.setText(noise)

    def _on_form_changed(self, name: str, value: ParamValue) -> None:
        change: dict[str, Any] = {name: value if value is not None else ""}
        if self._source is not None:
            self.changed.emit(replace(self._source, **change), f"source.{name}")

    def _on_pictures_changed(self, name: str, value: ParamValue) -> None:
        if isinstance(self._source, ImageFolder | ImageTable):
            change: dict[str, Any] = {name: value}
            form = replace(self._source.form, **change)
            self.changed.emit(replace(self._source, form=form), f"source.form.{name}")


def _of_table(source: Table | ImageTable, found: Found | None) -> tuple[str, ...]:
    """Return the settings of a table's file that may matter: its sheet, or its encoding."""
    has_sheets = bool(source.sheet) or (found is not None and len(found.sheets) > 1)
    has_encoding = bool(source.encoding) or (found is not None and bool(found.encoding))
    return (*(["sheet"] if has_sheets else []), *(["encoding"] if has_encoding else []))


def _last_of(path: str) -> str:
    """Return the end of a path: the folder it lies in, and its name."""
    parts = PurePath(path).parts
    return path if len(parts) < 4 else str(PurePath("…", *parts[-2:]))

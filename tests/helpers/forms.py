"""A generated form: showing one, finding its fields, and hearing what it says."""

from __future__ import annotations

from typing import Any, Protocol

from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from tests.helpers.pages import in_front
from workbench.catalog.catalog import Catalog
from workbench.catalog.kinds import Group, Kind, Param
from workbench.project.spec import Spec
from workbench.ui.inspector.spec_form import SpecForm
from workbench.ui.theme import Theme


class Show(Protocol):
    """Shows the form of a kind with these parameters, from the bundled catalog or one's own."""

    def __call__(
        self, kind: str, group: Group = "layer", own: Catalog | None = None, **params: Any
    ) -> SpecForm: ...


class Heard:
    """What a form has said, in order; ``spec`` follows as the document would."""

    def __init__(self, form: SpecForm) -> None:
        self.changes: list[tuple[str, Any]] = []
        self.resets: list[str] = []
        form.param_changed.connect(lambda name, value: self.changes.append((name, value)))
        form.param_reset.connect(self.resets.append)


def shower(qtbot: QtBot, catalog: Catalog, theme: Theme) -> Show:
    """Return what shows forms in front of everything else."""

    def make(kind: str, group: Group = "layer", own: Catalog | None = None, **params: Any) -> SpecForm:
        form = SpecForm(own or catalog, theme)
        form.set_spec(group, Spec(kind, params))
        return in_front(qtbot, form, 280, 700)

    return make


def line(form: QWidget, name: str) -> QLineEdit:
    found = form.findChild(QLineEdit, f"field_{name}")
    assert found is not None
    return found


def combo(form: QWidget, name: str) -> QComboBox:
    found = form.findChild(QComboBox, f"field_{name}")
    assert found is not None
    return found


def message(form: QWidget, name: str) -> str:
    found = form.findChild(QLabel, f"message_{name}")
    assert found is not None
    return found.text() if not found.isHidden() else ""


def tiny(*params: Param) -> Catalog:
    kind = Kind(group="layer", name="Thing", family="core", params=params)
    return Catalog(keras="0", kinds=(kind,))

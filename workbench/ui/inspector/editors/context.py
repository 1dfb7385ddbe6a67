"""What editors of nested objects need of the form they stand in, without importing it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import SignalInstance
from PySide6.QtWidgets import QWidget

from workbench.catalog.catalog import Catalog
from workbench.catalog.kinds import Group
from workbench.project.spec import Spec
from workbench.ui.theme import Theme


class NestedForm(Protocol):
    """A form for an object inside an object."""

    @property
    def param_changed(self) -> SignalInstance: ...

    @property
    def param_reset(self) -> SignalInstance: ...

    @property
    def explore_wanted(self) -> SignalInstance: ...

    def set_spec(self, group: Group, spec: Spec) -> None: ...

    def forget_typing(self) -> None: ...

    def is_empty(self) -> bool: ...

    def widget(self) -> QWidget: ...


@dataclass(frozen=True)
class Context:
    """The catalog, the theme, and how to make a form of the same sort."""

    catalog: Catalog
    theme: Theme
    new_form: Callable[[QWidget], NestedForm]

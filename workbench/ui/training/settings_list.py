"""A list of configured objects: metrics or callbacks, each a small card that opens."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QMenu, QPushButton, QVBoxLayout, QWidget

from workbench.catalog.catalog import Catalog
from workbench.catalog.kinds import Group
from workbench.foundation.errors import Problem
from workbench.project.spec import Spec
from workbench.ui.inspector.notes import by_field
from workbench.ui.theme import Theme
from workbench.ui.training.settings_entry import Entry


class SpecList(QWidget):
    """``changed`` carries all specs and the changed field, such as ``0.patience``, or nothing."""

    changed = Signal(object, str)

    def __init__(
        self,
        group: Group,
        catalog: Catalog,
        theme: Theme,
        request_docs: Callable[[Group, str], None],
        *,
        can_move: bool,
        add_text: str,
        kinds: tuple[str, ...] = (),
        entry: type[Entry] = Entry,
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        """``kinds`` are offered, by default all of the group; ``entry`` is what a card is made of.

        ``name`` tells the list from others of the group.
        """
        super().__init__(parent)
        self.group: Group = group
        self._entry = entry
        self._catalog, self._theme, self._request_docs = catalog, theme, request_docs
        self._can_move = can_move
        self._entries: list[Entry] = []
        self._suggestions: tuple[str, ...] = ()
        self.add_button = QPushButton(add_text, self)
        self.add_button.setObjectName(f"add_{name or group}")
        self.add_button.setAccessibleName(add_text)
        self.menu = QMenu(self)
        self.menu.setObjectName(f"menu_{name or group}")
        for name in kinds or tuple(kind.name for kind in catalog.of(group)):
            self.menu.addAction(name).triggered.connect(partial(self._add, name))
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(8)
        self._layout.addWidget(self.add_button)
        self.add_button.clicked.connect(self._on_add_clicked)

    def show_specs(self, specs: tuple[Spec, ...]) -> None:
        while len(self._entries) > len(specs):
            self._drop(self._entries[-1])
        while len(self._entries) < len(specs):
            self._append()
        for entry, spec in zip(self._entries, specs, strict=True):
            entry.show_spec(spec)

    def show_problems(self, problems: tuple[Problem, ...], place: str) -> None:
        """Show what stands at ``PLACE.NUMBER`` and below at the entry of that number."""
        for number, entry in enumerate(self._entries):
            at = f"{place}.{number}"
            own = [problem for problem in problems if f"{problem.where}.".startswith(f"{at}.")]
            entry.show_problems(*by_field(own, at))

    def set_suggestions(self, monitors: tuple[str, ...]) -> None:
        """Offer these figures wherever one is to be monitored."""
        self._suggestions = monitors
        for entry in self._entries:
            entry.form.set_suggestions("monitor", monitors)

    def set_docs(self, kind: str, text: str, params: Mapping[str, str]) -> None:
        for entry in self._entries:
            entry.set_docs(kind, text, params)

    def specs(self) -> tuple[Spec, ...]:
        return tuple(entry.spec for entry in self._entries)

    def _append(self) -> Entry:
        entry = self._entry(self.group, self._catalog, self._theme, can_move=self._can_move, parent=self)
        entry.form.set_suggestions("monitor", self._suggestions)
        entry.docs_wanted.connect(lambda kind: self._request_docs(self.group, kind))
        entry.changed.connect(lambda name: self._on_entry_changed(entry, name))
        entry.removed.connect(lambda: self._on_entry_removed(entry))
        entry.moved.connect(lambda by: self._on_entry_moved(entry, by))
        self._layout.insertWidget(len(self._entries), entry)
        self._entries.append(entry)
        self._number()
        return entry

    def _drop(self, entry: Entry) -> None:
        self._entries.remove(entry)
        entry.hide()
        entry.deleteLater()
        self._number()

    def _number(self) -> None:
        for number, entry in enumerate(self._entries):
            entry.set_place(number, len(self._entries))

    def _add(self, name: str, _checked: bool = False) -> None:
        kind = self._catalog.kind(self.group, name)
        entry = self._append()
        entry.show_spec(Spec(name, kind.starting_params()))
        entry.open()
        self.changed.emit(self.specs(), "")

    def _on_add_clicked(self) -> None:
        self.menu.popup(self.add_button.mapToGlobal(QPoint(0, self.add_button.height())))

    def _on_entry_changed(self, entry: Entry, name: str) -> None:
        self.changed.emit(self.specs(), f"{self._entries.index(entry)}.{name}")

    def _on_entry_removed(self, entry: Entry) -> None:
        self._drop(entry)
        self.changed.emit(self.specs(), "")

    def _on_entry_moved(self, entry: Entry, by: int) -> None:
        place = self._entries.index(entry)
        if not 0 <= place + by < len(self._entries):
            return
        self._entries.insert(place + by, self._entries.pop(place))
        self._layout.insertWidget(place + by, entry)
        self._number()
        self.changed.emit(self.specs(), "")

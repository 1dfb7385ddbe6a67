"""Keeping parts of networks in the user's own palette: saving, renaming and deleting them."""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace
from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtWidgets import QMenu, QWidget

from workbench.project.clip import Clip
from workbench.project.entries import with_entries
from workbench.ui.canvas.copying import taken
from workbench.ui.canvas.my_blocks import MyBlocks, refusal
from workbench.ui.canvas.shelf import Shelf
from workbench.ui.canvas.sight import Sight
from workbench.ui.dialogs.naming import NameDialog
from workbench.ui.dialogs.question import ask
from workbench.ui.document.document import Document


class Keeping(QObject):
    """Asks in windows over ``home``. ``told`` says what became of it."""

    told = Signal(str)

    def __init__(
        self, home: QWidget, *, document: Document, sight: Sight, shelf: Shelf, blocks: MyBlocks
    ) -> None:
        super().__init__(home)
        self._home, self._document, self._sight = home, document, sight
        self._shelf, self._blocks = shelf, blocks
        blocks.told.connect(self.told)

    def save(self) -> None:
        """Ask under which name the selection is to be kept."""
        nodes = self._document.selected_nodes()
        if not nodes:
            return
        graph, chosen = self._document.project.graph, self._document.selection
        found = with_entries(taken(graph, nodes, self._sight.inside), graph)
        single = next((block for block in graph.blocks if {block.id} == chosen), None)
        if single is not None:
            closed = [
                replace(block, is_collapsed=True) if block.id == single.id else block
                for block in found.blocks
            ]
            found = replace(found, blocks=tuple(closed))
        self._ask(
            title=self.tr("Save to palette"),
            verb=self.tr("Save"),
            name=single.name if single is not None else "",
            why_not=refusal,
            notice=self._notice,
            then=lambda name: self._save(name, found),
        )

    def show_menu(self, key: str, at: QPoint) -> None:
        """Offer at a place of the screen what can be done with something in the palette."""
        source = self._shelf.source_of(key)
        if source is None or not source.can_change():
            return
        menu = QMenu(self._home)
        menu.setObjectName("palette.menu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        name = self._blocks.name_of(key)
        menu.addAction(self.tr("Rename…"), lambda: self.rename(name)).setObjectName("palette.rename")
        menu.addAction(self.tr("Delete…"), lambda: self.delete(name)).setObjectName("palette.delete")
        menu.popup(at)

    def rename(self, old: str) -> None:
        def why_not(name: str) -> str:
            if name.lower() != old.lower() and self._blocks.has(name):
                return self.tr("There is one of that name already.")
            return refusal(name)

        self._ask(
            title=self.tr("Rename “{0}”").format(old),
            verb=self.tr("Rename"),
            name=old,
            why_not=why_not,
            then=lambda name: self._try(lambda: self._blocks.rename(old, name)),
        )

    def delete(self, name: str) -> None:
        def answered(choice: str) -> None:
            if choice == "delete":
                self._try(lambda: self._blocks.delete(name))

        ask(
            self._home,
            title=self.tr("Delete from palette"),
            text=self.tr("Delete “{0}” from your palette? Networks that use it keep it.").format(name),
            choices={"delete": self.tr("Delete"), "cancel": self.tr("Keep it")},
            default="cancel",
            answer=answered,
        )

    def _notice(self, name: str) -> str:
        return self.tr("Takes the place of the one of that name.") if self._blocks.has(name) else ""

    def _save(self, name: str, found: Clip) -> None:
        if self._try(lambda: self._blocks.save(name, found)):
            self.told.emit(self.tr("“{0}” is in your palette.").format(name))

    def _try(self, do: Callable[[], None]) -> bool:
        try:
            do()
        except (OSError, ValueError) as failure:
            self.told.emit(self.tr("Your palette could not be changed: {0}").format(failure))
            return False
        return True

    def _ask(
        self,
        *,
        title: str,
        verb: str,
        name: str,
        why_not: Callable[[str], str],
        then: Callable[[str], object],
        notice: Callable[[str], str] = lambda _name: "",
    ) -> None:
        dialog = NameDialog(
            self._home,
            title=title,
            label=self.tr("Name in the palette"),
            verb=verb,
            name=name,
            why_not=why_not,
            notice=notice,
        )
        dialog.named.connect(then)
        dialog.open()

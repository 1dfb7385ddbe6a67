"""The quick field: a line to type a layer into, the kinds it may mean, and what it comes to."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QListView, QVBoxLayout, QWidget

from workbench.catalog.kinds import Kind
from workbench.catalog.shorthand import split
from workbench.ui.canvas.palette_delegate import PaletteDelegate
from workbench.ui.canvas.palette_model import FAMILY_ROLE, IS_OFFER_ROLE
from workbench.ui.canvas.quick.offer import Reading, is_meant, offered, read
from workbench.ui.canvas.shelf import Offer
from workbench.ui.inspector.row import set_property
from workbench.ui.theme import Theme

_WIDTH, _ROW, _ROWS, _EDGE = 320, 26, 7, 8
_STAYING = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class QuickAdd(QFrame):
    """Floats over ``parent`` while a layer is typed, and gives it the keyboard back.

    ``chosen`` carries a Spec, ``offer_chosen`` the key of a part of a network.
    """

    chosen = Signal(object)
    offer_chosen = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._home = parent
        self._fitting: tuple[Kind, ...] = ()
        self._others: tuple[Kind, ...] = ()
        self._axes: int | None = None
        self._offers: tuple[Offer, ...] = ()
        self._kinds: list[Kind | Offer] = []
        self._asked: str | None = None
        self.field, self.hint = QLineEdit(self), QLabel(self)
        self.list, self._model = QListView(self), QStandardItemModel(self)
        self._dress(theme)
        self.field.textChanged.connect(self._on_field_changed)
        self.field.installEventFilter(self)
        self.list.clicked.connect(self._on_list_clicked)
        self.hide()

    def open(
        self,
        at: QPoint,
        *,
        fitting: tuple[Kind, ...],
        others: tuple[Kind, ...] = (),
        axes: int | None = None,
        text: str = "",
        offers: tuple[Offer, ...] = (),
    ) -> None:
        """Show the field with its corner near ``at`` of the parent, and take the keyboard."""
        self._offers = offers
        self._fitting, self._others, self._axes, self._asked = fitting, others, axes, None
        self.field.setText(text)
        self._on_field_changed(text)
        self.adjustSize()
        room = self._home.size()
        self.move(
            max(_EDGE, min(at.x(), room.width() - self.width() - _EDGE)),
            max(_EDGE, min(at.y(), room.height() - self.height() - _EDGE)),
        )
        self.show()
        self.raise_()
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)
        self.field.end(False)

    def close_up(self) -> None:
        """Go without adding anything."""
        # First the focus, then the field: a field that goes with the focus hands it to its neighbour.
        self._home.setFocus()
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._on_key(Qt.Key(event.key()))
        if isinstance(event, QFocusEvent) and event.lostFocus() and event.reason() not in _STAYING:
            self.hide()
        return super().eventFilter(watched, event)

    def _on_key(self, key: Qt.Key) -> bool:
        if key == Qt.Key.Key_Escape:
            self.close_up()
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self._step(1 if key == Qt.Key.Key_Down else -1)
        elif key == Qt.Key.Key_Tab:
            self._complete()
        elif key in _ENTER:
            self._take()
        else:
            return False
        return True

    def _step(self, by: int) -> None:
        count = self._model.rowCount()
        if count:
            self.list.setCurrentIndex(self._model.index((self.list.currentIndex().row() + by) % count, 0))
            self._tell()

    def _complete(self) -> None:
        """Write the chosen kind out, ready for its parameters."""
        kind = self._kind()
        if isinstance(kind, Kind):
            _, words = split(self.field.text())
            self._asked = kind.name.lower()
            self.field.setText(" ".join((kind.name, *words)) + ("" if words else " "))

    def _take(self) -> None:
        offer = self._kind()
        if isinstance(offer, Offer):
            self.close_up()
            self.offer_chosen.emit(offer.key)
            return
        reading = self._reading()
        if reading.spec is None:
            self._show_hint(reading.words, is_error=True)
            return
        self.close_up()
        self.chosen.emit(reading.spec)

    def _reading(self) -> Reading:
        name, words = split(self.field.text())
        kind = self._kind()
        if kind is None:
            return Reading(None, self.tr("Keras has no layer like “{0}”.").format(name))
        if isinstance(kind, Offer):
            return Reading(None, kind.tip or kind.name)
        return read(kind, words)

    def _kind(self) -> Kind | Offer | None:
        row = self.list.currentIndex().row()
        return self._kinds[row] if 0 <= row < len(self._kinds) else None

    def _on_field_changed(self, text: str) -> None:
        name, _ = split(text)
        wanted = [offer for offer in self._offers if is_meant(offer, text)]
        if name.lower() != self._asked or any(isinstance(row, Offer) for row in self._kinds) or wanted:
            self._asked = name.lower()
            kinds = offered(self._fitting, self._others, name, axes=self._axes)
            exact = [offer for offer in wanted if offer.name.lower() == text.strip().lower()]
            self._offer([*exact, *kinds, *(offer for offer in wanted if offer not in exact)])
        self._tell()

    def _offer(self, kinds: list[Kind | Offer]) -> None:
        self._kinds = kinds
        self._model.clear()
        for kind in kinds:
            item = QStandardItem(kind.name)
            item.setData(kind.family, FAMILY_ROLE)
            item.setData(isinstance(kind, Offer), IS_OFFER_ROLE)
            self._model.appendRow(item)
        self.list.setCurrentIndex(self._model.index(0, 0))

    def _tell(self) -> None:
        """Say what stands in the field so far; half a word is no reason to shout."""
        reading = self._reading()
        self._show_hint(reading.words, is_error=not self._kinds)

    def _show_hint(self, words: str, *, is_error: bool) -> None:
        self.hint.setText(words)
        set_property(self.hint, "role", "bad" if is_error else "muted")
        set_property(self.field, "invalid", is_error)

    def _on_list_clicked(self, index: QModelIndex) -> None:
        self.list.setCurrentIndex(index)
        self._take()

    def _dress(self, theme: Theme) -> None:
        self.setProperty("role", "card")
        self.setObjectName("quickAdd")
        self.setAccessibleName(self.tr("Add a layer by typing"))
        self.setFixedWidth(_WIDTH)
        self.field.setObjectName("quickAdd.field")
        self.field.setAccessibleName(self.tr("Layer and its parameters"))
        self.field.setPlaceholderText(self.tr("conv 64 3 relu"))
        self.field.setMaxLength(200)
        self.list.setObjectName("quickAdd.list")
        self.list.setAccessibleName(self.tr("Layers that it may be"))
        self.list.setModel(self._model)
        self.list.setItemDelegate(PaletteDelegate(theme, self.list))
        self.list.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setUniformItemSizes(True)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setProperty("role", "plain")
        self.list.setFixedHeight(_ROW * _ROWS)
        self.hint.setObjectName("quickAdd.hint")
        self.hint.setTextFormat(Qt.TextFormat.PlainText)
        self.hint.setWordWrap(True)
        # Room for two lines from the start: the card must not jump while one types.
        self.hint.setFixedHeight(2 * self.hint.fontMetrics().lineSpacing() + 4)
        self.hint.setAlignment(Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.setSpacing(6)
        layout.addWidget(self.field)
        layout.addWidget(self.hint)
        layout.addWidget(self.list)

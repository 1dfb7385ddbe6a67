"""The templates as pictures: choose one to begin from."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QModelIndex, QObject, QSize, QSortFilterProxyModel, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListView,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from workbench.catalog.catalog import Catalog
from workbench.project.project import Project
from workbench.ui.dialogs.gallery_delegate import CARD_HEIGHT, GalleryDelegate
from workbench.ui.dialogs.gallery_model import NAME_ROLE, SEARCH_ROLE, GalleryModel
from workbench.ui.document.measures import Measures
from workbench.ui.theme import Theme

_LEAST_CARD = 260


class GalleryDialog(QDialog):
    """A search field over cards. ``chosen`` gives the name of a bundled project."""

    chosen = Signal(str)

    def __init__(
        self,
        projects: Mapping[str, Project],
        *,
        catalog: Catalog,
        theme: Theme,
        measures: Measures,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("gallery")
        self.setWindowTitle(self.tr("New from a template"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._measures = measures
        self._found = QSortFilterProxyModel(self)
        self._found.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._found.setFilterRole(SEARCH_ROLE)
        self._found.setSourceModel(GalleryModel(projects, measures, self))
        self.search = self._search_field(len(projects))
        self.cards = Cards(catalog, theme, self)
        self.cards.setModel(self._found)
        self._nothing = QLabel(self.tr("No template holds these words."), self)
        self._nothing.setObjectName("gallery-nothing")
        self._nothing.setProperty("role", "muted")
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._nothing.hide()
        self._open = QPushButton(self.tr("Open"), self)
        self._open.setObjectName("gallery-open")
        self._open.setProperty("primary", True)
        self._open.clicked.connect(self._choose)
        self._build()
        self.search.textChanged.connect(self._on_search_text_changed)
        self.cards.activated.connect(self._choose)
        self.cards.selectionModel().currentChanged.connect(self._on_current_changed)
        self.finished.connect(measures.stop)
        self.cards.setCurrentIndex(self._found.index(0, 0))
        self._fit(parent)
        measures.start(projects)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Down:
                self.cards.setFocus(Qt.FocusReason.TabFocusReason)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._choose()
                return True
        return super().eventFilter(watched, event)

    def _search_field(self, count: int) -> QLineEdit:
        field = QLineEdit(self)
        field.setObjectName("gallery-search")
        field.setPlaceholderText(self.tr("Search {0} templates by name, layer or word").format(count))
        field.setAccessibleName(self.tr("Search templates"))
        field.setClearButtonEnabled(True)
        field.installEventFilter(self)
        return field

    def _build(self) -> None:
        close = QPushButton(self.tr("Close"), self)
        close.setObjectName("gallery-close")
        for button in (close, self._open):
            button.setAutoDefault(False)
        close.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(close)
        buttons.addWidget(self._open)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(12)
        layout.addWidget(self.search)
        layout.addWidget(self._nothing, 1)
        layout.addWidget(self.cards, 1)
        layout.addLayout(buttons)

    def _fit(self, parent: QWidget | None) -> None:
        room = parent.size() if parent is not None else QSize(1280, 800)
        self.resize(min(1560, room.width() - 80), min(1100, room.height() - 80))

    @Slot(str)
    def _on_search_text_changed(self, text: str) -> None:
        self._found.setFilterFixedString(text.strip())
        is_empty = self._found.rowCount() == 0
        self._nothing.setVisible(is_empty)
        self.cards.setVisible(not is_empty)
        self.cards.setCurrentIndex(self._found.index(0, 0))
        self.cards.scrollToTop()
        self._open.setEnabled(not is_empty)

    @Slot(QModelIndex)
    def _on_current_changed(self, current: QModelIndex) -> None:
        self._open.setEnabled(current.isValid())

    @Slot()
    def _choose(self) -> None:
        index = self.cards.currentIndex()
        if index.isValid():
            name = str(index.data(NAME_ROLE))
            self.accept()
            self.chosen.emit(name)


class Cards(QListView):
    """Cards in as many columns as fit, which share the width."""

    def __init__(self, catalog: Catalog, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("gallery-cards")
        self.setAccessibleName(self.tr("Templates"))
        self.setProperty("role", "plain")
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setMovement(QListView.Movement.Static)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalScrollBar().setSingleStep(40)
        self._delegate = GalleryDelegate(catalog, theme, self)
        self.setItemDelegate(self._delegate)
        theme.changed.connect(self.viewport().update)

    def resizeEvent(self, event: QResizeEvent) -> None:
        # IconMode breaks a row whose last card touches the edge: a pixel must be left.
        room = self.viewport().width() - 2
        self._delegate.card_width = room // max(1, room // _LEAST_CARD)
        self.setGridSize(QSize(self._delegate.card_width, CARD_HEIGHT))
        super().resizeEvent(event)

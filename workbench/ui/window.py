"""The main window: where everything stands. What things do is in the rooms and in the controllers."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import (
    QFrame,
    QMainWindow,
    QScrollArea,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from workbench.catalog.kinds import Group
from workbench.ui import preferences
from workbench.ui.data.page import DataPage
from workbench.ui.doctor.badge import DoctorBadge
from workbench.ui.document.document import Document
from workbench.ui.drop_place import DropPlace, local_files
from workbench.ui.fetch_bar import FetchBar
from workbench.ui.live.curves import CurvePanel
from workbench.ui.live.panel import LivePanel
from workbench.ui.model_page import ModelPage
from workbench.ui.problems import ProblemsPanel
from workbench.ui.results.compare import ComparePage
from workbench.ui.results.page import ResultsPage
from workbench.ui.summary.toggle import SummaryToggle
from workbench.ui.theme import Theme
from workbench.ui.top_bar import MODES, TopBar
from workbench.ui.training.run_bar import RunBar
from workbench.ui.training.settings import TrainingPage

_WITH_LIVE = ("data", "model", "training")
_PLACED_MS = 2  # a timer that is not due at once comes after all that a change of the page has laid out anew


class MainWindow(QMainWindow):
    """Top bar, one page a mode, problems, run bar, live panel."""

    close_requested = Signal()
    file_dropped = Signal(str)

    def __init__(self, document: Document, theme: Theme, request_docs: Callable[[Group, str], None]) -> None:
        super().__init__()
        self.setObjectName("main-window")
        self.setWindowTitle("Keras Workbench")
        self.setAcceptDrops(True)
        self.resize(1440, 900)
        self._document, self._may_close = document, False
        self._wants_live, self._has_run = True, False
        self.top_bar = TopBar(self)
        self.model_page = ModelPage(document, theme, request_docs)
        self.data_page = DataPage(document, theme, request_docs)
        self.training_page = TrainingPage(document, theme, request_docs)
        self.results_page = ResultsPage(theme)
        self.compare_page = ComparePage(theme)
        self.problems = ProblemsPanel(document, theme, self)
        self.summary_toggle = SummaryToggle(document, self.problems)
        self.problems.add_button(self.summary_toggle)
        self.summary_toggle.clicked.connect(self.model_page.show_summary)
        self.model_page.summary_shown.connect(self.summary_toggle.set_open)
        self.fetching = FetchBar(self)
        self.run_bar = RunBar()
        self.live_panel = LivePanel(theme)
        self.doctor_badge = DoctorBadge(self.live_panel.attendant)
        self.run_bar.add_badge(self.doctor_badge)
        document.selection_changed.connect(self._on_selection_changed)
        self._pages = self._stack()
        self._splitter = QSplitter(Qt.Orientation.Vertical)
        self._painting = QTimer(self, singleShot=True, interval=_PLACED_MS)
        self._painting.timeout.connect(self._on_painting_timeout)
        self._build()
        self.drop_place = DropPlace(theme, self)
        self.top_bar.mode_chosen.connect(self.show_mode)
        self.show_mode("model")

    @property
    def mode(self) -> str:
        return MODES[self._pages.currentIndex()]

    def page(self) -> QWidget:
        """Return the page of the mode."""
        page = self._pages.currentWidget()
        assert page is not None
        return page

    @property
    def has_run(self) -> bool:
        """Whether there is a run to show live; without one the panel leaves its room to the pages."""
        return self._has_run

    @has_run.setter
    def has_run(self, has_run: bool) -> None:
        self._has_run = has_run
        self._show_live()

    @Slot(str)
    def show_mode(self, mode: str) -> None:
        """Show the page of a mode; ValueError when there is none of that name."""
        index = MODES.index(mode)
        if self.isVisible():
            # Scenes would have the whole window painted several times while things still find their places.
            self._splitter.setUpdatesEnabled(False)
            self._painting.start()
        self._pages.setCurrentIndex(index)
        self.top_bar.set_mode(mode)
        self._show_live()
        self.summary_toggle.setVisible(mode == "model")
        page = self._pages.currentWidget()
        if page is not None:
            page.setFocus()

    @Slot()
    def _on_painting_timeout(self) -> None:
        self._splitter.setUpdatesEnabled(True)

    def toggle_live(self) -> None:
        self._wants_live = not self._wants_live
        self._show_live()

    def panel_at_sight(self) -> LivePanel:
        """Return what shows the run that is looked at: the chosen one in Results, else the live one."""
        return self.results_page.view.live if self.mode == "results" else self.live_panel

    def curves_at_sight(self) -> CurvePanel:
        """Return the curves of the run that is looked at."""
        return self.panel_at_sight().curves

    def toggle_doctor(self) -> None:
        """Open or close the doctor beside the curves at sight, or bring the live ones there for it."""
        panel = self.panel_at_sight()
        if panel.isVisible():
            panel.doctor.toggle()
            return
        if self.mode not in _WITH_LIVE:
            self.show_mode("training")
        self._wants_live = True
        self._show_live()
        if not panel.doctor.is_open:
            panel.doctor.toggle()

    def toggle_layers(self) -> None:
        """Show what the layers of the run at sight did over time, or its curves again."""
        panel = self.panel_at_sight()
        if panel is self.live_panel and not panel.isVisible():
            self._wants_live = True
            self.show_mode(self.mode if self.mode in _WITH_LIVE else "training")
            panel.show_side("layers")
            return
        panel.show_side("curves" if panel.side == "layers" else "layers")

    def focus_time(self) -> None:
        """Put the keyboard on the slider for time of the run at sight."""
        self.panel_at_sight().timeline.slider.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def toggle_summary(self) -> None:
        """Open the summary with the keyboard in it, or close it."""
        page = self.model_page
        is_wanted = self.mode != "model" or not page.is_summary_open()
        self.show_mode("model")
        page.show_summary(is_wanted)
        if is_wanted:
            page.summary.table.setFocus()

    def reduce_motion(self, is_reduced: bool) -> None:
        """Let nothing glide on the canvas or play by itself, or let it."""
        self.model_page.canvas.glide.is_still = is_reduced
        for panel in (self.live_panel, self.results_page.view.live):
            panel.timeline.keep_still(is_reduced)

    def restore(self) -> None:
        """Look as it did last time."""
        geometry = preferences.geometry()
        if geometry is not None:
            self.restoreGeometry(geometry)
        self.model_page.canvas.heat.choose(preferences.heat_map())
        self.model_page.show_summary(preferences.is_summary_open())
        self.reduce_motion(preferences.is_motion_reduced())

    def close_now(self) -> None:
        """Close without asking: whoever calls has asked."""
        preferences.remember_geometry(self.saveGeometry())
        self._may_close = True
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._may_close:
            event.accept()
        else:
            event.ignore()
            self.close_requested.emit()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        files = local_files(event.mimeData())
        centre = self.centralWidget()
        if files and centre is not None:
            self.drop_place.invite(files, room=centre.geometry())
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.drop_place.hide()

    def dropEvent(self, event: QDropEvent) -> None:
        self.drop_place.hide()
        for path in local_files(event.mimeData())[:1]:
            self.file_dropped.emit(str(path))

    @Slot()
    def _on_selection_changed(self) -> None:
        """Let the layers of runs be those that are selected on the canvas."""
        for panel in (self.live_panel, self.results_page.view.live):
            panel.layers.follow_selection(self._document.selected_nodes())

    def _stack(self) -> QStackedWidget:
        stack = QStackedWidget()
        pages = {
            "data": _scrolling(self.data_page),
            "model": self.model_page,
            "training": _scrolling(self.training_page),
            "results": self.results_page,
            "compare": self.compare_page,
        }
        for mode in MODES:
            stack.addWidget(pages[mode])
        return stack

    def _build(self) -> None:
        upper = QWidget()
        column = QVBoxLayout(upper)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for widget in (self._pages, self.fetching, _line(), self.problems, _line(), self.run_bar, _line()):
            column.addWidget(widget, 1 if widget is self._pages else 0)
        self._splitter.addWidget(upper)
        self._splitter.addWidget(self.live_panel)
        self._splitter.setStretchFactor(0, 3)
        self._splitter.setStretchFactor(1, 2)
        self._splitter.setSizes([540, 290])
        self._splitter.setChildrenCollapsible(False)
        self.live_panel.setMinimumHeight(190)
        centre = QWidget()
        layout = QVBoxLayout(centre)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.top_bar)
        layout.addWidget(_line())
        layout.addWidget(self._splitter, 1)
        self.setCentralWidget(centre)

    def _show_live(self) -> None:
        has_room = self.mode in _WITH_LIVE
        self.live_panel.setVisible(self._wants_live and self._has_run and has_room)


def _line() -> QFrame:
    line = QFrame()
    line.setProperty("role", "line")
    return line


def _scrolling(page: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidget(page)
    return area

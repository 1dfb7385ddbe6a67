"""Watching a run: curves, the confusion matrix of an epoch, what the doctor and the run itself say."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QHideEvent, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from workbench.ui.doctor.attendant import Attendant
from workbench.ui.doctor.panel import DoctorPanel
from workbench.ui.layers.panel import LayersPanel
from workbench.ui.live.curves import CurvePanel
from workbench.ui.live.moment import Moment
from workbench.ui.live.notes import Notes
from workbench.ui.live.output_matrices import OutputMatrices
from workbench.ui.live.session import RunSession
from workbench.ui.live.switch import Side, Switch
from workbench.ui.live.timeline import Timeline
from workbench.ui.theme import Theme
from workbench.ui.turns import Turn

_NARROWEST_MATRIX = 224
_LARGE = 200
"""Classes from which on a matrix takes longer than a frame: it follows the slider where that rests."""
_REST_MS = 80
_WIDE, _WIDE_ENOUGH = 1200, 900
"""From these widths on a matrix has room beside the layers, and beside the curves."""


class LivePanel(QWidget):
    """Shows one session at a time. The session is the owner's: it is neither closed nor kept alive here.

    With ``is_live`` false it is a part of another page, without margins and notes.
    """

    cell_clicked = Signal(int, int, str)  # true and predicted class, and whose answer that is

    def __init__(self, theme: Theme, parent: QWidget | None = None, *, is_live: bool = True) -> None:
        super().__init__(parent)
        self.setObjectName("live_panel")
        self.setAccessibleName(self.tr("Live run"))
        self._is_live = is_live
        self._session: RunSession | None = None
        self._is_away = False
        # Being laid out is work enough for the turn in which a page comes to sight.
        self._return = Turn(self, is_single=True)
        self._return.came.connect(self._on_return_came)
        self.moment = Moment(self)
        self.moment.changed.connect(self._on_moment_changed)
        self.curves = CurvePanel(theme, moment=self.moment)
        self.matrices = OutputMatrices(theme)
        self.confusion = self.matrices.confusion
        self.notes = Notes(self)
        self.attendant = Attendant(self)
        self.doctor = DoctorPanel(self.attendant)
        self.doctor.epoch_wanted.connect(self.show_epoch)
        self.matrices.cell_clicked.connect(self.cell_clicked)
        self.timeline = Timeline(theme, self.moment)
        self.layers = LayersPanel(theme, self.moment)
        self.switch = Switch()
        self.switch.chosen.connect(self.show_side)
        self._rest = Turn(self, is_single=True, interval=_REST_MS)
        self._rest.came.connect(self._show_matrix)
        # While figures pour in the curves are one turn's work, and the matrix another's.
        self._matrix_turn = Turn(self, is_single=True)
        self._matrix_turn.came.connect(self._show_matrix)
        self._wanted_side: Side = "curves"
        self._sides, self._foot = QStackedWidget(), QWidget()
        self._arrange()

    def set_session(self, session: RunSession | None) -> None:
        """Show another run, or none."""
        if self._session is not None:
            self._session.changed.disconnect(self._on_session_changed)
        self._session = session
        self.moment.stand_at(None)
        self.matrices.clear()
        self.attendant.attend(session)
        self.doctor.begin_anew()
        if session is not None:
            session.changed.connect(self._on_session_changed)
        self._on_session_changed()

    @Slot(int)
    def show_epoch(self, epoch: int) -> None:
        """Stand at an epoch, from 1 on: the curves' cursor and, where it is kept, that epoch's matrix."""
        self.moment.stand_at(epoch)

    @property
    def side(self) -> Side:
        """Whether the curves or the layers are seen."""
        return "layers" if self._sides.currentWidget() is self.layers else "curves"

    @Slot(str)
    def show_side(self, side: Side) -> None:
        """Show the curves of the run, or what its layers did; without an epoch there are only curves."""
        self._wanted_side = side
        is_layers = side == "layers" and not self._foot.isHidden()
        self._sides.setCurrentWidget(self.layers if is_layers else self.curves)
        self.switch.show_side(side)
        self._fit()

    def prepare(self) -> None:
        """Load the plotting library at a moment when nobody waits for it."""
        self.curves.prepare()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_away:
            self._return.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._return.stop()
        self._is_away = True

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def event(self, event: QEvent) -> bool:
        # The doctor opens and closes by itself: then there is another room for the matrix.
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and not self.moment.is_newest:
            self.moment.stand_at(None)
        else:
            super().keyPressEvent(event)

    def _show_foot(self) -> None:
        """Have the foot there from the first epoch on; without one there is nothing to choose."""
        if self._foot.isHidden() is not self.timeline.isHidden():
            self._foot.setVisible(not self.timeline.isHidden())
            self.show_side(self._wanted_side)

    def _fit(self) -> None:
        """Give the matrix a square: what its height can't use belongs to the curves."""
        height = self.height() - 14 - (0 if self._foot.isHidden() else self._foot.height() + 4)
        widest = max(_NARROWEST_MATRIX, round(0.3 * self.width()))
        self.matrices.setFixedWidth(min(max(_NARROWEST_MATRIX, height), widest))
        room = self.width() - (self.doctor.width() if self.doctor.is_open else 0)
        has_room = room >= (_WIDE_ENOUGH if self.side == "curves" else _WIDE)
        self.matrices.setVisible(has_room or (self.side == "curves" and not self.doctor.is_open))

    def _arrange(self) -> None:
        self._sides.addWidget(self.curves)
        self._sides.addWidget(self.layers)
        foot = QHBoxLayout(self._foot)
        foot.setContentsMargins(0, 0, 0, 0)
        foot.setSpacing(12)
        foot.addWidget(self.switch)
        foot.addWidget(self.timeline, 1)
        self._foot.hide()
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(self._sides, 1)
        row.addWidget(self.matrices)
        row.addWidget(self.doctor)
        if self._is_live:
            row.addWidget(self.notes)
        margin = 16 if self._is_live else 0
        layout = QVBoxLayout(self)
        layout.setContentsMargins(margin, 8, margin, 6)
        layout.setSpacing(4)
        layout.addLayout(row, 1)
        layout.addWidget(self._foot)
        self.setMinimumHeight(200)

    @Slot()
    def _on_return_came(self) -> None:
        self._is_away = False
        self._on_session_changed()

    def _on_session_changed(self) -> None:
        state = None if self._session is None else self._session.state
        if not self._is_away:
            self.curves.set_state(state)
        folder = None if self._session is None else self._session.folder
        self.timeline.set_state(state, folder)
        self.layers.set_state(state, folder)
        self._show_foot()
        if self._is_live:
            self.notes.show_problems(() if state is None else state.advice)
        if self._is_away:
            return
        if state is None or state.is_over:
            self._show_matrix()
        elif not self._matrix_turn.is_active:
            self._matrix_turn.start()

    @Slot()
    def _on_moment_changed(self) -> None:
        started = None if self._session is None else self._session.state.started
        if started is not None and len(started.classes) >= _LARGE:
            self._rest.start()
        else:
            self._show_matrix()

    @Slot()
    def _show_matrix(self) -> None:
        self._matrix_turn.stop()
        if self._session is not None:
            self.matrices.show_epoch(self._session.folder, self._session.state, self.moment.epoch)

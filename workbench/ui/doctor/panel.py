"""The doctor beside the curves: a card for each finding, or that nothing is wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QToolButton, QVBoxLayout, QWidget

from workbench.doctor.diagnosis import Cure, Diagnosis
from workbench.project.project import Project
from workbench.ui.doctor.attendant import Attendant
from workbench.ui.doctor.card import DiagnosisCard
from workbench.ui.doctor.usefulness import reason_against
from workbench.ui.live.labels import plain_label

WIDTH = 312


class DoctorPanel(QWidget):
    """Shows what ``attendant`` says.

    By itself it is there while something is wrong; ``toggle`` opens and closes it as the user likes, until
    another run is shown.
    """

    epoch_wanted = Signal(int)
    cure_wanted = Signal(object)  # an edit of the project

    def __init__(self, attendant: Attendant, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("doctor")
        self.setAccessibleName(self.tr("Doctor"))
        self.setFixedWidth(WIDTH)
        self._attendant = attendant
        self._open_project: Project | None = None
        self._is_wanted: bool | None = None
        self._cards: dict[tuple[str, int], DiagnosisCard] = {}
        self._nothing = plain_label("doctor_nothing", role="muted")
        self._nothing.setWordWrap(True)
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._column = QWidget()
        self._list = QVBoxLayout(self._column)
        self._arrange()
        attendant.changed.connect(self._on_attendant_changed)
        self._on_attendant_changed()

    @property
    def is_open(self) -> bool:
        """Whether it is to be seen, if what it stands in is."""
        return not self.isHidden()

    def toggle(self) -> None:
        """Open it, or close it."""
        self._is_wanted = not self.is_open
        self._show()

    def begin_anew(self) -> None:
        """Forget what the user wanted: another run is shown."""
        self._is_wanted = None
        self._show()

    def set_open_project(self, project: Project) -> None:
        """Say to what project a treatment would be applied."""
        self._open_project = project
        self._show_use()

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 0, 0)
        head.addWidget(plain_label("doctor_title", self.tr("Doctor"), bold=True), 1)
        close = QToolButton()
        close.setObjectName("doctor_close")
        close.setText("×")
        close.setAccessibleName(self.tr("Close the doctor"))
        close.setToolTip(self.tr("Close; the button in the run bar opens it again"))
        close.clicked.connect(self.toggle)
        head.addWidget(close)
        self._list.setContentsMargins(0, 0, 4, 0)
        self._list.setSpacing(8)
        self._list.addWidget(self._nothing)
        self._list.addStretch(1)
        area = QScrollArea()
        area.setWidget(self._column)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(head)
        layout.addWidget(area, 1)

    @Slot()
    def _on_attendant_changed(self) -> None:
        cards = [self._card(place, each) for place, each in _placed(self._attendant.diagnoses)]
        for place, card in list(self._cards.items()):
            if card not in cards:
                del self._cards[place]
                card.hide()
                card.deleteLater()
        for index, card in enumerate(cards):
            if self._list.indexOf(card) != index:
                self._list.insertWidget(index, card)
        self._nothing.setVisible(not cards)
        self._nothing.setText(
            self.tr("Nothing is wrong that the figures would show.")
            if self._attendant.project is not None
            else self.tr("The doctor reads the figures of a run as its epochs end.")
        )
        self._show_use()
        self._show()

    def _card(self, place: tuple[str, int], diagnosis: Diagnosis) -> DiagnosisCard:
        """Return the card of that place, saying ``diagnosis``."""
        card = self._cards.get(place)
        if card is None:
            card = DiagnosisCard(diagnosis, self._column)
            card.epoch_wanted.connect(self.epoch_wanted)
            card.cure_wanted.connect(self.cure_wanted)
            self._cards[place] = card
        elif card.diagnosis != diagnosis:
            card.show_diagnosis(diagnosis)
        return card

    def _show_use(self) -> None:
        for card in self._cards.values():
            card.show_use(self._reason_against)

    def _reason_against(self, cure: Cure) -> str:
        trained = self._attendant.project
        if self._open_project is None or trained is None:
            return self.tr("There is no project open.")
        return reason_against(cure, self._open_project, trained)

    def _show(self) -> None:
        complains = any(diagnosis.severity != "info" for diagnosis in self._attendant.diagnoses)
        self.setVisible(complains if self._is_wanted is None else self._is_wanted)


def _placed(diagnoses: tuple[Diagnosis, ...]) -> Iterator[tuple[tuple[str, int], Diagnosis]]:
    """Yield each diagnosis with its code and the how manieth of that code it is."""
    seen: Counter[str] = Counter()
    for diagnosis in diagnoses:
        yield (diagnosis.code, seen[diagnosis.code]), diagnosis
        seen[diagnosis.code] += 1

"""How many findings the doctor has, as a button of the run bar."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QToolButton, QWidget

from workbench.ui.doctor.attendant import Attendant
from workbench.ui.doctor.words import SIGNS, in_words
from workbench.ui.live.labels import plain_tip

_ROLES = {"error": "bad", "warning": "", "info": ""}


class DoctorBadge(QToolButton):
    """Says ``Doctor`` and how many cards wait; hidden before there is a run."""

    def __init__(self, attendant: Attendant, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("doctor_badge")
        self._attendant = attendant
        attendant.changed.connect(self.refresh)
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Say what the doctor says now."""
        diagnoses = self._attendant.diagnoses
        text = self.tr("Doctor")
        role = ""
        if diagnoses:
            text = f"{SIGNS[diagnoses[0].severity]} {text} {len(diagnoses)}"
            role = _ROLES[diagnoses[0].severity]
        self.setText(text)
        self.setVisible(self._attendant.project is not None)
        self.setAccessibleName(in_words(diagnoses))
        self.setToolTip(plain_tip("\n".join(each.title for each in diagnoses) or in_words(diagnoses)))
        if self.property("role") != role:
            self.setProperty("role", role)
            self.style().unpolish(self)
            self.style().polish(self)

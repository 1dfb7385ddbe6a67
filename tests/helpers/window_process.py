"""A window in a process of its own that edits a project and trains it, to be killed by a test."""

from __future__ import annotations

import sys

from msgspec.structs import replace
from PySide6.QtWidgets import QApplication

from workbench.project.edits import SetTraining
from workbench.ui.desk import Desk

EPOCHS = 1_000_000


def main() -> int:
    app = QApplication(sys.argv[:1])
    desk = Desk(app)
    desk.open("digits-mlp")
    desk.document.do(SetTraining(replace(desk.document.project.training, epochs=EPOCHS)))

    def train_when_ready() -> None:
        if desk.training.session is None:
            desk.training.train()

    desk.training.state_changed.connect(train_when_ready)
    desk.document.problems_changed.connect(train_when_ready)
    desk.document.facts_changed.connect(train_when_ready)
    desk.document.analysis_changed.connect(train_when_ready)
    desk.show()
    return app.exec()


if __name__ == "__main__":
    sys.exit(main())

"""Export: which model, which format, where to; done only when the file was reloaded and compared."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from workbench.foundation.errors import Problem
from workbench.protocol.judgement import Exported, Which
from workbench.ui.dialogs.model_row import ModelRow

SUFFIXES = {
    "keras": ".keras",
    "weights": ".weights.h5",
    "h5": ".h5",
    "saved_model": "",
    "onnx": ".onnx",
    "litert": ".tflite",
}


class ExportDialog(QDialog):
    """Asks what to export. It stays open while the work goes on and says how it ended."""

    export_requested = Signal(str, str, str, str)  # format, path, which, where the preparation goes

    def __init__(
        self,
        *,
        stem: str,
        folder: Path,
        preparation: str = "inside",
        kept: Mapping[int, Which] | None = None,
        which: Which = "best",
        parent: QWidget | None = None,
    ) -> None:
        """``kept`` names the models of epochs, from 1 on; ``which`` is the one to begin with."""
        super().__init__(parent)
        self.setObjectName("export-dialog")
        self.setWindowTitle(self.tr("Export the trained model"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(560)
        self._stem, self._folder = stem, folder
        self._formats = QButtonGroup(self)
        self._preparation = QButtonGroup(self)
        self._path = QLineEdit(self)
        self._path.setObjectName("export-path")
        self._path.setAccessibleName(self.tr("File to write"))
        self._status = QLabel(self)
        self._status.setObjectName("export-status")
        self._status.setTextFormat(Qt.TextFormat.PlainText)
        self._status.setWordWrap(True)
        self._status.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._busy = QProgressBar(self)
        self._busy.setRange(0, 0)
        self._busy.setTextVisible(False)
        self._busy.hide()
        self._export = QPushButton(self.tr("Export"), self)
        self._export.setObjectName("export-start")
        self._export.setProperty("primary", True)
        self._export.setDefault(True)
        self._export.clicked.connect(self._on_export_clicked)
        self.models = ModelRow(kept or {}, which, self)
        self._build()
        for button in self._preparation.buttons():
            button.setChecked(button.property("key") == preparation)
        self._propose_path()

    def set_done(self, exported: Exported) -> None:
        """Say where the file is and how well it was reproduced."""
        self._set_busy(False)
        self._status.setProperty("role", "good")
        told = self.tr(
            "✓ {0} ({1:,} bytes). Reloaded in a fresh process: largest difference {2:.1e}."
        ).format(exported.path, exported.bytes, exported.max_abs_difference)
        if exported.preparation == "inside":
            told += "\n" + self.tr("It takes raw examples: the data's preparation is inside.")
        elif exported.beside:
            told += "\n" + self.tr("The data's preparation lies beside it: {0}").format(
                ", ".join(Path(path).name for path in exported.beside)
            )
        self._status.setText(told)
        self._repolish()

    def set_failed(self, problems: tuple[Problem, ...]) -> None:
        self._set_busy(False)
        self._status.setProperty("role", "bad")
        self._status.setText("\n".join(f"✕ {problem.message} {problem.hint}" for problem in problems))
        self._repolish()

    def _build(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(8)
        layout.addWidget(_heading(self.tr("Which weights")))
        layout.addWidget(self.models)
        layout.addWidget(_heading(self.tr("Format")))
        formats = {
            "keras": self.tr("Keras model (.keras): architecture, weights and optimizer"),
            "weights": self.tr("Weights only (.weights.h5)"),
            "h5": self.tr("HDF5 model (.h5): for older programs"),
            "saved_model": self.tr("SavedModel folder: TensorFlow Serving"),
            "onnx": self.tr("ONNX (.onnx): other runtimes"),
            "litert": self.tr("LiteRT (.tflite): phones and small devices"),
        }
        for key, text in formats.items():
            button = self._radio(self._formats, key, text, "format")
            button.toggled.connect(self._propose_path)
            layout.addWidget(button)
        layout.addWidget(_heading(self.tr("Preparation of the data, where there is any")))
        places = {
            "inside": self.tr("Inside the model"),
            "beside": self.tr("In a file beside it"),
            "none": self.tr("Left out"),
        }
        layout.addLayout(self._radios(self._preparation, places, "preparation"))
        layout.addWidget(_heading(self.tr("File")))
        layout.addLayout(self._path_row())
        layout.addWidget(self._busy)
        layout.addWidget(self._status)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        close = QPushButton(self.tr("Close"), self)
        close.setObjectName("export-close")
        close.clicked.connect(self.close)
        buttons.addWidget(close)
        buttons.addWidget(self._export)
        layout.addLayout(buttons)

    def _path_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        browse = QPushButton(self.tr("Browse…"), self)
        browse.setObjectName("export-browse")
        browse.clicked.connect(self._on_browse_clicked)
        row.addWidget(self._path, 1)
        row.addWidget(browse)
        return row

    def _radios(self, group: QButtonGroup, rows: dict[str, str], prefix: str) -> QHBoxLayout:
        line = QHBoxLayout()
        for key, text in rows.items():
            line.addWidget(self._radio(group, key, text, prefix))
        line.addStretch(1)
        return line

    def _radio(self, group: QButtonGroup, key: str, text: str, prefix: str) -> QRadioButton:
        button = QRadioButton(text, self)
        button.setObjectName(f"{prefix}-{key}")
        button.setProperty("key", key)
        button.setChecked(not group.buttons())
        group.addButton(button)
        return button

    def _key(self, group: QButtonGroup) -> str:
        button = group.checkedButton()
        assert button is not None
        return str(button.property("key"))

    @Slot()
    def _propose_path(self) -> None:
        suffix = SUFFIXES[self._key(self._formats)]
        self._path.setText(str(self._folder / f"{self._stem}{suffix}"))

    @Slot()
    def _on_browse_clicked(self) -> None:
        dialog = QFileDialog(self, self.tr("File to write"), self._path.text())
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self._path.setText)
        dialog.open()

    @Slot()
    def _on_export_clicked(self) -> None:
        self._set_busy(True)
        self._status.setProperty("role", "muted")
        self._status.setText(self.tr("Writing, reloading in a fresh process, comparing…"))
        self._repolish()
        self.export_requested.emit(
            self._key(self._formats),
            self._path.text(),
            self.models.which,
            self._key(self._preparation),
        )

    def _set_busy(self, busy: bool) -> None:
        self._busy.setVisible(busy)
        self._export.setEnabled(not busy)

    def _repolish(self) -> None:
        self._status.style().unpolish(self._status)
        self._status.style().polish(self._status)


def _heading(text: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("role", "heading")
    return label

"""Chooses the weights that a network of keras.applications begins with: random, ImageNet's, or a file's."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from workbench.project.applications import IMAGENET
from workbench.ui.inspector.editors.combo import CalmComboBox
from workbench.ui.inspector.row import set_property

_FILE = "file"


class WeightsChoice(QWidget):
    """``changed`` tells that the user chose otherwise; a path that is being typed counts when it is left."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._base = Path()
        self.source, self.path = CalmComboBox(self), QLineEdit(self)
        self.browse, self.message = QPushButton(self.tr("Browse…"), self), QLabel(self)
        # ImageNet last: arrow keys must not pass it on their way, for it is fetched when it is chosen.
        for words, key in (
            (self.tr("At random"), ""),
            (self.tr("From a file"), _FILE),
            (self.tr("ImageNet, from Keras"), IMAGENET),
        ):
            self.source.addItem(words, key)
        self._lay_out()
        self._show_parts()
        self.source.activated.connect(self._on_changed)
        self.path.editingFinished.connect(self._on_changed)
        self.browse.clicked.connect(self._on_browse_clicked)

    def weights(self) -> str:
        """Return what ``Application.weights`` is to be."""
        key: str = self.source.currentData()
        return self.path.text().strip() if key == _FILE else key

    def show_weights(self, weights: str, base: Path) -> None:
        """Show weights as a project in the folder ``base`` has them."""
        self._base = base
        key = weights if weights in ("", IMAGENET) else _FILE
        self.source.setCurrentIndex(self.source.findData(key))
        if key == _FILE and not self.path.hasFocus():
            self.path.setText(weights)
        self._show_parts()

    def is_valid(self) -> bool:
        """Tell whether what is chosen can be: a file must be there."""
        return self.source.currentData() != _FILE or self._is_there()

    def _is_there(self) -> bool:
        path = self.path.text().strip()
        return bool(path) and (self._base / path).is_file()

    def _on_changed(self) -> None:
        self._show_parts()
        if self.source.currentData() == _FILE and not self.path.text().strip():
            self.path.setFocus()
        self.changed.emit()

    def _show_parts(self) -> None:
        is_file = self.source.currentData() == _FILE
        for widget in (self.path, self.browse, self.message):
            widget.setVisible(is_file)
        is_missing = is_file and bool(self.path.text().strip()) and not self.is_valid()
        self.message.setText(
            self.tr("There is no such file.")
            if is_missing
            else self.tr("A .h5, .weights.h5 or .keras file of this network")
        )
        set_property(self.message, "role", "bad" if is_missing else "muted")
        set_property(self.path, "invalid", is_missing)

    def _on_browse_clicked(self) -> None:
        dialog = QFileDialog(self, self.tr("Weights"), "", self.tr("Weights (*.h5 *.hdf5 *.keras)"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self._on_file_selected)
        dialog.open()

    def _on_file_selected(self, path: str) -> None:
        self.path.setText(path)
        self._on_changed()

    def _lay_out(self) -> None:
        for widget, name, words in (
            (self.source, "weights.source", self.tr("Weights to begin with")),
            (self.path, "weights.path", self.tr("File of weights")),
            (self.browse, "weights.browse", self.tr("Choose a file of weights")),
        ):
            widget.setObjectName(name)
            widget.setAccessibleName(words)
        self.path.setPlaceholderText(self.tr("Path of a file"))
        self.browse.setAutoDefault(False)
        self.message.setWordWrap(True)
        line = QHBoxLayout()
        line.addWidget(self.path, 1)
        line.addWidget(self.browse)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.source)
        layout.addLayout(line)
        layout.addWidget(self.message)

"""Asks how a network of keras.applications is to be placed; what is proposed fits the data."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDoubleSpinBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from workbench.project.applications import IMAGENET
from workbench.project.graph import Application, Option
from workbench.protocol.applications import NetworkOffer
from workbench.protocol.facts import DataFacts
from workbench.ui.dialogs.weights_choice import WeightsChoice
from workbench.ui.inspector.editors.combo import CalmComboBox

_USUAL_SIDE, _COLOURS, _IMAGENETS_CLASSES = 224, 3, 1000
_FLAGS = ("include_preprocessing", "minimalistic")


@dataclass(frozen=True)
class Wish:
    """A network, whether its layers are frozen, and the largest pixel to prepare for; 0 prepares none."""

    application: Application
    is_frozen: bool
    brightest: float


class NetworkDialog(QDialog):
    """``wished`` carries a Wish."""

    wished = Signal(object)

    def __init__(self, parent: QWidget, offer: NetworkOffer, facts: DataFacts | None) -> None:
        super().__init__(parent)
        self.setObjectName("network")
        self.setWindowTitle(self.tr("Place {0}").format(offer.name))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._offer, self._facts = offer, facts
        self.height_field, self.width_field = self._number("height"), self._number("width")
        self.has_top = QCheckBox(self.tr("With its classifier on top"), self)
        self.classes = self._number("classes", least=1, most=100_000)
        self.pooling = CalmComboBox(self)
        self.alpha = QDoubleSpinBox(self)
        self.flags = {name: QCheckBox(self) for name in _FLAGS if name in offer.options}
        self.weights = WeightsChoice(self)
        self.is_frozen = QCheckBox(self.tr("Freeze it: only what you add learns"), self)
        self.prepares = QCheckBox(self.tr("Turn pixels into what its weights expect"), self)
        self.onward, self.place = QLabel(self), QPushButton(self.tr("Place"), self)
        self._fill()
        self._lay_out()
        for changed in (self.has_top.toggled, self.classes.valueChanged, self.pooling.currentIndexChanged):
            changed.connect(self._tell)
        self.weights.changed.connect(self._on_weights_changed)
        self.place.clicked.connect(self._take)
        self._on_weights_changed()

    def wish(self) -> Wish:
        """Return what is chosen."""
        options: dict[str, Option] = {"include_top": self.has_top.isChecked()}
        if self.has_top.isChecked():
            options["classes"] = self.classes.value()
        elif self.pooling.currentData():
            options["pooling"] = self.pooling.currentData()
        options["input_shape"] = (self.height_field.value(), self.width_field.value(), self._channels())
        if "alpha" in self._offer.options and self.alpha.value() != 1.0:
            options["alpha"] = self.alpha.value()
        options |= {
            name: box.isChecked() for name, box in self.flags.items() if box.isChecked() != _is_usual(name)
        }
        weights = self.weights.weights()
        prepares = bool(weights) and self.prepares.isEnabled() and self.prepares.isChecked()
        return Wish(
            Application(network=self._offer.name, options=options, weights=weights),
            is_frozen=bool(weights) and self.is_frozen.isChecked(),
            brightest=self._brightest() if prepares else 0.0,
        )

    def _take(self) -> None:
        self.wished.emit(self.wish())
        self.accept()

    def _channels(self) -> int:
        shape = self._facts.input_shape if self._facts is not None else ()
        return shape[2] if len(shape) == 3 else _COLOURS

    def _brightest(self) -> float:
        return 255.0 if self._facts is None or self._facts.maximum > 1 else 1.0

    def _fill(self) -> None:
        shape = self._facts.input_shape if self._facts is not None else ()
        height, width = shape[:2] if len(shape) == 3 else (_USUAL_SIDE, _USUAL_SIDE)
        self.height_field.setValue(height)
        self.width_field.setValue(width)
        classes = self._facts.class_count if self._facts is not None else 0
        self.classes.setValue(classes or _IMAGENETS_CLASSES)
        for words, value in (
            (self.tr("Mean of each channel"), "avg"),
            (self.tr("Largest of each channel"), "max"),
            (self.tr("None: a map of places"), ""),
        ):
            self.pooling.addItem(words, value)
        self.alpha.lineEdit().setTextMargins(8, 0, 0, 0)
        self.alpha.setRange(0.1, 4.0)
        self.alpha.setSingleStep(0.25)
        self.alpha.setValue(1.0)
        self.is_frozen.setChecked(True)
        self.prepares.setChecked(True)
        names = {
            "include_preprocessing": self.tr("With its own preparation of pixels from 0 to 255"),
            "minimalistic": self.tr("Minimalistic: without squeeze and excitation"),
        }
        for name, box in self.flags.items():
            box.setText(names[name])
            box.setChecked(_is_usual(name))

    def _on_weights_changed(self) -> None:
        has_weights, is_valid = bool(self.weights.weights()), self.weights.is_valid()
        self.is_frozen.setEnabled(has_weights)
        self.prepares.setEnabled(has_weights and not self._offer.is_bgr and self._channels() == _COLOURS)
        if self._offer.is_bgr:
            self.prepares.setToolTip(
                self.tr("Its ImageNet weights expect blue first, which no layer of Keras turns round.")
            )
        self.place.setEnabled(is_valid)
        self._tell()
        layout = self.layout()
        if layout is not None:
            layout.activate()
        self.adjustSize()

    def _tell(self) -> None:
        """Say what can't be chosen together, and how to go on."""
        has_top = self.has_top.isChecked()
        self.classes.setEnabled(has_top)
        self.pooling.setEnabled(not has_top)
        classes = self._facts.class_count if self._facts is not None else 0
        if has_top and self.weights.weights() == IMAGENET and self.classes.value() != _IMAGENETS_CLASSES:
            words = self.tr("ImageNet has 1,000 classes: the last layer begins anew.")
        elif has_top:
            words = self.tr("It ends in a softmax over {0} classes: nothing needs to follow.").format(
                f"{self.classes.value():,}"
            )
        else:
            units = self.tr("{0} units").format(classes) if classes else self.tr("a unit for each class")
            flat = "" if self.pooling.currentData() else self.tr("Flatten or a pooling, then ")
            words = self.tr("Then add behind it: {0}Dense with {1} and a softmax.").format(flat, units)
        self.onward.setText(words)

    def _number(self, name: str, *, least: int = 1, most: int = 4096) -> QSpinBox:
        field = QSpinBox(self)
        field.setObjectName(f"network.{name}")
        field.setRange(least, most)
        field.setGroupSeparatorShown(True)
        field.lineEdit().setTextMargins(8, 0, 0, 0)
        return field

    def _lay_out(self) -> None:
        self._name_all()
        about = QLabel(self._offer.about, self)
        about.setTextFormat(Qt.TextFormat.PlainText)
        about.setProperty("role", "muted")
        about.setWordWrap(True)
        about.setVisible(bool(self._offer.about))
        size = QHBoxLayout()
        size.setSpacing(8)
        size.addWidget(self.height_field, 1)
        size.addWidget(QLabel("×", self))
        size.addWidget(self.width_field, 1)
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(10)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        form.addRow(self.tr("Images"), size)
        form.addRow("", self.has_top)
        form.addRow(self.tr("Classes"), self.classes)
        form.addRow(self.tr("Pooling"), self.pooling)
        if "alpha" in self._offer.options:
            form.addRow(self.tr("Width (alpha)"), self.alpha)
        self.alpha.setVisible("alpha" in self._offer.options)
        for box in self.flags.values():
            form.addRow("", box)
        form.addRow(self.tr("Weights"), self.weights)
        form.addRow("", self.is_frozen)
        form.addRow("", self.prepares)
        cancel = QPushButton(self.tr("Cancel"), self)
        cancel.setObjectName("network.cancel")
        cancel.setAutoDefault(False)
        cancel.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(cancel)
        buttons.addWidget(self.place)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 20, 20, 16)
        layout.setSpacing(12)
        layout.addWidget(about)
        layout.addLayout(form)
        layout.addWidget(self.onward)
        layout.addLayout(buttons)
        self.setMinimumWidth(440)

    def _name_all(self) -> None:
        for widget, name, words in (
            (self.height_field, "height", self.tr("Height of the images")),
            (self.width_field, "width", self.tr("Width of the images")),
            (self.classes, "classes", self.tr("Number of classes")),
            (self.pooling, "pooling", self.tr("Pooling at the end")),
            (self.alpha, "alpha", self.tr("Factor of the number of channels")),
            (self.has_top, "has_top", self.has_top.text()),
            (self.is_frozen, "is_frozen", self.is_frozen.text()),
            (self.prepares, "prepares", self.prepares.text()),
            (self.place, "place", self.place.text()),
        ):
            widget.setObjectName(f"network.{name}")
            widget.setAccessibleName(words)
        self.onward.setObjectName("network.onward")
        self.onward.setProperty("role", "muted")
        self.onward.setTextFormat(Qt.TextFormat.PlainText)
        self.onward.setWordWrap(True)
        self.onward.setMinimumHeight(2 * self.onward.fontMetrics().lineSpacing() + 4)
        self.place.setProperty("primary", True)
        self.place.setDefault(True)


def _is_usual(flag: str) -> bool:
    """Tell what Keras takes a flag for that isn't given."""
    return flag == "include_preprocessing"

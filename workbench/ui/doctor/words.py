"""What a click on a treatment does, in a few words."""

from __future__ import annotations

from typing import assert_never

from PySide6.QtCore import QCoreApplication

from workbench.doctor.diagnosis import Cure, Diagnosis
from workbench.foundation.errors import Severity
from workbench.project.edits.treatments import (
    AddCallback,
    Augment,
    ClipGradients,
    InsertLayers,
    SetActivations,
    SetBatchSize,
    SetEpochs,
    SetInitializers,
    SetLoss,
    SetRate,
    WatchFigure,
    Widen,
)
from workbench.ui.data import remedy_words

SIGNS: dict[Severity, str] = {"error": "✕", "warning": "!", "info": "i"}


def words_of(cure: Cure) -> str:
    """Return the words for a button."""
    match cure:
        case SetRate():
            return _tr("Learning rate {0}").format(f"{cure.rate:g}")
        case ClipGradients():
            return _tr("Clip gradients at {0}").format(f"{cure.norm:g}")
        case SetBatchSize():
            return _tr("Batches of {0}").format(cure.batch_size)
        case SetEpochs():
            return _tr("Train {0} epochs").format(cure.epochs)
        case AddCallback():
            return _tr("Add {0}").format(cure.callback.kind)
        case WatchFigure():
            return _tr("Watch {0}").format(cure.monitor)
        case SetLoss():
            return _loss(cure)
        case SetActivations():
            return _tr("Use {0}").format(cure.activation)
        case SetInitializers():
            return _tr("Begin with {0}").format(cure.initializer)
        case InsertLayers():
            return _tr("Insert {0}").format(cure.layer.kind)
        case Widen():
            return _tr("{0} × as wide").format(cure.factor)
        case Augment():
            return _tr("Augment the images")
        case _:
            return remedy_words.words_of(cure)


def severity_word(severity: Severity) -> str:
    """Return the severity for who can't see its sign."""
    match severity:
        case "error":
            return _tr("Serious")
        case "warning":
            return _tr("Worth a look")
        case "info":
            return _tr("Harmless")
        case _:
            assert_never(severity)


def in_words(diagnoses: tuple[Diagnosis, ...]) -> str:
    """Return how many findings there are, and the first one's title."""
    if not diagnoses:
        return _tr("Doctor: nothing to complain of")
    return _tr("Doctor, {0}: {1}").format(len(diagnoses), diagnoses[0].title)


def _loss(cure: SetLoss) -> str:
    if cure.loss.params.get("from_logits") is True:
        return _tr("{0} on logits").format(cure.loss.kind)
    return _tr("Use {0}").format(cure.loss.kind)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Doctor", text)

"""One dense unit on two inputs, with weights set by hand."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from workbench.engine.exploring.finite import number, refused
from workbench.engine.model.objects import make
from workbench.project.spec import Spec
from workbench.protocol.exploring import AskNeuron, NeuronAnswer
from workbench.protocol.probing import Ground

_FINEST = 200


def neuron(question: AskNeuron) -> NeuronAnswer:
    """Return what the unit computes of its inputs, in float64, and all over the plane.

    Raises:
        WorkbenchError: an activation that is none, or a plane of no or too many places.
    """
    if not (2 <= question.side <= _FINEST and question.reach > 0):
        raise refused(f"Expected a plane of 2 to {_FINEST} places a side.", "Choose another one.")
    spec = Spec("Dense", {"units": 1, "activation": question.activation, "dtype": "float64"})
    dense = make("layer", spec, where="explore")
    dense.build((None, 2))
    dense.set_weights([np.array(question.weights)[:, None], np.array([question.bias])])
    at = np.linspace(-question.reach, question.reach, question.side)
    across, up = np.meshgrid(at, at[::-1])
    plane = np.column_stack((across.ravel(), up.ravel()))
    inputs = np.array([question.inputs])
    answers = np.asarray(dense(np.concatenate((inputs, plane))))[:, 0]
    total = float(inputs[0] @ np.array(question.weights) + question.bias)
    return NeuronAnswer(total=total, output=number(answers[0]), ground=_ground(answers[1:], question))


def _ground(answers: NDArray[np.float64], question: AskNeuron) -> Ground:
    """Return the plane's answers as shades, the top row first; what is not finite counts as the lowest."""
    is_there = np.isfinite(answers)
    low = float(answers[is_there].min()) if is_there.any() else 0.0
    high = float(answers[is_there].max()) if is_there.any() else 0.0
    shares = (np.where(is_there, answers, low) - low) / ((high - low) or 1.0)
    return Ground(
        name=question.activation, low=low, high=high, shades=(255 * shares).round().astype(np.uint8).tobytes()
    )

"""Which answers are probabilities, and logits made such."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from workbench.project.spec import Spec

_NEAR = 1e-3


def probabilities_of(
    outputs: NDArray[np.float32], loss: Spec, *, is_one_of: bool
) -> tuple[NDArray[np.float32], bool]:
    """Return the answers (n, units), and whether they are probabilities.

    ``is_one_of`` says that the units share one whole. Where the loss takes logits, they are brought through
    softmax or sigmoid; answers that are neither stay as they are.
    """
    if loss.params.get("from_logits") is True:
        return (_softmax(outputs) if is_one_of else _sigmoid(outputs)), True
    if outputs.size and (outputs.min() < 0 or outputs.max() > 1 + _NEAR):
        return outputs, False
    if is_one_of and not np.allclose(outputs.sum(axis=1), 1, atol=_NEAR):
        return outputs, False
    return np.minimum(outputs, 1), True


def _softmax(logits: NDArray[np.float32]) -> NDArray[np.float32]:
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    shares: NDArray[np.float32] = powers / powers.sum(axis=1, keepdims=True)
    return shares


def _sigmoid(logits: NDArray[np.float32]) -> NDArray[np.float32]:
    # By way of tanh, which never overflows.
    return ((1 + np.tanh(logits / 2)) / 2).astype(np.float32)

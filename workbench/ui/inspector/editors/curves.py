"""Keras' activations as formulas: what stands beside the curve, and what draws it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Activation:
    """``text`` is for reading; ``drawn`` computes the curve where the two differ."""

    text: str
    drawn: str = ""

    @property
    def expression(self) -> str:
        return self.drawn or self.text


_SELU = "1.0507 * where(x > 0, x, 1.6733 * (exp(x) - 1))"

ACTIVATIONS: dict[str, Activation] = {
    "celu": Activation("max(0, x) + min(0, exp(x) − 1)", "max(0, x) + min(0, exp(x) - 1)"),
    "elu": Activation("x > 0: x, else exp(x) − 1", "where(x > 0, x, exp(x) - 1)"),
    "exponential": Activation("exp(x)"),
    "gelu": Activation("x · Φ(x)", "0.5 * x * (1 + tanh(0.79788 * (x + 0.044715 * x**3)))"),
    "hard_shrink": Activation("|x| > 0.5: x, else 0", "where(abs(x) > 0.5, x, 0)"),
    "hard_sigmoid": Activation("min(1, max(0, x / 6 + 0.5))"),
    "hard_silu": Activation("x · hard_sigmoid(x)", "x * min(1, max(0, x / 6 + 0.5))"),
    "hard_tanh": Activation("min(1, max(−1, x))", "min(1, max(-1, x))"),
    "leaky_relu": Activation("x > 0: x, else 0.2 x", "where(x > 0, x, 0.2 * x)"),
    "linear": Activation("x"),
    "log_sigmoid": Activation("log(sigmoid(x))", "0 - softplus(-x)"),
    "log_softmax": Activation("log(softmax(x))", "0 - softplus(-x)"),
    "mish": Activation("x · tanh(softplus(x))", "x * tanh(softplus(x))"),
    "relu": Activation("max(0, x)"),
    "relu6": Activation("min(6, max(0, x))"),
    "selu": Activation("1.05 · elu(x, 1.67)", _SELU),
    "sigmoid": Activation("1 / (1 + exp(−x))", "sigmoid(x)"),
    "silu": Activation("x · sigmoid(x)", "x * sigmoid(x)"),
    "soft_shrink": Activation("sign(x) · max(0, |x| − 0.5)", "sign(x) * max(0, abs(x) - 0.5)"),
    "softmax": Activation("exp(xᵢ) / Σ exp(xⱼ)", "sigmoid(x)"),
    "softplus": Activation("log(1 + exp(x))", "softplus(x)"),
    "softsign": Activation("x / (1 + |x|)", "x / (1 + abs(x))"),
    "sparse_plus": Activation(
        "x ≤ −1: 0, x ≥ 1: x, else ¼ (x + 1)²", "where(x < -1, 0, where(x > 1, x, (x + 1)**2 / 4))"
    ),
    "sparse_sigmoid": Activation("min(1, max(0, (x + 1) / 2))"),
    "squareplus": Activation("(x + √(x² + 4)) / 2", "(x + sqrt(x**2 + 4)) / 2"),
    "tanh": Activation("tanh(x)"),
    "tanh_shrink": Activation("x − tanh(x)", "x - tanh(x)"),
    "threshold": Activation("x > θ: x, else v", "where(x > 1, x, 0)"),
}
for _alias, _name in {"swish": "silu", "hard_swish": "hard_silu"}.items():
    ACTIVATIONS[_alias] = ACTIVATIONS[_name]

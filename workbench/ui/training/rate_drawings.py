"""What the small plots of the learning rate show: pure functions from curves and sweeps to drawings."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QCoreApplication

from workbench.catalog.rate_curve import RateCurve
from workbench.protocol.sweep import RateSweep
from workbench.ui.training.rate_plot import Drawing, decade_ticks, epoch_ticks, short

translate = QCoreApplication.translate  # by this name the texts are found for translation


def of_curve(curve: RateCurve, epochs: int) -> tuple[Drawing | None, str]:
    """Return a rate's drawing over the epochs, and the same in words."""
    if curve.trouble or not len(curve.x):
        return None, curve.trouble
    top = float(curve.y.max()) or 1.0
    template = translate("RateCard", "epoch {0} · {1}")
    hovers = tuple(
        template.format(int(x) + 1, short(float(y))) for x, y in zip(curve.x, curve.y, strict=True)
    )
    words = translate("RateCard", "From {0} in epoch 1 to {1} in epoch {2}").format(
        short(float(curve.y[0])), short(float(curve.y[-1])), epochs
    )
    drawing = Drawing(
        x=curve.x,
        y=curve.y,
        x_range=(0.0, float(epochs)),
        y_range=(0.0, top * 1.06),
        x_ticks=epoch_ticks(epochs),
        y_ticks=(0.0, top / 2, top),
        x_word=translate("RateCard", "epoch"),
        is_stepped=curve.is_stepped,
        hovers=hovers,
    )
    return drawing, words


def of_sweep(sweep: RateSweep) -> tuple[Drawing | None, str]:
    """Return the loss over the rates, on a logarithmic axis, and the same in words."""
    if len(sweep.rates) < 2:
        return None, ""
    rates, smooth, losses = (np.asarray(part) for part in (sweep.rates, sweep.smoothed, sweep.losses))
    low, first = float(min(smooth.min(), losses.min())), float(smooth[0])
    high = min(float(smooth.max()), first + 1.5 * (first - low) or 1.0)
    room = 0.06 * ((high - low) or 1.0)
    marks = []
    if sweep.proposal is not None and sweep.lowest is not None:
        marks = [
            (sweep.proposal, translate("RateCard", "proposed {0}").format(short(sweep.proposal))),
            (sweep.lowest, translate("RateCard", "lowest {0}").format(short(sweep.lowest))),
        ]
    template = translate("RateCard", "rate {0} · loss {1}")
    drawing = Drawing(
        x=rates,
        y=np.minimum(smooth, high + room),
        faint=np.minimum(losses, high + room),
        marks=tuple(marks),
        x_range=(float(rates[0]), float(rates[-1])),
        y_range=(low - room, high + room),
        x_ticks=decade_ticks(sweep.rates),
        y_ticks=(low, (low + high) / 2, high),
        x_word=translate("RateCard", "rate"),
        is_log=True,
        hovers=tuple(
            template.format(short(float(x)), f"{y:.3g}") for x, y in zip(rates, smooth, strict=True)
        ),
    )
    return drawing, ", ".join(words for _, words in marks)

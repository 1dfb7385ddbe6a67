"""The curves to take away: as a picture, as a drawing, as a table of all figures."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPointF, QRectF, QSize
from PySide6.QtGui import QColor, QImage, QImageWriter, QPainter
from PySide6.QtSvg import QSvgGenerator

from workbench.runs.state import RunState
from workbench.ui.live import pens
from workbench.ui.live.plot import MetricPlot

FORMATS = ("png", "svg", "csv")
_SHARPNESS = 2
_HEAD, _MARGIN, _GAP, _STROKE = 26, 12, 16, 16


def as_file(kind: str, plots: Sequence[MetricPlot], state: RunState) -> bytes:
    """Return one of ``FORMATS``; ValueError for any other."""
    if kind == "csv":
        return table(state).encode()
    if kind == "svg":
        return _svg(plots)
    if kind == "png":
        drawn = image(plots)
        return _written(lambda device: QImageWriter(device, b"png").write(drawn))
    raise ValueError(f"Expected one of {', '.join(FORMATS)}, received {kind!r}.")


def image(plots: Sequence[MetricPlot]) -> QImage:
    """Return the plots as they are seen, in twice their size."""
    size = _size(plots)
    drawn = QImage(size * _SHARPNESS, QImage.Format.Format_RGB32)
    with QPainter(drawn) as painter:
        painter.scale(_SHARPNESS, _SHARPNESS)
        _paint(painter, plots)
    return drawn


def table(state: RunState) -> str:
    """Return a line for each epoch with all its figures, its seconds and its learning rate."""
    names = list(dict.fromkeys(name for epoch in state.epochs for name in epoch.values))
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["epoch", *names, "learning_rate", "seconds"])
    for epoch in state.epochs:
        figures = [epoch.values.get(name, "") for name in names]
        writer.writerow([epoch.epoch + 1, *figures, epoch.learning_rate, epoch.seconds])
    return text.getvalue()


def _svg(plots: Sequence[MetricPlot]) -> bytes:
    size = _size(plots)

    def write(device: QBuffer) -> None:
        made = QSvgGenerator()
        made.setOutputDevice(device)
        made.setSize(size)
        made.setViewBox(QRectF(0, 0, size.width(), size.height()))
        with QPainter(made) as painter:
            _paint(painter, plots)

    return _written(write)


def _seen(plots: Sequence[MetricPlot]) -> list[MetricPlot]:
    return [plot for plot in plots if plot.chart is not None and not plot.isHidden()]


def _size(plots: Sequence[MetricPlot]) -> QSize:
    charts = [plot.chart.size() for plot in _seen(plots) if plot.chart is not None]
    width = sum(size.width() + _GAP for size in charts) - _GAP + 2 * _MARGIN
    return QSize(max(1, width), max((size.height() for size in charts), default=0) + _HEAD + 2 * _MARGIN)


def _paint(painter: QPainter, plots: Sequence[MetricPlot]) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    across = float(_MARGIN)
    seen = _seen(plots)
    if seen:
        colors = seen[0].theme.colors
        size = _size(plots)
        painter.fillRect(QRectF(0, 0, size.width(), size.height()), QColor(colors.background))
    for plot in seen:
        chart = plot.chart
        if chart is None:
            continue
        painter.setPen(QColor(plot.theme.colors.text))
        painter.setFont(plot.font())
        painter.drawText(QPointF(across + 4, _MARGIN + 14), plot.title)
        _paint_legend(painter, plot, QPointF(across + 4, _MARGIN + 10))
        target = QRectF(across, _MARGIN + _HEAD, chart.width(), chart.height())
        chart.canvas.render(painter, target, chart.canvas.viewport().rect())
        across += chart.width() + _GAP


def _paint_legend(painter: QPainter, plot: MetricPlot, start: QPointF) -> None:
    """Explain the lines behind the title, each by its stroke."""
    metrics, theme = painter.fontMetrics(), plot.theme
    x = start.x() + metrics.horizontalAdvance(plot.title) + 2 * _GAP
    for line in plot.legend.lines:
        painter.setPen(pens.bold(line, pens.hue(line, theme.colors, is_dark=theme.is_dark)))
        painter.drawLine(QPointF(x, start.y()), QPointF(x + _STROKE, start.y()))
        painter.setPen(QColor(theme.colors.muted))
        painter.drawText(QPointF(x + _STROKE + 5, start.y() + 4), line.name)
        x += _STROKE + 5 + metrics.horizontalAdvance(line.name) + _GAP


def _written(write: Callable[[QBuffer], object]) -> bytes:
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    write(buffer)
    buffer.close()
    return bytes(content.data())

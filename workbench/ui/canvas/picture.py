"""The network as a picture: what the canvas shows without selection, marks, grid and pointer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QColor, QImage, QImageWriter, QPageLayout, QPageSize, QPainter, QPdfWriter
from PySide6.QtSvg import QSvgGenerator

from workbench.project.graph import BlockId
from workbench.ui.canvas.heat import HeatBy
from workbench.ui.canvas.heat_map import HeatMap, Measured
from workbench.ui.canvas.scene import Scene
from workbench.ui.document.document import Document
from workbench.ui.theme import Theme

FORMATS = ("svg", "png", "pdf")
_MARGIN = 32.0
_PAPER = "#FFFFFF"
_SHARPNESS = 2.0
_MOST_PIXELS = 16_000
_POINTS_PER_PIXEL = 0.75
_UNMEASURED: Measured = (None, "")


def picture(
    document: Document,
    theme: Theme,
    kind: str,
    inside: BlockId | None = None,
    *,
    heat: HeatBy = "off",
    measured: Measured = _UNMEASURED,
) -> bytes:
    """Return the graph as a file of one of ``FORMATS``; ValueError when there is nothing to show.

    ``inside`` shows one block on its own, ``heat`` colours the cards by what they cost, or by the gradients
    that were ``measured``.
    """
    with _clean_scene(document, theme, inside, heat, measured) as scene:
        return _MAKERS[kind](scene)


def image(
    document: Document,
    theme: Theme,
    inside: BlockId | None = None,
    *,
    heat: HeatBy = "off",
    measured: Measured = _UNMEASURED,
) -> QImage:
    """Return the same in twice its size, for the clipboard."""
    with _clean_scene(document, theme, inside, heat, measured) as scene:
        return _image(scene)


@contextmanager
def _clean_scene(
    document: Document, theme: Theme, inside: BlockId | None, heat: HeatBy, measured: Measured
) -> Iterator[Scene]:
    """Show the graph once more, with its shapes and counts, but with no selection and no problems."""
    if not document.project.graph.nodes:
        raise ValueError("Expected a network to make a picture of, received an empty canvas.")
    shown = Document(document.project, document.catalog)
    shown.set_analysis(document.analysis)
    scene = Scene(shown, theme)
    scene.sight.enter(inside)
    colours = HeatMap(scene, shown, theme, scene)
    colours.set_measured(*measured)
    colours.choose(heat)
    scene.look.canvas = QColor(theme.colors.canvas if theme.is_dark else _PAPER)
    scene.setBackgroundBrush(scene.look.canvas)
    try:
        yield scene
    finally:
        scene.deleteLater()
        shown.deleteLater()


def _area(scene: Scene) -> QRectF:
    return scene.itemsBoundingRect().adjusted(-_MARGIN, -_MARGIN, _MARGIN, _MARGIN)


def _paint(scene: Scene, painter: QPainter, target: QRectF) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.fillRect(target, scene.backgroundBrush())
    scene.render(painter, target, _area(scene), Qt.AspectRatioMode.KeepAspectRatio)
    painter.end()


def _image(scene: Scene) -> QImage:
    size = _area(scene).size()
    scale = min(_SHARPNESS, _MOST_PIXELS / max(size.width(), size.height()))
    drawn = QImage((size * scale).toSize(), QImage.Format.Format_RGB32)
    _paint(scene, QPainter(drawn), QRectF(drawn.rect()))
    return drawn


def _png(scene: Scene) -> bytes:
    drawn = _image(scene)
    return _written(lambda device: QImageWriter(device, b"png").write(drawn))


def _svg(scene: Scene) -> bytes:
    size: QSize = _area(scene).size().toSize()

    def write(device: QBuffer) -> None:
        made = QSvgGenerator()
        made.setOutputDevice(device)
        made.setSize(size)
        made.setViewBox(QRectF(0, 0, size.width(), size.height()))
        _paint(scene, QPainter(made), QRectF(0, 0, size.width(), size.height()))

    return _written(write)


def _pdf(scene: Scene) -> bytes:
    size: QSizeF = _area(scene).size() * _POINTS_PER_PIXEL

    def write(device: QBuffer) -> None:
        made = QPdfWriter(device)
        page = QPageSize(size, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.ExactMatch)
        made.setPageLayout(QPageLayout(page, QPageLayout.Orientation.Portrait, QMarginsF()))
        painter = QPainter(made)
        _paint(scene, painter, QRectF(0, 0, made.width(), made.height()))

    return _written(write)


def _written(write: Callable[[QBuffer], object]) -> bytes:
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    write(buffer)
    buffer.close()
    return bytes(content.data())


_MAKERS: dict[str, Callable[[Scene], bytes]] = {"svg": _svg, "png": _png, "pdf": _pdf}

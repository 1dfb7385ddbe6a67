"""What the canvas shows of a document, as values that can be compared: one face per node, link and frame."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from workbench.foundation.errors import Problem
from workbench.project.graph import Link, Point
from workbench.protocol.analysis import Shape
from workbench.ui.canvas.outside import NOTHING, Outside


@dataclass(frozen=True, kw_only=True)
class NodeFace:
    """One card. ``params`` is empty while unknown; ``tail`` is the shape of a network's output.

    ``is_shared``: this layer is called at other places too. A block's card says its name for its ``kind``;
    ``repeat`` is 0 for a layer.
    """

    kind: str
    family: str
    summary: str
    name: str
    at: Point
    inputs: int
    outputs: int
    params: str = ""
    tail: str = ""
    is_shared: bool = False
    repeat: int = 0
    outside: Outside = NOTHING
    errors: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def is_block(self) -> bool:
        return self.repeat > 0


@dataclass(frozen=True, kw_only=True)
class FrameFace:
    """One open block: the title of the frame around what is in it."""

    name: str
    repeat: int
    depth: int
    params: str = ""
    errors: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class LinkFace:
    """One link with the shape that flows through it."""

    shape: str = ""
    errors: tuple[str, ...] = ()


def tr(text: str) -> str:
    return QCoreApplication.translate("NodeFace", text)


def shape_text(shape: Shape) -> str:
    """Return one example's shape: (None, 148, 148, 32) -> ``148·148·32``."""
    return "·".join("?" if axis is None else str(axis) for axis in shape[1:]) or "scalar"


def link_place(link: Link) -> str:
    """Return where the problems of a link are pinned."""
    return f"link:{link.source}.{link.output}->{link.target}.{link.input}"


def layers_text(count: int) -> str:
    return tr("1 layer") if count == 1 else tr("{count} layers").format(count=f"{count:,}")


def words(problems: list[Problem], severity: str) -> tuple[str, ...]:
    return tuple(
        f"{problem.message} {problem.hint}".strip() for problem in problems if problem.severity == severity
    )

"""The texts of one card, elided to the room they have and laid out once."""

from __future__ import annotations

from workbench.ui.canvas.faces import NodeFace
from workbench.ui.canvas.geometry import WIDTH
from workbench.ui.canvas.look import Look
from workbench.ui.canvas.texts import line, width_of

LEFT, RIGHT, GAP = 14.0, 10.0, 6.0
_ROOM = WIDTH - LEFT - RIGHT
SIGN = 18.0
"""The width of the chain before the parameter count."""


class NodeTexts:
    """Kind and summary at the left, parameter count and name at the right, each row shared out."""

    def __init__(self, face: NodeFace, look: Look) -> None:
        self.params = line(face.params, look.figure_font, _ROOM / 2)
        kind_room = _ROOM - self.params.size().width() - GAP - (SIGN + GAP if face.is_shared else 0)
        fits = width_of(face.kind, look.kind_font) <= kind_room
        self.kind_font = look.kind_font if fits else look.narrow_kind_font
        self.kind = line(face.kind, self.kind_font, kind_room)
        wanted = width_of(face.summary, look.small_font)
        name_room = max(_ROOM * 0.28, _ROOM - wanted - GAP)
        self.name = line(face.name, look.small_font, name_room)
        rest = _ROOM - (self.name.size().width() + GAP if face.name else 0)
        self.summary = line(face.summary, look.small_font, rest)
        self.far = line(face.kind, look.far_font, WIDTH - 2 * LEFT)
        self.tail = line(face.tail, look.figure_font, WIDTH)

"""The texts of one card, elided to the room they have and laid out once."""

from __future__ import annotations

from workbench.ui.canvas.faces import NodeFace
from workbench.ui.canvas.geometry import WIDTH
from workbench.ui.canvas.look import Look
from workbench.ui.canvas.texts import line, width_of

LEFT, RIGHT, GAP = 14.0, 10.0, 6.0
SIGN = 18.0
"""The width of the chain before the parameter count."""
_CHEVRON, _PILL = 14.0, 40.0


class NodeTexts:
    """Kind and summary at the left, parameter count and name at the right, each row shared out."""

    def __init__(self, face: NodeFace, look: Look) -> None:
        self.left = LEFT + (_CHEVRON if face.is_block else 0)
        room = WIDTH - self.left - RIGHT
        self.params = line(face.params, look.figure_font, room / 2)
        kind_room = room - self.params.size().width() - GAP - (SIGN + GAP if face.is_shared else 0)
        fits = width_of(face.kind, look.kind_font) <= kind_room
        self.kind_font = look.kind_font if fits else look.narrow_kind_font
        self.kind = line(face.kind, self.kind_font, kind_room)
        wanted = width_of(face.summary, look.small_font)
        name_room = max(room * 0.28, room - wanted - GAP)
        self.name = line(face.name, look.small_font, name_room)
        rest = room - (self.name.size().width() + GAP if face.name else 0) - (_PILL if face.repeat > 1 else 0)
        self.summary = line(face.summary, look.small_font, rest)
        self.far = line(face.kind, look.far_font, WIDTH - 2 * LEFT)
        self.tail = line(face.tail, look.figure_font, WIDTH)

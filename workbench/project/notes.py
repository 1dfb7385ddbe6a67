"""Notes on the canvas: plain text beside the layers, which means nothing to Keras."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

import msgspec
from msgspec.structs import replace

from workbench.foundation.ids import fresh_id
from workbench.project.graph import Point

NoteId = str
LONGEST = 4_000
"""Characters that one note may hold."""
LEAST_WIDTH, WIDTH, MOST_WIDTH = 96.0, 240.0, 1_200.0


class Note(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A few words at a place of the canvas; ``width`` is in scene pixels, the height follows the text."""

    id: NoteId
    text: Annotated[str, msgspec.Meta(max_length=LONGEST)]
    at: Point
    width: Annotated[float, msgspec.Meta(ge=LEAST_WIDTH, le=MOST_WIDTH)] = WIDTH


def fresh_notes(taken: Iterable[Note], notes: Iterable[Note], *, by: Point) -> tuple[Note, ...]:
    """Return copies of ``notes``, moved by ``by``, with ids that none of ``taken`` has."""
    ids = {note.id for note in taken}
    copies: list[Note] = []
    for note in notes:
        own = fresh_id("note", ids)
        ids.add(own)
        copies.append(replace(note, id=own, at=Point(note.at.x + by.x, note.at.y + by.y)))
    return tuple(copies)

"""Notes on the canvas: plain text beside the layers, which means nothing to Keras."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

import msgspec
from msgspec.structs import replace

from workbench.foundation.ids import fresh_id
from workbench.project.graph import BlockId, Graph, Point

NoteId = str
LONGEST = 4_000
"""Characters that one note may hold."""
LEAST_WIDTH, WIDTH, MOST_WIDTH = 96.0, 240.0, 1_200.0


class Note(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A few words at a place of the canvas; ``width`` is in scene pixels, the height follows the text.

    A note stands at the top of the graph, or with what is in a ``block`` while that is shown on its own.
    """

    id: NoteId
    text: Annotated[str, msgspec.Meta(max_length=LONGEST)]
    at: Point
    width: Annotated[float, msgspec.Meta(ge=LEAST_WIDTH, le=MOST_WIDTH)] = WIDTH
    block: BlockId | None = None


def notes_within(notes: Iterable[Note], graph: Graph, block: BlockId | None) -> tuple[Note, ...]:
    """Return the notes of a block, or of the top for None; those of a block that is gone are at the top."""
    known = {other.id for other in graph.blocks}
    return tuple(note for note in notes if (note.block if note.block in known else None) == block)


def fresh_notes(
    taken: Iterable[Note], notes: Iterable[Note], *, by: Point, block: BlockId | None = None
) -> tuple[Note, ...]:
    """Return copies of ``notes`` in ``block``, moved by ``by``, with ids that none of ``taken`` has."""
    ids = {note.id for note in taken}
    copies: list[Note] = []
    for note in notes:
        own = fresh_id("note", ids)
        ids.add(own)
        at = Point(note.at.x + by.x, note.at.y + by.y)
        copies.append(replace(note, id=own, at=at, block=block))
    return tuple(copies)

"""The one value that the user designs."""

from __future__ import annotations

import msgspec

from workbench.project.data import DataSpec
from workbench.project.graph import Graph, Node
from workbench.project.notes import Note, NoteId
from workbench.project.sharing import in_step
from workbench.project.training import TrainingSpec

FORMAT = 2


class Project(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Data, network and training, with a title and the user's note.

    ``weights`` is a ``.keras`` file whose weights the layers of the same name and shapes begin with; a
    relative path starts at the project's folder. ``notes`` lie on the canvas. Both stand in the file only
    where there are any.
    """

    format: int = FORMAT
    title: str = "untitled"
    note: str = ""
    data: DataSpec = DataSpec()
    graph: Graph = Graph()
    training: TrainingSpec = TrainingSpec()
    weights: str | msgspec.UnsetType = msgspec.UNSET
    notes: tuple[Note, ...] | msgspec.UnsetType = msgspec.UNSET

    @property
    def all_notes(self) -> tuple[Note, ...]:
        """Return the notes on the canvas, the lowest first."""
        return self.notes if isinstance(self.notes, tuple) else ()

    def note_of(self, note_id: NoteId) -> Note:
        """Return the note of that id; ValueError when there is none."""
        for note in self.all_notes:
            if note.id == note_id:
                return note
        raise ValueError(f"Expected a note of the canvas, received {note_id!r}.")

    def with_notes(self, notes: tuple[Note, ...]) -> Project:
        return msgspec.structs.replace(self, notes=notes or msgspec.UNSET)

    def with_graph(self, graph: Graph) -> Project:
        return msgspec.structs.replace(self, graph=graph)

    def with_node(self, node: Node) -> Project:
        """Return the project with the node of the same id replaced, and all calls of its layer alike."""
        nodes = tuple(node if old.id == node.id else old for old in self.graph.nodes)
        return self.with_graph(msgspec.structs.replace(self.graph, nodes=in_step(nodes, node)))

    def with_training(self, training: TrainingSpec) -> Project:
        return msgspec.structs.replace(self, training=training)

    def with_data(self, data: DataSpec) -> Project:
        return msgspec.structs.replace(self, data=data)

"""Random edits: one small function for each thing that a user can do to a project.

An operation draws what it needs and returns the edit, which may not fit the project, or None where there is
nothing to do it to. Whatever is new to the program is one function more, and its name in ``OPERATIONS``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from hypothesis import strategies as st

from workbench.project import clip
from workbench.project.data import Bundled, DataSpec
from workbench.project.edits import (
    AddConnected,
    AddNode,
    AddNotes,
    CollapseBlock,
    Connect,
    DeleteItems,
    DeleteNotes,
    DuplicateNodes,
    Edit,
    GroupNodes,
    InsertOnLink,
    MakeAlike,
    MoveInChain,
    MoveNodes,
    MoveNotes,
    PasteNodes,
    RenameBlock,
    RenameNode,
    RepeatBlock,
    ResetParam,
    ResetParams,
    SetAside,
    SetData,
    SetNodeSpec,
    SetNote,
    SetParam,
    SetParams,
    SetStyle,
    SetTitle,
    ShareLayer,
    SizeNote,
    Ungroup,
    UseAgain,
    WriteNote,
    new_block,
    new_node,
)
from workbench.project.graph import Link, NodeId, Point
from workbench.project.layout import layered
from workbench.project.notes import Note, fresh_notes
from workbench.project.project import Project
from workbench.project.spec import Spec

Operation = Callable[[st.DrawFn, Project], Edit | None]

KINDS = ("Input", "Dense", "Flatten", "Concatenate", "Dropout", "LSTM", "Bidirectional")
NAMES = ("hidden", "out", "x1", "dense", "9bad", "", "<b>bold</b>", "A" * 64)
TEXTS = ("", "Two\nlines", "ñandú “€” 😀", "<b>bold</b> & more")
PARAMS: dict[str, tuple[object, ...]] = {
    "units": (1, 9, 512, -1),
    "trainable": (False, True),
    "activation": ("relu", "formula:1/(1+exp(-x))"),
    "kernel_regularizer": (Spec("L2", {"l2": 0.1}), None),
    "shape": ((8, 8, 1), (None, 4)),
}
places = st.builds(Point, st.floats(-999, 999), st.floats(-999, 999))


def apply_if_it_fits(project: Project, edit: Edit) -> Project:
    """Return the project after ``edit``, or as it was where the edit refuses with ValueError."""
    try:
        return edit.apply(project)
    except ValueError:
        return project


@st.composite
def edits_of(draw: st.DrawFn, project: Project, operations: Sequence[Operation] | None = None) -> Edit:
    """Draw an edit that could be made by hand on ``project``."""
    operation = draw(st.sampled_from(OPERATIONS if operations is None else operations))
    edit = operation(draw, project)
    return add(draw, project) if edit is None else edit


def add(draw: st.DrawFn, project: Project) -> Edit:
    after = _one_or_none(draw, project)
    node = new_node(project.graph, draw(st.sampled_from(KINDS)), draw(places))
    return AddNode(node, after=after, first=draw(st.booleans()))


def add_connected(draw: st.DrawFn, project: Project) -> Edit | None:
    source = _one_or_none(draw, project)
    if source is None:
        return None
    node = new_node(project.graph, draw(st.sampled_from(KINDS)), draw(places))
    return AddConnected(node, (Link(source, node.id),))


def insert_on_link(draw: st.DrawFn, project: Project) -> Edit | None:
    if not project.graph.links or project.graph.style == "sequential":
        return None
    node = new_node(project.graph, draw(st.sampled_from(KINDS)), draw(places))
    return InsertOnLink(node, draw(st.sampled_from(project.graph.links)))


def connect(draw: st.DrawFn, project: Project) -> Edit | None:
    source, target = _one_or_none(draw, project), _one_or_none(draw, project)
    if source is None or target is None:
        return None
    return Connect(Link(source, target, draw(st.integers(0, 1)), draw(st.integers(0, 2))))


def delete_layers(draw: st.DrawFn, project: Project) -> Edit:
    return DeleteItems(nodes=_some(draw, project))


def delete_link(draw: st.DrawFn, project: Project) -> Edit | None:
    links = project.graph.links
    return DeleteItems(links=frozenset({draw(st.sampled_from(links))})) if links else None


def move(draw: st.DrawFn, project: Project) -> Edit:
    return MoveNodes({node: draw(places) for node in sorted(_some(draw, project))})


def move_in_stack(draw: st.DrawFn, project: Project) -> Edit | None:
    node = _one_or_none(draw, project)
    return MoveInChain(node, draw(st.integers(0, 3))) if node else None


def tidy(draw: st.DrawFn, project: Project) -> Edit:
    return MoveNodes(layered(project.graph))


def duplicate(draw: st.DrawFn, project: Project) -> Edit | None:
    nodes = _some(draw, project)
    return DuplicateNodes(nodes, draw(places)) if nodes else None


def paste(draw: st.DrawFn, project: Project) -> Edit | None:
    """Paste what a copy of some layers is as text."""
    nodes = _some(draw, project)
    if not nodes:
        return None
    text = clip.dumps(clip.clip(project.graph, nodes))
    return PasteNodes(clip.loads(text), draw(places), _one_or_none(draw, project))


def share(draw: st.DrawFn, project: Project) -> Edit | None:
    node = _one_or_none(draw, project)
    return ShareLayer(node, draw(places)) if node else None


def rename(draw: st.DrawFn, project: Project) -> Edit | None:
    node = _one_or_none(draw, project)
    return RenameNode(node, draw(st.sampled_from(NAMES))) if node else None


def replace_layer(draw: st.DrawFn, project: Project) -> Edit | None:
    node = _one_or_none(draw, project)
    spec = Spec(draw(st.sampled_from(KINDS)), draw(st.sampled_from(({}, {"units": 7}))))
    return SetNodeSpec(node, spec) if node else None


def set_param(draw: st.DrawFn, project: Project) -> Edit | None:
    node, name = _one_or_none(draw, project), draw(st.sampled_from(tuple(PARAMS)))
    return SetParam(node, name, draw(st.sampled_from(PARAMS[name]))) if node else None  # type: ignore[arg-type]


def set_param_of_several(draw: st.DrawFn, project: Project) -> Edit:
    return SetParams(_some(draw, project), "units", draw(st.integers(1, 9)))


def freeze(draw: st.DrawFn, project: Project) -> Edit:
    return SetParams(_some(draw, project), "trainable", False)


def reset_param(draw: st.DrawFn, project: Project) -> Edit | None:
    node = _one_or_none(draw, project)
    return ResetParam(node, "units") if node else None


def unfreeze(draw: st.DrawFn, project: Project) -> Edit:
    return ResetParams(_some(draw, project), "trainable")


def make_alike(draw: st.DrawFn, project: Project) -> Edit | None:
    node = _one_or_none(draw, project)
    return MakeAlike(_some(draw, project), node) if node else None


def convert_style(draw: st.DrawFn, project: Project) -> Edit:
    return SetStyle("functional" if project.graph.style == "sequential" else "sequential")


def set_title(draw: st.DrawFn, project: Project) -> Edit:
    return SetTitle(draw(st.sampled_from(TEXTS)))


def set_note(draw: st.DrawFn, project: Project) -> Edit:
    return SetNote(draw(st.sampled_from(TEXTS)))


def set_data(draw: st.DrawFn, project: Project) -> Edit:
    return SetData(DataSpec(source=Bundled(draw(st.sampled_from(("xor", "iris", "digits"))))))


def set_aside(draw: st.DrawFn, project: Project) -> Edit:
    return SetAside(draw(st.tuples(st.sampled_from(("0", "3", "flowers/a.jpg")))))


def use_again(draw: st.DrawFn, project: Project) -> Edit:
    return UseAgain()


def group(draw: st.DrawFn, project: Project) -> Edit:
    nodes = _some(draw, project)
    return GroupNodes(nodes, new_block(project.graph, nodes))


def ungroup(draw: st.DrawFn, project: Project) -> Edit | None:
    block = _block_or_none(draw, project)
    return Ungroup(block) if block else None


def rename_block(draw: st.DrawFn, project: Project) -> Edit | None:
    block = _block_or_none(draw, project)
    return RenameBlock(block, draw(st.sampled_from(NAMES))) if block else None


def repeat_block(draw: st.DrawFn, project: Project) -> Edit | None:
    block = _block_or_none(draw, project)
    return RepeatBlock(block, draw(st.integers(0, 3))) if block else None


def open_or_close_block(draw: st.DrawFn, project: Project) -> Edit | None:
    block = _block_or_none(draw, project)
    return CollapseBlock(block, draw(st.booleans())) if block else None


def add_note(draw: st.DrawFn, project: Project) -> Edit:
    note = Note(id="note", text=draw(st.sampled_from(TEXTS)), at=draw(places))
    return AddNotes(fresh_notes(project.all_notes, (note,), by=Point(0, 0)))


def write_note(draw: st.DrawFn, project: Project) -> Edit | None:
    note = _note_or_none(draw, project)
    return WriteNote(note, draw(st.sampled_from(TEXTS))) if note else None


def size_note(draw: st.DrawFn, project: Project) -> Edit | None:
    note = _note_or_none(draw, project)
    return SizeNote(note, draw(st.floats(0, 2_000))) if note else None


def move_note(draw: st.DrawFn, project: Project) -> Edit | None:
    note = _note_or_none(draw, project)
    return MoveNotes({note: draw(places)}) if note else None


def delete_note(draw: st.DrawFn, project: Project) -> Edit | None:
    note = _note_or_none(draw, project)
    return DeleteNotes(frozenset({note})) if note else None


def _note_or_none(draw: st.DrawFn, project: Project) -> str | None:
    notes = project.all_notes
    return notes[draw(st.integers(0, len(notes) - 1))].id if notes else None


def _one_or_none(draw: st.DrawFn, project: Project) -> NodeId | None:
    nodes = project.graph.nodes
    return nodes[draw(st.integers(0, len(nodes) - 1))].id if nodes else None


def _some(draw: st.DrawFn, project: Project) -> frozenset[NodeId]:
    """Draw one to three layers; none only where there are none."""
    count = draw(st.integers(1, 3))
    return frozenset(node for _ in range(count) if (node := _one_or_none(draw, project)) is not None)


def _block_or_none(draw: st.DrawFn, project: Project) -> str | None:
    blocks = project.graph.blocks
    return blocks[draw(st.integers(0, len(blocks) - 1))].id if blocks else None


OPERATIONS: tuple[Operation, ...] = (
    add,
    add_connected,
    insert_on_link,
    connect,
    delete_layers,
    delete_link,
    move,
    move_in_stack,
    tidy,
    duplicate,
    paste,
    share,
    rename,
    replace_layer,
    set_param,
    set_param_of_several,
    freeze,
    reset_param,
    unfreeze,
    make_alike,
    convert_style,
    set_title,
    set_note,
    set_data,
    set_aside,
    use_again,
    group,
    ungroup,
    rename_block,
    repeat_block,
    open_or_close_block,
    add_note,
    write_note,
    size_note,
    move_note,
    delete_note,
)

"""Notes on the canvas as values: edited, saved, copied."""

from __future__ import annotations

import json

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.helpers.canvas_graphs import branched
from workbench.foundation.errors import WorkbenchError
from workbench.project import clip, file
from workbench.project.edits import (
    AddNotes,
    DeleteNotes,
    MoveNotes,
    SetNetwork,
    SetStyle,
    SizeNote,
    WriteNote,
)
from workbench.project.edits.together import Together
from workbench.project.graph import Block, Graph, Point
from workbench.project.notes import LEAST_WIDTH, LONGEST, MOST_WIDTH, Note, fresh_notes, notes_within
from workbench.project.project import Project
from workbench.project.training import TrainingSpec

NOTE = Note(id="note", text="Why <b>this</b> & that?\nSee below.", at=Point(12, -8))


def _project(*notes: Note) -> Project:
    return Project(graph=branched()).with_notes(notes)


def test_that_a_project_without_notes_is_written_as_before() -> None:
    assert b'"notes"' not in file.dumps(_project())
    assert b'"notes"' not in file.dumps(DeleteNotes(frozenset({"note"})).apply(_project(NOTE)))


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.builds(
            Note,
            id=st.just("note"),
            text=st.text(max_size=200),
            at=st.builds(Point, st.floats(-1e6, 1e6), st.floats(-1e6, 1e6)),
            width=st.floats(LEAST_WIDTH, MOST_WIDTH),
        ),
        max_size=5,
    )
)
def test_that_any_notes_survive_saving_and_copying(notes: list[Note]) -> None:
    own = fresh_notes((), notes, by=Point(0, 0))
    project = _project(*own)

    assert file.loads(file.dumps(project)) == project
    near = tuple(note for note in own if max(abs(note.at.x), abs(note.at.y)) < 1e5)
    if near:
        assert clip.loads(clip.dumps(clip.Clip(nodes=(), notes=near))).notes == near


def test_that_a_note_is_written_moved_sized_and_deleted() -> None:
    project = AddNotes((NOTE,)).apply(_project())

    project = WriteNote("note", "short").apply(project)
    project = MoveNotes({"note": Point(1, 2)}).apply(project)
    project = SizeNote("note", 5_000).apply(project)

    assert project.all_notes == (Note(id="note", text="short", at=Point(1, 2), width=MOST_WIDTH),)
    assert WriteNote("note", " \n").apply(project).all_notes == ()


def test_that_what_does_not_fit_is_refused() -> None:
    project = _project(NOTE)

    for edit in (AddNotes((NOTE,)), WriteNote("none", "x"), WriteNote("note", "x" * (LONGEST + 1))):
        with pytest.raises(ValueError, match="Expected"):
            edit.apply(project)


def test_that_notes_stay_when_the_network_changes_its_style_or_starts_anew() -> None:
    project = _project(NOTE)

    anew = SetNetwork(Graph(), TrainingSpec()).apply(project)
    stacked = SetStyle("sequential").apply(anew)

    assert stacked.all_notes == (NOTE,)


def test_that_notes_of_a_block_that_is_gone_stand_at_the_top() -> None:
    inner = msgspec.structs.replace(NOTE, id="inner", block="stem")
    graph = Graph(blocks=(Block(id="stem", name="stem", at=Point(0, 0)),))

    assert notes_within((NOTE, inner), graph, None) == (NOTE,)
    assert notes_within((NOTE, inner), graph, "stem") == (inner,)
    assert notes_within((NOTE, inner), Graph(), None) == (NOTE, inner)


def test_that_several_edits_are_one() -> None:
    edit = Together((AddNotes((NOTE,)), MoveNotes({"note": Point(9, 9)})), "Paste")

    assert edit.apply(_project()).note_of("note").at == Point(9, 9)


@pytest.mark.parametrize(
    "change",
    [
        {"text": "x" * (LONGEST + 1)},
        {"text": 3},
        {"width": 1},
        {"width": 1e9},
        {"id": "../x"},
        {"html": "<b>"},
        {"at": {"x": "left", "y": 0}},
    ],
)
def test_that_a_broken_note_in_a_file_is_refused_in_words(change: dict[str, object]) -> None:
    raw = json.loads(file.dumps(_project(NOTE)))
    raw["notes"][0] |= change

    with pytest.raises(WorkbenchError, match="is no Keras Workbench project"):
        file.loads(json.dumps(raw).encode())


def test_that_two_notes_of_one_id_are_refused() -> None:
    raw = json.loads(file.dumps(_project(NOTE)))
    raw["notes"] *= 2

    with pytest.raises(WorkbenchError, match="every note with an id of its own"):
        file.loads(json.dumps(raw).encode())


def test_that_a_note_far_off_the_canvas_is_not_pasted() -> None:
    far = msgspec.structs.replace(NOTE, at=Point(1e9, 0))

    with pytest.raises(WorkbenchError, match="place on the canvas"):
        clip.loads(clip.dumps(clip.Clip(nodes=(), notes=(far,))))

"""Random editing: whatever is done, undo and redo lead back, files keep all, the canvas shows just that.

A few sequences run with every build. Ten thousand of each, which takes some minutes:
``pytest --hypothesis-profile=thorough --timeout=0 tests/ui/test_random_editing.py``
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from tests.helpers.canvas import Canvas, show_canvas
from tests.helpers.canvas_truth import assert_shows
from tests.helpers.random_edits import edits_of
from tests.helpers.soundness import assert_sound
from workbench.catalog.catalog import Catalog
from workbench.project import file
from workbench.project.edits import Edit
from workbench.project.graph import Graph
from workbench.project.project import Project
from workbench.ui.document.document import Document

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
KEYS = (
    (Qt.Key.Key_Delete, Qt.KeyboardModifier.NoModifier),
    (Qt.Key.Key_C, CTRL),
    (Qt.Key.Key_X, CTRL),
    (Qt.Key.Key_V, CTRL),
    (Qt.Key.Key_D, CTRL),
    (Qt.Key.Key_D, CTRL | SHIFT),
    (Qt.Key.Key_L, CTRL),
    (Qt.Key.Key_G, CTRL),
    (Qt.Key.Key_G, CTRL | SHIFT),
    (Qt.Key.Key_Down, Qt.KeyboardModifier.NoModifier),
    (Qt.Key.Key_Up, Qt.KeyboardModifier.NoModifier),
)
LONGEST = 12
sequences = settings(
    deadline=None,
    suppress_health_check=[
        HealthCheck.function_scoped_fixture,
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
    ],
)


class Editing:
    """A document under random hands, with every value that its undo stack should lead back to."""

    def __init__(self, document: Document, path: Path) -> None:
        self.document, self._path = document, path
        document.open(Project(), path=None, base=path.parent)
        self._values = {0: document.project}

    def step(self, data: st.DataObject) -> None:
        """Do one thing: mostly an edit, now and then undo, redo, save or load."""
        kind = data.draw(st.sampled_from(("edit",) * 8 + ("undo",) * 2 + ("redo", "save", "load")))
        if kind == "edit":
            self.edit(data.draw(edits_of(self.document.project)))
        elif kind == "undo":
            self.go_to(self.document.undo_stack.index() - 1)
        elif kind == "redo":
            self.go_to(self.document.undo_stack.index() + 1)
        elif kind == "save":
            file.save(self.document.project, self._path)
            self.document.mark_saved(self._path)
        elif self._path.exists():
            self.document.open(file.load(self._path), path=self._path, base=self._path.parent)
            self._values = {0: self.document.project}

    def edit(self, edit: Edit) -> None:
        """Carry an edit out; one that does not fit changes nothing."""
        before, index = self.document.project, self.document.undo_stack.index()
        try:
            self.document.do(edit)
        except ValueError:
            assert self.document.project is before
            assert self.document.undo_stack.index() == index
        self.remember()

    def remember(self) -> None:
        """Take the project as it is as the value of this place of the undo stack; what came after is gone."""
        stack, project = self.document.undo_stack, self.document.project
        if self._values.get(stack.index()) is not project:
            kept = {index: value for index, value in self._values.items() if index < stack.index()}
            self._values = {**kept, stack.index(): project}
        assert stack.count() == max(self._values)

    def go_to(self, index: int) -> None:
        """Undo or redo up to a place of the undo stack, where there is one: it has the value that it had."""
        if 0 <= index <= self.document.undo_stack.count():
            self.document.undo_stack.setIndex(index)
            assert self.document.project == self._values[index]

    def assert_true(self) -> None:
        project = self.document.project
        assert_sound(project.graph)
        assert file.loads(file.dumps(project)) == project

    def assert_undoes_and_redoes(self, look: Callable[[], None] = lambda: None) -> None:
        """Undo everything step by step and redo it: every step has the value that it had."""
        count, last = self.document.undo_stack.count(), self.document.undo_stack.index()
        for index in (*range(last, -1, -1), *range(1, count + 1)):
            self.go_to(index)
            look()


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    return tmp_path / "random.workbench"


@sequences
@given(st.data())
def test_that_any_editing_can_be_undone_redone_saved_and_loaded(
    qapp: object, catalog: Catalog, saved: Path, data: st.DataObject
) -> None:
    saved.unlink(missing_ok=True)
    editing = Editing(Document(Project(), catalog), saved)

    for _ in range(data.draw(st.integers(1, LONGEST))):
        editing.step(data)
        editing.assert_true()

    editing.assert_undoes_and_redoes()


def test_that_the_canvas_shows_just_the_project_whatever_is_done(
    qtbot: QtBot, catalog: Catalog, saved: Path
) -> None:
    canvas = show_canvas(qtbot, catalog, Graph())

    @sequences
    @given(st.data())
    def any_editing(data: st.DataObject) -> None:
        saved.unlink(missing_ok=True)
        QGuiApplication.clipboard().clear()
        editing = Editing(canvas.document, saved)
        for _ in range(data.draw(st.integers(1, LONGEST))):
            if data.draw(st.booleans()):
                _press(canvas, editing, data)
            else:
                editing.step(data)
            assert_shows(canvas.scene, canvas.document)
        editing.assert_undoes_and_redoes(lambda: assert_shows(canvas.scene, canvas.document))

    any_editing()


def _press(canvas: Canvas, editing: Editing, data: st.DataObject) -> None:
    """Select some layers and press a key on the canvas."""
    nodes = [node.id for node in canvas.graph.nodes]
    if nodes:
        canvas.document.select(data.draw(st.sets(st.sampled_from(nodes), max_size=3)))
    canvas.key(*data.draw(st.sampled_from(KEYS)))
    canvas.view.glide.finish()
    editing.remember()

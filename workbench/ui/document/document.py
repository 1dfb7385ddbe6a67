"""The open project: the only place in the window that holds it, with its undo stack."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoStack
from shiboken6 import isValid

from workbench.catalog.catalog import Catalog
from workbench.foundation.errors import Problem
from workbench.project.blocks import nodes_meant
from workbench.project.edits import Edit
from workbench.project.graph import BlockId, NodeId
from workbench.project.project import Project
from workbench.protocol.analysis import Analysis
from workbench.protocol.facts import DataFacts
from workbench.protocol.findings import Finding
from workbench.ui.document.commands import EditCommand


class Document(QObject):
    """A project, what is selected in it, and what the engine and the checks say of it.

    Views listen to the signals and answer with edits through ``do``; nobody else changes the project.
    """

    project_changed = Signal()
    analysis_changed = Signal()
    facts_changed = Signal()
    findings_changed = Signal()
    problems_changed = Signal()
    selection_changed = Signal()
    path_changed = Signal()

    def __init__(self, project: Project, catalog: Catalog, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.catalog = catalog
        self.undo_stack = QUndoStack(self)
        self._project = project
        self._path: Path | None = None
        self._base = Path.cwd()
        self._analysis: Analysis | None = None
        self._facts: DataFacts | None = None
        self._findings: tuple[Finding, ...] = ()
        self._problems: tuple[Problem, ...] = ()
        self._selection: frozenset[NodeId | BlockId] = frozenset()

    @property
    def project(self) -> Project:
        return self._project

    @property
    def path(self) -> Path | None:
        """The file that Save writes; None for a sample and a new project."""
        return self._path

    @property
    def base(self) -> Path:
        """The folder where the project's relative paths start."""
        return self._base

    @property
    def analysis(self) -> Analysis | None:
        return self._analysis

    @property
    def facts(self) -> DataFacts | None:
        return self._facts

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What the linter found in the data, with ways out."""
        return self._findings

    @property
    def problems(self) -> tuple[Problem, ...]:
        return self._problems

    @property
    def selection(self) -> frozenset[NodeId | BlockId]:
        """The ids of the selected nodes and blocks; a block stands for all that is in it."""
        return self._selection

    def selected_nodes(self) -> frozenset[NodeId]:
        """Return the selected nodes, with all those in selected blocks."""
        return nodes_meant(self._project.graph, self._selection)

    def __del__(self) -> None:
        # The garbage collector may free commands before their stack, which would then free them again.
        if isValid(self.undo_stack):
            self.undo_stack.blockSignals(True)
            self.undo_stack.clear()

    def do(self, edit: Edit) -> None:
        """Carry out an edit as one undoable step; ValueError when it does not fit the project."""
        after = edit.apply(self._project)
        if after == self._project:
            return
        label = getattr(edit, "label_text", edit.label)
        self.undo_stack.push(
            EditCommand(label, before=self._project, after=after, show=self._show, merge_key=edit.merge_key)
        )

    def open(self, project: Project, *, path: Path | None, base: Path) -> None:
        """Show another project; the undo stack starts anew."""
        self.undo_stack.clear()
        self._path, self._base = path, base
        self._analysis, self._facts, self._problems, self._findings = None, None, (), ()
        self._show(project)
        self.select(())
        for signal in (
            self.analysis_changed,
            self.facts_changed,
            self.findings_changed,
            self.problems_changed,
            self.path_changed,
        ):
            signal.emit()

    def mark_saved(self, path: Path) -> None:
        """Say that the project as it is now stands in ``path``."""
        self._path, self._base = path, path.resolve().parent
        self.undo_stack.setClean()
        self.path_changed.emit()

    def select(self, ids: Iterable[NodeId | BlockId]) -> None:
        """Select nodes and blocks; ids that nothing has are left out."""
        chosen = frozenset(ids) & self._project.graph.taken_ids()
        if chosen != self._selection:
            self._selection = chosen
            self.selection_changed.emit()

    def problems_at(self, where_prefix: str) -> tuple[Problem, ...]:
        """Return the problems at a place or below it: ``node:a`` covers ``node:a.units``, not ``node:ab``."""
        return tuple(
            problem
            for problem in self._problems
            if problem.where == where_prefix or problem.where.startswith(f"{where_prefix}.")
        )

    def set_analysis(self, analysis: Analysis | None) -> None:
        if analysis != self._analysis:
            self._analysis = analysis
            self.analysis_changed.emit()

    def set_facts(self, facts: DataFacts | None) -> None:
        if facts != self._facts:
            self._facts = facts
            self.facts_changed.emit()

    def set_findings(self, findings: tuple[Finding, ...]) -> None:
        if findings != self._findings:
            self._findings = findings
            self.findings_changed.emit()

    def set_problems(self, problems: tuple[Problem, ...]) -> None:
        if problems != self._problems:
            self._problems = problems
            self.problems_changed.emit()

    def _show(self, project: Project) -> None:
        self._project = project
        self.project_changed.emit()
        self.select(self._selection)

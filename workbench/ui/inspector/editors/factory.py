"""Picks the editor for a parameter."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from workbench.catalog.kinds import Param
from workbench.ui.inspector.editors.activation import ActivationEditor
from workbench.ui.inspector.editors.base import Editor
from workbench.ui.inspector.editors.choice import ChoiceEditor, SuggestionEditor
from workbench.ui.inspector.editors.context import Context
from workbench.ui.inspector.editors.flag import FlagEditor
from workbench.ui.inspector.editors.line import LineEditor
from workbench.ui.inspector.editors.object import ObjectEditor
from workbench.ui.inspector.editors.objects import ObjectsEditor


def make_editor(
    param: Param, context: Context, *, suggestions: tuple[str, ...] | None, parent: QWidget
) -> Editor:
    """Return a new editor; a text with suggestions gets a list to choose from."""
    match param.editor:
        case "bool":
            return FlagEditor(param, parent)
        case "choice":
            return ChoiceEditor(param, parent)
        case "activation":
            return ActivationEditor(param, context.theme, parent)
        case "object":
            return ObjectEditor(param, context, parent)
        case "objects":
            return ObjectsEditor(param, context, parent)
        case "text" if suggestions is not None:
            return SuggestionEditor(param, suggestions, parent)
        case _:
            return LineEditor(param, context.theme, parent)

"""What a field of a form is: its name in the value, its words, its editor."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from workbench.catalog.kinds import Editor, Param
from workbench.project.spec import ParamValue

LARGEST_SEED = 2**32 - 1
Choice = tuple[ParamValue, str]


@dataclass(frozen=True)
class Field:
    """One field; ``label`` and ``doc`` are translated already.

    ``choices`` are values with their words. ``slider`` is the range of a slider beside the number,
    ``is_path`` gives the line a button that asks for a folder. ``is_free`` choices may also be typed.
    """

    name: str
    label: str
    editor: Editor
    default: ParamValue = None
    choices: tuple[Choice, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    slider: tuple[float, float] | None = None
    doc: str = ""
    is_percent: bool = False
    is_path: bool = False
    is_long: bool = False
    is_free: bool = False

    def param(self) -> Param:
        """Return the parameter that an editor is made for."""
        return Param(
            name=self.name,
            editor=self.editor,
            default=self.default,
            nullable=self.default is None,
            choices=tuple(str(value) for value, _ in self.choices),
            minimum=self.minimum,
            maximum=self.maximum,
        )


def tr(text: str) -> str:
    """Return a text of the declared fields in the user's language."""
    return QCoreApplication.translate("DataFields", text)

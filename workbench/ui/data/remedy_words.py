"""What a click on a way out does, in a few words."""

from __future__ import annotations

from typing import assert_never

from PySide6.QtCore import QCoreApplication

from workbench.project.edits.remedies import (
    BalanceClasses,
    ChangeImageForm,
    ChangeShares,
    ChangeSplitSeed,
    DrawParts,
    DropDuplicates,
    IgnoreColumns,
    LearnAs,
    Remedy,
    ScaleColumns,
    ScaleImages,
    SplitByShare,
    SplitByTime,
    TakeClasses,
    UseFolds,
)


def words_of(remedy: Remedy) -> str:
    """Return the words for a button."""
    match remedy:
        case DropDuplicates():
            return _tr("Use look-alikes once") if remedy.alike else _tr("Use each once")
        case BalanceClasses():
            return _tr("Balance the classes")
        case SplitByShare():
            return _tr("Draw the parts at random")
        case SplitByTime():
            return _tr("Split by time")
        case ChangeShares():
            shares = {"validation": f"{remedy.validation:.0%}", "test": f"{remedy.test:.0%}"}
            return _tr("Keep {validation} and {test}").format(**shares)
        case ChangeSplitSeed():
            return _tr("Draw the parts again")
        case UseFolds():
            return _tr("Use {folds} folds").format(folds=remedy.folds)
        case DrawParts():
            return _tr("Draw {parts} from training").format(parts=", ".join(remedy.parts))
        case IgnoreColumns():
            return _columns(remedy.columns)
        case ScaleColumns():
            return _tr("Scale the columns")
        case ScaleImages():
            return _tr("Scale to 0 … 1")
        case ChangeImageForm():
            return _tr("Read all in grey") if remedy.color_mode else _tr("Pad instead of stretch")
        case LearnAs():
            return _tr("Take it for classes")
        case TakeClasses():
            return _tr("Leave the class out")
        case _:
            assert_never(remedy)


def _columns(names: tuple[str, ...]) -> str:
    if len(names) > 1:
        return _tr("Leave {count} columns out").format(count=len(names))
    name = names[0] if len(names[0]) <= 20 else f"{names[0][:19]}…"
    return _tr("Leave “{name}” out").format(name=name)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Remedies", text)

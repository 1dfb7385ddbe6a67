"""The swap copy: written soon after an edit, offered after a crash, gone when nothing can be lost."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from workbench.foundation import paths
from workbench.project.edits import SetTitle
from workbench.ui.document.swap import SwapCopy, SwapWriter, left_behind

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from workbench.ui.document.document import Document


def _swaps() -> list[Path]:
    return list((paths.state() / "swap").glob("*.swap"))


def test_that_an_edit_soon_stands_in_the_swap_copy(
    qtbot: QtBot, document: Document, workbench_home: Path
) -> None:
    writer = SwapWriter(document)
    document.do(SetTitle("unsaved"))
    qtbot.waitUntil(lambda: bool(_swaps()), timeout=5000)

    copy = msgspec.json.decode(_swaps()[0].read_bytes(), type=SwapCopy)
    assert copy.project == document.project
    writer.discard()
    assert not _swaps()


def test_that_saving_takes_the_swap_copy_away(
    document: Document, workbench_home: Path, tmp_path: Path
) -> None:
    writer = SwapWriter(document)
    document.do(SetTitle("saved"))
    writer.write()
    document.mark_saved(tmp_path / "saved.workbench")

    assert not _swaps()
    writer.discard()


def test_that_only_copies_of_windows_that_are_gone_are_offered(
    document: Document, workbench_home: Path
) -> None:
    writer = SwapWriter(document)
    document.do(SetTitle("mine"))
    writer.write()
    assert left_behind() == []

    copy = msgspec.json.decode(_swaps()[0].read_bytes(), type=SwapCopy)
    gone = msgspec.structs.replace(copy, started=copy.started - 1000)
    (_swaps()[0].parent / "gone.swap").write_bytes(msgspec.json.encode(gone))
    (_swaps()[0].parent / "broken.swap").write_bytes(b"{")

    assert [found.project.title for _path, found in left_behind()] == ["mine"]
    writer.discard()

"""Building a whole network in a whole window by keys alone, counted against typing it as code."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from workbench.code.script import script
from workbench.project.graph import Graph
from workbench.project.samples import open_project
from workbench.ui.desk import Desk

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

NONE, CTRL, SHIFT = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
)
LINES = (
    "in 8 8 1",
    "conv 32 (3,3) same relu",
    "conv 64 (3,3) same relu",
    "mp",
    "fl",
    "de 128 relu",
    "de 10 softmax",
)


class Typist:
    """Presses keys wherever the keyboard's focus is, and counts every one, Ctrl and Shift included."""

    def __init__(self, qtbot: QtBot, app: QApplication) -> None:
        self._qtbot, self._app = qtbot, app
        self.pressed = 0

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier = NONE) -> None:
        self._qtbot.keyClick(self._focused(), key, held)
        self.pressed += 1 if held == NONE else 2

    def write(self, text: str) -> None:
        for letter in text:
            self._qtbot.keyClicks(self._focused(), letter)
            self.pressed += 2 if letter in "()" else 1

    def _focused(self) -> QWidget:
        widget = self._app.focusWidget()
        assert widget is not None
        return widget


def _drawn(graph: Graph) -> object:
    """Return all of a graph but its names, its ids and where on the canvas it begins."""
    numbers = {node.id: number for number, node in enumerate(graph.nodes)}
    first = graph.nodes[0].at
    return (
        graph.style,
        [(node.spec, node.shares, node.at.x - first.x, node.at.y - first.y) for node in graph.nodes],
        [(numbers[link.source], numbers[link.target], link.output, link.input) for link in graph.links],
    )


def test_that_digits_cnn_takes_fewer_keys_than_its_keras_code_has_characters(
    qtbot: QtBot, qapp: QApplication, workbench_home: Path
) -> None:
    wanted, base = open_project("digits-cnn")
    desk = Desk(qapp)
    try:
        desk.open("xor-mlp")
        desk.window.show()
        desk.window.activateWindow()
        qtbot.waitUntil(lambda: qapp.focusWidget() is not None)
        typist = Typist(qtbot, qapp)

        typist.press(Qt.Key.Key_N, CTRL)
        typist.press(Qt.Key.Key_2, CTRL)
        typist.press(Qt.Key.Key_Tab)
        typist.press(Qt.Key.Key_Right)
        typist.press(Qt.Key.Key_Tab, SHIFT)
        for line in LINES:
            typist.write(line)
            typist.press(Qt.Key.Key_Return)

        assert _drawn(desk.document.project.graph) == _drawn(wanted.graph)
    finally:
        desk.document.undo_stack.setClean()
        desk.close()
    code = script(wanted, desk.document.catalog, base=base)
    model = code[code.index("keras.Input") : code.index("model.compile")]
    bare = re.sub(r',name="\w+"', "", "".join(model.split()))
    assert typist.pressed < len(bare) / 2, (typist.pressed, bare)

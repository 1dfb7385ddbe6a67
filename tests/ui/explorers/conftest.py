"""What the tests of the explorers share: their dialog, answered as the engine would."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from tests.helpers.explorers import REPLIES, explorers_shown
from tests.helpers.run_questions import ScriptedQuestions
from workbench.catalog.catalog import Catalog
from workbench.ui.document.document import Document
from workbench.ui.explore.dialog import ExploreDialog
from workbench.ui.theme import Theme


@pytest.fixture
def questions(document: Document) -> ScriptedQuestions:
    return ScriptedQuestions(document, **REPLIES)


@pytest.fixture
def dialog(
    qtbot: QtBot, document: Document, questions: ScriptedQuestions, theme: Theme, catalog: Catalog
) -> ExploreDialog:
    return explorers_shown(qtbot, document, questions, theme, catalog)

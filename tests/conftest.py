"""What every test gets: a home, no screen, shared fixtures, and a hunt for what it leaves behind."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from tests.helpers import leaks
from tests.helpers.engine_process import shared_engine
from workbench.catalog.catalog import Catalog, bundled
from workbench.engine import environment
from workbench.project.project import Project
from workbench.project.samples import open_project
from workbench.protocol.client import EngineProcess

if TYPE_CHECKING:
    from tests.helpers.patient_bot import PatientBot
    from tests.helpers.trainings import Trained
    from workbench.ui.document.document import Document
    from workbench.ui.theme import Theme

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# Before any test imports Keras: the libraries under it look at these surroundings once only.
environment.prepare()
ROOT = Path(__file__).resolve().parent.parent
# ``pytest --hypothesis-profile=thorough --timeout=0 tests/ui/test_random_editing.py`` takes its time.
settings.register_profile("thorough", max_examples=10_000)


def pytest_collection_finish() -> None:
    _stay()


@pytest.fixture(scope="session", autouse=True)
def _surroundings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep the user's own files out of reach, and let child processes import this checkout."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WORKBENCH_HOME", str(tmp_path_factory.mktemp("home")))
        patch.setenv("PYTHONPATH", str(ROOT), prepend=os.pathsep)
        yield


@pytest.fixture(autouse=True)
def _no_leaks(_surroundings: None, request: pytest.FixtureRequest) -> Iterator[None]:
    before = leaks.survey()
    yield
    left = leaks.left_behind(before)
    if left:
        pytest.fail("The test left behind: " + "; ".join(left), pytrace=False)


@pytest.fixture
def workbench_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home for this test alone."""
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("WORKBENCH_HOME", str(home))
    return home


@pytest.fixture(scope="session")
def catalog() -> Catalog:
    return bundled()


@pytest.fixture(scope="session")
def engine(_surroundings: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[EngineProcess]:
    """One real engine for the whole session: starting Keras takes seconds."""
    with shared_engine(tmp_path_factory.mktemp("engine") / "engine.log") as process:
        yield process


@pytest.fixture(scope="session")
def keras_here(_surroundings: None) -> None:
    """Keras in this process, for tests that train or build in it."""
    environment.load_keras()
    _stay()


@pytest.fixture
def keras_as_it_was(keras_here: None) -> Iterator[None]:
    """Keras in this process, with what a test sets in it set back."""
    import keras

    yield
    keras.config.set_dtype_policy("float32")
    # Without a search of all memory, which costs more than many a test.
    keras.utils.clear_session(free_memory=False)


@pytest.fixture(scope="session")
def iris_run(keras_here: None, tmp_path_factory: pytest.TempPathFactory) -> Trained:
    """A run of three epochs that was complete; whoever changes something takes a copy of its folder."""
    from tests.helpers.trainings import iris, train

    return train(iris(), tmp_path_factory.mktemp("iris-run"))


@pytest.fixture
def project() -> Project:
    """The digits network with one hidden layer."""
    return open_project("digits-mlp")[0]


@pytest.fixture
def qtbot(qapp: object, request: pytest.FixtureRequest) -> PatientBot:
    """Pytest-qt's bot, which waits as long as a busy machine needs."""
    from tests.helpers.patient_bot import PatientBot

    return PatientBot(request)


@pytest.fixture
def theme(qapp: object) -> Theme:
    from workbench.ui.theme import Theme

    return Theme()


@pytest.fixture
def document(qapp: object, project: Project, catalog: Catalog) -> Document:
    from workbench.ui.document.document import Document

    return Document(project, catalog)


def _stay() -> None:
    """Spare the garbage collector what is there for good: Keras has it look through all after every test."""
    gc.collect()
    gc.freeze()

"""Examples, draws, thumbnails and long readings on the data page, with an engine that only listens."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QBuffer, QIODevice, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QMenu, QProgressBar, QWidget
from pytestqt.qtbot import QtBot

from tests.helpers.listening import ListeningEngine
from tests.helpers.pages import click, in_front, text
from workbench.catalog.catalog import Catalog
from workbench.foundation.errors import error
from workbench.project.data import DataSpec, ImageFolder, Table, Window
from workbench.project.edits import SetData
from workbench.project.project import Project
from workbench.project.spec import Spec
from workbench.protocol.facts import ColumnFacts, DataFacts, ImageFacts, ImageFile
from workbench.protocol.looks import Draws, Example, Examples, Found, PictureFound
from workbench.protocol.messages import (
    Cancel,
    DrawsShown,
    ExamplesShown,
    Failed,
    InspectData,
    LookAt,
    LookedAt,
    MakeThumbnails,
    Progress,
    ShowDraws,
    ShowExamples,
    ThumbnailsMade,
)
from workbench.ui.data import reading_bar
from workbench.ui.data.augment.entry import AugmentEntry
from workbench.ui.data.page import DataPage
from workbench.ui.data.questions import DataQuestions
from workbench.ui.data.reading_bar import ReadingBar, in_words
from workbench.ui.document.document import Document
from workbench.ui.document.reviewer import Reviewer
from workbench.ui.theme import Theme

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform
FOLDER = ImageFolder(path="/d/flowers")
ROTATION = Spec("RandomRotation", {"factor": 0.1})


@pytest.fixture
def document(qapp: object, catalog: Catalog) -> Document:
    return Document(Project(data=DataSpec(source=FOLDER)), catalog)


@pytest.fixture
def engine(qapp: object) -> ListeningEngine:
    return ListeningEngine()


@pytest.fixture
def page(qtbot: QtBot, document: Document, theme: Theme, engine: ListeningEngine) -> DataPage:
    page = in_front(qtbot, DataPage(document, theme, lambda _group, _kind: None), 1280, 900)
    page.connect_questions(DataQuestions(document, engine, page))  # type: ignore[arg-type]
    return page


def _png() -> bytes:
    image = QImage(4, 4, QImage.Format.Format_RGB888)
    image.fill(QColor("#336699"))
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    assert image.save(buffer, "PNG")
    return bytes(buffer.data().data())


def _facts(shown: int = 3) -> DataFacts:
    files = tuple(
        ImageFile(
            path=f"/d/flowers/{label}/{number}.jpg",
            label=label,
            row=number,
            part="train",
            width=20,
            height=30,
            mode="RGB",
        )
        for label in ("daisy", "rose")
        for number in range(shown)
    )
    return DataFacts(
        input_shape=(150, 150, 3),
        task="classification",
        classes=("daisy", "rose"),
        counts=(60, 60),
        examples=120,
        training=84,
        validation=18,
        test=18,
        maximum=255.0,
        proposed="binary",
        images=ImageFacts(files=120, shown=files, sizes=((20, 30, 120),), modes=(("RGB", 120),)),
    )


def test_that_a_first_look_is_shown_before_all_is_read(page: DataPage, engine: ListeningEngine) -> None:
    (asked,) = engine.waiting(LookAt)
    picture = PictureFound(path="/d/flowers/rose/1.jpg", label="rose", image=_png())
    found = Found(
        path="/d/flowers", source=FOLDER, classes=(("daisy", 3), ("rose", 4)), files=7, pictures=(picture,)
    )
    engine.answer(LookedAt(id=asked.id, found=found))
    assert page.sights.overview.wall.count == 1
    assert page.sights.overview.bars.accessibleName() == "daisy: 3, rose: 4"
    assert text(page, "sample_words") == "A first look; it is not all read yet."


def test_that_a_first_look_at_a_large_table_tells_how_much_of_it_was_seen(
    qtbot: QtBot, document: Document, page: DataPage
) -> None:
    source = Table(path="/d/large.csv", target="kind")
    columns = (ColumnFacts(name="length", dtype="number"), ColumnFacts(name="kind", dtype="text"))
    page.take(
        Found(
            path="/d/large.csv",
            source=source,
            columns=columns,
            rows=(("1", "ash"),),
            is_sample=True,
            row_count=9_800_000,
            sample_rows=2_000,
        )
    )

    words = "A first look at a sample of 2,000 out of about 9,800,000 rows; not all is read yet."
    assert text(page, "sample_words") == words
    assert "rows ≈ 9,800,000" in page.sights.overview.figures.text()
    click(qtbot, page, "tab_columns")
    assert text(page, "columns_hint").startswith(words)


def test_that_data_that_are_read_once_more_for_examples_tell_how_far_and_can_be_cancelled(
    qtbot: QtBot, document: Document, page: DataPage, engine: ListeningEngine
) -> None:
    document.set_facts(_facts())
    click(qtbot, page, "tab_examples")
    (asked,) = engine.waiting(ShowExamples)
    assert not page.reading.isVisible()
    engine.progressed.emit(Progress(id=asked.id, what="reading", done=30, total=120))
    assert text(page, "reading_words") == "Reading 30 of 120"

    with qtbot.assertNotEmitted(page.cancelled):
        click(qtbot, page, "cancel_reading")
    assert next(sent for sent in engine.asked if isinstance(sent, Cancel)).request == asked.id
    engine.answer(Failed(id=asked.id, problems=(error("cancelled", "run", "It was cancelled."),)))
    assert not page.reading.isVisible()
    assert page.sights.examples.notes.text() == "✕ It was cancelled."


def test_that_thumbnails_come_a_page_at_a_time(
    page: DataPage, document: Document, engine: ListeningEngine
) -> None:
    document.set_facts(_facts(shown=20))
    (first,) = engine.waiting(MakeThumbnails)
    assert isinstance(first, MakeThumbnails)
    assert len(first.paths) == 24
    assert {path.split("/")[3] for path in first.paths[:2]} == {"daisy", "rose"}
    engine.answer(ThumbnailsMade(id=first.id, images=(_png(),) * 24))
    assert page.sights.overview.wall.count == 24
    (second,) = engine.waiting(MakeThumbnails)
    engine.answer(ThumbnailsMade(id=second.id, images=(_png(),) * 15 + (b"",)))
    assert page.sights.overview.wall.count == 39
    assert not engine.waiting(MakeThumbnails)


def test_that_examples_of_each_part_are_shown(
    qtbot: QtBot, page: DataPage, document: Document, engine: ListeningEngine
) -> None:
    document.set_facts(_facts())
    click(qtbot, page, "tab_examples")
    (asked,) = engine.waiting(ShowExamples)
    example = Example(row=3, label="rose", image=_png())
    shown = Examples(shape=(150, 150, 3), total=84, examples=(example,) * 5, minimum=0, maximum=1)
    engine.answer(ExamplesShown(id=asked.id, examples=shown))
    assert page.sights.examples.pictures.count == 5
    assert "150 × 150 × 3, numbers from 0 to 1" in text(page, "examples_caption")

    click(qtbot, page, "examples_test")
    (asked,) = engine.waiting(ShowExamples)
    assert isinstance(asked, ShowExamples)
    assert asked.part == "test"
    engine.answer(Failed(id=asked.id, problems=(error("a", "data.source", "The file is gone."),)))
    assert page.sights.examples.notes.text() == "✕ The file is gone."
    assert not page.sights.examples.pictures.isVisible()


def test_that_windows_are_drawn_as_curves_in_the_colours_of_the_theme(
    qtbot: QtBot, page: DataPage, document: Document, engine: ListeningEngine, theme: Theme
) -> None:
    source = Table(path="/d/s.csv", target="y", features=("x", "y"))
    document.do(SetData(DataSpec(source=source, window=Window(length=3))))
    document.set_facts(DataFacts(input_shape=(3, 2), task="regression", examples=2, training=2))
    click(qtbot, page, "tab_examples")
    values = (0.0, 5.0, 1.0, 4.0, 2.0, 3.0)
    told = tuple(Example(row=row, label="7", values=values) for row in range(2))
    shown = Examples(shape=(3, 2), total=2, examples=told, names=("x", "y"))
    (asked,) = engine.waiting(ShowExamples)
    engine.answer(ExamplesShown(id=asked.id, examples=shown))

    view = page.sights.examples
    assert (view.pictures.count, view.pictures.isVisible(), view.table.isVisible()) == (2, True, False)
    assert view.legend.isVisible() and view.legend.accessibleName() == "Lines: x, y"
    before = view.pictures.grab().toImage()
    theme.set_dark(not theme.is_dark)
    assert view.pictures.grab().toImage() != before
    theme.set_dark(not theme.is_dark)


def test_that_examples_of_training_are_shown_augmented_when_wanted(
    qtbot: QtBot, page: DataPage, document: Document, engine: ListeningEngine
) -> None:
    document.do(SetData(replace(document.project.data, augment=(ROTATION,))))
    document.set_facts(_facts())
    click(qtbot, page, "tab_examples")
    engine.answer(ExamplesShown(id=engine.asked[-1].id, examples=Examples(shape=(2,), total=0)))
    click(qtbot, page, "examples_augmented")
    asked = engine.asked[-1]
    assert isinstance(asked, ShowExamples) and asked.is_augmented
    click(qtbot, page, "examples_validation")
    assert not page.sights.examples.augmented.isVisible()


def _open_augmentation(
    qtbot: QtBot, page: DataPage, document: Document, engine: ListeningEngine
) -> Callable[[], None]:
    """Show the augmentation; return what answers the newest question for draws."""
    document.set_facts(_facts())
    click(qtbot, page, "tab_augment")

    def answer() -> None:
        (asked,) = engine.waiting(ShowDraws)
        draws = Draws(row=0, label="rose", original=_png(), draws=(_png(),) * 12)
        engine.answer(DrawsShown(id=asked.id, draws=draws))

    return answer


def test_that_a_slider_is_followed_live_without_a_queue_and_undone_at_once(
    qtbot: QtBot, page: DataPage, document: Document, engine: ListeningEngine
) -> None:
    answer = _open_augmentation(qtbot, page, document, engine)
    answer()
    assert page.sights.augment.grid.count == 12
    click(qtbot, page, "usual_layers")
    assert [spec.kind for spec in document.project.data.augment] == [
        "RandomFlip",
        "RandomRotation",
        "RandomZoom",
    ]
    answer()
    (_, rotation, _) = page.findChildren(AugmentEntry)
    slider = rotation.sliders()["factor"]
    slider.setFocus()
    before = len(engine.asked)
    for _ in range(10):
        qtbot.keyClick(slider, Qt.Key.Key_Right)
    assert document.project.data.augment[1].params["factor"] == pytest.approx(0.1)
    assert len(engine.asked) == before + 1
    answer()
    (newest,) = engine.waiting(ShowDraws)
    assert isinstance(newest, ShowDraws)
    assert newest.data.augment == document.project.data.augment
    document.undo_stack.undo()
    assert document.project.data.augment[1].params["factor"] == 0.05


def test_that_layers_are_added_from_the_menu_and_refusals_stand_beside_the_draws(
    qtbot: QtBot, page: DataPage, document: Document, engine: ListeningEngine
) -> None:
    answer = _open_augmentation(qtbot, page, document, engine)
    answer()
    click(qtbot, page, "add_layer")
    menu = page.findChild(QMenu, "menu_layer")
    assert menu is not None
    qtbot.waitUntil(menu.isVisible)
    names = [action.text() for action in menu.actions()]
    assert names[:2] == ["RandomFlip", "RandomRotation"]
    assert {"MixUp", "CutMix", "RandomErasing", "GaussianNoise"} <= set(names)
    assert "Dense" not in names
    qtbot.keyClick(menu, Qt.Key.Key_Down)
    qtbot.keyClick(menu, Qt.Key.Key_Return)
    assert [spec.kind for spec in document.project.data.augment] == ["RandomFlip"]
    (asked,) = engine.waiting(ShowDraws)
    engine.answer(Failed(id=asked.id, problems=(error("a", "data.augment.0", "It can't be used."),)))
    assert page.sights.augment.notes.text() == "✕ It can't be used."
    assert page.sights.augment.grid.count == 12

    click(qtbot, page, "next_image")
    (asked,) = engine.waiting(ShowDraws)
    assert isinstance(asked, ShowDraws)
    assert asked.number == 1


def test_that_a_quick_reading_is_not_announced_and_a_long_one_is(qtbot: QtBot, page: DataPage) -> None:
    page.set_busy(True)
    assert not page.reading.isVisible()
    qtbot.waitUntil(page.reading.isVisible)
    page.show_progress(Progress(id=1, what="reading", done=250, total=1000))
    assert text(page, "reading_words") == "Reading 250 of 1,000"
    bar = page.findChild(QProgressBar, "reading_progress")
    assert bar is not None
    assert bar.value() / bar.maximum() == 0.25
    with qtbot.waitSignal(page.cancelled):
        click(qtbot, page, "cancel_reading")
    page.set_busy(False)
    assert not page.reading.isVisible()


def test_that_the_time_left_follows_from_the_pace(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    monkeypatch.setattr(reading_bar, "monotonic", lambda: now[0])
    bar = ReadingBar()
    qtbot.addWidget(bar)
    bar.begin("Reading")
    bar.show_progress(Progress(id=1, what="reading", done=100, total=1000))
    assert text(bar, "reading_left") == ""
    now[0] += 10
    bar.show_progress(Progress(id=1, what="reading", done=400, total=1000))
    assert text(bar, "reading_left") == "≈ 20 s"
    bar.show_progress(Progress(id=1, what="downloading", done=3 << 20))
    assert text(bar, "reading_words") == "Fetching: 3.0 MB"
    assert [in_words(seconds) for seconds in (0.2, 300, 7200)] == ["< 1 s", "≈ 5 min", "≈ 2.0 h"]


def test_that_cancelled_reading_stays_cancelled_until_it_is_asked_for_again(
    qtbot: QtBot, document: Document, engine: ListeningEngine, page: DataPage
) -> None:
    reviewer = Reviewer(document, engine, document)  # type: ignore[arg-type]
    qtbot.waitUntil(lambda: bool(engine.waiting(InspectData)))
    (asked,) = engine.waiting(InspectData)
    reviewer.cancel_data()
    assert engine.ended == [asked.id]
    engine.answer(Failed(id=asked.id, problems=(error("cancelled", "run", "It was cancelled."),)))
    assert "cancelled" in page.source.notes.text()
    again = page.findChild(QWidget, "read_again")
    assert again is not None and again.isVisible()
    document.do(SetData(replace(document.project.data, augment=(ROTATION,))))
    assert not engine.waiting(InspectData)
    page.again.connect(reviewer.look_again)
    click(qtbot, page, "read_again")
    qtbot.waitUntil(lambda: bool(engine.waiting(InspectData)))

"""A folder with whatever folders hold, trained and judged: every count is known, every figure is finite."""

from __future__ import annotations

import math
import zlib
from pathlib import Path

import numpy as np
import pytest
from msgspec.structs import replace
from PIL import Image

from tests.helpers.pictures import COLOURS, write_image
from tests.helpers.trainings import Trained, chain, train
from workbench.engine.data.lint.linter import lint
from workbench.foundation.errors import WorkbenchError
from workbench.project.data import DataSpec, ImageFolder, ImageForm, Split, Table
from workbench.project.project import Project
from workbench.project.spec import Spec
from workbench.project.training import TrainingSpec
from workbench.runs.events import Advice, EpochEnded, RunFailed, RunFinished, RunStarted

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning"),  # Keras with numpy 2.4
]
METRICS = ("CategoricalAccuracy", "Precision", "Recall", "F1Score", "AUC")
BROKEN = {"bomb.png", "empty.jpg", "fake.png", "half.jpg"}


def _network() -> TrainingSpec:
    return TrainingSpec(
        epochs=2,
        batch_size=8,
        loss=Spec("CategoricalCrossentropy"),
        metrics=tuple(Spec(name) for name in METRICS),
    )


def _write_oddities(folder: Path) -> None:
    """Write what can't be used (``BROKEN``) and what only looks odd: 16 bits, CMYK, an animation."""
    (folder / "empty.jpg").touch()
    (folder / "fake.png").write_text("no image")
    whole = write_image(folder / "half.jpg", (200, 0, 0), size=(64, 64)).read_bytes()
    (folder / "half.jpg").write_bytes(whole[: len(whole) // 2])
    header = bytearray(write_image(folder / "bomb.png", (0, 0, 0)).read_bytes())
    header[16:24] = (16_000).to_bytes(4, "big") * 2
    header[29:33] = zlib.crc32(bytes(header[12:29])).to_bytes(4, "big")
    (folder / "bomb.png").write_bytes(bytes(header))
    grey = np.full((6, 8), 100, dtype=np.uint8)
    Image.fromarray(grey.astype(np.uint16) * 257).save(folder / "deep.png")
    Image.fromarray(grey).convert("CMYK").save(folder / "cmyk.tif")
    frames = [Image.fromarray(grey), Image.fromarray(grey // 2)]
    frames[0].save(folder / "moving.gif", save_all=True, append_images=frames[1:])


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Trained:
    """Train on three classes, of which validation lacks one and the test has a single example of another."""
    home = tmp_path_factory.mktemp("odd")
    counts = {"train": (10, 10, 10), "validation": (4, 4, 0), "test": (3, 3, 1)}
    for part, each in counts.items():
        for (name, colour), count in zip(COLOURS.items(), each, strict=True):
            for number in range(count):
                write_image(home / "data" / part / name / f"{number}.png", colour, seed=number)
    _write_oddities(home / "data" / "train" / "blue")
    project = Project(
        title="odd",
        data=DataSpec(
            source=ImageFolder(path=str(home / "data"), form=ImageForm(height=6, width=8)),
            split=Split(by="given"),
        ),
        graph=chain(
            Spec("Input", {"shape": (6, 8, 3)}),
            Spec("Rescaling", {"scale": 1 / 255}),
            Spec("Flatten"),
            Spec("Dense", {"units": 3, "activation": "softmax"}),
        ),
        training=_network(),
    )
    return train(project, home)


def test_that_the_run_goes_on_without_the_broken_images_and_knows_its_length(trained: Trained) -> None:
    started = trained.only(RunStarted)

    assert trained.only(RunFinished).epochs == 2
    assert (started.examples, started.validation_examples) == (33, 8)
    assert started.steps_per_epoch == math.ceil(33 / 8)
    (aside,) = [event.problem for event in trained.all(Advice) if event.problem.code == "data.set_aside"]
    assert "4 files were set aside" in aside.message and any(name in aside.message for name in BROKEN)


def test_that_a_class_missing_from_validation_is_told_and_leaves_every_figure_finite(
    trained: Trained,
) -> None:
    ended = trained.all(EpochEnded)

    assert len(ended) == 2
    for event in ended:
        assert sum(name.startswith("val_") for name in event.values) == len(METRICS) + 1
        assert all(math.isfinite(value) for value in event.values.values())
    project = trained.folder.project()
    assert "lint.class-missing" in {
        finding.problem.code for finding in lint(project.data, trained.folder.path)
    }


@pytest.mark.parametrize(("split", "support"), [("validation", 0), ("test", 1)])
def test_that_a_class_of_none_or_one_is_judged_with_finite_figures(
    trained: Trained, split: str, support: int
) -> None:
    from workbench.engine.evaluation.evaluate import evaluate

    found = evaluate(trained.folder.path, split, "last")  # type: ignore[arg-type]

    (red,) = [row for row in found.report if row.label == "red"]
    assert red.support == support
    for row in found.report:
        assert all(math.isfinite(value) for value in (row.precision, row.recall, row.f1))
    assert math.isfinite(found.loss) and all(math.isfinite(value) for value in found.metrics.values())
    assert sum(map(sum, found.confusion_matrix)) == found.examples


@pytest.mark.parametrize(
    ("labels", "where", "words"),
    [
        ([-1, 0, 1, 2], "training.loss", "one unit for each of the 4 classes"),
        ([0, 1, 2, 7], "training.loss", "one unit for each of the 4 classes"),
        ([0.5, 1.25, 2.5, 3.75], "training.loss", "expected classes as the target, received quantities"),
    ],
    ids=["below", "beyond", "fractions"],
)
def test_that_labels_that_the_network_has_no_unit_for_end_the_run_before_its_first_step(
    tmp_path: Path, labels: list[float], where: str, words: str
) -> None:
    rows = "".join(f"{number / 7},{number / 3},{labels[number % 4]}\n" for number in range(40))
    (tmp_path / "t.csv").write_text(f"a,b,y\n{rows}")
    graph = chain(Spec("Input", {"shape": (2,)}), Spec("Dense", {"units": 3, "activation": "softmax"}))
    project = Project(
        title="labels",
        data=DataSpec(source=Table(path="t.csv", target="y")),
        graph=graph,
        training=replace(_network(), metrics=()),
    )

    run = train(project, tmp_path)

    problem = run.only(RunFailed).problem
    assert (problem.where, bool(problem.hint)) == (where, True)
    assert words in problem.message
    assert not run.all(EpochEnded)


def test_that_a_label_met_only_in_the_test_has_a_number_and_is_told(tmp_path: Path) -> None:
    from workbench.engine.data.ready import ready

    kinds = ["p", "q"] * 30 + ["r"] * 4
    parts = ["train", "train", "validation", "validation"] * 15 + ["test"] * 4
    rows = "".join(
        f"{n / 7},{kind},{part}\n" for n, (kind, part) in enumerate(zip(kinds, parts, strict=True))
    )
    (tmp_path / "t.csv").write_text(f"a,y,part\n{rows}")
    data = DataSpec(source=Table(path="t.csv", target="y", part="part"), split=Split(by="given"))

    found = ready(data, tmp_path)

    assert found.dataset.classes == ("p", "q", "r")
    assert set(found.dataset.y[found.parts.test].tolist()) == {2}
    (told,) = [each.problem for each in lint(data, tmp_path) if each.problem.code == "lint.class-missing"]
    assert "no example of “r”" in told.message


def test_that_a_class_folder_that_training_lacks_is_told(tmp_path: Path) -> None:
    from workbench.engine.data.load import load

    for part, names in (("train", "ab"), ("test", "abc")):
        for name in names:
            write_image(tmp_path / part / name / "1.png", (10, 20, 30))

    dataset = load(
        DataSpec(source=ImageFolder(path=str(tmp_path), form=ImageForm(height=6, width=8))), tmp_path
    )

    (told,) = dataset.notes
    assert told.code == "data.unseen_class" and "“c”" in told.message and told.hint
    assert len(dataset) == 4


def test_that_a_single_class_is_refused_in_words(tmp_path: Path) -> None:
    from workbench.engine.data.load import load

    write_image(tmp_path / "only" / "1.png", (10, 20, 30))

    with pytest.raises(WorkbenchError, match="1 subfolders: expected one for each class, at least two"):
        load(DataSpec(source=ImageFolder(path=str(tmp_path))), tmp_path)

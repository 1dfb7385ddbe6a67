"""Where an export goes: the right suffix, all or nothing, never over something else."""

from __future__ import annotations

from pathlib import Path

import pytest

from workbench.engine.export import formats
from workbench.engine.export.compare import accept
from workbench.engine.export.formats import FORMATS
from workbench.engine.export.place import check_free, put, workshop
from workbench.engine.export.verify import Verdict
from workbench.foundation.errors import WorkbenchError
from workbench.protocol.judgement import ExportFormat


@pytest.mark.parametrize(
    ("format", "given", "completed"),
    [
        ("keras", "net", "net.keras"),
        ("keras", "net.keras", "net.keras"),
        ("keras", "net.v1", "net.v1.keras"),
        ("weights", "net", "net.weights.h5"),
        ("weights", "net.h5", "net.weights.h5"),
        ("weights", "net.weights.h5", "net.weights.h5"),
        ("h5", "net.weights.h5", "net.h5"),
        ("h5", "net.h5", "net.h5"),
        ("saved_model", "net", "net"),
        ("onnx", "net", "net.onnx"),
        ("litert", "net", "net.tflite"),
    ],
)
def test_that_the_right_suffix_is_added(format: ExportFormat, given: str, completed: str):
    assert FORMATS[format].complete(Path("/out") / given) == Path("/out") / completed


def test_that_a_missing_package_comes_with_the_command_that_installs_it(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(formats, "find_spec", lambda name: None if name == "tf2onnx" else object())

    with pytest.raises(WorkbenchError, match="not installed: tf2onnx") as caught:
        FORMATS["onnx"].require_packages()

    assert 'pip install "keras-workbench[export]"' in caught.value.problems[0].hint


def test_that_a_folder_takes_the_place_of_an_older_export(tmp_path: Path):
    out = tmp_path / "model"
    out.mkdir()
    (out / "saved_model.pb").write_bytes(b"older")
    check_free(out, is_folder=True)

    with workshop(out) as temporary:
        artefact = temporary / "model"
        artefact.mkdir()
        (artefact / "saved_model.pb").write_bytes(b"newer")
        put(artefact, out)

    assert (out / "saved_model.pb").read_bytes() == b"newer"
    assert list(tmp_path.iterdir()) == [out]


@pytest.mark.parametrize("is_folder", [True, False])
def test_that_something_else_is_never_replaced(tmp_path: Path, is_folder: bool):
    photographs = tmp_path / "photographs"
    photographs.mkdir()
    (photographs / "rose.jpg").write_bytes(b"")

    with pytest.raises(WorkbenchError, match="can't be replaced"):
        check_free(photographs, is_folder=is_folder)


def test_that_a_file_where_a_folder_should_go_is_never_replaced(tmp_path: Path):
    (tmp_path / "notes").write_text("", encoding="utf-8")

    with pytest.raises(WorkbenchError, match="a file of that name"):
        check_free(tmp_path / "notes", is_folder=True)


def test_that_a_place_that_can_not_be_written_is_told_in_words(tmp_path: Path):
    (tmp_path / "file").write_text("", encoding="utf-8")

    with pytest.raises(WorkbenchError, match="can't be written"), workshop(tmp_path / "file" / "model.keras"):
        pass


@pytest.mark.parametrize(
    ("verdict", "words"),
    [
        (Verdict(failure="RuntimeError: no kernel\nmore"), "can't be run: RuntimeError: no kernel."),
        (Verdict(difference=0.1), "expected at most 0.0001, received 0.1"),
        (Verdict(), "received no number"),
    ],
)
def test_that_a_bad_verdict_is_told_in_words(verdict: Verdict, words: str):
    with pytest.raises(WorkbenchError, match=words):
        accept(verdict, FORMATS["onnx"], hint="Do something else.")


def test_that_a_good_verdict_gives_the_difference():
    assert accept(Verdict(difference=2e-7), FORMATS["onnx"], hint="") == 2e-7

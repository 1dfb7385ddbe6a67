"""Data of one's own, from the shell: recognised, and made a project with a first network."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from tests.helpers.lent_engines import lend
from workbench.cli import beginning, main
from workbench.project import file
from workbench.project.data import Arrays, Table, Window
from workbench.protocol.client import EngineProcess

pytestmark = pytest.mark.slow


@pytest.fixture
def shared(engine: EngineProcess, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the command use the session's engine: a new one takes seconds to start."""
    lend(engine, monkeypatch, beginning)


def begun(capsys: pytest.CaptureFixture[str], *words: str) -> Any:
    assert main(["begin", *words, "--json"]) == 0
    return json.loads(capsys.readouterr().out.splitlines()[0])


def test_that_a_series_begins_with_its_windows(
    tmp_path: Path, shared: None, capsys: pytest.CaptureFixture[str]
) -> None:
    days = pd.date_range("2024-01-01", periods=200, freq="D")
    pd.DataFrame({"day": days, "load": np.arange(200) * 3.0}).to_csv(tmp_path / "s.csv", index=False)

    told = begun(capsys, str(tmp_path / "s.csv"), "--out", str(tmp_path / "s.workbench"))

    assert (told["task"], told["target"], told["examples"]) == ("regression", "load", 176)
    assert told["layers"] == ["Input", "Flatten", "Dense", "Dense", "Rescaling"]
    project = file.load(tmp_path / "s.workbench")
    assert project.data.window == Window(length=24)
    assert project.data.source == Table(path="s.csv", target="load", features=("load",), time="day")


def test_that_sheet_target_and_encoding_are_said(
    tmp_path: Path, shared: None, capsys: pytest.CaptureFixture[str]
) -> None:
    frame = pd.DataFrame({"вид": ["роза", "мак"] * 20, "a": range(40), "b": np.arange(40) / 7})
    frame.to_csv(tmp_path / "t.csv", index=False, encoding="koi8-r")
    with pd.ExcelWriter(tmp_path / "t.xlsx") as book:
        pd.DataFrame({"note": ["x"] * 3, "n": range(3)}).to_excel(book, sheet_name="first", index=False)
        frame.to_excel(book, sheet_name="data", index=False)

    out = str(tmp_path / "p" / "t.workbench")
    text = begun(capsys, str(tmp_path / "t.csv"), "--out", out, "--encoding", "KOI8-R", "--target", "вид")
    source = file.load(Path(out)).data.source
    excel = begun(capsys, str(tmp_path / "t.xlsx"), "--out", out, "--sheet", "data", "--target", "вид")

    assert text["task"] == excel["task"] == "binary"
    assert source == Table(path=str(tmp_path / "t.csv"), target="вид", encoding="koi8-r")
    assert main(["begin", str(tmp_path / "t.csv"), "--out", out, "--target", "c"]) == 1
    assert "There is no column “c”" in capsys.readouterr().err


def test_that_arrays_and_what_is_no_data_are_told_apart(
    tmp_path: Path, shared: None, capsys: pytest.CaptureFixture[str]
) -> None:
    np.savez(
        tmp_path / "a.npz", inputs=np.random.default_rng(0).normal(size=(60, 4)), targets=np.arange(60) % 3
    )

    told = begun(capsys, str(tmp_path / "a.npz"), "--out", str(tmp_path / "a.workbench"))

    assert told["task"] == "multiclass"
    project = file.load(tmp_path / "a.workbench")
    assert project.data.source == Arrays(path="a.npz", x="inputs", y="targets")
    assert main(["begin", str(tmp_path / "none.csv"), "--out", str(tmp_path / "b.workbench")]) != 0
    assert "none.csv is not there" in capsys.readouterr().err
    assert not (tmp_path / "b.workbench").exists()

"""What lies at a path: recognised by a glance, with a source that is proposed."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from PIL import Image

from tests.helpers.pictures import COLOURS, write_folder, write_image
from workbench.engine.data.glance.recognise import recognise
from workbench.engine.data.load import load
from workbench.foundation.errors import WorkbenchError
from workbench.project.data import Arrays, DataSpec, ImageFolder, ImageForm, ImageTable, Table


def _write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_that_a_table_is_learned_by_its_last_column(tmp_path: Path) -> None:
    path = _write(tmp_path / "t.csv", "a,b,kind\n1,x,u\n,y,v\n3,x,u\n")
    found = recognise(path)
    assert found.source == Table(path=str(path), target="kind")
    assert [(c.name, c.kind, c.missing, c.role) for c in found.columns] == [
        ("a", "number", 1, "feature"),
        ("b", "category", 0, "feature"),
        ("kind", "category", 0, "target"),
    ]
    assert found.rows[0] == ("1", "x", "u")
    assert not found.is_sample


def test_that_names_and_dates_are_left_out_at_first_and_told(tmp_path: Path) -> None:
    rows = "".join(f"2024-01-{day:02},{day / 7},{'ab'[day % 2]},{'pq'[day % 2]}\n" for day in range(1, 30))
    (tmp_path / "t.csv").write_text(f"when,size,kind,y\n{rows}")
    found = recognise(tmp_path / "t.csv")

    assert found.source == Table(path=str(tmp_path / "t.csv"), target="y", ignored=("when",))
    assert [column.role for column in found.columns] == ["ignored", "feature", "feature", "target"]

    (tmp_path / "alone.csv").write_text("when,y\n" + "".join(f"2024-01-{day:02},p\n" for day in range(1, 30)))
    assert recognise(tmp_path / "alone.csv").source == Table(path=str(tmp_path / "alone.csv"), target="y")


def test_that_a_column_named_so_is_the_target_and_another_holds_the_parts(tmp_path: Path) -> None:
    rows = "".join(f"{i},{i % 2},{'train' if i < 6 else 'test'},{i}\n" for i in range(10))
    found = recognise(_write(tmp_path / "t.csv", f"a,label,split,b\n{rows}"))
    assert isinstance(found.source, Table)
    assert (found.source.target, found.source.part) == ("label", "split")
    assert found.has_parts


def test_that_images_named_in_a_table_are_found_by_the_table_and_by_its_folder(tmp_path: Path) -> None:
    for name, colour in COLOURS.items():
        write_image(tmp_path / "photos" / f"{name}.png", colour)
    rows = "".join(f"photos/{name}.png,{name}\n" for name in COLOURS)
    path = _write(tmp_path / "list.csv", f"file,colour\n{rows}")
    wanted = ImageTable(path=str(path), image="file", target="colour")
    assert recognise(path).source == wanted
    assert recognise(tmp_path).source == wanted


def test_that_images_in_a_folder_beside_their_table_are_found(tmp_path: Path) -> None:
    for name, colour in COLOURS.items():
        write_image(tmp_path / "photos" / f"{name}.png", colour)
    (tmp_path / "empty").mkdir()
    rows = "".join(f"{name}.png,{name}\n" for name in COLOURS)
    path = _write(tmp_path / "list.csv", f"file,colour\n{rows}")

    found = recognise(path).source

    assert found == ImageTable(path=str(path), image="file", target="colour", root=str(tmp_path / "photos"))
    assert len(load(DataSpec(source=found), Path())) == len(COLOURS)


def test_that_a_last_column_that_names_the_rows_is_not_what_is_learned(tmp_path: Path) -> None:
    rows = "".join(f"{day % 3},{day / 7},2024-01-{day:02}\n" for day in range(1, 30))
    found = recognise(_write(tmp_path / "t.csv", f"kind,price,sold\n{rows}"))

    assert found.source == Table(path=str(tmp_path / "t.csv"), target="price", ignored=("sold",))


def test_that_sheets_of_excel_and_columns_of_parquet_are_told(tmp_path: Path) -> None:
    frame = pd.DataFrame({"a": [1, 2, 3], "y": ["u", "v", "u"]})
    with pd.ExcelWriter(tmp_path / "t.xlsx") as book:
        frame.to_excel(book, sheet_name="first", index=False)
        frame.rename(columns={"a": "c"}).to_excel(book, sheet_name="second", index=False)
    frame.to_parquet(tmp_path / "t.parquet")

    found = recognise(tmp_path / "t.xlsx", sheet="second")
    assert found.sheets == ("first", "second")
    assert [column.name for column in found.columns] == ["c", "y"]
    assert [c.name for c in recognise(tmp_path / "t.parquet").columns] == ["a", "y"]


def test_that_arrays_are_paired_by_their_names(tmp_path: Path) -> None:
    x, y = np.zeros((6, 4), np.float32), np.arange(6)
    path = tmp_path / "t.npz"
    np.savez(path, x_train=x, y_train=y, x_test=x[:2], y_test=y[:2], note=np.array("why"))
    found = recognise(path)
    assert found.source == Arrays(path=str(path), x="x_train", y="y_train", x_test="x_test", y_test="y_test")
    assert found.has_parts
    assert ("x_train", (6, 4), "float32") in {(a.name, a.shape, a.dtype) for a in found.arrays}


def test_that_an_array_takes_its_targets_from_the_file_beside_it(tmp_path: Path) -> None:
    np.save(tmp_path / "x_train.npy", np.zeros((3, 2)))
    np.save(tmp_path / "y_train.npy", np.zeros(3))
    source = recognise(tmp_path / "x_train.npy").source
    assert isinstance(source, Arrays)
    assert source.y == str(tmp_path / "y_train.npy")


def test_that_a_folder_of_photographs_shows_its_classes_and_some_pictures(tmp_path: Path) -> None:
    write_folder(tmp_path, each=4)
    (tmp_path / "red" / "broken.png").write_bytes(b"no image")
    found = recognise(tmp_path)
    assert found.source == ImageFolder(path=str(tmp_path), form=ImageForm(height=6, width=8))
    assert found.classes == (("blue", 4), ("green", 4), ("red", 5))
    assert found.files == 13
    pictures = {picture.path: picture.image for picture in found.pictures}
    assert pictures.pop(str(tmp_path / "red" / "broken.png")) == b""
    assert all(image.startswith(b"\xff\xd8") for image in pictures.values())


def test_that_ready_parts_and_grey_images_are_noticed(tmp_path: Path) -> None:
    for part in ("train", "test"):
        for name, shade in (("dark", 20), ("light", 220)):
            path = tmp_path / part / name / "1.png"
            path.parent.mkdir(parents=True)
            Image.new("L", (400, 300), shade).save(path)
    found = recognise(tmp_path)
    assert found.has_parts
    assert found.source == ImageFolder(path=str(tmp_path), form=ImageForm(color_mode="grayscale"))


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("one.png", b"\x89PNG", "one image"),
        ("all.zip", b"PK", "is a .zip file"),
        ("t.npz", b"nothing", "can't be read"),
        ("t.xlsx", b"nothing", "not an Excel file"),
        ("t.parquet", b"nothing", "not a Parquet file"),
        ("t.csv", b"a,b\n", "no rows"),
        ("t.txt", bytes(range(256)), "not text"),
    ],
)
def test_that_what_is_no_data_is_refused_in_words(
    tmp_path: Path, name: str, content: bytes, words: str
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(WorkbenchError, match=words):
        recognise(tmp_path / name)


def test_that_an_empty_folder_and_a_path_of_nothing_are_refused(tmp_path: Path) -> None:
    with pytest.raises(WorkbenchError, match="0 subfolders"):
        recognise(tmp_path)
    with pytest.raises(WorkbenchError, match="is not there"):
        recognise(tmp_path / "nothing.csv")

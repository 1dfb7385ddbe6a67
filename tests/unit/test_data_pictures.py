"""Folders of images: what is found, what is set aside, and what the pixels are."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest
from msgspec.structs import replace
from PIL import Image

from tests.helpers.pictures import COLOURS, write_folder, write_image
from workbench.engine.data import remembered, slices
from workbench.engine.data.dataset import Dataset
from workbench.engine.data.facts import facts
from workbench.engine.data.load import load
from workbench.engine.data.pictures import collect, scratch
from workbench.engine.data.pictures.decode import UnreadableImageError, decode
from workbench.engine.data.pictures.files import PictureFiles
from workbench.engine.data.ready import ready
from workbench.engine.data.room import room_for
from workbench.foundation.errors import Problem, WorkbenchError
from workbench.project.data import DataSpec, ImageFolder, ImageForm, ImageTable, Source, Split

FORM = ImageForm(height=6, width=8)


def read(path: Path, **options: object) -> Dataset:
    source = replace(ImageFolder(path=str(path), form=FORM), **options)  # type: ignore[arg-type]
    return load(DataSpec(source=source), Path())


def refusal(source: Source) -> Problem:
    with pytest.raises(WorkbenchError) as caught:
        load(DataSpec(source=source), Path())
    (problem,) = caught.value.problems
    assert problem.hint
    return problem


def test_that_each_subfolder_is_a_class_in_the_order_of_names(tmp_path: Path) -> None:
    dataset = read(write_folder(tmp_path, each=3))

    assert dataset.classes == tuple(COLOURS)
    assert dataset.y.tolist() == [0, 0, 0, 1, 1, 1, 2, 2, 2]
    assert (dataset.x.shape, dataset.x.dtype) == ((9, 6, 8, 3), np.uint8)
    assert dataset.x[0].mean(axis=(0, 1)).argmax() == 2


@pytest.mark.parametrize("names", [("train", "validation", "test"), ("Training", "val", "testing")])
def test_that_ready_parts_are_recognised_and_kept(tmp_path: Path, names: tuple[str, str, str]) -> None:
    for name, each in zip(names, (4, 2, 1), strict=True):
        write_folder(tmp_path / name, each=each)
    source = ImageFolder(path=str(tmp_path), form=FORM)

    found = ready(DataSpec(source=source, split=Split(by="given")), Path())

    told = facts(found.dataset, found.parts)
    assert told.given == (12, 6, 3)
    assert (told.training, told.validation, told.test) == (12, 6, 3)
    assert told.part_counts == ((4, 4, 4), (2, 2, 2), (1, 1, 1))


def test_that_parts_may_lie_elsewhere_and_the_rest_is_drawn(tmp_path: Path) -> None:
    write_folder(tmp_path / "a", each=10)
    write_folder(tmp_path / "b", each=2)
    source = ImageFolder(path=str(tmp_path / "a"), test=str(tmp_path / "b"), form=FORM)

    parts = ready(DataSpec(source=source, split=Split(by="given", validation=0.2)), Path()).parts

    assert (len(parts.train), len(parts.validation), len(parts.test)) == (24, 6, 6)


def test_that_broken_files_are_set_aside_by_name_and_reason(tmp_path: Path) -> None:
    write_folder(tmp_path, each=3)
    (tmp_path / "red" / "empty.jpg").touch()
    (tmp_path / "red" / "fake.png").write_text("no image")
    whole = write_image(tmp_path / "red" / "half.jpg", (200, 0, 0), size=(64, 64)).read_bytes()
    (tmp_path / "red" / "half.jpg").write_bytes(whole[: len(whole) // 2])
    (tmp_path / "red" / "notes.txt").write_text("no image, and none by its name")

    dataset = read(tmp_path)

    assert len(dataset) == 9
    assert dataset.images is not None
    assert [Path(file.path).name for file in dataset.images.set_aside] == [
        "empty.jpg",
        "fake.png",
        "half.jpg",
    ]
    (note,) = dataset.notes
    assert note.code == "data.set_aside" and "3 files were set aside" in note.message


def test_that_a_huge_image_is_set_aside_by_its_header(tmp_path: Path) -> None:
    write_folder(tmp_path, each=2)
    header = write_image(tmp_path / "red" / "huge.png", (0, 0, 0)).read_bytes()
    size = (60_000).to_bytes(4, "big")
    broken = bytearray(header)
    broken[16:24] = size + size
    import zlib

    broken[29:33] = zlib.crc32(bytes(broken[12:29])).to_bytes(4, "big")
    (tmp_path / "red" / "huge.png").write_bytes(bytes(broken))

    dataset = read(tmp_path)

    assert dataset.images is not None
    (aside,) = dataset.images.set_aside
    assert "60000 × 60000 pixels are more than 50 million" in aside.reason


def test_that_an_empty_class_is_told_and_hidden_files_are_no_images(tmp_path: Path) -> None:
    write_folder(tmp_path, each=2)
    (tmp_path / "yellow").mkdir()
    write_image(tmp_path / ".thumbnails" / "a.png", (0, 0, 0))
    write_image(tmp_path / "red" / ".hidden.png", (0, 0, 0))

    dataset = read(tmp_path)

    assert len(dataset) == 6
    assert [note.code for note in dataset.notes] == ["data.empty_class"]


def test_that_a_link_in_a_loop_is_followed_once(tmp_path: Path) -> None:
    write_folder(tmp_path, each=2)
    (tmp_path / "red" / "again").symlink_to(tmp_path / "red", target_is_directory=True)
    (tmp_path / "red" / "self.png").symlink_to("self.png")

    assert len(read(tmp_path)) == 6


@pytest.mark.parametrize(
    "name", ["rosa vieja", "玫瑰", "🌹", "وردة", "a%20b{}", "CON", "x" * 200, "-rf", "it's", 'say "hi"']
)
def test_that_odd_names_are_names_like_any_other(tmp_path: Path, name: str) -> None:
    write_image(tmp_path / name / f"{name[:100]}.png", (1, 2, 3))
    write_image(tmp_path / "other" / "b.png", (4, 5, 6))

    assert name in read(tmp_path).classes


@pytest.mark.skipif(os.name == "nt", reason="names are text there")
def test_that_names_that_are_no_utf8_are_read_and_told_with_question_marks(tmp_path: Path) -> None:
    folder = os.fsencode(tmp_path) + b"/caf\xe9"
    try:
        os.mkdir(folder)  # noqa: PTH102
    except OSError:
        pytest.skip("this file system takes UTF-8 only")
    write_image(Path(os.fsdecode(folder)) / "a.png", (1, 2, 3))
    write_image(tmp_path / "other" / "b.png", (4, 5, 6))

    assert read(tmp_path).classes == ("caf\ufffd", "other")


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("", "data.none"),
        ("nowhere", "data.missing"),
        ("x" * 5000, "data.unreadable"),
        ("\0", "data.unreadable"),
    ],
)
def test_that_a_folder_that_is_not_there_is_refused(path: str, code: str) -> None:
    problem = refusal(ImageFolder(path=path))

    assert (problem.code in (code, "data.missing"), problem.where) == (True, "data.source")


def test_that_a_folder_without_classes_or_images_is_refused(tmp_path: Path) -> None:
    write_image(tmp_path / "a.png", (1, 2, 3))
    assert refusal(ImageFolder(path=str(tmp_path))).code == "data.one_class"

    (tmp_path / "b").mkdir()
    (tmp_path / "c").mkdir()
    assert refusal(ImageFolder(path=str(tmp_path))).code == "data.no_images"


def test_that_the_pixels_of_every_mode_are_what_they_show(tmp_path: Path) -> None:
    grey = np.full((6, 8), 100, dtype=np.uint8)
    deep = Image.fromarray(grey.astype(np.uint16) * 257)
    deep.save(tmp_path / "deep.png")
    Image.fromarray(grey).save(tmp_path / "grey.png")
    Image.fromarray(grey).convert("CMYK").save(tmp_path / "cmyk.tif")
    Image.fromarray(grey).convert("P").save(tmp_path / "palette.gif")
    Image.fromarray(np.dstack([grey] * 4)).save(tmp_path / "alpha.png")
    frames = [Image.fromarray(grey), Image.fromarray(grey // 2)]
    frames[0].save(tmp_path / "moving.gif", save_all=True, append_images=frames[1:])

    for path in sorted(tmp_path.iterdir()):
        for mode, channels in (("rgb", 3), ("grayscale", 1)):
            pixels = decode(str(path), replace(FORM, color_mode=mode)).pixels
            assert pixels.shape == (6, 8, channels), path.name
            assert np.abs(pixels.astype(int) - 100).max() <= 1, path.name


def test_that_a_photograph_stands_upright(tmp_path: Path) -> None:
    pixels = np.zeros((4, 8, 3), dtype=np.uint8)
    pixels[:, :4] = 255
    exif = Image.Exif()
    exif[0x0112] = 6  # turn right
    Image.fromarray(pixels).save(tmp_path / "a.png", exif=exif)

    upright = decode(str(tmp_path / "a.png"), ImageForm(height=8, width=4)).pixels

    assert upright[:4].min() == 255 and upright[4:].max() == 0


def test_that_other_proportions_are_stretched_cropped_or_padded(tmp_path: Path) -> None:
    pixels = np.full((4, 8, 3), 200, dtype=np.uint8)
    pixels[:, 2:6] = 100
    Image.fromarray(pixels).save(tmp_path / "a.png")
    square = ImageForm(height=4, width=4, interpolation="nearest")

    stretch, crop, pad = (
        decode(str(tmp_path / "a.png"), replace(square, fit=fit)).pixels for fit in ("stretch", "crop", "pad")
    )

    assert sorted(set(stretch.ravel().tolist())) == [100, 200]
    assert set(crop.ravel().tolist()) == {100}
    assert pad[0].max() == pad[-1].max() == 0 and pad[2].max() == 200


def test_that_images_named_in_a_table_follow_its_columns(tmp_path: Path) -> None:
    write_folder(tmp_path / "pictures", each=3)
    rows = [
        f"pictures/{name}/{number:03d}.png,{name},{part}\n"
        for name in COLOURS
        for number, part in enumerate(("train", "train", "test"))
    ]
    (tmp_path / "table.csv").write_text(
        "file,colour,part\n" + "".join(rows) + "pictures/none.png,red,train\n"
    )
    source = ImageTable(
        path=str(tmp_path / "table.csv"), image="file", target="colour", part="part", form=FORM
    )

    dataset = load(DataSpec(source=source), Path())

    assert (len(dataset), dataset.classes) == (9, tuple(COLOURS))
    assert dataset.given is not None and dataset.given.tolist() == [0, 0, 2] * 3
    assert dataset.images is not None and dataset.images.set_aside[0].reason == "there is no such file"


def test_that_what_exceeds_the_budget_stays_on_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = read(write_folder(tmp_path, each=3))
    monkeypatch.setenv("WORKBENCH_DATA_MEMORY", "100")

    streamed = read(tmp_path)
    monkeypatch.setattr(scratch, "_SPARE", 1 << 60)  # as on a full disk
    remembered._last.mark = None
    decoded = read(tmp_path)

    assert isinstance(decoded.x, PictureFiles)
    for x in (streamed.x, decoded.x):
        assert not isinstance(x, np.ndarray)
        assert x.shape == held.x.shape
        np.testing.assert_array_equal(x[np.array([5, 0, 8])], held.x[np.array([5, 0, 8])])
        np.testing.assert_array_equal(x[2:4], held.x[2:4])


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no pipes among its files")
def test_that_pipes_are_passed_over_and_a_folder_may_be_named_like_an_image(tmp_path: Path) -> None:
    write_folder(tmp_path, each=2)
    os.mkfifo(tmp_path / "red" / "pipe.jpg")
    (tmp_path / "red" / "0.png").symlink_to("pipe.jpg")
    (tmp_path / "red" / "nowhere.png").symlink_to("nothing.png")
    write_image(tmp_path / "red" / "more.png" / "a.png", COLOURS["red"])

    dataset = read(tmp_path)
    with pytest.raises(UnreadableImageError, match="no file"):
        decode(str(tmp_path / "red" / "pipe.jpg"), FORM)

    assert len(dataset) == 7
    assert dataset.images is not None
    assert [Path(file.path).name for file in dataset.images.set_aside] == ["nowhere.png"]


def test_that_what_is_left_of_many_images_closes_up_in_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slices, "_BYTES", 3 * 8)
    for kept in ([0, 1, 2, 3, 4, 5, 6, 7], [0, 1, 2, 3, 5, 6, 7], [1, 4, 6], [7], [0, 2, 4, 5, 6, 7]):
        pixels = room_for((8, 2, 4, 1), np.uint8)
        pixels[:] = np.arange(8)[:, np.newaxis, np.newaxis, np.newaxis]

        left = collect._closed_up(pixels, np.array(kept))

        assert left[:, 1, 3, 0].tolist() == kept
        assert np.shares_memory(left, pixels)


def test_that_the_facts_of_images_tell_sizes_modes_and_examples(tmp_path: Path) -> None:
    write_folder(tmp_path, each=14)
    Image.new("L", (5, 5)).save(tmp_path / "red" / "grey.png")
    found = ready(DataSpec(source=ImageFolder(path=str(tmp_path), form=FORM)), Path())

    told = facts(found.dataset, found.parts)

    assert told.images is not None
    assert told.images.sizes == ((8, 6, 42), (5, 5, 1))
    assert told.images.modes == (("RGB", 42), ("L", 1))
    assert len(told.images.shown) == 36
    assert {image.label for image in told.images.shown} == set(COLOURS)
    assert told.input_shape == (6, 8, 3)


def test_that_reading_tells_how_far_it_is(tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []

    load(
        DataSpec(source=ImageFolder(path=str(write_folder(tmp_path)), form=FORM)),
        Path(),
        lambda *how: told.append(how),
    )

    assert told[-1] == ("reading", 24, 24)

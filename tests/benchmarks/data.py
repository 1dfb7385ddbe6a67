"""Data at full size: a CSV file of 1 GB against pandas, 50,000 images against Pillow and Keras' own feeding.

Everything is generated into a temporary folder, which is removed again; ``--quick`` takes a tenth of it, and
``--only`` one of the two. It takes minutes. Each reading has a fresh process, so that its highest memory is
its own. Both sides of a ratio are measured in turn in one run: other work then slows down both.

A first epoch counts from the path of the folder: looking for the files and decoding them are part of it.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

import numpy as np
from report import Case, report

ROOT = Path(__file__).resolve().parent.parent.parent
FILE, IMAGES, SIDE, CLASSES = 1_000_000_000, 50_000, 64, 5
ROUNDS = 3
START = """
import resource, sys, time
from pathlib import Path
import numpy as np
path = Path(sys.argv[1])

def done(seconds, later=0):
    highest = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    print(f'{{"seconds": {seconds}, "bytes": {highest - BEFORE}, "later": {later}}}')
"""
MARK = """
BEFORE = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
began = time.perf_counter()
"""
PREVIEW = f"""{START}
from workbench.engine.data.glance.recognise import recognise
{MARK}
found = recognise(path)
done(time.perf_counter() - began)
with path.open("rb") as file:
    rows = sum(block.count(b"\\n") for block in iter(lambda: file.read(1 << 24), b"")) - 1
assert found.is_sample and len(found.columns) == 16 and abs(found.row_count / rows - 1) < 0.05
"""
READ = f"""{START}
from workbench.engine.data.facts import facts
from workbench.engine.data.load import load
from workbench.engine.data.ready import ready
from workbench.project.data import DataSpec, Table
data = DataSpec(source=Table(path=str(path), target="label"))
{MARK}
load(data, path.parent)
seconds = time.perf_counter() - began
found = ready(data, path.parent)
assert facts(found.dataset, found.parts).input_shape == (15,)
done(seconds)
"""
PANDAS = f"""{START}
import pandas, pyarrow
{MARK}
pandas.read_csv(path)
done(time.perf_counter() - began)
"""
THUMBNAILS = f"""{START}
from workbench.engine.data.glance.recognise import recognise
from workbench.engine.data.pictures.small import thumbnails
{MARK}
pictures = recognise(path).pictures
if not pictures:
    raise SystemExit("no pictures")
done(time.perf_counter() - began)
assert all(picture.image for picture in pictures)
"""
SCAN = f"""{START}
from workbench.engine.data.load import load
from workbench.project.data import DataSpec, ImageFolder, ImageForm
data = DataSpec(source=ImageFolder(path=str(path), form=ImageForm(height=64, width=64)))
{MARK}
load(data, path.parent)
done(time.perf_counter() - began)
"""
PILLOW = f"""{START}
import os
from concurrent.futures import ThreadPoolExecutor
from PIL import Image
{MARK}
def read(file):
    with Image.open(file) as image:
        return np.asarray(image.convert("RGB"))
with ThreadPoolExecutor(os.cpu_count()) as pool:
    held = list(pool.map(read, sorted(path.glob("*/*.jpg"))))
done(time.perf_counter() - began)
"""
FEED = f"""{START}
import tensorflow as tf
from workbench.engine.data.load import load
from workbench.engine.training.aligned import gathered, part_of, tensor_of
from workbench.engine.training.stream import Stream
from workbench.project.data import DataSpec, ImageFolder, ImageForm
data = DataSpec(source=ImageFolder(path=str(path), form=ImageForm(height=64, width=64)))
def epoch(source, count, number):
    order = np.random.default_rng(number).permutation(count)[: count // 32 * 32]
    rows = order.reshape(-1, 32).astype(np.int32)
    for first in range(0, len(rows), 8):
        some = rows[first : first + 8]
        if isinstance(source, Stream):
            tf.cast(source.batches(rows, first, len(some)), tf.float32)
            continue
        for batch in some:
            tf.cast(gathered(source, batch), tf.float32)
{MARK}
x = load(data, path.parent).x
part = part_of(x, np.arange(len(x)))
source = tensor_of(part) if isinstance(x, np.ndarray) else Stream(part)
epoch(source, len(x), 0)
first = time.perf_counter() - began
began = time.perf_counter()
epoch(source, len(x), 1)
done(first, time.perf_counter() - began)
"""
KERAS = f"""{START}
import keras
{MARK}
found = keras.utils.image_dataset_from_directory(path, image_size=(64, 64), verbose=0).prefetch(8)
for batch in found:
    pass
first = time.perf_counter() - began
began = time.perf_counter()
for batch in found:
    pass
done(first, time.perf_counter() - began)
"""


class Measured(NamedTuple):
    """Seconds, the bytes by which the memory grew, and the seconds of a later epoch where there is one."""

    seconds: float
    bytes: float
    later: float


def _run(script: str, path: Path, *, memory: int = 0) -> Measured:
    """Run a script on ``path`` and return what it measured."""
    told = {"WORKBENCH_DATA_MEMORY": str(memory)} if memory else {}
    environment = {**os.environ, **told, "PYTHONPATH": str(ROOT), "CUDA_VISIBLE_DEVICES": "-1"}
    environment["TF_CPP_MIN_LOG_LEVEL"] = "3"
    out = subprocess.run(
        [sys.executable, "-c", script, str(path)],
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    ).stdout
    told_of = json.loads(out.splitlines()[-1])
    return Measured(told_of["seconds"], told_of["bytes"], told_of["later"])


def _in_turn(
    ours: str, theirs: str, path: Path, rounds: int, *, memory: int = 0
) -> tuple[Measured, Measured]:
    """Return what both sides measured, medians of several rounds; of the bytes the most."""
    pairs = [(_run(ours, path, memory=memory), _run(theirs, path)) for _ in range(rounds)]
    mine, plain = (_median([pair[side] for pair in pairs]) for side in range(2))
    return mine, plain


def _median(rounds: list[Measured]) -> Measured:
    return Measured(
        statistics.median(found.seconds for found in rounds),
        max(found.bytes for found in rounds),
        statistics.median(found.later for found in rounds),
    )


def write_table(path: Path, size: int) -> None:
    """Write a table of 15 columns of numbers and one of three words."""
    rng = np.random.default_rng(0)
    rows = zip(rng.normal(size=(20_000, 15)), rng.choice(["ash", "elm", "oak"], 20_000), strict=True)
    lines = [",".join(f"{value:.6f}" for value in values) + f",{word}\n" for values, word in rows]
    block = "".join(lines).encode()
    with path.open("wb") as file:
        file.write((",".join([f"f{number}" for number in range(15)]) + ",label\n").encode())
        for _ in range(max(1, size // len(block))):
            file.write(block)


def write_images(folder: Path, count: int) -> None:
    """Write small JPEGs, a class a subfolder; a few hundred different ones, each many times."""
    import io

    from PIL import Image

    rng = np.random.default_rng(0)
    pictures = []
    for _ in range(200):
        out = io.BytesIO()
        coarse = Image.fromarray(rng.integers(0, 256, (8, 8, 3), dtype=np.uint8))
        coarse.resize((SIDE, SIDE), Image.Resampling.BICUBIC).save(out, "JPEG", quality=90)
        pictures.append(out.getvalue())
    for number in range(CLASSES):
        (folder / f"class{number}").mkdir(parents=True)
    for number in range(count):
        (folder / f"class{number % CLASSES}" / f"{number:06d}.jpg").write_bytes(pictures[number % 200])


def _tables(folder: Path, size: int, rounds: int) -> list[Case]:
    path = folder / "table.csv"
    write_table(path, size)
    size = path.stat().st_size
    preview = statistics.median(_run(PREVIEW, path).seconds for _ in range(rounds))
    ours, theirs = _in_turn(READ, PANDAS, path, rounds)
    path.unlink()
    words = f"CSV of {size / 1e9:.2g} GB"
    return [
        Case(f"{words}: preview from a sample", preview, None, "s").within(2.0),
        Case(f"{words}: read, with the facts of all columns", ours.seconds, theirs.seconds, "s").against(
            at_most=2.0
        ),
        Case(f"{words}: most memory, prepared, in sizes of the file", ours.bytes / size, None, "x").within(
            1.5
        ),
    ]


def _pictures(folder: Path, count: int, rounds: int) -> list[Case]:
    path = folder / "pictures"
    write_images(path, count)
    held = count * SIDE * SIDE * 3
    page = statistics.median(_run(THUMBNAILS, path).seconds for _ in range(rounds))
    scan, pillow = _in_turn(SCAN, PILLOW, path, rounds, memory=2 * held)
    beyond, keras = _in_turn(FEED, KERAS, path, rounds, memory=held // 10)
    within, keras_again = _in_turn(FEED, KERAS, path, rounds, memory=4 * held)
    words = f"{count:,} images"
    return [
        Case(f"{words}: first page of thumbnails", page, None, "s").within(1.0),
        Case(f"{words}: scan, decoded into memory", scan.seconds, pillow.seconds, "s").against(
            at_most=1 / 0.9
        ),
        *_epochs(f"{words}, ten times the budget", beyond, keras),
        *_epochs(f"{words}, within the budget", within, keras_again),
    ]


def _epochs(words: str, ours: Measured, keras: Measured) -> list[Case]:
    return [
        Case(f"{words}: first epoch, from the folder", ours.seconds, keras.seconds, "s").against(at_most=1.0),
        Case(f"{words}: each later epoch", ours.later, keras.later, "s").against(at_most=1.0),
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--only", choices=("tables", "images"))
    options = parser.parse_args()
    part, rounds = (10, 1) if options.quick else (1, ROUNDS)
    with tempfile.TemporaryDirectory() as place:
        os.environ["WORKBENCH_HOME"] = str(Path(place) / "home")
        cases = _tables(Path(place), FILE // part, rounds) if options.only != "images" else []
        cases += _pictures(Path(place), IMAGES // part, rounds) if options.only != "tables" else []
    report(cases, as_json=options.json)


if __name__ == "__main__":
    main()

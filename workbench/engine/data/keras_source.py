"""Keras' own data sets, through Keras' own loader: from the network once, then from its cache."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workbench.engine.data.column_facts import number_facts
from workbench.engine.data.dataset import Dataset, Tell, refuse
from workbench.project.data import KerasDataset

_LOOK = 0.25
_MOST_WORDS, _LONGEST = 100_000, 10_000
_TEXTS = ("imdb", "reuters")
_NAMES: dict[str, tuple[str, ...]] = {
    "fashion_mnist": (
        *("T-shirt/top", "Trouser", "Pullover", "Dress", "Coat"),
        *("Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"),
    ),
    "cifar10": (
        *("airplane", "automobile", "bird", "cat", "deer"),
        *("dog", "frog", "horse", "ship", "truck"),
    ),
    "imdb": ("negative", "positive"),
}
_HOUSES = (
    *("MedInc", "HouseAge", "AveRooms", "AveBedrms"),
    *("Population", "AveOccup", "Latitude", "Longitude"),
)
"""The classes and columns as the data sets' pages name them; the files hold numbers only."""


def load_keras_dataset(source: KerasDataset, tell: Tell) -> Dataset:
    """Load a data set; WorkbenchError where ``data.source`` when it is neither cached nor to be had."""
    _check(source)
    with _watched(tell):
        (x_train, y_train), (x_test, y_test) = _load(source)
    given = np.repeat(np.array([0, 2], dtype=np.int8), [len(x_train), len(x_test)])
    y = np.concatenate([np.ravel(y_train), np.ravel(y_test)])
    x = _texts(source, [*x_train, *x_test]) if source.name in _TEXTS else np.concatenate([x_train, x_test])
    if source.name == "california_housing":
        houses = x.astype(np.float32)
        columns = tuple(number_facts(name, houses[:, at]) for at, name in enumerate(_HOUSES))
        targets = y.astype(np.float32)[:, np.newaxis]
        return Dataset(
            houses,
            targets,
            columns=columns,
            feature_names=_HOUSES,
            target_names=("MedHouseVal",),
            given=given,
        )
    classes = _NAMES.get(source.name) or tuple(str(number) for number in range(int(y.max()) + 1))
    if x.ndim == 3:
        x = x[..., np.newaxis]
    return Dataset(x, y.astype(np.int64), classes, given=given)


def _load(source: KerasDataset) -> Any:
    import keras

    loader = getattr(keras.datasets, source.name)
    options = {"num_words": source.words} if source.name in _TEXTS else {}
    try:
        return loader.load_data(**options)
    except Exception as failure:  # get_file raises a bare Exception; a broken cache just about anything
        raise refuse(
            "data.no_network",
            f"The data set {source.name} could not be loaded: it is not in Keras' cache "
            f"({cache()}), and fetching it failed: {' '.join(str(failure).split())[:200]}.",
            "Connect to the network once, or copy the file into that folder. Bundled sets need none.",
        ) from failure


def cache() -> Path:
    """Return the folder where Keras keeps its data sets."""
    # As keras.utils.get_file has it, which offers no way to ask.
    home = os.environ.get("KERAS_HOME")
    return (Path(home) if home else Path.home() / ".keras") / "datasets"


def _texts(source: KerasDataset, rows: list[list[int]]) -> NDArray[np.float32]:
    """Return the last words of each text, padded in front with 0, as ``pad_sequences`` does."""
    x = np.zeros((len(rows), source.length), dtype=np.float32)
    for at, row in enumerate(rows):
        words = row[-source.length :]
        x[at, source.length - len(words) :] = words
    return x


@contextmanager
def _watched(tell: Tell) -> Iterator[None]:
    """Tell how many bytes have come into the cache since; Keras itself only prints it."""
    before, is_done = _size(), threading.Event()

    def watch() -> None:
        while not is_done.wait(_LOOK):
            tell("downloading", max(0, _size() - before), 0)

    thread = threading.Thread(target=watch, name="download", daemon=True)
    thread.start()
    try:
        yield
    finally:
        is_done.set()
        thread.join()


def _size() -> int:
    total = 0
    for path in cache().glob("*"):
        try:
            total += path.stat().st_size
        except OSError:
            continue  # a temporary file that was just renamed
    return total


def _check(source: KerasDataset) -> None:
    for name, value, most in (("words", source.words, _MOST_WORDS), ("length", source.length, _LONGEST)):
        if source.name in _TEXTS and not 10 <= value <= most:
            raise refuse(
                "data.texts",
                f"The texts' {name}: expected 10 to {most}, received {value}.",
                "Choose a number of that range.",
                where=f"data.source.{name}",
            )

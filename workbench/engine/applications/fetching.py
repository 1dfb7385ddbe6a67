"""ImageNet's weights of a network: in Keras' cache, or from the network into it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import keras
from keras.src.backend import config

from workbench.engine.applications.functions import Asked, imagenet_file, model_with_imagenet
from workbench.foundation.errors import WorkbenchError, error
from workbench.project.graph import Application

Tell = Callable[[str, int, int], None]
_LOOK = 0.25


def cache() -> Path:
    """Return the folder where Keras keeps the weights of its networks."""
    return Path(config.keras_home()) / "models"


def fetch(application: Application, tell: Tell, where: str = "network") -> Path:
    """Have Keras fetch the weights, unless its cache has them, and return the file.

    ``tell`` is given how many bytes have come. WorkbenchError at ``where`` says what to do without network.
    """
    file = imagenet_file(application)
    with _told_of_failure(application, file, where), _watched(tell):
        return Path(keras.utils.get_file(file.name, file.address, cache_subdir="models"))


def with_imagenet(application: Application, where: str) -> Any:
    """Return Keras' own model with ImageNet's weights; WorkbenchError as in ``fetch``."""
    with _told_of_failure(application, imagenet_file(application), where):
        return model_with_imagenet(application)


@contextmanager
def _told_of_failure(application: Application, file: Asked, where: str) -> Iterator[None]:
    try:
        yield
    except WorkbenchError:
        raise
    except Exception as failure:  # get_file raises a bare Exception; a broken cache just about anything
        reason = " ".join(str(failure).replace(file.address, "").split())[:200]
        raise WorkbenchError(
            error(
                "weights.no-network",
                where,
                f"The ImageNet weights of {application.network} are not in Keras' cache, and fetching "
                f"{file.name} failed: {reason}",
                f"Download {file.address} where there is a network, and give the file here as the weights "
                f"of the block; or put it into {cache()}.",
            )
        ) from failure


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

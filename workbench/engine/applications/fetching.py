"""ImageNet's weights of a network: where Keras keeps them and has them from, and its model with them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from keras.src.backend import config

from workbench.engine.applications.functions import imagenet_file, model_with_imagenet
from workbench.engine.applications.refusal import not_fetched
from workbench.foundation.errors import WorkbenchError
from workbench.project.graph import Application
from workbench.protocol.applications import WeightsFile


def cache() -> Path:
    """Return the folder where Keras keeps the weights of its networks."""
    return Path(config.keras_home()) / "models"


def weights_file(application: Application) -> WeightsFile:
    """Return the file with ImageNet's weights of a network; WorkbenchError where Keras has none."""
    asked = imagenet_file(application)
    return WeightsFile(
        network=application.network,
        address=asked.address,
        path=str(cache() / asked.name),
        digest=asked.digest,
    )


def with_imagenet(application: Application, where: str) -> Any:
    """Return Keras' own model with ImageNet's weights; WorkbenchError at ``where`` if that can't be."""
    file = weights_file(application)
    try:
        return model_with_imagenet(application)
    except WorkbenchError:
        raise
    except Exception as failure:  # get_file raises a bare Exception; a broken cache just about anything
        raise WorkbenchError(not_fetched(file, str(failure), where)) from failure

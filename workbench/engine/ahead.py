"""What an engine without work loads ahead: a training that it is told to become then begins at once."""

from __future__ import annotations

import logging
from collections.abc import Callable
from importlib import import_module
from queue import Empty, SimpleQueue
from typing import TypeVar

_Item = TypeVar("_Item")
_LOG = logging.getLogger(__name__)
_IDLE_S = 1.0
_BETWEEN_S = 0.05
_MODULES = ("pandas", "sklearn.base", "workbench.engine.data.ready", "workbench.engine.training.conduct")
"""In small steps, the heavy ones that Keras does without first: a request waits for one of them at most."""


class Ahead:
    """Takes from a queue, and when nothing has been in it for a second loads what has not been loaded."""

    def __init__(self, load: Callable[[str], object] = import_module) -> None:
        self._load = load
        self._modules = list(_MODULES)

    def take(self, queue: SimpleQueue[_Item]) -> _Item:
        """Return what comes next, waiting for it."""
        patience = _IDLE_S
        while self._modules:
            try:
                return queue.get(timeout=patience)
            except Empty:
                self._load_one()
            patience = _BETWEEN_S
        return queue.get()

    def _load_one(self) -> None:
        name = self._modules.pop(0)
        try:
            self._load(name)
        except ImportError:
            # Whoever needs it will say so where the user can read it.
            _LOG.exception("%s can't be loaded ahead", name)

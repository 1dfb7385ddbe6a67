"""A scope in which Keras layers are made and called without any weight being allocated."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager

import keras
from keras.src.backend.common import global_state

_WAITING = "uninitialized_variables"


@contextmanager
def weightless() -> Iterator[None]:
    """Let variables know their shape but never their value; outside nothing has changed.

    A plain ``keras.StatelessScope`` remembers every variable made in it and allocates them all when
    the outermost scope closes: seconds and gigabytes for a large Dense. Here they are forgotten.
    Initializers and dropout draw their seeds from Python's generator, which is put back as it was, so
    that looking at a network doesn't change the weights of the next one built.
    """
    waiting = global_state.get_global_attribute(_WAITING)
    state = random.getstate()
    global_state.set_global_attribute(_WAITING, [])
    try:
        with keras.StatelessScope(initialize_variables=False):
            yield
    finally:
        global_state.set_global_attribute(_WAITING, waiting if waiting is not None else [])
        random.setstate(state)

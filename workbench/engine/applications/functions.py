"""The functions of keras.applications, as the installed Keras has them, and calls of them."""

from __future__ import annotations

import inspect
import logging
import random
import re
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any, NamedTuple

import keras
import numpy as np
from keras.src.backend.common import global_state
from keras.src.utils import file_utils
from msgspec.structs import replace

from workbench.engine.model.capacity import memory_problem
from workbench.engine.model.weightless import weightless
from workbench.engine.model.wording import words
from workbench.foundation.errors import WorkbenchError, error
from workbench.project.applications import IMAGENET
from workbench.project.graph import Application, Option
from workbench.protocol.applications import NetworkOffer

_log = logging.getLogger(__name__)
_OURS = frozenset(("weights", "input_tensor", "name"))
_COUNTERS = "object_name_uids"
_USUAL = (224, 224, 3)
_CITED = re.compile(r"\[([^\]]+)\]\(\s*\S+?\s*\)")


class Asked(NamedTuple):
    """A file that Keras fetches: its name in Keras' cache, its address, its digest where Keras has one."""

    name: str
    address: str
    digest: str = ""


@lru_cache(maxsize=1)
def functions() -> dict[str, Any]:
    """Return the functions that make a network, by name."""
    public = vars(keras.applications).items()
    return {name: made for name, made in sorted(public) if inspect.isfunction(made)}


def offers() -> tuple[NetworkOffer, ...]:
    """Return what there is, by name: which options each takes, its paper, and the pixels that it expects."""
    return tuple(_offer(name, made) for name, made in functions().items())


def _offer(name: str, made: Any) -> NetworkOffer:
    prepare = sys.modules[made.__module__].preprocess_input
    black, white, red = (
        np.asarray(prepare(np.array([[pixel]], dtype=np.float32)))[0, 0]
        for pixel in ((0, 0, 0), (255, 255, 255), (255, 0, 0))
    )
    return NetworkOffer(
        name=name,
        options=tuple(_options(made)),
        about=_paper(made),
        black=_rounded(black),
        white=_rounded(white),
        is_bgr=bool(red[0] == black[0]),
    )


def _rounded(pixel: Any) -> tuple[float, float, float]:
    red, green, blue = (round(float(value), 3) for value in pixel)
    return red, green, blue


def weightless_model(application: Application) -> Any:
    """Return a network as Keras draws it, with nothing allocated, read or fetched.

    Where it begins with weights it is drawn as Keras draws it for ImageNet's, which for some differs.

    Raises:
        WorkbenchError: there is no such network, or Keras refuses the options.
    """
    with _as_first(), weightless(), _nothing_fetched():
        if application.weights:
            try:
                return _called(application, IMAGENET)
            except WorkbenchError:
                _log.info("%s isn't drawn for ImageNet with these options", application.network)
        return _called(application)


def imagenet_file(application: Application) -> Asked:
    """Return the file with ImageNet's weights for a network; WorkbenchError where Keras has none."""
    with _as_first(), weightless(), _nothing_fetched() as asked:
        _imagenets(application)
    if not asked:
        raise _refused(f"Keras has no weights of ImageNet for this {application.network}.")
    return asked[-1]


def model_with_imagenet(application: Application) -> Any:
    """Return Keras' own model with ImageNet's weights, from Keras' cache or the network.

    With a top, it is the one for ImageNet's classes and images.

    Raises:
        WorkbenchError: Keras refuses the options.
        Exception: the file can't be had; Keras raises no other.
    """
    with _as_first(), _seeds_kept():
        return _imagenets(application)


def models_to_fill(application: Application) -> Iterator[Any]:
    """Yield Keras' own models, with random weights, that a file of this network may be of.

    First the one as it stands, then without a top, then with ImageNet's.
    """
    without = replace(application, options={**_without_top_options(application), "include_top": False})
    seen: list[Application] = []
    for each in (application, without, replace(application, options=_without_top_options(application))):
        if each not in seen:
            seen.append(each)
            _check_size(each)
            with _as_first(), _seeds_kept():
                model = _called(each)
            yield model


def _check_size(application: Application) -> None:
    """Refuse a network whose weights don't fit into memory, before any is made."""
    with _as_first(), weightless():
        count = _called(application).count_params()
    if too_large := memory_problem(count, application.network, "network"):
        raise WorkbenchError(too_large)


def _imagenets(application: Application) -> Any:
    """Return the model with ImageNet's weights: with Keras' own image size where it takes no other."""
    options = application.options
    if options.get("include_top", True):
        options = _without_top_options(application)
    try:
        return _called(replace(application, options=options), IMAGENET)
    except WorkbenchError:
        if "input_shape" not in options:
            raise
        plain = {name: value for name, value in options.items() if name != "input_shape"}
        return _called(replace(application, options=plain), IMAGENET)


def _without_top_options(application: Application) -> dict[str, Option]:
    """Return the options that hold with ImageNet's top too."""
    of_the_top = ("include_top", "classes", "classifier_activation", "input_shape", "pooling")
    return {name: value for name, value in application.options.items() if name not in of_the_top}


def _called(application: Application, weights: str | None = None) -> Any:
    made = functions().get(application.network)
    if made is None:
        known = ", ".join(functions())
        message = f"keras.applications has no “{application.network[:60]}”: expected one of {known}."
        raise _refused(message)
    options = {
        name: value
        for name, value in application.options.items()
        if value is not None or name == "classifier_activation"
    }
    strange = [name for name in options if name not in _options(made)]
    if strange:
        message = f"{application.network} has no option “{strange[0][:60]}”: expected one of "
        raise _refused(f"{message}{', '.join(_options(made))}.")
    if options.get("include_top") is False:
        options.setdefault("input_shape", _USUAL)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # that ImageNet's weights are those of another image size
            return made(weights=weights, **options)
    except (ValueError, TypeError) as failure:
        raise _refused(f"Keras refuses this {application.network}: {words(failure)}") from failure


def _refused(message: str) -> WorkbenchError:
    return WorkbenchError(error("network.refused", "network", message, "Choose other options."))


def _options(made: Any) -> list[str]:
    return [name for name in inspect.signature(made).parameters if name not in _OURS]


def _paper(made: Any) -> str:
    """Return the title of the paper that the docstring cites, or an empty text."""
    cited = _CITED.search((made.__doc__ or "").partition("For image classification")[0])
    return " ".join(cited[1].split()) if cited else ""


@contextmanager
def _as_first() -> Iterator[None]:
    """Let Keras name layers as in a fresh session: the names are what weights are found by."""
    counted = global_state.get_global_attribute(_COUNTERS)
    global_state.set_global_attribute(_COUNTERS, None)
    try:
        yield
    finally:
        global_state.set_global_attribute(_COUNTERS, counted)


@contextmanager
def _seeds_kept() -> Iterator[None]:
    """Put Python's generator back, from which Keras draws seeds: the rest of a run draws as without this."""
    state = random.getstate()
    try:
        yield
    finally:
        random.setstate(state)


@contextmanager
def _nothing_fetched() -> Iterator[list[Asked]]:
    """Write down the files that Keras wants instead of fetching and reading them.

    Keras tells them nowhere else, and draws some networks otherwise where they begin with weights.
    """
    asked: list[Asked] = []
    fetch, load = file_utils.get_file, keras.Model.load_weights

    def ask(fname: str, origin: str, file_hash: str | None = None, **_: Any) -> str:
        asked.append(Asked(fname, origin, file_hash or ""))
        return fname

    file_utils.get_file, keras.Model.load_weights = ask, lambda *_, **__: None
    try:
        yield asked
    finally:
        file_utils.get_file, keras.Model.load_weights = fetch, load

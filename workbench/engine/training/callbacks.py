"""The project's Keras callbacks, kept inside the run's folder, and their memory."""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any

import keras
import numpy as np
from numpy.typing import NDArray

from workbench.engine.model.objects import make
from workbench.engine.training.rates import Plan
from workbench.engine.training.state_file import Plain
from workbench.foundation.errors import Problem, warning
from workbench.project.spec import Spec
from workbench.runs.folder import RunFolder

_PATHS = ("filepath", "filename", "log_dir")
_OURS = {
    "BackupAndRestore": "the run's own checkpoints do what it does, and more exactly",
    "ProgbarLogger": "the run's progress is shown anyway",
    "History": "every run has one",
}
_HOOKS = ("on_batch_begin", "on_batch_end", "on_train_batch_begin", "on_train_batch_end")
_PATIENT = (
    keras.callbacks.ModelCheckpoint,
    keras.callbacks.TensorBoard,
    keras.callbacks.TerminateOnNaN,
)
# Settings, and what a callback works out again from them.
_NOT_MEMORY = frozenset(("min_delta", "verbose", "params"))


class Listeners(keras.callbacks.CallbackList):
    """Keras' list; who watches a figure misses the epochs where that is no finite number.

    Keras' own callbacks would take such a figure for the best for ever.
    """

    callbacks: list[Any]

    def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
        everyone = self.callbacks
        self.callbacks = [callback for callback in everyone if _can_watch(callback, logs or {})]
        try:
            super().on_epoch_end(epoch, logs)
        finally:
            self.callbacks = everyone


class Callbacks:
    """The project's callbacks as Keras' list, with what must be said about them."""

    def __init__(self, specs: tuple[Spec, ...], folder: RunFolder, *, is_resumed: bool) -> None:
        self.advice: list[Problem] = []
        self._own: list[Any] = []
        for number, spec in enumerate(specs):
            if (reason := _OURS.get(spec.kind)) is not None:
                self._advise(number, "callback.left_out", f"{spec.kind} is left out: {reason}.")
                continue
            self._own.append(self._made(number, spec, folder, is_resumed=is_resumed))
        self.list: Any = None

    def add(self, callback: Any) -> None:
        """Take one of ours in, behind the project's; call before ``attach``."""
        self._own.append(callback)

    def of_kind(self, kind: str) -> list[Any]:
        """Return the callbacks of a class of Keras."""
        return [callback for callback in self._own if type(callback).__name__ == kind]

    def attach(self, model: Any, *, epochs: int, steps: int) -> None:
        """Bind the callbacks to a model."""
        self.list = Listeners(
            list(self._own), add_history=True, model=model, epochs=epochs, steps=steps, verbose=0
        )

    @property
    def need_each_batch(self) -> bool:
        """Tell whether some callback must see every single batch."""
        return any(_needs_each_batch(callback) for callback in self._own)

    @property
    def change_what_is_judged(self) -> bool:
        """Tell whether some callback does something to the model before it is judged."""
        plain = keras.callbacks.Callback.on_test_begin
        return any(type(callback).on_test_begin is not plain for callback in self._own)

    @property
    def look_at_figures_alone(self) -> bool:
        """Tell whether none of the project's asks for the weights, or changes more than rate and end."""
        return all(_looks_at_figures_alone(callback) for callback in self._own)

    @property
    def are_any(self) -> bool:
        """Tell whether the project has any."""
        return any(not isinstance(callback, Plan) for callback in self._own)

    def memory(self) -> tuple[list[dict[str, Plain]], dict[str, NDArray[Any]]]:
        """Return what the callbacks remember: numbers, and arrays as ``callback.N.NAME.I``."""
        plain: list[dict[str, Plain]] = []
        arrays: dict[str, NDArray[Any]] = {}
        for number, callback in enumerate(self._own):
            plain.append({})
            for name, value in vars(callback).items():
                if name in _NOT_MEMORY:
                    continue
                if isinstance(value, np.generic):
                    value = value.item()
                if value is None or isinstance(value, (bool, int, float)):
                    plain[-1][name] = value
                elif isinstance(value, list) and value and isinstance(value[0], np.ndarray):
                    arrays |= {f"callback.{number}.{name}.{i}": array for i, array in enumerate(value)}
        return plain, arrays

    def remember(self, plain: list[dict[str, Plain]], arrays: dict[str, NDArray[Any]]) -> None:
        """Give the callbacks back what ``memory`` returned."""
        for callback, values in zip(self._own, plain, strict=False):
            vars(callback).update(values)
        lists: dict[tuple[int, str], list[NDArray[Any]]] = {}
        for key, array in arrays.items():
            group, _, rest = key.partition(".")
            if group == "callback":
                number, name, _ = rest.split(".")
                lists.setdefault((int(number), name), []).append(array)
        for (index, name), value in lists.items():
            setattr(self._own[index], name, value)

    def _made(self, number: int, spec: Spec, folder: RunFolder, *, is_resumed: bool) -> Any:
        spec = self._kept_inside(number, spec, folder)
        if spec.kind == "CSVLogger" and is_resumed:
            spec = spec.with_param("append", True)
        made = make("callback", spec, where=f"training.callbacks.{number}", folder=folder.artifacts)
        if _needs_each_batch(made):
            self._advise(
                number,
                "callback.each_batch",
                f"{spec.kind} is asked at every batch: a compiled call does one step, so training is slower.",
            )
        return made

    def _kept_inside(self, number: int, spec: Spec, folder: RunFolder) -> Spec:
        for name in _PATHS:
            given = spec.params.get(name)
            if given is None and name == "log_dir" and spec.kind == "TensorBoard":
                given = "logs"  # Keras' own default would be a folder of the process
            if not isinstance(given, str):
                continue
            inner = _relative(given)
            if spec.kind == "ModelCheckpoint":
                inner = _with_right_suffix(inner, weights_only=bool(spec.params.get("save_weights_only")))
            if inner != given:
                where = f"{number}.{name}"
                self._advise(where, "callback.path", f"{spec.kind} writes to artifacts/{inner} of the run.")
            (folder.artifacts / inner).parent.mkdir(parents=True, exist_ok=True)
            spec = spec.with_param(name, inner)
        return spec

    def _advise(self, where: int | str, code: str, message: str) -> None:
        self.advice.append(warning(code, f"training.callbacks.{where}", message))


def _looks_at_figures_alone(callback: Any) -> bool:
    if isinstance(callback, Plan):
        return not callback.has_shape
    kinds = (keras.callbacks.ReduceLROnPlateau, keras.callbacks.CSVLogger)
    is_stop = type(callback) is keras.callbacks.EarlyStopping and not callback.restore_best_weights
    return is_stop or type(callback) in kinds


def _can_watch(callback: Any, logs: Mapping[str, Any]) -> bool:
    figure = logs.get(getattr(callback, "monitor", ""))
    return figure is None or math.isfinite(figure)


def _relative(given: str) -> str:
    """Return a path that stays inside a folder: a project must not write elsewhere."""
    path = PurePosixPath(given.replace("\\", "/"))
    is_safe = path.parts and not path.is_absolute() and ".." not in path.parts and ":" not in path.parts[0]
    return str(path) if is_safe else path.name.replace(":", "_").strip(".") or "output"


def _with_right_suffix(name: str, *, weights_only: bool) -> str:
    if weights_only:
        stem = name.removesuffix(".keras").removesuffix(".h5").removesuffix(".weights")
        return f"{stem}.weights.h5"
    if name.endswith(".weights.h5"):
        return f"{name.removesuffix('.weights.h5')}.keras"
    return name if name.endswith((".keras", ".h5")) else f"{name}.keras"


def _needs_each_batch(callback: Any) -> bool:
    if isinstance(callback, _PATIENT):
        often = [getattr(callback, name, "epoch") for name in ("save_freq", "update_freq")]
        return any(value != "epoch" for value in often)
    plain = keras.callbacks.Callback
    return any(getattr(type(callback), hook) is not getattr(plain, hook) for hook in _HOOKS)

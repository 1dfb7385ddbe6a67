"""A saved model as layers with their calls; the models within it likewise, down to a limit."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from workbench.catalog.catalog import Catalog
from workbench.checks.blocks import DEEPEST
from workbench.engine.importing.calls import Call, Tensor, read_call, read_tensor
from workbench.engine.importing.entries import Entry, name_of, spec_of
from workbench.engine.importing.inputs import read_shape
from workbench.engine.importing.refusal import quoted, refused
from workbench.engine.importing.specs import SpecReader
from workbench.foundation.errors import WorkbenchError
from workbench.foundation.ids import fresh_id
from workbench.project.repeats import MOST_NODES
from workbench.project.spec import Spec

_FUNCTIONAL = ("keras", "keras.models", "keras.src.models.functional", "keras.src.engine.functional")
_SEQUENTIAL = ("keras", "keras.models", "keras.src.models.sequential")
_OPERATIONS = "keras.src.ops."
_MASKING = frozenset(("Embedding", "Masking"))
_NO_CALL = Call((), ())


class SavedLayer(NamedTuple):
    """A layer that is no model, with its calls in the model around it."""

    spec: Spec
    calls: tuple[Call, ...]


class SavedModel(NamedTuple):
    """A Functional or Sequential model; ``calls`` are those in the model around it.

    ``inputs`` and ``outputs`` name its own layers, in the order in which calls give and get tensors.
    """

    name: str
    layers: dict[str, SavedLayer | SavedModel]
    inputs: tuple[Tensor, ...]
    outputs: tuple[Tensor, ...]
    is_stack: bool
    calls: tuple[Call, ...] = ()


def is_model(entry: Entry) -> bool:
    """Tell whether an entry is a model, which may stand among the layers of another one."""
    name, module = entry.get("class_name"), entry.get("module")
    is_known = (name == "Functional" and module in _FUNCTIONAL) or (
        name == "Sequential" and module in _SEQUENTIAL
    )
    return is_known and entry.get("registered_name") in (None, name)


def entries_of(saved: Entry) -> list[Entry]:
    """Return the entries of a model's layers; WorkbenchError when there are none or too many."""
    config = saved.get("config")
    entries = config.get("layers") if isinstance(config, dict) else None
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise refused("The model has no layers: expected a Functional or Sequential model with some.")
    if not 0 < len(entries) <= MOST_NODES:
        raise refused(f"Expected from 1 to {MOST_NODES:,} layers, received {len(entries):,}.")
    return entries


def all_entries(saved: Entry) -> Iterator[Entry]:
    """Yield the entries of all layers, those of models within models too."""
    waiting, count = [entries_of(saved)], 0
    while waiting:
        for entry in waiting.pop():
            count += 1
            if count > MOST_NODES:
                raise refused(f"Expected at most {MOST_NODES:,} layers in all models, received more.")
            if is_model(entry):
                waiting.append(entries_of(entry))
            else:
                yield entry


class ModelReader:
    """Reads models; a layer in a model that is frozen is frozen.

    ``inference`` grows by the models that are called with ``training=False``, which a graph can't say.
    """

    def __init__(self, reader: SpecReader, catalog: Catalog) -> None:
        self._reader, self._catalog = reader, catalog
        self._count = 0
        self.inference: list[str] = []

    def read(self, saved: Entry, *, name: str = "", depth: int = 0, is_frozen: bool = False) -> SavedModel:
        """Return a model; without a ``name`` it is the whole, whose Inputs are the network's.

        Raises:
            WorkbenchError: a class that isn't on the list, or what a graph can't express.
        """
        if depth > DEEPEST:
            raise refused(f"Models stand in models more than {DEEPEST} deep: expected at most {DEEPEST}.")
        entries = entries_of(saved)
        config = saved["config"]
        is_frozen = is_frozen or (depth > 0 and config.get("trainable") is False)
        seen: set[str] = set()
        for entry in entries:
            if name_of(entry) in seen:
                raise refused(f"Several layers are named {quoted(name_of(entry))}: expected every name once.")
            seen.add(name_of(entry))
        if saved.get("class_name") == "Sequential":
            return self._stack(config, entries, name, depth, is_frozen)
        return self._functional(config, entries, name, depth, is_frozen)

    def _functional(
        self, config: Entry, entries: list[Entry], name: str, depth: int, is_frozen: bool
    ) -> SavedModel:
        layers: dict[str, SavedLayer | SavedModel] = {}
        operations: set[str] = set()
        for entry in entries:
            own, where = name_of(entry), f"Layer {quoted(name_of(entry))}"
            saved, module = entry.get("inbound_nodes"), entry.get("module")
            if not isinstance(saved, list):
                raise refused(f"{where}: expected its calls, received none.")
            self._take(max(1, len(saved)))
            if isinstance(module, str) and module.startswith(_OPERATIONS):
                operations.add(own)
                continue
            layers[own] = self._layer(entry, saved, where, depth, is_frozen)
        _check_masks(layers, operations)
        models = {
            own for own, layer in layers.items() if isinstance(layer, SavedModel) and not layer.is_stack
        }
        inputs = _ends(config, "input_layers", models, operations)
        outputs = _ends(config, "output_layers", models, operations)
        return SavedModel(name, layers, inputs, outputs, is_stack=False)

    def _layer(
        self, entry: Entry, saved: list[Any], where: str, depth: int, is_frozen: bool
    ) -> SavedLayer | SavedModel:
        if is_model(entry):
            calls = tuple(read_call(call, None, where) for call in saved)
            modes = [call["kwargs"].get("training") for call in saved]
            if True in modes:
                raise refused(f"{where}: it is called with “training” set, which can't be drawn.")
            self.inference += [name_of(entry)] if False in modes else []
            model = self.read(entry, name=name_of(entry), depth=depth + 1, is_frozen=is_frozen)
            layer: SavedLayer | SavedModel = model._replace(calls=calls)
        else:
            spec = self._spec(entry, is_frozen)
            if spec.kind == "Input":
                return SavedLayer(spec, (_NO_CALL,))
            kind = self._catalog.kind("layer", spec.kind)
            layer = SavedLayer(spec, tuple(read_call(call, kind, where) for call in saved))
        if not layer.calls:
            raise refused(f"{where} ({entry.get('class_name')}) is never called: expected a call.")
        return layer

    def _stack(
        self, config: Entry, entries: list[Entry], name: str, depth: int, is_frozen: bool
    ) -> SavedModel:
        self._take(len(entries))
        layers: dict[str, SavedLayer | SavedModel] = {}
        first = None if is_model(entries[0]) else self._spec(entries[0], False)
        if first is None or first.kind != "Input":
            given = fresh_id("input", {name_of(entry) for entry in entries})
            layers[given] = SavedLayer(Spec("Input") if depth else _input_from_build(config), (_NO_CALL,))
        for entry in entries:
            own = name_of(entry)
            calls = (Call((Tensor(list(layers)[-1], 0, 0),), ()),) if layers else (_NO_CALL,)
            if is_model(entry):
                model = self.read(entry, name=own, depth=depth + 1, is_frozen=is_frozen)
                layers[own] = model._replace(calls=calls)
            else:
                layers[own] = SavedLayer(self._spec(entry, is_frozen), calls)
        ends = list(layers)
        return SavedModel(name, layers, (Tensor(ends[0], 0, 0),), (Tensor(ends[-1], 0, 0),), is_stack=True)

    def _spec(self, entry: Entry, is_frozen: bool) -> Spec:
        spec = spec_of(self._reader, entry)
        if (
            is_frozen
            and spec.kind != "Input"
            and self._catalog.kind("layer", spec.kind).has_param("trainable")
        ):
            return spec.with_param("trainable", False)
        return spec

    def _take(self, calls: int) -> None:
        self._count += calls
        if self._count > MOST_NODES:
            raise refused(f"Expected at most {MOST_NODES:,} calls of layers, received more.")


def operation_refused(name: str, user: str) -> WorkbenchError:
    """Return the refusal of a layer that takes what a function computes."""
    return refused(
        f"Layer {quoted(user)} uses {quoted(name)}, a plain operation of keras.ops: expected layers only.",
        "Nothing was imported. Write it as a layer, such as Add or Rescaling, where the model is made.",
    )


def _check_masks(layers: dict[str, SavedLayer | SavedModel], operations: set[str]) -> None:
    """Refuse plain operations, except those by which Keras itself passes masks along."""
    leaves = [layer for layer in layers.values() if isinstance(layer, SavedLayer)]
    masks_flow = any(leaf.spec.kind in _MASKING for leaf in leaves)
    for name, layer in layers.items():
        for call in layer.calls:
            for tensor in call.inputs:
                if tensor.layer in operations:
                    raise operation_refused(tensor.layer, name)
            if any(tensor.layer not in operations or not masks_flow for tensor in call.masks):
                raise refused(f"Layer {quoted(name)}: its call with a mask of its own can't be drawn.")


def _ends(config: Entry, key: str, models: set[str], operations: set[str]) -> tuple[Tensor, ...]:
    """Return what ``input_layers`` or ``output_layers`` names, however nested."""
    found: list[Tensor] = []
    waiting = [config.get(key)]
    while waiting:
        saved = waiting.pop()
        if isinstance(saved, dict):
            waiting.extend(reversed(saved.values()))
        elif isinstance(saved, list) and not (saved and isinstance(saved[0], str)):
            waiting.extend(reversed(saved))
        else:
            tensor = read_tensor(saved, f"The model's {key}")
            if tensor.layer in operations:
                raise operation_refused(tensor.layer, "output")
            # Keras counts a Functional model's own making as its first call, but only here.
            found.append(tensor._replace(call=tensor.call - 1) if tensor.layer in models else tensor)
    return tuple(found)


def _input_from_build(config: Entry) -> Spec:
    shape = config.get("build_input_shape")
    if not isinstance(shape, list) or not shape:
        raise refused(
            "The model has never been built: expected an input shape, received none.",
            "Call model.build(input_shape) or fit it before saving.",
        )
    return Spec("Input", {"shape": read_shape(shape[1:], "The model's input")})

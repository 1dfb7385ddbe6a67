"""Keras' saved objects as specs: only classes of the catalog, by name; nothing is ever looked up or made."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from workbench.catalog.catalog import Catalog
from workbench.catalog.formula import PREFIX
from workbench.catalog.kinds import Group, Kind, Param
from workbench.catalog.modules import MODULES
from workbench.engine.importing import values
from workbench.engine.importing.refusal import quoted, refused
from workbench.foundation.errors import WorkbenchError
from workbench.project.spec import ParamValue, Spec

_OWN = "workbench>"
_OWN_LAYERS = frozenset(("HeavisideStep", "Maxout", "ThresholdedReLU"))
_FORMULA = "FormulaActivation"
_DEPTH = 8
# What a saved object holds beyond the parameters of its class, and what it means when it is nothing.
_HOUSEKEEPING = frozenset(("name", "vocabulary_size"))
_IDLE: dict[str, Any] = {
    "data_format": "channels_last",
    "oov_method": "floormod",
    "ragged": False,
    "rms_scaling": False,
    "synchronized": False,
    "unroll": False,
    "zero_output_for_mask": False,
}
# Layers for which one number means the range on both sides of zero.
_BOTH_SIDES = frozenset(("RandomColorDegeneration", "RandomRotation", "RandomSaturation"))


class SpecReader:
    """Turns saved objects into specs that hold only what differs from the catalog's defaults.

    ``policy`` is the network's dtype policy, which its layers need not repeat.
    """

    def __init__(self, catalog: Catalog, *, policy: str = "float32") -> None:
        self._catalog = catalog
        self._policy = policy

    def kind_of(self, group: Group, saved: Any, where: str) -> Kind:
        """Return the catalog's kind of a saved object.

        Raises:
            WorkbenchError: a class, module or registered name that isn't on the list.
        """
        name, module = _text(saved, "class_name"), _text(saved, "module")
        registered = saved.get("registered_name") if isinstance(saved, dict) else None
        if name in _OWN_LAYERS and group == "layer":
            is_known = registered == _OWN + name and module.startswith("workbench.")
        else:
            is_known = registered in (None, name) and module == MODULES[group]
        if is_known and name != "Input" and self._catalog.has(group, name):
            return self._catalog.kind(group, name)
        label = quoted(name if module == MODULES[group] else f"{module}.{name}")
        origin = "" if registered in (None, name) else f", registered as {quoted(registered)}"
        raise refused(
            f"{where}: expected a {group} that the program offers, received {label}{origin}.",
            f"Nothing was imported and nothing was run. Replace it in the code that made the model by one of "
            f"Keras' own {group}s (Lambda, custom classes and plain operations can't be drawn).",
        )

    def spec(self, group: Group, saved: Any, where: str, depth: int = 0) -> Spec:
        """Return a saved object as a spec; WorkbenchError as in ``kind_of``."""
        if depth > _DEPTH:
            raise refused(f"{where}: expected at most {_DEPTH} objects one in another, received more.")
        kind = self.kind_of(group, saved, where)
        config = saved.get("config")
        if not isinstance(config, dict):
            raise refused(f"{where}: expected the configuration of {kind.name}, received none.")
        self._check_keys(kind, config, where, depth)
        params: dict[str, ParamValue] = {}
        for param in kind.params:
            if param.name in config:
                place = f"{where}, {param.name}"
                value = self._value(param, config[param.name], place, depth)
                if kind.name in _BOTH_SIDES and param.name == "factor":
                    value = values.one_side(value)
                if not self._is_default(kind, param, value, config):
                    params[param.name] = value
        return Spec(kind.name, self._without_twin(kind, params))

    def _check_keys(self, kind: Kind, config: dict[str, Any], where: str, depth: int) -> None:
        for key, value in config.items():
            known = kind.has_param(key) or key in _HOUSEKEEPING or value is None
            # A wrapper sets what its layer then carries.
            if known or (key in _IDLE and (value == _IDLE[key] or depth > 0)):
                continue
            if key == "dtype" and values.policy_name(value, where):
                continue
            raise refused(
                f"{where}: {kind.name} has no parameter {quoted(key)}: expected one of "
                f"{', '.join(param.name for param in kind.params)}."
            )

    def _value(self, param: Param, saved: Any, where: str, depth: int) -> ParamValue:
        if param.name == "dtype":
            return values.policy_name(saved, where)
        match param.editor:
            case "activation":
                return self._activation(param, saved, where)
            case "object":
                return self._object(param, saved, where, depth)
            case "objects":
                if not isinstance(saved, list):
                    raise refused(f"{where}: expected a list of objects, received {quoted(saved)}.")
                return tuple(self._nested(param, entry, where, depth) for entry in saved)
        if param.name == "vocabulary" and isinstance(saved, str):
            raise refused(f"{where}: expected the words themselves, received the path {quoted(saved)}.")
        return values.plain(param, saved, where)

    def _activation(self, param: Param, saved: Any, where: str) -> ParamValue:
        if isinstance(saved, dict):
            if saved.get("registered_name") == _OWN + _FORMULA and saved.get("class_name") == _FORMULA:
                config = saved.get("config")
                return PREFIX + _text(config, "formula").removeprefix(PREFIX)
            if saved.get("module") == "builtins" and saved.get("class_name") == "function":
                saved = saved.get("config")
        if saved is None or (isinstance(saved, str) and saved in param.choices):
            return saved
        received = quoted(saved.get("class_name") if isinstance(saved, dict) else saved)
        raise refused(f"{where}: expected one of Keras' own activations, received {received}.")

    def _object(self, param: Param, saved: Any, where: str, depth: int) -> ParamValue:
        if saved is None or (isinstance(saved, int | float) and not isinstance(saved, bool)):
            return values.shortest(saved) if isinstance(saved, float) else saved
        if isinstance(saved, str):
            if saved in param.choices or any(self._catalog.has(group, saved) for group in param.groups):
                return saved
            raise refused(f"{where}: expected one of {', '.join(param.choices)}, received {quoted(saved)}.")
        spec = self._nested(param, saved, where, depth)
        if spec.params:
            return spec
        groups = [group for group in param.groups if self._catalog.has(group, spec.kind)]
        aliases = {alias for group in groups for alias in self._catalog.kind(group, spec.kind).aliases}
        if param.default == spec.kind or param.default in aliases:
            return param.default
        return next((choice for choice in param.choices if choice in aliases), spec)

    def _nested(self, param: Param, saved: Any, where: str, depth: int) -> Spec:
        failures: list[WorkbenchError] = []
        for group in param.groups:
            try:
                self.kind_of(group, saved, where)
            except WorkbenchError as failure:
                failures.append(failure)
            else:
                return self.spec(group, saved, where, depth + 1)
        raise failures[0] if failures else refused(f"{where}: expected a plain value, received an object.")

    def _is_default(self, kind: Kind, param: Param, value: ParamValue, config: dict[str, Any]) -> bool:
        if param.required:
            return False
        if param.name == "dtype" and value == self._policy:
            return True
        if value is None or param.default is None:
            return value is None or self._is_implied(kind, param, value, config)
        return values.same(param, value, param.default)

    def _is_implied(self, kind: Kind, param: Param, value: ParamValue, config: dict[str, Any]) -> bool:
        """Tell whether Keras itself puts this value where none is given."""
        if param.name == "data_format":
            return value == "channels_last"
        if param.name == "strides" and "pool_size" in config:
            return value == values.plain(kind.param("pool_size"), config["pool_size"], "")
        if param.name == "value_dim":
            return value == config.get("key_dim")
        return param.editor == "activation" and value == "linear"

    def _without_twin(self, kind: Kind, params: dict[str, ParamValue]) -> dict[str, ParamValue]:
        """Leave out the backward layer where it is the forward one, turned round: what Keras makes itself."""
        forward, backward = params.get("layer"), params.get("backward_layer")
        if not isinstance(forward, Spec) or not isinstance(backward, Spec):
            return params
        turned = backward.with_param("go_backwards", not backward.params.get("go_backwards", False))
        if turned.params["go_backwards"] is False:
            turned = turned.without_param("go_backwards")
        if turned != forward:
            return params
        return {name: value for name, value in params.items() if name != "backward_layer"}


def named(catalog: Catalog, group: Group, name: str) -> str | None:
    """Return the kind that a string identifier such as ``mse`` stands for, or None."""
    matches: Callable[[Kind], bool] = lambda kind: name in (kind.name, *kind.aliases)  # noqa: E731
    return next((kind.name for kind in catalog.of(group) if matches(kind)), None)


def _text(saved: Any, key: str) -> str:
    value = saved.get(key) if isinstance(saved, dict) else None
    return value if isinstance(value, str) else "nothing"

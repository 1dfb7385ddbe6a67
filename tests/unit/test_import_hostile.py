"""Files made to harm or broken by accident are refused in words, at once, and nothing in them runs."""

from __future__ import annotations

import io
import json
import os
import struct
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import h5py
import numpy as np
import pytest

from tests.helpers.keras_files import functional, layer, weights, write
from workbench.catalog.catalog import bundled
from workbench.engine.importing.names import project_names
from workbench.engine.importing.reading import read_model
from workbench.foundation.errors import WorkbenchError
from workbench.foundation.ids import is_identifier

DENSE = ("Dense", {"units": 3})
GOOD = functional(DENSE)
COMMAND = "touch canary"


def _changed(**fields: Any) -> dict[str, Any]:
    """Return the good model with its last layer changed."""
    config = functional(DENSE)
    config["config"]["layers"][-1].update(fields)
    return config


def _configured(**params: Any) -> dict[str, Any]:
    return functional(("Dense", {"units": 3, **params}))


def _with(**fields: Any) -> dict[str, Any]:
    return {**functional(DENSE), **fields}


def _saved(module: str, name: str, config: Any, registered: str | None = None) -> dict[str, Any]:
    return {"module": module, "class_name": name, "config": config, "registered_name": registered}


_FOR_EVER = 30.0  # seconds of a processor: what a bomb would take, not what a slow machine does
_CALL = layer("Dense", {}, "x", "given")["inbound_nodes"][0]
_LAMBDA = {"class_name": "__lambda__", "config": {"value": "4wEAAAA=", "defaults": None, "closure": None}}
_NESTED = functional(DENSE) | {"name": "inner"}
_SHARED_OP = layer("Dense", {"units": 2}, "n0", "given") | {
    "module": "keras.src.ops.numpy",
    "class_name": "Add",
}

CONFIGS: dict[str, tuple[dict[str, Any] | str, str]] = {
    "lambda": (functional(("Lambda", {"function": _LAMBDA})), "Lambda"),
    "lambda-as-activation": (_configured(activation=_LAMBDA), "activation"),
    "unknown-module": (_changed(module="evil", class_name="Dense"), "evil.Dense"),
    "class-of-os": (
        _changed(module="os", class_name="system", config={"name": "n0", "command": COMMAND}),
        "os",
    ),
    "class-of-subprocess": (_changed(module="subprocess", class_name="Popen"), "Popen"),
    "builtin-eval": (_changed(module="builtins", class_name="eval"), "eval"),
    "function-os-system": (_configured(activation=_saved("builtins", "function", "os.system")), "activation"),
    "function-by-module": (
        _configured(activation=_saved("os", "function", "system", "function")),
        "activation",
    ),
    "get-file": (_configured(kernel_initializer=_saved("keras.utils", "get_file", {})), "get_file"),
    "unsafe-switch": (
        _configured(kernel_initializer=_saved("keras.config", "enable_unsafe_deserialization", {})),
        "initializer",
    ),
    "initializer-of-os": (_configured(kernel_initializer=_saved("os", "system", {})), "os.system"),
    "registered-name": (_changed(registered_name="evil>Dense"), "registered"),
    "registered-as-ours": (_changed(registered_name="workbench>Maxout"), "registered"),
    "ours-without-registration": (
        functional(("Maxout", {"units": 2})),
        "Maxout",
    ),
    "tfsm-layer": (functional(("TFSMLayer", {"filepath": "/tmp/model"})), "TFSMLayer"),
    "torch-wrapper": (functional(("TorchModuleWrapper", {"module": "gASV"})), "TorchModuleWrapper"),
    "numpy-object": (_configured(units={"class_name": "__numpy__", "config": {"value": [1]}}), "plain data"),
    "type-object": (_configured(units={"class_name": "__typespec__", "spec_name": "x"}), "plain data"),
    "vocabulary-path": (functional(("StringLookup", {"vocabulary": "/etc/passwd"})), "path"),
    "nested-wrapper": (
        functional(("TimeDistributed", {"layer": _saved("keras.layers", "Lambda", {"function": _LAMBDA})})),
        "Lambda",
    ),
    "nested-model": (
        _changed(module="keras.src.models.functional", class_name="Functional", config=_NESTED["config"]),
        "Functional",
    ),
    "subclassed-model": (_with(module="my.models", class_name="Net", registered_name="my>Net"), "Net"),
    "root-of-os": (_with(module="os", class_name="system"), "os.system"),
    "plain-operation": (
        {**GOOD, "config": {**GOOD["config"], "layers": [GOOD["config"]["layers"][0], _SHARED_OP]}},
        "operation",
    ),
    "unknown-parameter": (_configured(callback=COMMAND), "callback"),
    "policy-object": (_configured(dtype=_saved("os", "system", {"name": "float32"})), "dtype"),
    "two-names": (_changed(name="other"), "name"),
    "same-name-twice": (
        {
            **GOOD,
            "config": {**GOOD["config"], "layers": [*GOOD["config"]["layers"], GOOD["config"]["layers"][1]]},
        },
        "n0",
    ),
    "dangling-call": (
        _changed(inbound_nodes=[layer("Dense", {}, "x", "ghost")["inbound_nodes"][0]]),
        "ghost",
    ),
    "training-set": (
        _changed(
            inbound_nodes=[{**layer("x", {}, "x", "given")["inbound_nodes"][0], "kwargs": {"training": True}}]
        ),
        "training",
    ),
    "old-calls": (_changed(inbound_nodes=[[["given", 0, 0, {}]]]), "Keras 3"),
    "no-layers": (_with(config={}), "no layers"),
    "too-many-layers": (functional(*[("Flatten", {})] * 5_001), "5,000"),
    "too-many-calls": (
        _changed(inbound_nodes=layer("Dense", {}, "x", "given")["inbound_nodes"] * 30_000),
        "5,000",
    ),
    "too-many-links": (
        _changed(inbound_nodes=[{"args": _CALL["args"] * 25_000, "kwargs": {}}]),
        "links",
    ),
    "not-an-object": ("[]", "JSON object"),
    "deep": ("[" * 70 + "]" * 70, "deep"),
    "very-deep": ('{"a":' * 100_000 + "1" + "}" * 100_000, "deep"),
    "nan": (json.dumps(GOOD).replace('"units": 3', '"units": NaN'), "finite"),
    "infinity": (json.dumps(GOOD).replace('"units": 3', '"units": 1e999'), "finite"),
    "huge-integer": (json.dumps(GOOD).replace('"units": 3', '"units": ' + "9" * 5_000), "config.json"),
    "large-integer": (json.dumps(GOOD).replace('"units": 3', '"units": ' + "9" * 40), "whole numbers"),
    "duplicate-keys": (json.dumps(GOOD).replace('"units": 3', '"units": 3, "units": 4'), "twice"),
    "lone-surrogate": (json.dumps(GOOD).replace('"model"', '"\\ud800"'), "config.json"),
    "not-json": ("import os", "config.json"),
}


@pytest.mark.parametrize("name", CONFIGS)
def test_that_a_hostile_configuration_is_refused(tmp_path: Path, name: str) -> None:
    config, word = CONFIGS[name]

    _expect_refusal(write(tmp_path / "model.keras", config), word)


def _zip(members: list[tuple[str, bytes]], compression: int = zipfile.ZIP_STORED) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", compression) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return content.getvalue()


_PARTS = [("config.json", json.dumps(GOOD).encode()), ("model.weights.h5", weights())]


def _archives() -> dict[str, tuple[Callable[[], bytes], str]]:
    good = lambda: _zip(_PARTS)  # noqa: E731
    return {
        "empty": (lambda: b"", "zip"),
        "not-a-zip": (lambda: b"\x80\x04\x95 pickle", "zip"),
        "an-h5-model": (weights, "zip"),
        "truncated": (lambda: good()[: len(good()) // 2], "zip"),
        "damaged": (lambda: good().replace(b"Functional", b"Fumctional", 1), "damaged"),
        "directory-cut": (lambda: good()[:-60] + good()[-22:], "zip"),
        "traversal": (lambda: _zip([*_PARTS, ("../canary", b"x")]), "canary"),
        "absolute-member": (lambda: _zip([*_PARTS, ("/tmp/canary", b"x")]), "canary"),
        "traversal-in-assets": (lambda: _zip([*_PARTS, ("assets/../../canary", b"x")]), "canary"),
        "foreign-member": (lambda: _zip([*_PARTS, ("setup.py", b"x")]), "setup.py"),
        "case-twins": (lambda: _zip([*_PARTS, ("assets/a", b""), ("assets/A", b"")]), "twice"),
        "many-members": (lambda: _zip([*_PARTS, *((f"assets/{n}", b"") for n in range(70))]), "members"),
        "million-members": (lambda: _million_members(), "members"),
        "bomb": (lambda: _zip([_PARTS[0], (_PARTS[1][0], bytes(8 << 20))], zipfile.ZIP_DEFLATED), "times"),
        "long-config": (lambda: _zip([("config.json", b" " * (9 << 20)), _PARTS[1]]), "8 MiB"),
        "bzip2": (lambda: _zip(_PARTS, zipfile.ZIP_BZIP2), "compressed"),
        "no-config": (lambda: _zip(_PARTS[1:]), "config.json"),
        "no-weights": (lambda: _zip(_PARTS[:1]), "model.weights.h5"),
        "encrypted": (lambda: _flagged(good()), "encrypted"),
    }


ARCHIVES = _archives()


@pytest.mark.parametrize("name", ARCHIVES)
def test_that_a_hostile_archive_is_refused(tmp_path: Path, name: str) -> None:
    make, word = ARCHIVES[name]
    path = tmp_path / "model.keras"
    path.write_bytes(make())

    _expect_refusal(path, word)


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_that_two_members_of_one_name_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "model.keras"
    path.write_bytes(_zip([*_PARTS, _PARTS[0]]))

    _expect_refusal(path, "twice")


def _million_members() -> bytes:
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 0xFFFF, 0xFFFF, 50 << 20, 0, 0)
    return bytes(1 << 20) + end


def _flagged(content: bytes) -> bytes:
    """Return the archive with the flag of encryption in its directory."""
    at = content.index(b"PK\x01\x02") + 8
    return content[:at] + b"\x01\x00" + content[at + 2 :]


def _h5(fill: Callable[[Any], None]) -> bytes:
    content = io.BytesIO()
    with h5py.File(content, "w") as file:
        group = file.create_group("layers/dense/vars")
        group.attrs["name"] = "n0"
        fill(group)
    return content.getvalue()


def _virtual(group: Any) -> None:
    layout = h5py.VirtualLayout((4, 3), "float32")
    layout[:] = h5py.VirtualSource("/etc/passwd", "x", (4, 3))
    group.create_virtual_dataset("0", layout)


def _circle(group: Any) -> None:
    group["again"] = group.parent


def _repeated(group: Any) -> None:
    group["0"] = np.ones(1_000, "float32")
    for number in range(1, 100):
        group[str(number)] = group["0"]


HDF5: dict[str, tuple[bytes, str]] = {
    "garbage": (b"\x89HDF\r\n\x1a\n" + b"\xff" * 4_000, "damaged"),
    "nothing": (b"", "damaged"),
    "cut": (weights(dense=("n0", (4, 3)))[:1_500], "damaged"),
    "external-link": (_h5(lambda g: g.__setitem__("0", h5py.ExternalLink("/etc/passwd", "/x"))), "links"),
    "soft-link": (_h5(lambda g: g.__setitem__("0", h5py.SoftLink("/layers"))), "links"),
    "external-storage": (
        _h5(lambda g: g.create_dataset("0", (16,), "uint8", external=[("/etc/passwd", 0, 16)])),
        "another file",
    ),
    "virtual": (_h5(_virtual), "another file"),
    "shape-bomb": (_h5(lambda g: g.create_dataset("0", (1 << 40,), "float32")), "promises"),
    "chunk-bomb": (
        _h5(lambda g: g.create_dataset("0", (1 << 30,), "float32", chunks=(1 << 10,), compression="gzip")),
        "plain numbers",
    ),
    "object-type": (_h5(lambda g: g.create_dataset("0", (2,), h5py.string_dtype())), "plain numbers"),
    "named-type": (_h5(lambda g: g.__setitem__("0", np.dtype("float32"))), "neither"),
    "circle": (_h5(_circle), "circle"),
    "repeated": (_h5(_repeated), "promises"),
}


@pytest.mark.parametrize("name", HDF5)
def test_that_hostile_weights_are_refused(tmp_path: Path, name: str) -> None:
    content, word = HDF5[name]

    _expect_refusal(write(tmp_path / "model.keras", GOOD, h5=content), word)


@pytest.mark.parametrize("name", ["gs://bucket/model.keras", "hf://user/model", "model.keras", "missing"])
def test_that_only_local_files_are_opened(tmp_path: Path, name: str) -> None:
    path = tmp_path / name if name == "missing" else Path(name)

    with pytest.raises(WorkbenchError):
        read_model(path, bundled())


def test_that_a_folder_and_a_device_are_refused(tmp_path: Path) -> None:
    _expect_refusal(tmp_path, "no file")
    _expect_refusal(Path(os.devnull), "no file")


def test_that_a_file_cut_anywhere_is_refused(tmp_path: Path) -> None:
    content = write(tmp_path / "good.keras", GOOD, h5=weights(dense=("n0", (4, 3)))).read_bytes()
    path = tmp_path / "cut.keras"
    for length in range(0, len(content), 211):
        path.write_bytes(content[:length])
        with pytest.raises(WorkbenchError):
            read_model(path, bundled())


def test_that_the_good_model_of_these_tests_is_taken(tmp_path: Path) -> None:
    path = write(tmp_path / "m.keras", GOOD, h5=weights(dense=("n0", (4, 3))), **{"assets/a/b.txt": b"x"})
    project = read_model(path, bundled()).project

    assert [node.spec.kind for node in project.graph.nodes] == ["Input", "Dense"]
    assert project.weights == str(path)


def _expect_refusal(path: Path, word: str) -> None:
    """Expect words at the file at once, no trace on the disk and nothing loaded."""
    beside = sorted(entry.name for entry in path.parent.iterdir())
    modules = set(sys.modules)
    began = time.process_time()
    with pytest.raises(WorkbenchError) as caught:
        read_model(path, bundled())
    assert time.process_time() - began < _FOR_EVER
    (problem,) = caught.value.problems
    assert (problem.where, problem.code) == ("file", "import.refused")
    assert word in problem.message
    assert problem.hint
    assert sorted(entry.name for entry in path.parent.iterdir()) == beside
    loaded = {name.partition(".")[0] for name in set(sys.modules) - modules}
    assert not loaded & {"keras", "tensorflow", "subprocess"}


def test_that_thousands_of_odd_names_are_made_fit_at_once() -> None:
    names = ["-" * number for number in range(1, 5_001)]
    began = time.process_time()
    found = project_names(names)

    assert len(set(found)) == 5_000
    assert all(is_identifier(name) for name in found)
    assert time.process_time() - began < _FOR_EVER

"""The formats that a model can be taken away in: suffix, and the packages that it takes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from workbench.foundation.errors import WorkbenchError, error
from workbench.protocol.judgement import ExportFormat


@dataclass(frozen=True)
class Format:
    """``write`` takes a model and a path with the suffix; a format without suffix is a folder."""

    name: str
    suffix: str
    write: Callable[[Any, str], None]
    packages: tuple[str, ...] = ()
    other_suffixes: tuple[str, ...] = ()
    """Suffixes of related formats that give way to the right one."""

    @property
    def is_folder(self) -> bool:
        return not self.suffix

    def complete(self, path: Path) -> Path:
        """Return the path with the right suffix."""
        known = sorted((self.suffix, *self.other_suffixes), key=len, reverse=True)
        worn = next((suffix for suffix in known if path.name.endswith(suffix)), "")
        return path.with_name(f"{path.name.removesuffix(worn) or 'model'}{self.suffix}")

    def require_packages(self) -> None:
        """Refuse the export, with what to install, when a package is missing.

        Raises:
            WorkbenchError: where ``file``.
        """
        missing = [package for package in self.packages if find_spec(package) is None]
        if missing:
            raise WorkbenchError(
                error(
                    "export.packages",
                    "file",
                    f"{self.name} needs packages that are not installed: {', '.join(missing)}.",
                    'Install them with: pip install "keras-workbench[export]"',
                )
            )


def _save(model: Any, path: str) -> None:
    model.save(path)


def _save_weights(model: Any, path: str) -> None:
    model.save_weights(path)


def _save_saved_model(model: Any, path: str) -> None:
    model.export(path, format="tf_saved_model", verbose=False)


def _save_onnx(model: Any, path: str) -> None:
    model.export(path, format="onnx", verbose=False)


def _save_litert(model: Any, path: str) -> None:
    model.export(path, format="litert", verbose=False)


FORMATS: dict[ExportFormat, Format] = {
    "keras": Format("A Keras file", ".keras", _save),
    "weights": Format("A weights file", ".weights.h5", _save_weights, other_suffixes=(".h5",)),
    "h5": Format("An HDF5 file", ".h5", _save, other_suffixes=(".weights.h5",)),
    "saved_model": Format("A SavedModel", "", _save_saved_model),
    "onnx": Format("ONNX", ".onnx", _save_onnx, packages=("tf2onnx", "onnx", "onnxruntime")),
    "litert": Format("LiteRT", ".tflite", _save_litert),
}

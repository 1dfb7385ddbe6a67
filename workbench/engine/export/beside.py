"""The preparation beside an exported model: what was learned as JSON, and the few lines that apply it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec

from workbench.engine.data.preparation.fitted import Fitted
from workbench.engine.export import raw_examples
from workbench.engine.export.place import unwritable
from workbench.foundation import atomic
from workbench.project.data import ImageFolder, ImageTable
from workbench.project.project import Project


def write_beside(out: Path, suffix: str, fitted: Fitted, project: Project) -> tuple[Path, ...]:
    """Write ``NAME.preparation.json`` and ``NAME_preparation.py`` beside the model and return them.

    Raises:
        WorkbenchError: where ``file``, when they can't be written.
    """
    stem = out.name.removesuffix(suffix)
    values = out.with_name(f"{stem}.preparation.json")
    lines = out.with_name(f"{stem}_preparation.py")
    content: dict[str, Any] = msgspec.to_builtins(fitted)
    source = project.data.source
    if isinstance(source, ImageFolder | ImageTable):
        content["photograph"] = {
            "size": [source.form.width, source.form.height],
            "color_mode": source.form.color_mode,
            "fit": source.form.fit,
            "interpolation": source.form.interpolation,
        }
    if project.data.window is not None:
        content["window"] = project.data.window.length
    try:
        atomic.write_bytes(values, msgspec.json.format(msgspec.json.encode(content), indent=1))
        atomic.write_bytes(lines, Path(raw_examples.__file__).read_bytes())
    except OSError as failure:
        raise unwritable(values, failure) from failure
    return values, lines

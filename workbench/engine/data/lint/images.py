"""Images of mixed colour modes and of mixed proportions."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from workbench.engine.data.lint.material import Material, found, percent
from workbench.project.data import ImageFolder, ImageForm, ImageTable
from workbench.project.edits.remedies import ChangeImageForm
from workbench.protocol.findings import Finding

_GREY = frozenset({"1", "L", "LA", "La", "I", "I;16", "I;16B", "I;16L", "F"})
_TELLS_CLASS = 0.5
_STRETCHED = 1.5
_MOST_STRETCHED = 0.05


def mixed_images(material: Material) -> Iterator[Finding]:
    """Yield files of mixed kinds, as far as bringing them to one form does not take the difference away."""
    source, files = material.data.source, material.dataset.images
    if not isinstance(source, ImageFolder | ImageTable) or files is None:
        return
    if source.form.color_mode != "grayscale":
        yield from _modes(material, np.array([mode in _GREY for mode in files.modes]))
    if source.form.fit == "stretch":
        yield from _proportions(material, np.array(files.sizes, dtype=np.float64), source.form)


def _modes(material: Material, is_grey: NDArray[np.bool_]) -> Iterator[Finding]:
    grey = int(is_grey.sum())
    if grey in (0, len(is_grey)):
        return
    tells = _told_class(material, is_grey)
    lead = f" {tells}: a network learns that instead of what is in the pictures." if tells else ""
    first = material.name(int(np.flatnonzero(is_grey)[0]))
    yield found(
        "warning" if tells else "info",
        "mixed-modes",
        "data.source.form",
        f"{grey:,} of {len(is_grey):,} images ({percent(grey, len(is_grey))}) are grey, the others have "
        f"colours; the first grey one is {first}.{lead}",
        "All are brought to one form. Reading all of them in grey takes the difference away.",
        ChangeImageForm(color_mode="grayscale"),
    )


def _proportions(material: Material, sizes: NDArray[np.float64], form: ImageForm) -> Iterator[Finding]:
    """Yield images that are stretched by more than half beside their neighbours."""
    ratios = sizes[:, 0] / sizes[:, 1]
    stretch = np.maximum(ratios / np.median(ratios), np.median(ratios) / ratios)
    is_odd = stretch >= _STRETCHED
    if is_odd.sum() < max(1, _MOST_STRETCHED * len(sizes)):
        return
    tells = _told_class(material, is_odd)
    lead = f" {tells}." if tells else ""
    narrow, wide = sizes[ratios.argmin()].astype(int), sizes[ratios.argmax()].astype(int)
    yield found(
        "warning" if tells else "info",
        "mixed-proportions",
        "data.source.form",
        f"Images have other proportions, from {narrow[0]} × {narrow[1]} to {wide[0]} × {wide[1]} pixels, "
        f"and all are stretched to {form.width} × {form.height}: {int(is_odd.sum()):,} of {len(sizes):,} by "
        f"more than half beside the others.{lead}",
        "Padding keeps the proportions of what is in the pictures; so does cropping the middle.",
        ChangeImageForm(fit="pad"),
    )


def _told_class(material: Material, is_so: NDArray[np.bool_]) -> str:
    """Return in words which classes a mark of the files tells apart; nothing where it does not."""
    dataset = material.dataset
    if not dataset.is_classification:
        return ""
    classes = np.unique(dataset.y)
    shares = np.array([is_so[dataset.y == number].mean() for number in classes])
    low, high = int(shares.argmin()), int(shares.argmax())
    if shares[high] - shares[low] < _TELLS_CLASS:
        return ""
    names = [dataset.classes[int(classes[at])] for at in (high, low)]
    return f"Of “{names[0]}” {shares[high]:.0%} are so, of “{names[1]}” {shares[low]:.0%}"

"""Which layers augment: they draw anew for every image, and leave its size alone."""

from __future__ import annotations

from workbench.catalog.catalog import Catalog
from workbench.catalog.current import current
from workbench.catalog.kinds import Kind
from workbench.catalog.loss_forms import SPARSE, loss_kind
from workbench.project.spec import Spec

MIXES_LABELS = frozenset({"MixUp", "CutMix"})
"""They join two examples of a batch, and their targets by the same shares."""
_YES_OR_NO = frozenset({"Hinge", "SquaredHinge"})
_SIZES = ("height", "width")


def augments(kind: Kind) -> bool:
    """Tell whether a kind can stand in ``DataSpec.augment``.

    It is a preprocessing layer that draws (it takes a seed) and keeps the images' size, or it adds noise.
    """
    if kind.group != "layer" or not kind.has_param("seed") or kind.max_inputs != 1:
        return False
    if kind.family == "preprocessing and augmentation":
        return not any(kind.has_param(name) for name in _SIZES)
    return adds_noise(kind)


def adds_noise(kind: Kind) -> bool:
    """Tell whether a kind adds noise: Keras wants images from 0 to 1 for its deviation."""
    return kind.has_param("stddev")


def augmenters(catalog: Catalog) -> tuple[Kind, ...]:
    """Return the kinds that augment, in the catalog's order."""
    return tuple(kind for kind in catalog.of("layer") if augments(kind))


def takes_mixed_targets(loss: Spec) -> bool:
    """Tell whether a loss can compare with a share of one target and a share of another."""
    return loss_kind(loss, current()) not in SPARSE | _YES_OR_NO

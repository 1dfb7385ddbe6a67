"""Which layers augment, which of their parameters say how strongly, and how far a slider takes them."""

from __future__ import annotations

from workbench.catalog.augmentation import augmenters
from workbench.catalog.catalog import Catalog
from workbench.project.spec import Spec

USUAL = (
    Spec("RandomFlip", {"mode": "horizontal"}),
    Spec("RandomRotation", {"factor": 0.05}),
    Spec("RandomZoom", {"height_factor": 0.1}),
)
"""A good beginning for photographs."""
_FIRST = (
    "RandomFlip",
    "RandomRotation",
    "RandomZoom",
    "RandomTranslation",
    "RandomContrast",
    "RandomBrightness",
    "RandomColorJitter",
    "GaussianNoise",
    "RandomErasing",
    "MixUp",
    "CutMix",
)
STRENGTHS: dict[str, tuple[tuple[str, float, float], ...]] = {
    "RandomRotation": (("factor", 0, 0.5),),
    "RandomZoom": (("height_factor", 0, 0.9),),
    "RandomTranslation": (("height_factor", 0, 0.9), ("width_factor", 0, 0.9)),
    "RandomShear": (("x_factor", 0, 1), ("y_factor", 0, 1)),
    "RandomPerspective": (("factor", 0, 1), ("scale", 0, 1)),
    "RandomElasticTransform": (("factor", 0, 1), ("scale", 0, 1)),
    "RandomContrast": (("factor", 0, 1),),
    "RandomBrightness": (("factor", 0, 1),),
    "RandomHue": (("factor", 0, 1),),
    "RandomSaturation": (("factor", 0, 1),),
    "RandomSharpness": (("factor", 0, 1),),
    "RandomColorJitter": (
        ("brightness_factor", 0, 1),
        ("contrast_factor", 0, 1),
        ("saturation_factor", 0, 1),
        ("hue_factor", 0, 0.5),
    ),
    "RandomColorDegeneration": (("factor", 0, 1),),
    "RandomGrayscale": (("factor", 0, 1),),
    "RandomInvert": (("factor", 0, 1),),
    "RandomGaussianBlur": (("factor", 0, 1), ("sigma", 0.1, 5)),
    "GaussianNoise": (("stddev", 0, 0.5),),
    "RandomErasing": (("factor", 0, 1),),
    "MixUp": (("alpha", 0.05, 1),),
    "CutMix": (("factor", 0, 1),),
    "RandAugment": (("factor", 0, 1),),
    "AugMix": (("factor", 0, 1),),
}
"""For each kind the parameters that a slider pulls, with the range that is useful."""


def offered(catalog: Catalog) -> tuple[str, ...]:
    """Return the names of the layers that augment, the usual ones first."""
    names = [kind.name for kind in augmenters(catalog)]
    usual = [name for name in _FIRST if name in names]
    return (*usual, *(name for name in names if name not in usual))

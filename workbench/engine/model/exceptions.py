"""The few parameters for which a rule by name gives the wrong editor, amended one by one."""

from __future__ import annotations

from typing import Any

import msgspec

from workbench.catalog.kinds import Param
from workbench.engine.model import parameter_names as names
from workbench.project.spec import Spec

EXCEPTIONS: dict[tuple[str, str], dict[str, Any]] = {
    # Recurrent wrappers take recurrent layers.
    ("Bidirectional", "layer"): {"suggestion": Spec("LSTM", {"units": 32})},
    # Keras demands them in its code only: without them a network can't use the layer.
    ("CategoryEncoding", "num_tokens"): {"required": True, "nullable": False, "suggestion": 10},
    ("Discretization", "bin_boundaries"): {"required": True, "nullable": False, "suggestion": (0.0, 1.0)},
    ("MaxNumBoundingBoxes", "max_number"): {"suggestion": 10, "minimum": 1},
    ("IntegerLookup", "vocabulary"): {"editor": "ints", "required": True, "nullable": False},
    ("StringLookup", "vocabulary"): {"required": True, "nullable": False},
    ("TextVectorization", "vocabulary"): {"required": True, "nullable": False},
    # One number for all weights, or one for each: weights set by hand.
    ("Constant", "value"): {"editor": "value"},
    # The same name means another thing.
    ("Hashing", "mask_value"): {"editor": "text"},
    ("IntegerLookup", "mask_token"): {"editor": "int"},
    ("BatchNormalization", "scale"): {"editor": "bool"},
    ("GroupNormalization", "scale"): {"editor": "bool"},
    ("LayerNormalization", "scale"): {"editor": "bool"},
    ("VarianceScaling", "scale"): {"editor": "float"},
    ("Rescaling", "scale"): {"editor": "float"},
    ("Normalization", "mean"): {"editor": "floats"},
    ("RandomPosterization", "factor"): {"suggestion": 4},
    ("StringLookup", "mask_token"): {"editor": "text"},
    ("Tversky", "axis"): {"editor": "size"},
    # What Keras checks for but doesn't list in its documentation.
    ("RandomFlip", "mode"): {
        "editor": "choice",
        "choices": ("horizontal_and_vertical", "horizontal", "vertical"),
    },
    ("ModelCheckpoint", "mode"): {"choices": ("auto", "min", "max")},
    # A wrapped layer decides by itself which types it takes.
    ("Input", "dtype"): {"choices": names.DTYPES, "advanced": False},
}


def amend(kind: str, param: Param) -> Param:
    """Return the parameter with what stands in the table for it."""
    changes = EXCEPTIONS.get((kind, param.name))
    return msgspec.structs.replace(param, **changes) if changes else param

"""A Keras class as data: enough to list it, to make its form, to count its ports."""

from __future__ import annotations

from typing import Literal

import msgspec

from workbench.project.spec import ParamValue, Spec  # noqa: F401  ParamValue names Spec: msgspec looks it up here

Group = Literal[
    "layer", "optimizer", "loss", "metric", "callback", "initializer", "regularizer", "constraint", "schedule"
]
Editor = Literal[
    "bool",  # true or false
    "int",
    "float",
    "text",
    "choice",  # one of ``choices``
    "activation",  # one of ``choices``, drawn as a curve
    "shape",  # a tuple of ints or None: Input's shape, Reshape's target
    "size",  # an int, or one int per axis: kernel_size, strides, pool_size
    "ints",  # a tuple of ints: axes, dims
    "floats",  # a tuple of floats
    "texts",  # a tuple of strings
    "object",  # a Spec of one of ``groups``, or one of ``choices``
    "objects",  # a tuple of Specs of one of ``groups``
    "value",  # anything a ParamValue can be, typed as JSON
]


class Param(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One parameter of a kind, with the editor that was made for it.

    ``advanced`` ones are folded away in the form. ``groups`` says which groups an object may come from.
    ``suggestion`` is what a new object starts with where Keras demands a value (``required``).
    """

    name: str
    editor: Editor
    default: ParamValue = None
    required: bool = False
    nullable: bool = False
    choices: tuple[str, ...] = ()
    groups: tuple[Group, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    advanced: bool = False
    suggestion: ParamValue = None


class Kind(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One class of the installed Keras. ``family`` is the palette's heading and the node's colour.

    ``inputs`` is the least number of inputs, ``max_inputs`` the most (None: any number).
    ``aliases`` are the string identifiers Keras takes for it (``glorot_uniform``).
    """

    group: Group
    name: str
    family: str
    params: tuple[Param, ...] = ()
    inputs: int = 1
    max_inputs: int | None = 1
    outputs: int = 1
    aliases: tuple[str, ...] = ()

    def param(self, name: str) -> Param:
        """Return the parameter of that name; KeyError when there is none."""
        for param in self.params:
            if param.name == name:
                return param
        raise KeyError(name)

    def has_param(self, name: str) -> bool:
        return any(param.name == name for param in self.params)

    def starting_params(self) -> dict[str, ParamValue]:
        """Return the parameters that a new object of this kind must state, as suggested."""
        return {
            param.name: param.suggestion
            for param in self.params
            if param.required and param.suggestion is not None
        }


FAMILIES = (
    "input/output",
    "core",
    "convolution",
    "pooling",
    "regularisation",
    "normalisation",
    "activation",
    "merging",
    "recurrent and attention",
    "preprocessing and augmentation",
)
"""Layer families in the palette's order."""

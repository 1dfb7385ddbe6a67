"""Ways out of what the linter finds in the data: edits that the engine proposes, and a click carries out."""

from __future__ import annotations

from typing import ClassVar, Literal

from msgspec.structs import replace

from workbench.project.data import (
    Arrays,
    DataSpec,
    ImageFolder,
    ImageForm,
    ImageTable,
    Source,
    Split,
    Table,
    Task,
)
from workbench.project.edits.base import Edit
from workbench.project.preparation import ImageScaling, Scaling
from workbench.project.project import Project
from workbench.project.roles import with_role
from workbench.project.sources import ColorMode, Fit

HeldOut = Literal["validation", "test"]


class _Remedy(Edit, frozen=True, tag_field="type", forbid_unknown_fields=True):
    label: ClassVar[str] = "Mend the data"

    def apply(self, project: Project) -> Project:
        return project.with_data(self.mended(project.data))

    def mended(self, data: DataSpec) -> DataSpec:
        """Return the data after this remedy."""
        raise NotImplementedError


class DropDuplicates(_Remedy, frozen=True, tag="drop_duplicates"):
    """Use equal examples only once; with ``alike`` also images that look the same."""

    label: ClassVar[str] = "Drop duplicates"
    alike: bool = False

    def mended(self, data: DataSpec) -> DataSpec:
        rule: Literal["drop", "drop_alike"] = "drop_alike" if self.alike else "drop"
        return replace(data, preparation=replace(data.preparation, duplicates=rule))


class BalanceClasses(_Remedy, frozen=True, tag="balance_classes"):
    """Let every class count alike in the loss."""

    label: ClassVar[str] = "Balance the classes"

    def mended(self, data: DataSpec) -> DataSpec:
        return replace(data, class_weight="balanced")


class SplitByShare(_Remedy, frozen=True, tag="split_by_share"):
    """Draw all parts at random, the classes in proportion, whatever the rule was."""

    label: ClassVar[str] = "Draw the parts at random"

    def mended(self, data: DataSpec) -> DataSpec:
        return replace(data, split=_drawn(replace(data.split, by="share", stratify=True)))


class SplitByTime(_Remedy, frozen=True, tag="split_by_time"):
    """Keep what is latest for the test, and what is before it for validation."""

    label: ClassVar[str] = "Split by time"

    def mended(self, data: DataSpec) -> DataSpec:
        return replace(data, split=_drawn(replace(data.split, by="time")))


class ChangeShares(_Remedy, frozen=True, kw_only=True, tag="change_shares"):
    """Keep other shares for validation and for the test."""

    label: ClassVar[str] = "Change the shares"
    validation: float
    test: float

    def mended(self, data: DataSpec) -> DataSpec:
        return replace(data, split=replace(data.split, validation=self.validation, test=self.test))


class ChangeSplitSeed(_Remedy, frozen=True, tag="change_split_seed"):
    """Draw the parts by another seed."""

    label: ClassVar[str] = "Draw the parts again"
    seed: int

    def mended(self, data: DataSpec) -> DataSpec:
        return replace(data, split=replace(data.split, seed=self.seed))


class UseFolds(_Remedy, frozen=True, tag="use_folds"):
    """Let every example be validated once, in one of so many folds, and keep none for the test."""

    label: ClassVar[str] = "Use folds"
    folds: int = 5

    def mended(self, data: DataSpec) -> DataSpec:
        return replace(data, split=replace(data.split, folds=self.folds, fold=0, test=0.0))


class DrawParts(_Remedy, frozen=True, tag="draw_parts"):
    """Let go of parts that the source names, and draw them from the training examples instead."""

    label: ClassVar[str] = "Draw a part from training"
    parts: tuple[HeldOut, ...]

    def mended(self, data: DataSpec) -> DataSpec:
        source = data.source
        if isinstance(source, ImageFolder):
            source = replace(source, **dict.fromkeys(self.parts, ""))
        elif isinstance(source, Arrays):
            names = [f"{axis}_{part}" for part in self.parts for axis in "xy"]
            source = replace(source, **dict.fromkeys(names, ""))
        by = "share" if source is not None and not _names_parts(source) else data.split.by
        split = _drawn(replace(data.split, by=by), *self.parts)
        return replace(data, source=source, split=split)


class IgnoreColumns(_Remedy, frozen=True, tag="ignore_columns"):
    """Leave columns of a table out."""

    label: ClassVar[str] = "Leave columns out"
    columns: tuple[str, ...]

    def mended(self, data: DataSpec) -> DataSpec:
        source = data.source
        if not isinstance(source, Table):
            return data
        for column in self.columns:
            source = with_role(source, column, "ignored", self.columns)
        return replace(data, source=source)


class ScaleColumns(_Remedy, frozen=True, tag="scale_columns"):
    """Bring the numbers of all columns to one scale."""

    label: ClassVar[str] = "Scale the columns"
    scaling: Scaling = "standard"

    def mended(self, data: DataSpec) -> DataSpec:
        own = tuple(replace(column, scaling=None) for column in data.preparation.columns)
        preparation = replace(data.preparation, scaling=self.scaling, columns=own)
        return replace(data, preparation=preparation)


class ScaleImages(_Remedy, frozen=True, tag="scale_images"):
    """Bring pixels from 0..255 to a small range."""

    label: ClassVar[str] = "Scale the images"
    images: ImageScaling = "zero_to_one"

    def mended(self, data: DataSpec) -> DataSpec:
        return replace(data, preparation=replace(data.preparation, images=self.images))


class ChangeImageForm(_Remedy, frozen=True, kw_only=True, tag="change_image_form"):
    """Read all images in one colour mode, or fit them otherwise; None leaves as it is.

    Inputs of the network that have the images' shape get the new one.
    """

    label: ClassVar[str] = "Change the form of the images"
    color_mode: ColorMode | None = None
    fit: Fit | None = None

    def apply(self, project: Project) -> Project:
        after = super().apply(project)
        before, now = (_image_shape(one.data) for one in (project, after))
        for node in project.graph.inputs():
            if before != now and node.spec.params.get("shape") == before:
                spec = replace(node.spec, params={**node.spec.params, "shape": now})
                after = after.with_node(replace(node, spec=spec))
        return after

    def mended(self, data: DataSpec) -> DataSpec:
        source = data.source
        if not isinstance(source, ImageFolder | ImageTable):
            return data
        form: ImageForm = source.form
        form = replace(form, color_mode=self.color_mode or form.color_mode, fit=self.fit or form.fit)
        return replace(data, source=replace(source, form=form))


class LearnAs(_Remedy, frozen=True, tag="learn_as"):
    """Take the target for what it is."""

    label: ClassVar[str] = "Change the task"
    task: Task

    def mended(self, data: DataSpec) -> DataSpec:
        return replace(data, task=self.task)


class TakeClasses(_Remedy, frozen=True, tag="take_classes"):
    """Take only these classes of a folder of images."""

    label: ClassVar[str] = "Leave classes out"
    classes: tuple[str, ...]

    def mended(self, data: DataSpec) -> DataSpec:
        if not isinstance(data.source, ImageFolder):
            return data
        return replace(data, source=replace(data.source, classes=self.classes))


Remedy = (
    DropDuplicates
    | BalanceClasses
    | SplitByShare
    | SplitByTime
    | ChangeShares
    | ChangeSplitSeed
    | UseFolds
    | DrawParts
    | IgnoreColumns
    | ScaleColumns
    | ScaleImages
    | ChangeImageForm
    | LearnAs
    | TakeClasses
)


def _image_shape(data: DataSpec) -> tuple[int, int, int] | None:
    return data.source.form.shape if isinstance(data.source, ImageFolder | ImageTable) else None


def _names_parts(source: Source) -> bool:
    """Tell whether a source names ready parts one by one."""
    if isinstance(source, ImageFolder):
        return bool(source.validation or source.test)
    return isinstance(source, Arrays) and bool(source.x_validation or source.x_test)


def _drawn(split: Split, *parts: HeldOut) -> Split:
    """Return a split with a share for these parts, or for validation where there is none at all."""
    usual = Split()
    if not parts and split.validation == split.test == 0 and not split.folds:
        parts = ("validation",)
    shares = {part: getattr(split, part) or getattr(usual, part) for part in parts}
    return replace(split, **shares)

"""The settings of the preparation, of all columns and of one, declared."""

from __future__ import annotations

from workbench.project.preparation import Preparation
from workbench.project.spec import ParamValue
from workbench.ui.data.forms.fields import Choice, Field, tr

_DEFAULT = Preparation()


def missing_choices() -> tuple[Choice, ...]:
    return (
        ("refuse", tr("refuse the data")),
        ("drop", tr("leave the row out")),
        ("mean", tr("the mean")),
        ("median", tr("the median")),
        ("most_frequent", tr("the most frequent")),
        ("constant", tr("a constant")),
    )


def scaling_choices() -> tuple[Choice, ...]:
    return (
        ("none", tr("as they are")),
        ("standard", tr("mean 0, deviation 1")),
        ("minmax", tr("from 0 to 1")),
    )


def category_choices() -> tuple[Choice, ...]:
    return (("one_hot", tr("a column for each (one-hot)")), ("integer", tr("one whole number")))


def mode_choices() -> tuple[Choice, ...]:
    return (
        ("int", tr("numbers of the words in order")),
        ("multi_hot", tr("which words occur")),
        ("count", tr("how often each word occurs")),
        ("tf_idf", tr("rare words count more (TF-IDF)")),
    )


def kind_choices() -> tuple[Choice, ...]:
    return (("number", tr("numbers")), ("category", tr("categories")), ("text", tr("text")))


def overall_fields() -> tuple[Field, ...]:
    """Return the fields of ``Preparation`` that hold for all columns and images."""
    return (
        Field(
            "images",
            tr("pixels"),
            "choice",
            _DEFAULT.images,
            (
                ("none", tr("0 to 255, as they are")),
                ("zero_to_one", tr("0 to 1")),
                ("minus_one_to_one", tr("−1 to 1")),
            ),
            is_long=True,
        ),
        Field("missing", tr("missing values"), "choice", _DEFAULT.missing, missing_choices()),
        Field("fill", tr("the constant"), "float", _DEFAULT.fill),
        Field("scaling", tr("numbers"), "choice", _DEFAULT.scaling, scaling_choices()),
        Field(
            "categories", tr("categories"), "choice", _DEFAULT.categories, category_choices(), is_long=True
        ),
        Field("mode", tr("texts"), "choice", _DEFAULT.mode, mode_choices(), is_long=True),
        Field("tokens", tr("different words"), "int", _DEFAULT.tokens, minimum=1, maximum=1_000_000),
        Field("length", tr("words of a text"), "int", _DEFAULT.length, minimum=1, maximum=100_000),
        Field(
            "duplicates",
            tr("equal examples"),
            "choice",
            _DEFAULT.duplicates,
            (
                ("keep", tr("use them all")),
                ("drop", tr("use each once")),
                ("drop_alike", tr("look-alike images once too")),
            ),
            is_long=True,
        ),
        Field(
            "keep",
            tr("in an exported model"),
            "choice",
            _DEFAULT.keep,
            (("inside", tr("inside, as layers")), ("beside", tr("beside it, in a small file"))),
            is_long=True,
        ),
    )


def column_fields() -> tuple[Field, ...]:
    """Return the fields of ``ColumnPreparation``; None is the rule for all."""
    return (
        _own("kind", tr("taken as"), kind_choices(), tr("as found")),
        _own("missing", tr("missing values"), missing_choices()),
        Field("fill", tr("the constant"), "text", None),
        _own("scaling", tr("numbers"), scaling_choices()),
        _own("categories", tr("categories"), category_choices(), is_long=True),
        _own("mode", tr("texts"), mode_choices(), is_long=True),
        Field("tokens", tr("different words"), "int", None, minimum=1, maximum=1_000_000),
        Field("length", tr("words of a text"), "int", None, minimum=1, maximum=100_000),
    )


def window_fields() -> tuple[Field, ...]:
    """Return the fields of ``Window``, and whether there is one."""
    return (
        Field(
            "is_on",
            tr("windows of a time series"),
            "bool",
            False,
            doc=tr("Several rows in order are one example; the target is that of a later row."),
            is_long=True,
        ),
        Field("length", tr("rows of a window"), "int", 10, minimum=1, maximum=100_000),
        Field(
            "horizon",
            tr("rows ahead"),
            "int",
            1,
            minimum=0,
            maximum=100_000,
            doc=tr("How many rows after the window's last one the target stands; 0 is the last row itself."),
        ),
        Field(
            "stride",
            tr("rows between windows"),
            "int",
            1,
            minimum=1,
            maximum=100_000,
            doc=tr("The next window begins so many rows later."),
        ),
        Field(
            "own_past",
            tr("the target’s own past is an input"),
            "bool",
            False,
            doc=tr("Windows end before the target, so what it was until then may tell what comes next."),
            is_long=True,
        ),
    )


def _own(
    name: str, label: str, choices: tuple[Choice, ...], as_all: str = "", *, is_long: bool = False
) -> Field:
    nothing: ParamValue = None
    return Field(
        name, label, "choice", nothing, ((None, as_all or tr("as for all")), *choices), is_long=is_long
    )

"""The settings of each kind of source, declared."""

from __future__ import annotations

from workbench.foundation.text_encoding import ENCODINGS
from workbench.project.data import ImageForm, Source
from workbench.project.spec import ParamValue
from workbench.ui.data.forms.fields import LARGEST_SEED, Choice, Field, tr

_FORM = ImageForm()
_LARGEST_SIDE = 4096
TEXTS = ("imdb", "reuters")
CURVES = ("line", "sine", "steps")


def source_fields(source: Source) -> tuple[Field, ...]:
    """Return the fields of a source; empty for one that has nothing to set."""
    match type(source).__name__:
        case "Table":
            return (_sheet(), _encoding())
        case "Arrays":
            return _arrays()
        case "ImageFolder":
            return _folder()
        case "ImageTable":
            return (_column("image", tr("column of images")), _root(), _sheet(), _encoding())
        case "KerasDataset":
            return _keras()
        case "Generated":
            return _generated()
        case _:
            return ()


def form_fields() -> tuple[Field, ...]:
    """Return the fields of the form that every photograph is brought to."""
    return (
        _whole("height", tr("height"), _FORM.height, 1, _LARGEST_SIDE),
        _whole("width", tr("width"), _FORM.width, 1, _LARGEST_SIDE),
        Field(
            "color_mode",
            tr("colours"),
            "choice",
            _FORM.color_mode,
            (
                ("rgb", tr("RGB")),
                ("grayscale", tr("grey")),
                ("rgba", tr("RGB and opacity")),
            ),
        ),
        Field(
            "fit",
            tr("other proportions"),
            "choice",
            _FORM.fit,
            (
                ("stretch", tr("stretch")),
                ("crop", tr("crop the middle")),
                ("pad", tr("pad with black")),
            ),
            doc=tr("What happens to photographs that are wider or higher than the form."),
        ),
        Field(
            "interpolation",
            tr("interpolation"),
            "choice",
            _FORM.interpolation,
            tuple((name, name) for name in ("nearest", "bilinear", "bicubic", "lanczos3", "area")),
        ),
    )


def keras_sets() -> tuple[Choice, ...]:
    """Return Keras' own data sets with their words."""
    return (
        ("mnist", tr("MNIST: handwritten digits")),
        ("fashion_mnist", tr("Fashion-MNIST: clothes")),
        ("cifar10", tr("CIFAR-10: ten kinds of things")),
        ("cifar100", tr("CIFAR-100: a hundred kinds")),
        ("imdb", tr("IMDB: film reviews")),
        ("reuters", tr("Reuters: newswires")),
        ("california_housing", tr("California housing: prices")),
    )


def _whole(
    name: str, label: str, default: int, least: int, most: int, slider: tuple[float, float] | None = None
) -> Field:
    return Field(name, label, "int", default, minimum=least, maximum=most, slider=slider)


def _sheet() -> Field:
    return Field("sheet", tr("sheet"), "choice", "", (("", tr("the first one")),), is_long=True)


def _encoding() -> Field:
    return Field(
        "encoding",
        tr("encoding of the text"),
        "choice",
        "",
        encodings(""),
        doc=tr("How letters are written as bytes. Choose another where the table shows wrong ones."),
        is_long=True,
    )


def encodings(found: str) -> tuple[Choice, ...]:
    """Return the encodings that can be said, and first that it is found, and which one was."""
    itself = tr("as found: {encoding}").format(encoding=encoding_words(found)) if found else tr("as found")
    return (("", itself), *((name, encoding_words(name)) for name in ENCODINGS))


def encoding_words(name: str) -> str:
    """Return an encoding by its name and what is written in it."""
    told = {
        "utf-8": tr("UTF-8: any language"),
        "utf-16": tr("UTF-16: any language"),
        "cp1252": tr("Windows-1252: western Europe"),
        "iso8859-1": tr("Latin-1: western Europe"),
        "iso8859-15": tr("Latin-9: western Europe, with €"),
        "cp1250": tr("Windows-1250: central Europe"),
        "iso8859-2": tr("Latin-2: central Europe"),
        "cp1251": tr("Windows-1251: Cyrillic"),
        "koi8-r": tr("KOI8-R: Cyrillic"),
        "cp1253": tr("Windows-1253: Greek"),
        "cp1254": tr("Windows-1254: Turkish"),
        "cp1255": tr("Windows-1255: Hebrew"),
        "cp1256": tr("Windows-1256: Arabic"),
        "cp1257": tr("Windows-1257: Baltic"),
        "cp437": tr("DOS 437: American"),
        "cp850": tr("DOS 850: western Europe"),
        "mac-roman": tr("Mac Roman: western Europe"),
        "shift_jis": tr("Shift JIS: Japanese"),
        "euc_kr": tr("EUC-KR: Korean"),
        "gb18030": tr("GB 18030: Chinese"),
        "big5": tr("Big5: Chinese, traditional"),
    }
    plain = name.removesuffix("-sig").removesuffix("-le").removesuffix("-be")
    return told.get(plain, name)


def _root() -> Field:
    return Field(
        "root",
        tr("folder of the images"),
        "text",
        "",
        doc=tr("Where the paths in the table start; empty for the table's own folder."),
        is_path=True,
    )


def _column(name: str, label: str) -> Field:
    return Field(name, label, "text", "", is_free=True, is_long=True)


def _arrays() -> tuple[Field, ...]:
    pairs = (
        ("x", tr("examples"), "x"),
        ("y", tr("targets"), "y"),
        ("x_validation", tr("validation examples"), ""),
        ("y_validation", tr("validation targets"), ""),
        ("x_test", tr("test examples"), ""),
        ("y_test", tr("test targets"), ""),
        ("group", tr("groups of rows"), ""),
    )
    return tuple(Field(name, label, "text", default, is_free=True) for name, label, default in pairs)


def _folder() -> tuple[Field, ...]:
    return (
        Field(
            "validation",
            tr("folder for validation"),
            "text",
            "",
            doc=tr("A folder elsewhere with the same classes; empty where there is none."),
            is_path=True,
        ),
        Field(
            "test",
            tr("folder for the test"),
            "text",
            "",
            doc=tr("A folder elsewhere with the same classes; empty where there is none."),
            is_path=True,
        ),
        Field(
            "classes",
            tr("only these classes"),
            "texts",
            (),
            doc=tr("Names of subfolders, in the order of their numbers; empty takes them all."),
        ),
    )


def _keras() -> tuple[Field, ...]:
    default: ParamValue = "mnist"
    return (
        Field("name", tr("data set"), "choice", default, keras_sets(), is_long=True),
        _whole("words", tr("most frequent words"), 10_000, 10, 100_000),
        _whole("length", tr("words of a text"), 200, 10, 10_000),
    )


def _generated() -> tuple[Field, ...]:
    kinds = (
        ("xor", tr("XOR: two classes in four corners")),
        ("moons", tr("moons: two half circles")),
        ("circles", tr("circles: one in the other")),
        ("spirals", tr("spirals: arms round each other")),
        ("blobs", tr("blobs: round heaps")),
        ("line", tr("line: a straight one to regress")),
        ("sine", tr("sine: a wave to regress")),
        ("steps", tr("steps: a stair to regress")),
    )
    return (
        Field("kind", tr("shape"), "choice", "moons", kinds, is_long=True),
        _whole("n", tr("examples"), 500, 4, 1_000_000, (50, 5000)),
        Field(
            "noise",
            tr("noise"),
            "float",
            0.1,
            minimum=0,
            maximum=100,
            slider=(0, 1),
            doc=tr("Standard deviation of what is added to each coordinate, or to a curve's target."),
        ),
        _whole("seed", tr("seed"), 0, 0, LARGEST_SEED),
        _whole("classes", tr("classes"), 2, 2, 20),
    )

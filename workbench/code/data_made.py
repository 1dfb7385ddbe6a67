"""Generated sets and Keras' own in a script: the same examples as in the program."""

from __future__ import annotations

from workbench.code.found import Found
from workbench.code.literals import number, texts
from workbench.code.source import write
from workbench.project.data import Generated, KerasDataset

_QUANTITIES = 'labels.reshape(-1, 1).astype("float32")'
_TEXTS = ("imdb", "reuters")
_CLASSES: dict[str, tuple[str, ...]] = {
    "fashion_mnist": (
        *("T-shirt/top", "Trouser", "Pullover", "Dress", "Coat"),
        *("Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"),
    ),
    "cifar10": (
        *("airplane", "automobile", "bird", "cat", "deer"),
        *("dog", "frog", "horse", "ship", "truck"),
    ),
    "imdb": ("negative", "positive"),
}


def generated(source: Generated) -> Found:
    """Return the lines that make a set."""
    n, noise, seed, classes = source.n, number(float(source.noise)), source.seed, source.classes
    made = {
        "moons": ("make_moons", f"{n}, noise={noise}, random_state={seed}"),
        "circles": ("make_circles", f"{n}, noise={noise}, factor=0.5, random_state={seed}"),
        "blobs": (
            "make_blobs",
            f"{n}, centers={classes}, cluster_std={noise}, center_box=(-1, 1), random_state={seed}",
        ),
    }
    if source.kind in made:
        maker, arguments = made[source.kind]
        lines = [f"x, labels = {maker}({arguments})"]
        imports: tuple[str, ...] = (f"from sklearn.datasets import {maker}",)
    else:
        lines = [f"random = np.random.default_rng({seed})", *_formula(source, noise)]
        imports = ()
    head = f"# {source.kind.capitalize()}: {n:,} examples made by a formula."
    if source.kind in ("line", "sine", "steps"):
        lines = [head, *lines, 'x = x.astype("float32")']
        return Found(tuple(lines), imports, target="quantities", has_points=True)
    names = ["class_names = [str(number) for number in range(labels.max() + 1)]"]
    count = classes if source.kind in ("spirals", "blobs") else 2
    lines = [head, *lines, 'x = x.astype("float32")', *names]
    return Found(tuple(lines), imports, "numbers", _QUANTITIES, (n // count,) * count, has_points=True)


def _formula(source: Generated, noise: str) -> list[str]:
    n, classes = source.n, source.classes
    if source.kind == "xor":
        return [
            f"corners = random.uniform(-1, 1, ({n}, 2))",
            "labels = (corners[:, 0] * corners[:, 1] > 0).astype(int)",
            f"x = corners + random.normal(0, {noise}, ({n}, 2))",
        ]
    if source.kind == "spirals":
        return [
            f"labels = np.arange({n}) % {classes}",
            f"along = np.sqrt(random.uniform(0.01, 1, {n}))",
            f"angle = 3 * np.pi * along + 2 * np.pi * labels / {classes}",
            "spiral = np.column_stack([along * np.cos(angle), along * np.sin(angle)])",
            f"x = spiral + random.normal(0, {noise}, ({n}, 2)) * 0.2",
        ]
    curve = {"line": "2 * x - 0.5", "sine": "np.sin(np.pi * x)", "steps": "np.floor(2 * x) / 2"}[source.kind]
    return [
        f"x = random.uniform(-1, 1, {n})",
        f'targets = ({curve} + random.normal(0, {noise}, {n})).reshape(-1, 1).astype("float32")',
        "x = x.reshape(-1, 1)",
    ]


def of_keras(source: KerasDataset) -> Found:
    """Return the lines that load one of Keras' data sets."""
    options = f"num_words={source.words}" if source.name in _TEXTS else ""
    lines = [
        "# One of Keras' own data sets, from the network or from its cache.",
        f"(x_train, y_train), (x_test, y_test) = keras.datasets.{source.name}.load_data({options})",
    ]
    if source.name in _TEXTS:
        lines += [
            f"x_train = keras.utils.pad_sequences(x_train, maxlen={source.length})",
            f"x_test = keras.utils.pad_sequences(x_test, maxlen={source.length})",
        ]
    lines.append('x = np.concatenate([x_train, x_test]).astype("float32")')
    if source.name in ("mnist", "fashion_mnist"):
        lines.append("x = x[..., np.newaxis]")
    lines.append("given = np.repeat([0, 2], [len(x_train), len(x_test)])")
    if source.name == "california_housing":
        lines.append('targets = np.concatenate([y_train, y_test]).reshape(-1, 1).astype("float32")')
        return Found(tuple(lines), target="quantities", given="given", parts=(2,), has_points=True)
    lines.append('labels = np.concatenate([y_train, y_test]).ravel().astype("int64")')
    if source.name in _CLASSES:
        lines += write(texts(_CLASSES[source.name]), before="class_names = ").split("\n")
    else:
        lines.append("class_names = [str(number) for number in range(labels.max() + 1)]")
    is_text = source.name in _TEXTS
    return Found(tuple(lines), given="given", parts=(2,), has_points=is_text, has_pixels=not is_text)

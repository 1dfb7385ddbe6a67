"""The command that prints what Keras' own small objects compute: activations, losses, draws, ways down."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import cast

from rich.table import Table

from workbench.catalog.catalog import Catalog
from workbench.catalog.current import current
from workbench.catalog.kinds import Group, Kind
from workbench.catalog.shorthand import parameters, split
from workbench.catalog.surfaces import SURFACES
from workbench.cli.arguments import Arguments
from workbench.cli.asking import an_engine, ask
from workbench.cli.exploring_words import Exploring
from workbench.cli.output import Output
from workbench.foundation.errors import WorkbenchError, error
from workbench.project.spec import ParamValue, Spec
from workbench.protocol.exploring import (
    ActivationCurve,
    Answer,
    AskActivation,
    AskInitializer,
    AskLosses,
    AskNeuron,
    AskRace,
    InitializerDrawn,
    LossesCompared,
    NeuronAnswer,
    Question,
    RaceRun,
    SurfaceName,
)
from workbench.protocol.messages import Explore, Explored

_USUAL = {
    "activation": ("relu",),
    "loss": ("MeanSquaredError", "BinaryCrossentropy"),
    "initializer": ("GlorotUniform",),
    "optimizer": ("SGD", "SGD momentum=0.9", "RMSprop", "Adam"),
    "neuron": ("sigmoid",),
}
_SHOWN_WAYS = 5


def explore(given: Arguments, output: Output) -> int:
    """Print the figures of one topic."""
    wish = given.exploring
    question = _question(wish, wish.names or _USUAL[wish.topic], current())
    with an_engine(output) as engine:
        answer = ask(engine, Explore(id=1, question=question), Explored).answer
    if output.as_json:
        output.line(answer)
    else:
        _show(question, answer, output)
    return 0


def _question(wish: Exploring, names: Sequence[str], catalog: Catalog) -> Question:
    match wish.topic:
        case "activation":
            return AskActivation(layer=_activation(_one(names), catalog), at=wish.at)
        case "loss":
            specs = tuple(_spec("loss", name, catalog) for name in names)
            return AskLosses(losses=specs, predicted=wish.predicted, target=wish.target)
        case "initializer":
            return AskInitializer(
                initializer=_spec("initializer", _one(names), catalog),
                shape=wish.shape,
                activation=wish.activation,
                seed=wish.seed,
            )
        case "optimizer":
            racers = tuple(_at_rate(_spec("optimizer", name, catalog), wish) for name in names)
            surface = cast(SurfaceName, wish.surface)
            start = _pair(wish.start or SURFACES[wish.surface].start, "--start")
            return AskRace(optimizers=racers, surface=surface, start=start, steps=wish.steps)
        case "neuron":
            return AskNeuron(
                inputs=_pair(wish.inputs, "--inputs"),
                weights=_pair(wish.weights, "--weights"),
                bias=wish.bias,
                activation=_one(names),
            )


def _one(names: Sequence[str]) -> str:
    if len(names) != 1:
        raise _refusal(f"Expected one name, received {' '.join(names)}.", "Quote a name with its parameters.")
    return names[0]


def _pair(values: Sequence[float], option: str) -> tuple[float, float]:
    if len(values) != 2:
        raise _refusal(f"{option}: expected two numbers, received {len(values)}.", f"{option} 2,3")
    return values[0], values[1]


def _at_rate(spec: Spec, wish: Exploring) -> Spec:
    """Return the optimizer at the asked rate, or at the surface's where it states none itself."""
    if wish.rate is not None:
        return spec.with_param("learning_rate", wish.rate)
    has_own = "learning_rate" in spec.params
    return spec if has_own else spec.with_param("learning_rate", SURFACES[wish.surface].rate)


def _activation(text: str, catalog: Catalog) -> Spec:
    """Return a layer of the activations, or the one that takes an activation's name."""
    kinds = {kind.name.lower(): kind for kind in catalog.of("layer") if kind.family == "activation"}
    names = catalog.kind("layer", "Activation").param("activation").choices
    word, words = split(text)
    if text in names or word.lower() not in kinds:
        return Spec("Activation", {"activation": text})
    kind = kinds[word.lower()]
    return Spec(kind.name, _parameters(kind, words))


def _spec(group: Group, text: str, catalog: Catalog) -> Spec:
    word, words = split(text)
    found = [
        kind for kind in catalog.of(group) if word.lower() in (n.lower() for n in (kind.name, *kind.aliases))
    ]
    if not found:
        known = ", ".join(kind.name for kind in catalog.of(group))
        raise _refusal(f"Expected one of {known}, received {word or 'nothing'}.", "Choose one of them.")
    return Spec(found[0].name, _parameters(found[0], words))


def _parameters(kind: Kind, words: tuple[str, ...]) -> dict[str, ParamValue]:
    try:
        return parameters(kind, words)
    except ValueError as failure:
        raise _refusal(str(failure), "Parameters are written as name=value.") from failure


def _refusal(message: str, hint: str) -> WorkbenchError:
    return WorkbenchError(error("explore.wish", "explore", message, hint))


def _show(question: Question, answer: Answer, output: Output) -> None:
    match question, answer:
        case AskActivation(), ActivationCurve():
            _show_table(("x", "f(x)", "f'(x)"), _rows(question, answer), output)
            if answer.has_neighbours:
                output.show("x stands beside one other number, which is 0.")
        case AskLosses(), LossesCompared():
            _show_losses(question, answer, output)
        case AskInitializer(), InitializerDrawn():
            _show_draws(answer, output)
        case AskRace(), RaceRun():
            _show_ways(question, answer, output)
        case AskNeuron(), NeuronAnswer():
            (x, y), (first, second) = question.inputs, question.weights
            sum_up = f"{first:g} * {x:g} + {second:g} * {y:g} + {question.bias:g} = {answer.total:g}"
            output.show(f"{sum_up}, {question.activation}({answer.total:g}) = {_figure(answer.output)}")


def _rows(question: AskActivation, answer: ActivationCurve) -> Iterable[Sequence[float | None]]:
    return zip(question.at, answer.at_y, answer.at_slope, strict=True)


def _show_losses(question: AskLosses, answer: LossesCompared, output: Output) -> None:
    table = Table("Loss", box=None, pad_edge=False)
    table.add_column("Value", justify="right")
    for number, predicted in enumerate(question.predicted):
        place = f" (class {number})" if len(question.predicted) > 1 else ""
        table.add_column(f"Slope at {predicted:g}{place}", justify="right")
    for loss in answer.losses:
        table.add_row(loss.kind, _figure(loss.value), *(_figure(slope) for slope in loss.slopes))
    output.show(table)


def _show_draws(answer: InitializerDrawn, output: Output) -> None:
    output.show(
        f"Fan-in {answer.fan_in}, fan-out {answer.fan_out}: mean {answer.mean:.4g}, "
        f"standard deviation {answer.deviation:.4g}, from {answer.low:.4g} to {answer.high:.4g}."
    )
    output.show(f"The variance of a signal before the activation of each layer, {answer.width} wide:")
    _show_table(("Layer", "Variance"), enumerate(answer.variances, start=1), output)


def _show_ways(question: AskRace, answer: RaceRun, output: Output) -> None:
    surface = SURFACES[question.surface]
    output.show(f"{surface.formula}, from ({question.start[0]:g}, {question.start[1]:g})")
    table = Table(box=None, pad_edge=False)
    table.add_column("Height at step", no_wrap=True)
    steps = sorted({round(part * question.steps / _SHOWN_WAYS) for part in range(_SHOWN_WAYS + 1)})
    for step in steps:
        table.add_column(str(step), justify="right")
    for way in answer.ways:
        heights = [surface.height(x, y) for x, y in zip(way.x, way.y, strict=True)]
        reached = (f"{heights[step]:.3g}" if step < len(heights) else "gone" for step in steps)
        table.add_row(_told(way.optimizer), *reached)
    output.show(table)


def _told(spec: Spec) -> str:
    """Return an optimizer as it could be typed, its learning rate first and without its name."""
    rate = spec.params.get("learning_rate")
    first = rate.kind if isinstance(rate, Spec) else rate
    others = [f"{name}={value}" for name, value in spec.params.items() if name != "learning_rate"]
    return " ".join([spec.kind, str(first), *others])


def _show_table(headings: Sequence[str], rows: Iterable[Sequence[float | None]], output: Output) -> None:
    table = Table(box=None, pad_edge=False)
    for heading in headings:
        table.add_column(heading, justify="right")
    for row in rows:
        table.add_row(*(_figure(value) for value in row))
    output.show(table)


def _figure(value: float | None) -> str:
    return "none" if value is None else f"{value:.5g}"

"""The rest of a script: compile, fit, judge, save."""

from __future__ import annotations

from collections.abc import Sequence

from workbench.code.data import DataPart
from workbench.code.literals import literal, quote
from workbench.code.objects import Objects
from workbench.code.rates import shaping
from workbench.code.source import Call, Items, Source, listed, write
from workbench.code.targets import class_rule, loss_of, units
from workbench.project.project import Project
from workbench.project.spec import Spec


def compiling(project: Project, objects: Objects) -> list[str]:
    """Return the call of ``compile``."""
    training, outputs = project.training, project.graph.outputs()
    losses = [objects.call("loss", loss_of(project, node.id), "training.loss") for node in outputs]
    metrics = _metrics(training.metrics, objects, "metrics")
    weighted = _metrics(training.weighted_metrics, objects, "weighted_metrics")
    optimizer = objects.call("optimizer", training.optimizer, "training.optimizer")
    arguments: list[tuple[str, Source]] = [("optimizer", optimizer)]
    if len(outputs) == 1:
        arguments += [("loss", losses[0]), ("metrics", metrics)]
    else:
        weights = {head.output: head.weight for head in training.heads}
        shares = [literal(float(weights.get(node.id, 1.0))) for node in outputs]
        arguments += [
            ("loss", listed(losses)),
            ("loss_weights", listed(shares)),
            ("metrics", listed([metrics] * len(outputs))),
        ]
    if training.weighted_metrics:
        several = listed([weighted] * len(outputs))
        arguments.append(("weighted_metrics", weighted if len(outputs) == 1 else several))
    return write(Call("model.compile", tuple(arguments))).split("\n")


def _metrics(specs: Sequence[Spec], objects: Objects, place: str) -> Source:
    return listed([_metric(spec, objects, f"training.{place}.{n}") for n, spec in enumerate(specs)])


def _metric(spec: Spec, objects: Objects, where: str) -> Source:
    # Only the word lets Keras choose the accuracy that fits the loss.
    return '"accuracy"' if spec.kind == "accuracy" else objects.call("metric", spec, where)


def fitting(project: Project, objects: Objects, part: DataPart) -> list[str]:
    """Return the call of ``fit``, on arrays or on the ``batches`` that are augmented."""
    training = project.training
    epochs: tuple[str, Source] = ("epochs", literal(training.epochs))
    arguments: list[tuple[str, Source]] = [("", "batches"), epochs, ("shuffle", "False")]
    if not project.data.augment:
        arguments = [("", _inputs(project, "train")), ("", _targets(part, "train")), epochs]
        arguments.append(("batch_size", literal(training.batch_size)))
        if part.weights:
            arguments.append(("sample_weight", f"{part.weights}[train]"))
    if "validation" in part.parts:
        judged = [("", _inputs(project, "validation")), ("", _targets(part, "validation"))]
        if part.own_weights:
            judged.append(("", f"{part.own_weights}[validation]"))
        arguments.append(("validation_data", Items("()", tuple(judged))))
    calls = [
        objects.call("callback", spec, f"training.callbacks.{number}")
        for number, spec in enumerate(training.callbacks)
    ]
    calls += shaping(training, objects)
    if calls:
        arguments.append(("callbacks", listed(calls)))
    return write(Call("model.fit", tuple(arguments))).split("\n")


def judging(project: Project, part: DataPart) -> list[str]:
    """Return the lines that evaluate on the test part, or on the best there is, and print."""
    rows, name = _judged(part.parts)
    arguments: list[tuple[str, Source]] = [("", _inputs(project, rows)), ("", _targets(part, rows))]
    if part.own_weights:
        arguments.append(("sample_weight", f"{part.own_weights}[{rows}]"))
    arguments += [("verbose", "0"), ("return_dict", "True")]
    lines = write(Call("model.evaluate", tuple(arguments)), before="results = ").split("\n")
    lines += ["for name, value in results.items():", f'    print(f"{name} {{name}}: {{value:.4f}}")']
    if part.has_classes:
        lines += [
            "",
            f"outputs = model.predict({_inputs(project, rows)}, verbose=0)",
            *_reports(project, rows),
        ]
    return lines


def saving(stem: str) -> list[str]:
    """Return the line that saves the model."""
    return [f"model.save({quote(f'{stem}.keras')})"]


def _reports(project: Project, rows: str) -> list[str]:
    """Return the lines that print scikit-learn's report on every output's classes."""
    arguments: tuple[tuple[str, Source], ...] = (
        ("", f"labels[{rows}]"),
        ("", "predicted"),
        ("labels", "range(len(class_names))"),
        ("target_names", "class_names"),
        ("zero_division", "0"),
    )
    report = write(Call("classification_report", arguments), before="report = ").split("\n")
    nodes = project.graph.outputs()
    lines: list[str] = []
    for place, node in enumerate(nodes):
        outputs = "outputs" if len(nodes) == 1 else f"outputs[{place}]"
        told = "report" if len(nodes) == 1 else f"model.output_names[{place}], report"
        rule = class_rule(loss_of(project, node.id), units(project.graph, node), outputs)
        lines += [f"predicted = {rule}", *report, f"print({told})"]
    return lines


def _judged(parts: tuple[str, ...]) -> tuple[str, str]:
    if "test" in parts:
        return "test", "Test"
    return ("validation", "Validation") if "validation" in parts else ("train", "Training")


def _inputs(project: Project, rows: str) -> str:
    count = len(project.graph.inputs())
    return f"x[{rows}]" if count == 1 else f"[{', '.join([f'x[{rows}]'] * count)}]"


def _targets(part: DataPart, rows: str) -> Source:
    each: Sequence[str] = [f"{name}[{rows}]" for name in part.targets]
    return each[0] if len(each) == 1 else listed(each)

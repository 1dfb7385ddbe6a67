"""The same training as a run's, by plain Keras: ``compile`` and ``fit`` on batches laid out in our order."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from workbench.engine.data.ready import Ready
from workbench.project.project import Project


def fit(project: Project, folder: Path) -> tuple[list[Any], dict[str, list[float]]]:
    """Return the weights and the history of ``model.fit``, with the first weights that a run begins with."""
    import keras

    from workbench.engine.data.ready import ready
    from workbench.engine.model.build import build
    from workbench.engine.model.objects import make

    training = project.training
    keras.config.set_dtype_policy(training.precision)
    found = ready(project.data, folder)
    keras.utils.set_random_seed(training.seed)
    model = build(project.graph)
    _compile(model, project)
    if training.optimizer.kind == "ScheduleFreeAdamW":
        # Keras 3.15 begins this one anew with every step where ``fit`` builds it.
        model.optimizer.build(model.trainable_variables)
    count = len(found.parts.train)
    steps = -(-count // training.batch_size)
    history = model.fit(
        _batches(model, project, found, training.epochs),
        epochs=training.epochs,
        shuffle=False,
        steps_per_epoch=steps,
        validation_data=_arrays(model, project, found, found.parts.validation),
        validation_batch_size=training.batch_size,
        callbacks=[
            make("callback", spec, where="training.callbacks", folder=folder) for spec in training.callbacks
        ],
        class_weight=_by_keras(project, found),
        verbose=0,
    )
    # Of a figure for each class the mean counts.
    means = {name: [float(np.mean(value)) for value in values] for name, values in history.history.items()}
    return model.get_weights(), means


def _compile(model: Any, project: Project) -> None:
    from workbench.engine.model.objects import make

    training = project.training
    own = {head.output: head for head in training.heads}
    outputs = [node.id for node in project.graph.outputs()]
    losses = [make("loss", own[name].loss if name in own else training.loss) for name in outputs]
    shares = [own[name].weight if name in own else 1.0 for name in outputs]
    metrics = [[make("metric", spec) for spec in training.metrics] for _ in outputs]
    weighted = [[make("metric", spec) for spec in training.weighted_metrics] for _ in outputs]
    is_one = len(outputs) == 1
    model.compile(
        optimizer=make("optimizer", training.optimizer),
        loss=losses[0] if is_one else losses,
        loss_weights=None if is_one else shares,
        metrics=metrics[0] if is_one else metrics,
        weighted_metrics=(weighted[0] if is_one else weighted) if training.weighted_metrics else None,
    )


def _batches(model: Any, project: Project, found: Ready, epochs: int) -> Any:
    """Return the batches of all epochs behind one another, as a ``tf.data.Dataset``."""
    import tensorflow as tf

    batch, seed = project.training.batch_size, project.training.seed
    whole: Any = None
    for epoch in range(epochs):
        order = np.random.default_rng([seed, epoch]).permutation(len(found.parts.train))
        arrays = _arrays(model, project, found, found.parts.train[order], is_training=True)
        part = tf.data.Dataset.from_tensor_slices(arrays).batch(batch)
        whole = part if whole is None else whole.concatenate(part)
    return whole


def _by_keras(project: Project, found: Ready) -> dict[int, float] | None:
    """Return weights of classes as ``fit`` takes them: only for one output, and with no other weights."""
    asked = project.data.class_weight
    if not isinstance(asked, dict) or found.dataset.weights is not None or len(project.graph.outputs()) > 1:
        return None
    return {number: asked[name] for number, name in enumerate(found.dataset.classes) if name in asked}


def _arrays(
    model: Any, project: Project, found: Ready, rows: Any, *, is_training: bool = False
) -> tuple[Any, ...]:
    """Return inputs, targets and, where there are any, weights of rows."""
    from workbench.engine.evaluation.feeding import targets_of

    dataset = found.dataset
    x = np.asarray(dataset.x[rows], np.float32)
    y = targets_of(model, project, dataset, rows)
    inputs = x if len(model.inputs) == 1 else tuple([x] * len(model.inputs))
    targets = tuple(y) if isinstance(y, list) else y
    weights = None if dataset.weights is None else dataset.weights[rows].astype(float)
    if is_training and project.data.class_weight is not None and _by_keras(project, found) is None:
        of_class = _weights_of_classes(project.data.class_weight, found)
        weights = (1.0 if weights is None else weights) * of_class[dataset.y[rows].astype(int)]
    return (inputs, targets) if weights is None else (inputs, targets, weights.astype(np.float32))


def _weights_of_classes(asked: Any, found: Ready) -> Any:
    if asked != "balanced":
        return np.array([asked.get(name, 1.0) for name in found.dataset.classes])
    of_training = found.dataset.y[found.parts.train].astype(int)
    names, sizes = np.unique(of_training, return_counts=True)
    weights = np.ones(len(found.dataset.classes))
    weights[names] = len(of_training) / (len(names) * sizes)
    return weights

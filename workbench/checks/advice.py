"""What the project lacks or contradicts beyond its drawing: data, outputs, loss, metrics, settings."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.catalog.catalog import Catalog
from workbench.checks.augmentation import augmentation
from workbench.checks.callbacks import callback_settings
from workbench.checks.class_weights import class_weights
from workbench.checks.ends import ends
from workbench.checks.inputs import data_facts, data_source, input_shapes
from workbench.checks.losses import loss_fit
from workbench.checks.metrics import metric_fit
from workbench.checks.monitors import monitors
from workbench.checks.outputs import output_units
from workbench.checks.parameters import parameters_of_training
from workbench.checks.rates import rate_shape
from workbench.checks.scaling import unscaled
from workbench.checks.settings import heads, split_settings, training_settings
from workbench.foundation.errors import Problem
from workbench.project.project import Project
from workbench.protocol.analysis import Analysis
from workbench.protocol.facts import DataFacts


def advice(
    project: Project, catalog: Catalog, analysis: Analysis | None, facts: DataFacts | None
) -> Iterator[Problem]:
    """Yield data first, then the network's ends, then the training."""
    training = project.training
    outputs = ends(project, catalog, analysis)
    yield from data_source(project)
    yield from split_settings(project.data.split, facts)
    yield from class_weights(project.data, facts)
    if facts is not None:
        yield from data_facts(facts)
        yield from input_shapes(project.graph, facts)
        yield from (finding.problem for finding in unscaled(project, facts))
    yield from augmentation(project, catalog, outputs, facts)
    for end in outputs:
        yield from output_units(end, facts)
        yield from loss_fit(end, facts)
    yield from heads(training, project.graph, outputs)
    yield from parameters_of_training(training, catalog)
    yield from metric_fit(training, outputs, catalog, facts)
    yield from callback_settings(training)
    yield from rate_shape(training, catalog)
    yield from monitors(project, _has_validation(project, facts), catalog)
    yield from training_settings(training, facts)


def _has_validation(project: Project, facts: DataFacts | None) -> bool:
    return project.data.split.has_validation if facts is None else facts.validation > 0

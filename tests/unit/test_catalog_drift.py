"""The committed catalog against the installed Keras."""

import pytest

from tests.helpers.layers import starting_params
from workbench.catalog.catalog import Catalog
from workbench.foundation import paths
from workbench.project.spec import Spec

pytestmark = pytest.mark.slow


def test_that_the_committed_catalog_is_what_the_installed_keras_offers() -> None:
    from workbench.engine.model.introspect import dumps, introspect

    assert dumps(introspect()) == (paths.resources() / "catalog.json").read_bytes()


def test_that_everything_can_be_made_as_it_is_suggested(catalog: Catalog) -> None:
    from workbench.engine.model.objects import make

    for kind in catalog.kinds:
        if kind.name != "Input":
            assert make(kind.group, Spec(kind.name, starting_params(kind))) is not None


def test_that_everything_can_be_made_with_every_default_stated(catalog: Catalog) -> None:
    from workbench.engine.model.objects import make

    for kind in catalog.kinds:
        if kind.name != "Input":
            defaults = {param.name: param.default for param in kind.params if not param.required}
            make(kind.group, Spec(kind.name, {**defaults, **starting_params(kind)}))

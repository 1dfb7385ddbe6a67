"""A script begins with imported weights where plain Keras can load them, and says where it can't."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from workbench.catalog.catalog import Catalog
from workbench.code.script import script
from workbench.foundation.errors import WorkbenchError
from workbench.project.project import Project
from workbench.project.samples import open_project


def test_that_a_script_begins_with_imported_weights(
    project: Project, catalog: Catalog, tmp_path: Path
) -> None:
    text = script(replace(project, weights="m.keras"), catalog, base=tmp_path)

    assert f'keras.saving.load_model("{tmp_path / "m.keras"}", compile=False)' in text
    assert "load_model" not in script(project, catalog, base=tmp_path)


def test_that_weights_of_our_own_layers_are_refused(catalog: Catalog, tmp_path: Path) -> None:
    own, _ = open_project("perceptron")

    with pytest.raises(WorkbenchError, match="imported weights"):
        script(replace(own, weights="m.keras"), catalog, base=tmp_path)

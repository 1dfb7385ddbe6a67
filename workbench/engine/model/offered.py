"""The catalog that objects are made from: the committed one where it fits the installed Keras."""

from __future__ import annotations

from functools import lru_cache

import keras

from workbench.catalog.catalog import Catalog, bundled


@lru_cache(maxsize=1)
def offered() -> Catalog:
    """Return the catalog of the installed Keras."""
    committed = bundled()
    if committed.keras == keras.__version__:
        return committed
    from workbench.engine.model.introspect import introspect

    return introspect()

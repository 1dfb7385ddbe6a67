"""The catalog that objects are made from: that of the installed Keras, made anew where it is another one."""

from __future__ import annotations

from functools import lru_cache

import keras

from workbench.catalog.catalog import Catalog
from workbench.catalog.current import ensure


@lru_cache(maxsize=1)
def offered() -> Catalog:
    """Return the catalog of the installed Keras."""

    def make() -> Catalog:
        from workbench.engine.model.introspect import introspect

        return introspect()

    def write(catalog: Catalog) -> bytes:
        from workbench.engine.model.introspect import dumps

        return dumps(catalog)

    return ensure(keras.__version__, make, write)

"""The catalog of another Keras than the committed one's: made once, kept in the cache, used by the window."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import pytest
from msgspec.structs import replace

from workbench.catalog import current
from workbench.catalog.catalog import Catalog, bundled
from workbench.catalog.kinds import Kind

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

_NEXT = "99.0.0"
_LAYER = Kind(group="layer", name="LayerOfTomorrow", family="core")


def _tomorrow() -> Catalog:
    return Catalog(keras=_NEXT, kinds=(*bundled().kinds, _LAYER))


def _never() -> Catalog:
    raise AssertionError("The catalog was made although it was there.")


@pytest.fixture
def keras_of_tomorrow(monkeypatch: pytest.MonkeyPatch, workbench_home: Path) -> Path:
    """A home of its own, and the metadata of a Keras that is not installed."""
    monkeypatch.setattr(current, "installed_version", lambda: _NEXT)
    return workbench_home


def test_that_the_committed_catalog_serves_the_keras_it_was_made_from(workbench_home: Path) -> None:
    assert current.current() is bundled()
    assert current.ensure(bundled().keras, _never, msgspec.json.encode) is bundled()
    assert not current.cache_file(bundled().keras).exists()


def test_that_a_catalog_of_another_keras_is_made_once_and_found_again(keras_of_tomorrow: Path) -> None:
    assert current.current() is bundled()

    made = current.ensure(_NEXT, _tomorrow, msgspec.json.encode)

    assert current.cache_file(_NEXT).is_relative_to(keras_of_tomorrow)
    assert made.has("layer", _LAYER.name)
    assert current.current() == current.ensure(_NEXT, _never, msgspec.json.encode) == made


@pytest.mark.parametrize("content", [b"", b"{", b'{"keras": 3}'])
def test_that_a_damaged_catalog_is_made_anew(keras_of_tomorrow: Path, content: bytes) -> None:
    path = current.cache_file(_NEXT)
    path.parent.mkdir(parents=True)
    path.write_bytes(content)
    assert current.current() is bundled()

    current.ensure(_NEXT, _tomorrow, msgspec.json.encode)

    assert current.current().keras == _NEXT


def test_that_a_cache_that_cannot_be_written_costs_only_time(keras_of_tomorrow: Path) -> None:
    (keras_of_tomorrow / "cache").touch()

    assert current.ensure(_NEXT, _tomorrow, msgspec.json.encode).keras == _NEXT
    assert current.current() is bundled()


def test_that_the_window_offers_what_the_cache_holds(keras_of_tomorrow: Path, qapp: QApplication) -> None:
    from workbench.ui.desk import Desk

    current.ensure(_NEXT, _tomorrow, msgspec.json.encode)
    desk = Desk(qapp)
    try:
        assert desk.document.catalog.kind("layer", _LAYER.name) == _LAYER
    finally:
        desk.close()


@pytest.mark.slow
@pytest.mark.usefixtures("keras_here")
def test_that_the_engine_makes_the_catalog_of_the_keras_it_finds(
    keras_of_tomorrow: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import keras

    from workbench.engine.model.offered import offered

    monkeypatch.setattr(keras, "__version__", _NEXT)
    offered.cache_clear()
    try:
        made = offered()
    finally:
        offered.cache_clear()

    assert made == replace(bundled(), keras=_NEXT)
    assert current.current() == made

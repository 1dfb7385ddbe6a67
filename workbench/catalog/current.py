"""The catalog of the Keras that is installed: the committed one, or one that was made for another version.

The window may not import Keras: it knows the version from the package's metadata, and finds in the cache what
the engine made.
"""

from __future__ import annotations

import logging
import zlib
from collections.abc import Callable
from functools import lru_cache
from importlib import metadata
from pathlib import Path

import msgspec

from workbench.catalog.catalog import Catalog, bundled, read
from workbench.foundation import atomic, paths

_LOG = logging.getLogger(__name__)


@lru_cache(maxsize=1)
def installed_version() -> str:
    """Return the version of the installed Keras; empty when there is none."""
    try:
        return metadata.version("keras")
    except metadata.PackageNotFoundError:
        return ""


def current() -> Catalog:
    """Return the installed Keras' catalog; the committed one as long as the engine has made no other."""
    version = installed_version()
    if version in ("", bundled().keras):
        return bundled()
    return _cached(version) or bundled()


def ensure(version: str, make: Callable[[], Catalog], write: Callable[[Catalog], bytes]) -> Catalog:
    """Return the catalog of Keras ``version``, made and put into the user's cache where there is none yet."""
    if version == bundled().keras:
        return bundled()
    found = _cached(version)
    if found is not None:
        return found
    made = make()
    path = cache_file(version)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        atomic.write_bytes(path, write(made))
    except OSError:
        _LOG.exception("The catalog of Keras %s could not be kept", version)
    return made


def cache_file(version: str) -> Path:
    """Return where the catalog of another Keras version lies; another version of ours reads another file."""
    return paths.cache() / f"catalog-{version}-{_fingerprint():08x}.json"


@lru_cache(maxsize=1)
def _fingerprint() -> int:
    return zlib.crc32((paths.resources() / "catalog.json").read_bytes())


def _cached(version: str) -> Catalog | None:
    path = cache_file(version)
    try:
        return _read(path, path.stat().st_mtime_ns)
    except FileNotFoundError:
        return None
    except (OSError, msgspec.DecodeError) as failure:
        _LOG.warning("%s is no catalog and is made anew: %s", path, failure)
        return None


@lru_cache(maxsize=2)
def _read(path: Path, changed: int) -> Catalog:
    return read(path.read_bytes())

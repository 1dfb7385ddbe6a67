"""The user's own palette: parts of networks under names, a file each in the folder of the settings."""

from __future__ import annotations

import logging
import re
from collections import Counter
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, Signal

from workbench.foundation import atomic, paths
from workbench.foundation.errors import WorkbenchError
from workbench.project import clip
from workbench.project.clip import Clip
from workbench.ui.canvas.faces import layers_text
from workbench.ui.canvas.shelf import Offer, Source

FAMILY = "my blocks"
LONGEST = 40
_NAME = re.compile(rf"\w[\w \-]{{0,{LONGEST - 1}}}")
_PREFIX, _SUFFIX = "block ", ".json"
_KEY = "mine/"
_MOST_KINDS = 4
_log = logging.getLogger(__name__)


class MyBlocks(Source):
    """Reads and writes the folder. ``told`` says in words what in it can't be read."""

    told = Signal(str)

    def __init__(self, parent: QObject, folder: Path | None = None) -> None:
        super().__init__(parent)
        self._folder = folder or paths.config() / "blocks"
        self._clips: dict[str, Clip] = {}

    def reload(self) -> None:
        """Read the folder anew; a file that is no part of a network is skipped, and named."""
        broken = []
        self._clips = {}
        for path in sorted(self._folder.glob(f"{_PREFIX}*{_SUFFIX}"), key=lambda path: path.name.lower()):
            name = path.name.removeprefix(_PREFIX).removesuffix(_SUFFIX)
            try:
                self._clips[name] = _read(path)
            except (OSError, WorkbenchError) as failure:
                _log.warning("Skipped %s: %s", path, failure)
                broken.append(path.name)
        if broken:
            words = self.tr("Skipped in {0}, since it is no part of a network: {1}")
            self.told.emit(words.format(self._folder, ", ".join(broken)))
        self.offers_changed.emit()

    def offers(self) -> tuple[Offer, ...]:
        return tuple(
            Offer(key=_KEY + name, name=name, family=FAMILY, tip=_tip(found))
            for name, found in self._clips.items()
        )

    def fetch(self, key: str) -> None:
        found = self._clips.get(self.name_of(key))
        if found is None:
            self.failed.emit(key, self.tr("It is not in the palette any more."))
        else:
            self.fetched.emit(key, found)

    def can_change(self) -> bool:
        return True

    def name_of(self, key: str) -> str:
        return key.removeprefix(_KEY)

    def has(self, name: str) -> bool:
        """Tell whether there is one of that name; large and small letters are the same on some disks."""
        return name.lower() in map(str.lower, self._clips)

    def save(self, name: str, found: Clip) -> None:
        """Keep a part of a network, in the place of one of the same name.

        Raises:
            ValueError: the name can't be one.
            OSError: the folder can't be written.
        """
        _check(name)
        self._folder.mkdir(parents=True, exist_ok=True)
        atomic.write_bytes(self._path(name), clip.dumps(found).encode())
        self.reload()

    def rename(self, old: str, new: str) -> None:
        """Give a kept part another name; ValueError when that can't be one or is taken."""
        _check(new)
        if new.lower() != old.lower() and self.has(new):
            raise ValueError(self.tr("Expected a name that no other block has, received “{0}”.").format(new))
        self._path(old).rename(self._path(new))
        self.reload()

    def delete(self, name: str) -> None:
        self._path(name).unlink(missing_ok=True)
        self.reload()

    def _path(self, name: str) -> Path:
        return self._folder / f"{_PREFIX}{name}{_SUFFIX}"


def refusal(name: str) -> str:
    """Return why a name can't be one, in words; empty when it can."""
    if _NAME.fullmatch(name):
        return ""
    words = QCoreApplication.translate(
        "MyBlocks", "Expected a letter or digit, then letters, digits, spaces, - and _, at most {0} in all."
    )
    return words.format(LONGEST)


def _check(name: str) -> None:
    reason = refusal(name)
    if reason:
        raise ValueError(reason)


def _read(path: Path) -> Clip:
    with path.open("rb") as handle:
        return clip.loads(handle.read(clip.LIMIT + 1))


def _tip(found: Clip) -> str:
    kinds = Counter(node.spec.kind for node in found.nodes)
    shown = ", ".join(f"{count} × {kind}" for kind, count in kinds.most_common(_MOST_KINDS))
    more = " …" if len(kinds) > _MOST_KINDS else ""
    return f"{layers_text(len(found.nodes))}: {shown}{more}"

"""The zip archive that a ``.keras`` file is, opened only when its directory keeps to narrow limits."""

from __future__ import annotations

import os
import stat
import struct
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from workbench.engine.importing.refusal import quoted, refused
from workbench.foundation.errors import WorkbenchError, error

CONFIG, METADATA, WEIGHTS = "config.json", "metadata.json", "model.weights.h5"
CONFIG_LIMIT = 8 << 20
TOTAL_LIMIT = 2 << 30
_MEMBERS = 64
_RATIO = 20
_DIRECTORY_LIMIT = 1 << 16
_END = struct.Struct("<4s4H2LH")
_END_MARK, _END64_MARK = b"PK\x05\x06", b"PK\x06\x07"


class Archive:
    """The members of a checked archive, read into memory and never extracted."""

    def __init__(self, handle: zipfile.ZipFile) -> None:
        self._zip = handle
        self._members = {member.filename: member for member in handle.infolist()}

    def has(self, name: str) -> bool:
        return name in self._members

    def read(self, name: str, limit: int = TOTAL_LIMIT) -> bytes:
        """Return a member's bytes.

        Raises:
            WorkbenchError: there is no such member, it is longer than ``limit``, or it is damaged.
        """
        if name not in self._members:
            raise refused(f"It is no Keras model: expected the member {name} in the archive, received none.")
        if self._members[name].file_size > limit:
            raise refused(f"Its {name} is too long: expected at most {limit >> 20} MiB.")
        try:
            with self._zip.open(name) as member:
                content = member.read(limit + 1)
        except (zipfile.BadZipFile, OSError, EOFError, ValueError, NotImplementedError, RuntimeError) as bad:
            raise refused(f"Its {name} is damaged: {bad}.") from bad
        if len(content) > limit:
            raise refused(f"Its {name} is longer than the archive says.")
        return content


@contextmanager
def opened(path: Path) -> Iterator[Archive]:
    """Open a ``.keras`` file.

    Raises:
        WorkbenchError: it isn't there, is no zip archive, or breaks a limit; told before anything is read.
    """
    with _opened_file(path) as file:
        _check_end(file)
        try:
            handle = zipfile.ZipFile(file)
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as bad:
            message = f"It is no .keras file: expected a zip archive, received one that is broken ({bad})."
            raise refused(message) from bad
        with handle:
            _check_members(handle.infolist())
            yield Archive(handle)


def _opened_file(path: Path) -> BinaryIO:
    if not path.is_absolute():
        raise refused(f"Expected the absolute path of a local file, received {quoted(path)}.")
    try:
        real = path.resolve(strict=True)
        if not stat.S_ISREG(real.stat().st_mode):
            raise refused(f"{path} is no file: expected a .keras file.")
        return real.open("rb")
    except (OSError, ValueError) as failure:
        reason = getattr(failure, "strerror", None) or str(failure)
        message = f"{path} can't be read: expected a .keras file, received “{reason}”."
        raise WorkbenchError(
            error("file.unreadable", "file", message, "Check the path and your rights to the file.")
        ) from failure


def _check_end(file: BinaryIO) -> None:
    """Refuse a directory too long to be parsed: ``zipfile`` reads all of it at once."""
    size = file.seek(0, os.SEEK_END)
    if size > TOTAL_LIMIT:
        raise refused(f"The file is too large: expected at most {TOTAL_LIMIT >> 30} GiB.")
    file.seek(max(0, size - _END.size - (1 << 16) - 20))
    tail = file.read()
    at = tail.rfind(_END_MARK)
    if at < 0 or len(tail) - at < _END.size:
        raise refused("It is no .keras file: expected a zip archive, received something else.")
    _, _, _, _, members, length, _, _ = _END.unpack_from(tail, at)
    if tail[max(0, at - 20) : at].startswith(_END64_MARK):
        raise refused("The archive is of the kind for more than 4 GiB: expected at most 2 GiB.")
    if members > _MEMBERS or length > _DIRECTORY_LIMIT:
        raise refused(f"The archive has too many members: expected at most {_MEMBERS}, received {members}.")
    file.seek(0)


def _check_members(members: list[zipfile.ZipInfo]) -> None:
    if len(members) > _MEMBERS:
        raise refused(f"The archive has too many members: expected {_MEMBERS}, received {len(members)}.")
    seen: set[str] = set()
    for member in members:
        _check_member(member)
        if member.filename.casefold() in seen:
            raise refused(f"The archive holds {quoted(member.filename)} twice: expected every member once.")
        seen.add(member.filename.casefold())
    total = sum(member.file_size for member in members)
    if total > TOTAL_LIMIT:
        raise refused(f"The archive unpacks to {total >> 20:,} MiB: expected at most {TOTAL_LIMIT >> 20:,}.")


def _check_member(member: zipfile.ZipInfo) -> None:
    name = member.filename
    if name not in (CONFIG, METADATA, WEIGHTS) and not _is_asset(name):
        expected = f"{METADATA}, {CONFIG}, {WEIGHTS} and assets"
        raise refused(f"The archive holds {quoted(name)}: expected only {expected}.")
    if member.flag_bits & 0x1:
        raise refused(f"{quoted(name)} is encrypted: expected a plain archive.")
    if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise refused(f"{quoted(name)} is compressed in a way that Keras doesn't use.")
    if member.file_size > _RATIO * max(member.compress_size, 1):
        ratio = member.file_size // max(member.compress_size, 1)
        raise refused(f"{quoted(name)} unpacks to {ratio:,} times its size: expected at most {_RATIO} times.")


def _is_asset(name: str) -> bool:
    """Tell whether a member is one of the files that some layers keep; they are never read."""
    parts = name.rstrip("/").split("/")
    plain = all(part not in ("", ".", "..") and not set(part) & set("\\:\0") for part in parts)
    return plain and parts[0] == "assets"

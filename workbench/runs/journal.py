"""The journal: one event a line with a checksum, appended and flushed; read while it grows."""

from __future__ import annotations

import threading
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from workbench.foundation import clock
from workbench.runs.events import Event

E = TypeVar("E", bound=Event)
_encoder = msgspec.json.Encoder()
_decoder: msgspec.json.Decoder[Event] = msgspec.json.Decoder(Event)
_many: msgspec.json.Decoder[list[Event]] = msgspec.json.Decoder(list[Event])
_SLICE = 1 << 20
_TAIL = 1 << 16
_CHECKSUM = 9  # eight digits and a space
_FREQUENT = (b'{"type":"StepsEnded"', b'{"type":"UsageMeasured"', b'{"type":"PhaseAdvanced"')


def _line(event: Event) -> bytes:
    body = _encoder.encode(event)
    return b"%08x %s\n" % (zlib.crc32(body), body)


def _parse(line: bytes) -> Event | None:
    checksum, _, body = line.partition(b" ")
    try:
        if int(checksum, 16) != zlib.crc32(body):
            return None
        return _decoder.decode(body)
    except (ValueError, msgspec.DecodeError):
        return None


def _parse_all(lines: list[bytes]) -> list[Event]:
    """Return the events of many lines at once, which is far quicker; those of damaged lines are left out."""
    try:
        bodies = [line[_CHECKSUM:] for line in lines]
        if all(
            int(line[:_CHECKSUM], 16) == zlib.crc32(body) for line, body in zip(lines, bodies, strict=True)
        ):
            return _many.decode(b"[" + b",".join(bodies) + b"]")
    except (ValueError, msgspec.DecodeError):
        pass
    return [event for event in map(_parse, lines) if event is not None]


class JournalWriter:
    """Appends events; safe to use from several threads of the one process that holds the run's lock.

    Opening an existing journal goes on with its numbers and its seconds.
    """

    def __init__(self, path: Path) -> None:
        earlier = last(path)
        self._next = earlier.seq + 1 if earlier else 0
        self._start = clock.monotonic() - (earlier.t if earlier else 0.0)
        self._lock = threading.Lock()
        self._file = path.open("ab")
        self._mend_torn_tail(path)

    def write(self, event: type[E], **fields: Any) -> E:
        """Append an event of that class and return it, with ``seq``, ``t`` and ``at`` filled in."""
        with self._lock:
            made = event(
                seq=self._next, t=round(clock.monotonic() - self._start, 4), at=clock.utc_now(), **fields
            )
            self._file.write(_line(made))
            self._file.flush()
            self._next += 1
        return made

    def seconds(self) -> float:
        """Return the seconds since the run began."""
        return clock.monotonic() - self._start

    def close(self) -> None:
        self._file.close()

    def _mend_torn_tail(self, path: Path) -> None:
        with path.open("rb") as handle:
            handle.seek(0, 2)
            if handle.tell() == 0:
                return
            handle.seek(-1, 2)
            if handle.read(1) != b"\n":
                self._file.write(b"\n")
                self._file.flush()


class Follower:
    """Reads a journal as it grows. Damaged lines are skipped; an unfinished last line waits.

    A ``poll`` reads at most ``most`` bytes. Without ``steps`` the lines of ``StepsEnded``, ``UsageMeasured``
    and ``PhaseAdvanced``, which are nearly all of a journal, are passed over unread. ``offset`` says how far
    it has read, ``has_more`` that the last reading was a full one, so that more may well be there.
    """

    def __init__(self, path: Path, *, steps: bool = True, most: int = _SLICE) -> None:
        self._path = path
        self._wants_steps = steps
        self._most = most
        self.offset = 0
        self.has_more = False
        self._rest = b""

    def go_to(self, other: Follower) -> None:
        """Go on from where another follower of the same journal is."""
        self.offset, self._rest, self.has_more = other.offset, other._rest, other.has_more

    def poll(self) -> list[Event]:
        """Return the events since the last call, as many as one reading holds."""
        try:
            with self._path.open("rb") as handle:
                handle.seek(self.offset)
                data = handle.read(self._most)
        except FileNotFoundError:
            data = b""
        self.has_more = len(data) == self._most
        if not data:
            return []
        self.offset += len(data)
        *lines, self._rest = (self._rest + data).split(b"\n")
        if not self._wants_steps:
            lines = [line for line in lines if not line.startswith(_FREQUENT, _CHECKSUM)]
        return _parse_all(lines)

    def there(self) -> Iterator[Event]:
        """Yield all events that are there by now, however many readings that takes."""
        while True:
            yield from self.poll()
            if not self.has_more:
                return


def read(path: Path) -> list[Event]:
    """Return all events of a journal."""
    return list(Follower(path).there())


def last(path: Path) -> Event | None:
    """Return a journal's last event, or None when there is none; looks at its end only."""
    try:
        with path.open("rb") as handle:
            size = handle.seek(0, 2)
            for tail in (_TAIL, size):
                handle.seek(max(0, size - tail))
                *lines, _ = handle.read().split(b"\n")
                found = next((event for event in map(_parse, reversed(lines)) if event is not None), None)
                if found is not None:
                    return found
    except FileNotFoundError:
        pass
    return None

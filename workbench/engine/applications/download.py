"""The process that fetches one file of weights into Keras' cache, and says on its stdout how far it is."""

from __future__ import annotations

import hashlib
import sys
import urllib.request
from collections.abc import Callable
from pathlib import Path

import msgspec

from workbench.engine.applications.refusal import not_fetched
from workbench.foundation.clock import monotonic
from workbench.foundation.errors import WorkbenchError
from workbench.protocol import frames
from workbench.protocol.applications import WeightsFile
from workbench.protocol.messages import Failed, Progress, Response, WeightsFetched

_CHUNK, _BETWEEN, _PATIENCE = 1 << 18, 0.1, 60.0
_SHA256 = 64
Tell = Callable[[int, int], None]


def main(described: str) -> int:
    """Fetch the file that the JSON ``described`` names, and print frames: progress, then an answer."""
    file = msgspec.json.decode(described, type=WeightsFile)
    try:
        fetch(file, lambda done, total: _say(Progress(id=0, what="downloading", done=done, total=total)))
    except WorkbenchError as failure:
        _say(Failed(id=0, problems=failure.problems))
        return 1
    _say(WeightsFetched(id=0, path=file.path))
    return 0


def fetch(file: WeightsFile, tell: Tell) -> None:
    """Have the file at its path, from its address unless it is there and whole.

    ``tell`` is given how many bytes have come and how many there are, 0 where that is unknown. What is there
    by half is in a file of its own beside it: Keras takes whatever has the name for the weights.

    Raises:
        WorkbenchError: it can't be had; what to do then is said.
    """
    path = Path(file.path)
    part = Path(file.part)
    try:
        if path.exists() and _is_whole(path, file.digest):
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        _fetch_into(part, file.address, tell)
        if not _is_whole(part, file.digest):
            raise WorkbenchError(not_fetched(file, "what came is not the file that was expected.", "network"))
        part.replace(path)
    except (OSError, ValueError) as failure:  # of the network and of the disk alike; urllib's are OSErrors
        raise WorkbenchError(not_fetched(file, str(failure), "network")) from failure
    finally:
        part.unlink(missing_ok=True)


def _fetch_into(part: Path, address: str, tell: Tell) -> None:
    told_at, done = monotonic(), 0
    with urllib.request.urlopen(address, timeout=_PATIENCE) as answer, part.open("wb") as out:
        total = int(answer.headers.get("Content-Length") or 0)
        tell(0, total)
        while chunk := answer.read(_CHUNK):
            out.write(chunk)
            done += len(chunk)
            if monotonic() - told_at >= _BETWEEN:
                told_at = monotonic()
                tell(done, total)
    if done < total:
        raise OSError(f"the connection ended after {done:,} of {total:,} bytes.")


def _is_whole(path: Path, digest: str) -> bool:
    """Tell whether a file has the digest that Keras knows, in MD5 or SHA256; without one any has."""
    if not digest:
        return True
    with path.open("rb") as file:
        found = hashlib.file_digest(file, "sha256" if len(digest) == _SHA256 else "md5")
    return found.hexdigest() == digest


def _say(response: Response) -> None:
    sys.stdout.buffer.write(frames.encode(response))
    sys.stdout.buffer.flush()

"""A frame is 4 bytes of length, big endian, and that many bytes of JSON; at most 1 MiB."""

from __future__ import annotations

import struct
from collections.abc import Iterator

import msgspec

from workbench.protocol.messages import Cancel, Request, Response

LIMIT = 1 << 20
_LENGTH = struct.Struct(">I")
_encoder = msgspec.json.Encoder()
_requests: msgspec.json.Decoder[Request] = msgspec.json.Decoder(Request)
_cancels: msgspec.json.Decoder[Cancel] = msgspec.json.Decoder(Cancel)
_responses: msgspec.json.Decoder[Response] = msgspec.json.Decoder(Response)


class FrameError(ValueError):
    """The bytes are no frame of ours; the stream can't be trusted any more."""


class NoTextError(FrameError):
    """A name in the message is no text: on some systems a file's may be any bytes."""


def encode(message: Request | Response) -> bytes:
    """Return the message as a frame; FrameError when it is longer than the limit or holds no text."""
    try:
        body = _encoder.encode(message)
    except UnicodeEncodeError as failure:
        name = failure.object.encode("utf-8", "replace").decode()
        raise NoTextError(f"“{name}” is no text in UTF-8: expected a name that is some.") from failure
    if len(body) > LIMIT:
        raise FrameError(f"A frame holds at most {LIMIT} bytes, received a message of {len(body)}.")
    return _LENGTH.pack(len(body)) + body


class Splitter:
    """Cuts a stream of bytes into the bodies of frames, however the bytes arrive."""

    def __init__(self) -> None:
        self._buffer = bytearray()

    def feed(self, data: bytes) -> Iterator[bytes]:
        """Take bytes and yield every body that is now complete; FrameError on an impossible length."""
        self._buffer += data
        while len(self._buffer) >= _LENGTH.size:
            (length,) = _LENGTH.unpack_from(self._buffer)
            if length > LIMIT:
                raise FrameError(f"A frame holds at most {LIMIT} bytes, received a length of {length}.")
            end = _LENGTH.size + length
            if len(self._buffer) < end:
                return
            body = bytes(self._buffer[_LENGTH.size : end])
            del self._buffer[:end]
            yield body


def decode_request(body: bytes) -> Request:
    """Parse and validate a request; FrameError when it is none."""
    try:
        return _requests.decode(body)
    except (msgspec.DecodeError, RecursionError) as failure:
        raise FrameError(str(failure)) from failure


def cancelled_by(body: bytes) -> int | None:
    """Return the number of the request that this one cancels, None where it is another kind of request."""
    try:
        return _cancels.decode(body).request
    except (msgspec.DecodeError, RecursionError):
        return None


def decode_response(body: bytes) -> Response:
    """Parse and validate a response; FrameError when it is none."""
    try:
        return _responses.decode(body)
    except (msgspec.DecodeError, RecursionError) as failure:
        raise FrameError(str(failure)) from failure

"""Whatever bytes come instead of frames: they are refused as such, and nothing else happens."""

from __future__ import annotations

import struct
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.protocol.frames import LIMIT, FrameError, Splitter, decode_request, decode_response, encode
from workbench.protocol.messages import Run, RunAccepted

_FRAMES = b"".join(encode(message) for message in (Run(id=1, folder="a"), Run(id=2, folder="ü")))
_BODIES = st.one_of(
    st.binary(max_size=200),
    st.sampled_from([b"", b"null", b"[]", b"NaN", b'{"type":"Run","id":NaN}', b'{"type":"Nothing"}']),
    st.recursive(st.just("[]"), lambda inner: inner.map(lambda text: f"[{text}]")).map(str.encode),
)


@given(st.lists(st.binary(max_size=60), max_size=20))
def test_that_any_bytes_are_bodies_or_refused(pieces: list[bytes]) -> None:
    splitter, taken = Splitter(), 0
    try:
        for piece in pieces:
            taken += sum(4 + len(body) for body in splitter.feed(piece))
    except FrameError:
        return
    assert taken <= sum(map(len, pieces))


@given(st.lists(st.integers(0, len(_FRAMES)), max_size=10))
def test_that_frames_are_whole_however_they_arrive(cuts: list[int]) -> None:
    splitter, places = Splitter(), [0, *sorted(cuts), len(_FRAMES)]
    pieces = [_FRAMES[a:b] for a, b in pairwise(places)]

    found = [decode_request(body) for piece in pieces for body in splitter.feed(piece)]

    assert found == [Run(id=1, folder="a"), Run(id=2, folder="ü")]


@given(_BODIES)
def test_that_a_body_that_is_no_message_is_refused(body: bytes) -> None:
    for decode in (decode_request, decode_response):
        with pytest.raises(FrameError):
            decode(body)


@pytest.mark.parametrize("length", [LIMIT + 1, 1 << 31, (1 << 32) - 1])
def test_that_an_impossible_length_is_refused_before_anything_is_kept(length: int) -> None:
    with pytest.raises(FrameError, match="length"):
        list(Splitter().feed(struct.pack(">I", length)))


def test_that_a_number_that_json_has_not_is_refused() -> None:
    body = encode(RunAccepted(id=1, pid=1))[4:]
    with pytest.raises(FrameError):
        decode_response(body.replace(b"1", b"NaN"))

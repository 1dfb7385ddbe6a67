"""Texts as numbers, word for word as Keras' TextVectorization does it, where no TensorFlow is at hand."""

from __future__ import annotations

import heapq
import string
from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workbench.engine.data.dataset import Tell, keep_quiet
from workbench.project.preparation import TextMode

_EVERY = 1000
_MARKS = string.punctuation.encode()


def words_of(text: str) -> list[bytes]:
    """Return the words of a text: lower case (of ASCII letters), without punctuation, cut at white space."""
    return text.encode("utf-8", "replace").lower().translate(None, _MARKS).split()


def vocabulary(
    texts: Sequence[str] | NDArray[Any], tokens: int, mode: TextMode, tell: Tell = keep_quiet
) -> tuple[tuple[str, ...], tuple[float, ...]]:
    """Return the most frequent words and, for ``tf_idf``, what an unknown one and each of them weighs.

    ``tokens`` counts the entries for unknown words and, in the mode ``int``, for nothing as well.
    """
    counts: Counter[bytes] = Counter()
    documents: Counter[bytes] = Counter()
    total = len(texts)
    for number, text in enumerate(texts):
        if number % _EVERY == 0:
            tell("fitting", number, total)
        words = words_of(text)
        counts.update(words)
        documents.update(set(words))
    most = max(0, tokens - (2 if mode == "int" else 1))
    chosen = heapq.nlargest(most, counts, key=lambda word: (counts[word], word))
    weights: tuple[float, ...] = ()
    if mode == "tf_idf" and chosen:
        each = np.log1p(total / (1 + np.array([documents[word] for word in chosen])))
        weights = (float(each.mean()), *each.tolist())
    return tuple(word.decode("utf-8", "replace") for word in chosen), weights


def vectorised(
    texts: Sequence[str], words: Sequence[str], mode: TextMode, *, length: int, weights: Sequence[float] = ()
) -> NDArray[np.float32]:
    """Return float32 (n, length) in the mode ``int``, else (n, 1 + words)."""
    first = 2 if mode == "int" else 1
    number = {word.encode(): place for place, word in enumerate(words, start=first)}
    unknown = first - 1
    out = np.zeros((len(texts), length if mode == "int" else 1 + len(words)), dtype=np.float32)
    for row, text in enumerate(texts):
        found = [number.get(word, unknown) for word in words_of(text)]
        if mode == "int":
            out[row, : len(found)] = found[:length]
        elif mode == "multi_hot":
            out[row, found] = 1
        else:
            np.add.at(out[row], found, 1)
    if mode == "tf_idf" and weights:
        out *= np.asarray(weights, dtype=np.float32)
    return out

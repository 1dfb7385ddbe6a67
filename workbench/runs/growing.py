"""A list that grows: appending is cheap however long it is, and what somebody holds never changes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TypeVar, overload

T = TypeVar("T", covariant=True)


class Grown(Sequence[T]):
    """An immutable sequence over a list that it shares with its successors, as ``Series`` does with points.

    ``append`` and ``extend`` return a new one. Only when a sequence is continued twice is its list copied.
    """

    __slots__ = ("_items", "_length")

    def __init__(self, items: Iterable[T] = ()) -> None:
        self._items: list[T] = list(items)
        self._length = len(self._items)

    def append(self, item: T) -> Grown[T]:  # type: ignore[misc]  # nothing that is held changes
        """Return the sequence with one more item."""
        return self.extend((item,))

    def extend(self, items: Iterable[T]) -> Grown[T]:
        """Return the sequence with more items."""
        is_tip = len(self._items) == self._length
        grown: Grown[T] = Grown.__new__(Grown)
        grown._items = self._items if is_tip else self._items[: self._length]
        grown._items.extend(items)
        grown._length = len(grown._items)
        return grown

    def __len__(self) -> int:
        return self._length

    def __iter__(self) -> Iterator[T]:
        return islice(self._items, self._length)

    @overload
    def __getitem__(self, index: int) -> T: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[T, ...]: ...
    def __getitem__(self, index: int | slice) -> T | tuple[T, ...]:
        if isinstance(index, slice):
            start, stop, step = index.indices(self._length)
            if step > 0:
                return tuple(self._items[start:stop:step])
            return tuple(self._items[at] for at in range(start, stop, step))
        at = index + self._length if index < 0 else index
        if not 0 <= at < self._length:
            raise IndexError(f"Expected an index below {self._length}, received {index}.")
        return self._items[at]

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, Sequence)
            and len(other) == self._length
            and all(mine == theirs for mine, theirs in zip(self, other, strict=True))
        )

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __repr__(self) -> str:
        return f"Grown({tuple(self)!r})"

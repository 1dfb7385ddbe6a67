"""Which image files there are in a folder, of which class, and in which ready part."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from workbench.engine.data.dataset import Tell, keep_quiet, refuse
from workbench.engine.data.pictures.decode import SUFFIXES
from workbench.foundation.errors import Problem, WorkbenchError, warning
from workbench.project.data import ImageFolder

_PARTS = (("train", "training"), ("validation", "valid", "val"), ("test", "testing"))
_EVERY = 1000
_NAMED = 3


@dataclass(frozen=True)
class Listing:
    """Paths in order: by part, by class, by name; ``labels`` and ``given`` are numbers, one for each path."""

    paths: tuple[str, ...]
    labels: tuple[int, ...]
    classes: tuple[str, ...]
    given: tuple[int, ...] | None
    notes: tuple[Problem, ...] = ()


def list_images(source: ImageFolder, folder: Path, tell: Tell) -> Listing:
    """Look for images without opening any; WorkbenchError where ``data.source`` when there are none."""
    root = _existing(source.path, folder, "data.source")
    places = _ready_parts(root)
    for number, path in ((1, source.validation), (2, source.test)):
        if path.strip():
            places = {**(places or {0: root}), number: _existing(path, folder, "data.source")}
    names = _classes(places or {0: root}, source)
    paths: list[str] = []
    labels: list[int] = []
    given: list[int] = []
    notes: list[Problem] = [] if source.classes else list(_unseen(places or {}, names))
    for number, place in sorted((places or {0: root}).items()):
        for label, name in enumerate(names):
            before = len(paths)
            for path in images_below(place / name, tell):
                paths.append(path)
                if len(paths) % _EVERY == 0:
                    tell("looking", len(paths), 0)
            labels += [label] * (len(paths) - before)
            given += [number] * (len(paths) - before)
            if len(paths) == before:
                notes.append(_empty(place / name))
    if not paths:
        raise _none(root)
    return Listing(
        tuple(paths), tuple(labels), tuple(map(shown, names)), tuple(given) if places else None, tuple(notes)
    )


def shown(path: str | Path) -> str:
    """Return a path as it may be told: bytes that are no UTF-8 become question marks."""
    return os.fsencode(path).decode("utf-8", "replace")


def images_below(folder: Path, tell: Tell = keep_quiet) -> Iterator[str]:
    """Yield the image files in a folder and the folders below, by name; a folder met again is passed over.

    ``tell`` hears of the entries of a very large folder before the first of its files is known.
    """
    seen: set[tuple[int, int]] = set()
    waiting = [str(folder)]
    while waiting:
        place = waiting.pop()
        try:
            state = Path(place).stat()
            with os.scandir(place) as entries:
                found = sorted(_told(entries, tell), key=lambda entry: entry.name)
        except OSError:
            continue  # gone, not ours to read, or a link into itself
        if (state.st_dev, state.st_ino) in seen:
            continue
        seen.add((state.st_dev, state.st_ino))
        below = []
        for entry in found:
            if entry.name[entry.name.rfind(".") :].lower() in SUFFIXES and _is_file(entry):
                yield entry.path
            elif _is_folder(entry):
                below.append(entry.path)
        waiting += reversed(below)


def _told(entries: Iterable[os.DirEntry[str]], tell: Tell) -> Iterator[os.DirEntry[str]]:
    """Yield the entries that are not hidden and tell how many were met."""
    for count, entry in enumerate(entries, start=1):
        if count % _EVERY == 0:
            tell("looking", count, 0)
        if not entry.name.startswith("."):
            yield entry


def _is_file(entry: os.DirEntry[str]) -> bool:
    """Tell whether it is a file, or a link to nothing: that is set aside by name, and no pipe is."""
    try:
        return entry.is_file() or not Path(entry.path).exists()
    except OSError:
        return True


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False


def _existing(path: str, folder: Path, where: str) -> Path:
    if not path.strip():
        raise refuse(
            "data.none", "No folder is chosen: expected one with images.", "Choose a folder in Data."
        )
    there = folder / path
    try:
        is_there = there.is_dir()
    except (OSError, ValueError) as failure:
        reason = getattr(failure, "strerror", None) or failure
        raise refuse(
            "data.unreadable", f"{there} can't be read: {reason}.", "Choose another.", where=where
        ) from failure
    if not is_there:
        what = "is no folder" if there.exists() else "is not there"
        raise refuse(
            "data.missing",
            f"{there} {what}: expected a folder with one subfolder of images for each class.",
            "Choose the folder again, or check its path.",
            where=where,
        )
    return there


def _subfolders(folder: Path) -> tuple[str, ...]:
    try:
        with os.scandir(folder) as entries:
            return tuple(sorted(e.name for e in entries if not e.name.startswith(".") and _is_folder(e)))
    except OSError as failure:
        raise refuse(
            "data.unreadable",
            f"{shown(folder)} can't be read: {failure.strerror}.",
            "Check your rights to it.",
        ) from failure


def _ready_parts(root: Path) -> dict[int, Path] | None:
    """Return the folders of ready parts by their numbers, if ``root`` holds a training part and another."""
    there = {name.lower(): name for name in _subfolders(root)}
    found = {
        number: root / there[next(name for name in names if name in there)]
        for number, names in enumerate(_PARTS)
        if any(name in there for name in names)
    }
    return found if 0 in found and len(found) > 1 else None


def _classes(places: dict[int, Path], source: ImageFolder) -> tuple[str, ...]:
    names = source.classes or _subfolders(places[0])
    if len(names) < 2:
        raise refuse(
            "data.one_class",
            f"{shown(places[0])} holds {len(names)} subfolders: expected one for each class, at least two.",
            "Choose the folder that holds the folders of the classes.",
        )
    problems = []
    for number, place in places.items():
        there = _subfolders(place)
        absent = [name for name in names if name not in there and (source.classes or number)]
        if absent and number == 0:
            problems.append(_no_class(place, absent))
    if problems:
        raise WorkbenchError(*(error for problem in problems for error in problem.problems))
    return names


def _no_class(place: Path, absent: list[str]) -> WorkbenchError:
    return refuse(
        "data.no_such_class",
        f"{shown(place)} has no folder “{absent[0]}”: expected one for each chosen class.",
        "Choose the classes again.",
        where="data.source.classes",
    )


def _unseen(places: dict[int, Path], names: tuple[str, ...]) -> Iterator[Problem]:
    """Yield a warning for each ready part with classes that have no folder in the training part."""
    for number, place in sorted(places.items()):
        more = [shown(name) for name in _subfolders(place) if name not in names]
        if number and more:
            told = ", ".join(f"“{name}”" for name in more[:_NAMED]) + (", …" if len(more) > _NAMED else "")
            yield warning(
                "data.unseen_class",
                "data.source",
                f"{shown(place)} holds {told}: expected classes of the training part only. It is left out.",
                "Give the training part a folder of that name, or take this one away.",
            )


def _empty(folder: Path) -> Problem:
    return warning(
        "data.empty_class",
        "data.source",
        f"{shown(folder)} holds no image.",
        "Put images into it, or take the folder away: the network can't learn a class without examples.",
    )


def _none(root: Path) -> WorkbenchError:
    return refuse(
        "data.no_images",
        f"{shown(root)} holds no image in the classes' folders: expected {', '.join(sorted(SUFFIXES))}.",
        "Choose the folder that holds the folders of the classes.",
    )

"""The commands of the queue: what waits, adding, taking out, another order, working it off."""

from __future__ import annotations

from rich.table import Table

from workbench.cli.arguments import Arguments
from workbench.cli.asking import an_engine
from workbench.cli.output import Output
from workbench.cli.reviewing import has_errors, review
from workbench.cli.training import with_wishes
from workbench.foundation import paths
from workbench.foundation.errors import WorkbenchError, error
from workbench.project.samples import open_project
from workbench.runs import folder as folders
from workbench.runs.events import Event, RunFailed, RunFinished
from workbench.runs.queue import Entry, Queue
from workbench.runs.queue_worker import Worker, has_failed, start_worker


def queue(given: Arguments, output: Output) -> int:
    """Do what the word after ``queue`` says."""
    match given.action:
        case "add":
            return _add(given, output)
        case "remove":
            return _remove(given, output)
        case "move":
            return _move(given, output)
        case "run":
            return _run(given, output)
        case _:
            return _list(output)


def _list(output: Output) -> int:
    held = Queue()
    entries = [("running", entry) for entry in held.running()]
    entries += [("waiting", entry) for entry in held.waiting()]
    if output.as_json:
        for status, entry in entries:
            output.line({"status": status, **_in_words(entry)})
        return 0
    if not entries:
        output.show("Nothing waits. `workbench queue add PROJECT` puts a training in the queue.")
        return 0
    table = Table("", "Title", "Device", "Folder", box=None, pad_edge=False, header_style="bold")
    number = 0
    for status, entry in entries:
        number += status == "waiting"
        table.add_row(str(number) if status == "waiting" else "▶", entry.title, entry.device, entry.folder)
    output.show(table)
    return 0


def _add(given: Arguments, output: Output) -> int:
    project, base = open_project(given.target)
    project = with_wishes(project, given)
    with an_engine(output) as engine:
        problems = review(engine, project, base)
    if has_errors(problems):
        raise WorkbenchError(*problems)
    run = folders.create(project, home=given.runs or paths.runs_home(), base=base)
    held = Queue()
    entry = held.add(run, title=project.title, device=project.training.device)
    if not given.hold:
        start_worker(held)
    if output.as_json:
        output.line({"status": "waiting", **_in_words(entry)})
    else:
        output.problems(problems)
        when = "`workbench queue run` begins it" if given.hold else "it begins when its device is free"
        output.show(f"Queued {entry.title} in {entry.folder}: {when}.")
    return 0


def _remove(given: Arguments, output: Output) -> int:
    held = Queue()
    entry = _named(held, given.target)
    if not held.remove(entry.id):
        raise _begun(entry)
    if output.as_json:
        output.line({"status": "removed", **_in_words(entry)})
    else:
        output.show(f"Took {entry.title} out of the queue.")
    return 0


def _move(given: Arguments, output: Output) -> int:
    held = Queue()
    entry = _named(held, given.target)
    if not held.move(entry.id, (given.to or 1) - 1):
        raise _begun(entry)
    return _list(output)


def _run(given: Arguments, output: Output) -> int:
    failures: list[Entry] = []

    def begun(entry: Entry) -> None:
        if output.as_json:
            output.line({"status": "running", **_in_words(entry)})
        else:
            output.show(f"Began {entry.title} in {entry.folder}")

    def ended(entry: Entry, last: Event | None) -> None:
        if has_failed(last):
            failures.append(entry)
        if output.as_json:
            status = "failed" if has_failed(last) else "finished"
            output.line({"status": status, **_in_words(entry)})
        elif isinstance(last, RunFinished):
            output.show(f"Ended {entry.title}: {last.ending}, {last.epochs} epochs, {last.seconds:.1f} s.")
        elif isinstance(last, RunFailed):
            output.problems([last.problem])

    if not Worker(Queue(), given.runs or paths.runs_home(), begun=begun, ended=ended).work():
        message = "The queue is being worked off by another process."
        raise WorkbenchError(
            error("queue.held", "run", message, "`workbench queue list` shows how far it is.")
        )
    return int(bool(failures))


def _named(held: Queue, name: str) -> Entry:
    """Return what waits under a number of the list or an id; WorkbenchError where nothing does."""
    waiting = held.waiting()
    if name.isdecimal() and 1 <= int(name) <= len(waiting):
        return waiting[int(name) - 1]
    for entry in waiting:
        if entry.id == name:
            return entry
    message = f"Nothing waits under “{name}”: expected 1 to {len(waiting)}, or the name of a run's folder."
    if not waiting:
        message = f"Nothing waits under “{name}”: the queue is empty."
    raise WorkbenchError(error("queue.unknown", "run", message, "`workbench queue list` shows what waits."))


def _begun(entry: Entry) -> WorkbenchError:
    message = f"{entry.title} waits no more: it has begun, or was taken out."
    return WorkbenchError(error("queue.begun", "run", message, "`workbench queue list` shows what waits."))


def _in_words(entry: Entry) -> dict[str, str]:
    return {"id": entry.id, "title": entry.title, "device": entry.device, "folder": entry.folder}

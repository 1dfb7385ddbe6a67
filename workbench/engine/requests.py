"""What each request asks for: one function call and one response. Imports come as late as they can."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, assert_never

import msgspec

from workbench.foundation import atomic, clock
from workbench.protocol import messages
from workbench.protocol.messages import Request, Response

if TYPE_CHECKING:
    from workbench.engine.model.analyse import Analyser

_BETWEEN = 0.1


class Telling:
    """Turns a long reading's progress into messages, ten a second at most."""

    def __init__(self, request: int, tell: Callable[[messages.Progress], None]) -> None:
        self._request = request
        self._tell = tell
        self._told_at = clock.monotonic()

    def __call__(self, what: str, done: int, total: int) -> None:
        now = clock.monotonic()
        if now - self._told_at >= _BETWEEN:
            self._told_at = now
            self._tell(messages.Progress(id=self._request, what=what, done=done, total=total))


class Desk:
    """Answers requests one after another and keeps what makes the next answer quick."""

    def __init__(self, tell: Callable[[messages.Progress], None]) -> None:
        self._analyser: Analyser | None = None
        self._tell = tell

    def answer(self, request: Request) -> Response:
        """Carry out a request.

        Raises:
            WorkbenchError: it can't be carried out, told in words.
        """
        match request:
            case messages.Analyse():
                return self._analyse(request)
            case messages.InspectData():
                return self._inspect(request)
            case messages.Describe():
                return _describe(request)
            case messages.Evaluate():
                return _evaluate(request)
            case messages.Predict():
                return _predict(request)
            case messages.Export():
                return _export(request)
            case messages.ImportModel():
                return self._import(request)
            case messages.Run():
                return _accept(request)
            case _:
                assert_never(request)

    def _analyse(self, request: messages.Analyse) -> messages.Analysed:
        return messages.Analysed(id=request.id, analysis=self._its_analyser().analyse(request.project))

    def _inspect(self, request: messages.InspectData) -> messages.DataInspected:
        from workbench.engine.data.facts import facts
        from workbench.engine.data.ready import ready

        found = ready(request.data, Path(request.folder), Telling(request.id, self._tell))
        told = facts(found.dataset, found.parts, request.data.task)
        return messages.DataInspected(id=request.id, facts=told)

    def _import(self, request: messages.ImportModel) -> messages.ModelImported:
        from workbench.engine.importing.loader import import_model

        imported = import_model(Path(request.path), self._its_analyser())
        return messages.ModelImported(id=request.id, project=imported.project, problems=imported.problems)

    def _its_analyser(self) -> Analyser:
        if self._analyser is None:
            from workbench.engine.model.analyse import Analyser

            self._analyser = Analyser()
        return self._analyser


def _describe(request: messages.Describe) -> messages.Described:
    from workbench.engine.model.describe import describe

    text, params = describe(request.group, request.kind)
    return messages.Described(id=request.id, text=text, params=params)


def _evaluate(request: messages.Evaluate) -> messages.Evaluated:
    from workbench.engine.evaluation.evaluate import evaluate

    evaluation = evaluate(Path(request.run), request.split, request.which)
    return messages.Evaluated(id=request.id, evaluation=evaluation)


def _predict(request: messages.Predict) -> messages.Predicted:
    from workbench.engine.evaluation.predict import predict

    predictions = predict(Path(request.run), Path(request.input), request.which)
    atomic.write_bytes(Path(request.out), msgspec.json.Encoder().encode_lines(predictions))
    return messages.Predicted(id=request.id, path=request.out, examples=len(predictions))


def _export(request: messages.Export) -> messages.ExportDone:
    from workbench.engine.export.export import export

    exported = export(Path(request.run), request.format, Path(request.out), request.which)
    return messages.ExportDone(id=request.id, exported=exported)


def _accept(request: messages.Run) -> messages.RunAccepted:
    import os

    from workbench.runs.folder import RunFolder

    RunFolder(Path(request.folder)).project()
    return messages.RunAccepted(id=request.id, pid=os.getpid())

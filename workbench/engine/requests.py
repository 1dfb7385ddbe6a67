"""What each request asks for: one function call and one response. Imports come as late as they can."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, assert_never

import msgspec
from msgspec.structs import replace

from workbench.foundation import atomic, clock
from workbench.foundation.errors import WorkbenchError, error
from workbench.protocol import messages
from workbench.protocol.findings import Finding
from workbench.protocol.messages import Request, Response

if TYPE_CHECKING:
    from workbench.engine.data.at_hand import AtHand
    from workbench.engine.evaluation.at_hand import RunAtHand
    from workbench.engine.evaluation.probing import Bench
    from workbench.engine.exploring.explorer import Explorer
    from workbench.engine.model.analyse import Analyser

_BETWEEN = 0.1


class _CancelledError(Exception):
    """Whoever asked has given the request up."""


class Telling:
    """Turns a long reading's progress into messages, ten a second at most, and ends what is cancelled."""

    def __init__(
        self,
        request: int,
        tell: Callable[[messages.Progress], None],
        is_cancelled: Callable[[int], bool],
    ) -> None:
        self._request = request
        self._tell = tell
        self._is_cancelled = is_cancelled
        self._told_at = clock.monotonic()
        self._thread = threading.get_ident()
        self.end_if_cancelled()

    def end_if_cancelled(self) -> None:
        """Raise what ends the request; on other threads, as those that watch a download, nothing happens."""
        if self._is_cancelled(self._request) and threading.get_ident() == self._thread:
            raise _CancelledError

    def __call__(self, what: str, done: int, total: int) -> None:
        self.end_if_cancelled()
        now = clock.monotonic()
        if now - self._told_at >= _BETWEEN:
            self._told_at = now
            self._tell(messages.Progress(id=self._request, what=what, done=done, total=total))


class _GivesWayError(Exception):
    """Another request waits for one that can be asked again."""


class Desk:
    """Answers requests one after another and keeps what makes the next answer quick."""

    def __init__(
        self,
        tell: Callable[[messages.Progress], None],
        is_asked: Callable[[], bool] = lambda: False,
        is_cancelled: Callable[[int], bool] = lambda _request: False,
    ) -> None:
        """``is_asked`` tells whether another request waits, ``is_cancelled`` whether this one is given up."""
        self._is_asked = is_asked
        self._is_cancelled = is_cancelled
        self._analyser: Analyser | None = None
        self._at_hand: AtHand | None = None
        self._run_at_hand: RunAtHand | None = None
        self._bench: Bench | None = None
        self._explorer: Explorer | None = None
        self._tell = tell

    def answer(self, request: Request) -> Response:
        """Carry out a request.

        Raises:
            WorkbenchError: it can't be carried out, or was cancelled, told in words.
        """
        try:
            return self._carry_out(request)
        except _CancelledError:
            raise WorkbenchError(error("cancelled", "run", "It was cancelled.")) from None

    def _carry_out(self, request: Request) -> Response:
        match request:
            case messages.Analyse():
                return self._analyse(request)
            case messages.InspectData():
                return self._inspect(request)
            case messages.LintData():
                return self._lint(request)
            case messages.LookAt():
                return self._look(request)
            case messages.MakeThumbnails():
                return _make_thumbnails(request)
            case messages.ShowExamples():
                return self._show_examples(request)
            case messages.ShowDraws():
                return self._show_draws(request)
            case messages.Describe():
                return _describe(request)
            case messages.Evaluate():
                return _evaluate(request, self._telling(request))
            case messages.MeasureImportance():
                return self._measure(request)
            case messages.ShowRows():
                return self._show_rows(request)
            case messages.AskInput():
                return self._tell_input(request)
            case messages.Probe():
                return self._probe(request)
            case messages.DrawBoundary():
                return self._draw_boundary(request)
            case messages.Explain():
                return self._explain(request)
            case messages.ShowFilters():
                return self._show_filters(request)
            case messages.Predict():
                return self._predict(request)
            case messages.Export():
                return _export(request)
            case messages.ImportModel():
                return self._import(request)
            case messages.ListNetworks():
                return _list_networks(request)
            case messages.MakeNetwork():
                return _make_network(request)
            case messages.FindWeights():
                return _find_weights(request)
            case messages.LookAhead():
                return self._look_ahead(request)
            case messages.FindRate():
                return self._find_rate(request)
            case messages.Explore():
                return self._explore(request)
            case messages.Run():
                self._at_hand = self._run_at_hand = self._bench = self._explorer = None
                return _accept(request)
            case messages.Cancel():
                return messages.Cancelled(id=request.id)
            case _:
                assert_never(request)

    def _analyse(self, request: messages.Analyse) -> messages.Analysed:
        return messages.Analysed(id=request.id, analysis=self._its_analyser().analyse(request.project))

    def _inspect(self, request: messages.InspectData) -> messages.DataInspected:
        from workbench.engine.data.facts import facts

        telling = self._telling(request)
        data = self._its_data()
        found = data.read(request.data, Path(request.folder), telling)
        told = facts(found.dataset, found.parts, request.data.task, telling)
        return messages.DataInspected(id=request.id, facts=replace(told, preparation=data.proposal))

    def _lint(self, request: messages.LintData) -> messages.DataLinted:
        from workbench.engine.data.lint.linter import by_weight, traps

        found: list[Finding] = []
        is_whole = is_stopped = False
        try:
            telling = self._telling(request)

            def tell_or_give_way(what: str, done: int, total: int) -> None:
                telling(what, done, total)
                if self._is_asked():
                    raise _GivesWayError

            raw = self._its_data().raw(request.data, Path(request.folder), telling)
            found.extend(traps(request.data, raw, tell_or_give_way))
            is_whole = True
        except _GivesWayError:
            found.clear()
        except _CancelledError:
            is_stopped = True
        findings = by_weight(found)
        return messages.DataLinted(id=request.id, findings=findings, is_whole=is_whole, is_stopped=is_stopped)

    def _look(self, request: messages.LookAt) -> messages.LookedAt:
        from workbench.engine.data.glance.recognise import recognise

        telling = self._telling(request)
        found = recognise(Path(request.path), sheet=request.sheet, encoding=request.encoding, tell=telling)
        return messages.LookedAt(id=request.id, found=found)

    def _show_examples(self, request: messages.ShowExamples) -> messages.ExamplesShown:
        from workbench.engine.data.showing import examples_of

        telling = self._telling(request)
        ready = self._its_data().get(request.data, Path(request.folder), telling)
        augment = request.data.augment if request.is_augmented else ()
        shown = examples_of(ready, request.part, request.count, augment)
        return messages.ExamplesShown(id=request.id, examples=shown)

    def _show_draws(self, request: messages.ShowDraws) -> messages.DrawsShown:
        from workbench.engine.data.showing import draws_of

        telling = self._telling(request)
        ready = self._its_data().get(request.data, Path(request.folder), telling)
        draws = draws_of(ready, request.data.augment, request.number, request.count, request.seed)
        return messages.DrawsShown(id=request.id, draws=draws)

    def _telling(self, request: Request) -> Telling:
        return Telling(request.id, self._tell, self._is_cancelled)

    def _its_data(self) -> AtHand:
        if self._at_hand is None:
            from workbench.engine.data.at_hand import AtHand

            self._at_hand = AtHand()
        return self._at_hand

    def _measure(self, request: messages.MeasureImportance) -> messages.ImportanceMeasured:
        from workbench.engine.evaluation.importance import importances

        telling = self._telling(request)
        found = importances(
            Path(request.run),
            request.split,
            request.which,
            self._its_run(),
            lambda done, total: telling("measuring", done, total),
        )
        return messages.ImportanceMeasured(id=request.id, importances=found)

    def _show_rows(self, request: messages.ShowRows) -> messages.RowsShown:
        from workbench.engine.evaluation.rows import rows_shown

        ready = self._its_run().ready(Path(request.run), self._telling(request))
        return messages.RowsShown(id=request.id, shown=rows_shown(ready, request.rows))

    def _tell_input(self, request: messages.AskInput) -> messages.InputTold:
        from workbench.engine.evaluation.input_form import input_form

        form = input_form(Path(request.run), request.which, self._its_run())
        return messages.InputTold(id=request.id, form=form)

    def _predict(self, request: messages.Predict) -> messages.Predicted:
        from workbench.engine.evaluation.predict import predict

        run = Path(request.run)
        model = self._its_run().model(run, request.which)
        predictions = predict(run, Path(request.input), request.which, model=model)
        atomic.write_bytes(Path(request.out), msgspec.json.Encoder().encode_lines(predictions))
        return messages.Predicted(id=request.id, path=request.out, examples=len(predictions))

    def _probe(self, request: messages.Probe) -> messages.ProbeRead:
        from workbench.engine.evaluation.probing import Given, Probed

        run = Path(request.run) if request.run else None
        probed = Probed(request.project, Path(request.folder), run, request.which)
        given = Given(request.values, request.file, request.row)
        reading = self._its_bench().probe(probed, given, request.changes)
        return messages.ProbeRead(id=request.id, reading=reading)

    def _draw_boundary(self, request: messages.DrawBoundary) -> messages.BoundaryDrawn:
        from workbench.engine.evaluation.boundary import boundary_of

        drawn = boundary_of(Path(request.run), request.which, self._its_run(), side=request.side)
        return messages.BoundaryDrawn(id=request.id, boundary=drawn)

    def _explain(self, request: messages.Explain) -> messages.Explained:
        from workbench.engine.evaluation.explained import explained

        run, file = Path(request.run), Path(request.file) if request.file else None
        found = explained(run, request.which, self._its_run(), row=request.row, file=file, unit=request.unit)
        return messages.Explained(id=request.id, explanation=found)

    def _show_filters(self, request: messages.ShowFilters) -> messages.FiltersShown:
        from workbench.engine.evaluation.filtering import filters_shown

        return messages.FiltersShown(id=request.id, filters=filters_shown(request, self._its_bench()))

    def _its_bench(self) -> Bench:
        if self._bench is None:
            from workbench.engine.evaluation.probing import Bench

            self._bench = Bench(self._its_run())
        return self._bench

    def _its_run(self) -> RunAtHand:
        if self._run_at_hand is None:
            from workbench.engine.evaluation.at_hand import RunAtHand

            self._run_at_hand = RunAtHand()
        return self._run_at_hand

    def _import(self, request: messages.ImportModel) -> messages.ModelImported:
        from workbench.engine.importing.loader import import_model

        imported = import_model(Path(request.path), self._its_analyser())
        return messages.ModelImported(id=request.id, project=imported.project, problems=imported.problems)

    def _look_ahead(self, request: messages.LookAhead) -> messages.LookedAhead:
        from workbench.engine.preflight.preflight import preflight

        found = preflight(
            request.project, Path(request.folder), self._telling(request), self._its_analyser().analyse
        )
        return messages.LookedAhead(id=request.id, preflight=found)

    def _find_rate(self, request: messages.FindRate) -> messages.RateFound:
        from workbench.engine.training.finder import find

        telling, base = self._telling(request), Path(request.folder)
        ready = self._its_data().get(request.project.data, base, telling)
        sweep = find(request.project, ready, base, lambda done, total: telling("sweeping", done, total))
        return messages.RateFound(id=request.id, sweep=sweep)

    def _explore(self, request: messages.Explore) -> messages.Explored:
        if self._explorer is None:
            from workbench.engine.exploring.explorer import Explorer

            self._explorer = Explorer()
        return messages.Explored(id=request.id, answer=self._explorer.answer(request.question))

    def _its_analyser(self) -> Analyser:
        if self._analyser is None:
            from workbench.engine.model.analyse import Analyser

            self._analyser = Analyser()
        return self._analyser


def _make_thumbnails(request: messages.MakeThumbnails) -> messages.ThumbnailsMade:
    from workbench.engine.data.pictures.small import thumbnails

    return messages.ThumbnailsMade(id=request.id, images=thumbnails(request.paths, request.side))


def _list_networks(request: messages.ListNetworks) -> messages.NetworksListed:
    from workbench.engine.applications.functions import offers

    return messages.NetworksListed(id=request.id, networks=offers())


def _make_network(request: messages.MakeNetwork) -> messages.NetworkMade:
    from workbench.engine.applications.drawing import drawn

    return messages.NetworkMade(id=request.id, clip=drawn(request.application, brightest=request.brightest))


def _find_weights(request: messages.FindWeights) -> messages.WeightsFound:
    from workbench.engine.applications.fetching import weights_file

    return messages.WeightsFound(id=request.id, file=weights_file(request.application))


def _describe(request: messages.Describe) -> messages.Described:
    from workbench.engine.model.describe import describe

    text, params = describe(request.group, request.kind)
    return messages.Described(id=request.id, text=text, params=params)


def _evaluate(request: messages.Evaluate, tell: Telling) -> messages.Evaluated:
    from workbench.engine.evaluation.evaluate import evaluate

    evaluation = evaluate(Path(request.run), request.split, request.which, tell)
    return messages.Evaluated(id=request.id, evaluation=evaluation)


def _export(request: messages.Export) -> messages.ExportDone:
    from workbench.engine.export.export import export

    exported = export(
        Path(request.run), request.format, Path(request.out), request.which, preparation=request.preparation
    )
    return messages.ExportDone(id=request.id, exported=exported)


def _accept(request: messages.Run) -> messages.RunAccepted:
    import os

    from workbench.runs.folder import RunFolder

    RunFolder(Path(request.folder)).project()
    return messages.RunAccepted(id=request.id, pid=os.getpid())

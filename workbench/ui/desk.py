"""One window with all that belongs to it, wired: document, engine, controllers, commands."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QApplication

from workbench.catalog.current import current
from workbench.catalog.kinds import Group
from workbench.project import layout
from workbench.project.edits import SetTitle
from workbench.project.project import Project
from workbench.protocol.messages import Describe, Described, Ready, Response
from workbench.ui import preferences
from workbench.ui.actions import add_actions, menu_of
from workbench.ui.closing import Closing
from workbench.ui.data.bringing import Bringing
from workbench.ui.data.questions import DataQuestions
from workbench.ui.desk_commands import DeskCommands
from workbench.ui.dialogs.question import tell
from workbench.ui.dialogs.recovery import offer_recovery
from workbench.ui.doctor.practice import Practice
from workbench.ui.document.document import Document
from workbench.ui.document.engine_client import EngineClient
from workbench.ui.document.files import Files
from workbench.ui.document.importing import ModelImporter
from workbench.ui.document.linter import Linter
from workbench.ui.document.networks import Networks
from workbench.ui.document.reviewer import Reviewer
from workbench.ui.document.swap import SwapCopy, SwapWriter
from workbench.ui.explore.explorers import Explorers
from workbench.ui.layers.gradient_watch import GradientWatch
from workbench.ui.live.shared_moment import SharedMoment
from workbench.ui.results.controller import ResultsController
from workbench.ui.results.finding_data import DataFinder
from workbench.ui.results.questions import RunQuestions
from workbench.ui.theme import Theme
from workbench.ui.training.controller import TrainingController, problems_in_words
from workbench.ui.training.preflights import Preflights
from workbench.ui.training.queue_keeper import QueueKeeper
from workbench.ui.training.rate_sweeps import RateSweeps
from workbench.ui.training.steering import Steering
from workbench.ui.warming import Warming
from workbench.ui.window import MainWindow


class Desk(QObject):
    """Everything that one open window needs; ``close`` lets go of all of it, and runs go on."""

    is_ready = Signal()
    """The engine answers and the plots are built: all that the window is made of is there."""

    def __init__(self, app: QApplication, *, dark: bool = True) -> None:
        super().__init__()
        self._is_closed = False
        self.theme = Theme(dark=dark, parent=self)
        self.theme.changed.connect(lambda: self.theme.apply(app))
        self.theme.changed.connect(lambda: preferences.remember_theme(dark=self.theme.is_dark))
        self.document = Document(Project(), current(), self)
        self.engine = EngineClient(self)
        self.reviewer = Reviewer(self.document, self.engine, self)
        self.linter = Linter(self.document, self.engine, self.reviewer, self)
        self.swap = SwapWriter(self.document, self)
        self.training = TrainingController(self.document, self.engine, self)
        self.queue = QueueKeeper(self.document, self.training, self)
        self.preflights = Preflights(self.document, self.engine, self.training.reason_not_to_begin, self)
        self.window = MainWindow(self.document, self.theme, self.request_docs)
        # Last, since every move of a widget into another dresses it anew, with all that it holds.
        self.theme.apply(app)
        self.steering = Steering(self.training, self.document.catalog, self.theme, self.window)
        self.files = Files(self.document, self.window)
        self.importer = ModelImporter(self.document, self.engine, self)
        self.bringing = Bringing(self.document, self.engine, self.window.data_page, self.window, self)
        self.networks = Networks(self.document, self.engine, self.window, self)
        panels = (self.window.live_panel, self.window.results_page.view.live)
        self.practice = Practice(self.document, panels, self)
        heat = self.window.model_page.canvas.heat
        self.gradients = GradientWatch(heat, [panel.layers for panel in panels], self)
        one, other = (panel.moment for panel in panels)
        self.moments = SharedMoment(one, other, self._is_one_run_shown, self)
        self.results = ResultsController(self.window.results_page, self.engine, self)
        self.window.results_page.live_session = lambda: self.training.session
        self.finder = DataFinder(self.window.results_page, self.files, self)
        self.explorers = Explorers(self.document, self.engine, self.theme, self.window, self)
        self.warming = Warming(self)
        self.closing = Closing(self.window, self.files, self.training, self.swap, self)
        self.commands = DeskCommands(self)
        self.actions = add_actions(self.window, self.commands.handlers())
        self.actions["motion"].setChecked(preferences.is_motion_reduced())
        edit_menu = menu_of(self.window, "edit")
        edit_menu.addSeparator()
        edit_menu.addActions(self.window.model_page.canvas.actions_for_menu())
        self._wire_document()
        self._wire_training()
        self._wire_window()
        self._wire_explorers()
        self._on_project_changed()
        self._on_training_state_changed()

    def open(self, project: str | None) -> None:
        """Open a project and whatever lives: runs of an earlier window, swap copies of a crashed one."""
        self.training.attach_to_what_lives()
        self.files.open_named(project or "digits-cnn")
        offer_recovery(self.window, self._recover)

    def show(self) -> None:
        self.window.restore()
        self.window.show()
        QTimer.singleShot(0, self, self.engine.start)

    def close(self) -> None:
        """Let go of everything; runs go on, and unsaved edits stay in the swap copy."""
        if self._is_closed:
            return
        self._is_closed = True
        self.swap.write()
        self.training.close()
        self.queue.close()
        self.preflights.close()
        self.warming.stop()
        self.linter.stop()
        self.networks.fetcher.stop()
        self.engine.stop()
        self.window.close_now()
        self.window.deleteLater()

    def request_docs(self, group: Group, kind: str) -> None:
        """Fetch Keras' own documentation of a kind for whoever shows it."""

        def answered(response: Response) -> None:
            if isinstance(response, Described):
                self.window.model_page.inspector.set_docs(group, kind, response.text, response.params)
                self.window.training_page.set_docs(group, kind, response.text, response.params)
                self.window.data_page.set_docs(group, kind, response.text, response.params)

        self.engine.request(Describe, answered, group=group, kind=kind)

    def _wire_document(self) -> None:
        document = self.document
        document.project_changed.connect(self._on_project_changed)
        document.undo_stack.cleanChanged.connect(self._on_project_changed)
        document.path_changed.connect(self._on_project_changed)
        document.undo_stack.canUndoChanged.connect(self.actions["undo"].setEnabled)
        document.undo_stack.canRedoChanged.connect(self.actions["redo"].setEnabled)
        self.actions["undo"].setEnabled(False)
        self.actions["redo"].setEnabled(False)
        for signal in (document.problems_changed, document.facts_changed, document.analysis_changed):
            signal.connect(self._on_training_state_changed)
        self.files.failed.connect(self.tell_problems)
        self.importer.failed.connect(self.tell_problems)
        self.importer.imported.connect(self._on_importer_imported)
        self._wire_data()
        self.engine.ready.connect(self._on_engine_ready)

    def _wire_data(self) -> None:
        page = self.window.data_page
        page.connect_questions(DataQuestions(self.document, self.engine, self))
        page.connect_linter(self.linter)
        self.reviewer.busy_changed.connect(page.set_busy)
        self.reviewer.progressed.connect(page.show_progress)
        self.bringing.progressed.connect(page.show_progress)
        page.cancelled.connect(self.commands.cancel_reading)
        page.again.connect(self.reviewer.look_again)
        page.asked.connect(self.commands.choose_data)
        page.network_started.connect(lambda: self.commands.choose_mode("model"))
        for started in (page.network_started, self.bringing.started):
            started.connect(self.window.model_page.canvas.fit)

    def _wire_training(self) -> None:
        training, run_bar = self.training, self.window.run_bar
        training.failed.connect(self.tell_problems)
        training.session_changed.connect(self._on_training_session_changed)
        training.state_changed.connect(self._on_training_state_changed)
        run_bar.train_requested.connect(self.commands.train)
        run_bar.pause_requested.connect(training.pause)
        run_bar.resume_requested.connect(training.go_on)
        run_bar.step_requested.connect(training.step)
        run_bar.stop_requested.connect(training.stop)
        run_bar.stop_now_requested.connect(training.stop_now)
        run_bar.suspend_requested.connect(training.suspend)
        run_bar.resume_run_requested.connect(training.resume_run)
        run_bar.kill_requested.connect(training.kill)
        run_bar.change_requested.connect(self.steering.open)
        self.steering.went_on.connect(lambda: self.commands.choose_mode("training"))
        training.failed.connect(run_bar.request_refused)
        training.run_over.connect(self._on_training_run_over)
        self.queue.failed.connect(self.tell_problems)
        self.queue.changed.connect(lambda: run_bar.set_waiting(len(self.queue.waiting)))
        run_bar.queue_requested.connect(self.commands.show_queue)
        self.window.training_page.rate.finder.connect_sweeps(RateSweeps(self.document, self.engine, self))
        self.preflights.stuck.connect(self.commands.restart_engine)
        card = self.window.training_page.preflight
        card.connect_preflights(self.preflights)
        card.place_chosen.connect(self.commands.going.go_to)

    def _wire_window(self) -> None:
        window, commands = self.window, self.commands
        window.close_requested.connect(self.closing.ask)
        window.file_dropped.connect(commands.open_file)
        window.top_bar.mode_chosen.connect(self._on_mode_chosen)
        window.top_bar.title_edited.connect(lambda title: self.document.do(SetTitle(title)))
        window.top_bar.export_requested.connect(commands.export)
        window.top_bar.palette_requested.connect(commands.show_palette)
        window.model_page.gallery_requested.connect(commands.show_gallery)
        window.model_page.canvas.heat.chosen.connect(preferences.remember_heat_map)
        window.model_page.summary_shown.connect(preferences.remember_summary)
        window.model_page.canvas.message.connect(window.problems.set_hint)
        window.model_page.shelf.add(self.networks)
        window.model_page.inspector.block.weights.imagenet_wanted.connect(self.networks.fetch_weights)
        window.fetching.follow(self.networks.fetcher)
        self.networks.told.connect(window.problems.set_hint)
        self.networks.refused.connect(self.tell_problems)
        window.problems.place_chosen.connect(commands.going.go_to)
        window.doctor_badge.clicked.connect(window.toggle_doctor)
        for curves in (window.live_panel.curves, window.results_page.view.live.curves):
            curves.save_wanted.connect(partial(commands.save_curves, curves))
        window.results_page.export_requested.connect(commands.export_run)
        window.results_page.resume_requested.connect(commands.resume_run)
        window.results_page.train_on_requested.connect(self.steering.open_for)
        window.model_page.probe.connect_questions(RunQuestions(self.engine, self))
        window.live_panel.cell_clicked.connect(commands.show_cell)
        window.results_page.set_aside_requested.connect(commands.set_aside)
        window.results_page.view.judgement.trial.save_requested.connect(
            lambda text, name: self.files.save_text(text, proposed=name, kind=self.tr("Tables (*.csv)"))
        )
        self.results.runs_changed.connect(window.compare_page.set_runs)
        self.document.selection_changed.connect(self._on_selection_changed)

    def _wire_explorers(self) -> None:
        explorers, page = self.explorers, self.window.training_page
        self.window.model_page.inspector.layer.explore_wanted.connect(explorers.open_for_layer)
        page.loss.let_explore()
        page.optimizer.let_explore(self.tr("the optimizer"))
        page.rate.let_explore()
        page.loss.explore_wanted.connect(explorers.open_for_loss)
        page.optimizer.explore_wanted.connect(explorers.open_for_optimizer)
        page.rate.explore_wanted.connect(lambda: explorers.open_topic("rate"))

    def _is_one_run_shown(self) -> bool:
        """Tell whether the run that is followed is the one that is chosen in Results."""
        session = self.training.session
        return session is not None and session.folder.path == self.window.results_page.chosen

    @Slot()
    def _on_selection_changed(self) -> None:
        """Let the filters follow the layer that is selected on the canvas."""
        chosen = self.document.selected_nodes()
        names = {node.name for node in self.document.project.graph.nodes if node.id in chosen}
        self.window.results_page.view.judgement.filters.follow(names)

    def tell_problems(self, problems: object) -> None:
        """Say what went wrong: ``problems`` is a tuple of Problem, as signals carry it."""
        assert isinstance(problems, tuple)
        tell(self.window, title="Keras Workbench", text=problems_in_words(problems))

    def _recover(self, copy: SwapCopy) -> None:
        path = Path(copy.path) if copy.path else None
        self.document.open(copy.project, path=path, base=Path(copy.base))
        self.document.undo_stack.resetClean()
        self.swap.write()

    @Slot()
    def _on_project_changed(self) -> None:
        title = self.document.project.title
        is_edited = not self.document.undo_stack.isClean()
        self.window.top_bar.set_title(title, is_edited=is_edited)
        self.window.setWindowTitle(f"{title}{' •' if is_edited else ''} — Keras Workbench")
        self.window.setWindowModified(False)
        self.actions["use-again"].setEnabled(bool(self.document.project.data.set_aside))
        self.actions["forget-weights"].setEnabled(isinstance(self.document.project.weights, str))

    @Slot(object)
    def _on_importer_imported(self, problems: object) -> None:
        self.commands.choose_mode("model")
        if problems:
            self.tell_problems(problems)

    @Slot()
    def _on_training_session_changed(self) -> None:
        self.window.live_panel.set_session(self.training.session)
        self.window.has_run = self.training.session is not None

    @Slot()
    def _on_training_state_changed(self) -> None:
        session = self.training.session
        state = session.state if session is not None else None
        self.window.run_bar.set_state(state)
        reason = self.training.reason_not_to_train()
        self.window.run_bar.set_can_train(not reason, reason)
        self.actions["train"].setEnabled(not self.training.reason_not_to_begin())
        self.actions["preflight"].setEnabled(not self.preflights.reason())
        self.window.training_page.preflight.show_readiness()
        self.window.training_page.rate.finder.set_reason(self.training.reason_not_to_begin())
        for name in ("pause", "step", "stop", "stop-now", "suspend", "kill"):
            self.actions[name].setEnabled(state is not None and not state.is_over)

    @Slot()
    def _on_training_run_over(self) -> None:
        # The pages of runs are drawn when they are shown: not now, while the eye is on the curves.
        self._on_mode_chosen(self.window.mode)

    @Slot(str)
    def _on_mode_chosen(self, mode: str) -> None:
        if mode in ("results", "compare"):
            self.results.refresh()

    @Slot(object)
    def _on_engine_ready(self, ready: Ready) -> None:
        self.window.training_page.set_devices(ready.devices)
        gpus = [name for device, name in ready.devices if device.startswith("gpu")]
        self.window.top_bar.set_device(f"● {gpus[0]}" if gpus else "● CPU")
        # Plotting and laying out take a third of a second to load: now, rather than when they are wanted.
        QTimer.singleShot(0, self, self._prepare)

    @Slot()
    def _prepare(self) -> None:
        self.window.live_panel.prepare()
        layout.prepare()
        self.is_ready.emit()
        curves = self.window.results_page.view.live.curves
        steps = (*self.window.data_page.settings.to_prepare(), *curves.to_prepare())
        self.warming.begin(steps, self.window)

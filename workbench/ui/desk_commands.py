"""What the window's commands do that needs more than one room."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLineEdit

from workbench.code.script import script
from workbench.foundation.errors import WorkbenchError, error
from workbench.project import file
from workbench.project.edits import ForgetWeights, SetAside, UseAgain
from workbench.project.samples import bundled_projects
from workbench.project.source_paths import with_absolute_paths
from workbench.runs.folder import RunFolder
from workbench.ui import preferences
from workbench.ui.canvas.picture import FORMATS, image, picture
from workbench.ui.command_palette import CommandPalette
from workbench.ui.dialogs.gallery import GalleryDialog
from workbench.ui.dialogs.question import ask, tell
from workbench.ui.document.measures import Measures
from workbench.ui.going import Going
from workbench.ui.help_dialog import HelpDialog, about_text, guide
from workbench.ui.help_keys import keys_page
from workbench.ui.inspector.editors.line import REFUSAL
from workbench.ui.live import curve_files
from workbench.ui.live.curves import CurvePanel
from workbench.ui.results.exporting import ask_how
from workbench.ui.training.queue_dialog import QueueDialog

if TYPE_CHECKING:
    from workbench.ui.desk import Desk


class DeskCommands(QObject):
    """The handlers of the commands in ``actions.COMMANDS``."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self._measures = Measures(desk.engine, self)
        self.going = Going(desk.window, self.choose_mode, self)

    def handlers(self) -> dict[str, Callable[[], object]]:
        """Return what each command calls, by its id."""
        desk, window, training = self._desk, self._desk.window, self._desk.training
        modes: dict[str, Callable[[], object]] = {
            f"mode-{mode}": lambda mode=mode: self.choose_mode(mode)  # type: ignore[misc]
            for mode in ("data", "model", "training", "results", "compare")
        }
        return {
            **modes,
            **self.going.handlers(),
            "new": desk.files.new,
            "gallery": self.show_gallery,
            "open": desk.files.open,
            "save": desk.files.save,
            "save-as": desk.files.save_as,
            "open-csv": lambda: self.choose_data("table"),
            "open-folder": lambda: self.choose_data("folder"),
            "open-arrays": lambda: self.choose_data("arrays"),
            "read-again": desk.reviewer.look_again,
            "cancel-reading": self.cancel_reading,
            "find-data": desk.finder.ask,
            "import": self.import_model,
            "forget-weights": lambda: desk.document.do(ForgetWeights()),
            "export": self.export,
            "export-code": self.export_code,
            "picture": self.save_picture,
            "copy-picture": self.copy_picture,
            "save-curves": lambda: self.save_curves(window.curves_at_sight()),
            "copy-curves": self.copy_curves,
            "copy-summary": window.model_page.summary.copy_as_keras,
            "summary": window.toggle_summary,
            "heat": self.next_heat_map,
            "probe": self.toggle_probe,
            "quit": window.close,
            "use-again": lambda: desk.document.do(UseAgain()),
            "undo": desk.document.undo_stack.undo,
            "redo": desk.document.undo_stack.redo,
            "theme": lambda: desk.theme.set_dark(not desk.theme.is_dark),
            "motion": self.reduce_motion,
            "live": window.toggle_live,
            "doctor": window.toggle_doctor,
            "layers": window.toggle_layers,
            "time": window.focus_time,
            "newest-epoch": lambda: window.panel_at_sight().moment.stand_at(None),
            "train": self.train,
            "preflight": self.run_preflight,
            "find-rate": self.find_rate,
            "steer": desk.steering.open,
            "queue": self.show_queue,
            "pause": training.pause_or_go_on,
            "step": training.step,
            "stop": training.stop,
            "stop-now": training.stop_now,
            "suspend": training.suspend,
            "kill": training.kill,
            "restart-engine": self.restart_engine,
            "palette": self.show_palette,
            "help": self.show_help,
            "keys": self.show_keys,
            "explore": desk.explorers.open,
            "about": lambda: tell(window, title=self.tr("About"), text=about_text()),
        }

    def choose_mode(self, mode: str) -> None:
        self._desk.window.show_mode(mode)
        self._desk.window.top_bar.mode_chosen.emit(mode)

    @Slot()
    def train(self) -> None:
        """Start a run, unless what is being typed just now is no value."""
        field = QApplication.focusWidget()
        reason = field.property(REFUSAL) if isinstance(field, QLineEdit) else None
        if field is None or not reason:
            self._train_or_queue()
            return
        name = field.accessibleName()
        message = f"{name[:1].upper()}{name[1:]}: {reason}"
        hint = self.tr("Correct the field, or press Tab to have its earlier value back.")
        self._desk.training.failed.emit((error("field.refused", "training", message, hint),))

    def reduce_motion(self) -> None:
        """Follow the tick of the command: with it nothing glides, now and next time."""
        is_reduced = self._desk.actions["motion"].isChecked()
        self._desk.window.reduce_motion(is_reduced)
        preferences.remember_reduced_motion(is_reduced)

    def _train_or_queue(self) -> None:
        """Train; while a run goes on, offer to wait for its end."""
        desk = self._desk
        if not desk.training.is_live or desk.training.reason_not_to_begin():
            desk.training.train()
            return
        ask(
            desk.window,
            title=self.tr("A run is going on"),
            text=self.tr(
                "“{0}” can wait in the queue and begins when the device is free, also without this window."
            ).format(desk.document.project.title),
            choices={"queue": self.tr("Put it in the queue"), "cancel": self.tr("Cancel")},
            default="queue",
            answer=lambda key: desk.queue.add() if key == "queue" else None,
        )

    @Slot()
    def show_queue(self) -> None:
        """Show what waits."""
        desk = self._desk
        QueueDialog(desk.queue, reason=desk.training.reason_not_to_begin(), parent=desk.window).open()

    @Slot()
    def find_rate(self) -> None:
        """Sweep over learning rates, where the outcome can be seen."""
        self.choose_mode("training")
        card = self._desk.window.training_page.rate
        card.finder.ask()
        self._desk.window.training_page.show_card(card)

    @Slot()
    def run_preflight(self) -> None:
        """Look ahead, where the outcome can be seen."""
        self.choose_mode("training")
        card = self._desk.window.training_page.preflight
        self._desk.preflights.start()
        self._desk.window.training_page.show_card(card)

    def toggle_probe(self) -> None:
        """Open the probe on the model, offering the run that is followed or shown; or close it."""
        page, session = self._desk.window.model_page, self._desk.training.session
        folder = self._desk.window.results_page.chosen if session is None else session.folder.path
        results = self._desk.window.results_page
        shown = results.view.live if folder == results.chosen else self._desk.window.live_panel
        page.probe.offer_run(folder, "" if folder is None else _stem(folder), shown.moment)
        if self._desk.window.mode != "model" and page.probe.isVisibleTo(page):
            self.choose_mode("model")
            return
        self.choose_mode("model")
        page.toggle_probe()

    def next_heat_map(self) -> None:
        """Colour the layers by the next of their costs."""
        self.choose_mode("model")
        self._desk.window.model_page.canvas.heat.step()

    @Slot()
    def export(self) -> None:
        """Export the run that is shown: the chosen one in Results, else the live one."""
        window, session = self._desk.window, self._desk.training.session
        chosen = window.results_page.chosen if window.mode == "results" else None
        folder = chosen or (session.folder.path if session is not None else None)
        if folder is None:
            text = self.tr("There is no trained model yet. Press Train first, or choose a run in Results.")
            tell(window, title=self.tr("Export"), text=text)
            return
        self.export_run(folder)

    @Slot(object)
    def export_run(self, folder: Path) -> None:
        """Ask how to export a run's model, and export it."""
        desk, page = self._desk, self._desk.window.results_page
        is_chosen = folder == page.chosen and desk.window.mode == "results"
        which = page.view.which if is_chosen else "best"
        sessions = (page.session, desk.training.session)
        ask_how(folder, _stem(folder), which, desk.results, sessions, desk.window)

    @Slot(int, int, str)
    def show_cell(self, true: int, predicted: int, output: str) -> None:
        """Show the examples behind a cell of the followed run's newest confusion matrix."""
        session = self._desk.training.session
        if session is not None:
            self.choose_mode("results")
            self._desk.window.results_page.show_cell_of(session.folder.path, true, predicted, output)

    @Slot(object, object)
    def set_aside(self, folder: Path, keys: tuple[str, ...]) -> None:
        """Leave a run's examples out of the open project's data, if it has the same source."""
        document, window = self._desk.document, self._desk.window
        run = RunFolder(folder).project().data
        source = document.project.data.source
        own = None if source is None else with_absolute_paths(source, document.base)
        if own != run.source or document.project.data.window != run.window:
            text = self.tr(
                "The open project has other data than this run. Open the project that was run first."
            )
            tell(window, title=self.tr("Set aside"), text=text)
            return
        document.do(SetAside(keys=keys))
        words = self.tr("{0} examples are set aside from the next run on. Undo takes them back.")
        window.problems.set_hint(words.format(len(keys)))

    @Slot(object)
    def resume_run(self, folder: Path) -> None:
        self._desk.training.resume(RunFolder(folder))
        self.choose_mode("training")

    def export_code(self) -> None:
        """Save the Keras script that trains the same network without this program."""
        document = self._desk.document
        try:
            text = script(document.project, document.catalog, base=document.base)
        except WorkbenchError as failure:
            self._desk.tell_problems(failure.problems)
            return
        proposed = f"{document.project.title}.py"
        self._desk.files.save_text(text, proposed=proposed, kind=self.tr("Python scripts (*.py)"))

    def save_picture(self) -> None:
        """Save the network as it is drawn."""
        document, theme = self._desk.document, self._desk.theme
        canvas = self._desk.window.model_page.canvas
        heat = canvas.heat
        if self._has_network():
            self._desk.files.save_one_of(
                FORMATS,
                lambda kind: picture(
                    document, theme, kind, canvas.inside, heat=heat.by, measured=heat.measured
                ),
                stem=document.project.title,
            )

    def save_curves(self, curves: CurvePanel) -> None:
        """Save the curves that are seen, or all their figures as a table."""
        if self._has_curves(curves):
            self._desk.files.save_one_of(curve_files.FORMATS, curves.as_file, stem=self.tr("curves"))

    def copy_curves(self) -> None:
        """Put the curves that are seen on the clipboard."""
        curves = self._desk.window.curves_at_sight()
        if self._has_curves(curves):
            curves.copy()

    def _has_curves(self, curves: CurvePanel) -> bool:
        if not curves.has_curves:
            text = self.tr("There are no curves yet. Press Train first, or choose a run in Results.")
            tell(self._desk.window, title=self.tr("Curves"), text=text)
        return curves.has_curves

    def copy_picture(self) -> None:
        """Put the network as it is drawn on the clipboard."""
        if self._has_network():
            canvas = self._desk.window.model_page.canvas
            heat, document = canvas.heat, self._desk.document
            made = image(document, self._desk.theme, canvas.inside, heat=heat.by, measured=heat.measured)
            QGuiApplication.clipboard().setImage(made)

    def _has_network(self) -> bool:
        if self._desk.document.project.graph.nodes:
            return True
        text = self.tr("There is no network yet to make a picture of. Add a layer first.")
        tell(self._desk.window, title=self.tr("Picture"), text=text)
        return False

    def show_help(self) -> None:
        title, keys = self.tr("How it works"), self._keys_page()
        HelpDialog(title, f"{guide()}\n\n{keys}", self._desk.window).open()

    def show_keys(self) -> None:
        HelpDialog(self.tr("Keys"), self._keys_page(), self._desk.window).open()

    def _keys_page(self) -> str:
        return keys_page(self._desk.window.model_page.canvas.actions_table.every())

    def restart_engine(self) -> None:
        """Begin with a fresh engine and have the project looked at anew."""
        self._desk.engine.restart()
        self._desk.reviewer.look_again()

    @Slot(str)
    def choose_data(self, what: str) -> None:
        """Ask for a table, a folder of images or arrays, or the folder that a field of the source names."""
        desk = self._desk
        self.choose_mode("data")
        if what in ("table", "arrays"):
            desk.files.choose_data(what, desk.bringing.use)
        elif what == "folder":
            desk.files.choose_folder(self.tr("Use a folder of photographs"), desk.bringing.use)
        else:
            take = desk.window.data_page.set_folder
            desk.files.choose_folder(self.tr("Choose a folder"), lambda path: take(what, path))

    @Slot()
    def cancel_reading(self) -> None:
        """End what the engine reads for the Data page; an engine that doesn't hear is started anew."""
        self._desk.bringing.cancel()
        self._desk.reviewer.cancel_data()
        self._desk.window.data_page.end_reading()

    def import_model(self) -> None:
        """Ask for a Keras model and open it as a project."""
        files = self._desk.files
        files.unless_unsaved(lambda: files.choose_model(self._desk.importer.read))

    @Slot(str)
    def open_file(self, name: str) -> None:
        """Open what was dropped on the window: a project, a model, or data of any kind."""
        if Path(name).suffix == file.SUFFIX:
            self._desk.files.open_named(name)
        elif Path(name).suffix.lower() == ".keras":
            self._desk.files.unless_unsaved(lambda: self._desk.importer.read(Path(name)))
        else:
            self.choose_mode("data")
            self._desk.bringing.propose(Path(name))

    @Slot()
    def show_gallery(self) -> None:
        """Offer the bundled projects as pictures; only now are they all read."""
        desk = self._desk
        try:
            projects = bundled_projects()
        except WorkbenchError as failure:
            desk.tell_problems(failure.problems)
            return
        dialog = GalleryDialog(
            projects,
            catalog=desk.document.catalog,
            theme=desk.theme,
            measures=self._measures,
            parent=desk.window,
        )
        dialog.chosen.connect(desk.files.open_named)
        dialog.open()

    @Slot()
    def show_palette(self) -> None:
        window = self._desk.window
        canvas = window.model_page.canvas.actions_table.every() if window.mode == "model" else []
        palette = CommandPalette([*self._desk.actions.values(), *canvas], window)
        corner = window.mapToGlobal(window.rect().topLeft())
        palette.move(corner.x() + (window.width() - palette.width()) // 2, corner.y() + 90)
        palette.show()


def _stem(folder: Path) -> str:
    """Return the title part of a run folder's name: the name without its time."""
    return "-".join(folder.name.split("-")[2:]) or folder.name

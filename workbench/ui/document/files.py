"""Opening and saving: every road on which a project comes into the window or leaves it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from workbench.foundation import atomic
from workbench.foundation.errors import WorkbenchError, error
from workbench.project import file
from workbench.project.project import Project
from workbench.project.samples import open_project
from workbench.ui.dialogs.question import ask
from workbench.ui.document.document import Document


class Files(QObject):
    """File commands of the window; a failure is told through ``failed`` and changes nothing."""

    failed = Signal(object)  # tuple[Problem, ...]
    opened = Signal()

    def __init__(self, document: Document, window: QWidget) -> None:
        super().__init__(window)
        self._document, self._window = document, window

    def new(self) -> None:
        self.unless_unsaved(lambda: self._show(Project(), path=None, base=Path.cwd()))

    def open(self) -> None:
        """Ask for a file and open it."""

        def choose() -> None:
            dialog = self._dialog(self.tr("Open a project"), self.tr("Projects (*.workbench)"))
            dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
            dialog.fileSelected.connect(self._open_now)
            dialog.open()

        self.unless_unsaved(choose)

    def open_named(self, name_or_path: str) -> None:
        """Open a path or a bundled project, after asking what becomes of unsaved edits."""
        self.unless_unsaved(lambda: self._open_now(name_or_path))

    def save(self, then: Callable[[], None] | None = None) -> None:
        """Write the project to its file, asking for one where it has none."""
        path = self._document.path
        if path is None:
            self.save_as(then)
        else:
            self._save_to(path, then)

    def save_as(self, then: Callable[[], None] | None = None) -> None:
        dialog = self._dialog(self.tr("Save the project"), self.tr("Projects (*.workbench)"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(file.SUFFIX.lstrip("."))
        dialog.selectFile(f"{self._document.project.title}{file.SUFFIX}")
        dialog.fileSelected.connect(lambda name: self._save_to(Path(name), then))
        dialog.open()

    def save_text(self, text: str, *, proposed: str, kind: str) -> None:
        """Ask for a file and write ``text`` to it."""
        dialog = self._dialog(self.tr("Save"), kind)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.selectFile(proposed)
        dialog.fileSelected.connect(lambda name: self._write(Path(name), text.encode()))
        dialog.open()

    def save_one_of(self, suffixes: Sequence[str], make: Callable[[str], bytes], *, stem: str) -> None:
        """Ask for a file of one of several kinds, and write what ``make`` returns for the chosen suffix."""

        def write(name: str) -> None:
            suffix = Path(name).suffix.removeprefix(".").lower()
            if suffix in suffixes:
                self._write(Path(name), make(suffix))
                return
            known = ", ".join(f".{suffix}" for suffix in suffixes)
            problem = error("file.kind", "file", f"Expected a name that ends in {known}, received {name}.")
            self.failed.emit((problem,))

        kinds = {f"{suffix.upper()} (*.{suffix})": suffix for suffix in suffixes}
        dialog = self._dialog(self.tr("Save"), ";;".join(kinds))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(suffixes[0])
        dialog.filterSelected.connect(lambda kind: dialog.setDefaultSuffix(kinds[kind]))
        dialog.selectFile(f"{stem}.{suffixes[0]}")
        dialog.fileSelected.connect(write)
        dialog.open()

    def choose_data(self, what: str, chosen: Callable[[Path], None]) -> None:
        """Ask for a file with data: ``what`` is ``table`` or ``arrays``."""
        title, kinds = (
            self.tr("Use a table"),
            self.tr("Tables (*.csv *.tsv *.txt *.parquet *.pq *.xlsx *.xlsm)"),
        )
        if what == "arrays":
            title, kinds = self.tr("Use arrays"), self.tr("NumPy arrays (*.npz *.npy)")
        dialog = self._dialog(title, kinds)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda name: chosen(Path(name)))
        dialog.open()

    def choose_folder(self, title: str, chosen: Callable[[Path], None]) -> None:
        """Ask for a folder."""
        dialog = self._dialog(title, "")
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(lambda name: chosen(Path(name)))
        dialog.open()

    def choose_file(self, title: str, chosen: Callable[[Path], None]) -> None:
        """Ask for any one file."""
        dialog = self._dialog(title, "")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda name: chosen(Path(name)))
        dialog.open()

    def choose_model(self, chosen: Callable[[Path], None]) -> None:
        """Ask for somebody's model."""
        dialog = self._dialog(self.tr("Import a Keras model"), self.tr("Keras models (*.keras)"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda name: chosen(Path(name)))
        dialog.open()

    def unless_unsaved(self, go_on: Callable[[], None], *, text: str = "") -> None:
        """Call ``go_on`` at once, or after the user has decided about unsaved edits."""
        if self._document.undo_stack.isClean():
            go_on()
            return

        def answered(key: str) -> None:
            if key == "save":
                self.save(go_on)
            elif key == "discard":
                go_on()

        ask(
            self._window,
            title=self.tr("Unsaved changes"),
            text=text or self.tr("“{0}” has unsaved changes.").format(self._document.project.title),
            choices={
                "save": self.tr("Save"),
                "discard": self.tr("Don't save"),
                "cancel": self.tr("Stay"),
            },
            default="save",
            answer=answered,
        )

    def _open_now(self, name_or_path: str) -> None:
        try:
            project, base = open_project(name_or_path)
        except WorkbenchError as failure:
            self.failed.emit(failure.problems)
            return
        path = Path(name_or_path)
        is_file = path.suffix == file.SUFFIX
        self._show(project, path=path.resolve() if is_file else None, base=base)

    def _show(self, project: Project, *, path: Path | None, base: Path) -> None:
        self._document.open(project, path=path, base=base)
        self.opened.emit()

    def _save_to(self, path: Path, then: Callable[[], None] | None) -> None:
        try:
            file.save(self._document.project, path)
        except WorkbenchError as failure:
            self.failed.emit(failure.problems)
            return
        self._document.mark_saved(path)
        if then is not None:
            then()

    def _write(self, path: Path, content: bytes) -> None:
        try:
            atomic.write_bytes(path, content)
        except OSError as failure:
            problem = error("file.unwritable", "file", f"{path} can't be written: {failure.strerror}.")
            self.failed.emit((problem,))

    def _dialog(self, title: str, kind: str) -> QFileDialog:
        folder = str(self._document.path.parent if self._document.path else Path.home())
        dialog = QFileDialog(self._window, title, folder, kind)
        dialog.setObjectName("file-dialog")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return dialog

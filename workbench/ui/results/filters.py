"""What a convolution looks for and finds: its kernels, and the feature maps of an example."""

from __future__ import annotations

from collections.abc import Set
from pathlib import Path

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtGui import QImage, QPixmap, QShowEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from workbench.protocol.filters import PAGE, Filters, MapLayer, Plane
from workbench.protocol.judgement import Which
from workbench.protocol.messages import Failed, FiltersShown, Response, ShowFilters
from workbench.ui.data.pictures.picture import decoded
from workbench.ui.inspector.notes import ProblemNotes
from workbench.ui.live import words
from workbench.ui.live.labels import plain_label
from workbench.ui.probe.given import ROW, GivenExample
from workbench.ui.results.large_plane import LargePlane
from workbench.ui.results.plane_grid import PlaneGrid, in_words
from workbench.ui.results.planes import kernel_image, map_image
from workbench.ui.results.questions import RunQuestions
from workbench.ui.theme import Theme

_PICTURE = 96


class FilterPanel(QWidget):
    """Asks when it is seen, and again with another example, layer, model, or whenever the run saved one."""

    shown = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("filter_panel")
        self.setAccessibleName(self.tr("Filters and feature maps"))
        self._theme = theme
        self._questions: RunQuestions | None = None
        self._run: Path | None = None
        self._which: Which = "best"
        self._moment: object = None
        self._is_live = False
        self._is_stale = True
        self._found: Filters | None = None
        self._first, self._large, self._kernel = 0, -1, -1
        self._followed = ""
        self.given = GivenExample(theme)
        self.given.choose(ROW)
        self.layer = self._combo("filter_layer", self.tr("Layer"))
        self.channel = self._combo("filter_channel", self.tr("Input channel of the kernels"))
        self.before = self._page_button("filters_before", "‹", self.tr("The filters before these"))
        self.behind = self._page_button("filters_behind", "›", self.tr("The filters behind these"))
        self._page = plain_label("filter_page", role="muted")
        self._notes = ProblemNotes(name="filter_problems", parent=self)
        self._hint = plain_label("filter_hint", role="muted")
        self._hint.setWordWrap(True)
        self._picture = QLabel()
        self._picture.setObjectName("filter_picture")
        self._picture.setAccessibleName(self.tr("The example"))
        self._label = plain_label("filter_label", role="muted")
        self._kernels_title = plain_label("kernels_title", bold=True)
        self._maps_title = plain_label("maps_title", bold=True)
        self.kernels = PlaneGrid(
            theme, self._draw_kernel, name="kernel_grid", title=self.tr("Kernels"), parent=self
        )
        self.maps = PlaneGrid(
            theme, self._draw_map, name="map_grid", title=self.tr("Feature maps"), parent=self
        )
        self.large = LargePlane(theme)
        self._arrange()
        self._connect()
        self._show_found(None)

    def connect_questions(self, questions: RunQuestions) -> None:
        self._questions = questions

    @property
    def found(self) -> Filters | None:
        """What is shown."""
        return self._found

    def set_run(self, run: Path | None, which: Which) -> None:
        """Look into this model from now on."""
        if (run, which) != (self._run, self._which):
            is_another = run != self._run
            self._run, self._which = run, which
            if is_another:
                self._first, self._large, self._kernel = 0, -1, -1
                self._show_found(None)
            self._refresh()

    def set_moment(self, moment: object, *, is_live: bool = False) -> None:
        """Take note of what the run has saved; while it goes on it is the last model's."""
        if (moment, is_live) != (self._moment, self._is_live):
            self._moment, self._is_live = moment, is_live
            self._refresh()

    def follow(self, layers: Set[str]) -> None:
        """Go to the layer that is selected elsewhere, if it is one and has maps."""
        self._followed = next(iter(layers)) if len(layers) == 1 else ""
        if self._followed and self.layer.findText(self._followed) >= 0:
            self._choose_layer(self._followed)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_stale:
            self._refresh()

    def _combo(self, name: str, title: str) -> QComboBox:
        combo = QComboBox()
        combo.setObjectName(name)
        combo.setAccessibleName(title)
        combo.setToolTip(title)
        combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        return combo

    def _page_button(self, name: str, text: str, title: str) -> QToolButton:
        button = QToolButton()
        button.setObjectName(name)
        button.setText(text)
        button.setToolTip(title)
        button.setAccessibleName(title)
        return button

    def _arrange(self) -> None:
        left = _column(8, self.given, self._picture, self._label)
        head = QHBoxLayout()
        choices: tuple[QWidget, ...] = (self.layer, self.channel, self.before, self._page, self.behind)
        for widget in choices:
            head.addWidget(widget)
        head.addStretch(1)
        grids = _column(6, self._kernels_title, self.kernels, self._maps_title, self.maps, self._hint)
        beside = QHBoxLayout()
        beside.setSpacing(20)
        beside.addLayout(grids, 1)
        beside.addWidget(self.large, 0, Qt.AlignmentFlag.AlignTop)
        right = QVBoxLayout()
        right.setSpacing(8)
        right.addLayout(head)
        right.addWidget(self._notes)
        right.addLayout(beside)
        right.addStretch(1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(24)
        layout.addLayout(left, 1)
        layout.addLayout(right, 4)

    def _connect(self) -> None:
        self.given.changed.connect(self._refresh)
        self.layer.textActivated.connect(self._choose_layer)
        self.channel.activated.connect(self._refresh)
        self.before.clicked.connect(lambda: self._turn(-PAGE))
        self.behind.clicked.connect(lambda: self._turn(PAGE))
        self.kernels.chosen.connect(self._on_kernel_chosen)
        self.maps.chosen.connect(self._on_map_chosen)

    @Slot()
    def _refresh(self, _index: int = 0) -> None:
        self._is_stale = not self.isVisible()
        fields = self.given.fields()
        if self._is_stale or self._questions is None or self._run is None or fields is None:
            return
        run = self._run

        def answered(response: Response) -> None:
            if run != self._run:
                return
            if isinstance(response, FiltersShown):
                self._show_found(response.filters)
                self.shown.emit()
            elif isinstance(response, Failed):
                self._show_found(None)
                self._hint.clear()
                self._notes.show_problems(response.problems)

        channel = self.channel.currentData()
        self._questions.ask(
            "filters",
            ShowFilters,
            answered,
            run=str(run),
            which="last" if self._is_live else self._which,
            layer=self.layer.currentText(),
            first=self._first,
            channel=-1 if channel is None else channel,
            large=self._large,
            **fields,
        )

    def _show_found(self, found: Filters | None) -> None:
        self._found = found
        self._notes.show_problems(() if found is None else found.problems)
        layer = None if found is None else _of(found)
        self._offer_layers(found)
        self._offer_channels(layer, -1 if found is None else found.channel)
        self._show_page(layer)
        self.kernels.show_planes(() if found is None else found.kernels)
        self.maps.show_planes(() if found is None else found.maps)
        has_kernels, has_maps = bool(self.kernels.planes), bool(self.maps.planes)
        for widget, is_there in (
            (self._kernels_title, has_kernels),
            (self.kernels, has_kernels),
            (self._maps_title, has_maps),
            (self.maps, has_maps),
        ):
            widget.setVisible(is_there)
        self._say(found, layer)
        self._show_example(found)
        self._show_large()
        if self._followed and found is not None and self.layer.findText(self._followed) >= 0:
            self._choose_layer(self._followed)

    def _say(self, found: Filters | None, layer: MapLayer | None) -> None:
        if found is None or layer is None:
            self._hint.setText(self.tr("Looking at the network's layers…") if self._run else "")
            return
        low, high = map(words.reading, found.kernel_range)
        self._kernels_title.setText(self.tr("Kernels, weights {0} … {1}").format(low, high))
        low, high = map(words.reading, found.map_range)
        self._maps_title.setText(self.tr("Feature maps, {0} … {1}").format(low, high))
        if not found.maps and not found.problems:
            self._hint.setText(self.tr("Choose a row, draw, or drop a picture to see what the layer finds."))
        elif not layer.kernels:
            self._hint.setText(self.tr("{0} has no kernels of its own.").format(layer.kind))
        else:
            self._hint.setText(self.tr("Click one to see it large, with its numbers under the mouse."))

    def _offer_layers(self, found: Filters | None) -> None:
        names = [] if found is None else [layer.name for layer in found.layers]
        with QSignalBlocker(self.layer):
            if [self.layer.itemText(at) for at in range(self.layer.count())] != names:
                self.layer.clear()
                self.layer.addItems(names)
            if found is not None:
                self.layer.setCurrentText(found.layer)
        self.layer.setEnabled(len(names) > 1)

    def _offer_channels(self, layer: MapLayer | None, chosen: int) -> None:
        inputs = 0 if layer is None else layer.inputs
        colours = [(self.tr("as colours"), -1)] if inputs == 3 else []
        wanted = [*colours, *((self.tr("input {0}").format(at + 1), at) for at in range(inputs))]
        with QSignalBlocker(self.channel):
            self.channel.clear()
            for text, at in wanted:
                self.channel.addItem(text, at)
            self.channel.setCurrentIndex(max(self.channel.findData(chosen), 0) if wanted else -1)
        self.channel.setVisible(inputs > 1)

    def _show_page(self, layer: MapLayer | None) -> None:
        count = 0 if layer is None else max(layer.maps, layer.kernels)
        self._first = 0 if self._found is None else self._found.first
        last = min(self._first + PAGE, count)
        self._page.setText(self.tr("{0} – {1} of {2}").format(self._first + 1, last, count))
        for widget in (self.before, self.behind, self._page):
            widget.setVisible(count > PAGE)
        self.before.setEnabled(self._first > 0)
        self.behind.setEnabled(last < count)

    def _show_example(self, found: Filters | None) -> None:
        image = decoded(found.picture) if found is not None and found.picture else QImage()
        self._picture.setVisible(not image.isNull())
        if not image.isNull():
            mode = Qt.TransformationMode.FastTransformation
            keeping = Qt.AspectRatioMode.KeepAspectRatio
            self._picture.setPixmap(QPixmap.fromImage(image.scaled(_PICTURE, _PICTURE, keeping, mode)))
        label = "" if found is None else found.label
        self._label.setText(self.tr("Target: {0}").format(label) if label else "")

    def _show_large(self) -> None:
        """Show the map that was chosen, or the kernel."""
        found = self._found
        kernel = next((one for one in self.kernels.planes if one.number == self._kernel), None)
        if found is not None and found.large is not None:
            title = self.tr("map {0}").format(in_words(found.large))
            extent = found.large.low, found.large.high  # by itself a faint one is to be seen too
            self.large.show_plane(found.large, map_image(found.large, extent), title)
        elif kernel is not None:
            title = self.tr("kernel {0}").format(in_words(kernel))
            self.large.show_plane(kernel, self._draw_kernel(kernel), title)
        else:
            self.large.show_plane(None, QImage(), "")

    def _draw_kernel(self, plane: Plane) -> QImage:
        extent = (0.0, 0.0) if self._found is None else self._found.kernel_range
        return kernel_image(plane, extent, self._theme.colors)

    def _draw_map(self, plane: Plane) -> QImage:
        return map_image(plane, (0.0, 0.0) if self._found is None else self._found.map_range)

    @Slot(str)
    def _choose_layer(self, name: str) -> None:
        if self._found is not None and name == self._found.layer:
            return
        with QSignalBlocker(self.layer):
            self.layer.setCurrentText(name)
        self.channel.clear()
        self._first, self._large, self._kernel = 0, -1, -1
        self._followed = ""
        self._refresh()

    def _turn(self, by: int) -> None:
        self._first, self._large, self._kernel = max(0, self._first + by), -1, -1
        self._refresh()

    @Slot(int)
    def _on_kernel_chosen(self, number: int) -> None:
        had_map, self._large = self._large >= 0, -1
        self._kernel = -1 if number == self._kernel and not had_map else number
        if had_map:
            self._refresh()
        else:
            self._show_large()

    @Slot(int)
    def _on_map_chosen(self, number: int) -> None:
        self._large, self._kernel = (-1 if number == self._large else number), -1
        self._refresh()


def _column(spacing: int, *widgets: QWidget) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(spacing)
    for widget in widgets:
        column.addWidget(widget)
    column.addStretch(1)
    return column


def _of(found: Filters) -> MapLayer | None:
    return next((layer for layer in found.layers if layer.name == found.layer), None)

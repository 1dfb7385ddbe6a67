"""The explorers in one window beside the program's own, a topic at the left of each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Slot
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from workbench.catalog.catalog import Catalog
from workbench.project.spec import Spec
from workbench.ui.explore.activation_page import ActivationPage
from workbench.ui.explore.initializer_page import InitializerPage
from workbench.ui.explore.loss_page import LossPage
from workbench.ui.explore.neuron_page import NeuronPage
from workbench.ui.explore.page import ExplorerPage
from workbench.ui.explore.race_page import RacePage
from workbench.ui.explore.rate_page import RatePage
from workbench.ui.explore.subject import TOPICS, Subject, Topic, Value
from workbench.ui.live.labels import plain_label
from workbench.ui.results.questions import RunQuestions
from workbench.ui.theme import Theme

_PAGES: Mapping[Topic, Callable[..., ExplorerPage]] = {
    "activation": ActivationPage,
    "loss": LossPage,
    "rate": RatePage,
    "initializer": InitializerPage,
    "optimizer": RacePage,
    "neuron": NeuronPage,
}


class ExploreDialog(QDialog):
    """A page is made when it is first looked at, and begins with what ``subject_of`` says for its topic."""

    def __init__(
        self,
        catalog: Catalog,
        theme: Theme,
        questions: RunQuestions,
        subject_of: Callable[[Topic], Subject],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("explore_dialog")
        self.setWindowTitle(self.tr("Explore"))
        self._catalog, self._theme, self._questions = catalog, theme, questions
        self._subject_of = subject_of
        self._subjects: dict[Topic, Subject] = {}
        self.pages: dict[Topic, ExplorerPage] = {}
        self.topics = QListWidget(self)
        self.topics.setObjectName("explore_topics")
        self.topics.setAccessibleName(self.tr("What to explore"))
        self.topics.setFixedWidth(124)
        for topic, title in zip(TOPICS, self._titles(), strict=True):
            item = QListWidgetItem(title, self.topics)
            item.setData(Qt.ItemDataRole.UserRole, topic)
        self.stack = QStackedWidget(self)
        self.place = plain_label("explore_place", role="muted", parent=self)
        self.use = QPushButton(self.tr("Use this"), self)
        self.use.setObjectName("explore_use")
        self.use.setProperty("primary", "true")
        self.leave = QPushButton(self.tr("Close"), self)
        self.leave.setObjectName("explore_close")
        for button in (self.use, self.leave):
            button.setAutoDefault(False)
        self._lay_out()
        self.topics.currentItemChanged.connect(self._on_topics_current_item_changed)
        self.use.clicked.connect(self._on_use_clicked)
        self.leave.clicked.connect(self.close)

    def explore(self, subject: Subject) -> None:
        """Show a topic, beginning with the object that is edited somewhere."""
        self._subjects[subject.topic] = subject
        with QSignalBlocker(self.topics):
            self.topics.setCurrentRow(TOPICS.index(subject.topic))
        if subject.topic in self.pages:
            self.pages[subject.topic].begin(subject)
        self._look_at_topic()

    @property
    def topic(self) -> Topic:
        """The topic at sight."""
        return TOPICS[max(0, self.topics.currentRow())]

    def _look_at_topic(self) -> None:
        """Show the page; one that is not there yet is made in a turn of its own, so that nothing stalls."""
        self._show_use()
        if self.topic in self.pages:
            self._show_page()
        else:
            QTimer.singleShot(0, self, self._make_page)

    @Slot()
    def _make_page(self) -> None:
        topic = self.topic
        if topic not in self.pages:
            page = _PAGES[topic](self._catalog, self._theme, self._questions, self)
            page.hide()
            page.begin(self._subjects[topic])
            page.changed.connect(self._show_use)
            self.pages[topic] = page
        QTimer.singleShot(0, self, self._show_page)

    @Slot()
    def _show_page(self) -> None:
        page = self.pages.get(self.topic)
        if page is not None:
            if self.stack.indexOf(page) < 0:
                self.stack.addWidget(page)
            self.stack.setCurrentWidget(page)
            self._show_use()

    def _titles(self) -> tuple[str, ...]:
        return (
            self.tr("Activation"),
            self.tr("Loss"),
            self.tr("Learning rate"),
            self.tr("Initializer"),
            self.tr("Optimizer"),
            self.tr("Neuron"),
        )

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.addWidget(self.place, 1)
        buttons.addWidget(self.use)
        buttons.addWidget(self.leave)
        line = QFrame(self)
        line.setProperty("role", "vline")
        row = QHBoxLayout()
        row.setSpacing(16)
        for widget in (self.topics, line):
            row.addWidget(widget)
        row.addWidget(self.stack, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 14)
        layout.setSpacing(12)
        layout.addLayout(row, 1)
        layout.addLayout(buttons)
        self.setMinimumSize(960, 600)
        self.resize(1160, 680)

    @Slot()
    def _show_use(self) -> None:
        subject = self._subjects.get(self.topic, Subject(self.topic))
        self.use.setVisible(subject.take is not None)
        value = self.pages[self.topic].value() if self.topic in self.pages else None
        self.use.setEnabled(value is not None and value != _current(subject))
        why = self.tr("A layer of its own can't stand in another layer's activation.")
        self.use.setToolTip(why if value is None else self.tr("Set it there, as one step of undo"))
        self.place.setText(subject.place)

    def _on_topics_current_item_changed(self) -> None:
        topic = self.topic
        if topic not in self._subjects:
            self._subjects[topic] = self._subject_of(topic)
        self._look_at_topic()

    def _on_use_clicked(self) -> None:
        subject, value = self._subjects[self.topic], self.pages[self.topic].value()
        if subject.take is None or value is None:
            return
        if subject.take(value):
            self._subjects[self.topic] = _with_current(subject, value)
            self._show_use()
            self.place.setText(self.tr("✓ Set. {0}").format(subject.place))
        else:
            self.use.setEnabled(False)
            self.place.setText(self.tr("It is not there any more: {0}").format(subject.place))


def _current(subject: Subject) -> Value | None:
    """Return what stands in the subject's place."""
    return subject.project.training if subject.project is not None else subject.spec


def _with_current(subject: Subject, value: Value) -> Subject:
    if isinstance(value, Spec):
        return replace(subject, spec=value)
    project = subject.project
    return replace(subject, project=project.with_training(value) if project is not None else None)

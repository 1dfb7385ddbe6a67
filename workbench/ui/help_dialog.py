"""The help inside the program: the road from data to a trained model, and every key."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QTextFrameFormat, QTextLength, QTextTable
from PySide6.QtWidgets import QDialog, QTextBrowser, QVBoxLayout, QWidget

from workbench import __version__
from workbench.foundation import paths


class HelpDialog(QDialog):
    """Shows a page of Markdown."""

    def __init__(self, title: str, page: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("help-dialog")
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(620, 640)
        text = QTextBrowser(self)
        text.setObjectName("help-text")
        text.setAccessibleName(self.tr("Help"))
        text.setMarkdown(page)
        self._dress_tables(text)
        layout = QVBoxLayout(self)
        layout.addWidget(text)

    def _dress_tables(self, text: QTextBrowser) -> None:
        """Give Markdown's tables the window's lines, and the whole width."""
        for frame in text.document().rootFrame().childFrames():
            if isinstance(frame, QTextTable):
                look = frame.format()
                look.setBorderBrush(self.palette().mid())
                look.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
                look.setBorderCollapse(True)
                look.setCellPadding(5)
                look.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
                look.setColumnWidthConstraints(
                    [QTextLength(QTextLength.Type.PercentageLength, share) for share in (62, 38)]
                )
                frame.setFormat(look)


def about_text() -> str:
    """Return what About says."""
    return _tr("Keras Workbench {0}. Runs are kept in {1}.").format(__version__, paths.runs_home())


def guide() -> str:
    """Return how the program is used, as Markdown."""
    return _tr(
        "# From data to a trained model\n\n"
        "1. **Data.** Drop a table, a folder of photographs or arrays on the window: it is recognised, and a "
        "project for it proposed. Or choose a set at the left of the Data page. "
        "In its Columns every column gets a role by a key (F feature, T target, I ignored, W weight, "
        "G group, M time) or a click, and a preparation of its own. "
        "Examples shows each part as the network gets it, Augmentation one image under twelve draws "
        "while you pull the sliders. "
        "The split into training, validation and test is drawn with a seed, or follows groups, time or given "
        "parts. A long reading and a long look for traps tell how far they are, and can be cancelled. "
        "What is worth a look before training stands on the page, with a button for the way out.\n"
        "2. **Model.** Drag layers from the left onto the canvas. A sequential graph connects itself; in a "
        "functional one, drag from an output (bottom of a node) to an input (top of another). "
        "Or type: with the canvas in focus, “conv 64 3 relu” and Enter adds that layer behind the selected "
        "one. A layer dropped on another takes its place; a link let go over nothing asks for a layer; a "
        "double click cuts a link. "
        "Click a layer to edit it at the right. Links show shapes, nodes their parameters. "
        "Group layers into a block (Ctrl+G): it is one card, opens in its place by its arrow and on its own "
        "by a double click, repeats, nests, and is kept in your palette. "
        "Every network of keras.applications is in the palette: place it without its top, with ImageNet's "
        "weights or a file's, freeze it, and add a Dense with your classes. "
        "Notes in plain words go anywhere between. The outline beside the palette lists the layers, also for "
        "a screen reader, and everything on the canvas can be done by keys. "
        "The summary under the canvas (Ctrl+M) is a table of all layers with totals: sort it, filter it, "
        "copy it; its rows and the canvas select each other. The heat map (Ctrl+H) colours the layers by "
        "their parameters, multiply-adds or memory, or by the gradients of the run that is watched. "
        "The probe (F4) sends one example through the network: typed numbers, a drawn digit, a photograph or "
        "a row of the data. What each layer gives stands beside its card; select one to change a weight by "
        "hand. "
        "A red ring marks what can't work: the words are in its tooltip and in the list below.\n"
        "3. **Training.** Choose loss, optimizer, metrics, epochs and callbacks. The learning rate's card "
        "gives it a shape over the epochs and draws it; Find a learning rate (F9) sweeps over rates on a "
        "copy of the network and proposes one. "
        "Preflight (F7) takes one real batch through the network in seconds: whether it fits into memory, "
        "begins at chance, can learn a batch by heart, and how long an epoch lasts. "
        "Explore, beside an activation, an initializer, the loss, the optimizer and the rate, shows in small "
        "live pictures what it does; Use this sets what you found, as one step of undo. Explorers "
        "(Ctrl+Shift+X) has them all, with a race of optimizers and a neuron to set by hand.\n"
        "4. **Train.** Curves and the confusion matrix move while it trains in a process of its own. "
        "The slider under the curves is time: pull it, use the arrow keys or play it, and curves, matrix and "
        "layers stand at that epoch, as after a click in the curves; End and Escape go back to the newest. "
        "Layers (Ctrl+Shift+Y) shows a layer's weights, gradients and outputs over the epochs, and what is "
        "good and bad in them. The doctor beside them (Ctrl+Shift+J) names what goes wrong with its figures, "
        "and each of his buttons is one edit. "
        "Pause holds it, Step trains one batch, Stop keeps the best and the last weights. The small button "
        "beside Stop frees the device until you resume, or stops at once. A run that was killed, stopped or "
        "cut off goes on where it was, to the same weights as if nothing had happened. "
        "Change… sets another learning rate, more epochs or another patience while it goes on; Train on… "
        "goes on with a run that is over. "
        "You may edit the network meanwhile, and close the window: the run goes on. Train while a run goes "
        "on puts the project in the queue (Ctrl+Shift+Q): it begins when its device is free.\n"
        "5. **Results.** Past runs open like live ones. Evaluate on a part of the data: report, ROC and "
        "calibration, a threshold with the cost of its mistakes, residuals, and which columns count. A click "
        "on a cell of the matrix shows the examples behind it: open them, ask why, or set them aside. "
        "Try it takes a drawing, a photograph, a typed row or a table; Boundary draws the plane of two "
        "inputs; Filters shows a convolution's kernels and what it makes of an example. At an epoch of the "
        "slider, its model answers, or the nearest that is kept: small networks keep many by themselves. "
        "Judge on the test set once, at the end: it is counted. Where the data of a run were moved, "
        "Find the data… tells it where they lie. Then Export, the best, the last or any epoch whose model "
        "is kept: the file is reloaded in "
        "a fresh process and compared before it counts as done.\n\n"
        "In the confusion matrix a row is the **true** class, a column the **predicted** one; its menu "
        "shows counts or per cent, sorts and filters, Ctrl and the wheel go nearer."
    )


def _tr(text: str) -> str:
    return QCoreApplication.translate("Help", text)

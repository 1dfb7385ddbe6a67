"""The messages of the engine's stdin and stdout. Every answer names the request that it answers."""

from __future__ import annotations

import msgspec

from workbench.catalog.kinds import Group
from workbench.foundation.errors import Problem
from workbench.project.clip import Clip
from workbench.project.data import DataSpec
from workbench.project.graph import Application
from workbench.project.project import Project
from workbench.protocol.analysis import Analysis
from workbench.protocol.applications import NetworkOffer, WeightsFile
from workbench.protocol.exploring import Answer, Question
from workbench.protocol.facts import DataFacts, PartName
from workbench.protocol.filters import Filters
from workbench.protocol.findings import Finding
from workbench.protocol.judgement import (
    Evaluation,
    Exported,
    ExportFormat,
    Importances,
    InputForm,
    Prepared,
    ShownRows,
    SplitName,
    Which,
)
from workbench.protocol.looks import Draws, Examples, Found
from workbench.protocol.preflight import Preflight
from workbench.protocol.probing import Boundary, Explanation, Reading, WeightChange
from workbench.protocol.sweep import RateSweep


class _Message(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", forbid_unknown_fields=True):
    id: int


class Analyse(_Message, frozen=True, tag="analyse"):
    """Compute shapes, parameters and problems. ``folder`` is where relative data paths start."""

    project: Project
    folder: str = ""


class InspectData(_Message, frozen=True, tag="inspect_data"):
    """Read the data source and say what it holds."""

    data: DataSpec
    folder: str = ""


class LintData(_Message, frozen=True, tag="lint_data"):
    """Look for traps in the data. It gives way to any other request and is then answered as not whole.

    Its ``Progress`` is that of ``InspectData`` (where the data aren't at hand), ``comparing`` (examples with
    one another) and ``checking`` (columns, classes and labels), each from 0 to a total of its own.
    """

    data: DataSpec
    folder: str = ""


class LookAt(_Message, frozen=True, tag="look_at"):
    """Recognise the file or folder at an absolute ``path``, from a part of it.

    ``sheet`` is that of an Excel file, ``encoding`` that of a text file, where they are said.
    """

    path: str
    sheet: str = ""
    encoding: str = ""


class MakeThumbnails(_Message, frozen=True, tag="make_thumbnails"):
    """Make small pictures of image files, at most ``side`` pixels high and wide."""

    paths: tuple[str, ...]
    side: int = 96


class ShowExamples(_Message, frozen=True, tag="show_examples"):
    """Show examples of a part as the network gets them; with ``is_augmented`` as training does."""

    data: DataSpec
    folder: str = ""
    part: PartName = "train"
    count: int = 24
    is_augmented: bool = False


class ShowDraws(_Message, frozen=True, tag="show_draws"):
    """Draw ``count`` augmentations of the training image number ``number`` (of the training part)."""

    data: DataSpec
    folder: str = ""
    number: int = 0
    count: int = 12
    seed: int = 0


class Describe(_Message, frozen=True, tag="describe"):
    """Hand out Keras' own documentation of a class."""

    group: Group
    kind: str


class Evaluate(_Message, frozen=True, tag="evaluate"):
    """Judge a run's model on a split."""

    run: str
    split: SplitName = "test"
    which: Which = "best"


class MeasureImportance(_Message, frozen=True, tag="measure_importance"):
    """Measure by how much a run's model is worse without each column of its table."""

    run: str
    split: SplitName = "validation"
    which: Which = "best"


class ShowRows(_Message, frozen=True, tag="show_rows"):
    """Show examples of a run's data by their rows, as a person wants to see them."""

    run: str
    rows: tuple[int, ...]


class AskInput(_Message, frozen=True, tag="ask_input"):
    """Say what a run's model takes, so that somebody can give it."""

    run: str
    which: Which = "best"


class Probe(_Message, frozen=True, tag="probe"):
    """Send one example through a network and tell what each layer gives.

    It is ``run``'s model, or without one ``project`` with fresh weights, the same each time. The example is
    ``values`` as the network gets them, or a ``file``, or the row of that number of the data. ``changes`` set
    weights by hand before, and only for this once.
    """

    project: Project
    folder: str = ""
    run: str = ""
    which: Which = "best"
    values: tuple[float, ...] = ()
    file: str = ""
    row: int = -1
    changes: tuple[WeightChange, ...] = ()


class DrawBoundary(_Message, frozen=True, tag="draw_boundary"):
    """Say what a run's model of two inputs answers all over the plane of them."""

    run: str
    which: Which = "last"
    side: int = 96


class Explain(_Message, frozen=True, tag="explain"):
    """Say what a run's model rests its answer to a picture on: a row of its data, or a ``file``."""

    run: str
    which: Which = "best"
    row: int = -1
    file: str = ""
    unit: int = -1


class ShowFilters(_Message, frozen=True, tag="show_filters"):
    """Show kernels of a run's layer, and the feature maps that it makes of an example, given as in ``Probe``.

    The layer is the first with kernels where none is named. ``first``, ``channel`` and ``large`` are as in
    ``Filters``. With ``out``, a folder, all of them are written there as PNG files too.
    """

    run: str
    which: Which = "best"
    layer: str = ""
    first: int = 0
    channel: int = -1
    large: int = -1
    values: tuple[float, ...] = ()
    file: str = ""
    row: int = -1
    out: str = ""


class Predict(_Message, frozen=True, tag="predict"):
    """Let a run's model answer every example of the file ``input``.

    The answers go to the new file ``out``, one ``Prediction`` as JSON a line: a frame is too small for them.
    """

    run: str
    input: str
    out: str
    which: Which = "best"


class Export(_Message, frozen=True, tag="export"):
    """Write a run's model to ``out``, reload it in a fresh process and compare.

    Its preparation is where the run's project says, or where ``preparation`` does.
    """

    run: str
    format: ExportFormat
    out: str
    which: Which = "best"
    preparation: Prepared | None = None


class ImportModel(_Message, frozen=True, tag="import_model"):
    """Read the ``.keras`` file at the absolute ``path`` as a project."""

    path: str


class ListNetworks(_Message, frozen=True, tag="list_networks"):
    """Say which networks keras.applications has."""


class MakeNetwork(_Message, frozen=True, tag="make_network"):
    """Draw a network of keras.applications as a block, for pixels of up to ``brightest`` if that isn't 0."""

    application: Application
    brightest: float = 0.0


class FindWeights(_Message, frozen=True, tag="find_weights"):
    """Say where ImageNet's weights of a network are, and where they are fetched from."""

    application: Application


class LookAhead(_Message, frozen=True, tag="look_ahead"):
    """Take a real batch through the real network before a training: what it needs, and whether it can learn.

    Its ``Progress`` is ``reading`` (where the data aren't at hand), ``memory``, ``building``, ``first_loss``,
    ``one_batch`` (steps, of so many at most) and ``time``.
    """

    project: Project
    folder: str = ""


class FindRate(_Message, frozen=True, tag="find_rate"):
    """Sweep over learning rates on a fresh model; its ``Progress`` is ``reading``, then ``sweeping``."""

    project: Project
    folder: str = ""


class Explore(_Message, frozen=True, tag="explore"):
    """Have Keras' own small objects compute what an explorer shows."""

    question: Question


class Run(_Message, frozen=True, tag="run"):
    """Become the process of the run in ``folder``, and let go of the window."""

    folder: str


class Cancel(_Message, frozen=True, tag="cancel"):
    """Give up ``request``, which is at work or still waits; the engine goes on.

    What tells its progress is answered within a second: a look for traps as stopped, with what was found so
    far, anything else with ``Failed`` and the code ``cancelled``; a download alone goes on. Other requests
    are carried out, and what has been answered stays so. This one is answered after that, with ``Cancelled``.
    """

    request: int


Request = (
    Analyse
    | InspectData
    | LintData
    | LookAt
    | MakeThumbnails
    | ShowExamples
    | ShowDraws
    | Describe
    | Evaluate
    | MeasureImportance
    | ShowRows
    | AskInput
    | Probe
    | DrawBoundary
    | Explain
    | ShowFilters
    | Predict
    | Export
    | ImportModel
    | ListNetworks
    | MakeNetwork
    | FindWeights
    | LookAhead
    | FindRate
    | Explore
    | Run
    | Cancel
)


class Ready(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="ready"):
    """Keras is loaded; sent once, unasked. ``devices`` are ``cpu`` and ``gpu:N`` with names.

    ``no_gpu`` says in words why a card that is there is not used; empty where there is none, or it is.
    """

    keras: str
    tensorflow: str
    devices: tuple[tuple[str, str], ...]
    no_gpu: str = ""


class Analysed(_Message, frozen=True, tag="analysed"):
    analysis: Analysis


class DataInspected(_Message, frozen=True, tag="data_inspected"):
    facts: DataFacts


class DataLinted(_Message, frozen=True, tag="data_linted"):
    """``findings`` come with what weighs most first; there are none where it gave way to another request.

    ``is_whole`` tells that all was looked at, ``is_stopped`` that it was cancelled before that.
    """

    findings: tuple[Finding, ...] = ()
    is_whole: bool = True
    is_stopped: bool = False


class LookedAt(_Message, frozen=True, tag="looked_at"):
    found: Found


class ThumbnailsMade(_Message, frozen=True, tag="thumbnails_made"):
    """``images`` are JPEGs in the order of the paths; empty where a file can't be read."""

    images: tuple[bytes, ...]


class ExamplesShown(_Message, frozen=True, tag="examples_shown"):
    examples: Examples


class DrawsShown(_Message, frozen=True, tag="draws_shown"):
    draws: Draws


class Progress(_Message, frozen=True, tag="progress"):
    """How far a long request has come; any number of these go before its answer.

    ``what`` is ``looking`` (at files), ``reading``, ``downloading``, ``comparing`` (examples), ``splitting``,
    ``fitting`` (the preparation), ``preparing``, ``counting`` (what the data hold), ``checking`` or a word of
    ``LookAhead``; ``total`` is 0 where it is unknown.
    """

    what: str
    done: int
    total: int = 0


class Described(_Message, frozen=True, tag="described"):
    """``text`` is the docstring, plain; ``params`` its Args section by parameter name."""

    text: str
    params: dict[str, str]


class Evaluated(_Message, frozen=True, tag="evaluated"):
    evaluation: Evaluation


class ImportanceMeasured(_Message, frozen=True, tag="importance_measured"):
    importances: Importances


class RowsShown(_Message, frozen=True, tag="rows_shown"):
    shown: ShownRows


class InputTold(_Message, frozen=True, tag="input_told"):
    form: InputForm


class ProbeRead(_Message, frozen=True, tag="probe_read"):
    reading: Reading


class BoundaryDrawn(_Message, frozen=True, tag="boundary_drawn"):
    boundary: Boundary


class Explained(_Message, frozen=True, tag="explained"):
    explanation: Explanation


class FiltersShown(_Message, frozen=True, tag="filters_shown"):
    filters: Filters


class Predicted(_Message, frozen=True, tag="predicted"):
    """``path`` is the file that was asked for, ``examples`` the number of its lines."""

    path: str
    examples: int


class ExportDone(_Message, frozen=True, tag="exported"):
    exported: Exported


class ModelImported(_Message, frozen=True, tag="model_imported"):
    """``problems`` say what of the file the project leaves out."""

    project: Project
    problems: tuple[Problem, ...] = ()


class NetworksListed(_Message, frozen=True, tag="networks_listed"):
    networks: tuple[NetworkOffer, ...]


class NetworkMade(_Message, frozen=True, tag="network_made"):
    clip: Clip


class WeightsFound(_Message, frozen=True, tag="weights_found"):
    file: WeightsFile


class WeightsFetched(_Message, frozen=True, tag="weights_fetched"):
    """A process of its own has the file in its place; it answers no request, and its ``id`` is 0."""

    path: str


class LookedAhead(_Message, frozen=True, tag="looked_ahead"):
    preflight: Preflight


class RateFound(_Message, frozen=True, tag="rate_found"):
    sweep: RateSweep


class Explored(_Message, frozen=True, tag="explored"):
    answer: Answer


class RunAccepted(_Message, frozen=True, tag="run_accepted"):
    """The last message before the engine lets go of the window."""

    pid: int


class Cancelled(_Message, frozen=True, tag="cancelled"):
    """What was to be cancelled has been answered."""


STARTING = -1
"""The id of a failure before the first request: Keras could not be imported."""


class Failed(_Message, frozen=True, tag="failed"):
    """The request could not be carried out; told in words. Its id is STARTING when no request was."""

    problems: tuple[Problem, ...]


Response = (
    Ready
    | Analysed
    | DataInspected
    | DataLinted
    | LookedAt
    | ThumbnailsMade
    | ExamplesShown
    | DrawsShown
    | Progress
    | Described
    | Evaluated
    | ImportanceMeasured
    | RowsShown
    | InputTold
    | ProbeRead
    | BoundaryDrawn
    | Explained
    | FiltersShown
    | Predicted
    | ExportDone
    | ModelImported
    | NetworksListed
    | NetworkMade
    | WeightsFound
    | WeightsFetched
    | LookedAhead
    | RateFound
    | Explored
    | RunAccepted
    | Cancelled
    | Failed
)

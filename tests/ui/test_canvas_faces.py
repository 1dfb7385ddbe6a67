"""What the canvas shows of a document, as values."""

from tests.helpers.canvas import branched
from workbench.catalog.catalog import Catalog
from workbench.foundation.errors import error, warning
from workbench.project.graph import Graph, Link
from workbench.project.project import Project
from workbench.protocol.analysis import Analysis, LayerAnalysis
from workbench.ui.canvas.face_maker import FaceMaker
from workbench.ui.canvas.faces import link_place, shape_text
from workbench.ui.canvas.sight import Sight
from workbench.ui.document.document import Document


def _document(catalog: Catalog) -> Document:
    return Document(Project(graph=branched()), catalog)


def test_that_a_face_tells_kind_family_summary_and_ports(qapp: object, catalog: Catalog) -> None:
    document = _document(catalog)

    nodes, links, _ = FaceMaker(document, Sight(document, document)).make()

    join = nodes["join"]
    assert (join.kind, join.family, join.summary, join.name) == ("Concatenate", "merging", "axis −1", "join")
    assert (join.inputs, join.outputs) == (3, 1)
    assert set(links) == set(branched().links)


def test_that_an_analysis_gives_counts_and_shapes(qapp: object, catalog: Catalog) -> None:
    document = _document(catalog)
    document.set_analysis(
        Analysis(
            layers=(
                LayerAnalysis(id="image", name="image", kind="Input", output_shapes=((None, 8),)),
                LayerAnalysis(id="left", name="left", kind="Dense", output_shapes=((None, 4),), params=1036),
                LayerAnalysis(id="join", name="join", kind="Concatenate", output_shapes=((None, None, 8),)),
            )
        )
    )

    nodes, links, _ = FaceMaker(document, Sight(document, document)).make()

    assert nodes["left"].params == "1,036"
    assert nodes["image"].params == ""
    assert links[Link("left", "join")].shape == "4"
    assert links[Link("right", "join", 0, 1)].shape == ""
    assert nodes["join"].tail == "?·8"
    assert nodes["left"].tail == ""


def test_that_a_scalar_has_a_word() -> None:
    assert shape_text((None,)) == "scalar"


def test_that_problems_are_pinned_to_nodes_parameters_and_links(qapp: object, catalog: Catalog) -> None:
    document, link = _document(catalog), Link("left", "join")
    document.set_problems(
        (
            error("a", "node:left.units", "Expected units of 1 or more, received 0.", "Set units."),
            warning("b", "node:out", "Nothing feeds it."),
            error("c", link_place(link), "Shapes differ."),
        )
    )

    nodes, links, _ = FaceMaker(document, Sight(document, document)).make()

    assert nodes["left"].errors == ("Expected units of 1 or more, received 0. Set units.",)
    assert (nodes["out"].errors, nodes["out"].warnings) == ((), ("Nothing feeds it.",))
    assert links[link].errors == ("Shapes differ.",)


def test_that_a_kind_that_keras_does_not_know_still_has_a_face(qapp: object, catalog: Catalog) -> None:
    from tests.helpers.canvas import node

    document = Document(Project(graph=Graph(nodes=(node("odd", "NeverHeardOf", depth=2),))), catalog)

    face = FaceMaker(document, Sight(document, document)).make().nodes["odd"]

    assert (face.kind, face.family, face.summary, face.inputs) == ("NeverHeardOf", "", "depth 2", 1)

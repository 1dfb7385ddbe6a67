"""The bundled networks have the parameters that the course counts."""

import pytest

from workbench.project.samples import open_project

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(
    ("name", "layers", "total"),
    [
        ("xor-functional", [3, 4], 7),
        ("mlp-31", [15, 16], 31),
        ("digits-softmax", [650], 650),
        ("digits-mlp", [4160, 650], 4810),
        ("digits-cnn", [320, 18496, 131200, 1290], 151306),
        ("iris-mlp", [80, 51], 131),
    ],
)
def test_that_keras_counts_the_parameters_that_the_course_counts(name: str, layers: list[int], total: int):
    from workbench.engine.model.analyse import Analyser

    analysis = Analyser().analyse(open_project(name)[0])

    assert [layer.params for layer in analysis.layers if layer.params] == layers
    assert analysis.params == total

"""Reading data is quick to start and quick to test: no Keras in it."""

from __future__ import annotations

import subprocess
import sys

CODE = """
import sys
import workbench.engine.data.facts, workbench.engine.data.load, workbench.engine.data.targets
print(sorted({name.partition(".")[0] for name in sys.modules} & {"keras", "tensorflow"}))
"""


def test_that_reading_data_loads_neither_keras_nor_tensorflow() -> None:
    result = subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True, check=True)

    assert result.stdout.strip() == "[]"

"""The plain way: a project's network in ``model.fit`` on NumPy arrays, without callbacks or validation.

A process of its own: ``python plain_fit.py PROJECT``. For every line of stdin, a number of epochs, it trains
that many and prints the seconds a step took. The first epoch, which compiles, came before. It has the low
priority that our runs have, so that other work on the machine slows down both sides alike.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))


def _compiled(path: Path) -> tuple[Any, Any, Any, int]:
    import keras
    import numpy as np

    from workbench.engine.data.ready import ready
    from workbench.engine.model.build import build
    from workbench.engine.model.objects import make
    from workbench.engine.training.examples import arrange
    from workbench.project import file

    project = file.load(path)
    training = project.training
    keras.utils.set_random_seed(training.seed)
    found = ready(project.data, path.parent)
    model = build(project.graph)
    rows = found.parts.train
    examples = arrange(found.dataset, rows, model, project)
    model.compile(
        optimizer=make("optimizer", training.optimizer),
        loss=make("loss", training.loss),
        metrics=[make("metric", spec) for spec in training.metrics],
    )
    x = np.asarray(found.dataset.x[rows], dtype=np.float32)
    return model, x, examples.y, training.batch_size


def main() -> None:
    from workbench.engine import environment
    from workbench.foundation import modesty

    environment.prepare()
    modesty.give_way()
    environment.load_keras()
    model, x, y, batch = _compiled(Path(sys.argv[1]))
    steps = -(-len(x) // batch)
    model.fit(x, y, batch_size=batch, verbose=0)
    print("ready", flush=True)
    for line in sys.stdin:
        epochs = int(line)
        began = time.perf_counter()
        model.fit(x, y, batch_size=batch, epochs=epochs, verbose=0)
        print((time.perf_counter() - began) / (epochs * steps), flush=True)


if __name__ == "__main__":
    main()

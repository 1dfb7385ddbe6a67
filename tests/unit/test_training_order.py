"""Which example comes when."""

import numpy as np
import pytest

from workbench.engine.training import order


def test_that_an_epoch_takes_every_example_once():
    batches = order.shuffled(103, 10, seed=1, epoch=2)

    taken = np.concatenate([batches.full.ravel(), batches.rest])

    assert sorted(taken) == list(range(103))
    assert batches.full.shape == (10, 10)
    assert len(batches.rest) == 3
    assert batches.steps == order.steps(103, 10) == 11


def test_that_data_that_fits_the_batch_leaves_no_rest():
    batches = order.in_turn(20, 10)

    assert batches.steps == 2
    assert len(batches.rest) == 0


def test_that_the_order_depends_on_seed_and_epoch_alone():
    first = order.shuffled(50, 8, seed=3, epoch=4)
    np.random.default_rng(9).random(1000)
    again = order.shuffled(50, 8, seed=3, epoch=4)

    assert np.array_equal(first.full, again.full)
    assert np.array_equal(first.rest, again.rest)


@pytest.mark.parametrize(("seed", "epoch"), [(3, 5), (4, 4)])
def test_that_another_seed_or_epoch_is_another_order(seed, epoch):
    first = order.shuffled(50, 8, seed=3, epoch=4)

    assert not np.array_equal(first.full, order.shuffled(50, 8, seed=seed, epoch=epoch).full)

"""What the user wants, between the thread that listens and the one that trains."""

import threading

from workbench.engine.training.steering import Steering
from workbench.runs.controls import Pause, Resume, SetLearningRate, Step, Stop


def test_that_pause_holds_and_resume_lets_go():
    steering = Steering()
    steering.obey(Pause())
    assert steering.must_hold()

    steering.obey(Resume())

    assert not steering.must_hold()
    assert steering.wait(0)


def test_that_a_step_runs_one_batch_and_holds_again():
    steering = Steering()
    steering.obey(Pause())
    steering.obey(Step())
    assert not steering.must_hold()
    assert steering.one_batch_only

    steering.batch_ended()

    assert steering.must_hold()


def test_that_a_step_of_an_epoch_holds_after_the_epoch():
    steering = Steering()
    steering.obey(Step(epoch=True))
    steering.batch_ended()
    assert not steering.must_hold()
    assert not steering.one_batch_only

    steering.epoch_ended()

    assert steering.must_hold()


def test_that_stop_wins_over_pause():
    steering = Steering()
    steering.obey(Pause())
    steering.obey(Stop())

    assert steering.is_stopping
    assert not steering.must_hold()
    assert steering.wait(0)


def test_that_a_wished_rate_is_taken_once_also_while_holding():
    steering = Steering()
    steering.obey(Pause())
    steering.obey(SetLearningRate(value=0.5))

    assert steering.wait(0)
    assert steering.take_changes() == (SetLearningRate(value=0.5),)
    assert steering.take_changes() == ()
    assert not steering.wait(0)


def test_that_a_wish_wakes_the_thread_that_holds():
    steering = Steering()
    steering.obey(Pause())
    woke = threading.Event()

    def hold() -> None:
        if steering.wait(30):
            woke.set()

    thread = threading.Thread(target=hold)
    thread.start()
    steering.obey(Resume())
    thread.join(30)

    assert woke.is_set()


def test_that_fifty_pauses_and_resumes_end_where_the_last_one_says():
    steering = Steering()
    for _ in range(50):
        steering.obey(Pause())
        steering.obey(Resume())

    assert not steering.must_hold()

from msgspec.structs import replace

from tests.helpers.run_states import failed, finished, paused, running
from workbench.runs.state import RunState
from workbench.ui.training.wish import Pending, Wish, legal_wishes


def test_that_only_train_is_legal_before_and_after_a_run() -> None:
    assert legal_wishes(None, None) == {Wish.TRAIN}
    assert legal_wishes(finished(), None) == {Wish.TRAIN}


def test_that_a_failed_run_with_a_checkpoint_can_be_resumed() -> None:
    assert legal_wishes(failed(resumable=True), None) == {Wish.TRAIN, Wish.RESUME_RUN}
    assert legal_wishes(failed(resumable=False), None) == {Wish.TRAIN}


def test_that_a_run_that_is_only_starting_is_asked_nothing() -> None:
    assert legal_wishes(RunState(), None) == frozenset()


def test_that_a_run_that_was_stopped_or_let_go_can_be_resumed() -> None:
    assert legal_wishes(finished("stopped", 3), None) == {Wish.TRAIN, Wish.RESUME_RUN}
    assert legal_wishes(finished("suspended", 3), None) == {Wish.TRAIN, Wish.RESUME_RUN}


def test_that_only_what_is_more_final_may_follow_a_pending_wish() -> None:
    def behind(wish: Wish) -> frozenset[Wish]:
        return legal_wishes(running(), Pending(wish, running()))

    assert behind(Wish.PAUSE) == {Wish.STOP}
    assert behind(Wish.SUSPEND) == {Wish.STOP, Wish.STOP_NOW}
    assert behind(Wish.STOP) == {Wish.STOP_NOW}
    assert behind(Wish.STOP_NOW) == frozenset()


def test_that_pause_and_resume_are_answered_by_the_state_they_ask_for() -> None:
    assert not Pending(Wish.PAUSE, running()).is_answered_by(running(step=3))
    assert Pending(Wish.PAUSE, running()).is_answered_by(paused())
    assert not Pending(Wish.RESUME, paused()).is_answered_by(paused())
    assert Pending(Wish.RESUME, paused()).is_answered_by(running())


def test_that_a_step_is_answered_when_the_run_is_paused_one_step_on() -> None:
    before = paused(step=2)
    pending = Pending(Wish.STEP, before)

    assert not pending.is_answered_by(before)
    assert not pending.is_answered_by(running(step=3))
    assert pending.is_answered_by(paused(step=3))


def test_that_the_end_of_a_run_answers_every_wish_of_it() -> None:
    for wish in (Wish.PAUSE, Wish.RESUME, Wish.STEP, Wish.STOP):
        assert Pending(wish, running()).is_answered_by(finished())
        assert Pending(wish, running()).is_answered_by(None)


def test_that_train_is_answered_by_a_new_run_and_not_by_the_old_one() -> None:
    old = finished()
    pending = Pending(Wish.TRAIN, old)

    assert not pending.is_answered_by(old)
    assert not pending.is_answered_by(None)
    assert pending.is_answered_by(RunState())


def test_that_a_resumed_run_that_fails_again_is_an_answer() -> None:
    old = failed(resumable=True)
    assert old.failure is not None
    again = replace(old, failure=replace(old.failure, seq=99))

    assert not Pending(Wish.RESUME_RUN, old).is_answered_by(old)
    assert Pending(Wish.RESUME_RUN, old).is_answered_by(again)

from __future__ import annotations

import pytest

from jetway import throttle
from jetway.core.errors import TooManyRequests
from jetway.throttle import Throttle
from tests.control.people import Clock


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def three(clock):
    """Three tries, and one more every ten seconds."""
    return Throttle(3, 10, clock)


def exhaust(throttle, name="ada"):
    for _ in range(3):
        throttle.take(name)


def test_the_first_tries_pass_and_the_next_has_to_wait(three):
    exhaust(three)

    with pytest.raises(TooManyRequests) as refusal:
        three.take("ada")

    assert refusal.value.retry_after_s == 10


def test_whoever_waits_as_long_as_told_may_try_once(three, clock):
    exhaust(three)
    clock.forward(10)

    three.take("ada")
    with pytest.raises(TooManyRequests):
        three.take("ada")


def test_trying_in_vain_does_not_prolong_the_wait(three, clock):
    exhaust(three)
    for _ in range(100):
        with pytest.raises(TooManyRequests):
            three.take("ada")

    clock.forward(10)
    three.take("ada")


def test_names_do_not_slow_each_other_down(three):
    exhaust(three)

    three.take("bob")


def test_a_try_that_was_given_back_does_not_count(three):
    for _ in range(20):
        three.take("ada")
        three.give_back("ada")


def test_giving_back_what_was_not_taken_gains_nothing(three):
    for _ in range(5):
        three.give_back("ada")
    exhaust(three)

    with pytest.raises(TooManyRequests):
        three.take("ada")


def test_after_a_long_time_no_more_than_the_burst_passes(three, clock):
    exhaust(three)
    clock.forward(10_000)
    exhaust(three)

    with pytest.raises(TooManyRequests):
        three.take("ada")


def test_the_memory_is_bounded(three, monkeypatch):
    monkeypatch.setattr(throttle, "MAX_NAMES", 2)
    exhaust(three, "oldest")

    three.take("second")
    three.take("third")

    three.take("oldest")

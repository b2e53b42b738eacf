"""Ids sort as they were made: times are kept in seconds, and scripts are faster than that."""

import time

from jetway.control.store.ids import is_id, new_id


def test_what_was_made_earlier_sorts_before():
    made = []
    for _ in range(5):
        made.append(new_id())
        time.sleep(0.002)
    assert made == sorted(made)
    assert all(is_id(made_id) for made_id in made)


def test_none_is_made_twice_in_one_millisecond():
    assert len({new_id() for _ in range(10_000)}) == 10_000

"""Dates in words."""

from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jetway.core.relative import moment, said
from jetway.core.schema import Type
from jetway.core.values import ValueRefused
from tests.core.shop import column

NOW = datetime(2026, 11, 21, 10, 30, 15, tzinfo=timezone(timedelta(hours=3)))


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("@now", "2026-11-21T10:30:15+03:00"),
        ("@today", "2026-11-21T00:00:00+03:00"),
        ("@week", "2026-11-16T00:00:00+03:00"),
        ("@month", "2026-11-01T00:00:00+03:00"),
        ("@quarter", "2026-10-01T00:00:00+03:00"),
        ("@year", "2026-01-01T00:00:00+03:00"),
        ("@today-7d", "2026-11-14T00:00:00+03:00"),
        ("@today-9m", "2026-02-21T00:00:00+03:00"),
        ("@month+3m-1d", "2027-01-31T00:00:00+03:00"),
        ("@year-1y+2w", "2025-01-15T00:00:00+03:00"),
        ("@now+30min-15s", "2026-11-21T11:00:00+03:00"),
        ("@quarter-1q", "2026-07-01T00:00:00+03:00"),
    ],
)
def test_words_mean_a_moment(words, meant):
    assert moment(words, NOW).isoformat() == meant


@pytest.mark.parametrize(
    "words", ["@", "@tomorrow", "@today-", "@today-7", "@today-7x", "@now+99999y", "today"]
)
def test_other_words_mean_nothing(words):
    with pytest.raises(ValueRefused):
        moment(words, NOW)


@given(st.integers(-3000, 3000))
def test_months_go_forth_and_back(months):
    first = NOW.replace(day=15)
    try:
        there = moment(f"@now{months:+}m", first)
    except ValueRefused:
        return
    assert moment(f"@now{-months:+}m", there) == first


@pytest.mark.parametrize(
    ("type_", "value", "meant"),
    [
        (Type.DATE, "@today", "2026-11-21"),
        (Type.TIMESTAMP, "@today", "2026-11-21T00:00:00"),
        (Type.TIMESTAMPTZ, "@today", "2026-11-21T00:00:00+03:00"),
        (Type.TIMESTAMPTZ, "2026-01-02", "2026-01-02T00:00:00+03:00"),
        (Type.TIMESTAMPTZ, "2026-01-02T00:00:00Z", "2026-01-02T00:00:00+00:00"),
        (Type.TIMESTAMPTZ, "x", "x"),
        (Type.TIMESTAMP, "2026-01-02", "2026-01-02"),
        (Type.TEXT, "@today", "@today"),
        (Type.DATE, 5, 5),
    ],
)
def test_words_are_read_where_dates_are(type_, value, meant):
    assert said(column("c", type_), value, NOW) == meant


def test_without_a_clock_words_are_text():
    assert said(column("c", Type.DATE), "@today", None) == "@today"

"""Values of requests, read and refused."""

import math
from datetime import datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jetway.core.schema import Type
from jetway.core.values import ValueRefused, boolean, fit, read, read_text, sortable, text
from tests.core.shop import column


def of(type_, **more):
    return column("c", type_, **more)


@pytest.mark.parametrize(
    ("type_", "value", "expected"),
    [
        (Type.INTEGER, 5, 5),
        (Type.INTEGER, " -5 ", -5),
        (Type.INTEGER, 5.0, 5),
        (Type.DECIMAL, "12.50", Decimal("12.50")),
        (Type.DECIMAL, 1, Decimal(1)),
        (Type.FLOAT, "1e3", 1000.0),
        (Type.BOOLEAN, "Yes", True),
        (Type.BOOLEAN, 0, False),
        (Type.DATE, "2024-02-29", "2024-02-29"),
        (Type.DATE, "2024-02-29T10:00:00", "2024-02-29"),
        (Type.DATE, "infinity", "infinity"),
        (Type.DATE, "12024-01-01", "12024-01-01"),
        (Type.DATE, "0044-03-15 BC", "0044-03-15 BC"),
        (Type.TIME, "10:30", "10:30:00"),
        (Type.TIMESTAMP, "2024-02-29 10:00:00.123456", "2024-02-29T10:00:00.123456"),
        (Type.TIMESTAMP, "2024-02-29T10:00:00+02:00", "2024-02-29T08:00:00"),
        (Type.TIMESTAMP, 0, "1970-01-01T00:00:00"),
        (Type.TIMESTAMPTZ, "2024-02-29T10:00:00+02:00", "2024-02-29T10:00:00+02:00"),
        (Type.TIMESTAMPTZ, "2024-02-29", "2024-02-29T00:00:00+00:00"),
        (Type.TIMESTAMPTZ, 1.5, "1970-01-01T00:00:01.500000+00:00"),
        (Type.BYTES, "aGk=", b"hi"),
        (Type.JSON, {"a": [1]}, {"a": [1]}),
        (Type.ARRAY, [1, None], [1, None]),
        (Type.GEOMETRY, {"type": "Point"}, {"type": "Point"}),
        (Type.TEXT, 12, "12"),
        (Type.UUID, "x", "x"),
    ],
)
def test_a_value_is_read_by_its_type(type_, value, expected):
    assert read(of(type_), value) == expected


@pytest.mark.parametrize(
    ("type_", "value"),
    [
        (Type.INTEGER, "x"),
        (Type.INTEGER, True),
        (Type.INTEGER, 1.5),
        (Type.INTEGER, "1_000"),
        (Type.INTEGER, "٣"),
        (Type.INTEGER, "9" * 1001),
        (Type.DECIMAL, "NaN"),
        (Type.DECIMAL, "Infinity"),
        (Type.DECIMAL, "1e99999"),
        (Type.DECIMAL, True),
        (Type.DECIMAL, "x"),
        (Type.DECIMAL, "1" * 1001),
        (Type.FLOAT, math.nan),
        (Type.FLOAT, "inf"),
        (Type.FLOAT, "x"),
        (Type.FLOAT, False),
        (Type.BOOLEAN, "maybe"),
        (Type.BOOLEAN, 1.5),
        (Type.DATE, "2025-02-29"),
        (Type.DATE, "10"),
        (Type.DATE, 5),
        (Type.TIME, "25:00"),
        (Type.TIMESTAMP, "x"),
        (Type.TIMESTAMPTZ, 1e30),
        (Type.TIMESTAMPTZ, True),
        (Type.BYTES, "a"),
        (Type.BYTES, 1),
        (Type.JSON, math.nan),
        (Type.JSON, "\ud800"),
        (Type.ARRAY, {"a": 1}),
        (Type.GEOMETRY, {"a": 1}),
        (Type.TEXT, True),
        (Type.TEXT, {"a": 1}),
        (Type.TEXT, "\ud800"),
    ],
)
def test_a_value_of_another_type_is_refused(type_, value):
    with pytest.raises(ValueRefused):
        read(of(type_), value)


@pytest.mark.parametrize("type_", [Type.DECIMAL, Type.FLOAT])
def test_a_column_that_holds_what_is_no_number_takes_its_name(type_):
    column = of(type_, wide=True)
    assert [read(column, name) for name in ("NaN", "Infinity", "-Infinity")] == [
        "NaN",
        "Infinity",
        "-Infinity",
    ]
    for other in ("nan", "inf", math.nan):
        with pytest.raises(ValueRefused):
            read(column, other)


@pytest.mark.parametrize(
    ("type_", "value", "expected"),
    [
        (Type.DATE, "0000-00-00", "0000-00-00"),
        (Type.DATE, "2026-00-00", "2026-00-00"),
        (Type.TIMESTAMP, "2026-05-00T10:00:00", "2026-05-00T10:00:00"),
        (Type.TIMESTAMPTZ, "0000-00-00T00:00:00+00:00", "0000-00-00T00:00:00+00:00"),
        (Type.TIME, "-838:59:59", "-838:59:59"),
        (Type.TIME, "24:00:00.5", "24:00:00.5"),
    ],
)
def test_a_column_of_mariadb_takes_what_is_no_date_or_time_of_day(type_, value, expected):
    assert read(of(type_, wide=True), value) == expected
    with pytest.raises(ValueRefused):
        read(of(type_), value)


@pytest.mark.parametrize(
    ("type_", "value"),
    [(Type.DATE, "2026-02-30"), (Type.TIME, "839:00:00"), (Type.TIME, "x"), (Type.TIMESTAMP, "2026-05-00")],
)
def test_a_wide_column_takes_no_nonsense(type_, value):
    with pytest.raises(ValueRefused):
        read(of(type_, wide=True), value)


@pytest.mark.parametrize("value", ["2026-11-21T10:00:00.5", "2026-11-21T10:00:00.500", "2026-11-21T10:00:00"])
def test_a_second_keeps_as_many_digits_as_it_has(value):
    assert read(of(Type.TIMESTAMP), value) == value
    assert read(of(Type.TIMESTAMPTZ), f"{value}+02:00") == f"{value}+02:00"


@pytest.mark.parametrize(
    ("value", "expected"), [(7, 7), ("7", "7"), (Decimal("1.5"), 1.5), (2**70, float(2**70)), ("x", "x")]
)
def test_a_column_without_a_type_keeps_numbers_and_texts_apart(value, expected):
    found = read(of(Type.OTHER, loose=True), value)
    assert (found, type(found)) == (expected, type(expected))


def test_null_is_read_as_null():
    assert read(of(Type.INTEGER), None) is None


def test_limits_of_a_column_are_kept():
    small = of(Type.INTEGER, minimum=-5, maximum=5)
    for value in (-6, 6):
        with pytest.raises(ValueRefused):
            read(small, value)
    with pytest.raises(ValueRefused, match="at most 3"):
        fit(of(Type.TEXT, length=3), "abcd")
    assert fit(of(Type.TEXT, length=3), "abc") == "abc"


def test_an_enum_takes_its_options_only():
    enum = of(Type.ENUM, options=("a", "b"))
    assert read(enum, "a") == "a"
    with pytest.raises(ValueRefused, match="a, b"):
        read(enum, "c")


def test_json_in_a_url_is_parsed():
    assert read_text(of(Type.JSON), '{"a": 1}') == {"a": 1}
    assert read_text(of(Type.TEXT), '{"a": 1}') == '{"a": 1}'
    for broken in ("{", "[" * 100_000):
        with pytest.raises(ValueRefused):
            read_text(of(Type.ARRAY), broken)


def test_nothing_is_no_text():
    with pytest.raises(ValueRefused):
        text(None)
    assert boolean("off") is False
    assert boolean(True) is True


@given(st.decimals(allow_nan=False, allow_infinity=False, places=6))
def test_a_decimal_keeps_every_digit(number):
    assert read(of(Type.DECIMAL), str(number)) == number


OFFSETS = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))


@given(st.datetimes(datetime(2, 1, 1), datetime(9998, 1, 1), timezones=OFFSETS))
def test_a_moment_orders_by_when_it_is(moment):
    said = read(of(Type.TIMESTAMPTZ), moment.isoformat())
    assert sortable(of(Type.TIMESTAMPTZ), said) == moment


@pytest.mark.parametrize(
    ("type_", "low", "high"),
    [
        (Type.DECIMAL, "9.5", "10.25"),
        (Type.TIMESTAMP, "2024-01-01T09:00:00", "2024-01-01T09:00:00.5"),
        (Type.TIMESTAMPTZ, "2024-01-01T09:00:00+02:00", "2024-01-01T08:00:00+00:00"),
        (Type.BYTES, "AA==", "/w=="),
        (Type.INTEGER, 9, 10),
    ],
)
def test_rows_values_order_by_their_meaning(type_, low, high):
    assert sortable(of(type_), low) < sortable(of(type_), high)


@pytest.mark.parametrize(
    ("type_", "values"),
    [
        (Type.JSON, [False, 2, 10.5, "a", "b", [1], {"a": 1}]),
        (Type.ARRAY, [[], [2], [2, 1], [10], ["a"], ["b", None], [None]]),
    ],
)
def test_values_of_any_kind_have_an_order(type_, values):
    placed = [sortable(of(type_), value) for value in values]
    assert placed == sorted(placed)


def test_null_has_no_order():
    assert sortable(of(Type.DECIMAL), None) is None


@pytest.mark.parametrize("zoned", [True, False])
def test_moments_beyond_the_calendar_stand_at_its_ends(zoned):
    moment = column("at", Type.TIMESTAMPTZ if zoned else Type.TIMESTAMP)
    inside = "2026-11-01T10:00:00+00:00" if zoned else "2026-11-01T10:00:00"
    told = ["-infinity", "0044-03-15T12:00:00 BC", inside, "20000-01-01T00:00:00", "infinity"]
    placed = [sortable(moment, text) for text in told]
    assert placed == sorted(placed)
    assert placed[1] < placed[2] < placed[3]

"""Parts of dates and moments, in the zone of whoever asks, the same on every engine."""

import json
import sqlite3
import subprocess
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from jetway.config import Settings
from tests.bridge.conftest import running
from tests.sources import databases

pytestmark = pytest.mark.anyio

BERLIN = ZoneInfo("Europe/Berlin")
MOMENTS = [
    datetime(2026, 3, 29, 0, 59, 59, tzinfo=UTC),
    datetime(2026, 3, 29, 1, 0, 0, tzinfo=UTC),
    datetime(2026, 10, 25, 0, 30, 0, 500000, UTC),
    datetime(2026, 10, 25, 1, 30, 0, tzinfo=UTC),
    datetime(2026, 12, 31, 23, 30, 7, tzinfo=UTC),
    datetime(2021, 1, 3, 12, 0, 0, tzinfo=UTC),
    datetime(2024, 2, 29, 22, 15, 30, tzinfo=UTC),
]
PARTS = {
    "year": lambda clock: clock.year,
    "iso_year": lambda clock: clock.isocalendar().year,
    "quarter": lambda clock: (clock.month + 2) // 3,
    "month": lambda clock: clock.month,
    "week": lambda clock: clock.isocalendar().week,
    "day": lambda clock: clock.day,
    "week_day": lambda clock: clock.isoweekday() % 7 + 1,
    "iso_week_day": lambda clock: clock.isoweekday(),
    "hour": lambda clock: clock.hour,
    "minute": lambda clock: clock.minute,
    "second": lambda clock: clock.second,
    "date": lambda clock: clock.date().isoformat(),
    "time": lambda clock: clock.time().isoformat(),
}
TABLE = """
CREATE TABLE moments (id INTEGER PRIMARY KEY, day DATE, at_time {time}, clock {clock}, moment {moment});
INSERT INTO moments VALUES {rows};
"""
FEBRUARIES = json.dumps(
    {
        "or": [
            {"column": "clock", "op": "month", "value": 2},
            {"column": "clock", "op": "year__lt", "value": 2022},
        ]
    }
)
TYPES = {
    "sqlite": {"time": "TIME", "clock": "TIMESTAMP", "moment": "TIMESTAMPTZ"},
    "postgresql": {"time": "time", "clock": "timestamp", "moment": "timestamptz"},
    "mariadb": {"time": "TIME(6)", "clock": "DATETIME(6)", "moment": "TIMESTAMP(6) NULL"},
}


def row(number, moment):
    clock = moment.replace(tzinfo=None).isoformat(" ")
    return f"({number}, '{moment.date()}', '{moment.time()}', '{clock}', '{clock}')"


@pytest.fixture(scope="module", params=TYPES)
def engine(request):
    return request.param


@pytest.fixture(scope="module")
def database(engine, request, tmp_path_factory):
    rows = ", ".join(row(number, moment) for number, moment in enumerate(MOMENTS))
    script = TABLE.format(rows=rows, **TYPES[engine])
    if engine == "sqlite":
        path = tmp_path_factory.mktemp("moments") / "moments.sqlite"
        url = databases.sqlite(path)
        for statement in script.split(";\n"):
            run_sqlite(path, statement)
        return url
    server = request.getfixturevalue(f"{engine}_server")
    url = getattr(databases, engine)(server, "moments")
    getattr(databases, f"run_{engine}")(server, "moments", script)
    return url


def run_sqlite(path, statement):
    with sqlite3.connect(path) as connection:
        connection.execute(statement)


def load_berlin(server):
    made = subprocess.run(
        ["mariadb-tzinfo-to-sql", "/usr/share/zoneinfo/Europe/Berlin", "Europe/Berlin"],
        capture_output=True,
        text=True,
        check=True,
    )
    databases.run_mariadb(server, "mysql", made.stdout)


@pytest.fixture(scope="module")
async def moments(engine, database, request, tmp_path_factory):
    if engine == "mariadb":
        await check_without_names(database, tmp_path_factory.mktemp("without"))
        load_berlin(request.getfixturevalue("mariadb_server"))
    async with running(Settings(database=database, state=tmp_path_factory.mktemp("state"))) as started:
        yield started


async def check_without_names(database, state):
    """A server without time zone tables tells moments in a named zone, and cannot cut them in one."""
    async with running(Settings(database=database, state=state)) as jetway:
        path, zone = "/api/models/moments/", "tz=Europe/Berlin"
        assert (await jetway.get(f"{path}0/?{zone}"))["moment"] == "2026-03-29T01:59:59+01:00"
        assert await found(jetway, f"moment__year=2027&{zone}") == [4]
        assert await found(jetway, f"clock__hour=23&{zone}") == [4]
        for query in ("?moment__hour=1&", "group/?_y_func=count&_x_column=moment&_x_lookup=date_day&"):
            refused = await jetway.refused("GET", f"{path}{query}{zone}")
            assert refused == (400, "invalid_parameter")


async def found(jetway, query):
    page = await jetway.get(f"/api/models/moments/?_order_by=id&_select=id&{query}")
    return [row["id"] for row in page["results"]]


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize(("column", "zone"), [("clock", ""), ("moment", ""), ("moment", "Europe/Berlin")])
async def test_a_part_is_what_the_calendar_says(moments, part, column, zone):
    told = [PARTS[part](moment.astimezone(ZoneInfo(zone or "UTC"))) for moment in MOMENTS]
    for value in set(told):
        expected = [number for number, one in enumerate(told) if one == value]
        assert await found(moments, f"{column}__{part}={value}&tz={zone}") == expected, value
    greatest = max(told)
    below = [number for number, one in enumerate(told) if one < greatest]
    assert await found(moments, f"{column}__{part}__lt={greatest}&tz={zone}") == below
    some = ",".join(str(value) for value in sorted(set(told))[:2])
    among = [number for number, one in enumerate(told) if one in sorted(set(told))[:2]]
    assert await found(moments, f"{column}__{part}__in={some}&tz={zone}") == among


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("day__week_day=1", [0, 1, 2, 3, 5]),
        ("at_time__hour__gte=22", [4, 6]),
        ("clock__year__range=2021,2024", [5, 6]),
        ("clock__date__gt=2026-10-25", [4]),
        ("clock__date__lte=2024-02-29", [5, 6]),
        ("clock__year__gte=2026&clock__month__in=3,12", [0, 1, 4]),
        ("exclude__clock__month=3", [2, 3, 4, 5, 6]),
        ("clock__hour__isnull=true", []),
        (f"_filter={FEBRUARIES}", [5, 6]),
    ],
)
async def test_parts_are_compared_in_many_ways(moments, query, expected):
    assert await found(moments, query) == expected


async def test_moments_are_told_and_cut_with_an_offset(moments):
    page = await moments.get("/api/models/moments/?_order_by=id&tz=-03:30")
    assert page["results"][2]["moment"] == "2026-10-24T21:00:00.5-03:30"
    path = "/api/models/moments/group/?_x_column=moment&_x_lookup=date_hour&_y_func=count&tz=-03:30&id=2"
    assert await moments.get(path) == [{"group": "2026-10-24T21:00:00-03:30", "y_func": 1}]


async def test_moments_are_told_and_cut_by_the_clocks_of_a_named_zone(moments):
    page = await moments.get("/api/models/moments/?_order_by=id&tz=Europe/Berlin")
    told = [datetime.fromisoformat(row["moment"]) for row in page["results"]]
    assert [moment.isoformat() for moment in told] == [one.astimezone(BERLIN).isoformat() for one in MOMENTS]
    assert page["results"][2]["moment"] == "2026-10-25T02:30:00.5+02:00"
    path = "/api/models/moments/group/?_x_column=moment&_x_lookup=date_day&_y_func=count&tz=Europe/Berlin"
    groups = {group["group"]: group["y_func"] for group in await moments.get(path)}
    assert groups["2026-03-29T00:00:00+01:00"] == 2
    assert groups["2026-10-25T00:00:00+02:00"] == 2
    assert groups["2027-01-01T00:00:00+01:00"] == 1


@pytest.mark.parametrize(
    ("query", "status", "code"),
    [
        ("day__hour=1", 422, "invalid_value"),
        ("at_time__month=1", 422, "invalid_value"),
        ("id__month=1", 422, "invalid_value"),
        ("clock__month=x", 422, "invalid_value"),
        ("clock__month=99999999999", 422, "invalid_value"),
        ("clock__month__icontains=1", 400, "unknown_column"),
        ("clock__time=25:00", 422, "invalid_value"),
        ("tz=Europe/Nowhere", 400, "invalid_parameter"),
        ("tz=Europe", 400, "invalid_parameter"),
        ("tz=../etc/passwd", 400, "invalid_parameter"),
        ("tz=Europe/Berlin'--", 400, "invalid_parameter"),
        ('_filter={"column": "clock", "op": "fortnight", "value": 2}', 400, "invalid_parameter"),
        ('_filter={"column": "clock", "op": "month", "value": {}}', 400, "invalid_parameter"),
    ],
)
async def test_what_is_no_part_or_zone_is_refused(moments, query, status, code):
    assert await moments.refused("GET", f"/api/models/moments/?{query}") == (status, code)

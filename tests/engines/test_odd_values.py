"""Values that fit no column are refused by name and in plain words; those that fit come back as they were."""

from decimal import Decimal

import pytest

pytestmark = pytest.mark.anyio

TABLES = {
    "sqlite": "CREATE TABLE t (id INTEGER PRIMARY KEY, name VARCHAR(5) NOT NULL DEFAULT '', whole BIGINT,"
    " amount DECIMAL(5, 2), ratio DOUBLE, day DATE, at TIMESTAMP, flag BOOLEAN, body TEXT)",
    "postgresql": "CREATE TYPE kind AS ENUM ('a', 'b');"
    "CREATE TABLE t (id serial PRIMARY KEY, name varchar(5) NOT NULL DEFAULT '', small smallint,"
    " whole bigint, amount numeric(5, 2), ratio double precision, day date, at timestamp,"
    " moment timestamptz, flag boolean,"
    " uid uuid, kind kind, raw bytea, body text)",
    "mariadb": "CREATE TABLE t (id int AUTO_INCREMENT PRIMARY KEY, name varchar(5) NOT NULL DEFAULT '',"
    " small smallint, whole bigint, amount decimal(5, 2), ratio double, day date, at datetime,"
    " flag boolean, uid uuid, kind enum('a', 'b'), raw blob, body text)",
}
EVERYWHERE = [
    ("name", "null"),
    ("name", '"longer"'),
    ("name", "[1]"),
    ("whole", "9223372036854775808"),
    ("whole", "1.5"),
    ("whole", '"x"'),
    ("whole", "1e400"),
    ("amount", '"NaN "'),
    ("amount", '"1e400000"'),
    ("ratio", '"abc"'),
    ("ratio", "1e400"),
    ("day", '"2025-02-29"'),
    ("day", '"2025-13-01"'),
    ("at", '"2026-01-01T24:00:01"'),
    ("at", '"2026-01-01T10:61:00"'),
    ("flag", '"perhaps"'),
    ("flag", "2"),
]
TYPED = [
    ("small", "40000"),
    ("amount", "12345.67"),
    ("uid", '"no-uuid"'),
    ("kind", '"c"'),
    ("raw", '"%%%"'),
]
REFUSED = {
    "sqlite": EVERYWHERE,
    "postgresql": [
        *EVERYWHERE,
        *TYPED,
        ("moment", '"2026-01-01T10:00:00+25:00"'),
        ("day", '"0000-00-00"'),
        ("body", '"a\\u0000b"'),
    ],
    "mariadb": [*EVERYWHERE, *TYPED],
}
WORDS = ("psycopg", "asyncmy", "sqlite", "syntax", "INSERT", "numeric(", "DETAIL", "SQLSTATE", "varchar")
STORED = {
    "name": ["", "é👍", " a ", "%_\\'"],
    "whole": [9223372036854775807, -9223372036854775808, 0],
    "amount": ["999.99", "-0.01", "0.00"],
    "ratio": [1.7976931348623157e308, -1.5, 5e-324, 0.1],
    "day": ["2024-02-29", "0001-01-01", "9999-12-31", None],
    "at": ["2026-01-01T23:59:59", None],
    "flag": [True, False, None],
    "body": ["", "'); DROP TABLE t; --", "a\u2028b\r\n\tc", "\U0010ffff", None],
}


async def test_what_fits_no_column_is_refused_by_name(place):
    async with place.serving(TABLES[place.engine]) as jetway:
        token = {"Authorization": f"Token {await jetway.token()}", "Content-Type": "application/json"}
        for column, text in REFUSED[place.engine]:
            body = f'{{"{column}": {text}}}'
            answer = await jetway.http.post("/api/models/t/", content=body, headers=token)
            told = answer.json()
            assert answer.status_code == 422, (body, answer.text)
            assert [one["pointer"] for one in told["errors"]] == [f"/{column}"], (body, answer.text)
            assert told["code"] in ("invalid_value", "required", "invalid_input"), (body, answer.text)
            assert not [word for word in WORDS if word in answer.text], (body, answer.text)
        surrogate = await jetway.http.post("/api/models/t/", content='{"name": "\\ud800"}', headers=token)
        assert (surrogate.status_code, surrogate.json()["code"]) == (400, "invalid_body")
        assert place.sql("SELECT count(*) FROM t")[0][0] == 0


async def test_what_fits_comes_back_as_it_was(place):
    async with place.serving(TABLES[place.engine]) as jetway:
        for column, values in STORED.items():
            for value in values:
                created = await jetway.ask("POST", "/api/models/t/", {column: value})
                assert created.status_code == 201, (column, value, created.text)
                row = await jetway.get(f"/api/models/t/{created.json()['id']}/")
                assert row == created.json()
                told = Decimal(row[column]) if column == "amount" else row[column]
                assert told == (Decimal(value) if column == "amount" else value), (column, value, row)

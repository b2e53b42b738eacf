"""What fails on some rows alone tells nothing of hidden ones, and nothing asked for is a syntax error."""

import re
from itertools import product
from urllib.parse import quote

import pytest

from tests.bridge.test_refusals import grant

pytestmark = pytest.mark.anyio

TABLE = """
CREATE TABLE notes (id integer PRIMARY KEY, owner varchar(20), n integer, body varchar(40), at {moment},
  data {json});
INSERT INTO notes VALUES (1, 'ana', 4, '7', '2026-02-03 10:00:00', '{{"a": {{"b": 1}}}}'),
  (2, 'bo', 5, '8', '2026-03-04 11:00:00', '[1, "two"]');
CREATE VIEW shares AS
  SELECT id, owner, 100 / n AS share, CAST(body AS {whole}) AS number, at, {raw} AS raw FROM notes;
"""
HIDDEN = "INSERT INTO notes VALUES (9, 'hidden', 0, 'no number', {odd}, '\"bare\"')"
ODD = {"sqlite": "'garbage'", "postgresql": "'infinity'", "mariadb": "NULL"}
NAMES = ("ana", "bo", *"uvwxyz")
RULE = {
    # one condition, and so long that a database would rather look at what is asked first
    "rows": {"or": [{"column": "owner", "op": "eq", "value": name} for name in NAMES]},
    "aggregate": True,
    "export": True,
}
PATHS = [
    "shares/?share__gt=1&_order_by=share,id",
    "shares/?number__gt=1&_order_by=raw,id",
    "shares/?number=7",
    "shares/?number__in=7,8&_order_by=-number,id&_count=exact",
    "shares/aggregate/?_y_func=max&_y_column=share",
    "shares/group/?_x_column=number&_y_func=count",
    "shares/export/?_format=ndjson&number__gt=1&_order_by=id",
    "shares/?at__year=2026&_order_by=id",
    "shares/group/?_x_column=at&_x_lookup=date_month&_y_func=count",
    "notes/?at__hour=10&n__gt=1",
    "notes/?data__icontains=two",
    "notes/?body__istartswith=7",
]
TEXTS = [
    "'",
    '"',
    "]",
    "a.b",
    "$.a[-1]",
    "$[2147483648]",
    "'||'x",
    "a'] -- ",
    "日本",
    "%",
    "\\",
    "{",
    ":p",
    "$1",
    "%s",
]


def script(place):
    json = place.said(sqlite="JSON", postgresql="jsonb", mariadb="JSON")
    moment = place.said(sqlite="TIMESTAMP", postgresql="timestamp", mariadb="datetime")
    whole = place.said(sqlite="INTEGER", postgresql="integer", mariadb="SIGNED")
    raw = place.said(sqlite="data", postgresql="data::json", mariadb="data")  # the bridge sorts by it
    return TABLE.format(json=json, moment=moment, whole=whole, raw=raw)


async def answers(jetway, paths, role):
    told = [await jetway.ask("GET", f"/api/models/{path}", role=role) for path in paths]
    assert [answer.status_code for answer in told] == [200] * len(paths), [
        (path, answer.text) for path, answer in zip(paths, told, strict=True) if answer.status_code != 200
    ]
    return [re.sub(r'"\w*query_time":[0-9.e-]+', "", answer.text) for answer in told]


async def test_what_fails_on_hidden_rows_alone_is_not_felt(place):
    async with place.serving(script(place)) as jetway:
        await grant(jetway, {"viewer": {"tables": {"notes": RULE, "shares": RULE}}})
        before = await answers(jetway, PATHS, "viewer")
        place.sql(HIDDEN.format(odd=ODD[place.engine]))
        assert await answers(jetway, PATHS, "viewer") == before


QUERIES = [
    "data__icontains={}",
    "data__json_icontains={}",
    "data__{}=1",
    "data.{}=1",
    "_select=data.{}",
    "_order_by=data.{}",
    "_order_by=-{}",
    "_search={}",
    "body__contains={}",
    "_keys={}",
]
REFUSALS = {"unknown_column", "unknown_lookup", "unknown_relation", "invalid_parameter", "invalid_value"}


async def test_no_path_into_a_document_is_a_syntax_error(place):
    async with place.serving(script(place)) as jetway:
        for text, query in product(TEXTS, QUERIES):
            path = f"/api/models/notes/?{query.format(quote(text, safe=''))}"
            answer = await jetway.ask("GET", path)
            assert answer.status_code in (200, 400, 422), (path, answer.text)
            assert answer.json().get("code", "unknown_column") in REFUSALS, (path, answer.text)

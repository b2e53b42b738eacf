"""What is asked of a table over HTTP is answered for every kind of app as for a database."""

import csv
import io
import json
import zipfile
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace

import pytest

from jetway.sources.options import revealed
from jetway.sources.rest import session
from tests.bridge.conftest import Jetway, new_shop, running
from tests.bridge.test_audit import grant
from tests.fakes.app import app
from tests.sources.apps import MANY, SUBJECTS, Subject

pytestmark = [pytest.mark.anyio, pytest.mark.xdist_group("firestore")]  # one emulator


MORE = {"export": True, "aggregate": True}


class Quick(session.Pace):
    """The fakes take as many requests as there are."""

    def __init__(self, _per_second: float) -> None:
        super().__init__(1000)


@dataclass
class Table:
    """A table of an app, and what the bridge says of it."""

    jetway: Jetway
    subject: Subject
    described: dict

    @property
    def path(self) -> str:
        return f"/api/sources/{source(self.subject)}/models/{self.subject.table}/"

    @property
    def key(self) -> str:
        [key] = self.described["key"]
        return key

    def columns(self, **wanted: object) -> list[dict]:
        return [one for one in self.described["fields"] if wanted.items() <= one.items()]

    async def rows(self, query: str = "") -> list[dict]:
        return await self.jetway.get(f"{self.path}?_no_pagination=1&{query}")

    async def file(self, form: str, query: str = "") -> bytes:
        answer = await self.jetway.ask("GET", f"{self.path}export/?_format={form}&{query}")
        assert answer.status_code == 200, answer.text
        assert answer.headers["jetway-rows-limit"] == "100000"
        return answer.content


@pytest.fixture(scope="module")
async def jetway(tmp_path_factory) -> AsyncIterator[Jetway]:
    """Every kind of app beside a database, each as a source of its kind's name."""
    settings = replace(new_shop(tmp_path_factory.mktemp("laws")), outbound_private=("127.0.0.1",))
    async with AsyncExitStack() as stack:
        stack.enter_context(pytest.MonkeyPatch.context()).setattr(session, "Pace", Quick)
        started = await stack.enter_async_context(running(settings))
        for subject in SUBJECTS:
            fake = await stack.enter_async_context(app(subject.fake()))
            options = revealed(subject.options(fake.address, subject.key()))
            if subject.kind in ("firestore", "realtime_database"):
                del options["key_file"]  # as an emulator: where tokens are given is no option of people's
            sent = {"name": source(subject), "kind": subject.kind, "options": options}
            added = await started.ask("POST", "/api/sources/", sent)
            assert added.status_code == 201, added.text
        roles = {
            f"{source(one)}/{one.table}": {"read": [await key_of(started, one)]} | MORE for one in SUBJECTS
        }
        await grant(started, "clerk", {"tables": roles})
        yield started


def source(subject: Subject) -> str:
    """The name of the source."""
    return subject.kind.replace("_", "-")


async def key_of(jetway: Jetway, subject: Subject) -> str:
    [key] = (await described(jetway, subject))["key"]
    return key


async def described(jetway: Jetway, subject: Subject) -> dict:
    tables = await jetway.get(f"/api/sources/{source(subject)}/model_descriptions/")
    return next(one for one in tables if one["model"] == subject.table)


@pytest.fixture(params=SUBJECTS, ids=lambda one: one.kind)
async def table(request, jetway) -> Table:
    return Table(jetway, request.param, await described(jetway, request.param))


async def test_a_file_has_every_row_of_the_list(table):
    rows = await table.rows()
    assert len(rows) == MANY
    assert [json.loads(line) for line in (await table.file("ndjson")).splitlines()] == rows
    assert json.loads(await table.file("json")) == rows
    [head, *lines] = csv.reader(io.StringIO((await table.file("csv")).decode(), newline=""))
    assert [dict(zip(head, line, strict=True))[table.key] for line in lines] == [
        str(row[table.key]) for row in rows
    ]
    sheet = zipfile.ZipFile(io.BytesIO(await table.file("xlsx"))).read("xl/worksheets/sheet1.xml")
    assert sheet.count(b"<row>") == MANY + 1


async def test_a_file_takes_the_filters_the_columns_and_the_order_of_a_list(table):
    text = next(one["name"] for one in table.columns(type="text") if one["name"] != table.key)
    for query in (f"{text}__icontains=1", f"{text}__isnull=false&_order_by=-{text}", f"_select={text}"):
        rows = await table.rows(query)
        assert [json.loads(line) for line in (await table.file("ndjson", query)).splitlines()] == rows


async def test_rows_are_counted_and_grouped(table):
    rows = await table.rows()
    counted = await table.jetway.get(f"{table.path}aggregate/?_y_func=count")
    assert counted["y_func"] == MANY
    for column in table.columns(groupable=True):
        name = column["name"]
        groups = await table.jetway.get(f"{table.path}group/?_y_func=count&_x_column={name}")
        assert {one["group"]: one["y_func"] for one in groups} == Counter(row[name] for row in rows), name


async def test_numbers_are_taken_of_the_rows_of_any_filter(table):
    text = next(one["name"] for one in table.columns(type="text") if one["name"] != table.key)
    found = await table.rows(f"{text}__icontains=1")
    counted = await table.jetway.get(f"{table.path}aggregate/?_y_func=count&{text}__icontains=1")
    assert counted["y_func"] == len(found)


async def test_a_hidden_column_is_one_that_is_not_there(table):
    hidden = next(one["name"] for one in table.columns(groupable=True) if one["name"] != table.key)
    for query in (
        "?{0}=1",
        "?_order_by={0}",
        "?_select={0}",
        "export/?_format=csv&_select={0}",
        "group/?_y_func=count&_x_column={0}",
        "aggregate/?_y_func=max&_y_column={0}",
    ):
        there, absent = [
            await table.jetway.ask("GET", table.path + query.format(name), role="clerk")
            for name in (hidden, "absent")
        ]
        assert there.status_code == absent.status_code == 400, query
        for told in ("code", "detail", "errors"):
            assert str(there.json()[told]).replace(hidden, "absent") == str(absent.json()[told]), query


async def test_a_file_has_the_columns_of_the_role(table):
    answer = await table.jetway.ask("GET", f"{table.path}export/?_format=ndjson", role="clerk")
    assert {tuple(json.loads(line)) for line in answer.text.splitlines()} == {(table.key,)}


async def test_a_wrong_value_and_an_unknown_column_are_told_by_name(table):
    [row] = (await table.jetway.get(f"{table.path}?_per_page=1"))["results"]
    path = f"{table.path}{row[table.key]}/"
    for column in table.columns(updatable=True):
        if column["type"] in ("integer", "decimal", "float", "boolean", "date", "timestamptz"):
            answer = await table.jetway.ask("PATCH", path, {column["name"]: "no such value"})
            assert answer.status_code == 422, answer.text
            assert [one["pointer"] for one in answer.json()["errors"]] == [f"/{column['name']}"]
    if table.columns(updatable=True):
        refused = await table.jetway.refused("PATCH", path, {"absent": 1})
        assert refused == (422, "unknown_field")


async def test_a_change_of_what_was_changed_since_is_refused(table):
    if not table.subject.other:
        pytest.skip("its rows do not change")
    row = (await table.rows())[3]
    path = f"{table.path}{row[table.key]}/"
    headers = {"Authorization": f"Token {await table.jetway.token()}", "If-Match": '"' + "0" * 32 + '"'}
    answer = await table.jetway.http.request("PATCH", path, json=table.subject.other, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (412, "changed")
    assert (await table.rows())[3] == row


async def test_a_file_under_a_key_is_refused_where_the_app_keeps_no_keys(table):
    assert table.described["once"] is table.subject.once
    if table.subject.once or "create" not in table.described["verbs"]:
        pytest.skip("it makes rows once, or none")
    headers = {
        "Authorization": f"Token {await table.jetway.token()}",
        "Content-Type": "text/csv",
        "Idempotency-Key": "k1",
    }
    answer = await table.jetway.http.post(f"{table.path}import/", content="x\n1\n", headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (501, "idempotency_unavailable")
    assert "_mode=both" in answer.json()["detail"]
    one = await table.jetway.http.post(
        f"{table.path}bulk_create/",
        json=[table.subject.new],
        headers={**headers, "Content-Type": "application/json"},
    )
    assert (one.status_code, one.json()["code"]) == (501, "idempotency_unavailable")

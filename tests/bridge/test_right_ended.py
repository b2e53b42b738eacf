"""Rights that end while something runs that they began: the file breaks off, the import is undone."""

from contextlib import closing

import anyio
import apsw
import pytest

from jetway.bridge import patience
from jetway.control import changes
from jetway.control.store.api_tokens import find_api_token, revoke_api_token
from jetway.control.store.policies import newest_policy, save_policy
from jetway.control.store.projects import first_place
from jetway.control.store.tables import api_tokens
from tests.bridge.test_apps import served
from tests.bridge.test_import import send

pytestmark = pytest.mark.anyio


REGIONS = {"export": True, "create": True}
SOUTH = {"column": "name", "op": "eq", "value": "South"}
ROWS = 2002


@pytest.fixture(autouse=True)
def heard_soon(monkeypatch):
    monkeypatch.setattr(changes, "LOOK_EVERY_S", 0.05)
    monkeypatch.setattr(patience, "LOOK_EVERY_S", 0.02)


async def grant(jetway, role, tables):
    async with jetway.store() as store, store.writing() as connection:
        place = await first_place(connection, store.now())
        newest = await newest_policy(connection, place.environment)
        roles = {**newest["roles"], role: {"tables": tables}}
        based_on = newest["version"]
        await save_policy(connection, place.environment, roles, based_on=based_on, now=store.now())


async def revoke(jetway, role):
    async with jetway.store() as store, store.writing() as connection:
        place = await first_place(connection, store.now())
        query = api_tokens.select().where(api_tokens.c.role == role)
        for row in (await connection.execute(query)).all():
            token = await find_api_token(connection, place.project, row.id, store.now())
            await revoke_api_token(connection, token, store.now())


async def take_the_token(jetway):
    await revoke(jetway, "viewer")


async def take_the_right(jetway):
    await grant(jetway, "viewer", {"regions": {}})


async def narrow_the_rows(jetway):
    await grant(jetway, "viewer", {"regions": {**REGIONS, "rows": SOUTH}})


async def until(there):
    while not await there():  # noqa: ASYNC110 - nothing tells of it
        await anyio.sleep(0.02)


async def answers(jetway, role, path, status):
    return (await jetway.ask("GET", path, role=role)).status_code == status


async def made(app, customers):
    return len(app.stripe.kept["customers"]) >= 30 + customers


TAKEN = pytest.mark.parametrize("take", [take_the_token, take_the_right, narrow_the_rows])


class Reader:
    """A client that waits with the second part of an answer until it may go on."""

    def __init__(self) -> None:
        self.body, self.ended = b"", False
        self.waits, self.goes_on = anyio.Event(), anyio.Event()

    async def send(self, message):
        if self.body:
            self.waits.set()
            await self.goes_on.wait()
        self.body += message.get("body", b"")
        self.ended = message["type"] == "http.response.body" and not message.get("more_body", False)

    async def read(self, jetway, path):
        token = f"Token {await jetway.token('viewer')}".encode()
        scope = {
            "type": "http", "method": "GET", "scheme": "http", "http_version": "1.1", "root_path": "",
            "path": path, "query_string": b"_format=ndjson", "client": ("10.0.0.1", 1),
            "headers": [(b"host", b"127.0.0.1"), (b"authorization", token)],
        }  # fmt: skip
        await jetway.http._transport.app(scope, anyio.sleep_forever, self.send)


@pytest.fixture
async def many(jetway):
    jetway.sql("PRAGMA journal_mode = WAL")
    jetway.sql(
        "WITH RECURSIVE n(x) AS (SELECT 10 UNION ALL SELECT x + 1 FROM n LIMIT 2000)"
        " INSERT INTO regions SELECT x, 'more ' || x FROM n"
    )
    await grant(jetway, "viewer", {"regions": REGIONS})
    return jetway


@TAKEN
async def test_an_export_breaks_off_when_the_right_to_it_ends(many, take, caplog):
    reader = Reader()
    with anyio.fail_after(30):
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(reader.read, many, "/api/models/regions/export/")
            await reader.waits.wait()
            await take(many)
    assert not reader.ended
    assert 0 < len(reader.body.splitlines()) < ROWS
    assert "export broken off: right_ended" in caplog.text


async def test_an_export_goes_on_while_other_roles_change(many):
    reader = Reader()
    with anyio.fail_after(30):
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(reader.read, many, "/api/models/regions/export/")
            await reader.waits.wait()
            await grant(many, "editor", {"regions": {}})
            await until(lambda: answers(many, "editor", "/api/models/orders/", 404))
            await anyio.sleep(3 * patience.LOOK_EVERY_S)
            reader.goes_on.set()
    assert reader.ended
    assert len(reader.body.splitlines()) == ROWS


async def test_an_export_of_the_audit_breaks_off_too(many):
    async with many.store() as store, store.writing() as connection:
        place = await first_place(connection, store.now())
        newest = await newest_policy(connection, place.environment)
        roles = {**newest["roles"], "viewer": {"every_table": {}, "audit": True}}
        await save_policy(connection, place.environment, roles, based_on=newest["version"], now=store.now())
    for number in range(3):
        await many.ask("POST", "/api/models/regions/", {"id": 5000 + number, "name": "x"})
    reader = Reader()
    with anyio.fail_after(30):
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(reader.read, many, "/api/audit/export/")
            await reader.waits.wait()
            await take_the_token(many)
    assert not reader.ended


async def being_changed(database):
    try:
        with closing(apsw.Connection(database)) as connection:
            connection.execute("BEGIN IMMEDIATE; ROLLBACK")
    except apsw.BusyError:
        return True
    return False


@TAKEN
async def test_an_import_that_is_not_stored_yet_is_undone(many, take):
    told = []

    async def ask():
        told.append(await send(many, "regions", "id,name\n9000,New\n", "viewer"))

    many.sql(
        "CREATE TRIGGER slow BEFORE INSERT ON regions BEGIN SELECT max(x) FROM"
        " (WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n LIMIT 1000000000) SELECT x FROM n);"
        " END"
    )
    with anyio.fail_after(60):
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(ask)
            await until(lambda: being_changed(many.settings.database))
            await take(many)
    [answer] = told
    assert (answer.status_code, answer.json().get("code")) == (403, "right_ended"), answer.text
    assert answer.json()["detail"].endswith("Nothing was imported.")
    assert many.sql("SELECT count(*) FROM regions WHERE id = 9000") == [(0,)]


async def test_a_file_that_was_long_on_its_way_is_not_imported(many):
    async def body():
        yield b"id,name\n"
        await take_the_right(many)
        await until(lambda: answers(many, "viewer", "/api/models/regions/export/", 403))
        yield b"9000,New\n"

    headers = {"Authorization": f"Token {await many.token('viewer')}", "Content-Type": "text/csv"}
    answer = await many.http.post("/api/models/regions/import/", content=body(), headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (403, "right_ended")
    assert many.sql("SELECT count(*) FROM regions WHERE id = 9000") == [(0,)]


@pytest.fixture
async def app(tmp_path):
    async with served(tmp_path) as one:
        yield one


async def test_an_import_into_an_app_ends_between_two_lines(app):
    await grant(app.jetway, "clerk", {"customers": {"create": True}})
    told = []

    async def ask():
        lines = "".join(f"New {number}\n" for number in range(2000))
        told.append(await send(app.jetway, "customers", f"name\n{lines}", "clerk"))

    app.stripe.slow_s = 0.02
    with anyio.fail_after(30):
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(ask)
            await until(lambda: made(app, 2))
            await revoke(app.jetway, "clerk")
    [answer] = told
    said, done = answer.json(), len(app.stripe.kept["customers"]) - 30
    assert (answer.status_code, said["code"]) == (403, "right_ended")
    assert said["result"]["add"] == done
    assert said["result"]["stopped"]["line"] == done + 2
    audited = (await app.jetway.get("/api/audit/?_per_page=500"))["results"]
    assert len([one for one in audited if one["way"] == "import"]) == done


async def ended_after(app, done, method, path, body):
    """What a clerk is told whose token ends once so many rows are done."""
    await grant(app.jetway, "clerk", {"customers": {"create": True, "update": True, "delete": True}})
    told = []

    async def ask():
        told.append(await app.jetway.ask(method, path, body, role="clerk"))

    app.stripe.slow_s = 0.02
    with anyio.fail_after(30):
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(ask)
            await until(done)
            await revoke(app.jetway, "clerk")
    return told[0]


async def audited(app, action):
    events = (await app.jetway.get("/api/audit/?_per_page=500"))["results"]
    return [one for one in events if (one["action"], one["way"]) == (action, "bulk")]


async def test_many_new_rows_of_an_app_end_between_two_items(app):
    items = [{"livemode": True}, *({"name": f"New {number}"} for number in range(900))]

    async def begun():
        return await made(app, 2)

    answer = await ended_after(app, begun, "POST", "/api/models/customers/bulk_create/", items)
    said, done = answer.json(), len(app.stripe.kept["customers"]) - 30
    assert (answer.status_code, said["code"]) == (403, "right_ended")
    assert said["detail"].startswith(f"Item {done + 1}: ")
    assert list(said["results"][0]["errors"]) == ["livemode"]
    assert said["results"][1:] == [{"success": True}] * done
    assert len(await audited(app, "create")) == done


@pytest.mark.parametrize(
    ("method", "body", "action"), [("PATCH", {"name": "Bo"}, "update"), ("DELETE", None, "delete")]
)
async def test_a_change_of_many_rows_of_an_app_ends_between_two(app, method, body, action):
    for _ in range(60):
        app.stripe.add("customers", name="One", email="many@example.com")

    async def begun():
        return len(await audited(app, action)) > 2

    answer = await ended_after(app, begun, method, "/api/models/customers/?email=many@example.com", body)
    said, kept = answer.json(), app.stripe.kept["customers"]
    done = sum(one["name"] == "Bo" or "deleted" in one for one in kept)
    assert (answer.status_code, said["code"], said["count"]) == (403, "right_ended", done)
    assert said["detail"].startswith(f"{done} of 60 rows are done and stay so.")
    assert len(await audited(app, action)) == done


async def test_a_change_of_many_rows_of_an_app_goes_on_while_other_roles_change(app):
    await grant(app.jetway, "clerk", {"customers": {"create": True}})
    told = []

    async def ask():
        items = [{"name": f"New {number}"} for number in range(40)]
        told.append(await app.jetway.ask("POST", "/api/models/customers/bulk_create/", items, role="clerk"))

    app.stripe.slow_s = 0.02
    with anyio.fail_after(30):
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(ask)
            await until(lambda: made(app, 2))
            await grant(app.jetway, "editor", {"customers": {}})
    assert [one["success"] for one in told[0].json()] == [True] * 40

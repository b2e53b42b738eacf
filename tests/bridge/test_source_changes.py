"""Adding, trying, changing and removing sources: what is kept, what is refused, and where secrets go."""

import asyncio
import hashlib
import logging
import socket
import sqlite3
from dataclasses import replace

import anyio
import pytest

from jetway.bridge.records import Records
from jetway.bridge.sources.allowed import Allowed
from jetway.bridge.sources.definition import Definition
from jetway.bridge.sources.store import SourceStore
from jetway.core.errors import InvalidInput, NameTaken
from jetway.core.secret import Secret
from jetway.outbound.hosts import Hosts
from jetway.outbound.reach import Reach
from jetway.seal import host_key, seal
from jetway.sources.kinds import kinds, open_source
from jetway.sources.options import form, read
from tests.bridge.conftest import new_shop, running
from tests.bridge.people import open_office
from tests.bridge.test_audit import grant
from tests.bridge.test_relations import declared, many_to_one
from tests.bridge.test_sources import LEDGER, SOURCES, add, database
from tests.canaries import canary
from tests.fakes.stripe import KEY, stripe
from tests.servers import PASSWORD
from tests.sources.databases import run_mariadb, run_postgresql

pytestmark = pytest.mark.anyio

CANARY = canary("ledger")


@pytest.fixture(scope="module")
def ledger(postgresql_server):
    return database(postgresql_server, run_postgresql)


@pytest.fixture(scope="module")
def maria_ledger(mariadb_server):
    return database(mariadb_server, run_mariadb)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A folder that the operator allowed, with a file in it, and a link to one elsewhere."""
    made = tmp_path_factory.mktemp("files")
    connection = sqlite3.connect(made / "ledger.sqlite")
    connection.executescript(LEDGER)
    connection.close()
    (made / "link").symlink_to("/etc/passwd")
    return made


@pytest.fixture(scope="module")
async def running_office(tmp_path_factory, folder):
    settings = new_shop(tmp_path_factory.mktemp("office"))
    async with running(replace(settings, source_folders=(str(folder),))) as started:
        yield started


@pytest.fixture
async def office(running_office):
    """An office without other sources than its first."""
    yield running_office
    for one in await running_office.get(SOURCES):
        await running_office.ask("DELETE", f"{SOURCES}{one['name']}/")


def problem(answer):
    body = answer.json()
    return answer.status_code, body["code"], [(error["pointer"], error["code"]) for error in body["errors"]]


async def test_a_source_is_tried_before_it_is_kept(office, ledger):
    wrong = {**ledger, "password": CANARY}
    body = {"name": "billing", "kind": "postgresql", "options": wrong}
    refused = await office.ask("POST", SOURCES, body)
    assert problem(refused)[:2] == (422, "source_not_reached")
    assert "refused the password for 'jetway'" in refused.json()["detail"]
    assert CANARY not in refused.text
    assert len(await office.get(SOURCES)) == 1
    [event, *_] = (await office.get("/api/audit/"))["results"]
    assert (event["change"], event["source"], event["sent"]["kind"]) == (
        "TestSource",
        "billing",
        "postgresql",
    )
    assert event["sent"]["options"]["host"] == ledger["host"]
    assert CANARY not in str(event)

    assert (await office.ask("POST", f"{SOURCES}?_untested=1", body)).status_code == 201
    [_, kept] = await office.get(SOURCES)
    assert (kept["state"], "refused the password" in kept["reason"]) == ("unreachable", True)


async def test_a_host_that_is_not_there_yet_can_be_kept_untested(office, ledger):
    body = {"name": "later", "kind": "postgresql", "options": {**ledger, "host": "no-such-host.invalid"}}
    refused = await office.ask("POST", SOURCES, body)
    assert problem(refused)[:2] == (422, "source_not_reached")
    assert "There is no host" in refused.json()["detail"]
    assert (await office.ask("POST", f"{SOURCES}?_untested=1", body)).status_code == 201


async def test_trying_keeps_nothing(office, ledger):
    told = (await office.ask("POST", f"{SOURCES}test/", {"kind": "postgresql", "options": ledger})).json()
    assert (told["engine"], told["tables"]) == ("PostgreSQL", ["invoices", "payments"])
    assert told["version"]
    assert 0 < told["seconds"] < 20
    assert len(await office.get(SOURCES)) == 1


async def test_the_answer_says_where_the_source_is(office, ledger):
    answer = await add(office, "billing", "postgresql", ledger, tables=["invoices"])
    usual = {one["name"]: one.get("default") for one in form(kinds()["postgresql"].KIND.options)}
    assert answer.headers["location"] == "/api/sources/billing/"
    assert answer.json() == {
        "name": "billing",
        "title": "billing",
        "colour": "",
        "kind": "postgresql",
        "options": {**usual, **ledger, "password": {"$secret": True}},
        "tables": ["invoices"],
        "path": "/api/sources/billing/",
    }


async def test_tables_that_are_not_ticked_do_not_exist(office, ledger):
    await add(office, "billing", "postgresql", ledger, tables=["invoices"])
    at = "/api/sources/billing/"
    assert [one["model"] for one in await office.get(f"{at}model_descriptions/")] == ["invoices"]
    assert await office.refused("GET", f"{at}models/payments/") == (404, "unknown_table")
    assert await office.refused("POST", f"{at}sql/", {"query": "SELECT 1"}) == (403, "not_allowed")
    await office.ask("PATCH", f"{SOURCES}billing/", {"tables": "all"})
    assert len(await office.get(f"{at}model_descriptions/")) == 2


async def test_a_change_keeps_secrets_for_the_same_address_only(office, ledger):
    await add(office, "billing", "postgresql", ledger)
    assert (
        await office.ask("PATCH", f"{SOURCES}billing/", {"options": {"user": ledger["user"]}})
    ).status_code == 200

    with socket.create_server(("127.0.0.1", 0)) as listener:
        elsewhere = {"port": listener.getsockname()[1]}
        for options in (elsewhere, {**elsewhere, "password": {"$secret": True}}):
            for method, path in (("PATCH", "billing/"), ("PATCH", "billing/?_untested=1")):
                refused = await office.ask(method, f"{SOURCES}{path}", {"options": options})
                assert problem(refused) == (
                    422,
                    "secret_required",
                    [("/options/password", "secret_required")],
                )
            tried = {"kind": "postgresql", "name": "billing", "options": options}
            assert problem(await office.ask("POST", f"{SOURCES}test/", tried))[1] == "secret_required"
        listener.settimeout(0)
        with pytest.raises(BlockingIOError):
            listener.accept()
    assert await office.get("/api/sources/billing/models/invoices/")


async def test_trying_a_source_takes_its_kept_secrets(office, ledger):
    await add(office, "billing", "postgresql", ledger)
    same = {"kind": "postgresql", "name": "billing", "options": {}}
    assert (await office.ask("POST", f"{SOURCES}test/", same)).status_code == 200


@pytest.mark.parametrize("kind", ["postgresql", "mysql"])
async def test_a_secret_is_told_to_nobody_who_proves_less(office, ledger, maria_ledger, kind):
    options, way = (ledger, "sslmode") if kind == "postgresql" else (maria_ledger, "tls")
    await add(office, "billing", kind, options)
    for other in ({way: "verify-full" if kind == "postgresql" else "verify"}, {"ca": "another"}):
        changed = await office.ask("PATCH", f"{SOURCES}billing/?_untested=1", {"options": other})
        assert problem(changed)[1] == "secret_required"


async def test_a_secret_is_for_no_other_kind(office, ledger):
    await add(office, "billing", "postgresql", ledger)
    tried = {"kind": "mysql", "name": "billing", "options": {}}
    assert problem(await office.ask("POST", f"{SOURCES}test/", tried))[2] == [("/kind", "invalid_input")]


@pytest.mark.parametrize("text", ["x" * 1000, "😀", "a'b\"c;--", "a=b host=evil", "%s%(x)s", "\u00a0a", "ﬀ"])
async def test_whatever_is_entered_is_answered(office, ledger, maria_ledger, text):
    for kind, options in (("postgresql", ledger), ("mysql", maria_ledger)):
        wrong = [{name: text} for name in ("database", "user", "password", "host")]
        for change in (*wrong, {"ca": text, "sslmode": "verify-full"}, {"ca": text, "tls": "verify"}):
            body = {"kind": kind, "options": {**options, **change}}
            answer = await office.ask("POST", f"{SOURCES}test/", body)
            assert answer.status_code == 422, answer.text


@pytest.mark.parametrize("said", [b"\0\0\0\0", b"\1\0\0\0\x0a", b"\x14\0\0\0" + b"\0" * 20])
async def test_a_server_that_talks_nonsense_fails_alone(office, maria_ledger, said):
    async def talk(_reader, writer):
        writer.write(said)
        await writer.drain()
        writer.close()

    async with await asyncio.start_server(talk, "127.0.0.1", 0) as server:
        options = {**maria_ledger, "port": server.sockets[0].getsockname()[1]}
        tried = await office.ask("POST", f"{SOURCES}test/", {"kind": "mysql", "options": options})
        assert problem(tried)[:2] == (422, "source_not_reached")
        await office.ask(
            "POST", f"{SOURCES}?_untested=1", {"name": "odd", "kind": "mysql", "options": options}
        )
        states = {one["name"]: one["state"] for one in await office.get(SOURCES)}
        assert states == {"default": "ok", "odd": "unreachable"}
        assert await office.refused("GET", "/api/sources/odd/models/a/") == (503, "db_unavailable")


async def test_a_server_that_says_nothing_is_not_waited_for(office, maria_ledger, monkeypatch):
    monkeypatch.setattr("jetway.sources.kinds.mysql.connection.CONNECT_S", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        options = {**maria_ledger, "port": silent.getsockname()[1]}
        answer = await office.ask("POST", f"{SOURCES}test/", {"kind": "mysql", "options": options})
    assert "does not answer" in answer.json()["detail"]


async def test_a_change_shows_at_once_and_after_a_restart(shop, ledger):
    async with running(shop) as office:
        await add(office, "billing", "postgresql", ledger)
        answer = await office.ask("PATCH", f"{SOURCES}billing/", {"title": "Bills", "colour": "#ffffff"})
        assert (answer.json()["title"], answer.json()["colour"]) == ("Bills", "#ffffff")
    async with running(shop) as office:
        [_, billing] = await office.get(SOURCES)
        assert (billing["title"], billing["state"]) == ("Bills", "ok")
        assert (await office.get("/api/sources/billing/models/invoices/aggregate/?_y_func=count"))[
            "y_func"
        ] == 3


async def test_what_is_removed_is_gone(office, ledger):
    await add(office, "billing", "postgresql", ledger)
    await office.get("/api/sources/billing/models/invoices/")
    assert (await office.ask("DELETE", f"{SOURCES}billing/")).status_code == 204
    assert await office.refused("GET", "/api/sources/billing/models/invoices/") == (404, "not_found")
    assert await office.refused("DELETE", f"{SOURCES}billing/") == (404, "unknown_resource")
    assert len(await office.get(SOURCES)) == 1


async def test_relations_that_were_declared_in_a_source_are_its_own_and_go_with_it(office, ledger):
    await add(office, "billing", "postgresql", ledger)
    at = "/api/sources/billing/model_descriptions/"
    relation = many_to_one("total", "invoices", "id")

    async def links():
        [invoices, _] = await office.get(at)
        return {link["name"] for link in invoices["links"]}

    before = await links()
    told = await office.ask("POST", f"{at}relationship_overrides/", declared(relation, model="invoices"))
    assert told.status_code == 200, told.text
    assert await links() - before
    await office.ask("DELETE", f"{SOURCES}billing/")
    await add(office, "billing", "postgresql", ledger)
    assert await links() == before


async def test_who_views_as_somebody_sees_what_they_see_and_changes_no_source(shop, ledger):
    async with running(shop) as jetway:
        await add(jetway, "billing", "postgresql", ledger)
        office = await open_office(jetway)
        rule = {"column": "region", "op": "eq", "attribute": "region"}
        await office.grant("support", {"tables": {"billing/invoices": {"rows": rule, "update": True}}})
        token = await office.token(member=await office.colleague("bo", "support", region="south"))
        rows = (await office.ask(token, "GET", "/api/sources/billing/models/invoices/")).json()["results"]
        assert {row["region"] for row in rows} == {"south"}
        path = "/api/sources/billing/models/invoices/1/"
        assert (await office.ask(token, "PATCH", path, {"total": 1})).json()["code"] == "viewing_as"
        owner = await office.token(role="admin")
        for method, path in (("POST", ""), ("POST", "test/"), ("PATCH", "billing/"), ("DELETE", "billing/")):
            refused = await office.ask(owner, method, f"{SOURCES}{path}", {} if method != "DELETE" else None)
            assert refused.json()["code"] == "viewing_as"


async def test_an_older_version_is_not_changed(office, ledger):
    await add(office, "billing", "postgresql", ledger)
    before = (await office.ask("GET", f"{SOURCES}billing/")).headers["etag"]

    async def change(title, version):
        headers = {"Authorization": f"Token {await office.token()}", "If-Match": version}
        return await office.http.patch(f"{SOURCES}billing/", json={"title": title}, headers=headers)

    first = await change("One", before)
    assert first.status_code == 200
    assert problem(await change("Two", before))[:2] == (412, "changed")
    assert (await change("Three", first.headers["etag"])).status_code == 200


async def test_another_replica_serves_what_was_added_and_lets_go_of_what_was_removed(shop, ledger):
    async with running(shop) as office, running(shop) as replica:
        assert len(await replica.get(SOURCES)) == 1
        await add(office, "billing", "postgresql", ledger)
        assert len((await replica.get("/api/sources/billing/models/invoices/"))["results"]) == 3
        await replica.ask("PATCH", f"{SOURCES}billing/", {"title": "Bills"})
        assert (await office.get(f"{SOURCES}billing/"))["title"] == "Bills"
        await office.ask("DELETE", f"{SOURCES}billing/")
        assert len(await replica.get(SOURCES)) == 1
        assert await replica.refused("GET", "/api/sources/billing/models/invoices/") == (404, "not_found")


async def test_a_source_that_is_away_hinders_nothing_else(shop, postgresql_server):
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
        away = {"host": "127.0.0.1", "port": port, "database": "d", "user": "u", "password": CANARY}
        async with running(shop) as office:
            await office.ask(
                "POST", f"{SOURCES}?_untested=1", {"name": "away", "kind": "postgresql", "options": away}
            )
        async with running(shop) as office:
            await grant(office, "clerk", {"tables": {"away/orders": {}}})
            assert await office.get("/api/models/orders/")
            answer = await office.ask("GET", "/api/sources/away/models/orders/", role="clerk")
            assert problem(answer)[:2] == (503, "db_unavailable")
            assert str(port) not in answer.text
            [_, told] = await office.get(SOURCES, "clerk")
            assert (told["state"], "reason" in told) == ("unreachable", False)
            assert f"127.0.0.1:{port}" in (await office.get(SOURCES))[1]["reason"]
            assert await office.refused("GET", "/api/sources/away/models/orders/", role="viewer") == (
                404,
                "not_found",
            )


async def test_an_app_is_a_source_like_a_database(shop):
    async with stripe() as app, running(replace(shop, outbound_private=("127.0.0.1",))) as office:
        app.add("customers", name="Ana")
        other = canary("stripe-wrong")
        wrong = {"name": "stripe", "kind": "stripe", "options": {"api_key": other, "address": app.address}}
        refused = await office.ask("POST", SOURCES, wrong)
        assert problem(refused)[:2] == (422, "source_not_reached")
        assert other not in refused.text

        added = await add(office, "stripe", "stripe", {"api_key": KEY, "address": app.address})
        assert added.json()["options"] == {"api_key": {"$secret": True}, "address": app.address}
        path = "/api/sources/stripe/models/customers/"
        assert [row["name"] for row in (await office.get(path))["results"]] == ["Ana"]
        changed = await office.ask("PATCH", f"{path}cus_000001/", {"name": "Bo"})
        assert changed.status_code == 200, changed.text
        [event, *_] = (await office.get("/api/sources/stripe/audit/"))["results"]
        assert (event["table"], event["key"], event["to"]) == ("customers", "cus_000001", {"name": "Bo"})

        elsewhere = {"options": {"address": "https://evil.example.com"}}
        moved = await office.ask("PATCH", f"{SOURCES}stripe/?_untested=1", elsewhere)
        assert problem(moved) == (422, "secret_required", [("/options/api_key", "secret_required")])


async def test_no_secret_reaches_the_log_or_a_file(shop, ledger, caplog, tmp_path):
    with caplog.at_level(logging.DEBUG):
        async with running(shop) as office:
            wrong = {**ledger, "password": CANARY}
            await office.ask("POST", SOURCES, {"name": "billing", "kind": "postgresql", "options": wrong})
            await office.ask(
                "POST", f"{SOURCES}?_untested=1", {"name": "billing", "kind": "postgresql", "options": wrong}
            )
            await office.get(SOURCES)
            await office.ask("PATCH", f"{SOURCES}billing/", {"options": {"password": PASSWORD}})
            await office.get("/api/sources/billing/models/invoices/")
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(files) > 3
    for secret in (CANARY, PASSWORD):
        assert secret not in caplog.text
        assert [path for path in files if secret.encode() in path.read_bytes()] == []


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"name": ""}, "/name"),
        ({"name": "Billing"}, "/name"),
        ({"name": "test"}, "/name"),
        ({"name": "default"}, "/name"),
        ({"name": "a/b"}, "/name"),
        ({"kind": "oracle"}, "/kind"),
        ({"options": {}}, "/options/path"),
        ({"options": {"path": "x", "mode": "rw"}}, "/options/mode"),
        ({"colour": "red"}, "/colour"),
        ({"title": "x" * 101}, "/title"),
        ({"tables": "some"}, "/tables"),
        ({"colr": ""}, "/colr"),
    ],
)
async def test_what_is_wrong_is_pointed_at(office, folder, change, pointer):
    body = {"name": "files", "kind": "sqlite", "options": {"path": str(folder / "ledger.sqlite")}}
    status, _, problems = problem(await office.ask("POST", SOURCES, {**body, **change}))
    assert (status, problems[0][0]) == (422, pointer)


async def test_a_name_that_tables_of_the_first_source_begin_with_is_refused(office, folder):
    office.sql('CREATE TABLE IF NOT EXISTS "mine/x" (id INTEGER PRIMARY KEY)')
    await office.ask("POST", "/api/reload/")
    body = {"name": "mine", "kind": "sqlite", "options": {"path": str(folder / "ledger.sqlite")}}
    assert problem(await office.ask("POST", SOURCES, body))[2] == [("/name", "invalid_input")]


async def test_a_file_is_opened_where_the_operator_allows_it(office, folder):
    await add(office, "files", "sqlite", {"path": str(folder / "ledger.sqlite")})
    assert len((await office.get("/api/sources/files/models/invoices/"))["results"]) == 3


@pytest.mark.parametrize("untested", ["", "?_untested=1"])
async def test_the_installations_own_files_are_no_source_wherever_they_lie(tmp_path, untested):
    """The first database would be there without its row rules and ceiling, and control with its people."""
    settings = replace(new_shop(tmp_path), source_folders=(str(tmp_path),))
    (tmp_path / "link").symlink_to(settings.database)
    async with running(settings) as office:
        for path in (settings.database, tmp_path / "link", settings.state / "control.sqlite"):
            body = {"name": "files", "kind": "sqlite", "options": {"path": str(path)}}
            answer = await office.ask("POST", f"{SOURCES}{untested}", body)
            assert problem(answer) == (422, "invalid_input", [("/options/path", "file_not_allowed")])


async def test_a_folder_of_the_state_folder_can_be_listed(tmp_path):
    files = tmp_path / "state" / "files"
    settings = replace(new_shop(tmp_path), source_folders=(str(files),))
    files.mkdir()
    with sqlite3.connect(files / "ledger.sqlite") as connection:
        connection.execute("CREATE TABLE invoices (id INTEGER PRIMARY KEY)")
    async with running(settings) as office:
        await add(office, "files", "sqlite", {"path": str(files / "ledger.sqlite")})


@pytest.mark.parametrize(
    "path", ["{state}/control.sqlite", "{folder}/../ledger.sqlite", "{folder}/link", "/etc/passwd", "~"]
)
@pytest.mark.parametrize("untested", ["", "?_untested=1"])
async def test_no_other_file_can_be_named(office, folder, path, untested):
    said = path.format(state=office.settings.state, folder=folder)
    body = {"name": "files", "kind": "sqlite", "options": {"path": said}}
    answer = await office.ask("POST", f"{SOURCES}{untested}", body)
    assert problem(answer) == (422, "invalid_input", [("/options/path", "file_not_allowed")])


@pytest.mark.parametrize(
    "host",
    [
        "/var/run/postgresql",
        "@abstract",
        "a,b",
        "169.254.169.254",
        "::ffff:169.254.169.254",
        "0xa9fea9fe",
        "a b",
        "u@h",
    ],
)
async def test_no_socket_and_no_metadata_can_be_named(office, ledger, host):
    for kind in ("postgresql", "mysql"):
        options = {"host": host, "database": "d", "user": "u", "password": "p"}
        body = {"name": "files", "kind": kind, "options": options}
        answer = await office.ask("POST", f"{SOURCES}?_untested=1", body)
        assert problem(answer) == (422, "invalid_input", [("/options/host", "address_not_allowed")])


@pytest.mark.parametrize(
    "name", ["sslkey", "sslcert", "sslrootcert", "options", "files", "ca_file", "service"]
)
async def test_what_only_an_operator_says_is_no_option(office, ledger, name):
    body = {"name": "files", "kind": "postgresql", "options": {**ledger, name: "/etc/passwd"}}
    assert problem(await office.ask("POST", SOURCES, body))[2] == [(f"/options/{name}", "invalid_input")]


async def test_no_port_of_the_system_can_be_named(office, ledger):
    body = {"name": "files", "kind": "postgresql", "options": {**ledger, "port": 22}}
    assert problem(await office.ask("POST", SOURCES, body))[2] == [("/options/port", "invalid_input")]


async def test_the_operator_may_name_the_only_hosts():
    options = read(
        kinds()["postgresql"].KIND.options,
        {"host": "127.0.0.1", "database": "d", "user": "u", "password": "p"},
    )
    assert await Allowed().checked(options) == options
    assert await Allowed(hosts=Hosts(Reach.of(["127.0.0.0/8"], public=False))).checked(options) == options
    named = Reach.of(["10.0.0.0/8", "db.example.lan"], public=False)
    with pytest.raises(InvalidInput):
        await Allowed(hosts=Hosts(named)).checked(options)


async def test_of_many_who_add_a_source_at_once_none_is_lost(tmp_path, shop):
    sources = [await open_source(shop.database) for _ in range(2)]
    stores = [SourceStore(Records(source, tmp_path), b"k" * 32) for source in sources]
    refused = []

    async def adds(store, name):
        made = Definition(name, name, "", "sqlite", Secret("{}"))

        def change(there):
            if any(one.name == name for one in there):
                raise NameTaken(name)
            return (*there, made)

        try:
            await store.change(change)
        except NameTaken:
            refused.append(name)

    async with anyio.create_task_group() as tasks:
        for number in range(4):
            tasks.start_soon(adds, stores[number % 2], f"s{number}")
        for store in stores:
            tasks.start_soon(adds, store, "same")
    assert {one.name for one in await stores[0].load()} == {"s0", "s1", "s2", "s3", "same"}
    assert refused == ["same"]
    assert await stores[1].load() == await stores[0].load()
    for source in sources:
        await source.close()


async def test_what_another_version_kept_is_left_as_it_is(shop):
    key = host_key(shop.secret_key, shop.state)
    name = f"sources_{hashlib.sha256(key).hexdigest()[:16]}"
    source = await open_source(shop.database)
    sealed = seal(key, name, b'[{"new": 1}]')
    await source.save_record(name, sealed)
    async with running(shop) as office:
        assert len(await office.get(SOURCES)) == 1
        body = {"name": "later", "kind": "stripe", "options": {"api_key": CANARY}}
        refused = await office.refused("POST", f"{SOURCES}?_untested=1", body)
        assert refused == (503, "bad_source")
    assert await source.load_record(name) == sealed
    await source.close()


async def test_another_key_reads_no_definition(tmp_path, shop):
    source = await open_source(shop.database)
    store = SourceStore(Records(source, tmp_path), b"k" * 32)
    await store.change(lambda _: (Definition("a", "", "", "sqlite", Secret("{}")),))
    assert await SourceStore(Records(source, tmp_path), b"j" * 32).load() == ()
    await source.close()

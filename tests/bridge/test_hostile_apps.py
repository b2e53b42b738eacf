"""Addresses that lead inside, and apps that answer with ill will, as the bridge's API tells of them."""

import asyncio
from dataclasses import replace

import pytest

from tests.bridge.conftest import new_shop, running
from tests.bridge.test_sources import SOURCES
from tests.bridge.test_trials import TRY, body
from tests.outbound.servers import LOOPBACK, listening, nobody_at, says

pytestmark = pytest.mark.anyio


@pytest.fixture(scope="module")
async def office(tmp_path_factory):
    """The operator permits one address for apps, and none for databases."""
    settings = new_shop(tmp_path_factory.mktemp("hostile"))
    named = replace(settings, outbound_private=("127.0.0.1",), source_hosts=("10.0.0.0/8",))
    async with running(named) as started:
        yield started


@pytest.mark.parametrize("host", LOOPBACK)
async def test_no_spelling_of_loopback_is_an_app(standing, host):
    with nobody_at("127.0.0.1") as port:
        answer = await standing.ask("POST", TRY, body(f"https://{host}:{port}"))
    told = answer.json()
    assert told.get("rows", []) == []
    failure = told.get("failure") or told
    assert failure["code"] in (
        "address_not_allowed",
        "source_not_reached",
        "upstream_unavailable",
        "app_refused",
    )


@pytest.mark.parametrize("kind", ["postgresql", "mysql"])
@pytest.mark.parametrize("host", LOOPBACK)
async def test_no_spelling_of_loopback_is_a_database(office, host, kind):
    login = {"database": "d", "user": "u", "password": "p"}
    with nobody_at("127.0.0.1") as port:
        options = {"host": host.strip("[]"), "port": port, **login}
        answer = await office.ask("POST", f"{SOURCES}test/", {"kind": kind, "options": options})
    assert answer.status_code == 422
    assert answer.json()["code"] in ("invalid_input", "source_not_reached")


@pytest.mark.parametrize(
    "address", ["file:///etc/passwd", "gopher://a/", "unix:///run/x.sock", "https://a\r\nX: y", "data:,x"]
)
async def test_an_app_is_asked_over_http_alone(office, address):
    answer = await office.ask("POST", TRY, body(address))
    assert (answer.status_code, answer.json()["code"]) == (422, "source_not_reached")
    assert "is no address of a" in answer.json()["detail"]


async def endless(writer):
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n[")
    while True:
        writer.write(b'{"id": 1},' * 6000)
        await writer.drain()


async def ten_gigabytes(writer):
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 10737418240\r\n\r\n")
    while True:
        writer.write(b"x" * 65536)
        await writer.drain()


async def cut_short(writer):
    writer.write(b'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"items": [')


async def nonsense(writer):
    writer.write(b"\0" * 100)


@pytest.mark.parametrize(
    ("talk", "code"),
    [
        (endless, "upstream_too_large"),
        (ten_gigabytes, "upstream_too_large"),
        (cut_short, "upstream_unavailable"),
        (nonsense, "upstream_unavailable"),
        (says("200 OK", b"{}", "X-Long: " + "x" * 1_000_000), "upstream_unavailable"),
        (says("302 Found", b"", "Location: http://127.0.0.2/"), "app_changed"),
        (says("200 OK", b"<script>1</script>", "Content-Type: text/html"), "app_changed"),
        (says("200 OK", b"[" * 1_000_000, "Content-Type: application/json"), "app_changed"),
        (says("200 OK", b'{"items": [{"id": ' + b"9" * 100_000 + b"}]}"), "app_changed"),
    ],
)
async def test_what_an_app_answers_with_ill_will_is_a_clear_failure(office, talk, code):
    async with listening(talk) as app:
        answer = await office.ask("POST", TRY, body(f"http://127.0.0.1:{app.port}"))
    assert answer.status_code == 200, answer.text
    assert (answer.json()["rows"], answer.json()["failure"]["code"]) == ([], code)


async def test_an_app_that_drips_is_not_waited_for(office, monkeypatch):
    async def drip(writer):
        writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            writer.write(b"x")
            await writer.drain()
            await asyncio.sleep(0.02)

    monkeypatch.setattr("jetway.bridge.sources.trials.OPEN_S", 0.5)
    async with listening(drip) as app:
        refusal = await office.refused("POST", TRY, body(f"http://127.0.0.1:{app.port}"))
    assert refusal == (422, "source_not_reached")


async def test_of_an_apps_headers_none_is_passed_on(office):
    sent = ("Set-Cookie: a=b", "Access-Control-Allow-Origin: *", "Refresh: 0", "Content-Type: text/html")
    page = b'{"items": [%s]}' % b", ".join([b'{"id": 1, "at": {"name": "<b>"}}'] * 20)
    async with listening(says("200 OK", page, *sent)) as app:
        answer = await office.ask("POST", TRY, body(f"http://127.0.0.1:{app.port}"))
    assert answer.json()["rows"] == [{"id": 1, "name": "<b>"}] * 20
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert not {"set-cookie", "access-control-allow-origin", "refresh"} & set(answer.headers)

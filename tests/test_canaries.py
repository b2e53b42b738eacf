"""The look-out for secrets finds one in each place, in each form, and fails the run."""

import base64
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import quote, quote_plus

import pytest

from jetway.core.token import mint
from tests.canaries import canary, holds, leaks, leaks_tokens
from tests.canaries.watch import GOT_OUT

SECRET = f"{canary('example')} p@ss/wörd"

CONFTEST = """
from tests.canaries.watch import Watch

def pytest_configure(config):
    config.pluginmanager.register(Watch())
"""
TESTS = """
import base64, json, logging
from urllib.parse import quote

import anyio, httpx2, pytest

from jetway.core.token import mint
from tests.canaries import canary

SECRET = canary("example")


def answered(**answer):
    transport = httpx2.MockTransport(lambda request: httpx2.Response(200, **answer))
    with httpx2.Client(transport=transport) as http:
        http.get("http://there.example/path")

@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    return tmp_path_factory.mktemp("shared")

def test_quiet(tmp_path):
    (tmp_path / "a.sqlite").write_bytes(b"nothing")
    logging.getLogger("quiet").warning("nothing")
    answered(text="nothing")

def test_answer():
    answered(json={"key": SECRET})

def test_head():
    answered(headers={"X-Key": base64.b64encode(f"me:{SECRET}".encode()).decode()})

def test_log():
    logging.getLogger("loud").warning("it is %s", quote(SECRET))

def test_trace():
    try:
        raise ValueError(SECRET)
    except ValueError:
        logging.getLogger("trace").exception("failed")

def test_print():
    print(SECRET)

def test_file(tmp_path):
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "control.sqlite").write_bytes(b"\\0" + base64.b64encode(SECRET.encode()))

def test_token(tmp_path):
    (tmp_path / "control.sqlite-wal").write_text(mint("jat_"))

def test_shared(shared):
    (shared / "late.sqlite").write_text(SECRET)
"""


TRAFFIC = """
import smtplib, zlib

import anyio, httpx2
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse, StreamingResponse
from starlette.routing import Route

from tests.canaries import canary
from tests.canaries.applications import Answering, Asked
from tests.control.mailbox import Mailbox, serving
from tests.e2e.conftest import start, stop
from tests.fakes.app import app

SECRET = canary("example")


async def split(request):
    packed = request.url.path == "/packed"
    whole = zlib.compress(SECRET.encode(), wbits=31) if packed else SECRET.encode()
    headers = {"Content-Encoding": "gzip"} if packed else {}
    return StreamingResponse(iter([whole[:9], whole[9:]]), headers=headers)

async def quiet(request):
    await request.body()
    return PlainTextResponse("nothing")

APP = Starlette(routes=[Route("/{path}", split, methods=["GET"]), Route("/{path}", quiet, methods=["POST"])])

def asked(app, method, path, **sent):
    async def ask():
        async with httpx2.AsyncClient(transport=httpx2.ASGITransport(app), base_url="http://here") as http:
            async with http.stream(method, path, **sent) as answer:
                return [piece async for piece in answer.aiter_raw()]
    anyio.run(ask)

def test_allowed():
    asked(Asked(APP, "example"), "POST", "/allowed", content=SECRET)

def test_pieces():
    asked(Answering(APP), "GET", "/pieces")

def test_packed():
    asked(Answering(APP), "GET", "/packed")

def test_body():
    asked(Asked(APP), "POST", "/body", content=SECRET)

def test_address():
    asked(Asked(APP), "POST", "/address", params={"key": SECRET})

def test_to_control():
    headers = {"Authorization": "ProjectToken x"}
    asked(APP, "POST", "/api/bridge/", headers=headers, content=SECRET)

def test_other_app():
    async def ask():
        async with app() as kept, httpx2.AsyncClient() as http:
            await http.get(f"{kept.address}/whole", headers={"X-Key": canary("app")})
            await http.get(f"{kept.address}/page", auth=("ana", canary("other")))
    anyio.run(ask)

def test_mail():
    with serving(Mailbox()) as port, smtplib.SMTP("127.0.0.1", port) as there:
        there.sendmail("a@example.com", ["b@example.com"], f"Subject: Hello\\n\\n{SECRET}")

def test_process(tmp_path):
    server = start("control", state=tmp_path / "state")
    httpx2.get(f"{server.url}/healthz", headers={"X-Key": SECRET})
    httpx2.post(f"{server.url}/api/sources/", content=SECRET)
    stop(server.process)
"""
PAGES = """
import pytest

from tests.canaries import canary
from tests.e2e.conftest import browser_type_launch_args

SECRET = canary("example")

@pytest.fixture
def page(browser, request):
    page = browser.new_context().new_page()
    html = "<input type=password><input><p>"
    page.route("**", lambda route: route.fulfill(body=html, content_type="text/html"))
    page.goto(f"http://{request.node.originalname}/")
    return page

def test_typed(page):
    page.locator("input").first.fill(SECRET)
    page.context.close()

def test_shown(page):
    page.evaluate(f"document.querySelector('p').title = '{SECRET}'")
    page.context.close()

def test_entered(page):
    page.locator("input").last.fill(SECRET)
    page.context.close()

def test_kept(page):
    page.evaluate(f"() => {{ sessionStorage.key = '{SECRET}' }}")
    page.context.close()

def test_console(page):
    page.evaluate(f"console.log('{SECRET}')")
    page.context.close()

def test_left_open(page):
    page.evaluate(f"() => {{ localStorage.key = '{SECRET}' }}")
"""
DATABASES = """
from tests.canaries import canary
from tests.servers import PASSWORD, mariadb_server, postgresql_server
from tests.sources.databases import run_mariadb, run_postgresql

SECRET = canary("example")
DELETED = f"CREATE TABLE t (x text); INSERT INTO t VALUES ('{SECRET}'); DELETE FROM t"

def test_databases(postgresql_server, mariadb_server):
    packed = f"INSERT INTO jetway.u SELECT repeat('x', 5000) || '{SECRET}'"
    run_postgresql(postgresql_server, "postgres", DELETED)
    kept = f"CREATE SCHEMA jetway; CREATE TABLE jetway.u (x text); {packed}"
    run_postgresql(postgresql_server, "postgres", kept)
    run_mariadb(mariadb_server, "", f"CREATE DATABASE d; USE d; {DELETED}")
"""


def places_in(tests: str, *options: str, conftest: str = "") -> list[str]:
    """The places that a run of `tests` names, which it fails for."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)  # not one of those that are looked through
        (folder / "conftest.py").write_text(conftest + CONFTEST)
        (folder / "test_leaks.py").write_text(tests)
        (folder / "pytest.ini").write_text("[pytest]\ntmp_path_retention_policy = failed")
        given = ["-q", "-p", "no:cacheprovider", f"--rootdir={name}", f"--basetemp={name}/base", *options]
        command = [sys.executable, "-m", "pytest", *given, name]
        root = Path(__file__).parents[1]
        ran = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert ran.returncode == GOT_OUT, ran.stdout + ran.stderr
    told = [line.lower() for line in ran.stdout.splitlines() if line.lower().startswith("a secret got out")]
    assert "failed" not in ran.stdout.splitlines()[-1]
    return sorted(line.removeprefix("a secret got out: it is in ") for line in told)


def test_a_secret_that_gets_out_fails_the_run_and_its_place_is_named():
    assert places_in(TESTS, "-n", "1") == [
        "the answer to get http://there.example/path",
        "the answer to get http://there.example/path",
        "the file control.sqlite",
        "the file control.sqlite-wal",
        "the file late.sqlite",
        "the log loud, what test_log printed",
        "the log trace, what test_trace printed",
        "what test_print printed",
    ]


def test_what_is_sent_and_what_is_answered_in_pieces_is_looked_at():
    assert places_in(TRAFFIC) == [
        "a mail: hello",
        "a request to an app that is not for it: other, to get /page",
        "the answer to get /packed",
        "the answer to get /pieces",
        "the request get /healthz: example, the request post /api/sources/: example",
        "the request post /address: example",
        "the request post /body: example",
        "what a bridge sends to control: post http://here/api/bridge/",
    ]


def test_what_pages_hold_is_looked_at():
    assert places_in(PAGES, conftest="from tests.e2e.conftest import pytest_runtest_teardown") == [
        "the console of http://test_console/",
        "the page http://test_entered/",
        "the page http://test_kept/",
        "the page http://test_left_open/",
        "the page http://test_shown/",
    ]


def test_what_database_servers_keep_is_looked_at():
    [places] = places_in(DATABASES)
    for place in (
        "the files of mysql: d/t.ibd",
        "the files of mysql: ib_logfile0",
        "the files of postgresql: base/",
        "the files of postgresql: pg_wal/",
        "the schema jetway of postgres",
    ):
        assert place in places


@pytest.mark.parametrize(
    "written",
    [
        SECRET,
        quote(SECRET),
        quote_plus(SECRET),
        json.dumps({"key": SECRET}),
        *(base64.b64encode(f"{before}:{SECRET}".encode()).decode() for before in ("", "a", "me")),
        "-----BEGIN PRIVATE KEY-----",
        quote("-----BEGIN OPENSSH PRIVATE KEY-----"),
    ],
)
def test_a_secret_is_found_in_every_form(written):
    assert leaks(written.encode())


def test_what_is_no_canary_is_looked_for_in_the_same_forms():
    for written in (quote("p@ss/wörd"), json.dumps("p@ss/wörd"), "ömp@ss/wörd"):
        assert holds(written.encode(), "p@ss/wörd")
    assert not holds(b"p@ss", "p@ss/wörd")


def test_tokens_are_told_from_what_looks_like_one():
    token = mint("jpt_")
    assert leaks_tokens(f"it is {token}.".encode())
    assert not leaks_tokens(f"it is {token[:-1]}!".encode())
    assert not leaks_tokens(b"jut_" + b"0" * 49)

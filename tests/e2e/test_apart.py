"""Control and bridge as two processes: the dialogue, the work, and what control never learns."""

import contextlib
import http.client
import re
import shutil
import socket
import socketserver
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, expect

from tests.canaries import canary, holds
from tests.e2e.conftest import DESKTOP, Watched, said, sign_up, start, stop
from tests.e2e.test_file_columns import PICTURE, declare, drop, is_drawn
from tests.e2e.test_hostile import ask
from tests.e2e.test_table import cell, write_cell
from tests.sources.databases import run_postgresql

CANARY = "canary-7f3a9"
"""In rows, which the bridge tells and control never learns."""

SECRET = canary("ledger")


class Recorder(socketserver.ThreadingTCPServer):
    """A proxy that passes everything on to `target` and keeps a copy of every byte sent to it."""

    daemon_threads = True
    target = 0

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Copy)
        self.url = f"http://127.0.0.1:{self.server_address[1]}"
        self.seen = bytearray()
        threading.Thread(target=self.serve_forever, daemon=True).start()


class _Copy(socketserver.BaseRequestHandler):
    def handle(self) -> None:
        with socket.create_connection(("127.0.0.1", self.server.target)) as target:
            back = threading.Thread(target=self._copy, args=(target, self.request, bytearray()))
            back.start()
            self._copy(self.request, target, self.server.seen)
            back.join()

    @staticmethod
    def _copy(source: socket.socket, sink: socket.socket, kept: bytearray) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                kept += data
                sink.sendall(data)
            sink.shutdown(socket.SHUT_WR)


def planted_shop(path) -> str:
    """A database with a canary in rows, keys and a default."""
    connection = sqlite3.connect(path)
    connection.executescript(
        f"""
        CREATE TABLE clients (
          id INTEGER PRIMARY KEY, name TEXT NOT NULL, city TEXT, note TEXT DEFAULT '{CANARY}-default');
        CREATE TABLE bills (
          code TEXT PRIMARY KEY, client_id INTEGER NOT NULL REFERENCES clients (id), total DECIMAL(9, 2));
        INSERT INTO clients VALUES (1, '{CANARY}-ana', 'Recife', NULL), (2, '{CANARY}-bo', 'Umeå', 'x');
        INSERT INTO bills VALUES ('{CANARY}-b1', 1, 10.5), ('{CANARY}-b2', 2, 3);
        """
    )
    connection.close()
    return str(path)


@pytest.fixture(scope="module")
def apart(tmp_path_factory, browser: Browser) -> Iterator[dict]:
    """Control behind a recording proxy, and a bridge enrolled by the dialogue in the browser."""
    folder = tmp_path_factory.mktemp("apart")
    shop = planted_shop(folder / "shop.sqlite")
    recorder = Recorder()
    control = start("control", "--public-url", recorder.url, state=folder / "control")
    recorder.target = control.port
    bridge = None
    watched = Watched(recorder.url)
    context = browser.new_context(viewport=DESKTOP)
    watched.watch(context)
    page = context.new_page()
    try:
        sign_up(page, control)
        port = _free_port()
        watched.allowed.add(f"127.0.0.1:{port}")
        _enrol(page, shop, recorder.url, folder, port)
        page.goto("about:blank")
        keeps = {"JETWAY_FILES": str(folder / "files")}
        bridge = start("bridge", "--database", shop, "--port", str(port), state=folder / "bridge", **keeps)
        yield {"page": page, "bridge": bridge, "control": control, "recorder": recorder, "folder": folder}
        watched.check()
    finally:
        context.close()
        for server in filter(None, (control, bridge)):
            stop(server.process)
        recorder.shutdown()
        recorder.server_close()


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


def _enrol(page, shop: str, control_url: str, folder, port: int) -> None:
    command = [sys.executable, "-m", "jetway", "connect", control_url, "--database", shop]
    dialogue = subprocess.Popen(
        [*command, "--state", str(folder / "bridge"), "--port", str(port)], stdout=subprocess.PIPE, text=True
    )
    assert dialogue.stdout is not None
    said = re.search(r"Open (\S+) and enter the code (\S+)", dialogue.stdout.readline())
    page.goto(said[1])
    page.get_by_label("Code").fill(said[2].lower().replace("-", " "))
    page.keyboard.press("Enter")
    expect(page.get_by_text("sqlite", exact=False).first).to_be_visible()
    page.get_by_role("button", name=re.compile("Connect|Approve|Allow")).click()
    assert dialogue.wait(30) == 0
    assert "Connected" in dialogue.stdout.read()
    dialogue.stdout.close()


def test_a_person_works_on_a_bridge_of_another_origin(apart):
    page, folder = apart["page"], apart["folder"]
    page.goto(f"{apart['recorder'].url}/")
    page.get_by_role("link", name=re.compile("Clients")).click()
    target = cell(page, f"{CANARY}-ana", "City")
    write_cell(target, "Olinda")
    page.get_by_role("button", name="Undo").wait_for()
    connection = sqlite3.connect(folder / "shop.sqlite")
    assert connection.execute("SELECT city FROM clients WHERE id = 1").fetchone() == ("Olinda",)
    connection.close()


def test_pictures_come_from_the_bridge_alone(apart):
    page = apart["page"]
    page.goto(f"{apart['recorder'].url}/")
    page.get_by_role("link", name=re.compile("Clients")).click()
    dialog = declare(page, "Note")
    dialog.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Note holds files")).to_be_visible()
    drop(cell(page, f"{CANARY}-ana", "Note"), f"{CANARY}.png", "image/png", PICTURE)
    expect(page.get_by_text("Note saved")).to_be_visible()
    page.reload()
    picture = cell(page, f"{CANARY}-ana", "Note").locator("img")
    expect(picture).to_have_attribute("src", re.compile(f"^http://127.0.0.1:{apart['bridge'].port}/media/"))
    is_drawn(picture)


def ledger(server) -> dict[str, object]:
    """A database with canaries in comments and in its login's password, as a source that people add."""
    run_postgresql(server, "postgres", "CREATE DATABASE apart")
    planted = (
        "CREATE TABLE dues (id int PRIMARY KEY, note text)",
        f"INSERT INTO dues VALUES (1, '{CANARY}-due')",
        f"COMMENT ON TABLE dues IS '{CANARY}-comment'",
        f"COMMENT ON COLUMN dues.note IS '{CANARY}-comment'",
        f"CREATE ROLE bookkeeper LOGIN PASSWORD '{SECRET}'",
        "GRANT SELECT ON dues TO bookkeeper",
    )
    run_postgresql(server, "apart", "; ".join(planted))
    login = {"user": "bookkeeper", "password": SECRET, "sslmode": "disable"}
    return {"host": "127.0.0.1", "port": server.port, "database": "apart", **login}


def test_control_learns_no_value_of_the_database(apart, postgresql_server):
    """After a tour over every kind of page, control is searched for canaries: of rows, comments, secrets."""
    page, folder, recorder = apart["page"], apart["folder"], apart["recorder"]
    page.goto(f"{recorder.url}/")
    page.wait_for_url(re.compile(r"#/[0-9a-f]{24}/"))
    bridge = re.search(r"#/([0-9a-f]{24})/", page.url)[1]
    options = ledger(postgresql_server)
    body = {"name": "ledger", "title": f"{CANARY}-ledger", "kind": "postgresql", "options": options}
    added = ask(page, "POST", f"{apart['bridge'].url}/api/sources/", body)
    assert added.status == 201, added.text()
    for path, text in (
        (f"{bridge}/bills", f"{CANARY}-b2"),
        (f"{bridge}/clients?q={CANARY}-bo", "1 row"),
        (f"{bridge}/bills/{CANARY}-b1", f"{CANARY}-b1"),
        (f"{bridge}/clients?record=2", f"{CANARY}-bo"),
        (f"{bridge}/bills/+new", "New record"),
        (f"{bridge}/ledger%2Fdues", f"{CANARY}-due"),
        ("settings/sources", f"{CANARY}-ledger"),
        ("settings/activity", "Ada Lovelace"),
        ("settings/roles/editor", "Clients"),
        ("settings/bridges", "sqlite"),
        ("settings/tokens", "New token"),
    ):
        page.goto(f"{recorder.url}/#/{path}")
        page.reload()
        page.get_by_text(text).first.wait_for()
    kept = b"".join(path.read_bytes() for path in (folder / "control").rglob("*") if path.is_file())
    for place in (bytes(recorder.seen), kept, said(apart["control"].process)):
        assert not holds(place, CANARY, "Olinda", SECRET)


def test_a_signed_out_token_ends_at_the_bridge(apart):
    """The bridge caches a grant for a minute at most; a token it never saw is refused at once."""
    address = urlsplit(apart["bridge"].url)
    connection = http.client.HTTPConnection(address.netloc)
    connection.request("GET", "/api/models/clients/", headers={"Authorization": f"Token jut_{'0' * 49}"})
    assert connection.getresponse().status == 401
    connection.close()


def test_the_sealed_token_of_a_copied_database_opens_on_no_other_host(apart, tmp_path):
    copy = tmp_path / "copy.sqlite"
    shutil.copy(apart["folder"] / "shop.sqlite", copy)
    command = [
        sys.executable,
        "-m",
        "jetway",
        "bridge",
        "--database",
        str(copy),
        "--state",
        str(tmp_path / "other"),
    ]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 1
    assert "enrolled with another key" in done.stderr

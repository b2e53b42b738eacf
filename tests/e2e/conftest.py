"""Real browsers on real servers. A console error, a CSP refusal or a foreign request fails the test."""

import contextlib
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, closing
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

import httpx2
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.canaries import PERSON
from tests.canaries.pages import look_at_pages, watch_pages

CHROMIUM = (
    "chromium-headless-shell",  # draws no window around each page: a third of the work
    *("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"),
)
MAC = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
QUIET = ("--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync")
DESKTOP = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}

EMAIL = "ada@example.com"
PASSWORD = PERSON

expect.set_options(timeout=20_000)
watch_pages()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_teardown() -> None:
    """Before what the test opened is closed."""
    look_at_pages()


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict:
    found = next(filter(None, map(shutil.which, CHROMIUM)), None)
    path = found or next((path for path in MAC if Path(path).exists()), None)
    if path is None:
        pytest.fail("No Chromium was found. Debian: apt-get install chromium")
    sandbox = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    return {"executable_path": path, "args": [*QUIET, "--disable-gpu", *sandbox]}


@dataclass(frozen=True)
class Server:
    """A process of Jetway's that has said where it is."""

    process: subprocess.Popen
    opening: str
    port: int
    state: Path
    bridge: str = ""

    @property
    def files(self) -> Path:
        """Where people may open files as sources, in the demo."""
        return self.state / "files"

    @property
    def url(self) -> str:
        parts = urlsplit(self.opening)
        return f"{parts.scheme}://{parts.netloc}"

    def sql(self, text: str, file: str = "shop.sqlite") -> list[tuple]:
        with closing(sqlite3.connect(self.state / file)) as connection, connection:
            return connection.execute(text).fetchall()


def start(*words: str, state: Path, **environment: str) -> Server:
    """`jetway <words>` on a free port, once it listens, with a look-out for secrets in it."""
    port = [] if "--port" in words else ["--port", "0"]
    command = [sys.executable, "-m", "tests.canaries.process", *words, *port, "--state", str(state)]
    process = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, **environment},
    )
    assert process.stdout is not None
    said = []
    for line in process.stdout:
        said.append(line)
        if found := re.search(r"Open (http\S+)", line):
            port = re.search(r"Listening on \S+:(\d+)", "".join(said))[1]
            return Server(process, found[1], int(port), state)
    pytest.fail(f"jetway {' '.join(words)} did not start: {''.join(said)}")


def stop(process: subprocess.Popen) -> None:
    """End it. What it said last goes where secrets are looked for."""
    process.terminate()
    try:
        process.wait(30)
    finally:
        process.kill()
        if process.stdout:
            sys.stdout.write(said(process).decode())
            process.stdout.close()


def said(process: subprocess.Popen) -> bytes:
    """What the process has written since this was asked."""
    fileno = process.stdout.fileno()
    os.set_blocking(fileno, False)
    with contextlib.suppress(BlockingIOError):
        return os.read(fileno, 2**20)
    return b""


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[Server]:
    """The demo in one process, its first person signed up through the browser."""
    state = tmp_path_factory.mktemp("demo")
    (state / "files").mkdir()
    may = {"JETWAY_SOURCE_FOLDERS": str(state / "files"), "JETWAY_OUTBOUND_PRIVATE": "127.0.0.1"}
    server = start("demo", state=state, **may)
    try:
        context = browser.new_context(viewport=DESKTOP)
        page = context.new_page()
        sign_up(page, server)
        page.wait_for_url(re.compile(r"#/[0-9a-f]{24}/"))
        context.storage_state(path=server.state / "session.json")
        bridge = re.search(r"#/([0-9a-f]{24})/", page.url)[1]
        context.close()
        yield replace(server, bridge=bridge)
    finally:
        stop(server.process)


@pytest.fixture(scope="session")
def owner(demo: Server) -> Iterator[httpx2.Client]:
    """What an owner's program may do at the bridge, without a browser."""
    from tests.test_command_line import jetway  # which starts servers as this module does

    token = jetway("token", "create", "--state", str(demo.state), "--role", "owner").stdout.strip()
    with httpx2.Client(base_url=demo.url, headers={"Authorization": f"Token {token}"}, timeout=60) as client:
        yield client


def sign_up(page: Page, server: Server) -> None:
    """Fill in the one form of the first run."""
    page.goto(server.opening)
    page.get_by_label("E-mail").fill(EMAIL)
    page.get_by_label("Your name").fill("Ada Lovelace")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Start").click()
    page.get_by_role("navigation").first.wait_for()


def answered(page: Page, method: str, path: str = "") -> AbstractContextManager:
    """Until what is done in it has been asked and answered; `path` is a part of the address."""
    return page.expect_response(lambda answer: answer.request.method == method and path in answer.url)


def afresh(page: Page) -> AbstractContextManager:
    """Until the page is loaded anew: a view that is left or a person who signs out leaves nothing in it."""
    return page.expect_event("load")


CAUSES = """addEventListener("error", ({ error }) => {
  if (error?.cause) console.error(`caused by ${error.cause.stack ?? error.cause}`);
});"""
"""React reports a fault that it got over with its cause, which a browser does not print."""


class Watched:
    """What a page must not do, collected while it does things."""

    def __init__(self, *allowed: str) -> None:
        self.allowed = {urlsplit(url).netloc for url in allowed}
        self.faults: list[str] = []
        self.expected: list[str] = []

    def watch(self, context: BrowserContext) -> None:
        context.add_init_script(CAUSES)
        context.on("console", lambda message: self._said(message.type, message.text, message.location))
        context.on("weberror", lambda error: self.faults.append(f"error: {error.error}"))
        context.on("request", lambda request: self._asked(request.url))

    def expect(self, pattern: str) -> None:
        """A message that this test brings about itself, as a refused request."""
        self.expected.append(pattern)

    def _said(self, kind: str, text: str, location: Mapping[str, object]) -> None:
        if kind == "error" or "Content Security Policy" in text:
            self.faults.append(f"{kind}: {text} ({location.get('url')})")

    def _asked(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("data", "blob") and parts.netloc not in self.allowed:
            self.faults.append(f"request to {url}")

    def check(self) -> None:
        """Fails on what was found since the last look."""
        left = [fault for fault in self.faults if not any(re.search(p, fault) for p in self.expected)]
        self.faults.clear()
        assert left == []


@pytest.fixture
def watched(demo: Server) -> Iterator[Watched]:
    found = Watched(demo.url)
    yield found
    found.check()


@pytest.fixture
def open_page(browser: Browser, demo: Server, watched: Watched) -> Iterator[Callable[..., Page]]:
    """Opens the demo, signed in: `open_page("orders", viewport=PHONE, color_scheme="dark")`."""
    contexts = []

    def open_(path: str = "", **options) -> Page:
        settings = {"viewport": DESKTOP, "storage_state": demo.state / "session.json", **options}
        context = browser.new_context(**settings)
        contexts.append(context)
        watched.watch(context)
        page = context.new_page()
        page.goto(f"{demo.url}/#/{demo.bridge}/{path}" if path else f"{demo.url}/")
        return page

    yield open_
    for context in contexts:
        context.close()

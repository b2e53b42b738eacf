"""The plugin of pytest that looks for secrets.

It looks at the answers that tests get, at what is logged and printed, and at the files that a test leaves,
control's stores among them. In logs and files there is no token of Jetway's own either, which is told once
and kept nowhere. Others look where more is to be seen, and tell of it the same way: the processes that tests
start (`process`), browsers (`pages`), database servers (`databases`), and the apps, providers and mail
servers of the tests' own.
"""

from __future__ import annotations

import logging
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx2
import pytest

from tests.canaries import FOUND_IN, found, leaks, leaks_tokens

if TYPE_CHECKING:
    from collections.abc import Generator

KEPT_IN = (".sqlite", ".sqlite-wal", ".db", ".db-wal", ".log")
"""How names of files end that a process under test writes."""

GOT_OUT = 9
"""What the run ends with then: nothing else is told so, and it is not run once more."""

_PASSED_ON = "canaries"


class Watch(logging.Handler):
    """A test fails at its end for what it let out, the run for what is found later."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._failed = False
        self._read = 0

    def emit(self, record: logging.LogRecord) -> None:
        """A line of a log."""
        trace = self.formatter or logging.Formatter()
        look(trace.format(record).encode(), f"the log {record.name}")

    def pytest_configure(self, config: pytest.Config) -> None:
        """Look at answers and logs from now on, and have all processes tell what they find."""
        descriptor, name = tempfile.mkstemp(prefix="jetway-found-")
        os.close(descriptor)
        os.environ[FOUND_IN] = name
        config.add_cleanup(lambda: Path(name).unlink(missing_ok=True))
        logging.getLogger().addHandler(self)
        _patch()

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_teardown(self, item: pytest.Item) -> Generator[None, None, None]:
        """Fail the test that let a secret out."""
        folder = getattr(item, "funcargs", {}).get("tmp_path")
        if isinstance(folder, Path):
            _look_at_folder(folder)
        yield
        self._fail()

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self, item: pytest.Item) -> Generator[None, Any, Any]:
        """What was printed, which is told with the next report."""
        report = yield
        for when, _, text in item._report_sections:  # the report has them joined
            if when == report.when:
                look(text.encode(), f"what {item.name} printed", tokens=False)
        return report

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Fail the run for what is in folders that several tests share. A worker tells who started it."""
        factory = session.config._tmp_path_factory  # no public way
        if factory._basetemp is not None and not session.config.pluginmanager.hasplugin("dsession"):
            _look_at_folder(factory._basetemp)
        self._collect()
        if hasattr(session.config, "workeroutput"):
            session.config.workeroutput[_PASSED_ON] = self.found, self._failed
        elif self.found or self._failed:
            session.exitstatus = GOT_OUT

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        """What a worker found."""
        places, failed = getattr(node, "workeroutput", {}).get(_PASSED_ON, ([], False))
        self.found += places
        self._failed |= failed

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        """Name the places."""
        for place in self.found:
            terminalreporter.write_line(f"A SECRET GOT OUT: it is in {place}", red=True)

    def _collect(self) -> None:
        """What was told since the last look."""
        with Path(os.environ[FOUND_IN]).open() as told:
            told.seek(self._read)
            self.found += told.read().splitlines()
            self._read = told.tell()

    def _fail(self) -> None:
        self._collect()
        places, self.found = self.found, []
        if places:
            self._failed = True
            pytest.fail(f"A secret got out: it is in {', '.join(dict.fromkeys(places))}", pytrace=False)


def look(content: bytes, place: str, *, tokens: bool = True) -> None:
    """Tell of `place` where there is a secret in `content`."""
    if leaks(content) or (tokens and leaks_tokens(content)):
        found(place)


def _look_at_folder(folder: Path) -> None:
    """Every file of a process under test."""
    for path in folder.rglob("*"):
        if path.name.endswith(KEPT_IN) and path.is_file():
            look(path.read_bytes(), f"the file {path.name}")


def _patch() -> None:
    """Have every answer that is read looked at, and what bridges send to control.

    The product itself reads what apps answer in pieces.
    """
    read, aread, send = httpx2.Response.read, httpx2.Response.aread, httpx2.AsyncClient.send

    def looked_at(answer: httpx2.Response, content: bytes) -> bytes:
        asked = answer._request  # without one it is no answer yet
        if asked is not None:
            head = b"".join(b": ".join(one) + b"\n" for one in answer.headers.raw)
            look(head + content, f"the answer to {asked.method} {asked.url}", tokens=False)
        return content

    def new_read(self: httpx2.Response) -> bytes:
        return looked_at(self, read(self))

    async def new_aread(self: httpx2.Response) -> bytes:
        return looked_at(self, await aread(self))

    async def new_send(self: httpx2.AsyncClient, request: httpx2.Request, **options: Any) -> httpx2.Response:
        if request.headers.get("authorization", "").startswith("ProjectToken "):
            place = f"what a bridge sends to control: {request.method} {request.url}"
            look(b"\n".join(value for _, value in request.headers.raw), place, tokens=False)
            look(str(request.url).encode() + await request.aread(), place)
        return await send(self, request, **options)

    httpx2.AsyncClient.send = new_send  # type: ignore[method-assign]
    httpx2.Response.read = new_read  # type: ignore[method-assign]
    httpx2.Response.aread = new_aread  # type: ignore[method-assign]

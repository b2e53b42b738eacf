"""The secrets of tests are canaries: where one of them gets out, the run fails and names the place.

Every password, key and token that tests enter comes from `canary`. Looked at are the answers that tests get,
what is logged and printed, and the files that a test leaves, control's stores among them. In logs and files
there is no token of Jetway's own either, which is told once and kept nowhere.
"""

from __future__ import annotations

import base64
import functools
import json
import logging
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, quote_plus

import httpx2
import pytest

from jetway.core.token import well_formed

if TYPE_CHECKING:
    from collections.abc import Generator

MARK = "canary5e7c1f"
"""In every canary, whatever it is for. It needs no escapes: URLs, JSON and HTML leave it as it is."""

KEPT_IN = (".sqlite", ".sqlite-wal", ".db", ".db-wal", ".log")
"""How names of files end that a process under test writes."""

_PRIVATE_KEY = " PRIVATE KEY-----"
_TOKEN = re.compile(rb"j[uap]t_[0-9A-Za-z]{49}")
_PASSED_ON = "canaries"


def canary(name: str) -> str:
    """A secret that is looked for everywhere."""
    return f"{MARK}-{name}"


PERSON = f"{canary('person')} horse battery"
"""What people of tests sign in with."""


def holds(content: bytes, *texts: str) -> bool:
    """Whether one of `texts` is in `content`, in clear or escaped."""
    return any(form in content for text in texts for form in _forms(text))


def leaks(content: bytes) -> bool:
    """Whether there is a canary or a private key in `content`."""
    return holds(content, MARK, _PRIVATE_KEY)


def leaks_tokens(content: bytes) -> bool:
    """Whether there is a token of Jetway's in `content`."""
    found = _TOKEN.findall(content) if b"t_" in content else ()
    return any(well_formed(one.decode(), "jut_", "jat_", "jpt_") for one in found)


@functools.cache
def _forms(text: str) -> frozenset[bytes]:
    """`text` as it is, in URLs, in JSON, and in base64, wherever in it."""
    written = {text, quote(text), quote(text, safe=""), quote_plus(text), json.dumps(text)[1:-1]}
    encoded = {_inside(text.encode(), before) for before in range(3)}
    return frozenset({one.encode() for one in written} | encoded)


def _inside(content: bytes, before: int) -> bytes:
    """What base64 makes of `content` behind so many bytes, whatever they are and whatever follows."""
    whole = base64.b64encode(b"\0" * before + content)
    return whole[(0, 2, 3)[before] : (before + len(content)) * 4 // 3]


class Watch(logging.Handler):
    """A plugin of pytest. A test fails at its end for what it let out, the run for what is found later."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def look(self, content: bytes, place: str, *, tokens: bool = True) -> None:
        """Remember `place` where there is a secret in `content`."""
        if leaks(content) or (tokens and leaks_tokens(content)):
            self.found.append(place)

    def emit(self, record: logging.LogRecord) -> None:
        """A line of a log."""
        trace = self.formatter or logging.Formatter()
        self.look(trace.format(record).encode(), f"the log {record.name}")

    def look_at_folder(self, folder: Path) -> None:
        """Every file of a process under test."""
        for path in folder.rglob("*"):
            if path.name.endswith(KEPT_IN) and path.is_file():
                self.look(path.read_bytes(), f"the file {path.name}")

    def pytest_configure(self) -> None:
        """Look at answers and logs from now on."""
        logging.getLogger().addHandler(self)
        _patch(self)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_teardown(self, item: pytest.Item) -> Generator[None, None, None]:
        """Fail the test that let a secret out."""
        folder = getattr(item, "funcargs", {}).get("tmp_path")
        if isinstance(folder, Path):
            self.look_at_folder(folder)
        yield
        self._fail()

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self, item: pytest.Item) -> Generator[None, Any, Any]:
        """What was printed, which is told with the next report."""
        report = yield
        for when, _, text in item._report_sections:  # the report has them joined
            if when == report.when:
                self.look(text.encode(), f"what {item.name} printed", tokens=False)
        return report

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Fail the run for what is in folders that several tests share. A worker tells who started it."""
        factory = session.config._tmp_path_factory  # no public way
        if factory._basetemp is not None and not session.config.pluginmanager.hasplugin("dsession"):
            self.look_at_folder(factory._basetemp)
        if hasattr(session.config, "workeroutput"):
            session.config.workeroutput[_PASSED_ON] = self.found
        elif self.found:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        """What a worker found."""
        self.found += getattr(node, "workeroutput", {}).get(_PASSED_ON, [])

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        """Name the places."""
        for place in self.found:
            terminalreporter.write_line(f"A SECRET GOT OUT: it is in {place}", red=True)

    def _fail(self) -> None:
        places, self.found = self.found, []
        if places:
            pytest.fail(f"A secret got out: it is in {', '.join(dict.fromkeys(places))}", pytrace=False)


def _patch(watch: Watch) -> None:
    """Have every answer that is read looked at. The product itself reads what apps answer in pieces."""
    read, aread = httpx2.Response.read, httpx2.Response.aread

    def looked_at(answer: httpx2.Response, content: bytes) -> bytes:
        asked = answer._request  # without one it is no answer yet
        if asked is not None:
            head = b"".join(b": ".join(one) + b"\n" for one in answer.headers.raw)
            watch.look(head + content, f"the answer to {asked.method} {asked.url}", tokens=False)
        return content

    def new_read(self: httpx2.Response) -> bytes:
        return looked_at(self, read(self))

    async def new_aread(self: httpx2.Response) -> bytes:
        return looked_at(self, await aread(self))

    httpx2.Response.read = new_read  # type: ignore[method-assign]
    httpx2.Response.aread = new_aread  # type: ignore[method-assign]

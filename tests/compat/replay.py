"""The recorded requests, sent to Jetway on databases like those they were recorded on."""

import base64
import json
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

from jetway.config import Settings
from tests.bridge.conftest import running
from tests.servers import Server
from tests.sources.databases import run_postgresql

FOLDER = Path(__file__).parent
DESCRIPTIONS = "/api/model_descriptions/"
_numbers = count()


@dataclass(frozen=True)
class Pair:
    """What was recorded, and what Jetway answers. `body`: parsed where it is JSON, else text."""

    recorded: dict[str, Any]
    status: int
    body: Any

    @property
    def id(self) -> int:
        return self.recorded["id"]

    def __str__(self) -> str:
        return f"{self.id} {self.recorded['group']}: {self.recorded['method']} {self.recorded['path']}"


@cache
def captures(server: str) -> list[dict[str, Any]]:
    """The recorded pairs of one server, in order."""
    lines = (FOLDER / "captures.jsonl").read_text().splitlines()
    return [capture for line in lines if (capture := json.loads(line))["server"] == server]


async def replay(server: str, fresh: Callable[[], str], state: Path) -> AsyncIterator[Pair]:
    """Every pair of `server`; `fresh` makes a new database and tells its address."""
    for number, part in enumerate(_parts(server)):
        async with running(Settings(database=fresh(), state=state / str(number))) as jetway:
            authorization = {"Authorization": f"Token {await jetway.token()}"}
            for capture in part:
                headers = capture.get("request_headers", {}) | authorization
                answer = await jetway.http.request(
                    capture["method"], capture["path"], content=_content(capture), headers=headers
                )
                yield Pair(capture, answer.status_code, _parsed(answer.text))


def _parts(server: str) -> Iterator[list[dict[str, Any]]]:
    """The pairs between one reset and the next."""
    part: list[dict[str, Any]] = []
    for capture in captures(server):
        if capture["reset_before"] and part:
            yield part
            part = []
        part.append(capture)
    yield part


def _content(capture: dict[str, Any]) -> bytes | None:
    match capture.get("request_body"):
        case None:
            return None
        case str(text):
            return text.encode()
        case {"base64": str(text)}:
            return base64.b64decode(text)
        case document:
            return json.dumps(document).encode()


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError:
        return text


def sqlite_databases(folder: Path) -> Callable[[], str]:
    """Makes copies of one SQLite file."""
    first = folder / "first.sqlite"
    connection = sqlite3.connect(first)
    connection.executescript((FOLDER / "schema-sqlite.sql").read_text())
    connection.close()

    def fresh() -> str:
        copy = folder / f"copy_{next(_numbers)}.sqlite"
        copy.write_bytes(first.read_bytes())
        return str(copy)

    return fresh


def postgresql_databases(server: Server) -> Callable[[], str]:
    """Makes copies of one PostgreSQL database."""
    template = f"compat_template_{next(_numbers)}"
    run_postgresql(server, "postgres", f"CREATE DATABASE {template}")
    run_postgresql(server, template, (FOLDER / "schema-postgresql.sql").read_text())

    def fresh() -> str:
        name = f"compat_{next(_numbers)}"
        run_postgresql(server, "postgres", f"CREATE DATABASE {name} TEMPLATE {template}")
        return server.url(name)

    return fresh

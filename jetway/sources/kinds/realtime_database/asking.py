"""What is asked of a Realtime Database, and what its refusals mean. Knows no rows."""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

import msgspec

from jetway.core.errors import AppChanged, Failure
from jetway.sources.kinds.realtime_database.described import Node, children, objects
from jetway.sources.kinds.realtime_database.query import KEY, key_place
from jetway.sources.rest.failure import IndexMissing, quotable
from jetway.sources.rest.request import Call
from jetway.sources.rest.writing import Moved

if TYPE_CHECKING:
    from jetway.sources.kinds.realtime_database.query import Asked
    from jetway.sources.rest.session import Budget, Session

log = logging.getLogger(__name__)

NOTHING = "null_etag"
"""The version of what is not there."""


@dataclass(frozen=True, slots=True)
class Object:
    """A row as it is: its path, what it holds, and its version where that was asked for."""

    path: str
    node: Node
    etag: str = ""


class Database:
    """One database behind a session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    async def keys(self, path: str, budget: Budget) -> list[str]:
        """The keys below a path, without what they hold."""
        call = Call("GET", _target(path), (("shallow", "true"),))
        return list(children((await self._session.ask(call, budget)).body))

    async def page(self, path: str, most: int, after: str | None, budget: Budget) -> tuple[Node, str | None]:
        """The objects behind the key `after`, of up to `most` nodes; the last key, `None` at the end."""
        begin = (("startAt", json.dumps(after)),) if after is not None else ()
        asked = most + len(begin)
        params = (("orderBy", json.dumps(KEY)), *begin, ("limitToFirst", str(asked)))
        body = (await self._session.ask(Call("GET", _target(path), params), budget)).body
        nodes = children(body)
        last = max(nodes, key=key_place) if len(nodes) == asked else None
        found = objects(body)
        found.pop(after or "", None)
        return dict(found), last

    async def found(self, asked: Asked, most: int, budget: Budget) -> dict[str, Node]:
        """The objects that a query finds, in no order. Raises `IndexMissing`."""
        call = Call("GET", _target(asked.listed.path), asked.params(most))
        return objects((await self._session.ask(call, budget)).body)

    async def one(self, path: str, budget: Budget) -> Object:
        """What is at a path, and its version."""
        heard = await self._session.ask(
            Call("GET", _target(path), headers=(("X-Firebase-ETag", "true"),)), budget
        )
        if not heard.etag:
            raise AppChanged("The Realtime Database told no version of a row, which it should.")
        return Object(path, children(heard.body), heard.etag)

    async def put(self, path: str, node: Node, etag: str, budget: Budget) -> Node:
        """Have `node` there, in place of what has that version. Raises `Moved`."""
        body = msgspec.json.encode(node)
        call = Call("PUT", _target(path), (), body, "application/json", headers=(("if-match", etag),))
        return children((await self._session.ask(call, budget)).body)

    async def push(self, path: str, node: Node, budget: Budget) -> str:
        """Have `node` below a path; its key."""
        call = Call("POST", _target(path), (), msgspec.json.encode(node), "application/json")
        body = (await self._session.ask(call, budget)).body
        name = body.get("name") if isinstance(body, dict) else None
        if not isinstance(name, str):
            raise AppChanged("The Realtime Database told no key for a new row.")
        return name

    async def delete(self, path: str, etag: str, budget: Budget) -> None:
        """Nothing there any more, where it has that version. Raises `Moved`."""
        await self._session.ask(Call("DELETE", _target(path), headers=(("if-match", etag),)), budget)


def refusal(call: Call, status: int, body: object) -> Failure | None:
    """What the database's own words for a refusal mean."""
    said = body.get("error") if isinstance(body, dict) else None
    if status == 412 and call.method in ("PUT", "DELETE"):
        return Moved("The row is another since.")
    if status == 400 and isinstance(said, str) and said.startswith("Index not defined"):
        log.warning("The Realtime Database would answer a query without a scan: %s", quotable(said))
        return IndexMissing("The Realtime Database lacks an index for this.")
    return None


def _target(path: str) -> str:
    return "/" + "/".join(quote(part, safe="") for part in path.split("/") if part) + ".json"

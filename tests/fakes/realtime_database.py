"""A Realtime Database of our own, strict where the real one is: a local HTTP server that keeps a tree.

One orderBy, 400 for a child without an index, JSON in no order, arrays for whole numbers as keys, versions by
ETag, nothing kept of nulls and of what is empty. After Google's documentation of the REST API.
"""

import hashlib
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, unquote

from tests.fakes.http import said, served

TOKEN = "owner"
"""What emulators take from everybody: no secret."""


class Refused(Exception):
    """An answer that is an error."""

    def __init__(self, status: int, message: str) -> None:
        self.status, self.message = status, message


@dataclass
class Realtime:
    """The tree. `indexed`: the children that may be ordered by. `before_change`: runs before the next one."""

    address: str = ""
    tree: Any = field(default_factory=dict)
    indexed: set[str] = field(default_factory=set)
    requests: list[tuple[str, str]] = field(default_factory=list)
    before_change: Callable[[], None] | None = None
    pushed: int = 0

    def answer(
        self, method: str, target: str, headers: dict[str, str], body: bytes
    ) -> tuple[Any, str | None]:
        path, _, query = target.partition("?")
        if headers.get("authorization") != f"Bearer {TOKEN}":
            raise Refused(401, "Unauthorized request.")
        if not path.endswith(".json"):
            raise Refused(404, "Append .json.")
        parts = [unquote(part) for part in path.removesuffix(".json").split("/") if part]
        if any(set(part) & set(".$#[]/") for part in parts):
            raise Refused(400, "Invalid path: Invalid token in path")
        params = dict(parse_qsl(query, keep_blank_values=True))
        if method == "GET":
            etag = (
                version(self.at(parts)) if headers.get("x-firebase-etag") == "true" and not params else None
            )
            return self._read(parts, params), etag
        return self._changed(method, parts, headers, json.loads(body or b"null")), None

    def at(self, parts: list[str]) -> Any:
        node = self.tree
        for part in parts:
            node = node.get(part) if isinstance(node, dict) else None
        return node

    def put(self, parts: list[str], value: Any) -> None:
        node = self.tree
        for part in parts[:-1]:
            node = node.setdefault(part, {})
        node[parts[-1]] = value
        self.tree = _pruned(self.tree) or {}

    def _changed(self, method: str, parts: list[str], headers: dict[str, str], value: Any) -> Any:
        if self.before_change is not None:
            change, self.before_change = self.before_change, None
            change()
        if "if-match" in headers and method not in ("PUT", "DELETE"):
            raise Refused(400, "if-match is for PUT and DELETE.")
        if headers.get("if-match", version(self.at(parts))) != version(self.at(parts)):
            raise Refused(412, "ETag mismatch.")
        if method == "POST":
            self.pushed += 1
            name = f"-N{self.pushed:018}"
            self.put([*parts, name], value)
            return {"name": name}
        self.put(parts, None if method == "DELETE" else value)
        return None if method == "DELETE" else value

    def _read(self, parts: list[str], params: dict[str, str]) -> Any:
        node = self.at(parts)
        if "shallow" in params:
            if len(params) > 1:
                raise Refused(400, "Mixing 'shallow' and querying parameters is not supported.")
            return dict.fromkeys(node, True) if isinstance(node, dict) else node
        if not params:
            return shown(node)
        if "orderBy" not in params:
            raise Refused(400, "orderBy must be defined when other query parameters are defined.")
        if "limitToFirst" in params and "limitToLast" in params:
            raise Refused(400, "Only one of limitToFirst and limitToLast may be specified.")
        if "equalTo" in params and ("startAt" in params or "endAt" in params):
            raise Refused(400, "equalTo cannot be specified in addition to startAfter, startAt, endAt.")
        return self._queried(parts, node, {name: json.loads(text) for name, text in params.items()})

    def _queried(self, parts: list[str], node: Any, params: dict[str, Any]) -> Any:
        child = params["orderBy"]
        if child != "$key" and child not in self.indexed:
            where = "/".join(["", *parts])
            raise Refused(
                400, f'Index not defined, add ".indexOn": "{child}", for path "{where}", to the rules'
            )
        if not isinstance(node, dict):
            return shown(node)

        def place(key: str) -> Any:
            return key_place(key) if child == "$key" else value_place(_below(node[key], child.split("/")))

        def bound(value: Any) -> Any:
            return key_place(value) if child == "$key" else value_place(value)

        keys = sorted(node, key=lambda key: (place(key), key_place(key)))
        if "equalTo" in params:
            keys = [key for key in keys if place(key) == bound(params["equalTo"])]
        keys = [key for key in keys if "startAt" not in params or place(key) >= bound(params["startAt"])]
        keys = [key for key in keys if "endAt" not in params or place(key) <= bound(params["endAt"])]
        if "limitToLast" in params:
            keys = keys[-params["limitToLast"] :]
        keys = keys[: params.get("limitToFirst")]
        return shown(
            {key: node[key] for key in sorted(keys, key=lambda key: hashlib.md5(key.encode()).hexdigest())}
        )


def version(node: Any) -> str:
    if node is None:
        return "null_etag"
    return hashlib.sha1(json.dumps(node, sort_keys=True).encode()).hexdigest()


def key_place(key: str) -> tuple[int, int, str]:
    return (0, int(key), "") if key.isdigit() and len(key) < 10 else (1, 0, key)


def value_place(value: Any) -> tuple[int, Any]:
    match value:
        case None:
            return 0, 0
        case bool():
            return 1 + value, 0
        case int() | float():
            return 3, value
        case str():
            return 4, value
        case _:
            return 5, 0


def shown(node: Any) -> Any:
    """As the real one tells it: an array, where more than half of the numbers up to the last are keys."""
    if not isinstance(node, dict):
        return node
    told = {key: shown(value) for key, value in node.items()}
    if told and all(key.isdigit() and len(key) < 10 for key in told):
        last = max(map(int, told))
        if len(told) * 2 > last + 1:
            return [told.get(str(number)) for number in range(last + 1)]
    return told


def _below(node: Any, path: list[str]) -> Any:
    for name in path:
        node = node.get(name) if isinstance(node, dict) else None
    return node


def _pruned(node: Any) -> Any:
    if isinstance(node, list):
        node = {str(number): item for number, item in enumerate(node)}
    if not isinstance(node, dict):
        return node
    kept = {key: _pruned(value) for key, value in node.items()}
    return {key: value for key, value in kept.items() if value is not None} or None


@asynccontextmanager
async def realtime_database() -> AsyncIterator[Realtime]:
    """The server, on a port of its own."""
    kept = Realtime()

    async def answer(method: str, target: str, headers: dict[str, str], body: bytes) -> bytes:
        kept.requests.append((method, target))
        status, etag, content = 200, None, None
        try:
            content, etag = kept.answer(method, target, headers, body)
        except Refused as refused:
            status, content = refused.status, {"error": refused.message}
        return said(status, json.dumps(content).encode(), {"ETag": etag} if etag else {})

    async with served(answer) as kept.address:
        yield kept

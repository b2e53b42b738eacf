"""An app with a list in every way that lists are paged, and a token endpoint: a local HTTP server."""

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from inspect import isawaitable
from typing import Any, ClassVar
from urllib.parse import parse_qsl

from tests.canaries import canary
from tests.fakes.http import said, served

NUMBERS = range(1, 26)
Answer = tuple[int, Any, dict[str, str]]


@dataclass
class App:
    """What was asked, and who may ask. `down`: so many requests are answered 503.

    `faults`: what the next requests are answered instead; `None` for one that is answered as ever. `lost`: of
    so many changes the answer is lost, and 502 comes instead. `opened_by`: the names of the canaries that are
    for it.
    """

    opened_by: ClassVar[tuple[str, ...]] = ("app",)

    address: str = ""
    asked: list[tuple[str, str, dict[str, str], bytes]] = field(default_factory=list)
    tokens: list[str] = field(default_factory=list)
    down: int = 0
    lost: int = 0
    faults: list[Answer | None] = field(default_factory=list)
    takes: Callable[[dict[str, str], dict[str, str]], bool] = lambda headers, params: True
    grants: Callable[[dict[str, str], dict[str, str]], bool] = lambda form, headers: True

    def calls(self) -> list[str]:
        return [f"{method} {target}" for method, target, _, _ in self.asked]

    def sent(self) -> Any:
        """The body of the last request."""
        return json.loads(self.asked[-1][3])

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """What it needs beside its server."""
        yield

    def changes(self, method: str, target: str) -> bool:
        """Whether a request changes something, as far as laws lose its answer."""
        return True

    def answer(
        self, method: str, target: str, headers: dict[str, str], body: bytes
    ) -> Answer | Awaitable[Answer]:
        path, _, query = target.partition("?")
        params = dict(parse_qsl(query, keep_blank_values=True))
        if path == "/token":
            return self._token(dict(parse_qsl(body.decode())), headers)
        if self.down:
            self.down -= 1
            return 503, {"message": "down"}, {}
        if not self.takes(headers, params):
            return 401, {"message": "no"}, {}
        if (method, path) == ("POST", "/search"):
            return self._found(params, json.loads(body))
        if method != "GET":
            return 200, {"sent": json.loads(body or b"null"), "media": headers.get("content-type")}, {}
        records = [{"id": number, "at": {"name": f"n{number}"}} for number in NUMBERS]
        if params.get("sort") == "-id" or (params.get("sort"), params.get("direction")) == ("id", "desc"):
            records.reverse()
        size = int(params.get("size", 10))
        return self._page(path, params, records, size)

    def _page(self, path: str, params: dict[str, str], records: list[Any], size: int) -> Answer:
        match path:
            case "/whole":
                return 200, records, {}
            case "/cursor":
                start = int(params.get("cursor", 0))
                more = start + size if start + size < len(records) else None
                return 200, {"items": records[start : start + size], "next": more}, {}
            case "/page":
                start = (int(params.get("page", 1)) - 1) * size
                return 200, {"items": records[start : start + size], "total": len(records)}, {}
            case "/offset":
                start = int(params.get("offset", 0))
                return 200, {"items": records[start : start + size]}, {}
            case "/link":
                start = int(params.get("from", 0))
                links = f'<{self.address}/link?from=0>; rel="first"'
                if start + size < len(records):
                    links = f'<{self.address}/link?from={start + size}&size={size}>; rel="next", {links}'
                return 200, records[start : start + size], {"Link": links}
            case "/url":
                start = int(params.get("from", 0))
                more = f"/url?from={start + size}&size={size}" if start + size < len(records) else ""
                return 200, {"items": records[start : start + size], "uri": more}, {}
            case "/elsewhere":
                return 200, {"items": records[:size], "uri": "http://127.0.0.1:9/"}, {}
        return 404, {"message": "no such path"}, {}

    def _found(self, params: dict[str, str], body: dict[str, Any]) -> Answer:
        """A list asked for by POST, which wants its kind, numbers as numbers, and gives at most eight."""
        page, ids = body.get("page", {}), body.get("filter", {}).get("ids", list(NUMBERS))
        size, start = page.get("size", 5), page.get("after", 0)
        numbers = [size, start, *ids]
        if params or body["kind"] != "things" or not all(isinstance(one, int) for one in numbers):
            return 400, {"message": "not like this"}, {}
        found = [{"id": number, "at": {"name": f"n{number}"}} for number in NUMBERS if number in ids]
        if body.get("sort") == "-id":
            found.reverse()
        more = start + size if start + size < len(found) else None
        return 200, {"items": found[start : start + size], "next": more, "total": len(found)}, {}

    def _token(self, form: dict[str, str], headers: dict[str, str]) -> Answer:
        if not self.grants(form, headers):
            return 400, {"error": "invalid_grant"}, {}
        self.tokens.append(canary(f"app-{len(self.tokens) + 1}"))
        return 200, {"access_token": self.tokens[-1], "token_type": "Bearer", "expires_in": 3600}, {}


@dataclass
class Recorded(App):
    """An app that gives recorded answers, by method and target; to all else 404."""

    answers: dict[str, Any] = field(default_factory=dict)

    def answer(self, method: str, target: str, headers: dict[str, str], body: bytes) -> Answer:
        if not self.takes(headers, {}):
            return 401, {"message": "no"}, {}
        status, content, more = self.answers.get(f"{method} {target}") or (404, {"message": "none"}, {})
        return status, content, {name: text.format(address=self.address) for name, text in more.items()}

    def give(self, asked: str, content: Any, status: int = 200, **headers: str) -> None:
        self.answers[asked] = status, content, headers


@asynccontextmanager
async def app(kept: App | None = None) -> AsyncIterator[App]:
    """The server, on a port of its own."""
    kept = kept or App()

    async def answer(method: str, target: str, headers: dict[str, str], body: bytes) -> bytes:
        kept.asked.append((method, target, headers, body))
        fault = kept.faults.pop(0) if kept.faults else None
        found = fault or kept.answer(method, target, headers, body)
        status, content, more = await found if isawaitable(found) else found
        if kept.lost and kept.changes(method, target):
            kept.lost -= 1
            status, content, more = 502, {"message": "lost"}, {}
        return said(status, json.dumps(content).encode(), more)

    async with kept.running(), served(answer, *kept.opened_by) as kept.address:
        yield kept

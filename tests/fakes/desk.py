"""A help desk with an API as many have it: pages, records in records, changes, an OpenAPI document."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

from tests.canaries import canary
from tests.fakes.http import said, served

KEY = canary("desk")
STATES = ("open", "waiting", "solved")
PATH = "/v1/tickets"
CLOSING = "/v1/close_month"


def ticket(number: int) -> dict[str, Any]:
    """One of those that are there from the start."""
    return {
        "id": number,
        "subject": f"Subject {number}",
        "state": STATES[number % 3],
        "requester": {"name": f"Person {number}", "email": f"p{number}@example.com"},
        "opened": f"2026-01-{number % 28 + 1:02}T10:00:00Z",
        "tags": ["late"] if number % 4 == 0 else [],
    }


def document(address: str) -> dict[str, Any]:
    """What the desk says of itself."""
    properties = {
        "id": {"type": "integer"},
        "subject": {"type": "string"},
        "state": {"type": "string", "enum": [*STATES]},
        "opened": {"type": "string", "format": "date-time"},
    }
    one = {"type": "object", "properties": properties}
    sent = {"type": "object", "properties": {name: properties[name] for name in ("subject", "state")}}

    def answers(schema: dict[str, Any]) -> dict[str, Any]:
        return {
            "responses": {"200": {"description": "", "content": {"application/json": {"schema": schema}}}}
        }

    many = {"type": "object", "properties": {"data": {"type": "array", "items": one}}}
    body = {"requestBody": {"content": {"application/json": {"schema": sent}}}}
    page = {"name": "page", "in": "query", "schema": {"type": "integer"}}
    agents = {"type": "array", "items": {"type": "object", "properties": {"id": {"type": "integer"}}}}
    return {
        "openapi": "3.0.3",
        "info": {"title": "Desk"},
        "servers": [{"url": address}],
        "components": {"securitySchemes": {"key": {"type": "http", "scheme": "bearer"}}},
        "paths": {
            PATH: {"get": {"parameters": [page], **answers(many)}, "post": {**body, **answers(one)}},
            f"{PATH}/{{id}}": {"get": answers(one), "patch": {**body, **answers(one)}, "delete": answers({})},
            "/v1/agents": {"get": answers(agents)},
            "/v1/teams/{team}/agents": {"get": answers(agents)},
        },
    }


@dataclass
class Desk:
    """The tickets, and what was asked: methods and targets."""

    address: str = ""
    tickets: dict[int, dict[str, Any]] = field(default_factory=lambda: {n: ticket(n) for n in range(1, 26)})
    asked: list[str] = field(default_factory=list)

    def answer(self, method: str, target: str, headers: dict[str, str], body: bytes) -> tuple[int, Any]:
        """Status and JSON."""
        self.asked.append(f"{method} {target}")
        path, _, query = target.partition("?")
        if headers.get("authorization") != f"Bearer {KEY}":
            return 401, {"error": {"message": "This key is not known."}}
        if path == PATH:
            return self._listed(dict(parse_qsl(query))) if method == "GET" else self._made(json.loads(body))
        if (method, path) == ("POST", CLOSING):
            return 200, {"closed": True}
        number = int(path.removeprefix(f"{PATH}/")) if path.startswith(f"{PATH}/") else 0
        if number not in self.tickets:
            return 404, {"error": {"message": "There is no such ticket."}}
        return self._one(method, number, body)

    def _listed(self, params: dict[str, str]) -> tuple[int, Any]:
        size, page = int(params.get("limit", 10)), int(params.get("page", 1))
        found = [*self.tickets.values()]
        return 200, {"data": found[(page - 1) * size : page * size], "meta": {"total": len(found)}}

    def _made(self, sent: dict[str, Any]) -> tuple[int, Any]:
        number = max(self.tickets) + 1
        self.tickets[number] = {**ticket(number), **sent, "id": number}
        return 201, self.tickets[number]

    def _one(self, method: str, number: int, body: bytes) -> tuple[int, Any]:
        if method == "DELETE":
            return 200, self.tickets.pop(number)
        if method == "PATCH":
            self.tickets[number] |= json.loads(body)
        return 200, self.tickets[number]


@asynccontextmanager
async def desk() -> AsyncIterator[Desk]:
    """The server, on a port of its own."""
    kept = Desk()

    async def answer(method: str, target: str, headers: dict[str, str], body: bytes) -> bytes:
        status, content = kept.answer(method, target, headers, body)
        return said(status, json.dumps(content).encode(), {})

    async with served(answer, "desk") as kept.address:
        yield kept

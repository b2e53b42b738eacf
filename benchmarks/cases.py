"""What is asked for. Each peer says the same in its own words, or leaves a case out."""

from __future__ import annotations

import json
import random
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from benchmarks import data

if TYPE_CHECKING:
    from collections.abc import Mapping

SINCE = "2023-11-20T00:00:00"
"""The list's second filter, beside `status = 'paid'`."""

NEW_ORDER = {
    "number": "INV new",
    "customer_id": 7,
    "status": "new",
    "total": "12.50",
    "items": 3,
    "settled": True,
    "currency": "EUR",
    "city": "Bremen",
    "placed_at": "2024-01-01T10:00:00",
}
VARIANTS = 997
"""So many different keys are asked for in turn."""


@dataclass(frozen=True)
class Case:
    """One kind of request. `orders`: how many of them its answer holds, a sign that the work was done."""

    title: str
    orders: int | None = None


CASES: Mapping[str, Case] = {
    "a": Case("one row by its key", 1),
    "b": Case("25 rows: two filters, two sorts", 25),
    "c": Case("the same with a related row each", 25),
    "d": Case("100 rows and the exact count of 12,500", 100),
    "e": Case("a sum in 9 groups of 12,500 rows"),
    "g": Case("one new row", 1),
    "first": Case("25 rows of a million: first page", 25),
    "last": Case("25 rows of a million: last page", 25),
}


@dataclass(frozen=True)
class Request:
    """An HTTP request in a peer's words. `{n}` stands for the key of an order."""

    path: str
    method: str = "GET"
    body: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)


def post(path: str, body: object, headers: Mapping[str, str] | None = None) -> Request:
    """A request with a JSON body."""
    return Request(path, "POST", json.dumps(body), {"Content-Type": "application/json", **(headers or {})})


def raw(request: Request, host: str) -> list[bytes]:
    """The bytes to send; as many variants as there are keys to ask for."""
    if "{n}" not in request.path + (request.body or ""):
        return [_bytes(request, host, 0)]
    keys = random.Random(1).sample(range(1, data.ORDERS), VARIANTS)
    return [_bytes(request, host, key) for key in keys]


def _bytes(request: Request, host: str, key: int) -> bytes:
    body = (request.body or "").replace("{n}", str(key)).encode()
    headers = {"Host": host, "Accept": "application/json", **request.headers}
    if request.body is not None:
        headers["Content-Length"] = str(len(body))
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    path = request.path.replace("{n}", str(key))
    return f"{request.method} {path} HTTP/1.1\r\n{lines}\r\n".encode() + body

"""A Stripe of our own, strict where the real one is: a local HTTP server that keeps what it is sent.

Newest first, both cursors, no parameter that Stripe does not know, forms and no JSON, Idempotency-Key.
The lists' parameters are those of Stripe's own client (stripe-python 16, `*ListParams`).
"""

import asyncio
import json
import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any
from urllib.parse import parse_qsl, unquote, urlencode

from tests.canaries import canary
from tests.fakes.http import said, served
from tests.fakes.refused import Refused
from tests.fakes.stripe_operations import does, done
from tests.fakes.stripe_search import SOUGHT, searched

KEY = f"sk_test_{canary('stripe')}"
RANGES = ("gt", "gte", "lt", "lte")

LISTS: dict[str, tuple[str, ...]] = {
    "customers": ("created{}", "email", "test_clock"),
    "products": ("active", "created{}", "ids", "shippable", "type", "url"),
    "prices": ("active", "created{}", "currency", "lookup_keys", "product", "recurring", "type"),
    "payment_intents": ("created{}", "customer"),
    "charges": ("created{}", "customer", "payment_intent", "transfer_group"),
    "refunds": ("charge", "created{}", "payment_intent"),
    "disputes": ("charge", "created{}", "payment_intent"),
    "subscriptions": (
        *("collection_method", "created{}", "current_period_end{}", "current_period_start{}"),
        *("customer", "price", "status"),
    ),
    "invoices": ("collection_method", "created{}", "customer", "due_date{}", "status", "subscription"),
    "payouts": ("arrival_date{}", "created{}", "destination", "status"),
    "balance_transactions": ("created{}", "currency", "payout", "source", "type"),
    "events": ("created{}", "delivery_success", "type", "types"),
}
TAKES: dict[str, set[str]] = {
    "customers": {"name", "email", "phone", "description", "balance", "address", "shipping", "metadata"},
    "products": {"name", "active", "description", "default_price", "shippable", "url", "metadata"},
    "charges": {"description", "metadata", "receipt_email", "transfer_group"},
}
NUMBERS = {"balance", "amount", "unit_amount", "amount_to_capture"}
TEXTS = {"name", "email", "description", "phone", "metadata"}
REFERS = {
    "balance_transaction": "balance_transactions",
    "charge": "charges",
    "customer": "customers",
    "default_price": "prices",
    "invoice": "invoices",
    "latest_charge": "charges",
    "latest_invoice": "invoices",
    "payment_intent": "payment_intents",
    "product": "products",
    "subscription": "subscriptions",
}


@dataclass
class Stripe:
    """The server's memory. `faults`: what the next requests are answered instead."""

    address: str = ""
    kept: dict[str, list[dict[str, Any]]] = field(default_factory=lambda: {name: [] for name in LISTS})
    requests: list[tuple[str, str]] = field(default_factory=list)
    faults: list[Refused | bytes] = field(default_factory=list)
    forbidden: set[str] = field(default_factory=set)
    behind: set[str] = field(default_factory=set)
    slow_s: float = 0
    once: dict[str, tuple[Any, Any]] = field(default_factory=dict)
    number: int = 0

    def add(self, name: str, /, **values: Any) -> dict[str, Any]:
        self.number += 1
        base = {
            "id": f"{name[:3]}_{self.number:06}",
            "object": name[:-1],
            "created": 1_700_000_000 + self.number,
        }
        made = {**base, "metadata": {}, "livemode": False, **values}
        self.kept[name].append(made)
        return made

    def answer(self, method: str, path: str, query: list[tuple[str, str]], headers: dict, body: bytes) -> Any:
        if headers.get("authorization") != f"Bearer {KEY}":
            raise Refused(401, f"Invalid API Key provided: {headers.get('authorization')}")
        if "stripe-version" not in headers:
            raise Refused(400, "No version was pinned.")
        match [unquote(part) for part in path.split("/")[1:]]:
            case ["v1", name] if name in LISTS and method == "GET":
                return self._list(name, query)
            case ["v1", name, "search"] if name in SOUGHT and method == "GET":
                self._require_allowed(name)
                return searched(self, name, query)
            case ["v1", name, id_] if name in LISTS and method == "GET":
                return self._expanded(self.one(name, id_), [path for _, path in query])
            case ["v1", name, *rest] if name in LISTS and does(method, name, rest):
                self._require_allowed(name)
                sent = _form(body) if method == "POST" else _form(urlencode(query).encode())
                return self._once(method, path, headers, body, lambda: done(self, name, rest, sent))
            case ["v1", name, *id_] if name in TAKES:
                self._require_allowed(name)
                change = partial(self._changed, method, name, id_, headers, body)
                return self._once(method, path, headers, body, change)
        raise Refused(404, f"Unrecognized request URL ({method}: {path}).")

    def _once(self, method: str, path: str, headers: dict, body: bytes, change: Callable[[], Any]) -> Any:
        key = headers.get("idempotency-key", "")
        if key in self.once:
            asked, answered = self.once[key]
            if asked != (method, path, body):
                raise Refused(400, "Keys for idempotent requests can only be used for the same endpoint.")
            return answered
        answered = change()
        if key:
            self.once[key] = ((method, path, body), answered)
        return answered

    def _changed(self, method: str, name: str, id_: list[str], headers: dict, body: bytes) -> Any:
        if method == "DELETE":
            gone = self.one(name, id_[0])
            if name == "customers":
                gone |= {"deleted": True}
            else:
                self.kept[name].remove(gone)
            return {"id": gone["id"], "object": gone["object"], "deleted": True}
        if headers.get("content-type") != "application/x-www-form-urlencoded":
            raise Refused(400, "Invalid request: forms only.")
        values = _form(body)
        for unknown in values.keys() - TAKES[name]:
            raise Refused(400, f"Received unknown parameter: {unknown}")
        if "@" not in str(values.get("email", "@")):
            raise Refused(400, f"Invalid email address: {values['email']}")
        if not id_:
            if name == "products" and not values.get("name"):
                raise Refused(400, "Missing required param: name.")
            return self.add(name, **values)
        one = self.one(name, id_[0])
        one["metadata"] = {**one["metadata"], **(values.pop("metadata", None) or {})}
        return one | {} if one.update(values) else one

    def _list(self, name: str, query: list[tuple[str, str]]) -> Any:
        self._require_allowed(name)
        expand = [path for param, path in query if param == "expand[]"]
        if any(not path.startswith("data.") for path in expand):
            raise Refused(400, "This property cannot be expanded.")
        asked = {param: text for param, text in query if param != "expand[]"}
        limit = int(asked.pop("limit", "10"))
        if not 1 <= limit <= 100:
            raise Refused(400, "This value must be between 1 and 100.")
        _require_known(name, asked)
        after, before = asked.pop("starting_after", None), asked.pop("ending_before", None)
        rows = [row for row in reversed(self.kept[name]) if not row.get("deleted") or row["id"] == after]
        place = {row["id"]: number for number, row in enumerate(rows)}
        for cursor in (after, before):
            if cursor is not None and cursor not in place:
                raise Refused(400, f"No such {name[:-1]}: '{cursor}'")
        if before is not None:
            rows = rows[: place[before]]
        rows = rows[place[after] + 1 :] if after is not None else rows
        rows = [row for row in rows if all(_holds(name, row, *pair) for pair in asked.items())]
        page = rows[-limit:] if before is not None else rows[:limit]
        data = [self._expanded(row, [path.removeprefix("data.") for path in expand]) for row in page]
        return {"object": "list", "url": f"/v1/{name}", "has_more": len(rows) > limit, "data": data}

    def _expanded(self, row: dict[str, Any], paths: list[str]) -> dict[str, Any]:
        for path in paths:
            name, _, rest = path.partition(".")
            if name not in REFERS:
                raise Refused(400, f"This property cannot be expanded ({path}).")
            if row.get(name):
                id_ = row[name]["id"] if isinstance(row[name], dict) else row[name]
                row = {**row, name: self._expanded(self.one(REFERS[name], id_), [rest] if rest else [])}
        return row

    def one(self, name: str, id_: str) -> dict[str, Any]:
        self._require_allowed(name)
        for row in self.kept[name]:
            if row["id"] == id_:
                deleted = {"id": id_, "object": row["object"], "deleted": True}
                return deleted if row.get("deleted") else row
        raise Refused(404, f"No such {name[:-1]}: '{id_}'")

    def _require_allowed(self, name: str) -> None:
        if name in self.forbidden:
            raise Refused(403, f"The provided key '{KEY}' does not have the required permissions.")


def _require_known(name: str, asked: dict[str, str]) -> None:
    for param in asked:
        base, _, op = param.rstrip("]").partition("[")
        ranged = f"{base}{{}}" in LISTS[name]
        known = param in ("starting_after", "ending_before") or base in LISTS[name] or ranged
        if not known or (op and not (ranged and op in RANGES)):
            raise Refused(400, f"Received unknown parameter: {param}")


def _holds(name: str, row: dict[str, Any], param: str, text: str) -> bool:
    base, _, op = param.rstrip("]").partition("[")
    ranged = f"{base}{{}}" in LISTS[name]
    if ranged:
        if not re.fullmatch("-?[0-9]+", text):
            raise Refused(400, f"Invalid integer: {text}")
        stored, wanted = row.get(base), int(text)
        if stored is None:
            return False
        return {
            "gt": stored > wanted,
            "gte": stored >= wanted,
            "lt": stored < wanted,
            "lte": stored <= wanted,
        }.get(op, stored == wanted)
    if name == "subscriptions" and param == "status" and text == "all":
        return True
    stored = row.get(base)
    return (str(stored).lower() if isinstance(stored, bool) else stored) == text


def _form(body: bytes) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for name, text in parse_qsl(body.decode(), keep_blank_values=True, strict_parsing=bool(body)):
        base, *inner = re.findall(r"[^\[\]]+", name)
        truth = {} if base in TEXTS else {"true": True, "false": False}
        value: Any = int(text) if base in NUMBERS else {**truth, "": None}.get(text, text)
        place = values
        for step in [base, *inner][:-1]:
            place = place.setdefault(step, {})
        place[[base, *inner][-1]] = value
    return values


def _answered(kept: Stripe, method: str, target: str, headers: dict[str, str], body: bytes) -> bytes:
    path, _, query = target.partition("?")
    kept.requests.append((method, target))
    status, more, content = 200, {}, b""
    try:
        fault = kept.faults.pop(0) if kept.faults else None
        if isinstance(fault, Refused):
            raise fault
        pairs = parse_qsl(query, keep_blank_values=True)
        content = fault or json.dumps(kept.answer(method, path, pairs, headers, body)).encode()
    except Refused as refused:
        status, more = refused.status, refused.headers
        content = json.dumps({"error": {"message": refused.message}}).encode()
    return said(status, content, {name.replace("_", "-"): text for name, text in more.items()})


@asynccontextmanager
async def stripe() -> AsyncIterator[Stripe]:
    """The server, on a port of its own."""
    kept = Stripe()

    async def answer(*asked: Any) -> bytes:
        answered = _answered(kept, *asked)
        await asyncio.sleep(kept.slow_s)
        return answered

    async with served(answer, "stripe") as kept.address:
        yield kept

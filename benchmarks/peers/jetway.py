"""Jetway: `jetway up`, asked with an API token; authorisation, time limits and cancellation as always."""

from __future__ import annotations

import json
import subprocess
import sys
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from benchmarks.cases import NEW_ORDER, SINCE, Request, post
from benchmarks.peer import Running, free_port

if TYPE_CHECKING:
    from benchmarks.peer import Place

NAME = "Jetway"
ENGINES = ("PostgreSQL", "SQLite")
PYPI = ()
NPM = ()
ROOT = str(Path(__file__).parents[2])
ORDERS = "/api/models/orders/"
LIST = f"{ORDERS}?status=paid&placed_at__gte={SINCE}&_order_by=-placed_at,-id&_count=none"
REQUESTS = {
    "a": Request(f"{ORDERS}{{n}}/"),
    "b": Request(LIST),
    "c": Request(f"{LIST}&_expand=customer"),
    "d": Request(f"{ORDERS}?status=paid&_order_by=-placed_at,-id&_per_page=100"),
    "e": Request(f"{ORDERS}group/?_y_func=sum&_y_column=total&_x_column=items&status=paid"),
    "g": post(ORDERS, NEW_ORDER),
    "first": Request(f"{ORDERS}?_order_by=-id&_cursor="),
}
BULK = {
    "f": Request(f"{ORDERS}export/?_format=ndjson"),
    "h": Request(f"{ORDERS}import/?_mode=add", "POST", headers={"Content-Type": "text/csv"}),
}


def start(place: Place) -> Running:
    port, state = free_port(), str(place.folder / "state")
    jetway, environment = [sys.executable, "-m", "jetway"], {"PYTHONPATH": ROOT}
    pid = place.spawn([*jetway, "up", place.shop.url(), "--port", str(port), "--state", state], environment)
    place.wait(port, "/readyz")
    command = [*jetway, "token", "create", "--state", state, "--role", "owner"]
    token = subprocess.check_output(command, text=True, cwd=ROOT).strip()
    headers = {"Authorization": f"Token {token}"}
    requests = {**REQUESTS, "last": _last_page(port, headers)}
    return Running(port, pid, requests, headers, bulk=BULK)


def _last_page(port: int, headers: dict[str, str]) -> Request:
    """The page behind all others: a cursor holds for its table, order and caller, not for a filter."""
    address = f"http://127.0.0.1:{port}{ORDERS}?_order_by=-id&id__lte=50&_cursor="
    with urllib.request.urlopen(urllib.request.Request(address, headers=headers)) as answer:
        query = urlsplit(json.load(answer)["next"]).query
    cursor = next(part for part in query.split("&") if part.startswith("_cursor="))
    return Request(f"{ORDERS}?_order_by=-id&{cursor}")

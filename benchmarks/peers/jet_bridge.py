"""Jet Bridge, asked with its bearer key, for which it asks its back end nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.cases import NEW_ORDER, SINCE, Request, post
from benchmarks.peer import Running, free_port
from benchmarks.shop import LOGIN, PASSWORD

if TYPE_CHECKING:
    from benchmarks.peer import Place

NAME = "Jet Bridge"
ENGINES = ("PostgreSQL",)
PYTHON = "3.9"
PYPI = ("jet-bridge==1.12.13", "psycopg2-binary==2.9.12", "setuptools<80")
NPM = ()
KEY = "of-no-use-to-anybody"
ORDERS = "/api/models/orders/"
REQUESTS = {
    "a": Request(f"{ORDERS}{{n}}/"),
    "b": Request(f"{ORDERS}?status=paid&placed_at__gte={SINCE}&_order_by=-placed_at,-id&_per_page=25"),
    "d": Request(f"{ORDERS}?status=paid&_order_by=-placed_at,-id&_per_page=100"),
    "e": Request(f"{ORDERS}group/?_y_func=sum&_y_column=total&_x_column=items&status=paid"),
    "g": post(ORDERS, NEW_ORDER),
}


def start(place: Place) -> Running:
    port = free_port()
    options = {
        "port": port,
        "address": "127.0.0.1",
        "project": "bench",
        "token": "00000000-0000-0000-0000-000000000000",
        "bearer_auth_key": KEY,
        "auto_open_register": False,
        "api_base_url": "http://127.0.0.1:9/api",
        "database_engine": "postgresql",
        "database_host": "127.0.0.1",
        "database_port": place.shop.port,
        "database_user": LOGIN,
        "database_password": PASSWORD,
        "database_name": "shop",
        "store_path": str(place.folder / "jet_bridge.sqlite"),
    }
    command = [place.program("jet_bridge"), *[f"--{name}={value}" for name, value in options.items()]]
    pid = place.spawn([*command, "--logging=warning"])
    place.wait(port, "/api/")
    return Running(port, pid, REQUESTS, {"Authorization": f"Bearer {KEY}"})

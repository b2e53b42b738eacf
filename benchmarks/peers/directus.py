"""Directus, asked with its administrator's token. It makes tables of its own, so it gets its own copy."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

from benchmarks.cases import NEW_ORDER, SINCE, Request, post
from benchmarks.peer import INSTALL_S, NotRun, Running, free_port
from benchmarks.shop import COPY

if TYPE_CHECKING:
    from benchmarks.peer import Place

NAME = "Directus"
ENGINES = ("PostgreSQL",)
PYPI = ()
NPM = ("directus@11.3.5",)
TOKEN = "of-no-use-to-anybody"
ORDERS = "/items/orders"
PAID = "filter[status][_eq]=paid"
LIST = f"{ORDERS}?{PAID}&filter[placed_at][_gte]={SINCE}&sort=-placed_at,-id&limit=25"
REQUESTS = {
    "a": Request(f"{ORDERS}/{{n}}"),
    "b": Request(LIST),
    "c": Request(f"{LIST}&fields=*,customer_id.*"),
    "d": Request(f"{ORDERS}?{PAID}&sort=-placed_at,-id&limit=100&meta=filter_count"),
    "e": Request(f"{ORDERS}?{PAID}&aggregate[sum]=total&groupBy[]=items"),
    "g": post(ORDERS, NEW_ORDER),
}


def start(place: Place) -> Running:
    port = free_port()
    environment = {
        "PORT": str(port),
        "HOST": "127.0.0.1",
        "DB_CLIENT": "pg",
        "DB_CONNECTION_STRING": place.shop.url(COPY),
        "DB_POOL__MIN": "0",
        "DB_POOL__MAX": "8",
        "SECRET": TOKEN,
        "ADMIN_EMAIL": "admin@example.com",
        "ADMIN_PASSWORD": TOKEN,
        "ADMIN_TOKEN": TOKEN,
        "TELEMETRY": "false",
        "LOG_LEVEL": "warn",
        "NODE_ENV": "production",
    }
    program = place.program("directus")
    try:
        subprocess.run(
            [program, "bootstrap"],
            env={**os.environ, **environment},
            cwd=place.folder,
            check=True,
            capture_output=True,
            timeout=INSTALL_S,
        )
    except subprocess.SubprocessError:
        raise NotRun("its bootstrap failed") from None
    pid = place.spawn([program, "start"], environment)
    place.wait(port, "/server/ping")
    return Running(port, pid, REQUESTS, {"Authorization": f"Bearer {TOKEN}"})

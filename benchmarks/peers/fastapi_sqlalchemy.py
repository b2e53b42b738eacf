"""FastAPI with SQLAlchemy's ORM: an application as people write it, in `apps/fastapi_app.py`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.cases import NEW_ORDER, SINCE, Request, post
from benchmarks.peer import APPS, Running, free_port

if TYPE_CHECKING:
    from benchmarks.peer import Place

NAME = "FastAPI + SQLAlchemy"
ENGINES = ("PostgreSQL",)
PYPI = (
    "fastapi==0.165.0",
    "sqlalchemy==2.1.9",
    "greenlet",
    "asyncpg==0.32.0",
    "uvicorn==0.54.0",
    "uvloop==0.22.1",
    "httptools==0.9.0",
)
NPM = ()
LIST = f"/orders?status=paid&placed_since={SINCE}"
REQUESTS = {
    "a": Request("/orders/{n}"),
    "b": Request(LIST),
    "c": Request(LIST.replace("/orders", "/orders-with-customer")),
    "d": Request("/orders-counted?status=paid"),
    "e": Request("/orders-by-items?status=paid"),
    "g": post("/orders", NEW_ORDER),
}


def start(place: Place) -> Running:
    port = free_port()
    command = [place.program("uvicorn"), "fastapi_app:app", "--app-dir", str(APPS), "--port", str(port)]
    url = place.shop.url().replace("postgresql://", "postgresql+asyncpg://")
    pid = place.spawn([*command, "--no-access-log"], {"DATABASE_URL": url})
    place.wait(port)
    return Running(port, pid, REQUESTS)

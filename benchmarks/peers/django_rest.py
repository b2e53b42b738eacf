"""Django REST framework behind gunicorn's threads: viewsets as people write them, in `apps/drf_app.py`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.cases import NEW_ORDER, SINCE, Request, post
from benchmarks.peer import APPS, Running, free_port

if TYPE_CHECKING:
    from benchmarks.peer import Place

NAME = "Django REST framework"
ENGINES = ("PostgreSQL",)
PYPI = (
    "django==5.2.19",
    "djangorestframework==3.18.3",
    "django-filter==26.2",
    "gunicorn==27.0.1",
    "psycopg[binary]==3.3.9",
)
NPM = ()
LIST = f"/orders/?status=paid&placed_at__gte={SINCE}&ordering=-placed_at,-id"
REQUESTS = {
    "a": Request("/orders/{n}/"),
    "b": Request(LIST),
    "c": Request(LIST.replace("/orders/", "/orders-with-customer/")),
    "d": Request("/orders-counted/?status=paid&ordering=-placed_at,-id"),
    "e": Request("/orders/by_items/?status=paid"),
    "g": post("/orders/", NEW_ORDER),
}


def start(place: Place) -> Running:
    port = free_port()
    options = ["--worker-class", "gthread", "--workers", "1", "--threads", "8", "--keep-alive", "60"]
    command = [place.program("gunicorn"), "drf_app:application", "--chdir", str(APPS), *options]
    environment = {"DATABASE_PORT": str(place.shop.port), "PYTHONDONTWRITEBYTECODE": "1"}
    pid = place.spawn([*command, "--bind", f"127.0.0.1:{port}"], environment)
    place.wait(port)
    return Running(port, pid, REQUESTS)

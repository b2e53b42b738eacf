"""Datasette, which reads SQLite and sorts by one column."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.cases import SINCE, Request
from benchmarks.peer import Running, free_port

if TYPE_CHECKING:
    from benchmarks.peer import Place

NAME = "Datasette"
ENGINES = ("SQLite",)
PYPI = ("datasette==0.65.5", "setuptools<80")
NPM = ()
ORDERS = "/shop/orders.json?status=paid&_sort_desc=placed_at&_nofacet=1&_nosuggest=1"
SQL = "/shop.json?_shape=array&sql=select+items,sum(total)+from+orders+where+status='paid'+group+by+items"
REQUESTS = {
    "a": Request("/shop/orders/{n}.json?_shape=objects"),
    "b": Request(f"{ORDERS}&placed_at__gte={SINCE.replace('T', '+')}&_size=25&_shape=array&_nocount=1"),
    "d": Request(f"{ORDERS}&_size=100&_shape=objects"),
    "e": Request(SQL),
    "first": Request("/shop/orders.json?_sort_desc=id&_size=25&_shape=array&_nocount=1&_nofacet=1"),
}


def start(place: Place) -> Running:
    port = free_port()
    command = [place.program("datasette"), "serve", place.shop.url(), "--port", str(port)]
    pid = place.spawn([*command, "--setting", "sql_time_limit_ms", "20000"])
    place.wait(port, "/-/versions.json")
    return Running(port, pid, REQUESTS, bulk={"f": Request("/shop/orders.csv?_stream=on")})

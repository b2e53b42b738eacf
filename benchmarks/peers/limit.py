"""What cannot be beaten by much: pgbench with prepared statements for the rows, nginx for an answer."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from benchmarks.cases import CASES, SINCE, Request
from benchmarks.data import ORDERS
from benchmarks.peer import NotRun, Running, free_port

if TYPE_CHECKING:
    from benchmarks.peer import Place

NAME = "pgbench + nginx"
ENGINES = ("PostgreSQL",)
PYPI = ()
NPM = ()
CONFIGURATION = """
daemon off; master_process off; pid {folder}/nginx.pid; error_log stderr warn;
events {{ worker_connections 256; }}
http {{
  access_log off; keepalive_requests 1000000000;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  server {{ listen 127.0.0.1:{port}; location / {{ return 200 "as short as an answer can be"; }} }}
}}
"""
PAID = f"WHERE status = 'paid' AND placed_at >= '{SINCE}' ORDER BY placed_at DESC, id DESC LIMIT 25"
SCRIPTS = {
    # The next key is drawn behind the statement: pgbench 15 prepares nothing that stands behind a \\set.
    "a": f"SELECT * FROM orders WHERE id = :n;\n\\set n random(1, {ORDERS})",
    "b": f"SELECT * FROM orders {PAID}",
    "c": "SELECT o.*, c.name, c.email, c.country, c.city, c.created_at"
    f" FROM (SELECT * FROM orders {PAID}) AS o JOIN customers AS c ON c.id = o.customer_id"
    " ORDER BY o.placed_at DESC, o.id DESC",
    "d": "SELECT * FROM orders WHERE status = 'paid' ORDER BY placed_at DESC, id DESC LIMIT 100;\n"
    "SELECT count(*) FROM orders WHERE status = 'paid'",
    "e": "SELECT items, sum(total) FROM orders WHERE status = 'paid' GROUP BY items",
    "g": "INSERT INTO orders (number, customer_id, status, total, items, settled, currency, city, placed_at)"
    " VALUES ('INV new', 7, 'new', 12.5, 3, true, 'EUR', 'Bremen', '2024-01-01') RETURNING *",
    "first": "SELECT * FROM orders ORDER BY id DESC LIMIT 25",
    "last": "SELECT * FROM orders WHERE id < 26 ORDER BY id DESC LIMIT 25",
}


def start(place: Place) -> Running:
    nginx = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if nginx is None or shutil.which("pgbench") is None:
        raise NotRun("pgbench or nginx is not installed")
    port = free_port()
    configuration = place.folder / "nginx.conf"
    configuration.write_text(CONFIGURATION.format(folder=place.folder, port=port))
    pid = place.spawn([nginx, "-c", str(configuration), "-p", str(place.folder)])
    place.wait(port)
    return Running(port, pid, dict.fromkeys(CASES, Request("/")), scripts=SCRIPTS)

"""What stands between the network and the routes: hosts, origins, and the interface's static files."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, RedirectResponse, Response

from jetway import problem
from jetway.core.errors import NOTHING_HERE, MisdirectedRequest, RouteNotFound
from jetway.origin import origin
from jetway.permission import DeclaredRoute, anybody

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Mapping

    from starlette.types import ASGIApp, Receive, Scope, Send

STATIC = Path(__file__).parent / "static"
LOOPBACK = frozenset({"127.0.0.1", "localhost", "[::1]"})
FOREVER = "public, max-age=31536000, immutable"

_BASE = re.compile(r'<base href="[^"]*"')
_HOST = re.compile(r"(?P<name>\[[0-9a-f:.]+\]|[a-z0-9._-]+)(:\d{1,5})?\Z")


def hosts(names: Iterable[str], *urls: str) -> frozenset[str]:
    """The host names to answer for: those of this machine, `names`, and the hosts of `urls`."""
    named = {f"[{name}]" if name.count(":") > 1 and name[0] != "[" else name for name in names}
    allowed = {name.lower() for name in named} | {_host(urlsplit(url).netloc) for url in urls if url}
    return LOOPBACK | (allowed - {""})


def cross_origin(origins: Iterable[str]) -> Middleware:
    """Lets pages of exactly these origins read answers; tokens, never cookies, say who asks."""
    return Middleware(
        CORSMiddleware,
        allow_origins=sorted({origin(url) for url in origins}),
        allow_methods=["GET", "POST", "PUT", "PATCH", "DELETE"],
        allow_headers=["Authorization", "Content-Type", "If-Match", "If-None-Match", "Idempotency-Key"],
        expose_headers=[
            *("Allow", "Content-Disposition", "ETag", "Idempotency-Replayed", "Jetway-Auth", "Retry-After"),
            *("Jetway-Rows-Estimate", "Jetway-Rows-Limit", "Jetway-Truncated"),
        ],
        max_age=600,
    )


class OnlyHosts:
    """Answers 421 for a Host that is not ours, so that no other name can be pointed at this server."""

    def __init__(self, app: ASGIApp, allowed: frozenset[str]) -> None:
        self.app = app
        self.allowed = allowed

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what is addressed to us."""
        if scope["type"] == "http":
            said = [value for name, value in scope["headers"] if name == b"host"]
            if len(said) != 1 or _host(said[0].decode("latin-1")) not in self.allowed:
                failure = MisdirectedRequest(
                    "This server does not answer for that host. Set JETWAY_ALLOWED_HOSTS to add it."
                )
                await problem.answer(Request(scope), failure)(scope, receive, send)
                return
        await self.app(scope, receive, send)


@lru_cache(maxsize=64)
def _host(netloc: str) -> str:
    found = _HOST.match(netloc.lower())
    return found["name"] if found else ""


@dataclass(frozen=True, slots=True)
class Interface:
    """The built web app. `connects`: the origins that its pages may call besides their own."""

    connects: Callable[[], Awaitable[list[str]]]
    root_path: str = "/"
    files: Mapping[str, Path] = field(default_factory=lambda: _files(STATIC))

    def routes(self) -> list[DeclaredRoute]:
        """The page at the root, and files under their names."""
        return [DeclaredRoute("/{path:path}", self.answer, {"GET": anybody})]

    async def answer(self, request: Request) -> Response:
        """The page, which shows what stands behind the `#`; a file; and the page again for lost ones."""
        path = request.path_params["path"]
        if path.startswith(("api/", "healthz", "readyz")):
            raise RouteNotFound(NOTHING_HERE)
        file = self.files.get(path)
        if file is not None:
            if file.suffix == ".html":  # where an app's provider sends people back to
                return FileResponse(file, headers=_page_headers(await self.connects()))
            cached = FOREVER if path.startswith("assets/") else "no-cache"
            return FileResponse(file, headers={"Cache-Control": cached, "X-Content-Type-Options": "nosniff"})
        if path.startswith("assets/"):
            raise RouteNotFound("There is no such file. Reload the page: the interface was updated.")
        return RedirectResponse(self.root_path, 303) if path else await self._page()

    async def _page(self) -> Response:
        index = STATIC / "index.html"
        text = index.read_text() if index.is_file() else _WITHOUT_INTERFACE
        base = html.escape(self.root_path, quote=True)
        page = _BASE.sub(f'<base href="{base}"', text, count=1)
        return HTMLResponse(page, headers=_page_headers(await self.connects()))


def _files(folder: Path) -> dict[str, Path]:
    """Every file but the page, by its path: what is not here cannot be asked for."""
    found = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    return {name: path for name, path in found.items() if name not in ("index.html", ".stamp")}


def _page_headers(connects: list[str]) -> dict[str, str]:
    allowed = " ".join(["'self'", *connects])
    policy = (
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; font-src 'self'; "
        "base-uri 'self'; form-action 'self'; "
        f"frame-ancestors 'none'; connect-src {allowed}; img-src {allowed} data: blob:"
    )
    return {
        "Cache-Control": "no-cache",
        "Content-Security-Policy": policy,
        "Cross-Origin-Opener-Policy": "same-origin",
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
    }


_WITHOUT_INTERFACE = """<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><base href="/"><title>Jetway</title></head>
<body>
<h1>Jetway is running without its interface</h1>
<p>The API works. The web interface was left out when Jetway was installed (JETWAY_SKIP_WEB=1).
In a checkout, <code>make build</code> builds it.</p>
</body>
</html>
"""

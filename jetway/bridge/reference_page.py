"""The page that shows the OpenAPI document: static files without data, under a strict policy."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from starlette.responses import Response

from jetway.permission import DeclaredRoute, anybody

if TYPE_CHECKING:
    from starlette.requests import Request

_FOLDER = Path(__file__).parent / "reference"
_FILES = {
    "/api/docs": ("page.html", "text/html"),
    "/api/docs/page.css": ("page.css", "text/css"),
    "/api/docs/page.js": ("page.js", "text/javascript"),
}
_HEADERS = {
    "Cache-Control": "no-cache",
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


def routes() -> list[DeclaredRoute]:
    """The page and its parts. No token: the document that it shows takes one."""
    return [_route(path, name, media_type) for path, (name, media_type) in _FILES.items()]


def _route(path: str, name: str, media_type: str) -> DeclaredRoute:
    content = (_FOLDER / name).read_bytes()

    async def endpoint(_: Request) -> Response:
        return Response(content, headers=_HEADERS, media_type=media_type)

    return DeclaredRoute(path, endpoint, {"GET": anybody})

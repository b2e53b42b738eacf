"""Answers of control's routes: JSON that nobody keeps a copy of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import JSONResponse, Response

if TYPE_CHECKING:
    from collections.abc import Mapping

HEADERS = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}


def json_answer(content: object, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """`content` as JSON."""
    return JSONResponse(content, status, headers={**HEADERS, **(headers or {})})


def no_content() -> Response:
    """204."""
    return Response(status_code=204, headers=HEADERS)

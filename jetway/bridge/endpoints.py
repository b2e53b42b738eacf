"""Endpoints: saved queries at addresses of their own, whose parameters are those of the request."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jetway.bridge.asking import MAX_ROWS, Asking
from jetway.bridge.sql import run_saved
from jetway.core.errors import InvalidParameter, UnknownRow
from jetway.core.saved_query import Shape

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.responses import Response

    from jetway.bridge import parse
    from jetway.bridge.asked import Asked
    from jetway.bridge.sql import Tell
    from jetway.core.saved_query import SavedQuery
    from jetway.core.schema import Column
    from jetway.core.statement import Ran

PER_PAGE = 100
MOST_PAGES = 100_000


async def call(asked: Asked) -> Response:
    """What the query gives, in its shape. Values come in the address, or in a body of JSON."""
    query = asked.view.endpoint(asked.request.path_params["endpoint"])
    sent = asked.parameters()
    page, per_page = _page(sent) if query.endpoint is Shape.ROWS else (1, 1)
    values = await _values(asked, sent)
    asking = Asking(params_obj=values, limit=per_page, offset=(page - 1) * per_page)
    return await run_saved(asked, query, asking, _tell(query, page, per_page), at="")


async def _values(asked: Asked, sent: parse.Parameters) -> dict[str, Any]:
    if asked.request.method != "POST":
        return {name: _once(sent, name) for name in sent}
    if sent:
        raise InvalidParameter(f"Send {', '.join(sent)} in the body, as a POST takes its values there.")
    return await asked.body()


def _tell(query: SavedQuery, page: int, per_page: int) -> Tell:
    """How the rows are told."""

    def tell(_: Asking, __: Sequence[Column], ran: Ran) -> dict[str, object]:
        found = ran.rows[0]
        match query.endpoint:
            case Shape.ROW:
                if not found:
                    raise UnknownRow(f"{query.title}: there is no such row.")
                return dict(found[0])
            case Shape.VALUE:
                return {"value": next(iter(found[0].values()), None) if found else None}
            case Shape.ROWS | None:
                return {
                    "results": found[:per_page],
                    "page": page,
                    "per_page": per_page,
                    "has_more": len(found) > per_page,
                    "data_query_time": round(ran.times_s[0], 6),
                }

    return tell


def _page(sent: parse.Parameters) -> tuple[int, int]:
    """Which page, and how many rows it holds; taken out of `sent`."""
    return _whole(sent, "_page", 1, MOST_PAGES), _whole(sent, "_per_page", PER_PAGE, MAX_ROWS)


def _whole(sent: parse.Parameters, name: str, default: int, most: int) -> int:
    if name not in sent:
        return default
    text = _once(sent, name)
    del sent[name]
    if not (text.isascii() and text.isdecimal()) or not 1 <= int(text[:9]) <= most:
        raise InvalidParameter(f"{name} takes a number from 1 to {most}.")
    return int(text)


def _once(sent: parse.Parameters, name: str) -> str:
    if len(sent[name]) > 1:
        raise InvalidParameter(f"{name} is sent twice. Send it once.")
    return sent[name][0]

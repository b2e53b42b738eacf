"""What a connected bridge tells control about itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from jetway.control.answers import no_content
from jetway.control.fields import Engine, Name, Url, require_web_address
from jetway.control.store.bridges import Facts, change_facts
from jetway.json_body import read_json

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from jetway.control.desk import Desk
    from jetway.control.store.bridges import Bridge


class NewFacts(Struct, forbid_unknown_fields=True):
    """The body of PUT `/api/bridge/`."""

    name: Name
    url: Url
    engine: Engine


async def put_facts(desk: Desk, request: Request, bridge: Bridge) -> Response:
    """Take the bridge's new name, address and engine."""
    body = await read_json(request, NewFacts)
    require_web_address("/url", body.url)
    async with desk.store.writing() as connection:
        await change_facts(connection, bridge.id, Facts(body.name, body.url, body.engine))
    return no_content()

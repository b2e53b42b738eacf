"""Telling bridges what changed. Their question is held back until there is something to tell."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING

import anyio

from jetway.control.answers import json_answer
from jetway.control.store.changes import changes_after
from jetway.control.store.epoch import epoch_of
from jetway.control.store.policies import policy_version
from jetway.core.errors import InvalidParameter

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from jetway.control.desk import Desk
    from jetway.control.store.bridges import Bridge

HELD_S = 10.0
LOOK_EVERY_S = 1.0
"""Another process of control may have written the change, so the store is looked at."""


async def show(desk: Desk, request: Request, bridge: Bridge) -> Response:
    """What happened behind `after`, as soon as something has; without `after`: where things stand."""
    after, environment = _after(request), bridge.place.environment
    until_s = time.monotonic() + HELD_S
    while True:
        async with desk.store.reading() as connection:
            heard = await changes_after(connection, environment, after)
            version = await policy_version(connection, environment)
            epoch = await epoch_of(connection)
        if heard.last != after or time.monotonic() >= until_s:
            break
        await anyio.sleep(LOOK_EVERY_S)
    return json_answer(
        {
            "last": heard.last,
            "actors": sorted(heard.actors),
            "epoch": epoch,
            "policy_version": version,
            "missed": heard.missed,
        }
    )


def _after(request: Request) -> int | None:
    said = request.query_params.get("after")
    if said is None:
        return None
    if not re.fullmatch(r"[0-9]{1,18}", said):
        raise InvalidParameter("after takes the number that the last answer named.")
    return int(said)

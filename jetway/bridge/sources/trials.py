"""Looks at an app by a description that is not kept. The audit hears before what leaves, and where to."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

import anyio
import msgspec

from jetway.bridge import once
from jetway.bridge.asked import json_answer
from jetway.bridge.sources.bodies import TriedDescription, TriedSource
from jetway.bridge.sources.registry import OPEN_S, too_slow
from jetway.core.audit import Action
from jetway.core.errors import InvalidInput, Problem, SourceFailure, SourceNotReached
from jetway.json_body import convert
from jetway.sources import options as forms
from jetway.sources.kinds.rest import Options

if TYPE_CHECKING:
    from starlette.responses import Response

    from jetway.bridge.asked import Asked
    from jetway.bridge.sources.changes import Changes
    from jetway.sources.rest.spec import Collection
    from jetway.sources.rest.trial import Tried

KIND = "rest"


async def try_description(asked: Asked, changes: Changes) -> Response:
    """The first rows of a collection, and what the app answered. Nothing is kept, and nothing changed."""
    from jetway.sources.rest.loading import load
    from jetway.sources.rest.trial import Attempt, tried

    asked.require_no_parameters()
    once.refuse(asked)
    sent = convert(await asked.json(), TriedDescription)
    kept = await changes.kept(TriedSource(KIND, sent.options, sent.name))
    options = changes.attached(forms.read(Options, sent.options, kept if isinstance(kept, Options) else None))
    try:
        connector = load(options.description)
        _require(sent, connector.collections)
        attempt = Attempt(sent.collection, sent.key, sent.parameters)
        said = {"address": connector.address, "collection": sent.collection, "operation": sent.operation}
        details = {"source": sent.name, "change": "TrySource", "sent": said}
        await asked.note(Action.STRUCTURE, asked.author.way, "", details)
        with anyio.fail_after(OPEN_S):
            made = await tried(connector, options, attempt, asked.bridge.limits)
    except TimeoutError:
        raise SourceNotReached(too_slow()) from None
    except SourceFailure as failure:
        raise SourceNotReached(failure.detail) from None
    return json_answer(_told(made))


def _require(sent: TriedDescription, collections: dict[str, Collection]) -> None:
    """Raises `InvalidInput` for what the description does not have."""
    if sent.collection not in collections:
        _refuse("/collection", "is none of the description's collections")
    if sent.operation == "get" and collections[sent.collection].get is None:
        _refuse("/operation", "is not described: the collection has no get")
    if (sent.operation == "get") != bool(sent.key):
        _refuse("/key", "goes with the operation get, which needs it")


def _refuse(pointer: str, detail: str) -> NoReturn:
    raise InvalidInput(f"{pointer} {detail}.", problems=(Problem(pointer, InvalidInput.code, detail),))


def _told(made: Tried) -> bytes:
    failure = made.failure and {"code": made.failure.code, "detail": made.failure.detail}
    request = {"method": made.method, "url": made.url} if made.method else None
    return msgspec.json.encode(
        {
            "rows": made.rows,
            "failure": failure,
            "request": request,
            "status": made.status,
            "answer": made.answer,
            "cut": made.cut,
            "bytes": made.size,
            "seconds": made.seconds,
            "requests": made.requests,
        }
    )

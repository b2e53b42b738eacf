"""Descriptions of apps, drafted for whoever may change sources. Nothing is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

import anyio
import anyio.to_process
import anyio.to_thread
import msgspec

from jetway.bridge import once
from jetway.bridge.asked import json_answer
from jetway.bridge.sources.bodies import AnswerToRead, DescriptionText, GraphqlToDraft, TriedSource
from jetway.bridge.sources.registry import OPEN_S, too_slow
from jetway.core.audit import Action
from jetway.core.errors import (
    GraphqlRefused,
    ImportTooSlow,
    OpenapiRefused,
    SourceFailure,
    SourceNotReached,
    UnsupportedMediaType,
)
from jetway.json_body import convert, require_json
from jetway.sources import options as forms
from jetway.sources.kinds.graphql import Options

if TYPE_CHECKING:
    from starlette.responses import Response

    from jetway.bridge.asked import Asked
    from jetway.bridge.sources.changes import Changes

MOST_BYTES = 16 * 1024 * 1024
IMPORT_S = 20.0
GRAPHQL = "graphql"
YAML = ("application/yaml", "application/x-yaml", "text/yaml")


class Drafts:
    """Reads documents in another process, one at a time: a hostile one takes time and memory of its own."""

    def __init__(self) -> None:
        self._one_at_a_time = anyio.CapacityLimiter(1)

    async def import_openapi(self, asked: Asked) -> Response:
        """The draft that an OpenAPI document makes, which is the body."""
        from jetway.sources.draft.openapi import draft_as_json

        asked.require_no_parameters()
        once.refuse(asked)
        _require_document(asked)
        text = await asked.content(max_bytes=MOST_BYTES)
        try:
            with anyio.fail_after(IMPORT_S):
                made = await anyio.to_process.run_sync(
                    draft_as_json, text, cancellable=True, limiter=self._one_at_a_time
                )
        except TimeoutError:
            raise ImportTooSlow(
                f"Reading the file takes more than {IMPORT_S:g} s. Send it as JSON, or a smaller part of it."
            ) from None
        except anyio.BrokenWorkerProcess:
            raise OpenapiRefused("The file is nested too deep to be read.") from None
        return json_answer(made)


async def import_graphql(asked: Asked, changes: Changes) -> Response:
    """The draft that a GraphQL API's own schema makes. The audit hears before what leaves, and where to."""
    from jetway.sources.draft.graphql.asking import drafted

    asked.require_no_parameters()
    once.refuse(asked)
    sent = convert(await asked.json(), GraphqlToDraft)
    kept = await changes.kept(TriedSource(GRAPHQL, sent.options, sent.name))
    options = forms.read(Options, sent.options, kept if isinstance(kept, Options) else None)
    details = {"source": sent.name, "change": "ImportGraphql", "sent": {"address": options.address}}
    await asked.note(Action.STRUCTURE, asked.author.way, "", details)
    try:
        with anyio.fail_after(OPEN_S):
            draft = await drafted(options, asked.bridge.limits)
    except TimeoutError:
        raise SourceNotReached(too_slow()) from None
    except GraphqlRefused:
        raise
    except SourceFailure as failure:
        raise SourceNotReached(failure.detail) from None
    return json_answer(msgspec.json.encode(draft))


async def propose(asked: Asked) -> Response:
    """How an answer of an app could be read; `null` where it holds no record."""
    from jetway.sources.draft.answer import proposal_of

    asked.require_no_parameters()
    once.refuse(asked)
    sent = convert(await asked.json(), AnswerToRead)
    return json_answer(msgspec.json.encode(proposal_of(sent.answer)))


async def describe(asked: Asked) -> Response:
    """What a text says of an app, also as TOML, and what is wrong with it."""
    from jetway.sources.draft.text import text_of

    asked.require_no_parameters()
    once.refuse(asked)
    sent = convert(await asked.json(), DescriptionText)
    return json_answer(msgspec.json.encode(await anyio.to_thread.run_sync(text_of, sent.text)))


def _require_document(asked: Asked) -> None:
    """Raises `UnsupportedMediaType`."""
    said = asked.request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if said not in (*YAML, "application/json"):
        raise UnsupportedMediaType("Send the file as Content-Type: application/json or application/yaml.")
    require_json(asked.request, said)

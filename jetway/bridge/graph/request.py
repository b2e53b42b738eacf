"""A GraphQL request as it comes over HTTP. Knows no schema."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from jetway.bridge.graph.limits import MAX_BYTES
from jetway.core.errors import InvalidBody, InvalidParameter
from jetway.json_body import convert, decode

if TYPE_CHECKING:
    from jetway.bridge.asked import Asked


class GraphqlRequest(msgspec.Struct, forbid_unknown_fields=True, rename="camel"):
    """A request as GraphQL over HTTP has it."""

    query: str
    variables: dict[str, Any] | None = None
    operation_name: str | None = None
    extensions: dict[str, Any] | None = None


async def read_request(asked: Asked) -> GraphqlRequest:
    """The request, from a body or from the URL. Batches are refused."""
    if asked.request.method == "POST":
        asked.require_no_parameters()
        sent = await asked.json(max_bytes=MAX_BYTES)
        if isinstance(sent, list):
            raise InvalidBody("Send one operation at a time: batches are not taken.")
        return convert(sent, GraphqlRequest)
    parameters: dict[str, Any] = {name: texts[-1] for name, texts in asked.parameters().items()}
    if "variables" in parameters:
        try:
            parameters["variables"] = decode(parameters["variables"].encode(), exactly=True)
        except InvalidBody:
            raise InvalidParameter("variables is not JSON.") from None
    return convert(parameters, GraphqlRequest)

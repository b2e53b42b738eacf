"""The answer to who wants the files of rows: signed addresses, for the rows that they see."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from jetway.bridge import parse
from jetway.bridge.asked import json_answer
from jetway.bridge.files.bodies import WantedFiles
from jetway.bridge.files.thumbnails import SHRUNK, width_for
from jetway.bridge.pages import read_page
from jetway.core.audit import Action, key_text
from jetway.core.files import file_column, kept
from jetway.core.plan import plan_list
from jetway.core.query import Query
from jetway.json_body import convert

if TYPE_CHECKING:
    from starlette.responses import Response

    from jetway.bridge.asked import Asked
    from jetway.bridge.files.storage import Files, Looked


async def give_addresses(asked: Asked) -> Response:
    """The addresses, by key. Rows that are not seen, and those that name no file, are left out."""
    files = asked.bridge.files
    assert files is not None
    asked.require_no_parameters()
    wanted = convert(await asked.json(), WantedFiles)
    file_column(asked.view, wanted.table, wanted.column)
    named = await _named(asked, wanted)
    found = {one.kept: one for one in await files.looked(filter(None, map(kept, named.values())))}
    there = {key: found[file] for key, value in named.items() if (file := kept(value)) in found}
    if there:
        details = {"column": wanted.column, "key": list(there)}
        await asked.note(Action.OPEN, asked.author.way, wanted.table, details)
    person = asked.author.actor
    told = [
        {"key": key} | _address(files, one, person, width_for(wanted.width)) for key, one in there.items()
    ]
    return json_answer(msgspec.json.encode(told))


async def _named(asked: Asked, wanted: WantedFiles) -> dict[str | int, object]:
    """What the column holds in the rows that are there, by their keys as they were sent."""
    sent = {parse.key(str(key)): key for key in wanted.keys}
    table = asked.view[wanted.table].table
    address = [column.name for column in table.address]
    if not sent or not address:
        return {}
    query = Query(
        wanted.table,
        select=(*address, wanted.column),
        limit=len(sent),
        keys=tuple(part for key in sent for part in key if len(key) == len(address)),
    )
    plan = plan_list(asked.view, asked.actor, query)
    request = parse.ListRequest(query, 1, len(sent), "none", enveloped=False)
    page = await read_page(asked.bridge.opened, plan, request)
    rows = msgspec.json.decode(page.results, type=list[dict[str, object]])
    return {_sent(sent, [row[name] for name in address]): row[wanted.column] for row in rows}


def _sent(sent: dict[tuple[str, ...], str | int], values: list[object]) -> str | int:
    """A row's key as it was sent; in our own form where it was sent in another."""
    return sent.get(tuple(map(str, values)), key_text(values))


def _address(files: Files, file: Looked, person: str, width: int) -> dict[str, object]:
    shrunk = files.thumbnails is not None and file.type in SHRUNK
    return {
        "url": files.signer.address(file.kept, person),
        "thumbnail": files.signer.address(file.kept, person, width) if shrunk else None,
        "name": file.kept.name,
        "type": file.type,
        "size": file.size,
        "expires": files.signer.expires,
    }

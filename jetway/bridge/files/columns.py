"""Declaring which columns hold files, and telling whether any are kept."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NoReturn

import msgspec

from jetway.bridge.asked import json_answer
from jetway.bridge.files.bodies import FileColumn
from jetway.core.audit import Action
from jetway.core.errors import InvalidFileColumn, Problem
from jetway.core.files import DeclaredFile, file_misfit
from jetway.core.schema import FileRule
from jetway.json_body import read_json

if TYPE_CHECKING:
    from starlette.responses import Response

    from jetway.bridge.asked import Asked
    from jetway.bridge.files.bodies import SentRule

MOST = 1000
_ACCEPTED = re.compile(r"\.[a-z0-9]{1,20}|[a-z]+/(\*|[a-z0-9][a-z0-9.+-]{0,100})")


async def tell_storage(asked: Asked) -> Response:
    """That files are kept, the largest, and whether pictures are made smaller."""
    files = asked.bridge.files
    assert files is not None
    told = {"most_bytes": files.most_bytes, "thumbnails": files.thumbnails is not None}
    return json_answer(msgspec.json.encode(told))


async def declare_columns(asked: Asked) -> Response:
    """The named columns hold files from now on, or none any more; the answer repeats what was sent."""
    asked.require_no_parameters()
    sent = await read_json(asked.request, list[FileColumn])
    for number, one in enumerate(sent):
        _check(asked, number, one)
    wanted = {(one.model, one.column): one.file for one in sent}

    def changed(kept: tuple[DeclaredFile, ...]) -> tuple[DeclaredFile, ...]:
        others = [one for one in kept if (one.model, one.column) not in wanted]
        new = [DeclaredFile(*where, _rule(rule)) for where, rule in wanted.items() if rule is not None]
        if len(others) + len(new) > MOST:
            _refuse("", f"at most {MOST} columns can hold files")
        return (*others, *new)

    for one in sent:
        details = {"change": "FileColumn", "column": one.column, "sent": msgspec.to_builtins(one.file)}
        await asked.note(Action.STRUCTURE, asked.author.way, one.model, details)
    await asked.bridge.opened.redeclare_files(changed)
    return json_answer(msgspec.json.encode(sent))


def _check(asked: Asked, number: int, one: FileColumn) -> None:
    """Raises `InvalidFileColumn` for what the caller does not see, or what can hold no files."""
    tables = {name: seen.table for name, seen in asked.view.tables.items()}
    why = file_misfit(tables, one.model, one.column)
    if why is not None:
        _refuse(f"/{number}/{'column' if one.model in tables else 'model'}", why)
    for at, accepted in enumerate(one.file.accept if one.file else ()):
        if not _ACCEPTED.fullmatch(accepted):
            _refuse(f"/{number}/file/accept/{at}", "takes image/png, image/* or .png, in lower case")


def _rule(sent: SentRule) -> FileRule:
    return FileRule(tuple(dict.fromkeys(sent.accept)), sent.most_bytes or 0)


def _refuse(pointer: str, why: str) -> NoReturn:
    raise InvalidFileColumn(
        f"{pointer or 'The body'}: {why}.", problems=(Problem(pointer, InvalidFileColumn.code, why),)
    )

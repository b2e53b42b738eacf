"""The answer to an upload: a file is kept, and told how to be named by a row. No row changes."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import anyio
import msgspec

from jetway.bridge import once
from jetway.bridge.asked import json_answer
from jetway.bridge.files.form import Form, too_large
from jetway.bridge.files.storage import Looked
from jetway.core.audit import Action
from jetway.core.errors import EmptyFile, FileTypeRefused, NotAllowed, UploadTooSlow
from jetway.core.file_type import HEAD_BYTES, type_of
from jetway.core.files import Kept, file_column, room_for_name, safe_name, takes
from jetway.core.schema import Verb

if TYPE_CHECKING:
    from collections.abc import Iterator

    from starlette.responses import Response

    from jetway.bridge.asked import Asked
    from jetway.bridge.files.storage import Arriving
    from jetway.core.schema import Column, FileRule


async def upload(asked: Asked) -> Response:
    """Keep the file of the form; what to write into the column, and where the file can be had."""
    files, person = asked.bridge.files, asked.author.actor
    assert files is not None
    asked.require_no_parameters()
    once.refuse(asked)
    with files.one_more(person), _within(asked.bridge.limits.export_s):
        form = Form(asked.request, files.most_bytes)
        table, column, filename = await form.fields()
        found, rule = _writable(asked, table, column)
        name = safe_name(filename, room_for_name(found))
        async with files.storage.incoming() as incoming:
            file = await _arrived(form, incoming, name, rule)
            sent = {"name": name, "type": file.type, "size": file.size}
            await asked.note(Action.UPLOAD, asked.author.way, table, {"column": column, "sent": sent})
            await incoming.keep()
            files.know(file)
    told = {"uploaded_path": file.kept.path, "uploaded_url": files.signer.address(file.kept, person)}
    return json_answer(msgspec.json.encode(told | sent), 201)


@contextmanager
def _within(seconds: float) -> Iterator[None]:
    try:
        with anyio.fail_after(seconds):
            yield
    except TimeoutError:
        raise UploadTooSlow(f"The file did not arrive within {seconds:g} s. Send it again.") from None


def _writable(asked: Asked, table: str, column: str) -> tuple[Column, FileRule]:
    """The column, where it may be set. Raises `UnknownTable`, `UnknownColumn`, `NotAllowed`."""
    found = file_column(asked.view, table, column)
    seen = asked.view[table]
    creates = Verb.CREATE in seen.table.verbs and column in seen.creatable
    updates = Verb.UPDATE in seen.table.verbs and column in seen.updatable and bool(seen.table.address)
    if not (creates or updates):
        raise NotAllowed(f"You may not set {column} of {table}. An owner can grant it in the policy.")
    return found


async def _arrived(form: Form, incoming: Arriving, name: str, rule: FileRule) -> Looked:
    """The file, written down. Raises `BodyTooLarge`, `EmptyFile`, `FileTypeRefused`."""
    head, size = b"", 0
    async for chunk in form.chunks():
        size += len(chunk)
        if size > rule.most_bytes:
            raise too_large(rule.most_bytes)
        head += chunk[: HEAD_BYTES - len(head)]
        await incoming.write(chunk)
    if not size:
        raise EmptyFile("The file is empty.")
    type_ = type_of(head, name)
    if type_ is None:
        raise FileTypeRefused(f"{name} is not what its name says. Give it the ending of what it is.")
    if not takes(rule, type_, name):
        raise FileTypeRefused(f"{name} is {type_}. This column takes {', '.join(rule.accept)}.")
    return Looked(Kept(incoming.id, name), type_, size)

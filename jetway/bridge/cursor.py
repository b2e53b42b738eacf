"""Cursors: the place behind a page, sealed, for one person's list in one order."""

from __future__ import annotations

import base64
import binascii
import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING

import msgspec
from cryptography.exceptions import InvalidTag

from jetway.core import values
from jetway.core.cursor import behind
from jetway.core.errors import Failure, InvalidCursor, NotFilterable
from jetway.core.expr import both
from jetway.core.schema import Type
from jetway.seal import seal, unseal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jetway.core.directory import Actor
    from jetway.core.plan import Plan
    from jetway.core.query import Read

MAX_LENGTH = 8000


def behind_cursor(plan: Plan, cursor: str, name: str, key: bytes, *, nulls_last: bool) -> Read:
    """The rows of `plan` behind `cursor`; all of them for "". Raises `InvalidCursor`."""
    require_keyset(plan)
    order = plan.read.order
    if not cursor:
        return plan.read
    last = opened(cursor, name, key)
    if len(last) != len(order):
        raise InvalidCursor("The cursor is not of this list. Start again with _cursor=.")
    bound = [values.stored(item.column, value) for item, value in zip(order, last, strict=True)]
    return replace(plan.read, where=both(plan.read.where, behind(order, bound, nulls_last=nulls_last)))


def require_keyset(plan: Plan) -> None:
    """Raises `NotFilterable` where the order does not tell which rows stand behind one."""
    unordered = any(item.column.type is Type.BYTES or not item.column.keyset for item in plan.read.order)
    if plan.ours is not None or not plan.read.table.key or not plan.read.order or unordered:
        raise NotFilterable(
            f"{plan.read.table.name} in this order can only be paged by number: use page, or another order."
        )


def name_of(source: str, read: Read, actor: Actor) -> str:
    """What a cursor is bound to: the source by its name, the table, its order, and who asks."""
    order = [(item.column.name, item.descending) for item in read.order]
    said = msgspec.json.encode([source, read.table.name, order, actor.id, actor.role])
    return f"cursor:{hashlib.sha256(said).hexdigest()}"


def sealed(last: Sequence[object], name: str, key: bytes) -> str:
    """The cursor behind the row with these values in the order's columns."""
    return base64.urlsafe_b64encode(seal(key, name, msgspec.json.encode(last))).decode().rstrip("=")


def opened(cursor: str, name: str, key: bytes) -> list[object]:
    """The values in it. Raises `InvalidCursor` for one of another list."""
    try:
        data = base64.b64decode(cursor[:MAX_LENGTH] + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        return msgspec.json.decode(unseal(key, name, data), type=list[object])
    except (binascii.Error, ValueError, InvalidTag, Failure):
        raise InvalidCursor("The cursor is not of this list. Start again with _cursor=.") from None

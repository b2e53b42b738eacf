"""PostgreSQL's text for arrays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jetway.sources.sql.document import written

if TYPE_CHECKING:
    from collections.abc import Sequence


def array_text(items: Sequence[object]) -> str:
    r"""`items` as an array's text; lists within are further dimensions.

    >>> print(array_text(["a", 'say "hi"', None, [1, True]]))
    {"a","say \"hi\"",NULL,{"1","true"}}
    """
    return "{" + ",".join(_item_text(item) for item in items) + "}"


def _item_text(item: object) -> str:
    match item:
        case None:
            return "NULL"
        case list():
            return array_text(item)
        case str():
            text = item
        case _:
            text = str(written(item))
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'

"""PostgreSQL's text for arrays and for COPY."""

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


_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def copy_text(rows: Sequence[Sequence[object]]) -> bytes:
    r"""Rows of texts, numbers and `None` as COPY reads them.

    >>> print(copy_text([[1, None, "a\tb"]]).decode(), end="")
    1	\N	a\tb
    """
    lines = ["\t".join([_copied(value) for value in row]) for row in rows]
    return "\n".join([*lines, ""]).encode()


def _copied(value: object) -> str:
    if value is None:
        return "\\N"
    return value.translate(_ESCAPES) if isinstance(value, str) else str(value)


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

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


_NULL = "\\N"
_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def copy_text(rows: Sequence[Sequence[object]]) -> bytes:
    r"""Rows of texts, numbers and `None` as COPY reads them.

    >>> copy_text([[1, None, "a\nb"]])
    b'1\t\\N\ta\\nb\n'
    """
    return "\n".join([*map(_copied, rows), ""]).encode()


def _copied(row: Sequence[object]) -> str:
    """Most rows need no escapes, which one look at the whole line tells."""
    texts = [_NULL if value is None else str(value) for value in row]
    line = "\t".join(texts)
    plain = line.count("\\") == row.count(None) and line.count("\t") == len(texts) - 1
    if plain and "\n" not in line and "\r" not in line:
        return line
    return "\t".join([_NULL if value is None else str(value).translate(_ESCAPES) for value in row])


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

"""Columns that hold files: how they are declared, which files they take, and what their values say."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from jetway.core.errors import UnknownColumn
from jetway.core.file_type import ending_of
from jetway.core.schema import FileRule, Type

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from jetway.core.schema import Column, Schema, Table
    from jetway.core.view import View

LONGEST_NAME = 100
LONGEST_ENDING = 20
SHORTEST_COLUMN = 64
"""How many characters a column must take at least: an id, a slash, and something of a name."""

_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
_ID_AND_SLASH = 37
_PLAIN = frozenset(" ._-()+,=@!~[]'")
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|\Z)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class DeclaredFile:
    """A column that people declared to hold files."""

    model: str
    column: str
    rule: FileRule


class Kept(NamedTuple):
    """A value of such a column: the id under which the file is kept, and what people call it."""

    id: str
    name: str

    @property
    def path(self) -> str:
        """As it stands in the column."""
        return f"{self.id}/{self.name}"


def file_misfit(tables: Mapping[str, Table], model: str, column: str) -> str | None:
    """Why the column can hold no files; `None` where it can."""
    if model not in tables:
        return f"there is no table {model!r}"
    table = tables[model]
    found = table.column(column)
    if found is None or found.mask or found.pins is not None:
        return f"{model} has no column {column!r}"
    if found.type is not Type.TEXT or found.options or not found.writable or column in table.key:
        return f"{column} ({found.native}) holds no plain text of its own"
    if found.length is not None and found.length < SHORTEST_COLUMN:
        return f"{column} ({found.native}) takes fewer than {SHORTEST_COLUMN} characters"
    return None


def with_files(schema: Schema, declared: Iterable[DeclaredFile], most_bytes: int) -> Schema:
    """The schema of a source beside which files are kept, with those declared that fit it.

    None may be larger than `most_bytes`.
    """
    by_table: dict[str, dict[str, FileRule]] = {}
    for one in declared:
        if file_misfit(schema.tables, one.model, one.column) is None:
            rule = replace(one.rule, most_bytes=min(one.rule.most_bytes or most_bytes, most_bytes))
            by_table.setdefault(one.model, {})[one.column] = rule
    tables = {name: _marked(table, by_table.get(name, {})) for name, table in schema.tables.items()}
    version = hashlib.sha256(f"{schema.version} {sorted(by_table.items())}".encode()).hexdigest()[:32]
    return replace(schema, tables=tables, version=version, keeps_files=True)


def file_column(view: View, table: str, column: str) -> tuple[Column, FileRule]:
    """The column, and which files it takes. Raises `UnknownTable`, `UnknownColumn`."""
    found = view[table].table.column(column)
    if found is None or found.file is None:
        raise UnknownColumn(f"{table} has no column {column!r} that holds files.")
    return found, found.file


def takes(rule: FileRule, type_: str, name: str) -> bool:
    """Whether a column takes a file of that type and name. A picture that is a document is to be named.

    >>> takes(FileRule(("image/*", ".pdf")), "image/png", "a.png")
    True
    >>> takes(FileRule(("image/*",)), "image/svg+xml", "a.svg")
    False
    """
    if not rule.accept:
        return True
    alike = "" if type_.endswith("+xml") else f"{type_.partition('/')[0]}/*"
    return not {type_, alike, ending_of(name)}.isdisjoint(rule.accept)


def kept(value: object) -> Kept | None:
    """The file that a value names; `None` for what is no name of ours."""
    if not isinstance(value, str):
        return None
    id_, slash, name = value.partition("/")
    return Kept(id_, safe_name(name)) if slash and _UUID.fullmatch(id_) else None


def room_for_name(column: Column) -> int:
    """How long a name can be in the column."""
    return min(LONGEST_NAME, (column.length or LONGEST_NAME + _ID_AND_SLASH) - _ID_AND_SLASH)


def safe_name(name: str, longest: int = LONGEST_NAME) -> str:
    """What to call a file: its own name, without what a system, a page or an eye could take otherwise.

    >>> safe_name("../../etc/passwd"), safe_name("CON"), safe_name("C:\\\\scan 1.pdf")
    ('passwd', '_CON', 'scan 1.pdf')
    >>> safe_name("a\\u202egpj.exe")
    'agpj.exe'
    """
    last = re.split(r"[/\\]", name)[-1]
    plain = "".join(map(_safe, unicodedata.normalize("NFC", last))).strip(" .")
    if _RESERVED.match(plain):
        plain = f"_{plain}"
    if len(plain) > longest:
        ending = ending_of(plain) if len(ending_of(plain)) <= LONGEST_ENDING else ""
        plain = plain[: longest - len(ending)].rstrip(" .") + ending
    return plain or "file"


def _safe(character: str) -> str:
    """The character; "_" for one that may mean something; "" for one that is not seen."""
    if character in _PLAIN or character.isalnum():
        return character
    kind = unicodedata.category(character)
    return "" if kind[0] == "C" else character if kind[0] == "M" else "_"


def _marked(table: Table, rules: Mapping[str, FileRule]) -> Table:
    if not rules:
        return table
    columns = tuple(
        replace(column, file=rules[column.name]) if column.name in rules else column
        for column in table.columns
    )
    return replace(table, columns=columns)

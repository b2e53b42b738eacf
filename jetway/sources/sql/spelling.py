"""Columns, types and constants as an engine spells them in a change of tables."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from jetway.core.structure import refuse

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jetway.core.schema import Default, Table
    from jetway.core.structure import ColumnType, CreateTable, NewColumn, Reference, TypeName
    from jetway.sources.sql.grammar import Grammar


@dataclass(frozen=True, slots=True)
class Spelling:
    """An engine's words. `unsized`: types that need a size, where none was sent.

    `now`, `uuid`: what a default calls, "" where the engine has no such. `numbered`: what makes it number a
    column. `escapes`: whether a backslash in a constant hides what follows it.
    `comments`: whether a definition holds the comment.
    """

    grammar: Grammar
    types: Mapping[TypeName, str]
    now: str
    uuid: str
    numbered: str
    unsized: Mapping[TypeName, str] = field(default_factory=dict)
    escapes: bool = False
    comments: bool = False

    def quoted(self, name: str) -> str:
        """A name, as the engine's dialect quotes it."""
        return self.grammar.dialect.identifier_preparer.quote_identifier(name)

    def named(self, table: Table) -> str:
        """The table, with the schema it lies in."""
        name = self.quoted(table.local_name)
        return f"{self.quoted(table.schema)}.{name}" if table.schema else name

    def type(self, type_: ColumnType) -> str:
        """The type with its sizes."""
        word = self.types[type_.name]
        if type_.name == "varchar" and type_.length:
            return f"{word}({type_.length})"
        if type_.name == "decimal" and type_.precision:
            return f"{word}({type_.precision}, {type_.scale or 0})"
        return self.unsized.get(type_.name, word)

    def text(self, text: str) -> str:
        """A constant text."""
        safe = text.replace("\\", "\\\\") if self.escapes else text
        return "'" + safe.replace("'", "''") + "'"

    def default(self, default: Default) -> str:
        """What stands behind DEFAULT. Raises `InvalidInput`."""
        if default.kind == "value":
            value = default.value
            return self.text(value) if isinstance(value, str) else str(value).upper()
        called = {"now": self.now, "uuid": self.uuid}.get(default.kind)
        if not called:
            refuse("/default_type", "is not what this database can do for the column")
        return called

    def column(self, column: NewColumn) -> str:
        """The definition of a column, without what concerns others."""
        parts = [self.quoted(column.name), self.type(column.type)]
        if not column.nullable:
            parts.append("NOT NULL")
        if column.default is not None:
            parts.append(f"DEFAULT {self.default(column.default)}")
        if column.numbered and self.numbered:
            parts.append(self.numbered)
        if column.comment and self.comments:
            parts.append(f"COMMENT {self.text(column.comment)}")
        return " ".join(parts)

    def reference(self, reference: Reference) -> str:
        """What a foreign key points at."""
        return f"REFERENCES {self.named(reference.table)} ({self.quoted(reference.column.name)})"

    def create(self, name: str, change: CreateTable) -> str:
        """The statement that makes a table; `name` as SQL has it."""
        parts = [self.column(column) for column in change.columns]
        key = ", ".join(self.quoted(column.name) for column in change.columns if column.key)
        parts.append(f"PRIMARY KEY ({key})")
        parts += [
            f"FOREIGN KEY ({self.quoted(column.name)}) {self.reference(column.reference)}"
            for column in change.columns
            if column.reference is not None
        ]
        return f"CREATE TABLE {name} (\n  " + ",\n  ".join(parts) + "\n)"

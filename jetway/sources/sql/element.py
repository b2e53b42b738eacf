"""The elements that we add to SQLAlchemy's: parameters and columns that compile to text of our own.

SQLAlchemy's bound parameters are found in the text again by patterns, which a hostile name can match.
Ours are marked by NUL characters, which no name holds. Its columns bring their tables into FROM by
themselves; ours are text, and every FROM is said.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sqlalchemy.sql.compiler import SQLCompiler

_MARK = re.compile("\0([0-9]+)\0")

Element = sa.ColumnElement[Any]


class Parameter(sa.ColumnElement[Any]):
    """The place of the parameter of that number."""

    inherit_cache = False

    def __init__(self, number: int) -> None:
        self.number = number


class Field(sa.ColumnElement[Any]):
    """A column of the table or alias named `scope`; of whatever is at hand where that is empty."""

    inherit_cache = False

    def __init__(self, scope: str, name: str) -> None:
        self.scope = scope
        self.name = name


class Template(sa.ColumnElement[Any]):
    """SQL written in this code, `{0}`, `{1}`, … being its parts."""

    inherit_cache = False

    def __init__(self, text: str, parts: tuple[Element, ...]) -> None:
        self.text = text
        self.parts = parts


class Labelled(sa.ColumnElement[Any]):
    """`element AS "name"`, for use inside a `Template`."""

    inherit_cache = False

    def __init__(self, element: Element, name: str) -> None:
        self.element = element
        self.name = name


@compiles(Parameter)
def _parameter(element: Parameter, _compiler: SQLCompiler, **_: object) -> str:
    return f"\0{element.number}\0"


@compiles(Field)
def _field(element: Field, compiler: SQLCompiler, **_: object) -> str:
    quote = compiler.preparer.quote_identifier
    return f"{quote(element.scope)}.{quote(element.name)}" if element.scope else quote(element.name)


@compiles(Template)
def _template(element: Template, compiler: SQLCompiler, **options: object) -> str:
    return element.text.format(*[compiler.process(part, **options) for part in element.parts])


@compiles(Labelled)
def _labelled(element: Labelled, compiler: SQLCompiler, **options: object) -> str:
    name = compiler.preparer.quote_identifier(element.name)
    return f"{compiler.process(element.element, **options)} AS {name}"


def sql(text: str, *parts: Element) -> Element:
    """SQL written in this code, never a name or a value that came from elsewhere; see `Template`."""
    return Template(text, parts)


def listed(template: str, parts: Sequence[Element]) -> Element:
    """`template` with `{0}` standing for all of `parts`, commas between."""
    return sql(template.format(", ".join(f"{{{number}}}" for number in range(len(parts)))), *parts)


def named(name: str) -> sa.quoted_name:
    """`name` as an identifier that is always quoted."""
    return sa.quoted_name(name, quote=True)


def with_placeholders(text: str, placeholder: Callable[[int], str]) -> tuple[str, tuple[int, ...]]:
    """`text` with each mark replaced, and the numbers of the parameters in the order they stand in."""
    order = tuple(int(mark[1]) for mark in _MARK.finditer(text))
    return _MARK.sub(lambda mark: placeholder(int(mark[1])), text), order

"""Parameters in SQL that a person wrote: found outside of its literals and comments, and never filled in.

What is taken for a literal only decides where a parameter stands. Nothing safe depends on it: values are
bound, and the engine alone reads the statement.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NoReturn

from jetway.core.errors import InvalidInput, Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from jetway.core.statement import Statement

_PARAMETER = r"(?<![:\w]):(?P<colon>[A-Za-z_]\w*)|\{\{\s*(?P<braces>[A-Za-z_][\w.]*)\s*\}\}|(?P<next>%s)"

STANDARD = r"""'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|/\*.*?\*/"""
"""Texts, names in quotes, and comments, as the standard has them."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A statement with the engine's placeholders, the values in their order, and where things stood."""

    text: str
    values: tuple[object, ...]
    moved: tuple[tuple[int, int], ...]

    def original(self, position: int) -> int:
        """Where in the person's own text the character of that position stands, from 0."""
        begin, was = max((pair for pair in self.moved if pair[0] <= position), default=(0, 0))
        return was + position - begin


def tokens(literals: str) -> re.Pattern[str]:
    """Finds parameters, and as something else the literals of the engine."""
    return re.compile(f"(?P<literal>{literals})|{_PARAMETER}", re.DOTALL | re.ASCII)


def placed(statement: Statement, pattern: re.Pattern[str], placeholder: Callable[[int], str]) -> Placed:
    """The statement as the engine takes it. Raises `InvalidInput` for a value missing or left over."""
    text = statement.text.rstrip().rstrip(";")
    _without_nul("/query", text)
    parts: list[str] = []
    values: list[object] = []
    moved: list[tuple[int, int]] = []
    end = length = 0
    in_order = iter(statement.in_order)
    for found in pattern.finditer(text):
        name = found["colon"] or found["braces"]
        if found["literal"] is not None or (name is None and not statement.in_order):
            continue
        values.append(_next(in_order) if name is None else _named(statement, name))
        parts += [text[end : found.start()], placeholder(len(values) - 1)]
        length += sum(map(len, parts[-2:]))
        end = found.end()
        moved.append((length, end))
    _nothing_left(statement, pattern, text, in_order)
    for value in values:
        _without_nul("/params_obj", value)
    return Placed("".join([*parts, text[end:]]), tuple(values), tuple(moved))


def _named(statement: Statement, name: str) -> object:
    if name not in statement.parameters:
        _refuse(
            f"/params_obj/{name}", "is required", f"The statement has a parameter {name!r}: send a value."
        )
    return statement.parameters[name]


def _next(in_order: Iterator[object]) -> object:
    try:
        return next(in_order)
    except StopIteration:
        _refuse("/params", "has too few values", "The statement has more %s than there are values.")


def _nothing_left(
    statement: Statement, pattern: re.Pattern[str], text: str, in_order: Iterator[object]
) -> None:
    used = {found["colon"] or found["braces"] for found in pattern.finditer(text)}
    for name in statement.parameters:
        if name not in used:
            _refuse(f"/params_obj/{name}", "is not used", f"The statement has no parameter {name!r}.")
    for _ in in_order:
        _refuse("/params", "has too many values", "There are more values than the statement has %s.")


def _without_nul(pointer: str, value: object) -> None:
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, str) and "\0" in item:
            _refuse(pointer, "takes no NUL characters", "No database takes the NUL character in a text.")


def _refuse(pointer: str, what: str, detail: str) -> NoReturn:
    raise InvalidInput(detail, problems=(Problem(pointer, "invalid_input", what),))

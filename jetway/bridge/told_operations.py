"""Operations and their parameters as people are told of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jetway.core.operation import Operation, Parameter
    from jetway.core.view import View


def told(view: View, table: str | None = None) -> list[dict[str, object]]:
    """The operations of a view, or those of one of its tables, as they are told."""
    return [_told(one) for one in view.operations.values() if table is None or one.table == table]


def _told(one: Operation) -> dict[str, object]:
    return {
        "operation": one.address,
        "title": one.title,
        "table": one.table or None,
        "changes": one.changes,
        "confirm": one.confirm,
        "answers": one.answers or None,
        "once": one.once,
        "version": one.version,
        "parameters": [told_parameter(parameter) for parameter in one.parameters],
    }


def told_parameter(one: Parameter) -> dict[str, object]:
    """A parameter as it is told."""
    return {
        "name": one.name,
        "type": one.type,
        "required": one.required,
        "options": one.options,
        "default": one.default,
        "title": one.title,
        "comment": one.comment,
        "money": one.money or None,
    }

"""What is taken of the values that somebody sends for parameters."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from jetway.core import values
from jetway.core.errors import InvalidInput, Problem
from jetway.core.form import escape
from jetway.core.schema import Column

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from jetway.core.operation import Parameter


def taken(parameters: Sequence[Parameter], sent: Mapping[str, object], at: str) -> dict[str, object]:
    """A value for each parameter, `None` for nothing. Raises `InvalidInput` with all that is wrong.

    `at`: the JSON pointer to what was sent.
    """
    known = {parameter.name for parameter in parameters}
    wrong = {name: "is no parameter of this" for name in sent if name not in known}
    found: dict[str, object] = {}
    for parameter in parameters:
        try:
            found[parameter.name] = value_of(parameter, sent.get(parameter.name))
        except values.ValueRefused as refused:
            wrong[parameter.name] = str(refused)
    if wrong:
        problems = tuple(Problem(f"{at}/{escape(name)}", "invalid_input", why) for name, why in wrong.items())
        listed = "; ".join(f"{name} {why}" for name, why in wrong.items())
        raise InvalidInput(f"{listed}.", problems=problems)
    return found


def value_of(parameter: Parameter, sent: object) -> object:
    """The value that was sent, or what stands in for none. Raises `ValueRefused`."""
    if sent is None:
        if parameter.required:
            raise values.ValueRefused("is required")
        return parameter.default
    read = values.read(as_column(parameter), sent)
    return str(read) if isinstance(read, Decimal) else read


def as_column(parameter: Parameter) -> Column:
    """A column that takes what the parameter takes."""
    return Column(
        parameter.name,
        parameter.type,
        "",
        0,
        nullable=not parameter.required,
        options=parameter.options,
        comment=parameter.comment,
    )

"""Operations: what a source does by name, on one of its rows or by itself, and what it takes for that.

How it does it is its own matter.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from jetway.core.types import Type  # noqa: TC001  # read at run time where a schema is kept

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jetway.core.query import Read


@dataclass(frozen=True, slots=True)
class Parameter:
    """A value to be sent. `required=False`: where none is sent it is `default`, or nothing.

    `options`: the only ones of an enum. `money`: the column of the row that names the currency, where the
    number is so many of its smallest unit. `secret`: nobody may write it down.
    """

    name: str
    type: Type
    required: bool = True
    options: tuple[str, ...] = ()
    default: object = None
    title: str = ""
    comment: str = ""
    money: str = ""
    secret: bool = False


@dataclass(frozen=True, slots=True)
class Operation:
    """Something to do, under a name that is unique in its table, or in the source.

    `table`: of which it takes a row; "" where it takes none. `confirm`: what people are asked before.
    `answers`: the table of which its answer holds a row; "" where it tells nothing. `version`: another one
    where it does something else.
    """

    name: str
    title: str
    table: str = ""
    parameters: tuple[Parameter, ...] = ()
    changes: bool = True
    """Whether anything is changed by it."""
    confirm: str = ""
    answers: str = ""
    once: bool = False
    """Whether the source does it once under a key."""
    version: str = ""

    @property
    def address(self) -> str:
        """What it is called by, unique in the source: `charges.refund`."""
        return f"{self.table}.{self.name}" if self.table else self.name


@dataclass(frozen=True, slots=True)
class Run:
    """An operation with all that it takes, for a source to do once.

    `row`: the one row it is for, as far as whoever asks may see it. `answer`: what of a row in the answer
    they may see, `None` for nothing. `once`: their key by which it is done once, "" for none.
    """

    operation: Operation
    values: Mapping[str, object] = field(default_factory=dict)
    row: Read | None = None
    answer: Read | None = None
    once: str = ""

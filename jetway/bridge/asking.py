"""The bodies of requests about SQL, in Jet Bridge's form, and what they ask for in the words of a list."""

from __future__ import annotations

from typing import Annotated, Any, TypeAlias

import msgspec

from jetway.bridge import parse
from jetway.core.errors import InvalidInput, Problem
from jetway.core.statement import Statement

MAX_ROWS = 1000
MAX_QUERIES = 20

Name = Annotated[str, msgspec.Meta(min_length=1, max_length=1000)]
Scalar: TypeAlias = str | int | float | bool | None
Value: TypeAlias = Scalar | list[Scalar]


class Condition(msgspec.Struct, forbid_unknown_fields=True):
    """A filter's parameter of a list (`name__icontains`, `_search`), and its value."""

    name: Name
    value: Value


class GroupBy(msgspec.Struct, forbid_unknown_fields=True, rename="camel"):
    """A column to group by."""

    x_column: Name
    x_lookup: str = ""


class Group(GroupBy, forbid_unknown_fields=True, rename="camel"):
    """One column to group by, and what to make of each group."""

    y_func: Name = "count"
    y_column: str = ""


class Groups(msgspec.Struct, forbid_unknown_fields=True, rename="camel"):
    """Several columns to group by, and what to make of each group."""

    x_columns: Annotated[list[GroupBy], msgspec.Meta(min_length=1, max_length=16)]
    y_func: Name = "count"
    y_column: str = ""


class Measured(msgspec.Struct, forbid_unknown_fields=True):
    """One number over all rows."""

    func: Name
    column: str = ""


class Asking(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """What to ask of a statement's rows."""

    params_obj: dict[Name, Value] = {}
    limit: int | None = None
    offset: Annotated[int, msgspec.Meta(ge=0, le=parse.MAX_OFFSET)] = 0
    order_by: list[Name] = []
    filters: list[Condition] = []
    group: Group | None = None
    groups: Groups | None = None
    aggregate: Measured | None = None
    count: bool = False
    timezone: str = ""
    columns: list[Any] = []
    """Jet Bridge's clients tell the types here. The database knows better."""
    v: int = 1


class Running(Asking, forbid_unknown_fields=True, kw_only=True):
    """What to ask of a saved query's rows. `version`: of the query that the caller knows; "": of any."""

    version: str = ""


class Written(Asking, forbid_unknown_fields=True, kw_only=True):
    """A statement of the caller's own."""

    query: Annotated[str, msgspec.Meta(min_length=1)]
    params: str | list[Value] = []
    schema: str = ""

    def statement(self) -> Statement:
        """What the database is asked."""
        in_order = self.params.split(",") if isinstance(self.params, str) and self.params else self.params
        return Statement(self.query, self.params_obj, tuple(in_order), self.schema)


class Several(msgspec.Struct, forbid_unknown_fields=True):
    """Statements that do not know of each other."""

    queries: Annotated[list[Written], msgspec.Meta(max_length=MAX_QUERIES)]


def limit_of(asking: Asking) -> int:
    """As in Jet Bridge: none, or none above 0, is 1,000, and 100 for clients of its second version."""
    if asking.limit is None or asking.limit < 1:
        return 100 if asking.v >= 2 and asking.limit is None else MAX_ROWS
    return min(asking.limit, MAX_ROWS)


def conditions_of(asking: Asking) -> parse.Parameters:
    """The filters as the parameters of a list."""
    sent: parse.Parameters = {"tz": [asking.timezone]} if asking.timezone else {}
    for number, condition in enumerate(asking.filters):
        if condition.name in sent or (condition.name.startswith("_") and condition.name != "_search"):
            detail = "is no filter, or stands twice"
            pointer = f"/filters/{number}/name"
            raise InvalidInput(
                f"The filter {condition.name!r} {detail}.",
                problems=(Problem(pointer, "invalid_input", detail),),
            )
        values = condition.value if isinstance(condition.value, list) else [condition.value]
        sent[condition.name] = [_text(value) for value in values]
    return sent


def grouping_of(asking: Asking) -> parse.Parameters:
    """What to group by and to measure, as the parameters of a group."""
    if asking.aggregate is not None:
        return {"_y_func": [asking.aggregate.func], "_y_column": [asking.aggregate.column]}
    by: Group | Groups | None = asking.groups or asking.group
    assert by is not None
    columns = by.x_columns if isinstance(by, Groups) else [by]
    return {
        "_x_column": [one.x_column for one in columns],
        "_x_lookup": [one.x_lookup for one in columns],
        "_y_func": [by.y_func],
        "_y_column": [by.y_column],
    }


def _text(value: Scalar) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case _:
            return str(value)

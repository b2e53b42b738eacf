"""The operations of a description: what an app does, beside giving and taking records."""

from __future__ import annotations

import hashlib
from typing import Literal

import msgspec

from jetway.core.operation import Operation, Parameter
from jetway.core.types import Type


class ParameterSpec(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    """What people send for an operation. `sent`: under which path it goes, if not under its name.

    `money`: the record's column that names the currency, of a number of its smallest unit.
    """

    type: Type
    place: Literal["body", "query", "path"] = "body"
    sent: str = ""
    format: Literal["", "unix"] = ""
    required: bool = False
    options: tuple[str, ...] = ()
    default: str | int | float | bool | None = None
    title: str = ""
    comment: str = ""
    money: str = ""
    secret: bool = False


class Doing(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """An operation. `also`: what the body holds besides, the record's key as `{id}`.

    `confirm`: what people are asked before. `answers`: of which collection the record at `record` of the
    answer is.
    """

    title: str
    path: str
    method: Literal["GET", "POST", "PUT", "PATCH", "DELETE"] = "POST"
    body: Literal["json", "form"] = "json"
    also: dict[str, str | bool] = {}
    parameters: dict[str, ParameterSpec] = {}
    changes: bool = True
    confirm: str = ""
    answers: str = ""
    record: str = ""


def operation_of(name: str, way: Doing, table: str = "", *, once: bool = False) -> Operation:
    """The operation as others know it. `once`: whether the app does it once under a key."""
    parameters = tuple(parameter_of(named, one) for named, one in way.parameters.items())
    return Operation(
        name,
        way.title,
        table,
        parameters,
        way.changes,
        way.confirm,
        way.answers,
        once,
        hashlib.sha256(msgspec.json.encode(way, order="deterministic")).hexdigest()[:16],
    )


def parameter_of(name: str, one: ParameterSpec) -> Parameter:
    """The parameter as others know it."""
    return Parameter(
        name,
        one.type,
        one.required,
        one.options,
        one.default,
        one.title,
        one.comment,
        one.money,
        one.secret,
    )

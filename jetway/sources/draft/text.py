"""A description's text: read whether or not it holds, and printed as people read it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from jetway.core.errors import BadSource, InvalidInput, Problem
from jetway.sources.rest.loading import load

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_BARE = re.compile(r"[A-Za-z0-9_-]+", re.ASCII)


class Text(msgspec.Struct, frozen=True):
    """What a text says, the same as TOML, and why no source could be made of it; `None` where one could."""

    description: dict[str, object]
    toml: str
    fault: str | None


def text_of(text: str) -> Text:
    """What a description's text says. Raises `InvalidInput` for what is neither TOML nor JSON."""
    decode = msgspec.json.decode if text.lstrip().startswith("{") else msgspec.toml.decode
    try:
        said = {name: _without_null(one) for name, one in _plain(decode(text)).items() if one is not None}
        return Text(said, printed(said), _fault(said))
    except (msgspec.MsgspecError, ValueError, OverflowError) as error:
        detail = f"is neither TOML nor JSON: {error}"
    except RecursionError:
        detail = "is nested too deep"
    raise InvalidInput(f"/text {detail}.", problems=(Problem("/text", InvalidInput.code, detail),))


def printed(description: Mapping[str, object]) -> str:
    """TOML with a line for each column. What is None is left out: TOML has no word for it.

    >>> print(printed({"title": "Shop", "collections": {"orders": {"key": "id"}}}), end="")
    title = "Shop"
    <BLANKLINE>
    [collections.orders]
    key = "id"
    """
    return "\n".join(_table((), description)).lstrip("\n") + "\n"


def _fault(description: Mapping[str, object]) -> str | None:
    try:
        load(msgspec.json.encode(description).decode())
    except BadSource as failure:
        return failure.detail
    return None


def _plain(decoded: object) -> dict[str, object]:
    """As JSON has it: a date of TOML is a text there."""
    return msgspec.convert(msgspec.to_builtins(decoded), dict[str, object])


def _without_null(value: object) -> object:
    match value:
        case dict():
            return {str(name): _without_null(one) for name, one in value.items() if one is not None}
        case list():
            return [_without_null(one) for one in value if one is not None]
        case _:
            return value


def _table(path: tuple[str, ...], members: Mapping[str, object]) -> Iterator[str]:
    """Its own lines first: what follows the head of another table is of that one."""
    below = {name: one for name, one in members.items() if isinstance(one, dict) and _is_table((*path, name))}
    if path and (len(below) < len(members) or not members):
        yield ""
        yield f"[{'.'.join(map(_name, path))}]"
    for name, one in members.items():
        if name not in below:
            yield f"{_name(name)} = {_value(one)}"
    for name, one in below.items():
        yield from _table((*path, name), one)


def _is_table(path: tuple[str, ...]) -> bool:
    match path:
        case ("collections",) | ("collections", _) | ("collections", _, "list" | "columns"):
            return True
        case _:
            return False


def _name(name: str) -> str:
    return name if _BARE.fullmatch(name) else _text(name)


def _value(value: object) -> str:
    match value:
        case dict():
            members = ", ".join(f"{_name(name)} = {_value(one)}" for name, one in value.items())
            return f"{{ {members} }}" if members else "{}"
        case list():
            return f"[{', '.join(map(_value, value))}]"
        case str():
            return _text(value)
        case bool():
            return str(value).lower()
        case _:
            return str(value)


def _text(text: str) -> str:
    """A text of JSON is one of TOML, but for the one sign that only TOML wants escaped."""
    return msgspec.json.encode(text).decode().replace("\x7f", "\\u007f")

"""From a file's text to the description of an app that holds."""

from __future__ import annotations

import re
from typing import Any, TypeVar
from urllib.parse import quote

import msgspec

from jetway.core.errors import BadSource
from jetway.sources.rest.faults import faults
from jetway.sources.rest.spec import Connector

App = TypeVar("App", bound=Connector)

_PLACE = re.compile(r"`(\$[^`]*)`\Z")
_STEP = re.compile(r"\.[^.\[]+|\[[^\]]+\]")
_ANY = "[...]"
"""What msgspec says in place of a name that the description chose."""


def load(text: str) -> Connector:
    """The description in `text`, TOML or JSON. Raises `BadSource`: in one line what is wrong, and where."""
    return loaded(text, Connector)


def loaded(text: str, app: type[App], **settings: str) -> App:
    """The description of `app` in `text`, whose `{setting}`s lead to a part of it, such as an account."""
    for name, value in settings.items():
        if value in ("", ".", ".."):
            raise BadSource(f"{value!r} is no {name}. Enter it as the app shows it.")
        text = text.replace(f"{{{name}}}", quote(value, safe=""))
    decode = msgspec.json.decode if text.lstrip().startswith("{") else msgspec.toml.decode
    try:
        content = decode(text)
        connector = msgspec.convert(content, app)
    except msgspec.ValidationError as error:
        raise _wrong(_placed(content, app, str(error))) from None
    except msgspec.MsgspecError as error:
        raise _wrong(str(error)) from None
    except RecursionError:
        raise _wrong("it is nested too deep") from None
    return sound(connector)


def sound(connector: App) -> App:
    """The description itself. Raises `BadSource` where it does not hold."""
    for why in faults(connector):
        raise _wrong(why)
    return connector


def _placed(content: Any, app: type[App], why: str) -> str:  # noqa: ANN401  # JSON
    """`why` with every name in its place. Takes from `content` what it is not about."""
    found = _PLACE.search(why)
    if found is None or _ANY not in found[1]:
        return why
    place, held = "$", content
    for step in _STEP.findall(found[1]):
        name = _named(content, app, held, why) if step == _ANY else step.strip(".[]")
        place += f".{name}" if step == _ANY else step
        held = held[int(name)] if isinstance(held, list) else held.get(name)
    return why.replace(found[1], place)


def _named(content: Any, app: type[App], held: dict[str, Any], why: str) -> str:  # noqa: ANN401  # JSON
    """Which of the names that a part of `content` holds `why` is about: the first that is wrong so alone."""
    for name, value in dict(held).items():
        held.clear()
        held[name] = value
        try:
            msgspec.convert(content, app)
        except msgspec.ValidationError as error:
            if str(error) == why:
                return name
    raise AssertionError(why)


def _wrong(why: str) -> BadSource:
    return BadSource(f"The description of the app does not hold: {why}.")

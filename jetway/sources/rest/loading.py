"""From a file's text to the description of an app that holds."""

from __future__ import annotations

from typing import TypeVar
from urllib.parse import quote

import msgspec

from jetway.core.errors import BadSource
from jetway.sources.rest.faults import faults
from jetway.sources.rest.spec import Connector

App = TypeVar("App", bound=Connector)


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
        connector: App = decode(text, type=app)
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


def _wrong(why: str) -> BadSource:
    return BadSource(f"The description of the app does not hold: {why}.")

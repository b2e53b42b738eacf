"""What is wrong with the description of an app, that no type tells."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from jetway.core.parameters import as_column
from jetway.core.types import Type
from jetway.core.values import ValueRefused, read
from jetway.sources.rest.auth import ApiKey, AuthorizationCode, addresses
from jetway.sources.rest.doing import parameter_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jetway.sources.rest.auth import Auth
    from jetway.sources.rest.doing import Doing, ParameterSpec
    from jetway.sources.rest.spec import Collection, Connector

PARAMETER_TYPES = (
    *(Type.TEXT, Type.INTEGER, Type.DECIMAL, Type.FLOAT, Type.BOOLEAN, Type.ENUM),
    *(Type.DATE, Type.TIMESTAMPTZ, Type.JSON),
)
OURS = frozenset(
    {
        *("response_type", "client_id", "redirect_uri", "state", "scope"),
        *("code_challenge", "code_challenge_method"),
    }
)
"""What goes to a provider's page in any case."""

PLACEHOLDER = re.compile(r"\{(\w+)\}")
_NAME = re.compile(r"[a-z][a-z0-9_]{0,63}")
_HEADER = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_PRINTABLE = re.compile(r"[\x20-\x7e]*")
_NOT_THEIRS = frozenset({"connection", "content-length", "expect", "host", "transfer-encoding", "upgrade"})
"""Headers that say where a request goes, and where it ends. By another `Host`, a secret would go to whoever
else is served at the same address."""

_PATH = re.compile(r"/(?!/)(?:[\w./~-]|%[0-9A-F]{2}|\{\w+\})*", re.ASCII)


def faults(connector: Connector) -> Iterator[str]:
    """Each fault, with its place, as a part of a sentence."""
    yield from faulty_auth(connector.address, connector.auth)
    yield from _faulty_headers(connector)
    check = connector.check if isinstance(connector.check, str) else connector.check.path
    yield from _faulty_paths("$.check", check, ())
    yield from _faulty_operations("$.operations", connector, None)
    for name, collection in connector.collections.items():
        at = f"$.collections.{name}"
        if collection.key not in collection.columns:
            yield f"there is no column {collection.key!r} - at `{at}.key`"
        yield from _faulty_ways(at, collection)
        yield from _faulty_columns(at, connector, collection)
        yield from _faulty_operations(f"{at}.operations", connector, collection)


def _faulty_headers(connector: Connector) -> Iterator[str]:
    for name, text in connector.headers.items():
        yield from _faulty_header(name, text)
    if connector.once:
        yield from _faulty_header(connector.once, "")


def _faulty_header(name: str, text: str) -> Iterator[str]:
    if not _HEADER.fullmatch(name) or name.lower() in _NOT_THEIRS or not _PRINTABLE.fullmatch(text):
        yield f"{name!r} is no header of a description, or its text is not plain ASCII"


def faulty_auth(address: str, auth: Auth) -> Iterator[str]:
    """Each fault in where an app is, and how it knows who asks."""
    for where in (address, *addresses(auth)):
        if not _is_address(where):
            yield f"{where!r} is no address of a server, as https://api.example.com"
    if isinstance(auth, ApiKey) and auth.place == "header":
        yield from _faulty_header(auth.name, auth.prefix)
    if isinstance(auth, AuthorizationCode):
        for name, text in auth.headers.items():
            yield from _faulty_header(name, text)
    if isinstance(auth, AuthorizationCode) and (taken := sorted(OURS & auth.params.keys())):
        yield f"{taken[0]!r} is sent anyway - at `$.auth.params`"


def _is_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    plain = "@" not in parts.netloc and not parts.query and not parts.fragment
    return parts.scheme in ("https", "http") and bool(parts.hostname) and plain


def _faulty_ways(at: str, collection: Collection) -> Iterator[str]:
    for way in ("list", "search", "get", "create", "update", "delete"):
        operation = getattr(collection, way)
        if operation is None:
            continue
        if getattr(operation, "reread", False) and collection.get is None:
            yield f"the collection does not say how one record is read - at `{at}.{way}.reread`"
        keyed = (collection.key,) if way in ("get", "update", "delete") else ()
        yield from _faulty_paths(f"{at}.{way}.path", operation.path, keyed)


def _faulty_paths(at: str, path: str, keyed: tuple[str, ...]) -> Iterator[str]:
    """A path stays on its server, whatever is put into it."""
    if not _PATH.fullmatch(path) or any(part in (".", "..") for part in path.split("/")):
        yield f"a path starts with one / and holds letters, digits, {{names}} and . _ ~ - alone - at `{at}`"
    for name in PLACEHOLDER.findall(path):
        if name not in keyed:
            yield f"{{{name}}} is not known here - at `{at}`"


def _faulty_columns(at: str, connector: Connector, collection: Collection) -> Iterator[str]:
    for name, column in collection.columns.items():
        if column.refers and column.refers not in connector.collections:
            yield f"there is no collection {column.refers!r} - at `{at}.columns.{name}.refers`"
        if column.refers and connector.expand is None:
            yield f"the app does not say how it brings rows along - at `{at}.columns.{name}.refers`"
        if column.money and (column.type is not Type.INTEGER or column.money not in collection.columns):
            yield f"money takes a column for the currency, of a whole number - at `{at}.columns.{name}.money`"
        if column.searches and collection.search is None:
            yield f"the collection does not say how it searches - at `{at}.columns.{name}.searches`"
        if column.sort and collection.sort is None:
            yield f"the collection does not say how it sorts - at `{at}.columns.{name}.sort`"
    for name in collection.natural:
        if name.removeprefix("-") not in collection.columns:
            yield f"there is no column {name.removeprefix('-')!r} - at `{at}.natural`"


def _faulty_operations(at: str, connector: Connector, collection: Collection | None) -> Iterator[str]:
    for name, way in (connector if collection is None else collection).operations.items():
        if not _NAME.fullmatch(name):
            yield f"an operation's name takes a-z, 0-9 and _, and begins with a letter - at `{at}.{name}`"
        keys = () if collection is None else (collection.key,)
        placed = tuple(named for named, one in way.parameters.items() if one.place == "path")
        yield from _faulty_paths(f"{at}.{name}.path", way.path, (*keys, *placed))
        if missing := set(placed) - set(PLACEHOLDER.findall(way.path)):
            yield f"{{{min(missing)}}} does not stand in the path - at `{at}.{name}.parameters`"
        if way.answers and way.answers not in connector.collections:
            yield f"there is no collection {way.answers!r} - at `{at}.{name}.answers`"
        for parameter, one in way.parameters.items():
            for why in _faulty_parameter(way, one, collection):
                yield f"{why} - at `{at}.{name}.parameters.{parameter}`"


def _faulty_parameter(way: Doing, one: ParameterSpec, collection: Collection | None) -> Iterator[str]:
    if one.place == "body" and way.method in ("GET", "DELETE"):
        yield f"{way.method} has no body"
    if one.place == "path" and not one.required and one.default is None:
        yield "what stands in a path is required"
    if one.money and (collection is None or one.money not in collection.columns):
        yield f"there is no column {one.money!r} to name the currency"
    if bool(one.options) is not (one.type is Type.ENUM):
        yield "options are for an enum, and it needs some"
    if one.type not in PARAMETER_TYPES:
        yield f"a parameter is one of {', '.join(PARAMETER_TYPES)}"
    try:
        read(as_column(parameter_of("", one)), one.default)
    except ValueRefused as refusal:
        yield f"the default {refusal}"

"""What is wrong with the description of an app, that no type tells."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jetway.sources.rest.spec import Collection, Connector

PLACEHOLDER = re.compile(r"\{(\w+)\}")
_PATH = re.compile(r"/(?!/)(?:[\w./~-]|%[0-9A-F]{2}|\{\w+\})*", re.ASCII)


def faults(connector: Connector) -> Iterator[str]:
    """Each fault, with its place, as a part of a sentence."""
    for address in (connector.address, getattr(connector.auth, "token_url", connector.address)):
        parts = urlsplit(address)
        if parts.scheme not in ("https", "http") or not parts.hostname or "@" in parts.netloc or parts.query:
            yield f"{address!r} is no address of a server, as https://api.example.com"
    yield from _faulty_paths("$.check", connector.check, ())
    for name, collection in connector.collections.items():
        at = f"$.collections.{name}"
        if collection.key not in collection.columns:
            yield f"there is no column {collection.key!r} - at `{at}.key`"
        for way in ("list", "get", "create", "update", "delete"):
            if (operation := getattr(collection, way)) is not None:
                keyed = (collection.key,) if way in ("get", "update", "delete") else ()
                yield from _faulty_paths(f"{at}.{way}.path", operation.path, keyed)
        yield from _faulty_columns(at, connector, collection)


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
        if column.sort and collection.sort is None:
            yield f"the collection does not say how it sorts - at `{at}.columns.{name}.sort`"
    for name in collection.natural:
        if name.removeprefix("-") not in collection.columns:
            yield f"there is no column {name.removeprefix('-')!r} - at `{at}.natural`"

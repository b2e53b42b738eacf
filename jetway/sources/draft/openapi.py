"""From an OpenAPI document to the description of an app: each of its lists as a collection."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from jetway.core.errors import OpenapiRefused
from jetway.sources.draft.collection import Single, collection_of
from jetway.sources.draft.confined import MEMORY, confine
from jetway.sources.draft.document import list_in, objects_in, read_document, text_in
from jetway.sources.draft.logins import logins_of
from jetway.sources.draft.operation import operation_of, usual_params
from jetway.sources.rest.auth import Auth
from jetway.sources.rest.spec import Collection, Connector

if TYPE_CHECKING:
    from collections.abc import Container

    from jetway.sources.draft.document import Document
    from jetway.sources.draft.operation import Operation

MOST = 500
"""How many collections a draft has, and how many lists it tells of as left out."""

MOST_BYTES = 8 * 1024 * 1024
"""How much the collections may be as JSON: a small file can refer to one large name again and again."""

_PLAIN_PATH = re.compile(r"/|(?:/[\w.~-]+)+/?", re.ASCII)
_SINGLE = re.compile(r"(?P<list>[^{}]*)/\{(?P<name>[^{}/]+)\}/?")
_EMPTY_WORD = re.compile(r"v?\d+(\.\d+)*|api|rest|list", re.IGNORECASE)


class LeftOut(msgspec.Struct, frozen=True):
    """A path whose GET became no collection, and why."""

    path: str
    why: str


class Draft(msgspec.Struct, frozen=True):
    """A description to be looked at, the ways of `auth` that it could have, and what is not in it."""

    description: Connector
    auths: tuple[Auth, ...]
    left_out: tuple[LeftOut, ...]


def draft_of(text: bytes) -> Draft:
    """The draft that an OpenAPI document makes. Raises `OpenapiRefused`."""
    document = read_document(text)
    collections, left_out = _collections(document)
    if not collections:
        raise OpenapiRefused("The file describes no list of records with a key, which could become a table.")
    auths = logins_of(document)
    return Draft(_connector(document, auths[0], collections), auths, left_out)


def draft_as_json(text: bytes) -> bytes:
    """`draft_of`, for another process, which is confined. Raises `OpenapiRefused`."""
    confine()
    try:
        return msgspec.json.encode(draft_of(text))
    except MemoryError:
        raise OpenapiRefused(
            f"Reading the file takes more than {MEMORY // 2**20} MB of memory. Send it as JSON, or a smaller "
            "part of it."
        ) from None


def _collections(document: Document) -> tuple[dict[str, Collection], tuple[LeftOut, ...]]:
    paths = list(map(str, objects_in(document.root, "paths")))
    of_one = {path: match for path in paths if (match := _SINGLE.fullmatch(path))}
    singles = {match["list"]: Single(path, match["name"]) for path, match in of_one.items()}
    made: dict[str, Collection] = {}
    left_out: list[LeftOut] = []
    size = 0
    for path in paths:
        listing = operation_of(document, path, "get")
        if listing is None or path in of_one:
            continue
        why, name = _why_not(listing), _name(path, made)
        found = None if why else collection_of(document, listing, name, singles.get(path.rstrip("/")))
        if found is not None and len(made) < MOST:
            made[name] = found
            size += len(msgspec.json.encode(found))
        else:
            left_out.append(LeftOut(path[:200], why or "its answer is no list of records with a key"))
        if size > MOST_BYTES:
            most = MOST_BYTES // 1024 // 1024
            raise OpenapiRefused(f"The file makes a draft of more than {most} MB. Send a smaller part of it.")
    return made, tuple(left_out[:MOST])


def _connector(document: Document, auth: Auth, collections: dict[str, Collection]) -> Connector:
    title = text_in(objects_in(document.root, "info"), "title")[:100]
    check = next(iter(collections.values())).list.path
    return Connector(
        title=title or "App", address=_address(document), auth=auth, check=check, collections=collections
    )


def _address(document: Document) -> str:
    """The first server, its variables as usual; "" for one without a host, which a person enters."""
    server = next((document.followed(one) for one in list_in(document.root, "servers")), {})
    usual = objects_in(server, "variables")
    url = re.sub(
        r"\{([^{}]+)\}",
        lambda variable: text_in(document.followed(usual.get(variable[1])), "default"),
        text_in(server, "url"),
    )
    return url.rstrip("/") if url.startswith(("https://", "http://")) else ""


def _why_not(listing: Operation) -> str:
    """Why a GET cannot be that of a list; "" where it can."""
    path, unknown = listing.path, sorted(usual_params(listing.needed)[1])
    if unknown:
        return f"it needs the parameter {unknown[0][:100]}: describe it by hand, with that in params"
    if "{" in path:
        return "its path has parameters: write them out, one collection for each"
    return "" if _PLAIN_PATH.fullmatch(path) else "its path has other signs than letters, digits and . _ ~ -"


def _name(path: str, taken: Container[str]) -> str:
    """What people call the collection: the end of its path, as much of it as is needed."""
    words = [re.sub(r"\W+", "_", one).lower() for one in re.split(r"[/.]", path) if one]
    telling = [one for one in words if not _EMPTY_WORD.fullmatch(one)] or words or ["records"]
    names = ["_".join(telling[-count:]) for count in range(1, len(telling) + 1)]
    numbered = (f"{names[-1]}_{number}" for number in range(2, MOST + 3))
    return next(name for name in (*names, *numbered) if name not in taken)

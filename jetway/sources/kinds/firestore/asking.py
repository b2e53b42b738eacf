"""What is asked of Firestore, and what its refusals mean. Knows no rows."""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import msgspec

from jetway.core.errors import AppChanged, Failure, InvalidValue, NotUnique, Problem, UnknownRow
from jetway.sources.rest.failure import IndexMissing
from jetway.sources.rest.request import Call
from jetway.sources.rest.writing import Moved

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from jetway.sources.kinds.firestore.described import Collection
    from jetway.sources.kinds.firestore.query import Asked, Document
    from jetway.sources.rest.session import Budget, Session

log = logging.getLogger(__name__)

MOST_ID_BYTES = 1500
MOST_LINKS = 20
_LINK = re.compile(r"https://console\.firebase\.google\.com/[\w\-./?=&%#:~()]+", re.ASCII)
_RESERVED = re.compile(r"__.*__\Z", re.DOTALL)


class Database:
    """One database behind a session. `root`: the name of all its documents."""

    def __init__(self, session: Session, root: str) -> None:
        self._session = session
        self.root = root
        self.index_links: list[str] = []
        """Where the indexes can be made that queries were refused for; the last ones."""

    async def collection_ids(self, most: int, budget: Budget) -> list[str]:
        """The collections at the root, the first `most` of them."""
        body = await self._asked("", "listCollectionIds", {"pageSize": most}, budget)
        ids = body.get("collectionIds", []) if isinstance(body, dict) else None
        if not isinstance(ids, list) or not all(isinstance(one, str) for one in ids):
            raise _changed()
        return ids

    async def documents(
        self, asked: Asked, limit: int, after: Document | None, budget: Budget
    ) -> list[Document]:
        """The documents that a query finds, `limit` of them, behind the one it came to before."""
        query = {"structuredQuery": asked.structured(self.root, limit, after)}
        return _documents(await self._asked(asked.collection.parent, "runQuery", query, budget), "document")

    async def number(self, asked: Asked, most: int | None, budget: Budget) -> int:
        """How many documents a query finds; no more than `most` are looked for.

        Counting is asked for by itself: together with a sum, only documents with the summed field count.
        """
        count = {"upTo": str(most)} if most else {}
        query = {
            "structuredQuery": asked.structured(self.root),
            "aggregations": [{"alias": "n", "count": count}],
        }
        sent = {"structuredAggregationQuery": query}
        body = await self._asked(asked.collection.parent, "runAggregationQuery", sent, budget)
        try:
            return int(body[0]["result"]["aggregateFields"]["n"]["integerValue"])
        except (KeyError, IndexError, TypeError, ValueError):
            raise _changed() from None

    async def by_id(self, collection: Collection, ids: Iterable[str], budget: Budget) -> list[Document]:
        """The documents of those ids, in no order; an id that none can have is of none."""
        names = [f"{self.root}/{self.path(collection, one)}" for one in ids if possible(collection, one)]
        if not names:
            return []
        return _documents(await self._asked("", "batchGet", {"documents": names}, budget), "found")

    async def create(
        self, collection: Collection, id_: str | None, fields: Document, budget: Budget
    ) -> Document:
        """A new document. Raises `NotUnique` where the id is taken."""
        if id_ is not None and not possible(collection, id_):
            why = "takes up to 1500 bytes without /, and not ., .. or __…__"
            raise InvalidValue(f"id {why}.", problems=(Problem("/id", InvalidValue.code, why),))
        params = (("documentId", id_),) if id_ is not None else ()
        target = f"/v1/{_quoted(self.root + collection.parent)}/{quote(collection.last, safe='')}"
        sent = msgspec.json.encode({"fields": fields})
        call = Call("POST", target, params, sent, "application/json")
        return _document((await self._session.ask(call, budget)).body)

    async def update(
        self, document: Document, masked: Sequence[str], fields: Document, budget: Budget
    ) -> Document:
        """The document, with the fields at `masked` as they are in `fields`. Raises `Moved`."""
        name = document["name"]
        change = {"update": {"name": name, "fields": fields}, "updateMask": {"fieldPaths": masked}}
        await self._commit(change, document, budget)
        found = _documents(await self._asked("", "batchGet", {"documents": [name]}, budget), "found")
        if not found:
            raise UnknownRow("The row was changed, and deleted by somebody else just then.")
        return found[0]

    async def delete(self, document: Document, budget: Budget) -> None:
        """No such document any more. Raises `Moved`."""
        await self._commit({"delete": document["name"]}, document, budget)

    async def _commit(self, change: Document, document: Document, budget: Budget) -> None:
        """Make a change of a document that is still as it was found."""
        sent = {"writes": [{**change, "currentDocument": {"updateTime": document["updateTime"]}}]}
        call = Call("POST", f"/v1/{self.root}:commit", (), msgspec.json.encode(sent), "application/json")
        await self._session.ask(call, budget)

    def path(self, collection: Collection, id_: str) -> str:
        """Where in the database the document of that id is."""
        return id_ if collection.group else f"{collection.path}/{id_}"

    async def _asked(self, parent: str, verb: str, body: Document, budget: Budget) -> Any:  # noqa: ANN401  # JSON
        target = f"/v1/{_quoted(self.root + parent)}:{verb}"
        sent = msgspec.json.encode(body)
        call = Call("POST", target, body=sent, media_type="application/json", reads=True)
        try:
            return (await self._session.ask(call, budget)).body
        except IndexMissing as missing:
            self._remember(missing.link)
            raise

    def _remember(self, link: str) -> None:
        if link and link not in self.index_links:
            self.index_links[:] = [*self.index_links, link][-MOST_LINKS:]


def possible(collection: Collection, id_: str) -> bool:
    """Whether a document can have that id, and it leads nowhere else."""
    parts = id_.split("/") if collection.group else [id_]
    if collection.group and (len(parts) % 2 or parts[-2] != collection.last):
        return False
    return all(_possible(part) for part in parts)


def refusal(call: Call, status: int, body: object) -> Failure | None:
    """What Firestore's own words for a refusal mean."""
    error = body[0] if isinstance(body, list) and body else body
    error = error.get("error") if isinstance(error, dict) else None
    word = error.get("status") if isinstance(error, dict) else None
    if word == "FAILED_PRECONDITION" and call.reads:
        assert isinstance(error, dict)
        missing = IndexMissing("Firestore lacks an index for this.")
        if found := _LINK.search(str(error.get("message", ""))):
            missing.link = found[0]
            log.warning("Firestore would answer a query without a scan by an index: %s", missing.link)
        return missing
    if word in ("FAILED_PRECONDITION", "ABORTED"):
        return Moved("The row is another since.")
    if word == "ALREADY_EXISTS" or status == 409:
        taken = Problem("/id", NotUnique.code, "is taken")
        return NotUnique("There is a row of that id already. Choose another.", problems=(taken,))
    return None


def _possible(part: str) -> bool:
    if not part or part in (".", "..") or _RESERVED.match(part):
        return False
    return "/" not in part and len(part.encode()) <= MOST_ID_BYTES


def _quoted(name: str) -> str:
    """A name in a path: Firestore takes an encoded slash for one, hence ids with one never come here."""
    return "/".join(quote(part, safe="()") for part in name.split("/"))


def _documents(body: object, key: str) -> list[Document]:
    if not isinstance(body, list):
        raise _changed()
    return [_document(one[key]) for one in body if isinstance(one, dict) and key in one]


def _document(body: object) -> Document:
    """A document, whose fields are there even where it has none."""
    if not isinstance(body, dict) or not all(
        isinstance(body.get(name), str) for name in ("name", "createTime", "updateTime")
    ):
        raise _changed()
    fields = body.get("fields", {})
    if not isinstance(fields, dict):
        raise _changed()
    return {**body, "fields": fields}


def _changed() -> Failure:
    return AppChanged("Firestore answers in another shape than is documented.")

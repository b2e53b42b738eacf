"""Which columns are of another type than when the roles were saved: worked out once per schema and policy."""

from __future__ import annotations

import gzip
import hashlib
import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING

import anyio
import msgspec

from jetway.core.errors import Conflict
from jetway.core.granted_types import Named, Types, changed, marked, named_by, taken_anew
from jetway.core.source_scope import FIRST_SOURCE, SourceScope

if TYPE_CHECKING:
    from jetway.bridge.records import Records
    from jetway.core.policy import Policy
    from jetway.core.schema import Schema

TRIES = 10

MOST_TOLD = 20
"""How many columns one line of the log names."""

log = logging.getLogger(__name__)


class _Kept(msgspec.Struct, frozen=True):
    """The types as they were when a bridge first saw that version of the policy, and what it names."""

    epoch: str
    version: int
    types: Types
    named: Named = {}


@dataclass(frozen=True, slots=True)
class _Made:
    schema: Schema
    policy: Policy
    marked: Schema


class GrantedTypes:
    """The types of one source's columns that the policy in force was made for.

    One record per key: installations that share a database do not read each other's, replicas do.
    """

    def __init__(self, records: Records, key: bytes, source: SourceScope = FIRST_SOURCE) -> None:
        self._records = records
        self._name = f"granted_types_{hashlib.sha256(key).hexdigest()[:16]}_{source.name}"
        self._prefix = source.prefix
        self._made: _Made | None = None
        self._lock = anyio.Lock()

    async def marked(self, schema: Schema, policy: Policy, epoch: str) -> Schema:
        """`schema`, what is of another type than when the policy was first seen marked as `changed`."""
        if (found := self._found(schema, policy)) is not None:
            return found
        async with self._lock:
            if (found := self._found(schema, policy)) is None:
                found = marked(schema, await self._types(schema, policy, epoch))
                self._made = _Made(schema, policy, found)
                self._tell(found)
            return found

    def _found(self, schema: Schema, policy: Policy) -> Schema | None:
        made = self._made
        return made.marked if made and made.schema is schema and made.policy is policy else None

    async def _types(self, schema: Schema, policy: Policy, epoch: str) -> Types:
        """What is kept, taken anew for a later policy. Raises `Conflict` where others are always faster."""
        for _ in range(TRIES):
            packed = await self._records.load(self._name)
            kept = _unpacked(packed)
            now = self._taken(kept, schema, policy, epoch)
            if now is kept or await self._records.exchange(self._name, packed, _packed(now)):
                return now.types
        raise Conflict("Others take up a change of the roles at this very moment. Try again.")

    def _taken(self, kept: _Kept | None, schema: Schema, policy: Policy, epoch: str) -> _Kept:
        """Only a later version says that somebody looked: one of another epoch can be an older one."""
        if kept is None:
            kept = _Kept(epoch, 0, {})
        if kept.epoch != epoch:
            return _Kept(epoch, policy.version, kept.types, kept.named)
        if kept.version >= policy.version:
            return kept
        types = taken_anew(schema, kept.types, kept.named, policy, self._prefix)
        return _Kept(epoch, policy.version, types, named_by(policy, self._prefix, types))

    def _tell(self, schema: Schema) -> None:
        names = [
            f"{self._prefix}{table.name}.{name}"
            for table in schema.tables.values()
            for name in sorted(changed(table))
        ]
        if names:
            more = f" and {len(names) - MOST_TOLD} more" if len(names) > MOST_TOLD else ""
            log.warning(
                "Of another type than when the roles were saved: %s%s. Roles that were granted these tables "
                "by name do not see them. Look at them, then grant them as they are, in the roles.",
                ", ".join(names[:MOST_TOLD]),
                more,
            )


def _packed(kept: _Kept) -> bytes:
    return gzip.compress(msgspec.msgpack.encode(kept), 6, mtime=0)


def _unpacked(packed: bytes | None) -> _Kept | None:
    return None if packed is None else msgspec.msgpack.decode(gzip.decompress(packed), type=_Kept)

"""The sources of a bridge, as each finds the others: which relations lead there, and what is seen of them."""

from __future__ import annotations

import time
from collections import OrderedDict, defaultdict
from dataclasses import dataclass, replace
from itertools import chain
from typing import TYPE_CHECKING, Protocol

import anyio

from jetway.bridge.far.known import KnownRows
from jetway.bridge.grants import remember
from jetway.core.errors import Failure, SourceUnavailable
from jetway.core.far import fars
from jetway.core.policy import Role
from jetway.core.source_scope import FIRST_NAME
from jetway.core.view import would_see

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from jetway.bridge.asked import Asked, Bridge
    from jetway.bridge.far.store import All, FarStore
    from jetway.core.far import End, Far, Granted
    from jetway.core.schema import Table
    from jetway.core.source_scope import SourceScope
    from jetway.core.view import View

AGAIN_S = 5
OPEN_S = 3.0
"""How long a request waits for another source to be opened: its own answer is what was asked for."""

MAX_KEPT = 256


class FindsSources(Protocol):
    """What knows the sources of a bridge."""

    async def bridge_of(self, source: str) -> Bridge | None:
        """The source, open; `None` where there is none of that name. Raises a `Failure` where it is away."""
        ...

    async def scope_of(self, source: str) -> SourceScope | None:
        """What the source is called and serves, open or not; `None` where there is none of that name."""
        ...


@dataclass(frozen=True, slots=True)
class There:
    """Another source, and what whoever asks sees of it."""

    bridge: Bridge
    view: View


class Neighbours:
    """All far relations of one bridge. `sources` is set as soon as the sources are known."""

    def __init__(self, store: FarStore) -> None:
        self._store = store
        self.sources: FindsSources | None = None
        self.rows = KnownRows()
        self.declared: All = ()
        self._ends: Mapping[tuple[str, str], Sequence[End]] = {}
        self._slow_until_s: dict[str, float] = {}
        self._widened: OrderedDict[tuple[object, ...], tuple[list[object], View]] = OrderedDict()

    async def refresh(self) -> None:
        """Take up what others have declared."""
        self._take(await self._store.load())

    async def redeclare(self, change: Callable[[All], All]) -> None:
        """Change the declared relations: at once here, in other replicas at their next look."""
        self._take(await self._store.change(change))

    async def forget(self, source: str) -> None:
        """Let go of all relations from and to a source that is removed."""
        if any(source in (one.source, one.related_source) for one in self.declared):
            await self.redeclare(
                lambda kept: tuple(one for one in kept if source not in (one.source, one.related_source))
            )

    def named(self, asked: Asked, texts: Iterable[str]) -> bool:
        """Whether some text may name a far relation of the table: mostly there is none to be looked for."""
        ends = self._ends.get((asked.bridge.scope.name, asked.table), ())
        return bool(ends) and any(end.stem in text for text in texts for end in ends)

    async def there(self, asked: Asked, source: str) -> There | None:
        """Another source as whoever asks sees it; `None` where there is none. Raises `SourceUnavailable`."""
        assert self.sources is not None
        if time.monotonic() < self._slow_until_s.get(source, 0):
            raise unreached(source)
        try:
            with anyio.fail_after(OPEN_S):
                bridge = await self.sources.bridge_of(source)
                if bridge is None:
                    return None
                return There(bridge, await bridge.view(asked.grant, await bridge.opened.schema()))
        except Failure:
            raise unreached(source) from None
        except TimeoutError:  # not waited for by each request anew
            self._slow_until_s[source] = time.monotonic() + AGAIN_S
            raise unreached(source) from None

    async def widened(self, asked: Asked) -> View:
        """Their view, with the relations that lead to other sources."""
        own = asked.bridge.scope.name
        targets = defaultdict(set)
        for end in chain.from_iterable(self._own(own).values()):
            targets[end.target_source].add((end.target, end.target_column))
        if not targets:
            return asked.view
        others = {source: await self._seen(asked, source, targets[source]) for source in sorted(targets)}
        inputs: list[object] = [asked.view, self.declared, *others.values()]
        key = (own, asked.view.role, asked.grant.scope)
        kept = self._widened.get(key)
        if kept is not None and len(kept[0]) == len(inputs) and all(map(_same, kept[0], inputs)):
            return kept[1]
        made = replace(asked.view, far=self._fars(asked.view, own, others))
        remember(self._widened, key, (inputs, made), MAX_KEPT)
        return made

    async def fars_of(self, asked: Asked) -> tuple[Far, ...]:
        """The far relations of the table that is asked for."""
        return (await self.widened(asked)).far.get(asked.table, ())

    async def _seen(self, asked: Asked, source: str, targets: Iterable[tuple[str, str]]) -> View | Granted:
        """Their view of the source; of one that is away, which of the columns their policy lets them see."""
        try:
            there = await self.there(asked, source)
        except Failure:
            return await self._granted(asked, source, targets)
        return frozenset() if there is None else there.view

    async def _granted(self, asked: Asked, source: str, targets: Iterable[tuple[str, str]]) -> Granted:
        assert self.sources is not None
        scope = await self.sources.scope_of(source)
        if scope is None:
            return frozenset()
        gate, role = asked.bridge.gate, asked.actor.role
        ceiling = gate.ceiling(asked.grant, scope)
        rights = (await gate.policy(asked.grant)).roles.get(role, Role())
        return frozenset(
            (table, column) for table, column in targets if would_see(rights, ceiling, table, column)
        )

    def _fars(self, view: View, own: str, others: Mapping[str, View | Granted]) -> dict[str, tuple[Far, ...]]:
        tables = {source: _tables(there) for source, there in others.items()}
        ends = self._own(own)
        found = {
            name: fars(view.tables[name].table, ends[name], tables) for name in ends if name in view.tables
        }
        return {name: some for name, some in found.items() if some}

    def _own(self, source: str) -> dict[str, Sequence[End]]:
        return {table: ends for (of, table), ends in self._ends.items() if of == source}

    def _take(self, declared: All) -> None:
        if declared == self.declared:
            return
        ends = defaultdict(list)
        for one in declared:
            for end in one.ends:
                ends[end.source, end.table].append(end)
        self.declared, self._ends = declared, dict(ends)


def _tables(there: View | Granted) -> Mapping[str, Table] | Granted:
    if isinstance(there, frozenset):
        return there
    return {name: seen.table for name, seen in there.tables.items()}


def _same(one: object, other: object) -> bool:
    return one is other or (isinstance(one, frozenset) and one == other)


def unreached(source: str) -> SourceUnavailable:
    """The source does not answer, or not in time."""
    return SourceUnavailable(f"The source {source or FIRST_NAME} cannot be reached.", retry_after_s=AGAIN_S)

"""The sources that were added to a bridge: each opened when it is first asked, closed when it is changed."""

from __future__ import annotations

import logging
import time
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NoReturn

import anyio

from jetway.bridge.api import READY_S, routes
from jetway.bridge.audit_store import SourceAudit
from jetway.bridge.declaration_store import declarations
from jetway.bridge.granted_types import GrantedTypes
from jetway.bridge.pool import LOOK_S, OpenSource
from jetway.bridge.sources.definition import options_of, texts_of
from jetway.core.errors import BadSource, Failure
from jetway.problem import within
from jetway.sources import DigestsRows, NeedsConsent, TellsItself
from jetway.sources.keeping import AuditsElsewhere
from jetway.sources.kinds import connect

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from starlette.types import ASGIApp

    from jetway.bridge.asked import Bridge
    from jetway.bridge.declaration_store import Declarations
    from jetway.bridge.sources.allowed import Allowed
    from jetway.bridge.sources.consents import Consents
    from jetway.bridge.sources.definition import Definition
    from jetway.bridge.sources.store import Definitions, SourceStore
    from jetway.core.schema import Schema
    from jetway.core.source_scope import SourceScope
    from jetway.sources import Source

OPEN_S = 20.0
"""How long opening and describing a source may take."""

MISSED_S = 1.0
"""How often a name that is not there makes the definitions be looked at."""

AGAIN_S = 5
"""How long after a failure a source is opened again."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Served:
    """An open source and its routes."""

    bridge: Bridge
    app: ASGIApp


@dataclass(frozen=True, slots=True)
class Opening:
    """What sources are opened with: the first one, whose gate, audit and records they share.

    `title` and `kind`: what is told of the first.
    """

    first: Bridge
    title: str
    kind: str
    store: SourceStore
    consents: Consents
    allowed: Allowed

    async def source(self, definition: Definition) -> Source:
        """The source, which has answered once. Raises `BadSource`, and what `Allowed.checked` raises."""
        options = self.consents.attached(await self.allowed.checked(options_of(definition)))
        limits = replace(self.first.limits, hosts=self.allowed.hosts, called=definition.title)
        source = await connect(definition.kind, options, limits)
        try:
            await self._check_another(source)
        except BaseException:
            with anyio.CancelScope(shield=True):
                await source.close()
            raise
        if isinstance(source, DigestsRows):
            source.mark_with(self.first.key)
        return source

    async def _check_another(self, source: Source) -> None:
        """Raises `BadSource` for the first one: its row rules and ceiling would not hold for another."""
        first = self.first.opened.source
        if type(source) is not type(first) or not isinstance(source, TellsItself):
            return
        assert isinstance(first, TellsItself)
        identity = await source.identity()
        if identity and identity == await first.identity():
            raise BadSource(
                "This is the database of the bridge's first source. Its rows are there already: grant roles "
                "more of its tables, or have another bridge serve it."
            )

    def declared(self, definition: Definition) -> Declarations:
        """What people declared of the source: kept beside the definition, not in the source."""
        return declarations(self.store.records, definition.name)

    async def served(self, definition: Definition) -> Served:
        """The source, described once."""
        source = await self.source(definition)
        audit = SourceAudit(self.first.audit.keeper, definition.scope)
        if isinstance(source, AuditsElsewhere):
            source.audit_in(audit)
        file_bytes = self.first.files.most_bytes if self.first.files else 0
        opened = OpenSource(source, self.declared(definition), file_bytes=file_bytes)
        try:
            await opened.schema()
        except BaseException:
            with anyio.CancelScope(shield=True):
                await opened.close()
            raise
        granted = GrantedTypes(self.store.records, self.first.key, definition.scope)
        bridge = replace(self.first, opened=opened, audit=audit, granted=granted, scope=definition.scope)
        return Served(bridge, within(routes(bridge)))


class Added:
    """One source that somebody added."""

    def __init__(self, definition: Definition, opening: Opening) -> None:
        self.definition = definition
        self._opening = opening
        self._served: Served | None = None
        self._reason = ""
        self._again_at_s = 0.0
        self._closed = False
        self._lock = anyio.Lock()

    async def served(self) -> Served:
        """The source, open. Raises `BadSource` with what is wrong, which is for who may change sources."""
        if self._served is None:
            async with self._lock:  # opened once, for all who wait for it
                if self._served is None:
                    self._served = await self._opened()
        return self._served

    async def reason(self) -> str:
        """Why the source does not answer; "" where it does."""
        try:
            served = await self.served()
            source = served.bridge.opened.source
            if isinstance(source, NeedsConsent):
                source.require_consent()
            with _in_our_words():
                await served.bridge.opened.schema(not_older_than_s=READY_S)
        except Failure as failure:
            return failure.detail
        return ""

    async def take_changes(self) -> None:
        """Look whether the schema has changed, where the source is open."""
        if self._served is not None:
            await self._served.bridge.opened.take_changes()

    async def close(self) -> None:
        """Let go of the source. Idempotent."""
        self._closed = True
        if self._served is not None:
            await self._served.bridge.opened.close()

    async def _opened(self) -> Served:
        if time.monotonic() < self._again_at_s:
            raise BadSource(self._reason)
        try:
            with anyio.fail_after(OPEN_S), _in_our_words():
                served = await self._opening.served(self.definition)
        except (Failure, TimeoutError) as failure:
            self._reason = failure.detail if isinstance(failure, Failure) else too_slow()
            self._again_at_s = time.monotonic() + AGAIN_S
            log.warning("The source %s cannot be opened: %s", self.definition.name, self._reason)
            raise BadSource(self._reason) from None
        if self._closed:
            await served.bridge.opened.close()
        return served


class Registry:
    """The sources of a bridge beside its first."""

    def __init__(self, opening: Opening) -> None:
        self.opening = opening
        self._added: dict[str, Added] = {}
        self._missed_at_s = 0.0
        self._lock = anyio.Lock()  # what was loaded earlier is not taken up later

    @property
    def added(self) -> tuple[Added, ...]:
        """All of them, in the order in which they were added."""
        return tuple(self._added.values())

    @property
    def texts(self) -> frozenset[str]:
        """What the options of all of them say."""
        return frozenset().union(*(texts_of(one.definition) for one in self.added))

    async def find(self, name: str) -> Added | None:
        """The source of that name, also where another replica has only just added it."""
        if name not in self._added and time.monotonic() > self._missed_at_s + MISSED_S:
            self._missed_at_s = time.monotonic()
            await self.refresh()
        return self._added.get(name)

    async def bridge_of(self, source: str) -> Bridge | None:
        """The source, open; "" is the first. Raises `BadSource`."""
        if not source:
            return self.opening.first
        added = await self.find(source)
        return None if added is None else (await added.served()).bridge

    async def scope_of(self, source: str) -> SourceScope | None:
        """Which source that is, open or not."""
        if not source:
            return self.opening.first.scope
        added = await self.find(source)
        return None if added is None else added.definition.scope

    async def trial(self, definition: Definition) -> Schema:
        """What a source holds that is not kept yet. Raises what opening it raises."""
        with anyio.fail_after(OPEN_S), _in_our_words():
            source = await self.opening.source(definition)
            try:
                return await source.describe()
            finally:
                with anyio.CancelScope(shield=True):
                    await source.close()

    async def change(self, change: Callable[[Definitions], Definitions]) -> None:
        """Change the definitions, here at once and in other replicas at their next look."""
        async with self._lock:
            await self._take(await self.opening.store.change(change))

    async def refresh(self) -> None:
        """Take up what others have changed. Where that fails, all stays as it is."""
        async with self._lock:
            try:
                await self._take(await self.opening.store.load())
                await self.opening.first.neighbours.refresh()
            except Failure as failure:
                log.warning("%s The sources that were added are looked for again.", failure.detail)

    async def watch(self, every_s: float = LOOK_S) -> NoReturn:
        """Take up every change of definitions and of schemas, for ever."""
        while True:
            await anyio.sleep(every_s)
            await self.refresh()
            async with anyio.create_task_group() as tasks:
                for one in self.added:
                    tasks.start_soon(one.take_changes)

    async def close(self) -> None:
        """Let go of every source."""
        await self._take(())

    async def _take(self, definitions: Definitions) -> None:
        """Open nothing; close what is gone or connects otherwise."""
        before, self._added = self._added, {}
        for definition in definitions:
            old = before.get(definition.name)
            if old is not None and old.definition.connects_like(definition):
                old.definition = definition
                self._added[definition.name] = before.pop(definition.name)
            else:
                self._added[definition.name] = Added(definition, self.opening)
        for gone in before.values():
            await gone.close()


@contextmanager
def _in_our_words() -> Iterator[None]:
    """Raises `BadSource` for whatever a driver makes of a server that talks nonsense."""
    try:
        yield
    except (Failure, TimeoutError):
        raise
    except Exception:
        log.exception("The driver of a source failed.")
        raise BadSource(
            "What answers there does not speak as it should. Check the address; the bridge's log says more."
        ) from None


def too_slow() -> str:
    """What is told of a source that takes longer than `OPEN_S`."""
    return f"The source did not answer within {OPEN_S:g} s. Check its address, and what it holds."

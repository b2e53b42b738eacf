"""An app as a source: its description, and a session with it."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING, Protocol, TypeAlias

import msgspec

from jetway.core.errors import BadSource, Failure, UnknownRow
from jetway.core.query import Read
from jetway.core.totals import Totals
from jetway.outbound.guard import guarded_client
from jetway.sources.rest.auth import addresses
from jetway.sources.rest.changing import Changer
from jetway.sources.rest.credentials import Credentials, require_options
from jetway.sources.rest.described import described
from jetway.sources.rest.loading import App, loaded
from jetway.sources.rest.one_by_one import OneByOne
from jetway.sources.rest.operating import Operator
from jetway.sources.rest.reading import Reader
from jetway.sources.rest.request import checking
from jetway.sources.rest.session import Session, require_address
from jetway.sources.rest.spec import Connector
from jetway.sources.rest.writing import Finds, Writer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Sequence

    from jetway.core.audit import Trail
    from jetway.core.operation import Run
    from jetway.core.query import Aggregate, Row
    from jetway.core.schema import Schema
    from jetway.outbound.exchange import Answer
    from jetway.sources import Limits
    from jetway.sources.rest.request import Call
    from jetway.sources.rest.session import Budget
    from jetway.sources.rest.writing import Makes


class Reads(Finds, Protocol):
    """How an app's rows are read."""

    async def describe(self) -> Schema:
        """What the app holds, linked."""
        ...

    def rows(self, read: Read, budget: Budget) -> AsyncIterator[Row]:
        """The rows of `read`, as they are told."""
        ...

    async def total(self, read: Read, budget: Budget) -> int | None:
        """How many rows of `read` the app says there are; `None` where it says nothing."""
        ...


class RestSource(OneByOne):
    """The tables of an app: rows are read by `reads` and changed by `makes`.

    `advice`: grows while it is asked.
    """

    def __init__(
        self, title: str, session: Session, reads: Reads, makes: Makes, advice: Sequence[str] = ()
    ) -> None:
        self._advice = advice
        self._session = session
        self._reader = reads
        super().__init__(title, Writer(reads, makes, session.budget))

    async def describe(self) -> Schema:
        """All tables."""
        return await self._reader.describe()

    def require_consent(self) -> None:
        """Raises `AppNotConnected` where a person has to agree first, or again."""
        self._session.require_consent()

    @property
    def read_s(self) -> float:
        """How long the app may be asked for one read."""
        return self._session.budget().bounds.seconds

    def advice(self) -> Sequence[str]:
        """Where people can make the indexes that the app lacked."""
        return tuple(self._advice)

    def read(self, read: Read) -> AsyncIterator[Row]:
        """Rows, page by page. Raises `NotFilterable` where that takes more requests than one read may."""
        return self._reader.rows(read, self._session.budget(lasting=read.lasting))

    async def aggregate(self, aggregate: Aggregate) -> AsyncIterator[Row]:
        """Numbers over rows: how many as the app says where it does, all else row by row here."""
        read = Read(aggregate.table, (), aggregate.where, limit=aggregate.of_first)
        budget = self._session.budget()
        counts = all(measure.column is None for measure in aggregate.measures) and not aggregate.groups
        if counts and (total := await self._reader.total(read, budget)) is not None:
            yield {measure.name: total for measure in aggregate.measures}
            return
        totals = Totals(aggregate)
        async for _, raw in self._reader.found(read, budget):
            totals.add(raw)
        for row in totals.rows():
            yield row

    async def close(self) -> None:
        """Let go of every connection."""
        await self._session.close()


class DescribedSource(RestSource):
    """The tables and the operations of an app that is described."""

    def __init__(self, connector: Connector, session: Session, reader: Reader) -> None:
        super().__init__(connector.title, session, reader, Changer(connector, session, reader.raw))
        self._operator = Operator(connector, session, reader)

    async def operate(self, run: Run, trail: Trail) -> Row | None:
        """Run an operation. Raises `UnknownRow`, and what a refusal means."""
        return await self._operator.run(run, trail, self.keeper)


def session_with(
    connector: Connector,
    options: object,
    address: str,
    limits: Limits,
    hears: Callable[[Call, Answer], None] | None = None,
) -> Session:
    """A session with the app at `address`, which is not asked yet. `hears`: gets every call and its answer.

    Raises `BadSource` for an address that no app has, and for options that are not there.
    """
    for where in (address, *addresses(connector.auth)):
        require_address(where, limits.reach)
    require_options(connector.auth, options)
    http = guarded_client(limits.reach)
    named = msgspec.structs.replace(connector, title=limits.naming(connector.title))
    return Session(named, address, http, Credentials(connector.auth, options, http, address), hears)


Learn: TypeAlias = "Callable[[App, Session], Awaitable[App]]"


class Addressed(Protocol):
    """Options of an app that is at one address."""

    @property
    def address(self) -> str:
        """Where the app is."""
        ...


def as_described(package: str, app: type[App], **settings: str) -> App:
    """The app whose description lies in `package`, a TOML file of its name, with its `{setting}`s filled in.

    Raises `BadSource`.
    """
    text = files(package).joinpath(f"{package.rpartition('.')[2]}.toml").read_text()
    return loaded(text, app, **settings)


async def opened_as_described(
    package: str, options: Addressed, limits: Limits, **settings: str
) -> RestSource:
    """The app that is described in `package`, once it has answered. Raises `BadSource`."""
    return await opened(as_described(package, Connector, **settings), options, options.address, limits)


async def opened(
    connector: App, options: object, address: str, limits: Limits, learn: Learn[App] | None = None
) -> RestSource:
    """The app at `address`, once it has answered. Raises `BadSource`.

    `learn`: from a description to one with what the app says it has, which shows as well that the key holds.
    """
    session = session_with(connector, options, address, limits)
    try:
        if learn is None:
            await session.ask(checking(connector), session.budget())
        known = connector if learn is None else await learn(connector, session)
    except UnknownRow:
        await session.close()
        nothing = f"{session.title} has nothing at {checking(connector).target}."
        raise BadSource(f"{nothing} See whether all that was entered is right.") from None
    except Failure as failure:
        await session.close()
        raise BadSource(failure.detail, problems=failure.problems) from None
    reader = Reader(known, described(known), session)
    return DescribedSource(known, session, reader)

"""Puts the parts together: control, bridge and interface in one process, or each by itself."""

from __future__ import annotations

import logging
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import anyio
import httpx2
from starlette.middleware import Middleware

from jetway import edge, problem
from jetway.bridge import api as bridge_api
from jetway.bridge import reference_page
from jetway.bridge.asked import Bridge
from jetway.bridge.audit_store import SourceAudit, kept_audit
from jetway.bridge.auth import Gate
from jetway.bridge.ceiling_file import load_ceiling
from jetway.bridge.directory import About, HttpDirectory, client, enrol_with_key
from jetway.bridge.follow import follow
from jetway.bridge.kept_description import KeptDescription
from jetway.bridge.kept_grants import GrantStore, keep, take_up
from jetway.bridge.pool import OpenSource
from jetway.bridge.records import Records
from jetway.bridge.relation_store import RelationStore
from jetway.bridge.rotation import directory_of, keep_rotating
from jetway.bridge.sources.registry import Opening
from jetway.bridge.sources.routes import added_sources
from jetway.bridge.sources.store import SourceStore
from jetway.bridge.tasks import background
from jetway.bridge.token_store import Enrolment, TokenStore, new_enrolment
from jetway.control.api import Control, create_control
from jetway.control.desk import ControlConfig, close_desk
from jetway.control.enrolment import create_enrolment_key
from jetway.control.first_run import ensure_setup_code
from jetway.control.retention import keep_forgetting
from jetway.control.seed import Seed, plant
from jetway.control.store import open_store
from jetway.control.store.bridges import bridge_urls, forget_own_bridges
from jetway.core.ceiling import Ceiling
from jetway.core.errors import AuthUnavailable, BadSource, NotEnrolled
from jetway.origin import origin
from jetway.outbound.reach import Reach
from jetway.outside import allowed, mail, provider
from jetway.permission import declared
from jetway.seal import host_key
from jetway.sources import DigestsRows, Limits
from jetway.sources.kinds import kind_of, open_source

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable

    from starlette.applications import Starlette
    from starlette.routing import BaseRoute

    from jetway.config import Settings
    from jetway.control.store import Store
    from jetway.sources import KeepsAudit, Source

IN_PROCESS = "http://control.invalid"
"""The address of control on the in-memory transport; it never reaches a network."""

PRESENT_AGAIN_S = 30.0

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Running:
    """An application, and the address to open: with the one-off code where nobody has signed up yet."""

    app: Starlette
    opening: str
    tables: int = 0


@asynccontextmanager
async def control(settings: Settings) -> AsyncIterator[Running]:
    """Control with the interface."""
    async with AsyncExitStack() as stack:
        desk = await _control(stack, settings)
        routes = [*desk.routes, *desk.health, *_interface(desk)]
        yield Running(_application(settings, routes), await _opening(desk, settings))


@asynccontextmanager
async def bridge(settings: Settings) -> AsyncIterator[Running]:
    """A bridge that was enrolled before, or is enrolled now with the key of the settings."""
    async with AsyncExitStack() as stack:
        ceiling = _ceiling(settings)
        opened = await _opened(stack, settings)
        source = opened.source
        audit = await stack.enter_async_context(kept_audit(source, settings.state, settings.audit_days))
        about = await _about(settings, opened, settings.url)
        enrolment = await _enrolment(settings, source, about)
        http = await stack.enter_async_context(client(enrolment.control))
        directory = directory_of(token_store(settings, source), http, enrolment.project_token)
        gate = Gate(directory, ceiling)
        kept = GrantStore(settings.state, host_key(settings.secret_key, settings.state))
        take_up(kept, gate)
        tasks = await stack.enter_async_context(background())
        tasks.start_soon(_present, directory, about)
        tasks.start_soon(follow, directory, gate)
        tasks.start_soon(keep, kept, gate)
        tasks.start_soon(keep_rotating, token_store(settings, source), directory)
        tasks.start_soon(opened.watch)
        data = await _data_routes(stack, settings, opened, gate, audit)
        routes = [*data, *bridge_api.health_routes(opened)]
        origins = [enrolment.control, *settings.allowed_origins]
        tables = len((await opened.schema()).tables)
        yield Running(_application(settings, routes, origins), settings.url, tables)


@asynccontextmanager
async def all_in_one(settings: Settings, seed: Seed | None = None) -> AsyncIterator[Running]:
    """Control, one bridge and the interface in one process; the bridge asks control over memory."""
    async with AsyncExitStack() as stack:
        ceiling = _ceiling(settings)
        opened = await _opened(stack, settings)
        source = opened.source
        audit = await stack.enter_async_context(kept_audit(source, settings.state, settings.audit_days))
        about = await _about(settings, opened, "")
        desk = await _control(stack, settings)
        transport = httpx2.ASGITransport(desk.application())
        http = await stack.enter_async_context(client(IN_PROCESS, transport))
        directory = await _own_directory(settings, source, http, desk.desk.store, about)
        if seed is not None:
            await plant(desk.desk.store, seed)
        gate = Gate(directory, ceiling)
        tasks = await stack.enter_async_context(background())
        tasks.start_soon(follow, directory, gate)
        tasks.start_soon(keep_rotating, token_store(settings, source), directory)
        tasks.start_soon(opened.watch)
        routes = [
            *await _data_routes(
                stack, settings, opened, gate, audit
            ),  # first: what is asked for most is found first
            *desk.routes,
            *bridge_api.health_routes(opened),
            *_interface(desk),
        ]
        tables = len((await opened.schema()).tables)
        app = _application(settings, routes, settings.allowed_origins)
        yield Running(app, await _opening(desk, settings), tables)


def control_database(settings: Settings) -> str:
    """Where control's store is: the address that was set, else a file of the state folder."""
    return settings.control_database or f"sqlite:///{settings.state.absolute() / 'control.sqlite'}"


def bridge_name(settings: Settings) -> str:
    """What people call the bridge: the name that was set, else the last part of its database's address."""
    tail = settings.database.partition("?")[0].rstrip("/").rpartition("/")[2].rpartition("@")[2]
    return settings.name or tail.rpartition(".")[0] or tail or "Database"


async def connect_source(settings: Settings) -> Source:
    """The customer's database, open. Raises `BadSource`."""
    if not settings.database:
        raise BadSource("No database was named. Give its address, or the path of an SQLite file.")
    return await open_source(settings.database, limits(settings))


def limits(settings: Settings) -> Limits:
    """What the settings say that statements and exports may take."""
    return Limits(
        statement_s=settings.statement_s,
        connections=settings.connections,
        export_s=settings.export_s,
        exports=settings.exports,
        reach=Reach.of(settings.outbound_private),
    )


def token_store(settings: Settings, source: Source) -> TokenStore:
    """Where this bridge keeps its Project Token."""
    return TokenStore(Records(source, settings.state), host_key(settings.secret_key, settings.state))


async def _opened(stack: AsyncExitStack, settings: Settings) -> OpenSource:
    source = await connect_source(settings)
    stack.push_async_callback(source.close)
    if isinstance(source, DigestsRows):
        source.mark_with(host_key(settings.secret_key, settings.state))
    kept = KeptDescription(settings.state, settings.database)
    return OpenSource(source, RelationStore(Records(source, settings.state)), kept)


def _ceiling(settings: Settings) -> Ceiling:
    return load_ceiling(Path(settings.ceiling)) if settings.ceiling else Ceiling()


async def _control(stack: AsyncExitStack, settings: Settings) -> Control:
    store = await open_store(control_database(settings))
    stack.push_async_callback(store.close)
    key = host_key(settings.secret_key, settings.state)
    config = ControlConfig(key, public_url=settings.url, mail=mail(settings))
    desk = create_control(store, config, provider=provider(settings, store.now))
    stack.push_async_callback(close_desk, desk.desk)
    tasks = await stack.enter_async_context(background())
    tasks.start_soon(keep_forgetting, store, settings.audit_days)
    return desk


async def _about(settings: Settings, opened: OpenSource, url: str) -> About:
    schema = await opened.schema()
    if not schema.tables:
        raise BadSource("The database has no tables that this login may read. Grant it some, or make one.")
    return About(bridge_name(settings), url, schema.engine)


async def _enrolment(settings: Settings, source: Source, about: About) -> Enrolment:
    store = token_store(settings, source)
    if (enrolment := await store.load()) is not None:
        return enrolment
    if not (settings.enroll_key and settings.control):
        raise NotEnrolled(
            "This bridge belongs to no project yet, or was enrolled with another key. Run: jetway connect "
            "<address of control>, with the same --database and --state (or JETWAY_SECRET_KEY); or set "
            "JETWAY_CONTROL and JETWAY_ENROLL_KEY."
        )
    async with client(settings.control) as http:
        enrolled = await enrol_with_key(http, settings.enroll_key, about)
    enrolment = new_enrolment(enrolled, settings.control)
    await store.save(enrolment)
    return enrolment


async def _own_directory(
    settings: Settings, source: Source, http: httpx2.AsyncClient, control_store: Store, about: About
) -> HttpDirectory:
    """The directory of a bridge in control's own process, which lets it in by a key it makes itself.

    This control has one bridge of its own: that of another database, served before, is forgotten.
    """
    store = token_store(settings, source)
    kept = await store.load()
    if kept is not None:
        directory = directory_of(store, http, kept.project_token)
        with suppress(NotEnrolled):
            await directory.present(about)
            return directory
    async with control_store.writing() as connection:
        await forget_own_bridges(connection)
    enrolled = await enrol_with_key(http, await create_enrolment_key(control_store), about)
    await store.save(new_enrolment(enrolled, ""))
    return directory_of(store, http, enrolled.project_token)


async def _present(directory: HttpDirectory, about: About) -> None:
    """Tell control where this bridge is, as often as it takes to be heard."""
    while True:
        try:
            return await directory.present(about)
        except NotEnrolled as failure:
            return log.critical(failure.detail)
        except AuthUnavailable as failure:
            log.warning("%s The bridge presents itself again in %g s.", failure.detail, PRESENT_AGAIN_S)
        await anyio.sleep(PRESENT_AGAIN_S)


async def _data_routes(
    stack: AsyncExitStack, settings: Settings, opened: OpenSource, gate: Gate, audit: KeepsAudit
) -> list[BaseRoute]:
    key = host_key(settings.secret_key, settings.state)
    may = (settings.import_bytes, settings.writes_without_control)
    first = Bridge(opened, gate, SourceAudit(audit), settings.url, limits(settings), key, *may)
    what = (bridge_name(settings), kind_of(settings.database))
    store = SourceStore(Records(opened.source, settings.state), key)
    added = await stack.enter_async_context(added_sources(Opening(first, *what, store, allowed(settings))))
    return [*bridge_api.routes(first), *reference_page.routes(), *added]


def _interface(desk: Control) -> list[BaseRoute]:
    async def connects() -> list[str]:
        async with desk.desk.store.reading() as connection:
            return sorted({origin(url) for url in await bridge_urls(connection)})

    return list(edge.Interface(connects).routes())


async def _opening(desk: Control, settings: Settings) -> str:
    code = await ensure_setup_code(desk.desk.store)
    return f"{settings.url}/#/setup?code={code}" if code else f"{settings.url}/"


def _application(settings: Settings, routes: Iterable[BaseRoute], origins: Iterable[str] = ()) -> Starlette:
    allowed = edge.hosts((*settings.allowed_hosts, settings.host), settings.public_url)
    middleware = [Middleware(edge.OnlyHosts, allowed=allowed)]
    if listed := list(origins):
        middleware.append(edge.cross_origin(listed))
    return problem.application(declared(routes), middleware=middleware)

"""A process that is a bridge, and what any bridge is made of."""

from __future__ import annotations

from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from jetway.background import background
from jetway.bridge import api, reference_page
from jetway.bridge.asked import Bridge
from jetway.bridge.audit_store import SourceAudit, kept_audit
from jetway.bridge.auth import Gate
from jetway.bridge.ceiling_file import load_ceiling
from jetway.bridge.declaration_store import declarations
from jetway.bridge.directory import About, client, enrol_with_key
from jetway.bridge.far.neighbours import Neighbours
from jetway.bridge.far.store import FarStore
from jetway.bridge.files import media
from jetway.bridge.files.s3_signature import Credentials
from jetway.bridge.files.storage import Bucketed, opened_files
from jetway.bridge.follow import follow, present
from jetway.bridge.granted_types import GrantedTypes
from jetway.bridge.kept_description import KeptDescription
from jetway.bridge.kept_grants import GrantStore, keep, take_up
from jetway.bridge.pool import OpenSource
from jetway.bridge.records import Records
from jetway.bridge.rotation import directory_of, keep_rotating
from jetway.bridge.sources.allowed import Allowed
from jetway.bridge.sources.consents import Consents
from jetway.bridge.sources.registry import Opening
from jetway.bridge.sources.routes import added_sources
from jetway.bridge.sources.store import SourceStore
from jetway.bridge.token_store import Enrolment, TokenStore, new_enrolment
from jetway.config import BUCKET
from jetway.core.ceiling import Ceiling
from jetway.core.errors import BadSource, NotEnrolled
from jetway.core.secret import Secret
from jetway.outbound.hosts import Hosts
from jetway.outbound.reach import ANYWHERE, Reach
from jetway.seal import host_key
from jetway.server.application import Running, application
from jetway.sources import DigestsRows, Limits
from jetway.sources.address import parse_address
from jetway.sources.kinds import kind_of, open_source

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.routing import BaseRoute

    from jetway.bridge.files.storage import Files
    from jetway.config import Settings
    from jetway.sources import Source
    from jetway.sources.keeping import KeepsAudit


@asynccontextmanager
async def running(settings: Settings) -> AsyncIterator[Running]:
    """A bridge that was enrolled before, or is enrolled now with the key of the settings."""
    async with AsyncExitStack() as stack:
        most = ceiling(settings)
        opened = await opened_source(stack, settings)
        source = opened.source
        audit = await stack.enter_async_context(kept_audit(source, settings.state, settings.audit_days))
        about = await about_bridge(settings, opened, settings.url)
        enrolment = await _enrolment(settings, source, about)
        http = await stack.enter_async_context(client(enrolment.control))
        directory = directory_of(token_store(settings, source), http, enrolment.project_token)
        gate = Gate(directory, most)
        kept = GrantStore(settings.state, host_key(settings.secret_key, settings.state))
        take_up(kept, gate)
        tasks = await stack.enter_async_context(background())
        tasks.start_soon(present, directory, about)
        tasks.start_soon(follow, directory, gate)
        tasks.start_soon(keep, kept, gate)
        tasks.start_soon(keep_rotating, token_store(settings, source), directory)
        tasks.start_soon(opened.watch)
        data = await data_routes(stack, settings, opened, gate, audit)
        routes = [*data, *api.health_routes(opened)]
        origins = [enrolment.control, *settings.allowed_origins]
        tables = len((await opened.schema()).tables)
        yield Running(application(settings, routes, origins), settings.url, about.name, tables)


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


async def opened_source(stack: AsyncExitStack, settings: Settings) -> OpenSource:
    """The customer's database, until the stack ends. Raises `BadSource`."""
    source = await connect_source(settings)
    stack.push_async_callback(source.close)
    if isinstance(source, DigestsRows):
        source.mark_with(host_key(settings.secret_key, settings.state))
    kept = KeptDescription(settings.state, settings.database)
    file_bytes = settings.files_most_bytes if settings.files else 0
    return OpenSource(source, declarations(Records(source, settings.state)), kept, file_bytes)


def ceiling(settings: Settings) -> Ceiling:
    """What the operator serves at most. Raises `SettingRefused`."""
    return load_ceiling(Path(settings.ceiling)) if settings.ceiling else Ceiling()


async def about_bridge(settings: Settings, opened: OpenSource, url: str) -> About:
    """What the bridge tells of itself. Raises `BadSource` for a database without tables."""
    schema = await opened.schema()
    if not schema.tables:
        raise BadSource("The database has no tables that this login may read. Grant it some, or make one.")
    return About(bridge_name(settings), url, schema.engine)


async def data_routes(
    stack: AsyncExitStack, settings: Settings, opened: OpenSource, gate: Gate, audit: KeepsAudit
) -> list[BaseRoute]:
    """The data plane: the first source, and those that people added."""
    key = host_key(settings.secret_key, settings.state)
    records = Records(opened.source, settings.state)
    granted = GrantedTypes(records, key)
    neighbours = Neighbours(FarStore(records))
    files = await _files(stack, settings, key) if settings.files else None
    may = (settings.import_bytes, settings.writes_without_control, files)
    first = Bridge(
        opened, gate, SourceAudit(audit), settings.url, limits(settings), key, granted, neighbours, *may
    )
    what = (bridge_name(settings), kind_of(settings.database))
    opening = Opening(first, *what, SourceStore(records, key), Consents(records, key), _allowed(settings))
    added = await stack.enter_async_context(added_sources(opening))
    given = media.routes(files, gate) if files else []
    return [*api.routes(first), *reference_page.routes(), *added, *given]


async def _files(stack: AsyncExitStack, settings: Settings, key: bytes) -> Files:
    """Where the settings say that files are kept, until the stack ends."""
    place: Path | Bucketed = Path(settings.files)
    if settings.files.startswith(BUCKET):
        if not (settings.files_key and settings.files_secret):
            raise BadSource(f"{settings.files} takes a key. Set JETWAY_FILES_KEY and JETWAY_FILES_SECRET.")
        host = urlsplit(settings.files_endpoint).hostname or ""
        root = f"{settings.files_endpoint.rstrip('/')}/{settings.files.removeprefix(BUCKET).rstrip('/')}/"
        secret = Secret(settings.files_secret)
        credentials = Credentials(settings.files_key, secret, settings.files_region)
        place = Bucketed(root, credentials, Reach.of((host,), public=False))
    return await stack.enter_async_context(opened_files(place, settings.files_most_bytes, key))


def _allowed(settings: Settings) -> Allowed:
    """What people may name when they add a source."""
    named = settings.source_hosts
    reach = Reach.of(named, public=False) if named else ANYWHERE
    return Allowed(tuple(map(Path, settings.source_folders)), _own(settings), Hosts(reach))


def _own(settings: Settings) -> tuple[Path, ...]:
    """The files of this installation that are nobody's source, wherever they lie."""
    stores = [parse_address(url) for url in (settings.database, settings.control_database) if url]
    kept = [Path(settings.files)] if settings.files and not settings.files.startswith(BUCKET) else []
    folders = (settings.state, *kept)
    return (*folders, *(Path(one.path) for one in stores if one.scheme == "sqlite"))


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

"""A process that is everything: control, one bridge and the interface."""

from __future__ import annotations

from contextlib import AsyncExitStack, asynccontextmanager, suppress
from typing import TYPE_CHECKING

import httpx2

from jetway.background import background
from jetway.bridge import api
from jetway.bridge.audit_store import kept_audit
from jetway.bridge.auth import Gate
from jetway.bridge.directory import About, HttpDirectory, client, enrol_with_key
from jetway.bridge.follow import follow
from jetway.bridge.rotation import directory_of, keep_rotating
from jetway.bridge.token_store import new_enrolment
from jetway.control.enrolment import create_enrolment_key
from jetway.control.seed import Seed, plant
from jetway.control.store.bridges import forget_own_bridges
from jetway.core.errors import BridgeMoved, NotEnrolled
from jetway.server.application import Running, application
from jetway.server.bridge import about_bridge, ceiling, data_routes, opened_source, token_store
from jetway.server.control import interface, made_control, opening

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from jetway.config import Settings
    from jetway.control.store import Store
    from jetway.sources import Source

IN_PROCESS = "http://control.invalid"
"""The address of control on the in-memory transport; it never reaches a network."""


@asynccontextmanager
async def running(settings: Settings, seed: Seed | None = None) -> AsyncIterator[Running]:
    """Control, one bridge and the interface in one process; the bridge asks control over memory."""
    async with AsyncExitStack() as stack:
        most = ceiling(settings)
        opened = await opened_source(stack, settings)
        source = opened.source
        audit = await stack.enter_async_context(kept_audit(source, settings.state, settings.audit_days))
        about = await about_bridge(settings, opened, "")
        desk = await made_control(stack, settings)
        transport = httpx2.ASGITransport(desk.application())
        http = await stack.enter_async_context(client(IN_PROCESS, transport))
        directory = await _own_directory(settings, source, http, desk.desk.store, about)
        if seed is not None:
            await plant(desk.desk.store, seed)
        gate = Gate(directory, most)
        tasks = await stack.enter_async_context(background())
        tasks.start_soon(follow, directory, gate)
        tasks.start_soon(keep_rotating, token_store(settings, source), directory)
        tasks.start_soon(opened.watch)
        data = await data_routes(stack, settings, opened, gate, audit)
        routes = [
            *data,  # first: what is asked for most is found first
            *desk.routes,
            *api.health_routes(opened),
            *interface(desk),
        ]
        tables = len((await opened.schema()).tables)
        app = application(settings, routes, settings.allowed_origins)
        yield Running(app, await opening(desk, settings), about.name, tables)


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
        with suppress(NotEnrolled, BridgeMoved):
            await directory.present(about)
            return directory
    async with control_store.writing() as connection:
        await forget_own_bridges(connection)
    enrolled = await enrol_with_key(http, await create_enrolment_key(control_store), about)
    await store.save(new_enrolment(enrolled, ""))
    return directory_of(store, http, enrolled.project_token)

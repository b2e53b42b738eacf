"""What each command does: thin, and each imports only the parts that it runs."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from jetway.core.errors import BadSource, EnrolmentPending, SlowDown
from jetway.serving import run, serve
from jetway.state_folder import make_state

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from httpx2 import AsyncClient

    from jetway.bridge.directory import About, Device, Enrolled
    from jetway.config import Settings
    from jetway.control.store import Store

PORTS_TRIED = 50
SLOWER_S = 5


def demo(settings: Settings) -> None:
    """Everything in one process on the demo's shop; the next free port where the port is taken."""
    from jetway.control.seed import Seed
    from jetway.demo import DEMO_NAME, DEMO_SETTINGS, DEMO_TABLES, build_demo, keep_logos, remove_unfinished
    from jetway.server.all_in_one import running

    make_state(settings.state)
    remove_unfinished(settings.state)
    shop = settings.state / "shop.sqlite"
    files = (settings.state / "uploads").absolute()
    settings = replace(settings, database=str(shop), name=DEMO_NAME, files=str(files))
    if not shop.exists():
        click.echo("Making the demo's shop …")
        build_demo(shop, datetime.now(UTC).date())
        keep_logos(files)
        run(_declare_logos(settings))
    seed = Seed(DEMO_NAME, DEMO_SETTINGS, DEMO_TABLES)
    serve(lambda placed: running(placed, seed), settings, ports=PORTS_TRIED)


async def _declare_logos(settings: Settings) -> None:
    from jetway.bridge.declaration_store import declarations
    from jetway.bridge.records import Records
    from jetway.demo import LOGOS
    from jetway.server.bridge import connect_source

    source = await connect_source(settings)
    try:
        await declarations(Records(source, settings.state)).files.change(lambda kept: (*kept, LOGOS))
    finally:
        await source.close()


def up(settings: Settings) -> None:
    """Everything in one process on the customer's database."""
    from jetway.server.all_in_one import running

    make_state(settings.state)
    serve(running, settings)


def control(settings: Settings) -> None:
    """Control with the interface."""
    from jetway.server.control import running

    make_state(settings.state)
    serve(running, settings)


def bridge(settings: Settings) -> None:
    """A bridge."""
    from jetway.server.bridge import running

    make_state(settings.state)
    serve(running, settings)


def connect(settings: Settings) -> None:
    """Enrol a bridge by the dialogue, and keep its Project Token."""
    make_state(settings.state)
    run(_connect(settings))


def create_token(settings: Settings, role: str, name: str, days: int) -> str:
    """A new API token of an installation that was started before. Raises `BadSource`, `InvalidInput`."""
    return run(create_token_in(settings, role, name, days))


def go_on_restored(settings: Settings, *, suspend: bool) -> None:
    """Let nobody in by what a backup of control brought back. Raises `BadSource`."""
    from jetway.control.restored import go_on_restored

    async def go_on() -> None:
        async with _own_store(settings) as store:
            await go_on_restored(store, suspend=suspend)

    run(go_on())


def verify_audit(settings: Settings) -> list[tuple[str, int, str]]:
    """Each audit's name, and the number and hash of its last line. Raises `AuditBroken`."""
    from jetway.audit_check import verify_audits

    return [(name, head.number, head.hash) for name, head in run(verify_audits(settings))]


async def create_token_in(settings: Settings, role: str, name: str = "command line", days: int = 90) -> str:
    """The same, inside an event loop."""
    from jetway.control.api_tokens import DAY_S, create_api_token

    async with _own_store(settings) as store:
        return await create_api_token(store, role=role, name=name, expires_s=days * DAY_S)


@asynccontextmanager
async def _own_store(settings: Settings) -> AsyncIterator[Store]:
    """The store of an installation that was started before. Raises `BadSource`."""
    from jetway.control.store import open_store
    from jetway.server.control import control_database

    if not settings.control_database and not (settings.state / "control.sqlite").is_file():
        raise BadSource(
            f"{settings.state} holds no installation. Start jetway up or jetway demo with it first."
        )
    store = await open_store(control_database(settings))
    try:
        yield store
    finally:
        await store.close()


async def _connect(settings: Settings) -> None:
    from jetway.bridge.directory import About
    from jetway.bridge.token_store import new_enrolment
    from jetway.server.bridge import bridge_name, connect_source, token_store

    source = await connect_source(settings)
    try:
        schema = await source.describe()
        about = About(bridge_name(settings), settings.url, schema.engine)
        enrolled = await _enrol(settings.control, about)
        kept = new_enrolment(enrolled, settings.control.rstrip("/"))
        await token_store(settings, source).save(kept)
    finally:
        await source.close()
    click.echo("Connected. Start it with: jetway bridge, with the same --database and --state.")


async def _enrol(control: str, about: About) -> Enrolled:
    """The dialogue: show the code, and ask until somebody has entered it."""
    from jetway.bridge.directory import ask_to_enrol, client

    async with client(control) as http:
        device = await ask_to_enrol(http, about)
        click.echo(f"Open {device.verify_url} and enter the code {device.code}")
        return await _waited(http, device)


async def _waited(http: AsyncClient, device: Device) -> Enrolled:
    """Ask as often as control wants to be asked: 5 s less often after each time that it was too much."""
    from jetway.bridge.directory import poll_enrolment

    interval_s = device.interval_s
    while True:
        await asyncio.sleep(interval_s)
        try:
            return await poll_enrolment(http, device.device)
        except EnrolmentPending:
            continue
        except SlowDown:
            interval_s += SLOWER_S

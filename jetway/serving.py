"""Running the parts as a process: sockets, signals, and what the person at the console reads."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import socket
import stat
import sys
import webbrowser
from contextlib import asynccontextmanager, contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TypeVar

import click
import uvicorn

from jetway import server
from jetway.bridge.directory import About, Device, Enrolled, ask_to_enrol, client, poll_enrolment
from jetway.bridge.token_store import new_enrolment
from jetway.control.api_tokens import DAY_S, create_api_token
from jetway.control.seed import Seed
from jetway.control.store import open_store
from jetway.core.errors import BadSource, EnrolmentPending, PortTaken, SlowDown

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
    from contextlib import AbstractAsyncContextManager
    from pathlib import Path

    from httpx2 import AsyncClient

    from jetway.config import Settings
    from jetway.control.store import Store
    from jetway.server import Running

    Assemble = Callable[[Settings], AbstractAsyncContextManager[Running]]

T = TypeVar("T")

PORTS_TRIED = 50
STOP_WITHIN_S = 20
SLOWER_S = 5


def demo(settings: Settings) -> None:
    """Everything in one process on the demo's shop; the next free port where the port is taken."""
    from jetway.demo import DEMO_NAME, DEMO_SETTINGS, DEMO_TABLES, build_demo, remove_unfinished

    _make_state(settings.state)
    remove_unfinished(settings.state)
    shop = settings.state / "shop.sqlite"
    if not shop.exists():
        click.echo("Making the demo's shop …")
        build_demo(shop, datetime.now(UTC).date())
    settings = replace(settings, database=str(shop), name=DEMO_NAME)
    seed = Seed(DEMO_NAME, DEMO_SETTINGS, DEMO_TABLES)
    _serve(lambda placed: server.all_in_one(placed, seed), settings, ports=PORTS_TRIED)


def up(settings: Settings) -> None:
    """Everything in one process on the customer's database."""
    _make_state(settings.state)
    _serve(server.all_in_one, settings)


def control(settings: Settings) -> None:
    """Control with the interface."""
    _make_state(settings.state)
    _serve(server.control, settings)


def bridge(settings: Settings) -> None:
    """A bridge."""
    _make_state(settings.state)
    _serve(server.bridge, settings)


def connect(settings: Settings) -> None:
    """Enrol a bridge by the dialogue, and keep its Project Token."""
    _make_state(settings.state)
    _run(_connect(settings))


def create_token(settings: Settings, role: str, name: str, days: int) -> str:
    """A new API token of an installation that was started before. Raises `BadSource`, `InvalidInput`."""
    return _run(create_token_in(settings, role, name, days))


def go_on_restored(settings: Settings, *, suspend: bool) -> None:
    """Let nobody in by what a backup of control brought back. Raises `BadSource`."""
    from jetway.control.restored import go_on_restored

    async def go_on() -> None:
        async with _own_store(settings) as store:
            await go_on_restored(store, suspend=suspend)

    _run(go_on())


def verify_audit(settings: Settings) -> list[tuple[str, int, str]]:
    """Each audit's name, and the number and hash of its last line. Raises `AuditBroken`."""
    from jetway.audit_check import verify_audits

    return [(name, head.number, head.hash) for name, head in _run(verify_audits(settings))]


async def create_token_in(settings: Settings, role: str, name: str = "command line", days: int = 90) -> str:
    """The same, inside an event loop."""
    async with _own_store(settings) as store:
        return await create_api_token(store, role=role, name=name, expires_s=days * DAY_S)


@asynccontextmanager
async def _own_store(settings: Settings) -> AsyncIterator[Store]:
    """The store of an installation that was started before. Raises `BadSource`."""
    if not settings.control_database and not (settings.state / "control.sqlite").is_file():
        raise BadSource(
            f"{settings.state} holds no installation. Start jetway up or jetway demo with it first."
        )
    store = await open_store(server.control_database(settings))
    try:
        yield store
    finally:
        await store.close()


async def _connect(settings: Settings) -> None:
    source = await server.connect_source(settings)
    try:
        schema = await source.describe()
        about = About(server.bridge_name(settings), settings.url, schema.engine)
        enrolled = await _enrol(settings.control, about)
        kept = new_enrolment(enrolled, settings.control.rstrip("/"))
        await server.token_store(settings, source).save(kept)
    finally:
        await source.close()
    click.echo("Connected. Start it with: jetway bridge, with the same --database and --state.")


async def _enrol(control: str, about: About) -> Enrolled:
    """The dialogue: show the code, and ask until somebody has entered it."""
    async with client(control) as http:
        device = await ask_to_enrol(http, about)
        click.echo(f"Open {device.verify_url} and enter the code {device.code}")
        return await _waited(http, device)


async def _waited(http: AsyncClient, device: Device) -> Enrolled:
    """Ask as often as control wants to be asked: 5 s less often after each time that it was too much."""
    interval_s = device.interval_s
    while True:
        await asyncio.sleep(interval_s)
        try:
            return await poll_enrolment(http, device.device)
        except EnrolmentPending:
            continue
        except SlowDown:
            interval_s += SLOWER_S


def _make_state(state: Path) -> None:
    try:
        state.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise BadSource(
            f"The state folder {state} cannot be made: {error.strerror}. Choose another."
        ) from None
    if not os.access(state, os.W_OK | os.X_OK):
        raise BadSource(f"The state folder {state} cannot be written. Choose another with --state.")
    _tighten(state)


def _tighten(state: Path) -> None:
    """Close a folder of ours that others may enter. One that is everybody's, as /tmp, stays as it is."""
    found = state.stat()
    if not found.st_mode & stat.S_IRWXO:
        return
    if hasattr(os, "geteuid") and found.st_uid == os.geteuid() and not found.st_mode & stat.S_ISVTX:
        state.chmod(0o700)
        click.echo(f"The state folder {state} was open to others; now it is its owner's alone.", err=True)
    else:
        click.echo(f"The state folder {state} is open to others. Choose one of your own.", err=True)


def _serve(assemble: Assemble, settings: Settings, *, ports: int = 1) -> None:
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    listening = _listen(settings.host, settings.port, ports)
    placed = replace(settings, port=listening.getsockname()[1])

    async def serve() -> None:
        async with assemble(placed) as running:
            config = uvicorn.Config(
                running.app,
                http=_http(),
                lifespan="off",
                log_config=None,
                access_log=False,
                server_header=False,
                proxy_headers=bool(settings.trusted_proxies),
                forwarded_allow_ips=list(settings.trusted_proxies),
                timeout_graceful_shutdown=STOP_WITHIN_S,
            )
            web = _Server(config)
            web.end_on_signals()
            _announce(running, placed)
            await web.serve(sockets=[listening])

    with listening:
        _run(serve())


def _http() -> Any:  # noqa: ANN401 - a protocol, or the name of one
    try:
        from jetway.http_protocol import LimitedHttp
    except ImportError:
        return "h11"
    return LimitedHttp


class _Server(uvicorn.Server):
    """A server that ends by returning, so that everything opened before it is closed after it."""

    def end_on_signals(self) -> None:
        """Both signals ask for a graceful end, from now on; a second one does not wait for it."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, self.handle_exit, number, None)

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Nothing more: uvicorn's own way ends the process before what was opened is closed."""
        yield


def _listen(host: str, port: int, tries: int) -> socket.socket:
    """A listening socket on the first free of `tries` ports."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for attempt in range(port, min(port + tries, 65536)):
        listening = socket.socket(family, socket.SOCK_STREAM)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((host, attempt))
            listening.listen(2048)
        except OSError as error:
            listening.close()
            reason = error.strerror or str(error)
            continue
        return listening
    raise PortTaken(f"{host}:{port} cannot be listened on ({reason}). Choose another with --port.")


def _announce(running: Running, settings: Settings) -> None:
    click.echo(f"Listening on {settings.host}:{settings.port}.")
    click.echo(f"Jetway is running. Open {running.opening}")
    if running.tables:
        click.echo(f"{server.bridge_name(settings)}: {running.tables} tables. State in {settings.state}.")
    click.echo("Stop with Ctrl+C.")
    sys.stdout.flush()
    if sys.stdout.isatty() and (sys.platform == "darwin" or os.environ.get("DISPLAY")):
        webbrowser.open(running.opening)


def _run(work: Coroutine[Any, Any, T]) -> T:
    """Run on uvloop where there is one."""
    with asyncio.Runner(loop_factory=_new_event_loop()) as runner:
        return runner.run(work)


def _new_event_loop() -> Callable[[], asyncio.AbstractEventLoop] | None:
    try:
        import uvloop
    except ImportError:
        return None
    return uvloop.new_event_loop

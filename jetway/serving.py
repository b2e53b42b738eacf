"""Running an application as a process: sockets, signals, and what the person at the console reads."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import socket
import sys
import webbrowser
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

import click
import uvicorn

from jetway.core.errors import PortTaken

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Iterator
    from contextlib import AbstractAsyncContextManager

    from jetway.config import Settings
    from jetway.server.application import Running

    Assemble = Callable[[Settings], AbstractAsyncContextManager[Running]]

T = TypeVar("T")

STOP_WITHIN_S = 20


def serve(assemble: Assemble, settings: Settings, *, ports: int = 1) -> None:
    """Serve what `assemble` makes, on the first free of `ports` ports, until a signal. Raises `PortTaken`."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    listening = _listen(settings.host, settings.port, ports)
    placed = replace(settings, port=listening.getsockname()[1])

    async def served() -> None:
        async with assemble(placed) as running:
            config = uvicorn.Config(
                running.app,
                http=_http(),
                ws="none",
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
        run(served())


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
        click.echo(f"{running.name}: {running.tables} tables. State in {settings.state}.")
    click.echo("Stop with Ctrl+C.")
    sys.stdout.flush()
    if sys.stdout.isatty() and (sys.platform == "darwin" or os.environ.get("DISPLAY")):
        webbrowser.open(running.opening)


def run(work: Coroutine[Any, Any, T]) -> T:
    """Run on uvloop where there is one."""
    with asyncio.Runner(loop_factory=_new_event_loop()) as runner:
        return runner.run(work)


def _new_event_loop() -> Callable[[], asyncio.AbstractEventLoop] | None:
    try:
        import uvloop
    except ImportError:
        return None
    return uvloop.new_event_loop

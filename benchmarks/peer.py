"""A system that is measured: what to install, how to start it, and what to ask it."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from contextlib import ExitStack

    from benchmarks.cases import Request
    from benchmarks.shop import Shop

APPS = Path(__file__).parent / "peers" / "apps"
START_S = 120
INSTALL_S = 1200


class NotRun(Exception):
    """A peer cannot be measured here; the text says why."""


@dataclass(frozen=True)
class Running:
    """A peer that answers. `headers` go with every request; `requests` by the letter of the case.

    `scripts`: SQL that pgbench runs beside it, whose cost is added. `bulk`: requests of many rows.
    """

    port: int
    pid: int
    requests: Mapping[str, Request]
    headers: Mapping[str, str] = field(default_factory=dict)
    scripts: Mapping[str, str] = field(default_factory=dict)
    bulk: Mapping[str, Request] = field(default_factory=dict)


class Peer(Protocol):
    """A module of `benchmarks.peers`."""

    NAME: str
    ENGINES: Sequence[str]
    PYPI: Sequence[str]
    NPM: Sequence[str]

    def start(self, place: Place) -> Running:
        """Start it on the shop. Raises `NotRun`."""
        ...


@dataclass(frozen=True)
class Place:
    """Where a peer runs. `home` holds what was installed for it; `stack` ends what is started."""

    name: str
    home: Path
    shop: Shop
    folder: Path
    stack: ExitStack

    @property
    def python(self) -> str:
        """The interpreter of the peer's own environment."""
        return str(self.home / "venv" / "bin" / "python")

    def program(self, name: str) -> str:
        """A program that was installed for the peer."""
        found = [self.home / "venv" / "bin" / name, self.home / "node_modules" / ".bin" / name]
        return str(next(path for path in found if path.exists()))

    def spawn(self, command: Sequence[str], environment: Mapping[str, str] | None = None) -> int:
        """Start a program that ends with the measurement. Its process id."""
        log = self.stack.enter_context((self.folder / f"{self.name}.log").open("ab"))
        process = subprocess.Popen(
            command, stdout=log, stderr=log, cwd=self.folder, env={**os.environ, **(environment or {})}
        )
        self.stack.callback(_end, process)
        return process.pid

    def wait(self, port: int, path: str = "/") -> None:
        """Return once something is answered, whatever it is."""
        end_s = time.monotonic() + START_S
        while time.monotonic() < end_s:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=5).close()
            except urllib.error.HTTPError:
                return
            except OSError:
                time.sleep(0.2)
            else:
                return
        raise NotRun(f"it did not start within {START_S} s")


def install(peer: Peer, cache: Path) -> Path:
    """The peer's folder with everything that it needs, from the package indexes as they are configured."""
    home = cache / peer.NAME.lower().replace(" ", "-")
    wanted = "\n".join([*peer.PYPI, *peer.NPM])
    done = home / "installed"
    if done.exists() and done.read_text() == wanted:
        return home
    home.mkdir(parents=True, exist_ok=True)
    if peer.PYPI:
        python = _python(getattr(peer, "PYTHON", ""))
        _run([python, "-m", "venv", "--clear", str(home / "venv")], home)
        _run([str(home / "venv" / "bin" / "pip"), "install", "-q", *peer.PYPI], home)
    if peer.NPM:
        _run(["npm", "install", "--no-audit", "--no-fund", "--prefix", str(home), *peer.NPM], home)
    done.write_text(wanted)
    return home


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def _python(version: str) -> str:
    """An interpreter of that version, ours where none is said. Raises `NotRun`."""
    if not version:
        return sys.executable
    made_by_pyenv = sorted(Path.home().glob(f".pyenv/versions/{version}.*/bin/python"))
    for found in [*map(str, made_by_pyenv), shutil.which(f"python{version}")]:
        if found:
            return found
    raise NotRun(f"it needs Python {version}, which is not installed")


def _run(command: Sequence[str], home: Path) -> None:
    with (home / "install.log").open("ab") as log:
        try:
            subprocess.run(command, stdout=log, stderr=log, check=True, timeout=INSTALL_S)
        except (OSError, subprocess.SubprocessError):
            raise NotRun("it could not be installed") from None


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()

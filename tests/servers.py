"""Private database servers on free ports, started when the first test asks and stopped at the end."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from tests.canaries import canary
from tests.canaries.databases import look_at_bridges, look_at_files
from tests.certificates import Authority

if TYPE_CHECKING:
    from collections.abc import Iterator

LOGIN = "jetway"
PASSWORD = f"{canary('database')} p@ss/word"  # what a URL must escape
QUOTED_PASSWORD = quote(PASSWORD, safe="")
PLAIN = canary("login")
"""Of logins that tests make: it needs no escapes."""
START_S = 60


@dataclass(eq=False)
class Server:
    """A server of our own. `url(database)` is what Jetway connects to."""

    scheme: str
    folder: Path
    command: list[str]
    socket: Path
    user: str | None
    port: int = field(default_factory=lambda: _free_port())
    process: subprocess.Popen[bytes] | None = None

    def url(self, database: str, *, login: str = LOGIN, password: str = QUOTED_PASSWORD) -> str:
        """The address of `database`."""
        return f"{self.scheme}://{login}:{password}@127.0.0.1:{self.port}/{database}"

    def start(self) -> None:
        """Return once connections are taken."""
        log = (self.folder / "log").open("ab")
        command = _as_user(self.user, [part.replace("{port}", str(self.port)) for part in self.command])
        self.process = subprocess.Popen(command, stdout=log, stderr=log, cwd=self.folder)
        log.close()
        _wait_for(self)

    def stop(self) -> None:
        """At once; what is not on disk yet may be lost."""
        if self.process is not None:
            self.process.terminate() if self.scheme == "mysql" else self.process.send_signal(2)
            self.process.wait(START_S)
            self.process = None


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[Server]:
    """PostgreSQL for all tests."""
    with postgresql() as server:
        yield server


@pytest.fixture(scope="session")
def mariadb_server() -> Iterator[Server]:
    """MariaDB for all tests."""
    with mariadb() as server:
        yield server


@contextmanager
def postgresql(buffers: str = "32MB") -> Iterator[Server]:
    """PostgreSQL, its superuser being `LOGIN`."""
    programs = _folder_of("initdb", "apt-get install postgresql", *_postgresql_folders())
    folder, user = _temporary("postgres")
    secret = folder / "password"
    secret.write_text(PASSWORD)
    owned(secret, user)
    data = folder / "data"
    initialise = [str(programs / "initdb"), "-D", str(data), "-U", LOGIN, "--pwfile", str(secret), "-N"]
    _run(user, [*initialise, "--auth=scram-sha-256", "-E", "UTF8", "--locale=C.UTF-8"])
    settings = {
        "port": "{port}",
        "listen_addresses": "127.0.0.1",
        "unix_socket_directories": str(folder),
        "fsync": "off",
        "synchronous_commit": "off",
        "full_page_writes": "off",
        "wal_level": "minimal",
        "max_wal_senders": "0",
        "max_wal_size": "96MB",  # of each server, in memory perhaps
        "shared_buffers": buffers,
    }
    options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    yield from _served(
        Server("postgresql", folder, [str(programs / "postgres"), "-D", str(data), *options], folder, user)
    )


@contextmanager
def mariadb(buffers: str = "32M") -> Iterator[Server]:
    """MariaDB, where `LOGIN` may do everything."""
    programs = _folder_of("mariadbd", "apt-get install mariadb-server", *_mariadb_folders())
    folder, user = _temporary("mysql")
    data = folder / "data"
    first = folder / "first.sql"
    first.write_text(
        f"CREATE USER IF NOT EXISTS '{LOGIN}'@'%' IDENTIFIED BY '{PASSWORD}';\n"
        f"GRANT ALL ON *.* TO '{LOGIN}'@'%' WITH GRANT OPTION;\n"
    )
    certificate, key = Authority().certify(folder)
    for file in (first, certificate, key):
        owned(file, user)
    install = shutil.which("mariadb-install-db") or str(programs.parent / "bin" / "mariadb-install-db")
    _run(
        user,
        [
            install,
            "--no-defaults",
            f"--datadir={data}",
            "--skip-test-db",
            "--auth-root-authentication-method=normal",
        ],
    )
    options = {
        "datadir": str(data),
        "tmpdir": str(folder),  # a server that starts clears away what it finds in a shared one
        "port": "{port}",
        "bind-address": "127.0.0.1",
        "socket": str(folder / "socket"),
        "pid-file": str(folder / "pid"),
        "init-file": str(first),
        "innodb-flush-log-at-trx-commit": "0",
        "innodb-buffer-pool-size": buffers,
        "innodb-log-file-size": "8M",
        "skip-name-resolve": "1",
        "ssl-cert": str(certificate),
        "ssl-key": str(key),
        "character-set-server": "utf8mb4",
    }
    command = [
        str(programs / "mariadbd"),
        "--no-defaults",
        *[f"--{name}={value}" for name, value in options.items()],
    ]
    yield from _served(Server("mysql", folder, command, folder / "socket", user))


def _served(server: Server) -> Iterator[Server]:
    try:
        server.start()
        yield server
        if server.scheme == "postgresql":
            look_at_bridges(server.folder / "data", server.url("postgres"))
        server.stop()
        look_at_files(server.folder / "data", server.scheme)
    finally:
        if server.process is not None:
            server.process.kill()
            server.process.wait(START_S)
        shutil.rmtree(server.folder, ignore_errors=True)


def _wait_for(server: Server) -> None:
    """Poll: neither server says on its own that it is ready, in a way that both share."""
    assert server.process is not None
    end = time.monotonic() + START_S
    while time.monotonic() < end and server.process.poll() is None:
        if _answers(server):
            return
        time.sleep(0.05)
    log = (server.folder / "log").read_text(errors="replace")
    pytest.fail(f"{server.scheme} did not start:\n{log[-2000:]}", pytrace=False)


def _answers(server: Server) -> bool:
    """PostgreSQL answers an SSL request by one letter once it takes logins; MariaDB greets by itself."""
    try:
        with socket.create_connection(("127.0.0.1", server.port), timeout=5) as connection:
            if server.scheme == "postgresql":
                name = f"user\0{LOGIN}\0database\0postgres\0\0".encode()
                connection.sendall((8 + len(name)).to_bytes(4, "big") + (196608).to_bytes(4, "big") + name)
                return connection.recv(1) == b"R"
            return bool(connection.recv(1))
    except OSError:
        return False


def _temporary(account: str) -> tuple[Path, str | None]:
    """A folder, and the account that the server runs as where we are root, which servers refuse to be."""
    folder = Path(tempfile.mkdtemp(prefix="jetway-"))
    if os.geteuid():
        return folder, None
    user = account if account in {entry.pw_name for entry in pwd.getpwall()} else "nobody"
    owned(folder, user)
    return folder, user


def owned(path: Path, user: str | None) -> None:
    """Give a file to the account that the server runs as."""
    if user is not None:
        shutil.chown(path, user)


def _as_user(user: str | None, command: list[str]) -> list[str]:
    return command if user is None else ["setpriv", f"--reuid={user}", "--clear-groups", *command]


def _run(user: str | None, command: list[str]) -> None:
    done = subprocess.run(_as_user(user, command), capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.fail(f"{command[0]} failed:\n{done.stdout[-1000:]}{done.stderr[-1000:]}", pytrace=False)


def _folder_of(program: str, install: str, *folders: Path) -> Path:
    found = shutil.which(program)
    for folder in [*([Path(found).parent] if found else []), *folders]:
        if (folder / program).exists():
            return folder
    return pytest.fail(f"{program} is not installed. On Debian: {install}", pytrace=False)


def _postgresql_folders() -> list[Path]:
    config = shutil.which("pg_config")
    said = [Path(subprocess.check_output([config, "--bindir"], text=True).strip())] if config else []
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return said + debian + sorted(Path("/opt/homebrew/opt").glob("postgresql*/bin"), reverse=True)


def _mariadb_folders() -> list[Path]:
    return [Path("/usr/sbin"), Path("/opt/homebrew/opt/mariadb/bin"), Path("/usr/local/opt/mariadb/bin")]


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port

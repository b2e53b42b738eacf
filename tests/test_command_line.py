"""What the commands say when something is wrong: one line, a non-zero exit, nothing half-written."""

import os
import socket
import sqlite3
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO

import pytest
from httpx2 import Client

from jetway.cli import main
from jetway.demo import remove_unfinished
from tests.canaries import MARK, PERSON, canary
from tests.e2e.conftest import start, stop
from tests.stores import lay_sqlite


def jetway(*words, **environment):
    """The command as a process of its own."""
    others = {name: value for name, value in os.environ.items() if not name.startswith("JETWAY_")}
    done = subprocess.run(
        [sys.executable, "-m", "jetway", *words],
        capture_output=True,
        text=True,
        timeout=60,
        env={**others, **environment},
        check=False,
    )
    sys.stdout.write(done.stdout + done.stderr)  # where secrets are looked for
    return done


def refused(*words, **environment):
    """The one line that the command says. It runs in this process: starting one takes longer than it does."""
    said, complained = StringIO(), StringIO()
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(said), redirect_stderr(complained):
        for name in [name for name in os.environ if name.startswith("JETWAY_")]:
            patch.delenv(name)
        for name, value in environment.items():
            patch.setenv(name, value)
        patch.setattr(sys, "argv", ["jetway", *words])
        with pytest.raises(SystemExit) as stopped:
            main()
    assert stopped.value.code
    assert said.getvalue() == ""
    return one_line(complained.getvalue())


def one_line(complaint):
    [line] = complaint.splitlines()
    assert line.startswith("jetway: ")
    return line


@pytest.fixture
def shop(tmp_path):
    path = tmp_path / "shop.sqlite"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE orders (id INTEGER PRIMARY KEY, number TEXT)")
    connection.commit()
    connection.close()
    return str(path)


@pytest.fixture
def taken():
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        yield listening.getsockname()[1]


def test_a_database_must_be_named(tmp_path):
    assert "No database was named" in refused("up", "--state", str(tmp_path / "s"), "--port", "0")


def test_a_missing_file_is_not_made(tmp_path):
    missing = tmp_path / "absent.sqlite"
    done = jetway("up", str(missing), "--state", str(tmp_path / "s"), "--port", "0")
    assert done.returncode == 1
    assert done.stdout == ""
    assert "absent.sqlite" in one_line(done.stderr)
    assert not missing.exists()


def test_a_file_that_is_no_database_says_so(tmp_path):
    path = tmp_path / "notes.txt"
    path.write_text("not a database, however long this text may be" * 100)
    assert "notes.txt" in refused("up", str(path), "--state", str(tmp_path / "s"), "--port", "0")
    assert path.read_text().startswith("not a database")


def test_a_database_without_tables_says_so(tmp_path):
    path = tmp_path / "empty.sqlite"
    sqlite3.connect(path).execute("PRAGMA user_version = 1").connection.close()
    assert "no tables" in refused("up", str(path), "--state", str(tmp_path / "s"), "--port", "0")


def test_an_unknown_engine_names_those_there_are(tmp_path):
    line = refused("up", "oracle://host/db", "--state", str(tmp_path / "s"), "--port", "0")
    assert "oracle" in line
    assert "postgresql://" in line


@pytest.mark.parametrize("scheme", ["postgresql", "mysql"])
def test_a_server_that_is_down_says_so(scheme, tmp_path, taken):
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
    line = refused(
        "up", f"{scheme}://me:{MARK}@127.0.0.1:{port}/db", "--state", str(tmp_path / "s"), "--port", "0"
    )
    assert str(port) in line
    assert MARK not in line


def test_a_wrong_password_and_a_wrong_database_say_so(tmp_path, postgresql_server, mariadb_server):
    for server in (postgresql_server, mariadb_server):
        wrong = server.url("postgres", password=canary("wrong"))
        line = refused("up", wrong, "--state", str(tmp_path / "s"), "--port", "0")
        assert "password" in line
        assert MARK not in line
        absent = refused("up", server.url("absent_database"), "--state", str(tmp_path / "s"), "--port", "0")
        assert "absent_database" in absent


def test_a_taken_port_says_so(shop, tmp_path, taken):
    line = refused("up", shop, "--state", str(tmp_path / "s"), "--port", str(taken))
    assert f"127.0.0.1:{taken}" in line
    assert "--port" in line


def test_the_demo_takes_the_next_port(tmp_path, taken):
    process = subprocess.Popen(
        [sys.executable, "-m", "jetway", "demo", "--port", str(taken), "--state", str(tmp_path / "s")],
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        said = next(line for line in process.stdout if "Open" in line)
        assert f":{taken}/" not in said
    finally:
        stop(process)


def test_a_state_folder_that_cannot_be_made_says_so(shop, tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("")
    assert "state folder" in refused("up", shop, "--state", str(blocked / "s"), "--port", "0")


def test_a_setting_of_the_wrong_type_names_where_it_comes_from(shop, tmp_path):
    line = refused("up", shop, "--state", str(tmp_path / "s"), JETWAY_STATEMENT_S="soon")
    assert "JETWAY_STATEMENT_S" in line
    assert "a number" in line


def test_a_file_with_an_unknown_setting_is_refused(shop, tmp_path):
    config = tmp_path / "jetway.toml"
    config.write_text('databse = "x"')
    assert "databse" in refused("up", shop, "--config", str(config))


def test_settings_come_from_file_environment_and_flag_in_this_order(tmp_path):
    config = tmp_path / "jetway.toml"
    config.write_text(f'name = "file"\nport = 1\nstatement_s = 2.5\nsecret_key = "{MARK}"')
    done = jetway(
        "check",
        "--config",
        str(config),
        JETWAY_NAME="environment",
        DATABASE_URL=f"postgresql://me:{MARK}@h/d",
    )
    lines = {line.split()[0]: line for line in done.stdout.splitlines()}
    assert "environment" in lines["name"]
    assert "JETWAY_NAME" in lines["name"]
    assert "2.5" in lines["statement_s"]
    assert "jetway.toml" in lines["statement_s"]
    assert "127.0.0.1" in lines["host"]
    assert "default" in lines["host"]
    assert "postgresql://me:***@h/d" in lines["database"]
    assert "DATABASE_URL" in lines["database"]
    assert MARK not in done.stdout


def test_a_bridge_that_was_never_connected_says_how_to(shop, tmp_path):
    assert "jetway connect" in refused(
        "bridge", "--database", shop, "--state", str(tmp_path / "s"), "--port", "0"
    )


def test_connecting_to_nobody_says_so(shop, tmp_path):
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{closed.getsockname()[1]}"
    assert "does not answer" in refused(
        "connect", address, "--database", shop, "--state", str(tmp_path / "s")
    )


def test_a_token_needs_an_installation_a_state_and_a_role(shop, tmp_path):
    assert "no installation" in refused("token", "create", "--state", str(tmp_path))
    assert "--state" in refused("token", "create")
    server = start("up", shop, state=tmp_path / "s")
    try:
        assert "owner" in refused("token", "create", "--state", str(tmp_path / "s"), "--role", "king")
        done = jetway("token", "create", "--state", str(tmp_path / "s"), "--role", "owner")
        assert done.stdout.startswith("jat_")
        assert done.stdout.count("\n") == 1
    finally:
        stop(server.process)


def test_a_control_that_was_put_back_ends_every_token(tmp_path):
    assert "--state" in refused("restored")
    state = str(tmp_path / "s")
    assert "no installation" in refused("restored", "--state", state)
    lay_sqlite(tmp_path / "s" / "control.sqlite")
    jetway("token", "create", "--state", state, "--role", "owner")

    assert "bridges are locked" in jetway("restored", "--state", state, "--suspend").stdout

    with sqlite3.connect(tmp_path / "s" / "control.sqlite") as control:
        assert control.execute("SELECT count(*) FROM api_tokens WHERE revoked_at IS NULL").fetchone() == (0,)


def test_a_terminated_server_stops_cleanly(shop, tmp_path):
    server = start("up", shop, state=tmp_path / "s")
    server.process.terminate()
    assert server.process.wait(20) == 0
    assert "Traceback" not in server.process.stdout.read()
    server.process.stdout.close()


@pytest.mark.parametrize("proxies", ["*", "proxy.example", "10.0.0.0/33"])
def test_proxies_are_trusted_by_address(tmp_path, proxies):
    line = refused("control", "--state", str(tmp_path / "s"), JETWAY_TRUSTED_PROXIES=proxies)
    assert "addresses and networks" in line


def test_a_mail_server_that_is_none_stops_the_start(tmp_path):
    line = refused("control", "--state", str(tmp_path / "s"), JETWAY_SMTP_URL="mail.example:465")
    assert "smtp_url takes smtps://" in line


@pytest.mark.parametrize(
    ("proxies", "address"), [("127.0.0.0/8,::1", "203.0.113.9"), ("10.0.0.1", "127.0.0.1")]
)
def test_a_caller_has_the_address_that_a_trusted_proxy_names(tmp_path, proxies, address):
    server = start("control", state=tmp_path / "state", JETWAY_TRUSTED_PROXIES=proxies)
    try:
        with Client(base_url=server.url, headers={"Origin": server.url}) as browser:
            code = server.opening.partition("code=")[2]
            body = {"code": code, "email": "a@example.com", "name": "A", "password": PERSON}
            forwarded = {"X-Forwarded-For": "198.51.100.1, 203.0.113.9"}
            browser.post("/api/setup/", json=body, headers=forwarded).raise_for_status()
            [session] = browser.get("/api/account/sessions/").json()["sessions"]
    finally:
        stop(server.process)
    assert session["address"] == address


def test_a_state_folder_that_is_open_to_others_is_closed(tmp_path):
    state = tmp_path / "s"
    state.mkdir(mode=0o755)
    state.chmod(0o755)
    done = jetway("up", "--state", str(state), "--port", "0")
    assert f"The state folder {state} was open to others" in done.stderr.splitlines()[0]
    assert state.stat().st_mode & 0o777 == 0o700


def test_what_a_killed_demo_left_is_removed_and_what_is_being_made_stays(tmp_path):
    left, being_made = tmp_path / ".demo-left", tmp_path / ".demo-new"
    for folder in (left, being_made):
        folder.mkdir()
        (folder / "demo.sqlite").touch()
    os.utime(left, (0, 0))
    remove_unfinished(tmp_path)
    assert sorted(tmp_path.iterdir()) == [being_made]

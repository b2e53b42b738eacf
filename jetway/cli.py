"""The command line: thin, one function a command. Parts are imported when a command needs them."""

from __future__ import annotations

import hashlib
import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any, NoReturn

import click

from jetway import __version__
from jetway.config import SettingRefused, Settings, is_said, load
from jetway.core.errors import Failure

Command = Any
"""What click's decorators take and give."""

DATABASE_HELP = "Address (postgresql://…, mysql://…) or SQLite file of your database. [JETWAY_DATABASE]"


def main() -> None:
    """Run the command; a refusal is one line on standard error and exit code 1."""
    try:
        cli.main(standalone_mode=False)
    except click.exceptions.Abort:
        sys.exit(130)
    except click.ClickException as error:
        _stop(error.format_message(), error.exit_code)
    except Failure as failure:
        _stop(failure.detail)
    except SettingRefused as refused:
        _stop(str(refused))


def _stop(message: str, code: int = 1) -> NoReturn:
    click.echo(f"jetway: {' '.join(message.split())}", err=True)
    sys.exit(code)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, message="%(version)s")
def cli() -> None:
    """Jetway: a self-hosted admin system for the database you already have."""


def server_options(command: Command) -> Command:
    """The options of every command that serves."""
    for option in reversed(
        (
            click.option("--host", help="Address to listen on. [127.0.0.1]"),
            click.option("--port", type=click.IntRange(0, 65535), help="Port to listen on. [8000]"),
            click.option(
                "--state", type=click.Path(path_type=Path), help="Folder that Jetway keeps its state in."
            ),
            click.option("--public-url", help="Address that people open, where it is another one."),
            click.option("--config", type=click.Path(path_type=Path), help="TOML file with settings."),
        )
    ):
        command = option(command)
    return command


@cli.command()
@server_options
def demo(**flags: Any) -> None:  # noqa: ANN401 - the flags of server_options
    """Show Jetway on a shop that is made on the spot."""
    from jetway import commands

    settings = _settings(flags, "demo")
    commands.demo(settings)


@cli.command()
@click.argument("database", required=False)
@server_options
def up(**flags: Any) -> None:  # noqa: ANN401
    """Run everything in one process on your DATABASE: an address, or an SQLite file."""
    from jetway import commands

    commands.up(_settings(flags, ""))


@cli.command()
@click.option("--control-database", help="Where control keeps its store. [a file of the state folder]")
@server_options
def control(**flags: Any) -> None:  # noqa: ANN401
    """Run control and the interface: people, projects, roles. It never sees a row."""
    from jetway import commands

    commands.control(_settings(flags, "control"))


@cli.command()
@click.option("--database", help=DATABASE_HELP)
@click.option("--control", help="Address of control, for the first start with an enrolment key.")
@server_options
def bridge(**flags: Any) -> None:  # noqa: ANN401
    """Run a bridge beside your database. `jetway connect` enrols it first."""
    from jetway import commands

    commands.bridge(_settings(flags, ""))


@cli.command()
@click.argument("control")
@click.option("--database", help=DATABASE_HELP)
@server_options
def connect(**flags: Any) -> None:  # noqa: ANN401
    """Enrol a bridge at the CONTROL of that address: an owner types the code that this prints."""
    from jetway import commands

    commands.connect(_settings(flags, ""))


@cli.group()
def token() -> None:
    """API tokens, for scripts."""


@token.command("create")
@click.option("--state", type=click.Path(path_type=Path), help="State folder of the installation.")
@click.option("--control-database", help="Where control keeps its store. [a file of the state folder]")
@click.option("--role", default="viewer", show_default=True, help="The role that the token acts in.")
@click.option("--name", default="command line", show_default=True, help="What the token is for.")
@click.option("--days", default=90, show_default=True, type=click.IntRange(1, 365), help="How long it lives.")
def token_create(role: str, name: str, days: int, **flags: Any) -> None:  # noqa: ANN401
    """Print a new API token. It is shown this once."""
    from jetway import commands

    if not any(is_said(name, flags, os.environ) for name in ("state", "control_database")):
        raise click.UsageError("Say --state: the folder that the installation was started with.")
    click.echo(commands.create_token(_settings(flags, ""), role, name, days))


@cli.command()
@click.option("--state", type=click.Path(path_type=Path), help="State folder of the installation.")
@click.option("--control-database", help="Where control keeps its store. [a file of the state folder]")
@click.option("--suspend", is_flag=True, help="Let only owners sign in, until they let the others.")
def restored(*, suspend: bool, **flags: Any) -> None:  # noqa: ANN401
    """Run this after control's store was put back from a backup: it ends all sessions and tokens."""
    from jetway import commands

    if not any(is_said(name, flags, os.environ) for name in ("state", "control_database")):
        raise click.UsageError("Say --state: the folder that the installation was started with.")
    commands.go_on_restored(_settings(flags, ""), suspend=suspend)
    click.echo(
        "Every session, token and invitation has ended, and bridges are locked. Sign in, and unlock them."
    )


@cli.group()
def audit() -> None:
    """The audit: who did what."""


@audit.command("verify")
@click.option("--state", type=click.Path(path_type=Path), help="State folder of the installation.")
@click.option("--database", help=DATABASE_HELP)
@click.option("--control-database", help="Where control keeps its store. [a file of the state folder]")
def audit_verify(**flags: Any) -> None:  # noqa: ANN401
    """Walk the chains of the audit. A line that was changed or is missing ends it with exit code 1."""
    from jetway import commands

    if not any(is_said(name, flags, os.environ) for name in ("state", "database", "control_database")):
        raise click.UsageError(
            "Say --state: the folder that the installation was started with; and --database."
        )
    for name, number, hash_ in commands.verify_audit(_settings(flags, "")):
        click.echo(f"{name}: {number} lines, the last with hash {hash_}")


@cli.command()
@click.option("--config", type=click.Path(path_type=Path), help="TOML file with settings.")
def check(config: Path | None) -> None:
    """Show every setting, its value and where the value comes from."""
    from jetway.config import origins

    for name, value, origin in origins({"config": config}, os.environ):
        click.echo(f"{name:18} {value:40} {origin}")


def _settings(flags: dict[str, Any], state_name: str) -> Settings:
    """The settings, the state folder chosen where none was said."""
    settings = load(flags, os.environ)
    if not is_said("state", flags, os.environ):
        settings = replace(settings, state=_state_home() / (state_name or _state_name(settings.database)))
    return settings


def _state_home() -> Path:
    return Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state") / "jetway"


def _state_name(database: str) -> str:
    """One folder per database, so that two that are served side by side keep apart."""
    from jetway.sources.address import without_password

    where = without_password(database)
    tail = where.partition("?")[0].rstrip("/").rpartition("/")[2].partition(".")[0] or "database"
    return f"{tail}-{hashlib.sha256(where.encode()).hexdigest()[:8]}"

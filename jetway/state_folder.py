"""The folder that an installation keeps its state in: its owner's alone."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

import click

from jetway.core.errors import BadSource

if TYPE_CHECKING:
    from pathlib import Path


def make_state(state: Path) -> None:
    """Make the folder, where it is not there yet. Raises `BadSource`."""
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

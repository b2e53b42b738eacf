"""SQLite files, through apsw."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from jetway.core.errors import BadSource
from jetway.sources.kinds import Kind

if TYPE_CHECKING:
    from jetway.sources import Limits, Source
    from jetway.sources.address import Address


@dataclass(frozen=True, slots=True)
class Options:
    """A file. `read_only`: whether it can or may not be written."""

    path: Path
    read_only: bool = False

    @classmethod
    def of(cls, address: Address) -> Options:
        """From `sqlite:///relative`, `sqlite:////absolute` or a bare path, with `?mode=ro` or without."""
        address.expect(query={"mode"})
        if address.host:
            raise BadSource(
                "An SQLite address has three slashes: sqlite:///data.db or sqlite:////srv/data.db."
            )
        if address.path in ("", ":memory:"):
            raise BadSource("An SQLite address needs the path of a file.")
        mode = address.query.get("mode", "rw")
        if mode not in ("ro", "rw"):
            raise BadSource("mode is ro (read-only) or rw.")
        path = _existing(Path(address.path).expanduser())
        return cls(path, read_only=mode == "ro" or not os.access(path, os.W_OK))


def _existing(path: Path) -> Path:
    if path.is_file():
        return path
    absolute = Path("/") / path
    if absolute.is_file():
        return absolute
    if path.is_dir():
        raise BadSource(f"{path} is a folder. Name the SQLite file in it.")
    raise BadSource(f"There is no file {path}. Check the path; Jetway does not create databases.")


KIND = Kind(label="SQLite", schemes=("sqlite",), options=Options)


async def connect(options: Options, limits: Limits) -> Source:
    """The file, opened and looked into once. Raises `BadSource`."""
    from jetway.sources.kinds.sqlite.source import opened

    return await opened(options.path, limits, read_only=options.read_only)

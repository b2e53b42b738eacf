"""SQLite files, through apsw."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from jetway.core.errors import BadSource
from jetway.sources.kinds import Kind
from jetway.sources.options import Place, switch, text

if TYPE_CHECKING:
    from jetway.sources import Limits, Source
    from jetway.sources.address import Address


@dataclass(frozen=True, slots=True)
class Options:
    """A file. `read_only`: whether it may not be written."""

    path: str = field(metadata=text("File", hint="/srv/data/shop.sqlite", place=Place.FILE, binds=True))
    read_only: bool = field(default=False, metadata=switch("Read-only"))

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
        return cls(address.path, read_only=mode == "ro")


KIND = Kind(label="SQLite", options=Options, schemes=("sqlite",), of=Options.of)


async def connect(options: Options, limits: Limits) -> Source:
    """The file, opened and looked into once. Raises `BadSource`."""
    from jetway.sources.kinds.sqlite.source import opened

    path = _existing(options.path)
    return await opened(path, limits, read_only=options.read_only or not os.access(path, os.W_OK))


def _existing(said: str) -> Path:
    path = Path(said).expanduser()
    if path.is_file():
        return path
    absolute = Path("/") / path
    if absolute.is_file():
        return absolute
    if path.is_dir():
        raise BadSource(f"{path} is a folder. Name the SQLite file in it.")
    raise BadSource(f"There is no file {path}. Check the path; Jetway does not create databases.")

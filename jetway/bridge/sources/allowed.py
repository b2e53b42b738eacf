"""What of the bridge's machine and network people may name, when they add a source."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import anyio.to_thread

from jetway.core.errors import BadSource, InvalidInput, Problem
from jetway.outbound.hosts import Hosts, OutOfReach
from jetway.outbound.reach import ANYWHERE
from jetway.sources.options import Place, asked

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

_HOST = re.compile(r"(?=.{1,253}\Z)[A-Za-z0-9_]([A-Za-z0-9_.-]*[A-Za-z0-9_])?|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*")


@dataclass(frozen=True, slots=True)
class Allowed:
    """`folders`: where files may be opened. `hosts`: those of databases and SSH servers.

    `own`: what is never opened, where it lies in one of the folders: it holds keys and rights, or is the
    first source, whose row rules and ceiling would not hold for another.
    """

    folders: tuple[Path, ...] = ()
    own: tuple[Path, ...] = ()
    hosts: Hosts = field(default_factory=lambda: Hosts(ANYWHERE))

    async def checked(self, options: DataclassInstance) -> DataclassInstance:
        """The options, a file in them by its real path.

        Raises `InvalidInput` for what people may not name, and `BadSource` for a host that is not there.
        Hosts are judged once more for each connection, addresses of apps only there. What is behind another
        host is for that one to look up.
        """
        for name, one in asked(options).items():
            if one.place is Place.FILE:
                path = await anyio.to_thread.run_sync(self._file, name, getattr(options, name))
                options = replace(options, **{name: path})
            elif one.place is Place.HOST and (host := getattr(options, name)):
                _check_name(name, host)
                if not one.behind or not getattr(options, one.behind):
                    await self._host(name, host)
        return options

    def _file(self, name: str, said: str) -> str:
        try:
            path = Path(said).resolve()
        except (OSError, RuntimeError, ValueError):
            path = None
        if path is None or not any(self._opens(folder.resolve(), path) for folder in self.folders):
            listed = ", ".join(map(str, self.folders)) or "none"
            _refuse(name, "file_not_allowed", f"is in no folder that files may be opened in: {listed}")
        return str(path)

    def _opens(self, folder: Path, path: Path) -> bool:
        if not path.is_relative_to(folder) or any(_is_same(path, own) for own in self.own):
            return False
        kept = (own for own in map(Path.resolve, self.own) if own.is_relative_to(folder))
        return not any(path.is_relative_to(own) for own in kept)

    async def _host(self, name: str, host: str) -> None:
        try:
            await self.hosts.addresses(host, 0)
        except OutOfReach:
            _refuse(name, "address_not_allowed", "is no host that databases may be on")
        except OSError:
            raise BadSource(f"There is no host {host!r}. Check the name.") from None


def _is_same(path: Path, own: Path) -> bool:
    """Whether it is the same file, by whatever name."""
    return path.is_file() and own.is_file() and path.samefile(own)


def _check_name(name: str, host: str) -> None:
    if _HOST.fullmatch(host) is None:
        _refuse(name, "address_not_allowed", "takes the name of one host, or its address")


def _refuse(name: str, code: str, detail: str) -> NoReturn:
    problem = Problem(f"/options/{name}", code, detail)
    raise InvalidInput(f"{problem.pointer} {detail}.", problems=(problem,))

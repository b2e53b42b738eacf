"""The kinds of source there are: one module or package here per system, named after it.

Third parties add more by the entry point group `jetway.sources`: name = module.
"""

from __future__ import annotations

import pkgutil
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.metadata import entry_points
from typing import TYPE_CHECKING, Any, Protocol

from jetway.core.errors import BadSource
from jetway.sources import Limits, Source
from jetway.sources.address import Address, parse_address

if TYPE_CHECKING:
    from collections.abc import Mapping


class Options(Protocol):
    """What a kind needs to connect: a frozen dataclass."""

    @classmethod
    def of(cls, address: Address) -> Options:
        """The options that `address` says. Raises `BadSource`."""
        ...


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of source. `extra`: what to install for its driver, as in `jetway-admin[postgresql]`."""

    label: str
    schemes: tuple[str, ...]
    options: type[Options]
    extra: str = ""


class KindModule(Protocol):
    """What a kind's module holds. It imports its driver in `connect`, not before."""

    KIND: Kind

    async def connect(self, options: Any, limits: Limits) -> Source:  # noqa: ANN401  # its own options
        """An open source that has answered once. Raises `BadSource`."""
        ...


@cache
def kinds() -> Mapping[str, KindModule]:
    """Every kind's module by its name."""
    found: dict[str, Any] = {
        module.name: import_module(f"{__name__}.{module.name}") for module in pkgutil.iter_modules(__path__)
    }
    for entry in entry_points(group="jetway.sources"):
        found.setdefault(entry.name, entry.load())
    return found


async def open_source(url: str, limits: Limits | None = None) -> Source:
    """The source at `url`, or in the SQLite file of that path; it has answered once.

    Raises `BadSource`, whose one line says what is wrong and what to do.
    """
    address = parse_address(url)
    module = _module_for(address.scheme)
    options = module.KIND.options.of(address)
    try:
        return await module.connect(options, limits or Limits())
    except ModuleNotFoundError as error:
        kind = module.KIND
        raise BadSource(
            f"{kind.label} needs the driver {error.name}. Run: pip install 'jetway-admin[{kind.extra}]'"
        ) from None


def _module_for(scheme: str) -> KindModule:
    for module in kinds().values():
        if scheme in module.KIND.schemes:
            return module
    known = ", ".join(sorted(f"{scheme}://" for module in kinds().values() for scheme in module.KIND.schemes))
    raise BadSource(f"There is no engine for {scheme}://. There are {known}, or the path of an SQLite file.")

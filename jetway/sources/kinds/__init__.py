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
    from collections.abc import Callable, Mapping

    from _typeshed import DataclassInstance

    from jetway.sources.rest.consent import Client


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of source. `options`: what it needs to connect, a frozen dataclass (`sources.options`).

    `of`: from an address of one of the `schemes` to them. `extra`: what to install for its driver, as in
    `jetway-admin[postgresql]`. `client`: who asks for a person's consent, of options that have one; it raises
    `BadSource`.
    """

    label: str
    options: type[DataclassInstance]
    schemes: tuple[str, ...] = ()
    of: Callable[[Address], DataclassInstance] | None = None
    extra: str = ""
    client: Callable[[Any], Client] | None = None


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


def kind_of(url: str) -> str:
    """The name of the kind that an address belongs to. Raises `BadSource`."""
    return _addressed(parse_address(url).scheme)[0]


async def open_source(url: str, limits: Limits | None = None) -> Source:
    """The source at `url`, or in the SQLite file of that path; it has answered once.

    Raises `BadSource`, whose one line says what is wrong and what to do.
    """
    address = parse_address(url)
    name, of = _addressed(address.scheme)
    return await connect(name, of(address), limits)


async def connect(kind: str, options: DataclassInstance, limits: Limits | None = None) -> Source:
    """The source of that kind; it has answered once. Raises `BadSource`."""
    module = kinds()[kind]
    try:
        return await module.connect(options, limits or Limits())
    except ModuleNotFoundError as error:
        raise BadSource(
            f"{module.KIND.label} needs the driver {error.name}. "
            f"Run: pip install 'jetway-admin[{module.KIND.extra}]'"
        ) from None


def _addressed(scheme: str) -> tuple[str, Callable[[Address], DataclassInstance]]:
    """The kind for addresses of that scheme, and how it reads them."""
    for name, module in kinds().items():
        if scheme in module.KIND.schemes and module.KIND.of is not None:
            return name, module.KIND.of
    known = ", ".join(sorted(f"{scheme}://" for module in kinds().values() for scheme in module.KIND.schemes))
    raise BadSource(f"There is no engine for {scheme}://. There are {known}, or the path of an SQLite file.")

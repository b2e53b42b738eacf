"""What a source may cost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from jetway.outbound.reach import PUBLIC, Reach

if TYPE_CHECKING:
    from jetway.outbound.hosts import Hosts


@dataclass(frozen=True, slots=True)
class Limits:
    """What one statement may cost, and how many may run at once."""

    statement_s: float = 5.0
    connections: int = 8
    wait_s: float = 2.0
    """How long a call waits for a free connection before `PoolTimeout`."""
    export_s: float = 600.0
    """What an export or an import may take, all its statements and waiting for its reader included."""
    structure_s: float = 60.0
    """What a change of tables and columns may take; what takes longer is undone."""
    lock_s: float = 2.0
    """How long such a change waits for others who use the table. Who comes later waits behind it."""
    exports: int = 2
    """How many exports and imports may run at once, on connections of their own."""
    reach: Reach = PUBLIC
    """Where an app may be."""
    hosts: Hosts | None = None
    """Where a database and an SSH server may be; `None`: wherever the operator's own address says."""
    called: str = ""
    """What people call the source; "" where nobody has said."""

    def naming(self, app: str) -> str:
        """What refusals call an app, of which there may be several.

        >>> Limits(called="Issues of Acme").naming("GitHub"), Limits(called="GitHub").naming("GitHub")
        ('Issues of Acme (GitHub)', 'GitHub')
        """
        return app if self.called in ("", app) else f"{self.called} ({app})"


@runtime_checkable
class TakesLonger(Protocol):
    """A source whose reads have a time limit of their own, and end by it with what there is to say."""

    @property
    def read_s(self) -> float:
        """How long one read may take."""
        ...

"""What a bridge knew of control's answers, kept over a restart: for a start while control is away."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING

import anyio
import anyio.to_thread
import msgspec

from jetway.bridge.directory import SaidActor
from jetway.bridge.grants import Known
from jetway.core.ceiling import TokenScope
from jetway.core.directory import Grant
from jetway.core.errors import AuthUnavailable, BadSource
from jetway.seal import seal, unseal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from jetway.bridge.auth import Gate
    from jetway.core.directory import Actor

FILE = "grants.sealed"
FORMAT = "grants 3"
"""What the file is sealed as. Another format has another name, so that neither opens the other's."""

PAUSE_S = 1.0
"""Between two times of writing. What a crash loses is a second of grants, or of their ends."""

log = logging.getLogger(__name__)


class _Kept(msgspec.Struct, frozen=True):
    actor: SaidActor
    by: SaidActor | None
    policy_version: int
    fresh_s: float
    stale_s: float
    scope: TokenScope
    at_s: float


class _File(msgspec.Struct, frozen=True):
    epoch: str
    policy: bytes
    grants: dict[str, _Kept]


@dataclass(frozen=True, slots=True)
class GrantStore:
    """One file of the state folder, sealed with the host's key. It holds no token, only their digests."""

    state: Path
    key: bytes

    def load(self) -> tuple[str, bytes, Mapping[str, Known]] | None:
        """The epoch, the policy and the grants; `None` where none are kept, or none that can be read."""
        try:
            file = msgspec.msgpack.decode(unseal(self.key, FORMAT, self._path.read_bytes()), type=_File)
        except FileNotFoundError:
            return None
        except (OSError, BadSource, msgspec.MsgspecError):
            log.warning("%s cannot be read. Control is asked about everybody anew.", self._path)
            return None
        return file.epoch, file.policy, {sha256: _known(kept) for sha256, kept in file.grants.items()}

    def save(self, epoch: str, policy: bytes, grants: Mapping[str, Known]) -> None:
        """Keep these in place of what was there, whole or not at all. Raises `OSError`."""
        file = _File(epoch, policy, {sha256: _kept(known) for sha256, known in grants.items()})
        unnamed = self._path.with_suffix(".new")
        unnamed.touch(mode=0o600)
        unnamed.write_bytes(seal(self.key, FORMAT, msgspec.msgpack.encode(file)))
        unnamed.replace(self._path)

    @property
    def _path(self) -> Path:
        return self.state / FILE


def take_up(store: GrantStore, gate: Gate) -> None:
    """Let the gate go on with what is kept."""
    kept = store.load()
    if kept is None:
        return
    try:
        gate.take_up(*kept)
    except AuthUnavailable:
        log.warning("The policy that was kept cannot be read. Control is asked for it anew.")


async def keep(store: GrantStore, gate: Gate) -> None:
    """Write down what the gate knows whenever it has changed, for ever."""
    while True:
        await gate.grants.changed.wait()
        gate.grants.changed.clear()
        if gate.policy_json:
            kept = (gate.grants.epoch, gate.policy_json, dict(gate.grants.known))
            try:
                await anyio.to_thread.run_sync(store.save, *kept)
            except OSError as error:
                log.warning("Grants cannot be kept over a restart: %s.", error)
        await anyio.sleep(PAUSE_S)


def _kept(known: Known) -> _Kept:
    grant = known.grant
    times = (grant.policy_version, grant.fresh_s, grant.stale_s)
    by = None if grant.by is None else _said(grant.by)
    return _Kept(_said(grant.actor), by, *times, grant.scope, known.at_s)


def _said(actor: Actor) -> SaidActor:
    return SaidActor(actor.id, actor.role, dict(actor.attributes))


def _known(kept: _Kept) -> Known:
    by = None if kept.by is None else kept.by.actor()
    times = (kept.policy_version, kept.fresh_s, kept.stale_s)
    return Known(Grant(kept.actor.actor(), *times, kept.scope, by=by), kept.at_s)

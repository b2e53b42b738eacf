"""Firebase's Realtime Database: lists of objects as tables, by its REST API."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from jetway.core.errors import BadSource
from jetway.sources.kinds import Kind
from jetway.sources.options import Place, long_text, secret, text

if TYPE_CHECKING:
    from jetway.core.secret import Secret
    from jetway.sources import Limits, Source
    from jetway.sources.address import Address

ADDRESS_HINT = "https://NAME.firebaseio.com, or https://NAME.REGION.firebasedatabase.app"
KEY_HINT = "The JSON of a service account's key. An emulator takes none."
LISTS_HINT = "Beside those at the root, one path a line: shop/orders"


@dataclass(frozen=True, slots=True)
class Options:
    """Where the database is, and the key file of a service account."""

    address: str = field(metadata=text("Address", hint=ADDRESS_HINT, place=Place.URL, binds=True))
    key_file: Secret | None = field(default=None, metadata=secret("Key file", hint=KEY_HINT, long=True))
    lists: str = field(default="", metadata=long_text("Further lists", hint=LISTS_HINT))

    @property
    def emulator(self) -> str:
        """What an emulator takes for everybody's proof."""
        return "owner"

    @classmethod
    def of(cls, address: Address) -> Options:
        """From `realtime-database://:key-file@?address=https://…`, with or without `lists=`."""
        address.expect(query={"address", "lists"})
        said = address.query
        if not said.get("address") or address.host or address.user or address.path:
            raise BadSource(
                "The address is realtime-database://:KEY-FILE@?address=https://NAME.firebaseio.com"
            )
        lists = said.get("lists", "").replace(",", "\n")
        return cls(said["address"], address.password, lists)


KIND = Kind(label="Realtime Database", options=Options, schemes=("realtime-database",), of=Options.of)


async def connect(options: Options, limits: Limits) -> Source:
    """The database, once its root was listed. Raises `BadSource`."""
    from jetway.sources.kinds.realtime_database.opening import opened

    return await opened(options, limits)

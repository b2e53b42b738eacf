"""Firestore: collections as tables, by its REST API."""

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

ADDRESS = "https://firestore.googleapis.com"
SCOPES = ("https://www.googleapis.com/auth/datastore",)
KEY_HINT = "The JSON of a service account's key that may read and write Firestore. An emulator takes none."
MORE_HINT = "Beside those at the root, one a line: users/ana/orders, or */orders for all that are called so."


@dataclass(frozen=True, slots=True)
class Options:
    """A project's database, and the key file of a service account."""

    project: str = field(metadata=text("Project"))
    key_file: Secret | None = field(default=None, metadata=secret("Key file", hint=KEY_HINT, long=True))
    database: str = field(default="(default)", metadata=text("Database"))
    collections: str = field(default="", metadata=long_text("Further collections", hint=MORE_HINT))
    address: str = field(default=ADDRESS, metadata=text("Address", place=Place.URL, binds=True))

    @property
    def emulator(self) -> str:
        """What an emulator takes for everybody's proof."""
        return "owner"

    @classmethod
    def of(cls, address: Address) -> Options:
        """From `firestore://:key-file@/project/database`, with `?collections=` and `address=`."""
        address.expect(query={"collections", "address"})
        project, _, database = address.path.partition("/")
        if not project or address.host or address.user:
            raise BadSource(
                "The address of Firestore is firestore://:KEY-FILE@/PROJECT or …/PROJECT/DATABASE."
            )
        said = address.query
        return cls(
            project,
            address.password,
            database or "(default)",
            said.get("collections", "").replace(",", "\n"),
            said.get("address", ADDRESS),
        )


KIND = Kind(label="Firestore", options=Options, schemes=("firestore",), of=Options.of)


async def connect(options: Options, limits: Limits) -> Source:
    """The database, once its collections were listed. Raises `BadSource`."""
    from jetway.sources.kinds.firestore.opening import opened

    return await opened(options, limits)

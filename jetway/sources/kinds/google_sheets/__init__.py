"""Google Sheets: a spreadsheet, each of its sheets a table."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import msgspec

from jetway.core.errors import BadSource, Failure
from jetway.core.secret import Secret
from jetway.sources.kinds import Kind
from jetway.sources.options import Place, long_text, number, secret, text

if TYPE_CHECKING:
    from jetway.sources import Limits, Source
    from jetway.sources.address import Address
    from jetway.sources.kinds.google_sheets.description import Description
    from jetway.sources.kinds.google_sheets.spreadsheet import SpreadsheetClient

ADDRESS = "https://sheets.googleapis.com"
TOKENS = "https://oauth2.googleapis.com/token"
SCOPE = "https://www.googleapis.com/auth/spreadsheets"
MOST_CELLS = 200_000

KEY_HINT = "The whole JSON file of a service account's key. Share the spreadsheet with its client_email."
KEYS_HINT = "For a sheet whose rows have a unique column, one line: Customers = Email"

_KEY_FIELD = "key_file"
_IN_ADDRESS = re.compile(r"/spreadsheets/(?:u/[0-9]+/)?d/([\w-]+)", re.ASCII)
_ID = re.compile(r"[\w-]{10,200}", re.ASCII)


class KeyFile(msgspec.Struct):
    """What is read of a service account's key file here."""

    client_email: str
    token_uri: str = TOKENS


@dataclass(frozen=True, slots=True)
class Options:
    """A service account's key, and which spreadsheet."""

    key_file: Secret = field(metadata=secret("Service account key", hint=KEY_HINT, long=True))
    spreadsheet: str = field(metadata=text("Spreadsheet", hint="Its address in the browser, or its id."))
    header_row: int = field(default=1, metadata=number("Header row", 1, 1000))
    keys: str = field(default="", metadata=long_text("Key columns", hint=KEYS_HINT))
    most_cells: int = field(default=MOST_CELLS, metadata=number("Cells of a sheet, at most", 1000, 1_000_000))
    address: str = field(default=ADDRESS, metadata=text("Address", place=Place.URL, binds=True))

    @classmethod
    def of(cls, address: Address) -> Options:
        """From `google-sheets:///etc/jetway/key.json?spreadsheet=…`, with the other options behind it."""
        address.expect(query={"spreadsheet", "header_row", "keys", "most_cells", "address"})
        if address.host or not address.path or not address.query.get("spreadsheet"):
            raise BadSource(
                "The address takes a key file and a spreadsheet: google-sheets:///etc/jetway/key.json?spreadsheet=…"
            )
        return cls(
            _file(f"/{address.path}"),
            address.query["spreadsheet"],
            _number(address, "header_row", 1),
            address.query.get("keys", ""),
            _number(address, "most_cells", MOST_CELLS),
            address.query.get("address", ADDRESS),
        )


def _file(path: str) -> Secret:
    try:
        return Secret(Path(path).read_text())
    except (OSError, UnicodeDecodeError):
        raise BadSource(f"The key file {path} cannot be read.") from None


def _number(address: Address, name: str, usual: int) -> int:
    said = address.query.get(name, str(usual))
    if not said.isdecimal() or not 0 < int(said) <= 1_000_000:
        raise BadSource(f"{name} takes a whole number.")
    return int(said)


KIND = Kind(label="Google Sheets", options=Options, schemes=("google-sheets",), of=Options.of)


async def connect(options: Options, limits: Limits) -> Source:
    """The spreadsheet, once it was described. Raises `BadSource`."""
    from jetway.sources.kinds.google_sheets.description import Description
    from jetway.sources.kinds.google_sheets.rows import Rows
    from jetway.sources.kinds.google_sheets.source import SheetsSource

    key = _key_file(options)
    client = _client(options, key, limits)
    rows = Rows(client, options.most_cells)
    description = Description(rows, options.header_row, _keys(options.keys))
    try:
        await _require_tables(description)
    except Failure as failure:
        await client.close()
        raise BadSource(_why(failure, key)) from None
    return SheetsSource(description, rows)


def _client(options: Options, key: KeyFile, limits: Limits) -> SpreadsheetClient:
    from jetway.outbound.guard import guarded_client
    from jetway.sources.kinds.google_sheets.spreadsheet import SpreadsheetClient
    from jetway.sources.rest.auth import ServiceAccount
    from jetway.sources.rest.credentials import Credentials
    from jetway.sources.rest.session import Session, require_address
    from jetway.sources.rest.spec import Bounds, Connector

    require_address(options.address, limits.reach)
    if key.token_uri != TOKENS and not limits.reach.names(urlsplit(key.token_uri).hostname or ""):
        raise BadSource(
            "The key file asks for its tokens elsewhere than at Google, where Jetway does not go. "
            "Download a new one."
        )
    connector = Connector(
        title="Google Sheets",
        address=options.address,
        auth=ServiceAccount(token_url=key.token_uri, secret=_KEY_FIELD, scopes=(SCOPE,)),
        check="/",
        collections={},
        limits=Bounds(per_second=10, requests=40, seconds=12, retries=4),
        message="error.message",
    )
    http = guarded_client(limits.reach)
    session = Session(connector, options.address, http, Credentials(connector.auth, options, http))
    return SpreadsheetClient(session, spreadsheet_id(options.spreadsheet))


async def _require_tables(description: Description) -> None:
    schema = await description.schema()
    if not schema.tables:
        raise BadSource(f"The spreadsheet has no table. {' '.join(schema.notes)}".strip())


def _why(failure: Failure, key: KeyFile) -> str:
    if failure.code == "app_not_permitted":
        return (
            f"{failure.detail} Share the spreadsheet with {key.client_email}, as an editor where rows are to "
            "be changed, and switch the Google Sheets API on in the account's project."
        )
    return failure.detail


def spreadsheet_id(said: str) -> str:
    """The id in an address of a spreadsheet, or the id itself. Raises `BadSource`.

    >>> spreadsheet_id("https://docs.google.com/spreadsheets/d/1aBcD-efGhIjK/edit#gid=0")
    '1aBcD-efGhIjK'
    """
    found = _IN_ADDRESS.search(said)
    if found is None and _ID.fullmatch(said.strip()) is None:
        raise BadSource(
            "That is no spreadsheet. Copy its address: https://docs.google.com/spreadsheets/d/…/edit"
        )
    return found[1] if found else said.strip()


def _key_file(options: Options) -> KeyFile:
    try:
        return msgspec.json.decode(options.key_file.reveal(), type=KeyFile)
    except msgspec.MsgspecError:
        raise BadSource("The key file is not of a service account. Paste its whole JSON.") from None


def _keys(said: str) -> dict[str, str]:
    """The key's column by sheet. Raises `BadSource` for a line that says no such thing."""
    found: dict[str, str] = {}
    for line in filter(str.strip, said.splitlines()):
        sheet, equals, column = line.rpartition("=")
        if not equals or not sheet.strip() or not column.strip():
            raise BadSource(
                f"Key columns take a sheet and a column in each line, as Customers = Email: {line!r}"
            )
        found[sheet.strip()] = " ".join(column.split())
    return found

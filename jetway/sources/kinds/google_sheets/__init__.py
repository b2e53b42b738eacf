"""Google Sheets: a spreadsheet, each of its sheets a table."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from jetway.core.errors import BadSource, Failure
from jetway.core.secret import Secret
from jetway.sources.by_consent import ByConsent, asking
from jetway.sources.kinds import Kind
from jetway.sources.options import Place, long_text, number, secret, text

if TYPE_CHECKING:
    from jetway.sources import Limits, Source
    from jetway.sources.address import Address
    from jetway.sources.kinds.google_sheets.description import Description
    from jetway.sources.kinds.google_sheets.spreadsheet import SpreadsheetClient
    from jetway.sources.rest.auth import AuthorizationCode, ServiceAccount
    from jetway.sources.rest.consent import Client

ADDRESS = "https://sheets.googleapis.com"
PAGE = "https://accounts.google.com/o/oauth2/v2/auth"
TOKENS = "https://oauth2.googleapis.com/token"
SCOPE = "https://www.googleapis.com/auth/spreadsheets"
MOST_CELLS = 200_000

KEY_HINT = "The whole JSON file of a service account's key. Share the spreadsheet with its client_email."
KEYS_HINT = "For a sheet whose rows have a unique column, one line: Customers = Email"

_IN_ADDRESS = re.compile(r"/spreadsheets/(?:u/[0-9]+/)?d/([\w-]+)", re.ASCII)
_ID = re.compile(r"[\w-]{10,200}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Options(ByConsent):
    """Which spreadsheet; and a service account's key, or who asks for a person's consent.

    `tokens`: where Google gives tokens for a consent; beside it, it withdraws them.
    """

    spreadsheet: str = field(metadata=text("Spreadsheet", hint="Its address in the browser, or its id."))
    key_file: Secret | None = field(
        default=None, metadata=secret("Service account key", hint=KEY_HINT, long=True)
    )
    header_row: int = field(default=1, metadata=number("Header row", 1, 1000))
    keys: str = field(default="", metadata=long_text("Key columns", hint=KEYS_HINT))
    most_cells: int = field(default=MOST_CELLS, metadata=number("Cells of a sheet, at most", 1000, 1_000_000))
    address: str = field(default=ADDRESS, metadata=text("Address", place=Place.URL, binds=True))
    tokens: str = TOKENS

    @classmethod
    def of(cls, address: Address) -> Options:
        """From `google-sheets:///etc/jetway/key.json?spreadsheet=…`, with the other options behind it."""
        address.expect(query={"spreadsheet", "header_row", "keys", "most_cells", "address"})
        if address.host or not address.path or not address.query.get("spreadsheet"):
            raise BadSource(
                "The address takes a key file and a spreadsheet: google-sheets:///etc/jetway/key.json?spreadsheet=…"
            )
        return cls(
            address.query["spreadsheet"],
            _file(f"/{address.path}"),
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


def _client(options: Options) -> Client:
    from jetway.sources.rest.consent import client_of

    return client_of(options.address, _consent(options), options)


def _consent(options: Options) -> AuthorizationCode:
    """Google gives a refresh token only where it is asked to, and where the person agrees anew."""
    revoke = f"{options.tokens.rpartition('/')[0]}/revoke"
    return asking(PAGE, options.tokens, revoke, SCOPE, access_type="offline", prompt="consent")


KIND = Kind(label="Google Sheets", options=Options, schemes=("google-sheets",), of=Options.of, client=_client)


async def connect(options: Options, limits: Limits) -> Source:
    """The spreadsheet, once it was described. Raises `BadSource`."""
    from jetway.sources.kinds.google_sheets.description import Description
    from jetway.sources.kinds.google_sheets.rows import Rows
    from jetway.sources.kinds.google_sheets.source import SheetsSource

    auth, email = _auth(options, limits)
    spreadsheet = _spreadsheet(options, auth, limits)
    rows = Rows(spreadsheet, options.most_cells)
    description = Description(rows, options.header_row, _keys(options.keys))
    try:
        await _require_tables(description)
    except Failure as failure:
        await spreadsheet.close()
        raise BadSource(_why(failure, email), problems=failure.problems) from None
    return SheetsSource(description, rows)


def _auth(options: Options, limits: Limits) -> tuple[ServiceAccount | AuthorizationCode, str]:
    """How Google knows who asks, and whom the spreadsheet is to be shared with. Raises `BadSource`."""
    from jetway.sources.rest.google import service_account

    if options.key_file is None:
        if not options.client_id:
            raise BadSource("Google Sheets needs a service account's key, or a client id to connect with.")
        return _consent(options), "the account that has agreed"
    return service_account(options.key_file, (SCOPE,), limits)


def _spreadsheet(
    options: Options, auth: ServiceAccount | AuthorizationCode, limits: Limits
) -> SpreadsheetClient:
    from jetway.sources.kinds.google_sheets.spreadsheet import SpreadsheetClient
    from jetway.sources.rest.source import session_with
    from jetway.sources.rest.spec import Bounds, Connector

    connector = Connector(
        title="Google Sheets",
        address=options.address,
        auth=auth,
        check="/",
        collections={},
        limits=Bounds(per_second=10, requests=40, seconds=12, retries=4),
        message="error.message",
    )
    session = session_with(connector, options, options.address, limits)
    return SpreadsheetClient(session, spreadsheet_id(options.spreadsheet))


async def _require_tables(description: Description) -> None:
    schema = await description.schema()
    if not schema.tables:
        raise BadSource(f"The spreadsheet has no table. {' '.join(schema.notes)}".strip())


def _why(failure: Failure, email: str) -> str:
    if failure.code == "app_not_permitted":
        return (
            f"{failure.detail} Share the spreadsheet with {email}, as an editor where rows are to "
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

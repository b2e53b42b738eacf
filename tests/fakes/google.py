"""A Google of our own: a token endpoint for service accounts, and Google Sheets, as a local HTTP server.

It does what the documentation of sheets v4 says: empty ranges have no `values`, empty cells and rows at the
end are left out, answers hold the `fields` that were asked for, a batch is done whole or not at all, metadata
moves with its row.
"""

import json
import re
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from typing import Any, ClassVar
from urllib.parse import parse_qsl, unquote

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import RSAKey

from tests.canaries import canary
from tests.fakes.http import said, served

FILE = "1aBcD-the_spreadsheet"
SCOPE = "https://www.googleapis.com/auth/spreadsheets"
ROBOT = "robot@shop.iam.gserviceaccount.com"
EPOCH = datetime(1899, 12, 30)


@cache
def private_key() -> RSAKey:
    return RSAKey.generate_key(2048)


@cache
def unknown_key() -> RSAKey:
    """A key as good as the other, of which the server has not heard."""
    return RSAKey.generate_key(2048)


class Refused(Exception):
    """An answer that is an error."""

    def __init__(self, status: int, message: str, word: str = "INVALID_ARGUMENT", **headers: str) -> None:
        self.status, self.headers = status, headers
        self.content = {"error": {"code": status, "message": message, "status": word}}


@dataclass
class Cell:
    """A cell: its value, the formula that made it, and the type of its number format.

    `spilled`: a formula elsewhere made it.
    """

    value: Any = None
    formula: str = ""
    format: str = ""
    spilled: bool = False

    @classmethod
    def of(cls, said: Any) -> "Cell":
        match said:
            case Cell():
                return said
            case datetime():
                return cls((said - EPOCH).total_seconds() / 86400, format="DATE_TIME")
            case date():
                return cls((datetime(said.year, said.month, said.day) - EPOCH).days, format="DATE")
            case _:
                return cls(said)

    def data(self) -> dict[str, Any]:
        kind = {bool: "boolValue", str: "stringValue"}.get(type(self.value), "numberValue")
        told: dict[str, Any] = {}
        if self.value is not None:
            entered = {"formulaValue": self.formula} if self.formula else {kind: self.value}
            told |= {} if self.spilled else {"userEnteredValue": entered}
            told |= {"effectiveValue": {kind: self.value}}
        shown = {"numberFormat": {"type": self.format, "pattern": "p"}} if self.format else {}
        return told | ({"effectiveFormat": shown | {"padding": {}}} if told or shown else {})


@dataclass
class Sheet:
    """A sheet. `marks`: the row of each developer metadata."""

    id: int
    title: str
    rows: list[list[Cell]]
    merges: list[dict[str, int]] = field(default_factory=list)
    protected: list[dict[str, Any]] = field(default_factory=list)
    tables: list[dict[str, Any]] = field(default_factory=list)
    marks: dict[int, int] = field(default_factory=dict)
    type: str = "GRID"
    height: int = 60

    def put(self, row: int, column: int, cell: Cell) -> None:
        while len(self.rows) <= row:
            self.rows.append([])
        self.rows[row] += [Cell() for _ in range(column + 1 - len(self.rows[row]))]
        self.rows[row][column] = cell

    def insert(self, at: int, *values: Any) -> None:
        """A row above the one at that place, as a person inserts it."""
        self.rows.insert(at, [Cell.of(one) for one in values])
        self.marks = {mark: row + (row >= at) for mark, row in self.marks.items()}
        self.height += 1

    def delete(self, at: int) -> None:
        if at < len(self.rows):
            del self.rows[at]
        self.marks = {mark: row - (row > at) for mark, row in self.marks.items() if row != at}
        self.height -= 1

    def values(self, start: int = 0, end: int | None = None) -> list[list[Any]]:
        rows = [_trimmed(["" if one.value is None else one.value for one in row]) for row in self.rows]
        return _trimmed(rows[start:end])

    def told(self, ranges: list[tuple[int, int]], with_data: bool) -> dict[str, Any]:
        grid = {"rowCount": self.height, "columnCount": 26}
        properties = {"sheetId": self.id, "title": self.title, "index": 0, "sheetType": self.type}
        told: dict[str, Any] = {
            "properties": properties | ({"gridProperties": grid} if self.type == "GRID" else {})
        }
        for name, value in (
            ("merges", self.merges),
            ("protectedRanges", self.protected),
            ("tables", self.tables),
        ):
            told |= {name: value} if value else {}
        if with_data:
            told["data"] = [self._data(*one) for one in ranges or [(0, self.height)]]
        return told

    def _data(self, start: int, end: int) -> dict[str, Any]:
        lines = _trimmed([_trimmed([cell.data() for cell in row]) for row in self.rows[start:end]])
        rows = [{"values": line} if line else {} for line in lines]
        return ({"startRow": start} if start else {}) | ({"rowData": rows} if rows else {})


@dataclass
class Google:
    """The server's memory. `faults`: what the next requests of Sheets are answered instead.

    `between`: what happens just before the next request that ends so is served. `opened_by`: the names of the
    canaries that are for it.
    """

    opened_by: ClassVar[tuple[str, ...]] = ("google",)

    address: str = ""
    sheets: list[Sheet] = field(default_factory=list)
    requests: list[tuple[str, str, Any]] = field(default_factory=list)
    faults: list[Refused] = field(default_factory=list)
    between: list[tuple[str, Callable[[], None]]] = field(default_factory=list)
    tokens: list[str] = field(default_factory=list)
    shared: bool = True
    mark: int = 0

    def key_file(self, key: RSAKey | None = None) -> str:
        pem = (key or private_key()).as_pem(private=True).decode()
        token_uri = f"{self.address}/token"
        return json.dumps(
            {"type": "service_account", "client_email": ROBOT, "private_key": pem, "token_uri": token_uri}
        )

    def add(self, title: str, *rows: tuple[Any, ...]) -> Sheet:
        made = Sheet(len(self.sheets) * 7, title, [[Cell.of(one) for one in row] for row in rows])
        self.sheets.append(made)
        return made

    def token(self, form: dict[str, str]) -> Any:
        if form.get("grant_type") != "urn:ietf:params:oauth:grant-type:jwt-bearer":
            raise _no_grant("unsupported_grant_type")
        try:
            claims = jwt.decode(form["assertion"], private_key(), algorithms=["RS256"]).claims
        except (JoseError, ValueError):
            raise _no_grant("Invalid JWT Signature.") from None
        now, audience = time.time(), (f"{self.address}/token", "https://oauth2.googleapis.com/token")
        if claims["aud"] not in audience or claims["iss"] != ROBOT or claims["scope"] != SCOPE:
            raise _no_grant("Invalid JWT: aud, iss or scope.")
        if not claims["iat"] - 60 <= now < claims["exp"] <= claims["iat"] + 3600:
            raise _no_grant("Invalid JWT: Token must be a short-lived token (60 minutes).")
        self.tokens.append(f"ya29.{canary('google')}-{len(self.tokens)}")
        return {"access_token": self.tokens[-1], "expires_in": 3599, "token_type": "Bearer"}

    def answer(self, method: str, path: str, query: list[tuple[str, str]], headers: dict, body: Any) -> Any:
        if not self.tokens or headers.get("authorization") != f"Bearer {self.tokens[-1]}":
            raise Refused(401, "Request had invalid authentication credentials.", "UNAUTHENTICATED")
        if self.faults:
            raise self.faults.pop(0)
        if not path.startswith(f"/v4/spreadsheets/{FILE}"):
            raise Refused(404, "Requested entity was not found.", "NOT_FOUND")
        what = path.removeprefix(f"/v4/spreadsheets/{FILE}")
        if not self.shared:
            raise Refused(403, "The caller does not have permission", "PERMISSION_DENIED")
        if self.between and what.endswith(self.between[0][0]):
            self.between.pop(0)[1]()
        params, ranges = dict(query), [text for name, text in query if name == "ranges"]
        match method, what:
            case "GET", "":
                told = self._told(ranges, params.get("includeGridData") == "true")
            case "GET", "/values:batchGet":
                told = self._values(ranges, params)
            case "POST", ":batchUpdate":
                told = self._batch(body)
            case "POST", "/values:batchUpdateByDataFilter":
                told = self._write(body)
            case _:
                raise Refused(404, "Method not found.", "NOT_FOUND")
        return _masked(told, _mask(params["fields"])) if "fields" in params else told

    def _told(self, ranges: list[str], with_data: bool) -> Any:
        wanted: dict[int, list[tuple[int, int]]] = {}
        for one in ranges:
            sheet, start, end = self._range(one)
            wanted.setdefault(sheet.id, []).append((start, end))
        sheets = [one for one in self.sheets if one.id in wanted or not ranges]
        told = [one.told(wanted.get(one.id, []), with_data) for one in sheets]
        return {"spreadsheetId": FILE, "properties": {"title": "Shop"}, "sheets": told}

    def _values(self, ranges: list[str], params: dict[str, str]) -> Any:
        plain = (params.get("valueRenderOption"), params.get("dateTimeRenderOption"))
        if plain != ("UNFORMATTED_VALUE", "SERIAL_NUMBER"):
            raise Refused(400, "This server tells plain values alone.")
        told = []
        for one in ranges:
            sheet, start, end = self._range(one)
            values = sheet.values(start, end)
            told.append({"range": one, "majorDimension": "ROWS"} | ({"values": values} if values else {}))
        return {"spreadsheetId": FILE, "valueRanges": told}

    def _range(self, text: str) -> tuple[Sheet, int, int]:
        found = re.fullmatch(r"'((?:[^']|'')+)'(?:!(\d+):(\d+))?", text)
        sheets = [one for one in self.sheets if found and one.title == found[1].replace("''", "'")]
        if not found or not sheets:
            raise Refused(400, f"Unable to parse range: {text}")
        start, end = int(found[2] or 1), int(found[3] or sheets[0].height)
        if end > sheets[0].height:
            raise Refused(400, f"Range ({text}) exceeds grid limits. Max rows: {sheets[0].height}")
        return sheets[0], start - 1, end

    def _batch(self, body: Any) -> Any:
        kept = deepcopy(self.sheets)
        try:
            replies = [self._one(request) for request in body["requests"]]
        except Refused:
            self.sheets[:] = kept
            raise
        told = {"spreadsheetId": FILE, "replies": replies}
        if body.get("includeSpreadsheetInResponse"):
            ranges, with_data = body.get("responseRanges", []), body.get("responseIncludeGridData", False)
            told["updatedSpreadsheet"] = self._told(ranges, with_data)
        return told

    def _one(self, request: Any) -> Any:
        [(name, asked)] = request.items()
        match name:
            case "createDeveloperMetadata":
                wanted = asked["developerMetadata"]
                place = wanted["location"]["dimensionRange"]
                self.mark += 1
                self._sheet(place["sheetId"]).marks[self.mark] = place["startIndex"]
                return {name: {"developerMetadata": wanted | {"metadataId": self.mark}}}
            case "deleteDeveloperMetadata":
                sheet, mark, _ = self._marked(asked["dataFilter"])
                del sheet.marks[mark]
            case "appendCells":
                self._append(asked)
            case "deleteDimension":
                place = asked["range"]
                sheet = self._sheet(place["sheetId"])
                _require_unprotected(sheet, place["startIndex"], range(26))
                sheet.delete(place["startIndex"])
        return {}

    def _append(self, asked: Any) -> None:
        if "tableId" in asked:
            tables = [(one, table) for one in self.sheets for table in one.tables]
            sheet, table = next(both for both in tables if both[1]["tableId"] == asked["tableId"])
            at = table["range"]["endRowIndex"]
            table["range"]["endRowIndex"] += 1
        else:
            sheet = self._sheet(asked["sheetId"])
            at = len(sheet.values())
        for index, cell in enumerate(asked["rows"][0]["values"]):
            shown = cell.get("userEnteredFormat", {}).get("numberFormat", {}).get("type", "")
            value = next(iter(cell.get("userEnteredValue", {}).values()), None)
            sheet.put(at, index, Cell(value, format=shown))

    def _write(self, body: Any) -> Any:
        if body.get("valueInputOption") != "RAW":
            raise Refused(400, "'valueInputOption' is required but not specified")
        told = []
        for one in body["data"]:
            try:
                sheet, _, at = self._marked(one["dataFilter"])
            except Refused:
                continue
            [line] = one["values"]
            _require_unprotected(sheet, at, [index for index, cell in enumerate(line) if cell is not None])
            for index, cell in enumerate(line):
                if cell is not None:
                    before = sheet.rows[at][index] if index < len(sheet.rows[at]) else Cell()
                    sheet.put(at, index, Cell(None if cell == "" else cell, format=before.format))
            range_ = f"'{sheet.title}'!A{at + 1}:Z{at + 1}"
            told.append({"updatedRange": range_, "updatedData": {"values": sheet.values(at, at + 1)}})
        return {"spreadsheetId": FILE, "responses": told}

    def _marked(self, wanted: Any) -> tuple[Sheet, int, int]:
        mark = wanted["developerMetadataLookup"]["metadataId"]
        for sheet in self.sheets:
            if mark in sheet.marks:
                return sheet, mark, sheet.marks[mark]
        raise Refused(400, f"No developer metadata with id: {mark}")

    def _sheet(self, id_: int) -> Sheet:
        found = [one for one in self.sheets if one.id == id_]
        if not found:
            raise Refused(400, f"Invalid requests[0]: No grid with id: {id_}")
        return found[0]


def _require_unprotected(sheet: Sheet, row: int, columns: Any) -> None:
    for one in sheet.protected:
        place = one["range"]
        rows = range(place.get("startRowIndex", 0), place.get("endRowIndex", 999))
        some = range(place.get("startColumnIndex", 0), place.get("endColumnIndex", 26))
        if row in rows and set(some) & set(columns) and not one.get("requestingUserCanEdit"):
            raise Refused(400, "You are trying to edit a protected cell or object.")


def _trimmed(items: list[Any]) -> list[Any]:
    while items and items[-1] in ("", [], {}):
        items = items[:-1]
    return items


def _mask(text: str) -> dict[str, Any]:
    """`a,b(c,d)` as `{"a": {}, "b": {"c": {}, "d": {}}}`."""
    whole: dict[str, Any] = {}
    above, name = [whole], ""
    for part in re.findall(r"[A-Za-z]+|[(),]", text):
        if part == "(":
            above.append(above[-1][name])
        elif part == ")":
            above.pop()
        elif part != ",":
            name = part
            above[-1][name] = {}
    return whole


def _masked(told: Any, mask: dict[str, Any]) -> Any:
    if not mask:
        return told
    if isinstance(told, list):
        return [_masked(one, mask) for one in told]
    return {name: _masked(told[name], inner) for name, inner in mask.items() if name in told}


def _no_grant(why: str) -> Refused:
    refused = Refused(400, why)
    refused.content = {"error": "invalid_grant", "error_description": why}
    return refused


def answered(
    kept: Google, method: str, target: str, headers: dict[str, str], body: bytes
) -> tuple[int, Any, dict[str, str]]:
    """The status, the body and the headers of an answer."""
    path, _, query = target.partition("?")
    status, more = 200, {}
    try:
        if path == "/token":
            content = kept.token(dict(parse_qsl(body.decode())))
        else:
            sent = json.loads(body) if body else None
            pairs = parse_qsl(query, keep_blank_values=True)
            kept.requests.append((method, unquote(path).rpartition(FILE)[2], sent or pairs))
            content = kept.answer(method, unquote(path), pairs, headers, sent)
    except Refused as refused:
        status, more, content = refused.status, refused.headers, refused.content
    return status, content, {name.replace("_", "-"): text for name, text in more.items()}


@asynccontextmanager
async def google(kept: Google | None = None) -> AsyncIterator[Google]:
    """The server, on a port of its own."""
    kept = kept or Google()

    async def answer(*asked: Any) -> bytes:
        status, content, more = answered(kept, *asked)
        return said(status, json.dumps(content).encode(), more)

    async with served(answer, *kept.opened_by) as kept.address:
        yield kept

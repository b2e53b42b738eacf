"""What is asked of one spreadsheet: each request that Google Sheets gets, and nothing of what it is for."""

from __future__ import annotations

import uuid
from contextlib import suppress
from typing import TYPE_CHECKING
from urllib.parse import quote

import msgspec

from jetway.core.errors import AppChanged, AppRefused, Failure, SchemaChanged, UnknownRow
from jetway.sources.kinds.google_sheets.answers import Sheet, Spreadsheet, Updated, Values, Written, shaped
from jetway.sources.rest.request import Call

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from jetway.sources.kinds.google_sheets.answers import ValueRange, WrittenRange
    from jetway.sources.kinds.google_sheets.cells import Cell
    from jetway.sources.rest.session import Budget, Session

METADATA_KEY = "jetway.row"
SAMPLE_ROWS = 100
_GRID = "properties(sheetId,title,sheetType,gridProperties(rowCount,columnCount))"
_GUARDS = "merges,protectedRanges(range,requestingUserCanEdit,warningOnly,unprotectedRanges)"
_SHEETS = f"sheets({_GRID},tables(tableId,range,columnProperties))"
_SAMPLE = "data(rowData(values(userEnteredValue,effectiveValue,effectiveFormat(numberFormat))))"
_ROW = f"sheets({_GRID},{_GUARDS},data(startRow,rowData(values(userEnteredValue,effectiveValue))))"
_PLAIN = (("valueRenderOption", "UNFORMATTED_VALUE"), ("dateTimeRenderOption", "SERIAL_NUMBER"))


class SpreadsheetClient:
    """Requests about one spreadsheet."""

    def __init__(self, session: Session, id_: str) -> None:
        self._session = session
        self._at = f"/v4/spreadsheets/{quote(id_, safe='')}"

    def budget(self) -> Budget:
        """For one read or write."""
        return self._session.budget()

    async def sheets(self, budget: Budget) -> Spreadsheet:
        """All sheets, without what is in them."""
        return await self._spreadsheet((("fields", _SHEETS),), budget)

    async def samples(self, sheets: Sequence[Sheet], header_row: int, budget: Budget) -> Sequence[Sheet]:
        """The formats and formulas in the first rows of each sheet, below its header."""
        ranges = [("ranges", _sampled(one, header_row)) for one in sheets]
        fields = f"sheets({_GRID},{_SAMPLE})"
        found = await self._spreadsheet((*ranges, ("includeGridData", "true"), ("fields", fields)), budget)
        return found.sheets

    async def values(self, titles: Sequence[str], budget: Budget) -> Sequence[ValueRange]:
        """All that whole sheets hold. Raises `SchemaChanged` where one is not there any more."""
        params = (*(("ranges", quoted(title)) for title in titles), ("majorDimension", "ROWS"), *_PLAIN)
        body = await self._asked(Call("GET", f"{self._at}/values:batchGet", params), budget)
        found = shaped(body, Values).value_ranges
        if len(found) != len(titles):
            raise AppChanged("Google Sheets sent other ranges than those that it was asked for.")
        return found

    async def look(self, title: str, rows: Sequence[int], budget: Budget) -> Sheet:
        """Some rows of a sheet, by their numbers, as they are now, and what guards the sheet."""
        ranges = [("ranges", one) for one in _rows_of(title, rows)]
        found = await self._spreadsheet((*ranges, ("includeGridData", "true"), ("fields", _ROW)), budget)
        return _only(found)

    async def pin(self, sheet_id: int, title: str, rows: Sequence[int], budget: Budget) -> tuple[int, Sheet]:
        """Mark the last of `rows`: the mark's number, and all of them as they were at that moment.

        The mark moves with its row, whatever is inserted above or sorted.
        """
        place = _dimension(sheet_id, rows[-1])
        wanted = {
            "requests": [
                {
                    "createDeveloperMetadata": {
                        "developerMetadata": {
                            "metadataKey": METADATA_KEY,
                            "metadataValue": str(uuid.uuid4()),
                            "location": {"dimensionRange": place},
                            "visibility": "PROJECT",
                        }
                    }
                }
            ],
            "includeSpreadsheetInResponse": True,
            "responseRanges": _rows_of(title, rows),
            "responseIncludeGridData": True,
        }
        body = await self._change(
            ":batchUpdate", wanted, budget, fields=f"replies,updatedSpreadsheet({_ROW})"
        )
        updated = shaped(body, Updated)
        created = updated.replies[0].create_developer_metadata if updated.replies else None
        if created is None:
            raise AppChanged("Google Sheets did not say which mark the row has.")
        return created.developer_metadata.metadata_id, _only(updated.updated_spreadsheet)

    async def unpin(self, pin: int, budget: Budget) -> None:
        """Take the mark off. Where that fails, it stays: nobody sees it."""
        request = {"deleteDeveloperMetadata": {"dataFilter": _lookup(pin)}}
        with suppress(Failure):
            await self._change(":batchUpdate", {"requests": [request]}, budget)

    async def write(self, pin: int, cells: Mapping[int, Cell], width: int, budget: Budget) -> WrittenRange:
        """Put `cells`, by their columns, into the marked row, as they are: no formula, no guess at dates.

        What the first `width` cells of the row hold then. Raises `UnknownRow` where it is gone.
        """
        # null leaves a cell as it is, and "" empties it.
        line = [("" if cells[at] is None else cells[at]) if at in cells else None for at in range(width)]
        wanted = {
            "valueInputOption": "RAW",
            "data": [{"dataFilter": _lookup(pin), "majorDimension": "ROWS", "values": [line]}],
            "includeValuesInResponse": True,
            "responseValueRenderOption": "UNFORMATTED_VALUE",
            "responseDateTimeRenderOption": "SERIAL_NUMBER",
        }
        body = await self._change("/values:batchUpdateByDataFilter", wanted, budget)
        responses = shaped(body, Written).responses
        if not responses:
            raise UnknownRow("The row has been deleted since.")
        return responses[0]

    async def append(self, place: Mapping[str, object], cells: Sequence[object], budget: Budget) -> None:
        """Put a row behind the last one of a sheet or table, as `place` says."""
        request = {
            "appendCells": {
                **place,
                "rows": [{"values": cells}],
                "fields": "userEnteredValue,userEnteredFormat.numberFormat",
            }
        }
        await self._change(":batchUpdate", {"requests": [request]}, budget)

    async def delete(self, sheet_id: int, row: int, budget: Budget) -> None:
        """Delete the row of that number, whichever that is by then."""
        request = {"deleteDimension": {"range": _dimension(sheet_id, row)}}
        await self._change(":batchUpdate", {"requests": [request]}, budget)

    async def close(self) -> None:
        """Let go of every connection."""
        await self._session.close()

    async def _spreadsheet(self, params: tuple[tuple[str, str], ...], budget: Budget) -> Spreadsheet:
        return shaped(await self._asked(Call("GET", self._at, params), budget), Spreadsheet)

    async def _change(self, what: str, wanted: object, budget: Budget, *, fields: str = "") -> object:
        params = (("fields", fields),) if fields else ()
        body = msgspec.json.encode(wanted)
        return await self._asked(Call("POST", self._at + what, params, body, "application/json"), budget)

    async def _asked(self, call: Call, budget: Budget) -> object:
        try:
            return (await self._session.ask(call, budget)).body
        except UnknownRow:
            raise AppChanged(
                "There is no such spreadsheet, or it was deleted. Check its address in the source's options."
            ) from None
        except (AppChanged, AppRefused) as failure:
            if "exceeds grid limits" in failure.detail:
                raise UnknownRow("The row has been deleted since.") from None
            if "Unable to parse range" in failure.detail or "No grid with id" in failure.detail:
                raise SchemaChanged("The sheet has been renamed or removed. Reload and try again.") from None
            raise


def quoted(title: str) -> str:
    """A sheet's name as a range has it.

    >>> quoted("Ana's list")
    "'Ana''s list'"
    """
    return "'" + title.replace("'", "''") + "'"


def _sampled(sheet: Sheet, header_row: int) -> str:
    """The first rows below the header, as far as the sheet has them."""
    last = min(header_row + SAMPLE_ROWS, sheet.properties.grid_properties.row_count)
    return f"{quoted(sheet.properties.title)}!{header_row + 1}:{last}"


def _rows_of(title: str, rows: Sequence[int]) -> list[str]:
    return [f"{quoted(title)}!{row}:{row}" for row in rows]


def _dimension(sheet_id: int, row: int) -> dict[str, object]:
    return {"sheetId": sheet_id, "dimension": "ROWS", "startIndex": row - 1, "endIndex": row}


def _lookup(pin: int) -> dict[str, object]:
    return {"developerMetadataLookup": {"metadataId": pin}}


def _only(found: Spreadsheet) -> Sheet:
    if len(found.sheets) != 1:
        raise AppChanged("Google Sheets sent other sheets than the one that it was asked for.")
    return found.sheets[0]

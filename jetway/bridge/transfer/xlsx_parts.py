"""The parts of an XLSX file that are the same whatever its rows are."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.sax.saxutils import quoteattr

if TYPE_CHECKING:
    from collections.abc import Iterator

TEXT, DATE, MOMENT, TIME, BOLD = 1, 2, 3, 4, 5
"""Styles, by their place in `cellXfs`."""

MAX_TITLE = 31

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_NOT_IN_A_TITLE = re.compile(r"[\x00-\x1f\[\]:*?/\\]")

SHEET_HEAD = (
    f'{_XML}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" '
    'topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetData>'
)
SHEET_TAIL = "</sheetData></worksheet>"

_STYLES = (
    f'{_XML}<styleSheet xmlns="{_MAIN}"><numFmts count="3">'
    '<numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/>'
    '<numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss"/>'
    '<numFmt numFmtId="166" formatCode="hh:mm:ss"/></numFmts>'
    '<fonts count="2"><font/><font><b/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
    '<cellXfs count="6"><xf/><xf numFmtId="49" applyNumberFormat="1"/>'
    '<xf numFmtId="164" applyNumberFormat="1"/><xf numFmtId="165" applyNumberFormat="1"/>'
    '<xf numFmtId="166" applyNumberFormat="1"/><xf fontId="1" applyFont="1"/></cellXfs></styleSheet>'
)
_ROOT = (
    f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="book" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
)
_BOOK = f'{_XML}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{{0}}</sheets></workbook>'
_RELATED = (
    f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">{{0}}'
    f'<Relationship Id="styles" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>'
)
_CONTENT_TYPES = (
    f'{_XML}<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPES}.sheet.main+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{_TYPES}.styles+xml"/>{{0}}</Types>'
)


def around(title: str, sheets: int) -> Iterator[tuple[str, str]]:
    """Every part but the sheets, by its name."""
    numbers = range(1, sheets + 1)
    listed = "".join(
        f'<sheet name={quoteattr(_title(title, number))} sheetId="{number}" r:id="rId{number}"/>'
        for number in numbers
    )
    related = "".join(
        f'<Relationship Id="rId{number}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{number}.xml"/>'
        for number in numbers
    )
    typed = "".join(
        f'<Override PartName="/xl/worksheets/sheet{number}.xml" ContentType="{_TYPES}.worksheet+xml"/>'
        for number in numbers
    )
    yield "xl/workbook.xml", _BOOK.format(listed)
    yield "xl/styles.xml", _STYLES
    yield "xl/_rels/workbook.xml.rels", _RELATED.format(related)
    yield "_rels/.rels", _ROOT
    yield "[Content_Types].xml", _CONTENT_TYPES.format(typed)


def _title(table: str, number: int) -> str:
    """What the sheet is called; some characters are not taken, nor apostrophes at the ends."""
    mark = f" ({number})" if number > 1 else ""
    name = _NOT_IN_A_TITLE.sub("_", table)[: MAX_TITLE - len(mark)].strip("' ") or "export"
    return name + mark

"""How a file to import begins, read as the import will read it."""

from __future__ import annotations

import json
from itertools import islice
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from jetway.bridge.transfer.formats import Reader
    from jetway.bridge.transfer.parameters import ImportRequest

LINES = 10
LONGEST = 80
"""So many characters of a cell are told."""


def first_lines(reader: Reader, file: IO[bytes], asked: ImportRequest) -> dict[str, object]:
    """The names of the columns, and the first lines by number; those that cannot be read are left out."""
    sheet = reader(file, asked)
    lines = [
        {"line": number, "cells": [_shown(cell) for cell in cells]}
        for number, cells in islice(sheet.lines, LINES)
        if not isinstance(cells, str)
    ]
    return {"columns": sheet.names, "lines": lines}


def _shown(cell: object) -> str | None:
    if cell is None:
        return None
    text = cell if isinstance(cell, str) else json.dumps(cell, default=str, ensure_ascii=False)
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"

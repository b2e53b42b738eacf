"""What the URLs of exports and imports say."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote

from jetway.bridge import parse
from jetway.core.errors import InvalidParameter
from jetway.core.mapping import Wanted

if TYPE_CHECKING:
    from collections.abc import Collection

    from jetway.core.mapping import Mode
    from jetway.core.query import Query

FORMATS = ("csv", "xlsx", "json", "ndjson")
DELIMITERS = {",": ",", ";": ";", "|": "|", "\t": "\t", "tab": "\t", "comma": ",", "semicolon": ";"}

ENCODINGS = ("", "utf-8", "utf-16", "windows-1252")

_IMPORT = (
    *("_mode", "_match", "_map", "_preview", "_dry_run", "_skip_errors", "_from_line"),
    *("_delimiter", "_encoding", "_formulas", "tz"),
)
_PAGES = ("page", "_per_page", "_count", "_cursor", "_no_pagination")
_OF_CSV = ("_bom", "_delimiter", "_formulas")


@dataclass(frozen=True, slots=True)
class ExportRequest:
    """An export. The last three are for CSV: `bom` is what Excel knows UTF-8 by."""

    query: Query
    format: str
    bom: bool
    delimiter: str
    guarded: bool


def export_request(table: str, sent: parse.Parameters) -> ExportRequest:
    """What an export's URL asks for: a list without its pages, and the format."""
    for name in _PAGES:
        if name in sent:
            raise InvalidParameter(f"An export has every row and no pages: leave {name} out.")
    form = choice(sent, "_format", FORMATS)
    if form != "csv":
        for name in _OF_CSV:
            if name in sent:
                raise InvalidParameter(f"{name} is for _format=csv.")
    rest = {name: texts for name, texts in sent.items() if name not in ("_format", *_OF_CSV)}
    return ExportRequest(
        parse.list_request(table, rest).query,
        form,
        bom=choice(sent, "_bom", ("0", "1")) == "1",
        delimiter=DELIMITERS[choice(sent, "_delimiter", DELIMITERS)],
        guarded=choice(sent, "_formulas", ("guard", "keep")) == "guard",
    )


@dataclass(frozen=True, slots=True)
class ImportRequest:
    """An import, or with `preview` a look at its file alone.

    `delimiter`, `encoding`: "" where they are to be found out. `zone`: of moments without. Lines before
    `from_line` are left out.
    """

    wanted: Wanted
    preview: bool
    delimiter: str
    encoding: str
    guarded: bool
    zone: str
    from_line: int


def import_request(table: str, sent: parse.Parameters) -> ImportRequest:
    """What an import's URL asks for."""
    for name in sent:
        if name not in _IMPORT:
            raise InvalidParameter(f"An import takes no parameter {name!r}. It takes {', '.join(_IMPORT)}.")
    wanted = Wanted(
        table,
        mode=_mode(sent),
        match=tuple(_listed(sent, "_match")) if "_match" in sent else None,
        mapped=_mapped(sent),
        dry_run=choice(sent, "_dry_run", ("0", "1")) == "1",
        skip_errors=choice(sent, "_skip_errors", ("0", "1")) == "1",
    )
    return ImportRequest(
        wanted,
        preview=choice(sent, "_preview", ("0", "1")) == "1",
        delimiter=DELIMITERS[choice(sent, "_delimiter", DELIMITERS)] if "_delimiter" in sent else "",
        encoding=choice(sent, "_encoding", ENCODINGS),
        guarded=choice(sent, "_formulas", ("guard", "keep")) == "guard",
        zone=parse.zone(sent),
        from_line=_from_line(sent),
    )


def _from_line(sent: parse.Parameters) -> int:
    said = sent.get("_from_line", ["1"])[-1]
    if not (said.isascii() and said.isdigit() and len(said) < 10):
        raise InvalidParameter("_from_line takes the number of a line.")
    return int(said)


def _mode(sent: parse.Parameters) -> Mode:
    match sent.get("_mode", [""])[-1]:
        case "":
            return "add"
        case ("add" | "update" | "both") as mode:
            return mode
        case _:
            raise InvalidParameter("_mode takes add, update, both.")


def _listed(sent: parse.Parameters, name: str) -> list[str]:
    return [unquote(part) for text in sent[name] for part in text.split(",") if part]


def _mapped(sent: parse.Parameters) -> dict[str, str | None]:
    try:
        found = json.loads(sent.get("_map", ["{}"])[-1])
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict) or any(not isinstance(to, str | None) for to in found.values()):
        raise InvalidParameter('_map takes a JSON object: {"name in the file": "column" or null}.')
    return found


def choice(sent: parse.Parameters, name: str, words: Collection[str]) -> str:
    """The word that was sent, the first of `words` where none was. Raises for another."""
    word = sent.get(name, [""])[-1] or next(iter(words))
    if word not in words:
        listed = ", ".join(word for word in words if word.isprintable())
        raise InvalidParameter(f"{name} takes {listed}.")
    return word

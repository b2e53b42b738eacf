"""What the URL of an export says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from jetway.bridge import parse
from jetway.core.errors import InvalidParameter

if TYPE_CHECKING:
    from collections.abc import Collection

    from jetway.core.query import Query

FORMATS = ("csv", "xlsx", "json", "ndjson")
DELIMITERS = {",": ",", ";": ";", "|": "|", "\t": "\t", "tab": "\t", "comma": ",", "semicolon": ";"}

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


def choice(sent: parse.Parameters, name: str, words: Collection[str]) -> str:
    """The word that was sent, the first of `words` where none was. Raises for another."""
    word = sent.get(name, [""])[-1] or next(iter(words))
    if word not in words:
        listed = ", ".join(word for word in words if word.isprintable())
        raise InvalidParameter(f"{name} takes {listed}.")
    return word

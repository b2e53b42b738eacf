"""What holds of every table of every database, asked over HTTP. A law tells how it was broken."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

if TYPE_CHECKING:
    from collections.abc import Iterable

    import httpx2

    from tests.bridge.conftest import Jetway

Row = dict[str, Any]
MOMENTS = {"date", "timestamp", "timestamptz"}
TEXT_OPS = {"contains", "starts_with", "ends_with", "icontains", "istarts_with", "iends_with"}
TEXTS = {"text", "enum", "json", "other"}
"""Of these, what the engine calls equal may be more than what is written the same."""


@dataclass(frozen=True)
class Asked:
    """One table, and the installation that is asked about it. `described`: its model description."""

    jetway: Jetway
    described: Row

    @property
    def path(self) -> str:
        """Of its rows."""
        return f"/api/models/{encoded(self.described['model'])}/"

    @property
    def fields(self) -> list[Row]:
        """Its columns."""
        return list(self.described["fields"])

    async def list(self, **sent: Any) -> httpx2.Response:
        """Its rows, as `sent` says."""
        return await self.jetway.ask("GET", f"{self.path}?{urlencode({'_no_pagination': 1} | sent)}")

    async def rows(self) -> list[Row]:
        """All of them."""
        answer = await self.list()
        assert answer.status_code == 200, f"{self.described['model']}: {answer.text}"
        return list(answer.json())

    async def found(self, name: str, op: str, value: Any) -> list[Row] | str:
        """The rows for which that holds, plain columns without those beside the key; or the refusal."""
        names = [*self.described["key"], name]
        select = {"_select": ",".join(names)} if all(name.isidentifier() for name in names) else {}
        filter_ = json.dumps({"column": name, "op": op, "value": value})
        answer = await self.list(_filter=filter_, **select)
        return list(answer.json()) if answer.status_code == 200 else answer.text[:300]

    def row_path(self, row: Row) -> str:
        """Of one row."""
        return f"{self.path}{','.join(encoded(written(row[name])) for name in self.described['key'])}/"

    def held(self, row: Row) -> Row:
        """What the table holds of it: without the mark, which every change makes another."""
        marks = {field["name"] for field in self.fields if field["mark"]}
        return {name: value for name, value in row.items() if name not in marks}

    @property
    def lasting(self) -> bool:
        """Whether rows keep what they are told apart by."""
        return bool(self.described["key"]) and not any(field["mark"] for field in self.fields)

    def can(self, verb: str) -> bool:
        """Whether the description offers it for rows that can be told apart."""
        return bool(self.described["key"]) and verb in self.described["verbs"]


async def comparisons_find_what_a_scan_finds(asked: Asked) -> list[str]:
    """Each row is found by its own values, and is neither less nor more than they, nor NULL."""
    rows = await asked.rows()
    return [
        broken
        for field in asked.fields
        for op in field["ops"]
        for value in _values(rows, field["name"])
        if (broken := await _compared(asked, field, op, value, rows))
    ]


async def _compared(asked: Asked, field: Row, op: str, value: Any, rows: list[Row]) -> str:
    name = field["name"]
    sent = _sent(op, value)
    if sent is None or (op in TEXT_OPS and not isinstance(sent, str)):
        return ""
    found = await asked.found(name, op, sent)
    where = f"{asked.described['model']!r}.{name!r} {op} {sent!r}"
    if isinstance(found, str):
        return f"{where}: {found}"
    same = [{at: row[at] for at in found[0]} if found else row for row in rows if row[name] == value]
    missing = [row for row in same if row not in found]
    match op:
        case "is_null" | "lt" | "gt":
            right = not [row for row in same if row in found]
        case "eq" | "in" | "ieq" if field["type"] not in TEXTS:
            right = found == same
        case _:
            right = not missing
    return "" if right else f"{where}: found {[row[name] for row in found]}"


async def an_order_keeps_every_row(asked: Asked) -> list[str]:
    """Sorted by any column, either way, there are the same rows, and each once."""
    rows = await asked.rows()
    told = []
    for field in asked.fields:
        if not field["sortable"]:
            continue
        for sign in ("", "-"):
            answer = await asked.list(_order_by=sign + encoded(field["name"]))
            if answer.status_code != 200 or _counted(answer.json()) != _counted(rows):
                told.append(f"{asked.described['model']!r} by {sign}{field['name']!r}: {answer.text[:300]}")
    return told


async def groups_are_all_rows(asked: Asked) -> list[str]:
    """The sizes of the groups of a column add up to the count."""
    rows = await asked.rows()
    told = []
    for field in asked.fields:
        if "eq" not in field["ops"] or field["type"] in {"bytes", "other"} or field["mark"]:
            continue
        for lookup in ("plain", "date_week") if field["type"] in MOMENTS else ("plain",):
            sent = {"_x_column": field["name"], "_x_lookup": lookup, "_y_func": "count"}
            answer = await asked.jetway.ask("GET", f"{asked.path}group/?{urlencode(sent)}")
            if answer.status_code != 200 or sum(group["y_func"] for group in answer.json()) != len(rows):
                told.append(
                    f"{asked.described['model']!r} by {lookup} {field['name']!r}: {answer.text[:300]}"
                )
    return told


async def aggregates_answer(asked: Asked) -> list[str]:
    """With a number or a value, or with why there is none; never by breaking."""
    told = []
    for field in asked.fields:
        for func in asked.described["aggregates"]:
            sent = {"_y_func": func, "_y_column": field["name"]}
            answer = await asked.jetway.ask("GET", f"{asked.path}aggregate/?{urlencode(sent)}")
            if answer.status_code not in {200, 400} and answer.json()["code"] != "source_error":
                told.append(f"{asked.described['model']!r} {func} {field['name']!r}: {answer.text[:300]}")
    return told


async def a_row_is_found_by_its_key(asked: Asked) -> list[str]:
    """And is the row of the list."""
    told = []
    for row in await asked.rows() if asked.described["key"] else []:
        answer = await asked.jetway.ask("GET", asked.row_path(row))
        if answer.status_code != 200 or answer.json() != row:
            told.append(f"{asked.described['model']!r} {asked.row_path(row)}: {answer.text[:300]}")
    return told


async def its_own_value_changes_nothing(asked: Asked) -> list[str]:
    """Each column that can be changed, of each row."""
    told = []
    rows = await asked.rows()
    for field in asked.fields if asked.can("update") else []:
        for at, row in enumerate(rows) if field["updatable"] else ():
            body = {field["name"]: row[field["name"]]}
            answer = await asked.jetway.ask("PATCH", asked.row_path(row), body)
            if answer.status_code != 200 or asked.held(answer.json()) != asked.held(row):
                told.append(f"{asked.described['model']!r} {body!r}: {answer.text[:300]}")
            else:
                rows[at] = answer.json()
    after = await asked.rows()
    same = after == rows if asked.lasting else _counted(after) == _counted(rows)
    return told + ([] if same else [f"{asked.described['model']!r}: changed"])


async def a_row_that_is_deleted_can_be_made_again(asked: Asked) -> list[str]:
    """All others stay as they are. A row that another refers to stays as well."""
    told = []
    rows = await asked.rows() if asked.can("delete") and asked.can("create") else []
    for row in rows:
        before = await asked.rows()
        answer = await asked.jetway.ask("DELETE", asked.row_path(row))
        if answer.status_code == 409 and await asked.rows() == before:
            continue
        left = await asked.rows()
        if answer.status_code != 204 or left != [other for other in before if other != row]:
            told.append(f"{asked.described['model']!r} without {row!r}: {answer.text[:300]} left {left!r}")
            continue
        told += await _made_again(asked, row, before)
    return told


async def _made_again(asked: Asked, row: Row, before: list[Row]) -> list[str]:
    body = {field["name"]: row[field["name"]] for field in asked.fields if field["creatable"]}
    answer = await asked.jetway.ask("POST", asked.path, body)
    after = await asked.rows()
    if not asked.lasting:
        told, expected = _counted(map(asked.held, after)), _counted(map(asked.held, before))
        right = told == expected and answer.json() in after
    elif set(asked.described["key"]) <= body.keys():
        right = answer.is_success and answer.json() == row and after == before
    else:
        right = len(after) == len(before)
    return (
        []
        if answer.status_code == 201 and right
        else [f"{asked.described['model']!r} {body!r}: {answer.text[:300]}"]
    )


async def what_is_exported_is_there(asked: Asked) -> list[str]:
    """A file, imported again on trial, changes nothing."""
    told = []
    for format_, media_type in (("csv", "text/csv"), ("ndjson", "application/x-ndjson")):
        headers = {"Authorization": f"Token {await asked.jetway.token()}"}
        file = await asked.jetway.http.get(f"{asked.path}export/?_format={format_}", headers=headers)
        if file.status_code != 200:
            told.append(f"{asked.described['model']!r} {format_}: {file.text[:300]}")
        elif asked.can("update") and asked.lasting:
            told += await _imported(asked, file.content, headers | {"Content-Type": media_type})
    return told


async def _imported(asked: Asked, content: bytes, headers: dict[str, str]) -> list[str]:
    answer = await asked.jetway.http.post(
        f"{asked.path}import/?_mode=update&_dry_run=1", content=content, headers=headers
    )
    told = answer.json()
    right = answer.status_code == 200 and told["unchanged"] == told["lines"]
    return [] if right else [f"{asked.described['model']!r} {headers['Content-Type']}: {answer.text[:600]}"]


def encoded(text: str) -> str:
    """Every byte percent-encoded, so that nothing on the way takes it for anything else."""
    return "".join(f"%{byte:02X}" for byte in text.encode())


def written(value: Any) -> str:
    """As a key says it."""
    return value if isinstance(value, str) else json.dumps(value)


def _sent(op: str, value: Any) -> Any:
    """What is asked for, to find `value`. None: nothing does."""
    if op == "has":
        return next((_item(item) for item in value if item is not None), None)
    return {"in": [value], "is_null": True}.get(op, value)


def _item(item: Any) -> Any:
    """Of an array in an array, its first."""
    return _item(item[0]) if isinstance(item, list) else item


def _values(rows: list[Row], name: str) -> list[Any]:
    """Each once."""
    values: list[Any] = []
    for row in rows:
        if row[name] is not None and row[name] not in values:
            values.append(row[name])
    return values


def _counted(rows: Iterable[Row]) -> Counter[str]:
    return Counter(json.dumps(row, sort_keys=True) for row in rows)


LAWS = (
    what_is_exported_is_there,  # first: later ones write anew what is told alike
    comparisons_find_what_a_scan_finds,
    an_order_keeps_every_row,
    groups_are_all_rows,
    aggregates_answer,
    a_row_is_found_by_its_key,
    its_own_value_changes_nothing,
    a_row_that_is_deleted_can_be_made_again,
)

"""What an import did to each row, as events for the audit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

import msgspec

from jetway.core import values
from jetway.core.audit import Action
from jetway.core.expr import Compare, Op, Or, both
from jetway.sources.sql.chain import LARGEST_VALUE
from jetway.sources.sql.rows import rows_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from jetway.core.expr import Predicate
    from jetway.core.query import Row
    from jetway.core.schema import Column, Table
    from jetway.sources.sql.chain import Notes
    from jetway.sources.sql.load import Loading
    from jetway.sources.sql.session import Cells
    from jetway.sources.sql.staging import Added

ReadKey: TypeAlias = "Callable[[str | bytes], Row | None]"

_encode = msgspec.json.encode


def keys_are(table: Table, keys: Sequence[Sequence[object]]) -> Predicate:
    """The rows of these keys, as the database sends them."""
    columns = table.key_columns
    readers = [values.reader(column) for column in columns]
    read = [[reader(_text(cell)) for reader, cell in zip(readers, key, strict=True)] for key in keys]
    if len(columns) == 1:
        return Compare(columns[0], Op.IN, tuple(value for (value,) in read))
    pairs = [zip(columns, key, strict=True) for key in read]
    return Or(tuple(both(*[Compare(column, Op.EQ, value) for column, value in pair]) for pair in pairs))


async def rows_of_lines(loading: Loading, among: Predicate) -> list[Row]:
    """The rows that these lines change, as they are now, by line; none where nobody wants to know."""
    load, notes = loading.load, loading.notes
    if notes is None or not loading.staged.noted:
        return []
    key = load.table.key_columns
    columns = key + tuple(column for column in load.updated or () if column not in key)
    read = loading.staged.rows(columns, among)
    lines = await rows_of(loading.session, loading.compiler, read)
    return [row for line in lines if isinstance(row := line["row"], dict)]


async def note_updated(loading: Loading, before: Sequence[Row], among: Predicate, number: int) -> None:
    """From what to what each row changed."""
    notes, table = loading.notes, loading.load.table
    if notes is None:
        return
    if not loading.staged.noted:
        note_number(loading, Action.UPDATE, number)
        return
    after = await rows_of_lines(loading, among)
    for old, new in zip(before, after, strict=True):
        notes.note(notes.trail.updated(table, old, new))


def told(loading: Loading) -> tuple[Column, ...]:
    """What is noted of new rows; nothing where they are not told apart."""
    notes = loading.notes
    if notes is None or not loading.staged.tells:
        return ()
    return notes.trail.columns(loading.load.table.name)


def note_added(loading: Loading, adding: Added, rows: Sequence[Cells]) -> None:
    """The new rows, as they are stored."""
    load, notes, staged = loading.load, loading.notes, loading.staged
    if notes is None:
        return
    sent = [*(load.added or ()), *(column for column, _ in load.presets)]
    secret = notes.trail.secret(load.table.name, sent)
    key = _key_reader(notes.trail.table(load.table.name)) if staged.grammar.builds_json else None
    behind = staged.keyed
    for cells in rows:
        if key is None or not _noted(notes, load.table, key, cells[behind], secret):
            notes.note(notes.trail.created(load.table, adding.decode(cells[behind:]), secret))


def _noted(notes: Notes, table: Table, key: ReadKey, data: str | bytes, secret: list[str]) -> bool:
    """Whether the JSON that the database made of a row could be noted as it is."""
    row = key(data) if len(data) < LARGEST_VALUE else None
    if row is None:
        return False
    text = data.decode(errors="replace") if isinstance(data, bytes) else data
    rest = f',"secret":{_encode(secret).decode()}' if secret else ""
    notes.note(notes.trail.created(table, row, ()), f'{{"to":{text}{rest}}}')
    return True


def _key_reader(table: Table) -> ReadKey:
    """What reads the key alone from the JSON of a row; `None` where it is not there, or cannot be read so."""
    fields = [(f"k{number}", Any, msgspec.field(name=name)) for number, name in enumerate(table.key)]
    decoder = msgspec.json.Decoder(msgspec.defstruct("Key", fields))

    def read(data: str | bytes) -> Row | None:
        try:
            return dict(zip(table.key, msgspec.structs.astuple(decoder.decode(data)), strict=True))
        except (msgspec.MsgspecError, UnicodeError):
            return None

    return read


def note_number(loading: Loading, action: Action, number: int) -> None:
    """How many rows were touched, of which the database does not tell which."""
    if loading.notes is not None and number:
        loading.notes.note(loading.notes.trail.many(action, loading.load.table, number))


def _text(cell: object) -> str:
    return cell.decode() if isinstance(cell, bytes) else str(cell)

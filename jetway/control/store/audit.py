"""Control's own audit: one chain of lines, each written in the transaction of what it tells of."""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass, field, fields, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    BigInteger,
    Column,
    Index,
    Integer,
    String,
    Table,
    Text,
    and_,
    delete,
    insert,
    or_,
    select,
    update,
)

from jetway.control.store.tables import memberships, metadata
from jetway.core.audit import (
    Author,
    Event,
    Head,
    Line,
    chained,
    details_json,
    moment_text,
    require_end,
    walked,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.ext.asyncio import AsyncConnection

AT_ONCE = 1000

audit_lines = Table(
    "audit_lines",
    metadata,
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("at", String(27), nullable=False),
    Column("actor", String(64), nullable=False),
    *(Column(name, Text, nullable=False) for name in ("name", "role", "way", "action")),
    Column("table_name", String(64), nullable=False),
    *(Column(name, Text, nullable=False) for name in ("row_key", "details")),
    Column("hash", String(64), nullable=False),
)
Index("ix_audit_lines_table_name", audit_lines.c.table_name)
Index("ix_audit_lines_actor", audit_lines.c.actor)

audit_head = Table(
    "audit_head",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("number", BigInteger, nullable=False),
    Column("hash", String(64), nullable=False),
    Column("kept_from", BigInteger, nullable=False),
    Column("kept_hash", String(64), nullable=False),
)
_LINE = [audit_lines.c[name] for name in Line._fields]
_HEAD = [audit_head.c[one.name] for one in fields(Head)]


@dataclass
class Deed:
    """What a request is about to do. The first transaction that it writes in takes the line along.

    `quiet`: it has no line, unless it says so itself.
    """

    author: Author
    action: str
    project: str = ""
    subject: str = ""
    details: dict[str, Any] = field(default_factory=dict)
    written: bool = False
    quiet: bool = False


current: ContextVar[Deed | None] = ContextVar("deed", default=None)


def tell(**details: object) -> None:
    """Add to what the audit will say of this request: names and roles, never a secret or a row's value."""
    deed = current.get()
    if deed is not None:
        deed.details |= details


def acts(person: str, name: str) -> None:
    """Who acts, where only the request itself could tell."""
    deed = current.get()
    if deed is not None:
        deed.author = Author(person, name, deed.author.role, deed.author.way)


def tell_of(project: str, role: str, **details: object) -> None:
    """Let a request that is quiet otherwise have a line: what somebody in that role does in that project."""
    deed = current.get()
    if deed is not None:
        deed.author = replace(deed.author, role=role)
        deed.project, deed.quiet = project, False
        deed.details |= details


async def write_deed(connection: AsyncConnection, clock: Callable[[], float]) -> None:
    """The line of the current request, where it has none yet."""
    deed = current.get()
    if deed is None or deed.written or deed.quiet:
        return
    await write_line(connection, clock, deed)
    deed.written = True


async def write_line(connection: AsyncConnection, clock: Callable[[], float], deed: Deed) -> None:
    """The line of a deed that is not, or not only, what the current request does."""
    query = select(*_HEAD).with_for_update()
    head = Head(*(await connection.execute(query)).one())
    event = Event(deed.author, deed.action, deed.project, deed.subject)
    at = moment_text(datetime.fromtimestamp(clock(), UTC))
    [line] = chained([(event, details_json(deed.details))], head.number, head.hash, at)
    await connection.execute(insert(audit_lines).values(line._asdict()))
    await connection.execute(update(audit_head).values(number=line.number, hash=line.hash))


async def lines_of_project(connection: AsyncConnection, project: str, before: int, most: int) -> list[Line]:
    """What was done in a project, and what its members did as themselves, newest first."""
    members = select(memberships.c.person).where(memberships.c.project == project)
    own = and_(audit_lines.c.table_name == "", audit_lines.c.actor.in_(members))
    query = select(*_LINE).where(or_(audit_lines.c.table_name == project, own))
    query = query.where(audit_lines.c.number < before).order_by(audit_lines.c.number.desc()).limit(most)
    return [Line(*row) for row in (await connection.execute(query)).all()]


async def forget(connection: AsyncConnection, before: str, most: int) -> int:
    """Let go of lines older than `before`, of `most` at once; how many those were. The chain goes on."""
    head = Head(*(await connection.execute(select(*_HEAD).with_for_update())).one())
    lines = audit_lines.c
    query = select(lines.number, lines.hash).where(lines.at < before, lines.number <= head.kept_from + most)
    last = (await connection.execute(query.order_by(lines.number.desc()).limit(1))).one_or_none()
    if last is None:
        return 0
    await connection.execute(delete(audit_lines).where(lines.number <= last.number))
    await connection.execute(update(audit_head).values(kept_from=last.number, kept_hash=last.hash))
    return int(last.number) - head.kept_from


async def verify(connection: AsyncConnection) -> Head:
    """Walk the chain, and tell where it ends. Raises `AuditBroken`."""
    head = Head(*(await connection.execute(select(*_HEAD))).one())
    number, previous = head.kept_from, head.kept_hash
    while True:
        query = select(*_LINE).where(audit_lines.c.number > number).order_by(audit_lines.c.number)
        lines = [Line(*row) for row in (await connection.execute(query.limit(AT_ONCE))).all()]
        if not lines:
            require_end(head, number, previous)
            return head
        for line in lines:
            number, previous = walked(line, number, previous)

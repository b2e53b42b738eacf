"""What SQLAlchemy compiles is kept for all engines of a process: tests open thousands of stores alike."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Engine, event


class Kept(dict[tuple[Any, ...], Any]):
    """Statements by the kind of their dialect: a key of SQLAlchemy's names the dialect of one engine."""

    def get(self, key: tuple[Any, ...], default: Any = None) -> Any:
        """What was compiled for any engine of the kind."""
        return super().get(_of_the_kind(key), default)

    def __setitem__(self, key: tuple[Any, ...], compiled: Any) -> None:
        super().__setitem__(_of_the_kind(key), compiled)


def keep_compiled() -> None:
    """Have all engines of this process look for a statement among those of all."""
    kept = Kept()

    def connected(connection: Connection) -> None:
        connection.execution_options(compiled_cache=kept)

    event.listen(Engine, "engine_connect", connected)


def _of_the_kind(key: tuple[Any, ...]) -> tuple[Any, ...]:
    dialect, *rest = key
    return (type(dialect), *rest)

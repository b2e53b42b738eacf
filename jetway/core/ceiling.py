"""The local ceiling: what a bridge serves at most, whatever control's policy says."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from fnmatch import translate
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable

    from jetway.core.source_scope import SourceScope

_SECRETS = (
    "password", "passwd", "password_hash", "password_digest", "hashed_password", "encrypted_password",
    "password_salt", "secret", "secret_key", "client_secret", "api_secret", "webhook_secret",
    "private_key", "api_key", "api_key_hash", "access_token", "refresh_token", "auth_token",
    "session_token", "remember_token", "reset_password_token", "confirmation_token", "token_hash",
    "otp_secret", "totp_secret", "mfa_secret", "two_factor_secret", "recovery_codes", "backup_codes",
    "encrypted_otp_secret", "passwort", "kennwort", "senha", "contrasena",
)  # fmt: skip
USUAL_SECRETS = tuple(f"*.{name}" for name in _SECRETS)
"""Names under which schemas keep what nobody needs to read."""


@dataclass(frozen=True, slots=True)
class Ceiling:
    """Patterns of names, with `*` and `?`, case ignored; of columns as `table.column`.

    `sql`: whether people may run SQL: none at all, only what was saved under an id, or their own.
    `structure`: whether tables and columns may be changed. `sources`: whether people may add sources.
    """

    hidden_tables: tuple[str, ...] = ()
    hidden_columns: tuple[str, ...] = USUAL_SECRETS
    read_only: tuple[str, ...] = ()
    sql: Literal["off", "saved", "free"] = "free"
    structure: bool = True
    sources: bool = True
    only: frozenset[str] | None = None
    """The only tables served, by their names, where there is such a limit."""
    prefix: str = ""
    """What stands before the names of tables, in all of the above."""

    def hides_table(self, table: str) -> bool:
        """Whether the table is served to nobody."""
        name = f"{self.prefix}{table}"
        return (self.only is not None and name not in self.only) or _any(self.hidden_tables, name)

    def hidden(self, table: str, columns: Iterable[str]) -> frozenset[str]:
        """Those of the table's columns that are served to nobody."""
        return _hidden(self.hidden_columns, f"{self.prefix}{table}", tuple(columns))

    def keeps(self, table: str) -> bool:
        """Whether nobody may change the table's rows."""
        return _any(self.read_only, f"{self.prefix}{table}")

    def over(self, source: SourceScope) -> Ceiling:
        """The ceiling over one source. SQL may read any table: of a source that is narrowed, none is run."""
        if source.tables is None:
            return replace(self, prefix=source.prefix)
        only = frozenset(f"{source.prefix}{table}" for table in source.tables)
        return replace(self, prefix=source.prefix, only=only, sql="off", structure=False)

    def narrowed(self, scope: TokenScope) -> Ceiling:
        """The ceiling over one token. SQL may read any table: a token that is narrowed runs none."""
        if scope == WHOLE:
            return self
        only, sql = self.only, self.sql
        if scope.tables is not None:
            only = frozenset(scope.tables) if only is None else only.intersection(scope.tables)
            sql = "off"
        kept = (*self.read_only, "*") if scope.read_only else self.read_only
        return replace(self, only=only, read_only=kept, sql=sql, structure=False, sources=False)


@dataclass(frozen=True, slots=True)
class TokenScope:
    """What a token was narrowed to when it was made. `tables`: the only ones it reaches."""

    read_only: bool = False
    tables: tuple[str, ...] | None = None


NO_CEILING = Ceiling(hidden_columns=())
WHOLE = TokenScope()


@lru_cache(maxsize=2000)
def _hidden(patterns: tuple[str, ...], at: str, columns: tuple[str, ...]) -> frozenset[str]:
    return frozenset(name for name in columns if _any(patterns, f"{at}.{name}"))


def _any(patterns: tuple[str, ...], name: str) -> bool:
    return bool(patterns) and _compiled(patterns).match(name.lower()) is not None


@lru_cache(maxsize=16)
def _compiled(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(translate(pattern.lower()) for pattern in patterns), re.DOTALL)

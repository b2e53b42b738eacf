"""The local ceiling as a TOML file beside the bridge."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Annotated, Literal

import msgspec

from jetway.core.ceiling import USUAL_SECRETS, Ceiling
from jetway.core.errors import BadSource

if TYPE_CHECKING:
    from pathlib import Path

Patterns = tuple[Annotated[str, msgspec.Meta(min_length=1, max_length=1000)], ...]


class _File(msgspec.Struct, forbid_unknown_fields=True):
    hidden_tables: Patterns = ()
    hidden_columns: Patterns = USUAL_SECRETS
    read_only: Patterns = ()
    sql: Literal["off", "saved", "free"] = "free"
    structure: bool = True
    sources: bool = True


def load_ceiling(path: Path) -> Ceiling:
    """What the file says; the default for what it leaves out. Raises `BadSource`."""
    try:
        said = msgspec.convert(tomllib.loads(path.read_text()), _File)
    except (OSError, UnicodeDecodeError) as error:
        raise BadSource(f"The ceiling {path} cannot be read: {error}.") from None
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise BadSource(f"The ceiling {path} is not as docs/reference/ceiling.md has it: {error}.") from None
    return Ceiling(**msgspec.structs.asdict(said))

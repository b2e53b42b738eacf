"""Zones that requests name: an offset as `+03:00`, or a name of the time zone database."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

from jetway.core.errors import InvalidParameter

_OFFSET = re.compile(r"(?P<sign>[+-])(?P<hours>0\d|1[0-4]):?(?P<minutes>[0-5]\d)\Z", re.ASCII)
_NAME = re.compile(r"[A-Z][A-Za-z0-9_]*(/[A-Za-z0-9_+-]+){1,2}\Z", re.ASCII)
"""No character of these has a meaning in SQL, so that a name may stand in its text."""


def normalized(text: str) -> str:
    """`text` in the form that `tzinfo_of` and sources take; "" for UTC. Raises `InvalidParameter`.

    >>> normalized("+0330"), normalized("Europe/Berlin"), normalized("Z")
    ('+03:30', 'Europe/Berlin', '')
    """
    if text in ("", "UTC", "Z"):
        return ""
    found = _OFFSET.match(text)
    if found is not None:
        return f"{found['sign']}{found['hours']}:{found['minutes']}"
    try:
        if _NAME.match(text):
            ZoneInfo(text)
            return text
    except (KeyError, ValueError, OSError):
        pass
    raise InvalidParameter("tz takes an offset, as +03:00, or the name of a zone, as Europe/Berlin.")


@lru_cache(maxsize=512)
def tzinfo_of(zone: str) -> tzinfo:
    """The zone of a normalized text."""
    found = _OFFSET.match(zone)
    if not zone:
        return UTC
    if found is None:
        return ZoneInfo(zone)
    offset = timedelta(hours=int(found["hours"]), minutes=int(found["minutes"]))
    return timezone(offset if found["sign"] == "+" else -offset)


def told(moment: datetime, zone: str) -> str:
    """The moment in the zone, in ISO 8601.

    >>> told(datetime(2026, 7, 1, 12, 0, 0, 500000, UTC), "Europe/Berlin")
    '2026-07-01T14:00:00.5+02:00'
    """
    local = moment.astimezone(tzinfo_of(zone))
    text = local.isoformat(timespec="seconds")
    fraction = f".{local.microsecond:06}".rstrip("0").rstrip(".")
    return f"{text[:19]}{fraction}{text[19:]}"


def is_named(zone: str) -> bool:
    """Whether its offset depends on the moment."""
    return "/" in zone


def require_named(zone: str, *, known: bool) -> None:
    """Raises `InvalidParameter` where `zone` has a name and the source knows offsets only."""
    if is_named(zone) and not known:
        raise InvalidParameter(
            "This database knows no names of zones: send tz as an offset, or load its time zone tables"
            " (mariadb-tzinfo-to-sql or mysql_tzinfo_to_sql)."
        )

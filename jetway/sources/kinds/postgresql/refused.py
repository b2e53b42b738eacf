"""Why PostgreSQL lets nobody in, in words of ours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jetway.outbound.hosts import OutOfReach, out_of_reach
from jetway.sources.sql import certificate

if TYPE_CHECKING:
    import psycopg

    from jetway.sources.kinds.postgresql import Options

# libpq tells no SQLSTATE of a failed login. These words of its text are never translated in our process.
_LOGIN = ("password authentication failed", "no password supplied", "authentication failed for user")
_NO_HOST = ("resolve", "Name or service not known", "getaddrinfo")
_AUTHORITY = ("root certificate file", "SSL error: no certificate or crl found")


def reason(options: Options, error: psycopg.Error) -> str:
    """What is wrong, and what to do."""
    said, place = str(error), f"{options.host}:{options.port}"
    if isinstance(error.__cause__, OutOfReach):
        return out_of_reach(options.host)
    return (
        _of_login(options, said, f"The PostgreSQL server at {place}")
        or _of_encryption(options, said, place)
        or _of_connection(options, said, place)
        or f"The PostgreSQL server at {place} refused the connection. Its log says why."
    )


def _of_login(options: Options, said: str, server: str) -> str:
    if any(words in said for words in _LOGIN):
        return f"{server} refused the password for {options.user!r}. Check both."
    if "does not exist" in said and "database" in said:
        return f"{server} has no database {options.database!r}. Check the name."
    if "role" in said and "does not exist" in said:
        return f"{server} has no user {options.user!r}. Check the name."
    if "no pg_hba.conf entry" in said:
        return (
            f"{server} lets {options.user!r} not in from here, or not so. Check encryption, and pg_hba.conf."
        )
    return ""


def _of_encryption(options: Options, said: str, place: str) -> str:
    if any(words in said for words in _AUTHORITY):
        return certificate.unreadable()
    if "certificate verify failed" in said:
        return certificate.untrusted(place)
    if "does not match host name" in said:
        return certificate.for_another(place, options.host)
    if "server does not support SSL" in said:
        return certificate.not_encrypted(place)
    return ""


def _of_connection(options: Options, said: str, place: str) -> str:
    if "Connection refused" in said:
        return f"Nothing listens at {place}. Check host and port, and that PostgreSQL runs."
    if any(words in said for words in _NO_HOST):
        return f"There is no host {options.host!r}. Check the name."
    if "timeout" in said or "timed out" in said:
        return f"{place} does not answer. Check host, port and firewall."
    return ""

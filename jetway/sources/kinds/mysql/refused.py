"""Why MariaDB or MySQL lets nobody in, in words of ours."""

from __future__ import annotations

import socket
import ssl
from typing import TYPE_CHECKING

from jetway.outbound.hosts import OutOfReach, out_of_reach
from jetway.sources.sql import certificate

if TYPE_CHECKING:
    from jetway.sources.kinds.mysql import Options

# https://docs.openssl.org/master/man3/X509_STORE_CTX_get_error/
_EXPIRED = 10
_OTHER_NAME = (62, 64)


def reason(options: Options, error: BaseException) -> str:
    """What is wrong, and what to do."""
    place = f"{options.host}:{options.port}"
    number = error.args[0] if error.args else None
    return (
        _of_login(options, number, f"The database server at {place}")
        or _of_connection(options, error.__cause__ or error, place)
        or f"The database server at {place} refused the connection. Its log says why."
    )


def _of_login(options: Options, number: object, server: str) -> str:
    if number in (1045, 1698):
        without = " It may want the connection encrypted." if options.tls == "disabled" else ""
        return f"{server} refused the password for {options.user!r}. Check both.{without}"
    if number == 1049:
        return f"{server} has no database {options.database!r}. Check the name."
    if number == 1044:
        return f"The user {options.user!r} may not use the database {options.database!r}. Grant it the right."
    return ""


def _of_connection(options: Options, cause: BaseException, place: str) -> str:
    match cause:
        case OutOfReach():
            return out_of_reach(options.host)
        case ssl.SSLCertVerificationError():
            return _of_certificate(options, cause.verify_code, place)
        case ConnectionRefusedError():
            return f"Nothing listens at {place}. Check host and port, and that the database runs."
        case socket.gaierror():
            return f"There is no host {options.host!r}. Check the name."
        case TimeoutError():
            return f"{place} does not answer. Check host, port and firewall."
        case _:
            return ""


def _of_certificate(options: Options, code: int, place: str) -> str:
    if code == _EXPIRED:
        return certificate.expired(place)
    if code in _OTHER_NAME:
        return certificate.for_another(place, options.host)
    return certificate.untrusted(place)

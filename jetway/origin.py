"""Where pages come from, as browsers say it."""

from __future__ import annotations

from urllib.parse import urlsplit

_DEFAULT_PORTS = {"http": ":80", "https": ":443"}


def origin(url: str) -> str:
    """Scheme, host and port of an address, as browsers send them in `Origin`; "" for one without a host."""
    parts = urlsplit(url.lower())
    host = parts.netloc.removesuffix(_DEFAULT_PORTS.get(parts.scheme, ""))
    return f"{parts.scheme}://{host}" if host else ""

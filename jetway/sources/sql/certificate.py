"""What is told of encryption that does not come about, and of certificates that are not taken."""

from __future__ import annotations


def untrusted(place: str) -> str:
    """Nobody who is trusted vouches for the certificate."""
    return (
        f"The certificate of {place} is not signed by the certificate authority, or has expired. Enter the "
        "certificate authority that has signed it, or have it renewed."
    )


def expired(place: str) -> str:
    """The certificate was good once."""
    return f"The certificate of {place} has expired. Have it renewed."


def for_another(place: str, host: str) -> str:
    """The certificate is good, and proves another name."""
    return f"The certificate of {place} is not for the host {host!r}. Enter the name that it is for."


def not_encrypted(place: str) -> str:
    """The server cannot, or does not want to."""
    return f"{place} takes no encrypted connections. Have it encrypt, or choose another encryption here."


def unreadable() -> str:
    """What was entered is no certificate."""
    return "The certificate authority is no certificate in PEM. Check it."

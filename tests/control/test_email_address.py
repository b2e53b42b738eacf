from __future__ import annotations

import pytest

from jetway.control.email_address import email_key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ada@Example.com", "ada@example.COM"),
        ("stra\N{LATIN SMALL LETTER SHARP S}e@example.com", "STRASSE@example.com"),
        ("\N{FULLWIDTH LATIN SMALL LETTER A}da@example.com", "ada@example.com"),
        ("cafe\N{COMBINING ACUTE ACCENT}@example.com", "caf\N{LATIN SMALL LETTER E WITH ACUTE}@example.com"),
    ],
)
def test_these_are_one_address(one, other):
    assert email_key(one) == email_key(other) is not None


@pytest.mark.parametrize(
    "address",
    ["ada@example.com", "a.b+c@sub.example.co", "root@localhost", "o'hara@example.com", "x@127.0.0.1"],
)
def test_these_are_addresses(address):
    assert email_key(address) == address


@pytest.mark.parametrize(
    "address",
    [
        "",
        "ada",
        "@example.com",
        "ada@",
        "a@b@c.com",
        "a b@example.com",
        "ada@exa mple.com",
        "ada@example.com\n",
        "ada\x00@example.com",
        "ada@ex\N{CYRILLIC SMALL LETTER A}mple.com",
        "ada@example..com",
        "ada@-example.com",
        "x" * 65 + "@example.com",
        "ada,eve@example.com",
        "<ada>@example.com",
        '"ada"@example.com',
        "ada@" + "x" * 250 + ".com",
    ],
)
def test_these_are_none(address):
    assert email_key(address) is None

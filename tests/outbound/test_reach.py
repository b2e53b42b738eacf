"""Which addresses requests may go to."""

import pytest

from jetway.outbound.reach import PUBLIC, Reach

PRIVATE = Reach.of(["10.0.0.0/8", "127.0.0.1", "::1", "crm.example.lan"])


@pytest.mark.parametrize(
    "address", ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c", "::ffff:8.8.8.8"]
)
def test_public_addresses_are_allowed(address):
    assert PUBLIC.allows("example.com", address)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "127.8.9.10",
        "0.0.0.0",
        "0.1.2.3",
        "10.0.0.1",
        "172.16.0.1",
        "192.168.1.1",
        "100.64.0.1",
        "169.254.169.254",
        "168.63.129.16",
        "224.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::127.0.0.1",
        "::ffff:127.0.0.1",
        "::ffff:169.254.169.254",
        "64:ff9b::7f00:1",
        "64:ff9b:1::1",
        "2002:7f00:1::",
        "2001:0:7f00:1::1",
        "2001:0:0808:0808::80ff:fffe",
        "fe80::1",
        "fe80::1%2",
        "fc00::1",
        "fec0::1",
        "::ffff:0:127.0.0.1",
        "fd00:ec2::254",
        "ff02::1",
    ],
)
def test_addresses_inside_are_not_allowed_in_any_spelling(address):
    assert not PUBLIC.allows("example.com", address)


@pytest.mark.parametrize("address", ["10.1.2.3", "::ffff:10.1.2.3", "127.0.0.1", "::1", "64:ff9b::a01:203"])
def test_what_the_operator_names_is_allowed(address):
    assert PRIVATE.allows("example.com", address)


def test_a_named_host_may_be_anywhere_but_where_secrets_are_told():
    assert PRIVATE.allows("CRM.example.lan", "192.168.1.1")
    assert not PRIVATE.allows("crm.example.lan", "169.254.169.254")


@pytest.mark.parametrize("address", ["169.254.169.254", "fe80::1", "fd00:ec2::254", "224.0.0.1", "0.0.0.0"])
def test_some_addresses_are_never_allowed(address):
    assert not Reach.of(["0.0.0.0/0", "::/0"]).allows("example.com", address)


def test_only_what_is_named_may_be_asked_without_encryption():
    assert PRIVATE.names("127.0.0.1")
    assert PRIVATE.names("[::1]")
    assert PRIVATE.names("CRM.example.lan")
    assert not PRIVATE.names("example.com")
    assert not PRIVATE.names("8.8.8.8")


@pytest.mark.parametrize("text", ["10.0.0.0/33", "10.0.0.1/8", "", "https://example.com", "a b", "user@host"])
def test_what_is_neither_network_nor_host_is_refused(text):
    with pytest.raises(ValueError, match=r".*"):
        Reach.of([text])

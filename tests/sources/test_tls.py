"""Encrypted connections to a real PostgreSQL: whose certificates are taken."""

import time
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from jetway.core.errors import BadSource
from jetway.sources.kinds import connect, kinds
from jetway.sources.options import read
from tests.fakes.ssh import ssh_host
from tests.servers import LOGIN, PASSWORD, owned
from tests.sources.databases import run_postgresql

pytestmark = pytest.mark.anyio


def authority(name):
    """A key, and a certificate that signs itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    return key, signed(subject, key.public_key(), subject, key, ca=True)


def signed(subject, public_key, issuer, key, *, ca=False):
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public_key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
    )
    return certificate.sign(key, hashes.SHA256())


def pem(certificate):
    return certificate.public_bytes(serialization.Encoding.PEM).decode()


def switch(server, value):
    run_postgresql(server, "postgres", f"ALTER SYSTEM SET ssl = {value}")
    run_postgresql(server, "postgres", "SELECT pg_reload_conf()")
    end = time.monotonic() + 10
    while run_postgresql(server, "postgres", "SHOW ssl") != [(value,)]:
        assert time.monotonic() < end


@pytest.fixture(scope="module")
def ca(postgresql_server):
    """The authority of the server's certificate, while the server takes encrypted connections."""
    ca_key, ca = authority("Test authority")
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    data = postgresql_server.folder / "data"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    for name, content in (
        ("server.crt", pem(signed(subject, key.public_key(), ca.subject, ca_key)).encode()),
        ("server.key", private),
    ):
        (data / name).touch(mode=0o600)
        (data / name).write_bytes(content)
        owned(data / name, postgresql_server.user)
    switch(postgresql_server, "on")
    yield pem(ca)
    switch(postgresql_server, "off")


async def opened(server, **more):
    said = {
        "host": "127.0.0.1",
        "port": server.port,
        "database": "postgres",
        "user": LOGIN,
        "password": PASSWORD,
    }
    return await connect("postgresql", read(kinds()["postgresql"].KIND.options, {**said, **more}))


async def test_a_server_proves_its_name_to_the_authority_that_was_entered(postgresql_server, ca):
    source = await opened(postgresql_server, ca=ca)
    schema = await source.describe()
    await source.close()
    assert schema.engine == "PostgreSQL"


@pytest.mark.parametrize("sslmode", ["verify-full", "verify-ca"])
async def test_another_authority_is_not_enough(postgresql_server, ca, sslmode):
    _, other = authority("Another")
    with pytest.raises(BadSource):
        await opened(postgresql_server, ca=pem(other), sslmode=sslmode)


async def test_without_an_authority_those_of_the_host_count(postgresql_server, ca):
    with pytest.raises(BadSource):
        await opened(postgresql_server)


async def test_another_name_is_refused(postgresql_server, ca):
    with pytest.raises(BadSource):
        await opened(postgresql_server, ca=ca, host="localhost")
    await (await opened(postgresql_server, ca=ca, host="localhost", sslmode="verify-ca")).close()


async def test_a_server_behind_a_tunnel_proves_its_own_name(postgresql_server, ca):
    async with ssh_host() as ssh:
        await (await opened(postgresql_server, ca=ca, **ssh.options())).close()
        with pytest.raises(BadSource):
            await opened(postgresql_server, ca=ca, host="localhost", **ssh.options())
        assert ssh.forwarded[-1] == ("localhost", postgresql_server.port)

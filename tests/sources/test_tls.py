"""Encrypted connections to real servers: whose certificates are taken, and what is told of the others."""

import time
from datetime import timedelta

import pytest

from jetway.core.errors import BadSource
from jetway.outbound.hosts import Hosts
from jetway.outbound.reach import Reach
from jetway.sources import Limits
from jetway.sources.kinds import connect, kinds
from jetway.sources.options import read
from tests.certificates import NAME, Authority
from tests.fakes.ssh import ssh_host
from tests.servers import LOGIN, PASSWORD, Server, owned
from tests.sources.databases import run_mariadb, run_postgresql

pytestmark = pytest.mark.anyio

EXPIRED = timedelta(days=-1)
WITHOUT_NAME = {"postgresql": {"sslmode": "verify-ca"}, "mysql": {"tls": "required"}}


class Encrypted:
    """A server that takes encrypted connections, with a certificate of `authority`."""

    def __init__(self, kind: str, server: Server) -> None:
        self.kind = kind
        self.server = server
        self.authority = Authority()

    def certify(self, **how):
        """Show a new certificate from now on."""
        folder = self.server.folder / ("data" if self.kind == "postgresql" else "")
        for file in self.authority.certify(folder, **how):
            owned(file, self.server.user)
        if self.kind == "mysql":
            run_mariadb(self.server, "", "FLUSH SSL")
        else:
            switch(self.server, "off")
            switch(self.server, "on")

    async def open(self, host="127.0.0.1", resolve=None, **more):
        login = {"port": self.server.port, "user": LOGIN, "password": PASSWORD}
        database = "postgres" if self.kind == "postgresql" else "mysql"
        said = {"host": host, "database": database, **login, "ca": self.authority.pem, **more}
        hosts = Hosts(Reach.of(["127.0.0.1"]), resolve) if resolve else None
        return await connect(self.kind, read(kinds()[self.kind].KIND.options, said), Limits(hosts=hosts))

    async def refused(self, **more):
        with pytest.raises(BadSource) as failure:
            await self.open(**more)
        return failure.value.detail


@pytest.fixture(scope="module")
def switched_on(postgresql_server):
    """PostgreSQL, which is asked by other tests without encryption."""
    made = Encrypted("postgresql", postgresql_server)
    made.certify()
    yield made
    switch(postgresql_server, "off")


@pytest.fixture(params=["postgresql", "mysql"])
def encrypted(request):
    if request.param == "postgresql":
        return request.getfixturevalue("switched_on")
    made = Encrypted("mysql", request.getfixturevalue("mariadb_server"))
    made.certify()
    return made


def switch(server, value):
    run_postgresql(server, "postgres", f"ALTER SYSTEM SET ssl = {value}")
    run_postgresql(server, "postgres", "SELECT pg_reload_conf()")
    end = time.monotonic() + 60
    while run_postgresql(server, "postgres", "SHOW ssl") != [(value,)]:
        assert time.monotonic() < end


async def at_loopback(host, port):
    return ["127.0.0.1"]


async def test_a_server_proves_its_name_to_the_authority_that_was_entered(encrypted):
    await (await encrypted.open()).close()


async def test_another_authority_is_not_enough(encrypted):
    assert "not signed by the certificate authority" in await encrypted.refused(ca=Authority("Another").pem)


async def test_without_an_authority_those_of_the_host_count(encrypted):
    assert "not signed by the certificate authority" in await encrypted.refused(ca="")


async def test_what_is_no_authority_is_told(encrypted):
    for text in ("garbage", "-----BEGIN CERTIFICATE-----\n!\n-----END CERTIFICATE-----\n"):
        assert (
            await encrypted.refused(ca=text)
            == "The certificate authority is no certificate in PEM. Check it."
        )


async def test_another_name_is_refused(encrypted):
    assert "is not for the host 'localhost'" in await encrypted.refused(host="localhost")
    await (await encrypted.open(host="localhost", **WITHOUT_NAME[encrypted.kind])).close()


async def test_the_name_is_proved_whichever_address_is_connected_to(encrypted):
    await (await encrypted.open(host=NAME, resolve=at_loopback)).close()
    said = await encrypted.refused(host="other.example", resolve=at_loopback)
    assert "is not for the host 'other.example'" in said


async def test_an_expired_certificate_is_told_of(encrypted):
    encrypted.certify(valid=EXPIRED)
    assert "has expired" in await encrypted.refused()
    encrypted.certify()


async def test_a_server_behind_a_tunnel_proves_its_own_name(encrypted):
    async with ssh_host() as ssh:
        await (await encrypted.open(**ssh.options())).close()
        said = await encrypted.refused(host="localhost", **ssh.options())
        assert "is not for the host 'localhost'" in said
        assert ssh.forwarded[-1] == ("localhost", encrypted.server.port)


async def test_a_server_that_encrypts_nothing_is_told_of(switched_on):
    switch(switched_on.server, "off")
    assert "takes no encrypted connections" in await switched_on.refused()
    switch(switched_on.server, "on")

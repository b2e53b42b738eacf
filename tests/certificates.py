"""Authorities and certificates of our own, for servers on this machine."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

if TYPE_CHECKING:
    from pathlib import Path

NAME = "db.certified.example"
"""What certificates prove, beside 127.0.0.1."""


class Authority:
    """Signs certificates."""

    def __init__(self, name: str = "Test authority") -> None:
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = _named(name)
        self._own = _signed(
            self._name, self._key.public_key(), self._name, self._key, timedelta(days=1), ca=True
        )

    @property
    def pem(self) -> str:
        """Its own certificate."""
        return self._own.public_bytes(serialization.Encoding.PEM).decode()

    def certify(self, folder: Path, valid: timedelta = timedelta(days=1)) -> tuple[Path, Path]:
        """The files of a new certificate and its key. `valid`: from now on; negative: it has expired."""
        key = ec.generate_private_key(ec.SECP256R1())
        made = _signed(_named("127.0.0.1"), key.public_key(), self._name, self._key, valid)
        private = key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        files = folder / "server.crt", folder / "server.key"
        contents = made.public_bytes(serialization.Encoding.PEM), private
        for file, content in zip(files, contents, strict=True):
            file.touch(mode=0o600)
            file.write_bytes(content)
        return files


def _named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def _signed(
    subject: x509.Name,
    public_key: ec.EllipticCurvePublicKey,
    issuer: x509.Name,
    key: ec.EllipticCurvePrivateKey,
    valid: timedelta,
    *,
    ca: bool = False,
) -> x509.Certificate:
    now = datetime.now(UTC)
    names = x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1")), x509.DNSName(NAME)])
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public_key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=2))
        .not_valid_after(now + valid)
        .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
        .add_extension(names, critical=False)
        .sign(key, hashes.SHA256())
    )

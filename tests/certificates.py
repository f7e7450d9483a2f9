"""Certificates for throw-away servers: an authority of our own, and what it signs."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from bot.clock import SystemClock


@dataclass(frozen=True)
class Certificate:
    """Files: who signed it, itself, its key, and the last two in one for HAProxy."""

    authority: Path
    chain: Path
    key: Path
    both: Path


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def make_certificate(home: Path, host: str = "localhost") -> Certificate:
    """A certificate for that host by an authority that nobody knows yet."""
    # The libraries look at the true clock.
    now = SystemClock().now()
    authority_key, key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))

    def signed(subject: str, public: ec.EllipticCurvePublicKey, *, is_authority: bool) -> bytes:
        builder = (
            x509.CertificateBuilder()
            .subject_name(_name(subject))
            .issuer_name(_name("Test authority"))
            .public_key(public)
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - dt.timedelta(days=1))
            .not_valid_after(now + dt.timedelta(days=2))
            .add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
        )
        if not is_authority:
            names = x509.SubjectAlternativeName([x509.DNSName(host)])
            builder = builder.add_extension(names, critical=False)
        made = builder.sign(authority_key, hashes.SHA256())
        return made.public_bytes(serialization.Encoding.PEM)

    chain = signed(host, key.public_key(), is_authority=False)
    secret = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    found = Certificate(*(home / f"{part}.pem" for part in ("authority", "chain", "key", "both")))
    found.authority.write_bytes(
        signed("Test authority", authority_key.public_key(), is_authority=True)
    )
    found.chain.write_bytes(chain)
    found.key.write_bytes(secret)
    found.key.chmod(0o600)
    found.both.write_bytes(chain + secret)
    return found

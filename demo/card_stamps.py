"""The time stamps of the demonstration authority, by the machine's clock.

Its key is an RSA one, which is what pyHanko's dummy of a time-stamp authority takes.
"""

from __future__ import annotations

from datetime import UTC, datetime

from asn1crypto import keys, tsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper


class Stamps:
    """Stamps whatever it is asked to."""

    def __init__(self, certificate: x509.Certificate, key: rsa.RSAPrivateKey) -> None:
        self._certificate = asn1_x509.Certificate.load(certificate.public_bytes(Encoding.DER))
        secret = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
        self._key = keys.PrivateKeyInfo.load(secret)

    def answer(self, request: bytes) -> bytes:
        """Return the response to one request. Raises `ValueError`, `TypeError` or `KeyError`."""
        asked = tsp.TimeStampReq.load(request, strict=True)
        now = datetime.now(UTC).replace(microsecond=0)
        said: bytes = (
            DummyTimeStamper(self._certificate, self._key, fixed_dt=now).request_tsa_response(asked).dump()
        )
        return said

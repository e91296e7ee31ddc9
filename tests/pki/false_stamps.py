"""Time stamps as no honest authority makes them: OpenSSL, which makes the good ones, refuses to."""

from __future__ import annotations

from datetime import datetime

from asn1crypto import keys, tsp
from asn1crypto import x509 as asn1_x509
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper

from signing.status import Fetch
from tests.pki.country import Holder


def stamping(by: Holder, *, at: datetime, nonce: int | None = None, digest: bytes | None = None) -> Fetch:
    """Return a service that stamps with this key, and with another nonce or hash than was asked."""
    secret = by.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    certificate = asn1_x509.Certificate.load(by.certificate.public_bytes(Encoding.DER))
    stamper = DummyTimeStamper(certificate, keys.PrivateKeyInfo.load(secret), fixed_dt=at)

    def answer(_: str, request: bytes) -> bytes:
        asked = tsp.TimeStampReq.load(request)
        if nonce is not None:
            asked["nonce"] = nonce
        if digest is not None:
            asked["message_imprint"]["hashed_message"] = digest
        said: bytes = stamper.request_tsa_response(asked).dump()
        return said

    return answer

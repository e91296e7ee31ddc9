"""A responder that says of certificates what a test wants, in the shape the test wants."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import ocsp

from tests.pki import weak
from tests.pki.authority import Authority, PrivateKey


@dataclass(frozen=True)
class Manner:
    """How a responder answers; the defaults are those of a good one."""

    failure: ocsp.OCSPResponseStatus | None = None
    status: ocsp.OCSPCertStatus | None = None  # None: as the records say
    age: timedelta = timedelta(0)
    lasts: timedelta | None = timedelta(hours=1)
    nonce: bytes | None = None  # None: the one that was asked with
    omits_nonce: bool = False
    serial_number: int | None = None  # None: the one that was asked for
    issuer_key_hash: bytes | None = None
    shows_signer: bool = True
    spoils_signature: bool = False
    has_sha1: bool = False


@dataclass
class Responder:
    """Answers for one authority, signing with a certificate that may or may not be allowed to."""

    authority: Authority
    key: PrivateKey
    certificate: x509.Certificate
    at: datetime
    issued: set[int] = field(default_factory=set)
    revoked: dict[int, datetime] = field(default_factory=dict)
    manner: Manner = field(default_factory=Manner)
    asked: int = 0

    def be(self, **changes: object) -> None:
        """Answer differently from now on."""
        self.manner = replace(self.manner, **changes)

    def answer(self, request_bytes: bytes) -> bytes:
        """Return the answer to one request, in DER."""
        self.asked += 1
        request, manner = ocsp.load_der_ocsp_request(request_bytes), self.manner
        if manner.failure is not None:
            return ocsp.OCSPResponseBuilder.build_unsuccessful(manner.failure).public_bytes(Encoding.DER)
        response = self._about(request).sign(self.key, hashes.SHA256()).public_bytes(Encoding.DER)
        if manner.has_sha1:
            response = weak.answer(response, self.key)
        if manner.spoils_signature:
            signature = ocsp.load_der_ocsp_response(response).signature
            response = response.replace(signature, signature[:-1] + bytes([signature[-1] ^ 1]))
        return response

    def _about(self, request: ocsp.OCSPRequest) -> ocsp.OCSPResponseBuilder:
        manner, updated = self.manner, self.at - self.manner.age
        status = manner.status or self._status(request.serial_number)
        is_revoked = status is ocsp.OCSPCertStatus.REVOKED
        builder = ocsp.OCSPResponseBuilder().add_response_by_hash(
            request.issuer_name_hash,
            manner.issuer_key_hash or request.issuer_key_hash,
            manner.serial_number or request.serial_number,
            request.hash_algorithm,
            status,
            updated,
            None if manner.lasts is None else updated + manner.lasts,
            self.revoked.get(request.serial_number, updated) if is_revoked else None,
            None,
        )
        builder = builder.responder_id(ocsp.OCSPResponderEncoding.HASH, self.certificate)
        if manner.shows_signer:
            builder = builder.certificates([self.certificate])
        asked_with = [item.value.nonce for item in request.extensions if item.oid == x509.OCSPNonce.oid]
        if asked_with and not manner.omits_nonce:
            builder = builder.add_extension(x509.OCSPNonce(manner.nonce or asked_with[0]), False)
        return builder

    def _status(self, serial: int) -> ocsp.OCSPCertStatus:
        if serial in self.revoked:
            return ocsp.OCSPCertStatus.REVOKED
        return ocsp.OCSPCertStatus.GOOD if serial in self.issued else ocsp.OCSPCertStatus.UNKNOWN

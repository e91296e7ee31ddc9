"""Cards for the people of a scenario, and the authorities behind them: made for one run, and gone with it.

Signatures, time stamps and answers are real ones, so a scenario signs by the same commands as people; they
are as old as the scenario's clock says. Nothing here is believed by any installation.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache, cached_property
from typing import Any

from asn1crypto import keys as asn1_keys
from asn1crypto import tsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509 import ocsp
from cryptography.x509.oid import AuthorityInformationAccessOID, ExtendedKeyUsageOID, NameOID
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper

from engine.clock import Clock
from engine.signatures.trust import SignatureRules
from signing.evidence import Listing, Outside, SignatureTrust
from signing.identity import from_semantic_serial_number
from signing.stamps import StampService
from signing.trust import Issuer, TrustList

NOWHERE = "http://127.0.0.1:9"
LIFE = timedelta(days=4000)
Key = ec.EllipticCurvePrivateKey
_ADDRESS = x509.AuthorityInformationAccess(
    [x509.AccessDescription(AuthorityInformationAccessOID.OCSP, x509.UniformResourceIdentifier(NOWHERE))]
)
_BITS = (
    *("digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement"),
    *("key_cert_sign", "crl_sign", "encipher_only", "decipher_only"),
)


@cache
def _key(owner: str) -> Key:
    return ec.generate_private_key(ec.SECP256R1())


@cache
def _time_key() -> rsa.RSAPrivateKey:
    # pyHanko's time-stamp authority for tests signs with RSA alone.
    return rsa.generate_private_key(65537, 2048)


@dataclass(frozen=True)
class ScenarioCard:
    """A key that signs, with its certificate."""

    key: Key
    certificate: x509.Certificate

    @property
    def der(self) -> bytes:
        return self.certificate.public_bytes(Encoding.DER)

    def sign(self, data: bytes) -> bytes:
        """Sign as cards do: r and s, one after the other."""
        r, s = decode_dss_signature(self.key.sign(data, ec.ECDSA(hashes.SHA256())))
        return r.to_bytes(32, "big") + s.to_bytes(32, "big")


@dataclass
class Signers:
    """The authorities of a scenario. They answer without a network, by the scenario's clock."""

    clock: Clock
    begun_at: datetime
    _issued: dict[str, ScenarioCard] = field(default_factory=dict)

    @property
    def rules(self) -> SignatureRules:
        """What an engine believes that runs the scenario."""
        roots = (self._root,)
        signers = TrustList(roots, (Issuer(self._issuer, f"{NOWHERE}/issuer"),))
        stamps = StampService(NOWHERE, TrustList(roots, (Issuer(self._root, f"{NOWHERE}/root"),)))
        trust = SignatureTrust(signers, stamps, (Listing(self._root, NOWHERE),))
        return SignatureRules(
            trust, from_semantic_serial_number, Outside(self._status, self._revoked, self._stamp)
        )

    def card(self, personal_number: str) -> ScenarioCard:
        """Return the card of a person."""
        if personal_number not in self._issued:
            key = _key("person")
            name = _name(f"TEST {personal_number}", f"PNOGE-{personal_number}")
            builder = self._begun(name, key, by=self._issuer)
            builder = builder.add_extension(_usage("content_commitment"), True)
            certificate = builder.sign(_key("issuer"), hashes.SHA256())
            self._issued[personal_number] = ScenarioCard(key, certificate)
        return self._issued[personal_number]

    @cached_property
    def _root(self) -> x509.Certificate:
        name = _name("TEST Root")
        builder = self._begun(name, _key("root"), issuer=name, is_authority=True)
        return builder.sign(_key("root"), hashes.SHA256())

    @cached_property
    def _issuer(self) -> x509.Certificate:
        builder = self._begun(_name("TEST Signing"), _key("issuer"), by=self._root, is_authority=True)
        return builder.sign(_key("root"), hashes.SHA256())

    @cached_property
    def _stamper(self) -> x509.Certificate:
        builder = self._begun(_name("TEST Time"), _time_key(), by=self._root)
        builder = builder.add_extension(_usage("digital_signature"), True)
        builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), True)
        return builder.sign(_key("root"), hashes.SHA256())

    def _begun(
        self,
        name: x509.Name,
        key: Key | rsa.RSAPrivateKey,
        *,
        by: x509.Certificate | None = None,
        issuer: x509.Name | None = None,
        is_authority: bool = False,
    ) -> x509.CertificateBuilder:
        above = issuer or (by.subject if by else name)
        builder = x509.CertificateBuilder().subject_name(name).issuer_name(above).public_key(key.public_key())
        builder = builder.serial_number(x509.random_serial_number())
        builder = builder.not_valid_before(self.begun_at - timedelta(days=1)).not_valid_after(
            self.begun_at + LIFE
        )
        builder = builder.add_extension(x509.BasicConstraints(is_authority, None), True)
        key_id = x509.SubjectKeyIdentifier.from_public_key(key.public_key())
        builder = builder.add_extension(key_id, False)
        if not is_authority:  # validators believe an answer about those alone that say where to ask
            builder = builder.add_extension(_ADDRESS, False)
        return builder.add_extension(_usage("key_cert_sign", "crl_sign"), True) if is_authority else builder

    def _status(self, address: str, request: bytes) -> bytes:
        asked = ocsp.load_der_ocsp_request(request)
        owner = "root" if address.endswith("root") else "issuer"
        certificate, now = self._root if owner == "root" else self._issuer, self.clock.now()
        builder = ocsp.OCSPResponseBuilder().add_response_by_hash(
            asked.issuer_name_hash,
            asked.issuer_key_hash,
            asked.serial_number,
            asked.hash_algorithm,
            ocsp.OCSPCertStatus.GOOD,
            now,
            now + timedelta(hours=1),
            None,
            None,
        )
        builder = builder.responder_id(ocsp.OCSPResponderEncoding.HASH, certificate)
        for extension in asked.extensions:
            if isinstance(extension.value, x509.OCSPNonce):
                builder = builder.add_extension(extension.value, False)
        return builder.sign(_key(owner), hashes.SHA256()).public_bytes(Encoding.DER)

    def _revoked(self, address: str) -> bytes:
        now = self.clock.now()
        builder = x509.CertificateRevocationListBuilder(self._root.subject, now, now + timedelta(days=1))
        builder = builder.add_extension(x509.CRLNumber(1), False)
        key_id = x509.AuthorityKeyIdentifier.from_issuer_public_key(_key("root").public_key())
        builder = builder.add_extension(key_id, False)
        return builder.sign(_key("root"), hashes.SHA256()).public_bytes(Encoding.DER)

    def _stamp(self, address: str, request: bytes) -> bytes:
        secret = _time_key().private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
        certificate = asn1_x509.Certificate.load(self._stamper.public_bytes(Encoding.DER))
        key, at = asn1_keys.PrivateKeyInfo.load(secret), self.clock.now()
        said: Any = DummyTimeStamper(certificate, key, fixed_dt=at)
        answer: bytes = said.request_tsa_response(tsp.TimeStampReq.load(request)).dump()
        return answer


def _name(common: str, number: str = "") -> x509.Name:
    parts = [x509.NameAttribute(NameOID.COUNTRY_NAME, "GE"), x509.NameAttribute(NameOID.COMMON_NAME, common)]
    return x509.Name([*parts, *([x509.NameAttribute(NameOID.SERIAL_NUMBER, number)] if number else [])])


def _usage(*names: str) -> x509.KeyUsage:
    return x509.KeyUsage(**{bit: bit in names for bit in _BITS})

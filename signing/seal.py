"""The seal of an authority: a signature by a key that never leaves its device (PKCS#11).

It is made like a person's, in the same two steps and with the same checks. Refuses to know when a document
is sealed.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import pkcs11
from asn1crypto import algos, core
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from pkcs11 import Attribute, KeyType, Mechanism, ObjectClass
from pkcs11.exceptions import (
    NoSuchToken,
    PinIncorrect,
    PinInvalid,
    PinLenRange,
    PinLocked,
    PKCS11Error,
)

from signing.algorithms import TOKEN_ALGORITHMS
from signing.errors import SealMissing
from signing.evidence import Outside, SignatureTrust
from signing.pades import finish, prepare

# A device counts wrong PINs and locks itself, so one that was wrong is not tried again by this process.
_refused: set[bytes] = set()


@dataclass(frozen=True)
class SealKey:
    """Key of a seal: where it lies, and the certificate that goes with it."""

    module: Path
    token: str
    label: str
    certificate: x509.Certificate
    pin: str = field(repr=False)

    def sign(self, data: bytes, algorithm: str) -> bytes:
        """Return the signature, as cards give it. Raises `SealMissing`."""
        digest = TOKEN_ALGORITHMS[algorithm].digest(data)
        is_rsa = isinstance(self.certificate.public_key(), rsa.RSAPublicKey)
        mechanism = Mechanism.RSA_PKCS if is_rsa else Mechanism.ECDSA
        if is_rsa:
            digest = _digest_info(digest, TOKEN_ALGORITHMS[algorithm].hash.name)
        if self._fingerprint in _refused:
            raise SealMissing("pin")
        try:
            token = pkcs11.lib(str(self.module)).get_token(token_label=self.token)
            with token.open(user_pin=self.pin) as session:
                wanted = {
                    Attribute.CLASS: ObjectClass.PRIVATE_KEY,
                    Attribute.KEY_TYPE: KeyType.RSA if is_rsa else KeyType.EC,
                    Attribute.LABEL: self.label,
                }
                found = list(session.get_objects(wanted))
                if len(found) != 1:
                    raise SealMissing("no_key")
                return _signed(found[0], digest, mechanism)
        except (PinIncorrect, PinInvalid, PinLenRange, PinLocked):
            _refused.add(self._fingerprint)
            raise SealMissing("pin") from None
        except NoSuchToken:
            raise SealMissing("no_token") from None
        except PKCS11Error:
            raise SealMissing("device") from None

    @property
    def _fingerprint(self) -> bytes:
        return hashlib.sha256(f"{self.module}\0{self.token}\0{self.pin}".encode()).digest()


def seal(
    pdf: bytes,
    key: SealKey,
    *,
    title: str,
    place: str,
    trust: SignatureTrust,
    outside: Outside,
    at: datetime,
) -> bytes:
    """Return the file with the seal. Raises `Refused`, or `Passing` where it may succeed later."""
    prepared = prepare(pdf, key.certificate, title=title, place=place, at=at)
    signature = key.sign(prepared.attributes, prepared.algorithm)
    return finish(prepared, signature, certificate=key.certificate, trust=trust, outside=outside, at=at)


def _signed(key: Any, digest: bytes, mechanism: Mechanism) -> bytes:
    signature: bytes = key.sign(digest, mechanism=mechanism)
    return signature


def _digest_info(digest: bytes, hash_name: str) -> bytes:
    algorithm = {"algorithm": hash_name, "parameters": core.Null()}
    encoded: bytes = algos.DigestInfo({"digest_algorithm": algorithm, "digest": digest}).dump()
    return encoded

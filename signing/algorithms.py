"""Algorithms that may prove anything, which keys they fit, and verifying a signature with one.

The closed list is the point: what is not here does not exist, whatever a token calls it.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.types import PublicKeyTypes
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from signing.errors import Check, Refused

SMALLEST_RSA = 2048
CURVES = ("secp256r1", "secp384r1", "secp521r1")
WEAK_HASHES = ("md5", "sha1")


@dataclass(frozen=True)
class TokenAlgorithm:
    """One name of JSON Web Algorithms: a kind of key, a hash, and for curves the one that belongs to it."""

    name: str
    hash: hashes.HashAlgorithm
    curve: str | None = None
    is_pss: bool = False

    def digest(self, data: bytes) -> bytes:
        return hashlib.new(self.hash.name, data).digest()


TOKEN_ALGORITHMS = {
    algorithm.name: algorithm
    for algorithm in (
        TokenAlgorithm("RS256", hashes.SHA256()),
        TokenAlgorithm("RS384", hashes.SHA384()),
        TokenAlgorithm("RS512", hashes.SHA512()),
        TokenAlgorithm("PS256", hashes.SHA256(), is_pss=True),
        TokenAlgorithm("PS384", hashes.SHA384(), is_pss=True),
        TokenAlgorithm("PS512", hashes.SHA512(), is_pss=True),
        TokenAlgorithm("ES256", hashes.SHA256(), curve="secp256r1"),
        TokenAlgorithm("ES384", hashes.SHA384(), curve="secp384r1"),
        TokenAlgorithm("ES512", hashes.SHA512(), curve="secp521r1"),
    )
}


def is_strong_key(key: PublicKeyTypes) -> bool:
    """Say whether a key of this kind and size may prove anything."""
    if isinstance(key, rsa.RSAPublicKey):
        return key.key_size >= SMALLEST_RSA
    return isinstance(key, ec.EllipticCurvePublicKey) and key.curve.name in CURVES


def algorithm_for(key: PublicKeyTypes) -> TokenAlgorithm:
    """Return how documents are signed with this key. Raises `Refused`."""
    for algorithm in (TOKEN_ALGORITHMS[name] for name in ("RS256", "ES256", "ES384", "ES512")):
        try:
            refuse_unfit_key(algorithm, key)
        except Refused as refused:
            if refused.reason == "weak_key":
                raise
        else:
            return algorithm
    raise Refused(Check.ALGORITHM, "other_key")


def refuse_unfit_key(algorithm: TokenAlgorithm, key: PublicKeyTypes) -> None:
    """Raise `Refused` unless the algorithm is one for this key."""
    if isinstance(key, ec.EllipticCurvePublicKey):
        fits = key.curve.name == algorithm.curve
    else:
        fits = isinstance(key, rsa.RSAPublicKey) and algorithm.curve is None
    if not fits:
        raise Refused(Check.ALGORITHM, "other_key")
    if not is_strong_key(key):
        raise Refused(Check.ALGORITHM, "weak_key")


def refuse_wrong_signature(
    algorithm: TokenAlgorithm, key: PublicKeyTypes, *, signature: bytes, data: bytes
) -> None:
    """Raise `Refused` unless the key signed these data. The key fits the algorithm already."""
    try:
        if isinstance(key, rsa.RSAPublicKey):
            key.verify(signature, data, _padding(algorithm), algorithm.hash)
        elif isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(_as_sequence(signature, key), data, ec.ECDSA(algorithm.hash))
        else:
            raise Refused(Check.ALGORITHM, "other_key")
    except InvalidSignature:
        raise Refused(Check.SIGNATURE, "wrong") from None


def in_cms(signature: bytes, key: PublicKeyTypes) -> bytes:
    """Return the signature as CMS carries it."""
    return _as_sequence(signature, key) if isinstance(key, ec.EllipticCurvePublicKey) else signature


def _padding(algorithm: TokenAlgorithm) -> padding.AsymmetricPadding:
    if algorithm.is_pss:
        return padding.PSS(padding.MGF1(algorithm.hash), algorithm.hash.digest_size)
    return padding.PKCS1v15()


def _as_sequence(signature: bytes, key: ec.EllipticCurvePublicKey) -> bytes:
    """Return in DER what tokens carry as r and s, each as long as the curve's field."""
    size = (key.key_size + 7) // 8
    if len(signature) != 2 * size:
        raise Refused(Check.SIGNATURE, "wrong_length")
    r, s = int.from_bytes(signature[:size], "big"), int.from_bytes(signature[size:], "big")
    if not (r and s):
        raise Refused(Check.SIGNATURE, "zero")
    return encode_dss_signature(r, s)

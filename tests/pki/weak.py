"""What good libraries no longer make: signatures over SHA-1, written into certificates and answers."""

from __future__ import annotations

import hashlib

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import ocsp

SHA256_WITH_RSA = bytes.fromhex("2a864886f70d01010b")
SHA1_WITH_RSA = bytes.fromhex("2a864886f70d010105")
DIGEST_INFO = bytes.fromhex("3021300906052b0e03021a05000414")


def certificate(made: x509.Certificate, key: rsa.RSAPrivateKey) -> x509.Certificate:
    """Return the certificate signed anew, by the same key, over SHA-1."""
    old = made.tbs_certificate_bytes
    new = old.replace(SHA256_WITH_RSA, SHA1_WITH_RSA, 1)
    der = _resigned(made.public_bytes(Encoding.DER), (old, new), signature=made.signature, key=key)
    return x509.load_der_x509_certificate(der)


def answer(made: bytes, key: rsa.RSAPrivateKey) -> bytes:
    """Return the OCSP answer signed anew over SHA-1."""
    response = ocsp.load_der_ocsp_response(made)
    tbs = response.tbs_response_bytes
    return _resigned(made, (tbs, tbs), signature=response.signature, key=key)


def _resigned(der: bytes, tbs: tuple[bytes, bytes], *, signature: bytes, key: rsa.RSAPrivateKey) -> bytes:
    before, after = der.split(tbs[0])
    after = after.replace(SHA256_WITH_RSA, SHA1_WITH_RSA, 1)
    return before + tbs[1] + after.replace(signature, _sign(tbs[1], key))


def _sign(data: bytes, key: rsa.RSAPrivateKey) -> bytes:
    size, numbers = key.key_size // 8, key.private_numbers()
    info = DIGEST_INFO + hashlib.sha1(data, usedforsecurity=False).digest()
    padded = b"\0\1" + b"\xff" * (size - 3 - len(info)) + b"\0" + info
    return pow(int.from_bytes(padded), numbers.d, numbers.public_numbers.n).to_bytes(size)

"""A time-stamp authority: OpenSSL's own, so that what it stamps was not made by our code."""

from __future__ import annotations

import subprocess
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from tests.pki.authority import PrivateKey

POLICY = "1.3.6.1.4.1.99999.1"
CONFIGURATION = f"""
[tsa]
default_tsa = test
[test]
serial = serial
signer_cert = signer.pem
certs = chain.pem
signer_key = key.pem
signer_digest = sha256
default_policy = {POLICY}
digests = sha256, sha384, sha512
accuracy = secs:1
ess_cert_id_alg = sha256
"""


class Stamps:
    """Stamps requests (RFC 3161) with the machine's time."""

    def __init__(self, folder: Path, key: PrivateKey, *chain: x509.Certificate) -> None:
        self._folder, self.certificate = folder, chain[0]
        pem = [certificate.public_bytes(Encoding.PEM) for certificate in chain]
        secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        (folder / "key.pem").write_bytes(secret)
        (folder / "signer.pem").write_bytes(pem[0])
        (folder / "chain.pem").write_bytes(b"".join(pem[1:]))
        (folder / "tsa.cnf").write_text(CONFIGURATION)
        self.given = 0

    def answer(self, request: bytes) -> bytes:
        """Return the response to one request, in DER."""
        self.given += 1
        query = self._folder / f"{self.given}.tsq"
        query.write_bytes(request)
        command = ["openssl", "ts", "-reply", "-config", "tsa.cnf", "-queryfile", query.name]
        return subprocess.run(command, cwd=self._folder, capture_output=True, check=True).stdout

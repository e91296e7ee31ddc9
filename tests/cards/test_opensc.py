"""Programs that are not ours use the virtual cards, so these are cards and no echo of our package."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from tests.cards.conftest import Holders
from tests.cards.desk import Desk

MESSAGE = b"what is signed"


class OpenSC:
    """Its tools, with a memory of their own."""

    def __init__(self, office: Desk, folder: Path) -> None:
        self._folder = folder
        own = {"XDG_CACHE_HOME": str(folder), "HOME": str(folder)}
        self._environment = {**os.environ, **office.environment, **own}

    def run(self, *command: str) -> str:
        done = subprocess.run(
            command, cwd=self._folder, env=self._environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout + done.stderr


@pytest.fixture
def opensc(office: Desk, tmp_path: Path) -> OpenSC:
    (tmp_path / "message").write_bytes(MESSAGE)
    return OpenSC(office, tmp_path)


def test_opensc__georgian_card__reads_its_certificates(
    office: Desk, opensc: OpenSC, holders: Holders
) -> None:
    office.insert("georgian")

    read = [opensc.run("pkcs15-tool", "--read-certificate", number) for number in ("01", "02")]

    expected = [holder.certificate for holder in holders["georgian"]]
    assert [x509.load_pem_x509_certificate(_pem_of(text)) for text in read] == expected
    assert "3b:fd:18:00:00:81:31:fe" in opensc.run("opensc-tool", "--atr")


@pytest.mark.parametrize(
    ("kind", "mechanism"), [("georgian", "SHA256-RSA-PKCS"), ("estonian", "ECDSA-SHA384")]
)
def test_opensc__card_of_each_kind__signs_what_its_certificate_answers_for(
    office: Desk, opensc: OpenSC, holders: Holders, tmp_path: Path, kind: str, mechanism: str
) -> None:
    office.insert(kind)

    opensc.run(
        *("pkcs11-tool", "--module", "opensc-pkcs11.so", "--login", "--pin", "1234", "--sign"),
        *("--mechanism", mechanism, "--id", "01", "--input-file", "message", "--output-file", "signature"),
    )

    _verify(holders[kind][0].certificate, (tmp_path / "signature").read_bytes())


def _verify(certificate: x509.Certificate, signature: bytes) -> None:
    key = certificate.public_key()
    if isinstance(key, rsa.RSAPublicKey):
        key.verify(signature, MESSAGE, padding.PKCS1v15(), hashes.SHA256())
        return
    assert isinstance(key, ec.EllipticCurvePublicKey)
    half = len(signature) // 2
    r, s = int.from_bytes(signature[:half], "big"), int.from_bytes(signature[half:], "big")
    key.verify(encode_dss_signature(r, s), MESSAGE, ec.ECDSA(hashes.SHA384()))


def _pem_of(text: str) -> bytes:
    return text[text.index("-----BEGIN") :].encode()

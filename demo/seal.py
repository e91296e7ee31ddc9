"""The seal of a municipality of the demonstration: a key in SoftHSM, in place of the device of a real one.

Made once, in a directory beside the authority's. Where SoftHSM is not installed no municipality has a seal,
which is what the list then says.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
import subprocess
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from demo.card_keys import AUTHORITY_LIFE, Issuer, begun, key_usage, name, status_address

MODULES = tuple(
    Path(place)
    for place in (
        "/usr/lib/softhsm/libsofthsm2.so",
        "/usr/lib64/pkcs11/libsofthsm2.so",
        "/usr/lib64/softhsm/libsofthsm2.so",
    )
)
MUNICIPALITY, NAME = "keda", "Keda Municipality (demonstration)"
TOKEN, LABEL = "MMS demonstration", "seal"
LIST, SETTINGS = "seals.json", "softhsm2.conf"
RSA_BITS = 3072


def found_seal(folder: Path, issuer: Issuer) -> None:
    """Write the list of seals: the one that is there or is made now, or none."""
    module = next((module for module in MODULES if module.exists()), None)
    if module is None or shutil.which("softhsm2-util") is None:
        _write(folder / LIST, {})
        return
    if not (folder / "seal.pem").exists():
        _make(folder, issuer)
    said = {"module": str(module), "token": TOKEN, "label": LABEL}
    _write(folder / LIST, {MUNICIPALITY: {**said, "certificate": "seal.pem", "pin_file": "seal.pin"}})


def _make(folder: Path, issuer: Issuer) -> None:
    """Make key and certificate; the key lies in the device alone."""
    tokens = folder / "tokens"
    shutil.rmtree(tokens, ignore_errors=True)  # of a set-up that died half-way
    tokens.mkdir(mode=0o700)
    (folder / SETTINGS).write_text(f"directories.tokendir = {tokens}\nlog.level = ERROR\n")
    pin, key = secrets.token_hex(4), rsa.generate_private_key(65537, RSA_BITS)
    _put(key, folder, pin)
    _keep(folder / "seal.pin", pin.encode())
    builder = begun(name(NAME), key.public_key(), life=AUTHORITY_LIFE)
    builder = builder.add_extension(x509.BasicConstraints(False, None), True)
    builder = builder.add_extension(key_usage("content_commitment"), True)
    builder = builder.add_extension(status_address(), False)
    certificate = builder.issuer_name(issuer.certificate.subject).sign(issuer.key, hashes.SHA384())
    (folder / "seal.pem").write_bytes(certificate.public_bytes(Encoding.PEM))


def _put(key: rsa.RSAPrivateKey, folder: Path, pin: str) -> None:
    """Put the key into the device, by the device's own program."""
    environment = {**os.environ, "SOFTHSM2_CONF": str(folder / SETTINGS)}
    file = folder / "seal.key"
    _keep(file, key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    known = ("--label", TOKEN, "--pin", pin)
    asked = (
        ("--init-token", "--free", "--so-pin", secrets.token_hex(4), *known),
        ("--import", str(file), "--token", TOKEN, "--label", LABEL, "--id", "01", "--pin", pin),
    )
    try:
        for arguments in asked:
            subprocess.run(
                ["softhsm2-util", *arguments], env=environment, check=True, capture_output=True, timeout=60
            )
    finally:
        file.unlink()


def _keep(path: Path, content: bytes) -> None:
    path.unlink(missing_ok=True)
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as kept:
        kept.write(content)


def _write(path: Path, said: dict[str, dict[str, str]]) -> None:
    unfinished = path.with_suffix(".new")
    unfinished.write_text(json.dumps(said, indent=2) + "\n")
    unfinished.replace(path)

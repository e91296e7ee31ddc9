"""A device with a key that does not leave it: SoftHSM, filled by its own program."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from tests.pki.authority import PrivateKey

MODULE = Path("/usr/lib/softhsm/libsofthsm2.so")
TOKEN, LABEL, PIN = "TEST seal", "seal", "4711"


def token_with(key: PrivateKey, folder: Path) -> None:
    """Set a device up in this folder, with the key on it. The module reads where it is once a process."""
    (folder / "tokens").mkdir()
    (folder / "softhsm2.conf").write_text(f"directories.tokendir = {folder / 'tokens'}\nlog.level = ERROR\n")
    os.environ["SOFTHSM2_CONF"] = str(folder / "softhsm2.conf")
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (folder / "key.pem").write_bytes(pem)
    _util("--init-token", "--free", "--label", TOKEN, "--so-pin", "12345678", "--pin", PIN)
    _util("--import", str(folder / "key.pem"), "--token", TOKEN, "--label", LABEL, "--id", "01", "--pin", PIN)
    (folder / "key.pem").unlink()


def _util(*arguments: str) -> None:
    subprocess.run(["softhsm2-util", *arguments], check=True, capture_output=True)

"""A device with keys that do not leave it: SoftHSM, filled by its own program."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pkcs11
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from tests.pki.authority import PrivateKey

MODULE = Path("/usr/lib/softhsm/libsofthsm2.so")
TOKEN, LABEL, PIN = "TEST seal", "seal", "4711"
# The module looks for its tokens where it is told when it begins, so a process has one place for all.
_places: list[Path] = []


def token_with(key: PrivateKey, folder: Path, token: str = TOKEN) -> None:
    """Set a token up with the key on it; the process's first folder is where they lie."""
    if not _places:
        _places.append(folder)
        (folder / "tokens").mkdir()
        (folder / "softhsm2.conf").write_text(
            f"directories.tokendir = {folder / 'tokens'}\nlog.level = ERROR\n"
        )
        os.environ["SOFTHSM2_CONF"] = str(folder / "softhsm2.conf")
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (folder / "key.pem").write_bytes(pem)
    _util("--init-token", "--free", "--label", token, "--so-pin", "12345678", "--pin", PIN)
    _util("--import", str(folder / "key.pem"), "--token", token, "--label", LABEL, "--id", "01", "--pin", PIN)
    (folder / "key.pem").unlink()
    pkcs11.lib(str(MODULE)).reinitialize()


def _util(*arguments: str) -> None:
    subprocess.run(["softhsm2-util", *arguments], check=True, capture_output=True)

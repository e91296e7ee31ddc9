"""The secret of an installation, kept in its home where no setting names one."""

from __future__ import annotations

import os
import secrets
from pathlib import Path


def stored_secret(home: Path, *, may_create: bool) -> str:
    """Return the secret in the home; empty where there is none and none may be created. Raises `OSError`."""
    path = home / "secret"
    if path.exists():
        return path.read_text().strip()
    if not may_create:
        return ""
    try:
        # Others may pass through, because the database's account lives below; they may not look around.
        home.mkdir(mode=0o711, parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with open(descriptor, "w") as file:
        file.write(secrets.token_urlsafe(48) + "\n")
    return path.read_text().strip()

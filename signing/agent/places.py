"""Paths of the program's own files, for one account, and what was settled when it was installed."""

from __future__ import annotations

import os
from pathlib import Path


def home() -> Path:
    """Return the folder of its files."""
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "mms-card"


def module() -> Path | None:
    """Return the PKCS #11 module by which cards are used, if one was named."""
    try:
        return Path((home() / "module").read_text("utf-8").strip())
    except FileNotFoundError:
        return None


def keep_module(path: Path | None) -> None:
    """Use cards by this module from now on, or by none."""
    home().mkdir(parents=True, exist_ok=True)
    if path is None:
        (home() / "module").unlink(missing_ok=True)
    else:
        (home() / "module").write_text(f"{path.resolve()}\n", "utf-8")


def note_call() -> None:
    """Remember that an extension has called: that is how the doctor knows that there is one."""
    home().mkdir(parents=True, exist_ok=True)
    (home() / "called").touch()


def was_called() -> bool:
    return (home() / "called").exists()

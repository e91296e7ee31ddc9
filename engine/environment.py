"""The environment's variables, read one by one, and what is wrong with one of them.

Refuses to know what an installation is: that is `engine.settings`.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from engine import limits_setting

Mode = Literal["demo", "production"]
DEFAULT_PORT = 8080
SEAL_PIN = "MMS_SEAL_PIN_"  # and the code of the municipality, in capitals


class SettingsError(Exception):
    """The environment does not describe an installation; the message lists everything that is missing."""


def read_mode(environ: Mapping[str, str]) -> Mode:
    # Demo accounts need no card, so nobody gets them by forgetting a variable.
    match environ.get("MMS_MODE") or "production":
        case "demo":
            return "demo"
        case "production":
            return "production"
        case other:
            raise SettingsError(f"MMS_MODE is {other!r}; it is either demo or production.")


def read_port(environ: Mapping[str, str]) -> int:
    text = environ.get("PORT") or str(DEFAULT_PORT)
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise SettingsError(f"PORT is {text!r}; it is a number from 1 to 65535.")
    return int(text)


def read_proxies(environ: Mapping[str, str]) -> int:
    text = environ.get("MMS_PROXIES") or "0"
    if text not in ("0", "1", "2", "3"):
        raise SettingsError(f"MMS_PROXIES is {text!r}; it is a number from 0 to 3.")
    return int(text)


def read_numbers(
    environ: Mapping[str, str], name: str, usual: limits_setting.Numbers
) -> limits_setting.Numbers:
    try:
        return limits_setting.read(environ.get(name) or "", usual)
    except ValueError as error:
        known = ", ".join(limits_setting.written(usual).split())
        raise SettingsError(f"{name} has {error}; it takes words such as {known}.") from None


def read_seal_pins(environ: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    named = sorted(name for name in environ if name.startswith(SEAL_PIN) and environ[name])
    return tuple((name.removeprefix(SEAL_PIN).lower(), environ[name]) for name in named)


def read_path(text: str | None) -> Path | None:
    return Path(text).absolute() if text else None


def stored_secret(home: Path, *, may_create: bool) -> str:
    path = home / "secret"
    if path.exists():
        return path.read_text().strip()
    if not may_create:
        return ""
    try:
        # Others may pass through, because the database's account lives below; they may not look around.
        home.mkdir(mode=0o711, parents=True, exist_ok=True)
        _make(path, secrets.token_urlsafe(48))
    except FileExistsError:
        return path.read_text().strip()
    except OSError as error:
        raise SettingsError(f"MMS_HOME cannot be used: {error}.") from error
    return path.read_text().strip()


def _make(path: Path, secret: str) -> None:
    """Write aside, then link: of two programs that make one, both read the same and none reads a part."""
    unfinished = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with open(descriptor, "w") as file:
            file.write(secret + "\n")
        os.link(unfinished, path)
    finally:
        unfinished.unlink()

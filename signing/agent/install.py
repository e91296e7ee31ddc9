"""Making the browsers of one account know this program, and finding out whether they do.

Each browser looks for a small file (a host manifest) that names the program and the one extension that may
call it. Written for Linux and macOS, by the browsers' manuals.
"""

from __future__ import annotations

import json
import os
import shlex
import sys
from collections.abc import Iterable
from pathlib import Path

from signing.agent.places import home, keep_module
from signing.extension.build import DEMO_SITES, GECKO_ID, build, chromium_id

NAME = "mms_card"
TITLES = {"chromium": "Chromium", "chrome": "Google Chrome", "firefox": "Firefox"}
PAGES = {"chromium": "chrome://extensions", "firefox": "about:debugging"}


def manifest_paths() -> dict[str, Path]:
    """Return where each browser looks."""
    if sys.platform == "darwin":
        above = Path.home() / "Library" / "Application Support"
        folders = {"chromium": above / "Chromium", "chrome": above / "Google" / "Chrome"}
        last = {"firefox": above / "Mozilla" / "NativeMessagingHosts"}
    else:
        above = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
        folders = {"chromium": above / "chromium", "chrome": above / "google-chrome"}
        last = {"firefox": Path.home() / ".mozilla" / "native-messaging-hosts"}
    found = {browser: folder / "NativeMessagingHosts" for browser, folder in folders.items()} | last
    return {browser: folder / f"{NAME}.json" for browser, folder in found.items()}


def install(sites: Iterable[str], *, is_demo: bool, module: Path | None = None) -> dict[str, Path]:
    """Install for every browser; return the folders with the extension, by the kind of browser."""
    wanted = [*sites, *(DEMO_SITES if is_demo else ())]
    folders = {kind: home() / "extension" / kind for kind in PAGES}
    for kind, folder in folders.items():
        build(folder, browser=kind, sites=wanted)
    keep_module(module)
    program = _launcher(is_demo=is_demo)
    for browser, path in manifest_paths().items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(_manifest(browser, program), indent=2), "utf-8")
    return folders


def is_installed() -> bool:
    """Say whether some browser knows the program."""
    return any(path.exists() for path in manifest_paths().values())


def _manifest(browser: str, program: Path) -> dict[str, object]:
    may_call: dict[str, object] = {"allowed_origins": [f"chrome-extension://{chromium_id()}/"]}
    if browser == "firefox":
        may_call = {"allowed_extensions": [GECKO_ID]}
    return {"name": NAME, "description": "MMS card", "path": str(program), "type": "stdio", **may_call}


def _launcher(*, is_demo: bool) -> Path:
    """Write the program that browsers start: this Python with this package, wherever they lie."""
    library = str(Path(__file__).parents[2])
    command = [sys.executable, "-m", "signing.agent", "host", *(["--demo"] if is_demo else [])]
    path = home() / "host"
    path.write_text(
        "#!/bin/sh\n"
        f"PYTHONPATH={shlex.quote(library)}${{PYTHONPATH:+:$PYTHONPATH}}\n"
        "export PYTHONPATH\n"
        f'exec {shlex.join(command)} "$@"\n',
        "utf-8",
    )
    path.chmod(0o755)
    return path

"""Builds the extension for a browser and for sites: a folder that the browser loads.

It is plain JavaScript, so that building is copying; what differs is the manifest. On other sites than those
named its script does not run at all.
"""

from __future__ import annotations

import base64
import hashlib
import json
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

SOURCE = Path(__file__).parent
PARTS = ("background.js", "content.js", "_locales")
# Firefox wants an id that the extension says itself; Chromium makes it of the manifest's key.
GECKO_ID = "{5d3b6b0e-6f0c-4f2b-9a77-7c1d2c0b54e3}"
DEMO_SITES = ("http://127.0.0.1", "http://localhost")


def chromium_id() -> str:
    """Return the id that Chromium gives the extension, because of its key."""
    key = base64.b64decode(_manifest()["key"])
    return "".join(chr(ord("a") + int(digit, 16)) for digit in hashlib.sha256(key).hexdigest()[:32])


def build(folder: Path, *, browser: str, sites: Iterable[str]) -> None:
    """Write the extension into the folder, in place of what was there."""
    manifest = _manifest()
    [script] = manifest["content_scripts"]
    script["matches"] = [_pattern(site) for site in sites]
    if browser == "firefox":
        for name in ("key", "minimum_chrome_version"):
            del manifest[name]
        manifest["background"] = {"scripts": [manifest["background"]["service_worker"]]}
        manifest["browser_specific_settings"] = {"gecko": {"id": GECKO_ID, "strict_min_version": "121.0"}}
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    (folder / "manifest.json").write_text(json.dumps(manifest, ensure_ascii=False, indent=2), "utf-8")
    for part in PARTS:
        copy = shutil.copytree if (SOURCE / part).is_dir() else shutil.copyfile
        copy(SOURCE / part, folder / part)


def _manifest() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((SOURCE / "manifest.json").read_text("utf-8"))
    return found


def is_site(text: str) -> bool:
    """Say whether it is a site such as https://mms.example.ge."""
    parts = urlsplit(text)
    return parts.scheme == "https" and bool(parts.hostname) and parts.path in ("", "/")


def _pattern(site: str) -> str:
    """Return which pages of a site: all, on each of its ports, because patterns name none."""
    parts = urlsplit(site)
    return f"{parts.scheme}://{parts.hostname}/*"

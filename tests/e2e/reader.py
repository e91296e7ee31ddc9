"""A browser on a computer with a reader: with the extension, and the card program for its account."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.x509.oid import ExtendedKeyUsageOID
from playwright.sync_api import Browser, BrowserContext

from demo.card_keys import Issuer, Keys, begun, key_usage, name, status_address
from tests.browsers import WHOLE
from tests.cards.desk import SYSTEM_PYTHON, TOP, Desk, desk
from tests.cards.screen import Screen, screen
from tests.e2e.installation import Installation
from tests.pki.authority import rsa_key
from tests.pki.country import Holder

LIFE = timedelta(days=30)


@dataclass
class Computer:
    """Somebody's computer. It stands in for a browser where a person wants a context of it."""

    browser: Browser
    desk: Desk
    screen: Screen
    home: Path
    contexts: list[BrowserContext] = field(default_factory=list)

    @property
    def environment(self) -> dict[str, str]:
        places = {
            "HOME": self.home,
            "XDG_CONFIG_HOME": self.home / "config",
            "XDG_DATA_HOME": self.home / "data",
        }
        own = {name: str(place) for name, place in places.items()}
        return {**os.environ, **own, **self.desk.environment, **self.screen.environment}

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run the card program on the command line, as it came out of its wheel."""
        command = [self.home / "program" / "bin" / "mms-card", *arguments]
        environment = self.environment | {"PYTHONPATH": str(self.home / "program")}
        return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)

    def unpack(self) -> None:
        """Install the wheel that set-up has built, for the Python that has the reader's driver."""
        [wheel] = (TOP / "web" / "static" / "card").glob("*.whl")
        pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--python", SYSTEM_PYTHON]
        how = ["--quiet", "--no-index", "--no-deps", "--target", str(self.home / "program"), str(wheel)]
        subprocess.run([*pip, "install", *how], check=True)

    def new_context(self, **options: Any) -> BrowserContext:
        """Open the browser with its extension."""
        extension = self.home / "data" / "mms-card" / "extension" / "chromium"
        arguments = [f"--load-extension={extension}", f"--disable-extensions-except={extension}"]
        # Since Chromium 137 the switch works only where this says so.
        arguments += ["--disable-features=DisableLoadExtensionCommandLineSwitch"]
        context = self.browser.browser_type.launch_persistent_context(
            self.home / "config" / "chromium",
            executable_path=WHOLE,
            args=[*arguments, *(["--no-sandbox"] if os.geteuid() == 0 else [])],
            ignore_default_args=["--disable-extensions"],
            env=self.environment,
            **options,
        )
        self.contexts.append(context)
        return context

    def make_card(self, name: str, installation: Installation, number: str) -> None:
        """Make a Georgian card of an invented person, with certificates of the demonstration authority."""
        keys = Keys.of(installation.home / "cards")
        self.desk.make(name, "georgian", _holder(keys.auth, number), _holder(keys.sign, number))


@contextmanager
def computer(browser: Browser) -> Iterator[Computer]:
    """Set up a computer until the end of the block."""
    home = Path(tempfile.mkdtemp(prefix="mms-reader-"))
    with desk() as found, screen() as shown:
        mine = Computer(browser, found, shown, home)
        try:
            yield mine
        finally:
            for context in mine.contexts:
                context.close()
            shutil.rmtree(home)


def _holder(issuer: Issuer, number: str) -> Holder:
    key = rsa_key(f"{number} {issuer.certificate.subject}")
    subject = name(f"DEMO,CARD,{number}", given="CARD", family="DEMO", number=number)
    builder = begun(subject, key.public_key(), life=LIFE).issuer_name(issuer.certificate.subject)
    builder = builder.add_extension(x509.BasicConstraints(False, None), True)
    if "Authentication" in issuer.certificate.subject.rfc4514_string():
        builder = builder.add_extension(key_usage("digital_signature"), True)
        purposes = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.CLIENT_AUTH])
        builder = builder.add_extension(purposes, False)
    else:
        builder = builder.add_extension(key_usage("content_commitment"), True)
        builder = builder.add_extension(status_address(), False)
    return Holder(key, builder.sign(issuer.key, hashes.SHA256()))

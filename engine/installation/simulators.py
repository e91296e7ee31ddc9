"""The programs of `demo/` that play other bodies' systems in a demonstration: which, and where.

Refuses to know how a program is started and kept up.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

from engine.installation.programs import Program
from engine.settings import Settings


class Simulator(NamedTuple):
    """A program of `demo/` that plays another's system where no setting names a real one."""

    title: str
    module: str
    setting: str  # whoever sets this has the real one
    address: str  # the field of the settings that says where ours answers
    folder: str | None = None  # below the home, where it keeps what it was sent
    knows_people: bool = False


SIMULATORS: Final = (
    Simulator(
        "Registries (simulated)",
        "registries",
        "MMS_CIVIL_REGISTRY_URL",
        "civil_registry_url",
        knows_people=True,
    ),
    Simulator("Treasury (simulated)", "treasury", "MMS_TREASURY_URL", "treasury_url"),
    Simulator("Mailbox", "mailbox", "MMS_SMTP_URL", "smtp_url", "mail"),
    Simulator("Telephone company", "sms", "MMS_SMS_URL", "sms_url", "sms"),
    Simulator(
        "Card authority (demo)", "cards", "MMS_CARD_TRUST", "demo_cards_url", "cards", knows_people=True
    ),
)


def simulators(settings: Settings, logs: Path) -> Iterator[Program]:
    """In demo mode, the simulators of other people's systems on this machine."""
    if not settings.is_demo:
        return
    for simulator in SIMULATORS:
        if os.environ.get(simulator.setting):
            continue
        port = _port(getattr(settings, simulator.address))
        keeps = ("--dir", str(settings.home / simulator.folder)) if simulator.folder else ()
        knows = ("--people", str(people_file(settings))) if simulator.knows_people else ()
        command = (sys.executable, "-m", f"demo.{simulator.module}", "--port", str(port), *keeps, *knows)
        yield Program(simulator.title, command, logs / f"{simulator.module}.log", port)


def people_file(settings: Settings) -> Path:
    """Return the file of everybody whom the demonstration has invented, as the registers know them."""
    return settings.home / "demo" / "people.json"


def _port(address: str | None) -> int:
    return int((address or "").rsplit(":", 1)[1])

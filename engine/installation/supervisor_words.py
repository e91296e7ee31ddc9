"""The supervisor's words: a line in each language for what is away, on its way back, or back."""

from __future__ import annotations

import functools
from datetime import datetime, timedelta
from pathlib import Path

import engine.texts
from engine.clock import ZONE
from engine.installation.supervisor_state import Reason
from engine.texts import LANGUAGES, TERMINAL, Texts


@functools.cache
def texts() -> Texts:
    """Read the texts; before they are needed, because a machine in trouble may not be able to."""
    return Texts.load(Path(engine.texts.__file__).parent)


def lines(code: str, *, reason: Reason | None = None, **params: object) -> str:
    """Return what happened, in the terminal's language and below in the others."""
    said = []
    for language in sorted(LANGUAGES, key=lambda language: language != TERMINAL):
        because = {"reason": reason_in(language, reason)} if reason is not None else {}
        said.append(texts().get(language, f"supervisor.{code}", **params, **because))
    return "\n".join(said)


def reason_in(language: str, reason: Reason) -> str:
    """Return why a program ended or could not be started."""
    return texts().get(language, f"supervisor.reasons.{reason.code}", **reason.params)


def at(instant: datetime) -> str:
    """Return day and time in Georgia: what is away may be so for days."""
    return instant.astimezone(ZONE).strftime("%Y-%m-%d %H:%M:%S")


def span(seconds: float) -> str:
    """Return how long something took, alike in each language."""
    return str(timedelta(seconds=round(seconds)))

"""The welcome of `mms run`: the address, the people who can sign in to a demonstration, where things lie."""

from __future__ import annotations

import json
import textwrap
from typing import Any

from engine.backup.quarantine import quarantined
from engine.settings import Settings
from engine.texts import TERMINAL


def welcome(settings: Settings) -> str:
    """Return the lines that say where to go, who can sign in, and where logs and letters lie."""
    lines = ["", f"MMS is running ({settings.mode}): {settings.public_url}"]
    here = f"http://127.0.0.1:{settings.port}"
    lines += [f"Served from {here}", ""] if here != settings.public_url else [""]
    if settings.is_demo:
        from engine.installation.loading import DEMO_PEOPLE

        lines += ["Invented people who can sign in there, without a card:"]
        lines += who_can_sign_in(json.loads(DEMO_PEOPLE.read_bytes())["people"])
        lines += ["", f"Letters arrive in {settings.home / 'mail'}, SMS in {settings.home / 'sms'}"]
    if why := quarantined(settings.home):
        lines += [f"In quarantine, restored up to {why.until}: nothing is sent and no time runs out,"]
        lines += ["until you type `mms resume-outgoing`.", ""]
    lines += [f"Logs are in {settings.home / 'log'}", "Ctrl-C stops everything; the data stay."]
    return "\n".join(lines)


def who_can_sign_in(people: list[dict[str, Any]]) -> list[str]:
    """Return a line for the citizens, for the staff of each municipality and for each role of the country."""
    groups: dict[str, list[str]] = {}
    for person in people:
        name = f"{person['given_name'][TERMINAL]} {person['family_name'][TERMINAL]}"
        places = {grant["municipality"] or "country" for grant in person["roles"]}
        for municipality in places or {"citizens"}:
            groups.setdefault(municipality, []).append(name)
    width = max(map(len, groups), default=0)
    return [_wrapped(f"  {group:<{width}}  ", names) for group, names in groups.items()]


def _wrapped(label: str, names: list[str]) -> str:
    """Return label and names, broken between names only."""
    glued = ", ".join(name.replace(" ", "\N{NO-BREAK SPACE}") for name in names)
    lines = textwrap.fill(
        glued, 100, initial_indent=label, subsequent_indent=" " * len(label), break_on_hyphens=False
    )
    return lines.replace("\N{NO-BREAK SPACE}", " ")

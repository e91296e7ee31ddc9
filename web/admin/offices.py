"""Offices as forms of administration say them: given to a person, and ended; alike for whoever holds one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.commands.offices import EndOffice, GiveOffice
from engine.queries.offices import Office
from web.admin.sending import by_language, day, end_after, seen_until


def given(sent: Mapping[str, str], role: str, municipality: str | None, **where: Any) -> GiveOffice:
    """Return the command that a form for giving an office asks for; `where` are unit and centre, if any."""
    return GiveOffice(
        sent.get("personal_number", ""),
        role,
        municipality,
        sent.get("act", ""),
        day(sent, "first_on"),
        end_after(sent, "last_on"),
        **where,
        given_name=by_language(sent, "given_name"),
        family_name=by_language(sent, "family_name"),
    )


def ended(sent: Mapping[str, str], office: Office, municipality: str | None) -> EndOffice:
    """Return the command that a form for ending an office asks for."""
    return EndOffice(
        office.personal_number,
        office.role,
        municipality,
        sent.get("act", ""),
        end_after(sent, "last_on") or day(sent, "last_on"),
        unit=office.unit,
        center=office.center,
        seen_until=seen_until(sent),
    )

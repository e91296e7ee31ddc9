"""Offices as pages of administration show and ask for them: of a municipality and of a centre alike."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import render_template
from flask.typing import ResponseReturnValue

from engine.commands.offices import EndOffice, GiveOffice
from engine.queries.offices import Office
from web.admin.sending import by_language, day, end_after, seen_until, shown, status
from web.errors import ErrorWords


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


def staff_page(
    template: str, sent: Mapping[str, str], error: ErrorWords | None, *, today: date, **told: Any
) -> ResponseReturnValue:
    """Show who works at a place, with the form that gives an office as it was sent, or for today."""
    typed = {"first_on": today.isoformat(), **sent}
    return render_template(template, today=today, sent=typed, **told, **shown(error)), status(error)


def office_page(
    one: Office, sent: Mapping[str, str], error: ErrorWords | None, *, today: date, **told: Any
) -> ResponseReturnValue:
    """Show an office with the form that ends it; `told` is where it is held: code and centre."""
    typed = {"last_on": today.isoformat(), **sent}
    page = render_template("admin/office.html", one=one, today=today, sent=typed, **told, **shown(error))
    return page, status(error)

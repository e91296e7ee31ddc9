"""Zones of a municipality, and community centres of the country, on two days beside each other."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from engine.centers.queries import center_entries
from engine.queries import zones
from web.admin.comparing import days_of_address
from web.admin.sending import OF_THE_COUNTRY
from web.admin.zones import SEEN_BY_HEADS
from web.auth import current_actor
from web.blueprints import admin as blueprint
from web.engine_access import engine
from web.tables import exported


@blueprint.get("/municipalities/<name:code>/zone-changes")
@SEEN_BY_HEADS
@exported
def zone_changes(code: str) -> ResponseReturnValue:
    with engine().read(current_actor()) as tx:
        days = days_of_address(tx)
        found = zones.compared(tx, code, since=days.since, until=days.until)
    return render_template(
        "admin/zone_changes.html",
        municipality=found.municipality,
        changes=found.changes,
        days=days,
        code=code,
    )


@blueprint.get("/centers/changes")
@OF_THE_COUNTRY
@exported
def center_changes() -> ResponseReturnValue:
    with engine().read(current_actor()) as tx:
        days = days_of_address(tx)
        found = center_entries.compared(tx, since=days.since, until=days.until)
    return render_template("admin/center_changes.html", changes=found, days=days)

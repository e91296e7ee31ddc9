"""Start page of an administrator: the municipalities they administer, and what can be set there."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from engine.queries import places, readiness
from engine.queries.readiness import Equipment
from web.admin.sending import ADMINISTRATORS
from web.auth import current_actor
from web.blueprints import admin as blueprint
from web.engine_access import engine

SECTIONS = (
    "first_steps",
    "readiness",
    "switches",
    "staff",
    "units",
    "letterhead",
    "court",
    "bank_details",
    "office_hours",
    "languages",
    "parameters",
    "zones",
    "days_off",
    "cash",
    "tokens",
    "service_accounts",
)


@blueprint.get("")
@ADMINISTRATORS
def own() -> ResponseReturnValue:
    """Show the municipalities of the administrator, each with its pages."""
    actor = current_actor()
    with engine().read(actor) as tx:
        found = [
            municipality
            for municipality in places.municipalities(tx)
            if municipality.id in actor.administered
        ]
        ready = readiness.own(tx, Equipment.of(engine().connections))
    broken = {place.municipality.code: len(place.broken) for place in ready}
    return render_template("admin/own.html", municipalities=found, sections=SECTIONS, broken=broken)

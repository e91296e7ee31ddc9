"""First steps: what an administrator does one after the other until the first case is decided."""

from __future__ import annotations

from typing import Final

from flask import render_template
from flask.typing import ResponseReturnValue

from engine.queries.first_steps import first_steps as steps_of
from engine.queries.readiness import Equipment
from web.admin.readiness import point_words
from web.admin.sending import ADMINISTRATORS
from web.auth import current_actor
from web.blueprints import admin as blueprint
from web.engine_access import engine

# The pages on which a step is done, by their names.
PAGES: Final = {
    "letterhead": ("letterhead", "court"),
    "units": ("units",),
    "staff": ("staff_table", "staff"),
    "modules": ("switches",),
    "ready": ("readiness",),
}


@blueprint.get("/municipalities/<name:code>/first-steps")
@ADMINISTRATORS
def first_steps(code: str) -> ResponseReturnValue:
    with engine().read(current_actor()) as tx:
        found = steps_of(tx, code, Equipment.of(engine().connections))
    return render_template("admin/first_steps.html", page=found, pages=PAGES, said=point_words)

"""Zones of a municipality's plan: what holds, a file that is proposed, and the second person who approves it.

The map is drawn here, so it is there without a script and nobody outside learns what is looked at.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from flask import Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine.commands.base import Command
from engine.commands.zones import ApproveZones, DeclineZones, ProposeZones
from engine.errors import NotAllowed, NotFound, Rejected
from engine.queries import zones as queries
from engine.queries.zone_views import PlannedZone
from engine.roles import Right
from engine.zones.reading import (
    FIGURES,
    LARGEST_FILE,
    MOST_CORNERS,
    MOST_FEATURES,
    PROPERTIES,
    Finding,
    read_zones,
)
from web import access, flashes, rate_limits
from web.admin.sending import ADMINISTRATORS, day, done, shown, status
from web.auth import current_actor
from web.blueprints import admin as blueprint
from web.days import day_of
from web.engine_access import engine
from web.errors import ErrorWords, words_of
from web.i18n import LANGUAGES, format_size, t
from web.keys import sent_key
from web.outlines import to_scale
from web.tables import exported
from web.words import error_words

SEEN_BY_HEADS: Final = access.right(Right.SEE_READINESS)


@dataclass(frozen=True)
class DrawnZone:
    """A zone on the drawing: its corners, and where its number stands."""

    number: int
    zone: PlannedZone
    points: str
    x: float
    y: float


@dataclass(frozen=True)
class Drawing:
    """Zones to scale, north above."""

    height: float
    zones: tuple[DrawnZone, ...]


@blueprint.get("/municipalities/<name:code>/zones")
@SEEN_BY_HEADS
@exported
def zones(code: str) -> ResponseReturnValue:
    return _page(code)


@blueprint.post("/municipalities/<name:code>/zones")
@ADMINISTRATORS
def propose_zones(code: str) -> ResponseReturnValue:
    """Propose the file that was sent, or show what is wrong with it."""
    rate_limits.hit("uploads")
    file = request.files.get("zones")
    if file is None or not file.filename:
        return _page(code, is_file_missing=True)
    content = file.stream.read(LARGEST_FILE + 1).decode("utf-8-sig", errors="replace")
    if findings := read_zones(content).findings:
        return _page(code, findings=findings)
    sent = request.form
    try:
        command = ProposeZones(code, content, sent.get("act", ""), day(sent, "first_on"))
        plan_id: UUID = engine().send(command, actor=current_actor(), key=sent_key())
    except (NotFound, NotAllowed):
        raise
    except Rejected as refused:
        return _page(code, words_of(refused))
    flashes.done(t("admin.zones.proposed"))
    return redirect(url_for("admin.zone_plan", code=code, plan_id=plan_id), 303)


@blueprint.get("/municipalities/<name:code>/zones/file")
@SEEN_BY_HEADS
def zones_file(code: str) -> ResponseReturnValue:
    """Give the zones of a day as a file that can be corrected and proposed again."""
    with engine().read(current_actor()) as tx:
        page = queries.of_municipality(tx, code, on=day_of(request.args.get("on", "")))
    content = {"type": "FeatureCollection", "features": [_feature(zone) for zone in page.zones]}
    response = Response(json.dumps(content, ensure_ascii=False, indent=1), mimetype="application/geo+json")
    name = f"zones-{code}-{page.on_day.isoformat()}.geojson"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@blueprint.get("/municipalities/<name:code>/zones/<uuid:plan_id>")
@SEEN_BY_HEADS
def zone_plan(code: str, plan_id: UUID) -> ResponseReturnValue:
    return _plan(code, plan_id)


@blueprint.post("/municipalities/<name:code>/zones/<uuid:plan_id>")
@SEEN_BY_HEADS
def end_zone_plan(code: str, plan_id: UUID) -> ResponseReturnValue:
    """Approve the zones that were shown, or decline them."""

    def command() -> Command:
        if request.form.get("_do") == "approve":
            return ApproveZones(code, plan_id, request.form.get("seen", ""))
        return DeclineZones(code, plan_id)

    return done(command, url_for("admin.zones", code=code), lambda error: _plan(code, plan_id, error))


def drawn(found: Sequence[PlannedZone]) -> Drawing | None:
    """Return zones as they are drawn, None where there are none."""
    scaled = to_scale([zone.outline for zone in found])
    if scaled is None:
        return None
    zones = enumerate(zip(found, scaled.outlines, strict=True), start=1)
    return Drawing(
        scaled.height,
        tuple(
            DrawnZone(number, zone, outline.points, outline.x, outline.y) for number, (zone, outline) in zones
        ),
    )


def _feature(zone: PlannedZone) -> dict[str, Any]:
    names = {f"name_{language}": zone.names.get(language, "") for language in LANGUAGES}
    figures = {name: float(getattr(zone, name)) for name in FIGURES}
    said = {"code": zone.code, **names, "is_buildable": zone.is_buildable, **figures}
    ring = [list(corner) for corner in (*zone.outline, zone.outline[0])]
    return {
        "type": "Feature",
        "properties": said,
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


def _page(
    code: str,
    error: ErrorWords | None = None,
    *,
    findings: tuple[Finding, ...] = (),
    is_file_missing: bool = False,
) -> ResponseReturnValue:
    with engine().read(current_actor()) as tx:
        page = queries.of_municipality(tx, code, on=day_of(request.args.get("on", "")))
    is_wrong = bool(error or findings or is_file_missing)
    html = render_template(
        "admin/zones.html",
        page=page,
        code=code,
        drawing=drawn(page.zones),
        findings=findings,
        is_file_missing=is_file_missing,
        limits={"size": format_size(LARGEST_FILE), "zones": MOST_FEATURES, "corners": MOST_CORNERS},
        properties=PROPERTIES,
        is_administrator=page.is_administrator,
        error_words=error_words,
        sent={"first_on": page.on_day.isoformat(), **request.form.to_dict()},
        **{**shown(error), "has_errors": is_wrong},
    )
    return html, status(error) if error or not is_wrong else 422


def _plan(code: str, plan_id: UUID, error: ErrorWords | None = None) -> ResponseReturnValue:
    with engine().read(current_actor()) as tx:
        page = queries.proposed(tx, code, plan_id)
    html = render_template(
        "admin/zone_plan.html", page=page, code=code, drawing=drawn(page.zones), **shown(error)
    )
    return html, status(error)

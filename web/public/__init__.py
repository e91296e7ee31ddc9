"""Pages for everybody: municipalities and their services."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from engine.queries import places, services
from engine.queries.views import Municipality
from web import access
from web.auth import current_actor
from web.engine_access import engine
from web.i18n import current_language, name_of
from web.public.facts import facts_of

blueprint = Blueprint("public", __name__)


@blueprint.get("/")
@access.public
def home() -> ResponseReturnValue:
    with engine().read(current_actor()) as tx:
        offering = [one for one in places.municipalities(tx) if one.modules]
    regions: dict[str, list[Municipality]] = {}
    for one in offering:
        regions.setdefault(name_of(one.region), []).append(one)
    return render_template("public/home.html", regions=sorted(regions.items()))


@blueprint.get("/municipalities/<name:code>")
@access.public
def municipality(code: str) -> ResponseReturnValue:
    with engine().read(current_actor()) as tx:
        found = places.municipality(tx, code)
        listed = services.listed(tx, code)
    return render_template("public/municipality.html", municipality=found, services=listed)


@blueprint.get("/municipalities/<name:code>/services/<name:service>")
@access.public
def service(code: str, service: str) -> ResponseReturnValue:
    with engine().read(current_actor()) as tx:
        found = places.municipality(tx, code)
        page = services.page(tx, service, code, current_language())
    return render_template("public/service.html", municipality=found, service=page, facts=facts_of(page))

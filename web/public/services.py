"""Start page of a service: what it asks and gives, and its form on paper."""

from __future__ import annotations

from flask import make_response, render_template
from flask.typing import ResponseReturnValue

from engine.queries import places, services, sub_programmes
from web import access
from web.auth import current_actor
from web.blueprints import public as blueprint
from web.engine_access import engine
from web.i18n import current_language
from web.public.chosen import remember
from web.public.facts import facts_of
from web.public.paper import paper_lines

ADDRESS = "/municipalities/<name:code>/services/<name:service>"


@blueprint.get(ADDRESS)
@access.public
def service(code: str, service: str) -> ResponseReturnValue:
    with engine().read(current_actor()) as tx:
        found = places.municipality(tx, code)
        page = services.page(tx, service, code, current_language(), is_applying=True)
        centers = places.centers(tx, code)
        programmes = sub_programmes.of_service(tx, found, service)
    response = make_response(
        render_template(
            "public/service.html",
            municipality=found,
            service=page,
            facts=facts_of(page),
            centers=centers,
            programmes=programmes,
        )
    )
    remember(response, found)
    return response


@blueprint.get(f"{ADDRESS}/paper")
@access.public
def paper(code: str, service: str) -> ResponseReturnValue:
    """Show the empty form for printing and filling in by hand."""
    with engine().read(current_actor()) as tx:
        found = places.municipality(tx, code)
        page = services.page(tx, service, code, current_language())
    return render_template(
        "public/paper.html", municipality=found, service=page, facts=facts_of(page), lines=paper_lines(page)
    )

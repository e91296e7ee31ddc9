"""The public page of a sub-programme: who gets it, how much, with which papers, how it is decided."""

from __future__ import annotations

from flask import make_response, render_template
from flask.typing import ResponseReturnValue

from engine.queries import catalogue, places, services, sub_programmes
from engine.queries.sub_programme_views import SubProgramme
from web import access
from web.auth import current_actor
from web.blueprints import public as blueprint
from web.engine_access import engine
from web.georgian import day_from, day_genitive, municipality_of
from web.i18n import current_language
from web.public.chosen import remember
from web.public.facts import facts_of
from web.public.programme_facts import amount_of, facts_of_programme

blueprint.add_app_template_filter(day_from)
blueprint.add_app_template_filter(day_genitive)
blueprint.add_app_template_filter(municipality_of)


@blueprint.app_template_filter()
def programme_amount(programme: SubProgramme) -> str:
    """Return the amount of a sub-programme in two or three words, for lists."""
    return amount_of(programme.content)


@blueprint.get("/municipalities/<name:code>/programmes/<name:programme>")
@access.public
def sub_programme(code: str, programme: str) -> ResponseReturnValue:
    """Show a sub-programme of a municipality in the period that counts today."""
    with engine().read(current_actor()) as tx:
        municipality = places.municipality(tx, code)
        found = sub_programmes.sub_programme(tx, municipality, programme)
        others = sub_programmes.sub_programmes(tx, municipality)
        event = catalogue.first_event(tx, found.life_events)
        service = services.page(tx, found.service, code, current_language())
        centers = places.centers(tx, code)
    names = {other.code: other.names for other in others}
    response = make_response(
        render_template(
            "public/programme.html",
            municipality=municipality,
            programme=found,
            facts=facts_of_programme(found, municipality, service=service, names=names),
            service=service,
            service_facts=facts_of(service),
            event=event,
            related=sub_programmes.related(found, others),
            centers=centers,
        )
    )
    remember(response, municipality)
    return response

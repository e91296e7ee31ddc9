"""Finding a service: the home page, choosing the municipality once, life events, search."""

from __future__ import annotations

from flask import make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine.errors import NotFound
from engine.queries import catalogue, places
from engine.queries.search import LONGEST_QUESTION
from engine.queries.views import Municipality
from web import access
from web.auth import current_actor
from web.blueprints import public as blueprint
from web.engine_access import engine
from web.i18n import name_of
from web.public import lots, permits
from web.public.chosen import chosen, remember


@blueprint.get("/")
@access.public
def home() -> ResponseReturnValue:
    """Show the services of the chosen municipality; without one, where to choose it."""
    with engine().read(current_actor()) as tx:
        here = chosen(tx)
        events = catalogue.by_life_event(tx, here) if here else ()
        regions = {} if here else _by_region(places.municipalities(tx))
    return render_template("public/home.html", here=here, events=events, regions=regions)


@blueprint.get("/municipalities")
@access.public
def municipalities() -> ResponseReturnValue:
    """List the municipalities; one that was chosen from the list by name is gone to."""
    asked = request.args.get("code", "")
    with engine().read(current_actor()) as tx:
        offering = places.municipalities(tx)
    if any(place.code == asked and place.modules for place in offering):
        return redirect(url_for("public.municipality", code=asked), 303)
    return render_template("public/municipalities.html", regions=_by_region(offering))


@blueprint.get("/municipalities/<name:code>")
@access.public
def municipality(code: str) -> ResponseReturnValue:
    with engine().read(current_actor()) as tx:
        found = places.municipality(tx, code)
        events = catalogue.by_life_event(tx, found)
        office = places.office(tx, code)
    response = make_response(
        render_template("public/municipality.html", municipality=found, events=events, office=office)
    )
    if found.modules:
        remember(response, found)
    return response


# Of a service that is found in many places: all of them would weigh more than the rest of the page.
MOST_PLACES = 5


@blueprint.get("/services")
@access.public
def search() -> ResponseReturnValue:
    """Show what answers the words typed, here or wherever it is offered."""
    question = " ".join(request.args.get("q", "").split())[:LONGEST_QUESTION]
    with engine().read(current_actor()) as tx:
        here = _asked_place(request.args.get("in")) or chosen(tx)
        found = catalogue.search_all(tx, question, municipality=here)
        has_permits = permits.answers(question, here)
        has_lots = lots.answers(question, here)
        is_found = bool(found or has_permits or has_lots)
        elsewhere = catalogue.search_all(tx, question) if here and not is_found else ()
        office = places.office(tx, here.code) if here and not (is_found or elsewhere) else None
    return render_template(
        "public/search.html",
        question=question,
        here=here,
        found=found,
        has_permits=has_permits,
        has_lots=has_lots,
        elsewhere=elsewhere,
        office=office,
        most_places=MOST_PLACES,
    )


def _asked_place(code: str | None) -> Municipality | None:
    if not code or not code.isascii() or not code.isalnum():
        return None
    with engine().read(current_actor()) as tx:
        try:
            return places.municipality(tx, code)
        except NotFound:
            return None


def _by_region(found: tuple[Municipality, ...]) -> list[tuple[str, list[Municipality]]]:
    regions: dict[str, list[Municipality]] = {}
    for place in found:
        if place.modules:
            regions.setdefault(name_of(place.region), []).append(place)
    return sorted(regions.items())

"""Choosing how to sign in, as a demo person too, and signing out.

Who somebody is and what a session allows is the engine's knowledge.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from flask import current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import BadRequest

from engine.errors import NotFound
from engine.identity.card_trust import origin_of
from engine.queries.people import demo_people
from engine.queries.places import municipalities
from engine.queries.session_views import DemoPerson
from engine.tenancy import RoleGrant
from web import access, flashes
from web.auth import current_actor, current_session, end_session, is_signed_in, safe_next, sign_in_demo
from web.blueprints import sign_in as blueprint
from web.engine_access import engine
from web.i18n import name_of, t
from web.sign_in import guests, providers
from web.sign_in.landing import lead_on
from web.words import role_heading


class Group(NamedTuple):
    """Demo people of one role, for choosing."""

    title: str
    people: list[DemoLine]


class DemoLine(NamedTuple):
    person_id: int
    name: str
    line: str


class Offer(NamedTuple):
    """Demo people to choose from: those of a municipality, or those shown at first; where others are."""

    groups: Sequence[Group] = ()
    people: Sequence[DemoPerson] = ()
    places: Mapping[str, str] = {}
    place: str | None = None


@blueprint.get("/sign-in")
@access.public
def choose() -> ResponseReturnValue:
    target = safe_next(request.args.get("next"))
    if is_signed_in() and target:
        return redirect(target, 303)
    offer = _invented(request.args.get("in")) if current_app.config["DEMO_MODE"] else Offer()
    return render_template(
        "sign_in/page.html",
        groups=offer.groups,
        people=offer.people,
        places=offer.places,
        chosen=offer.place,
        takes_cards=engine().connections.card_trust is not None,
        makes_cards=engine().connections.demo_cards is not None,
        ways=providers.ways(),
        origin=origin_of(engine().settings.public_url),
        next=target or "",
        for_guests=guests.offer_to_guests(target) if target else None,
    )


@blueprint.post("/sign-in")
@access.public
def as_demo_person() -> ResponseReturnValue:
    if not current_app.config["DEMO_MODE"]:
        raise NotFound
    person = request.form.get("person", "")
    if not (person.isascii() and person.isdigit() and len(person) < 10):
        raise BadRequest
    response = redirect(url_for("public.home"), 303)
    sign_in_demo(response, int(person))
    lead_on(response, safe_next(request.form.get("next")))
    return response


@blueprint.post("/sign-out")
@access.public
def out() -> ResponseReturnValue:
    opened_by = _provider()
    place = url_for("sign_in.left", provider=opened_by) if opened_by else url_for("public.home")
    response = redirect(place, 303)
    end_session(response)
    # The next person at this computer finds nothing of this one.
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    flashes.note(t("sign_in.out"))
    return response


def _provider() -> str | None:
    """Return the provider that opened this session, if the installation still names it."""
    current_actor()
    session = current_session()
    key = session.provider if session else None
    return key if key in engine().connections.openid else None


def _invented(asked: str | None) -> Offer:
    with engine().read(current_actor()) as tx:
        known = municipalities(tx)
        names = {municipality.code: name_of(municipality.names) for municipality in known}
        place = asked if asked in names else None
        people = demo_people(tx, place)
    places = {municipality.code: names[municipality.code] for municipality in known if municipality.modules}
    return Offer(_by_role(people, names), people, places, place)


def _by_role(people: tuple[DemoPerson, ...], names: Mapping[str, str]) -> list[Group]:
    groups: dict[str, list[DemoLine]] = {}
    for person in people:
        roles = sorted({grant.role for grant in person.roles}) or [""]
        for role in roles:
            line = _places(person.roles, role, names) if role else t("sign_in.citizen")
            groups.setdefault(role, []).append(DemoLine(person.person_id, name_of(person.name), line))
    return [
        Group(role_heading(role) if role else t("sign_in.citizens"), groups[role]) for role in sorted(groups)
    ]


def _places(grants: tuple[RoleGrant, ...], role: str, names: Mapping[str, str]) -> str:
    places = {names.get(grant.municipality or "", "") for grant in grants if grant.role == role}
    return ", ".join(sorted(filter(None, places)))

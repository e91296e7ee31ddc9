"""API of the catalogue: municipalities, services, the questions of their forms."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from engine.queries import catalogue, places, services
from engine.queries.places import CenterContact
from engine.queries.service_views import ServiceCard, ServicePage
from engine.queries.views import Municipality, Names
from forms.questions import Question, questions
from web.api.callers import Who
from web.api.operations import operation
from web.api.shapes import shape
from web.api.shared import Strict, text
from web.auth import current_actor
from web.engine_access import engine
from web.i18n import current_language, t

TAG = "catalogue"


@dataclass(frozen=True)
class Place:
    """A municipality, and what is switched on there today."""

    code: str
    names: Names
    region: Names
    languages: tuple[str, ...]
    modules: tuple[str, ...]


@dataclass(frozen=True)
class Places:
    """All municipalities."""

    items: tuple[Place, ...]


@dataclass(frozen=True)
class Offered:
    """List of the services that a municipality offers."""

    items: tuple[ServiceCard, ...]


@dataclass(frozen=True)
class FoundHere:
    """A service that answers a search, and the municipalities that offer it."""

    service: ServiceCard
    municipalities: tuple[str, ...]


@dataclass(frozen=True)
class FoundServices:
    """The services that answer a search, the best first."""

    items: tuple[FoundHere, ...]


@dataclass(frozen=True)
class EmptyList:
    """An empty list of the municipality that every application has to choose from: why, in words."""

    code: str
    says: str


@dataclass(frozen=True)
class PaperDesk:
    """A place that takes a written application: the city hall, or a community centre."""

    kind: str  # office, center
    names: Names
    address: Names | None
    phone: str | None


@dataclass(frozen=True)
class Closed:
    """Why nobody can apply for a service in a municipality yet, and where to go instead."""

    lists: tuple[EmptyList, ...]
    instead: tuple[PaperDesk, ...]


@dataclass(frozen=True)
class Service:
    """A service in its version of today, with the questions of its form."""

    code: str
    names: Names
    summary: Names
    due_on: date | None  # if filed now
    fee_tetri: int | None  # none where the amount is computed in the case: `cost` says how
    cost: Names | None
    channels: tuple[str, ...]
    questions: tuple[Question, ...]
    closed: Closed | None  # filing is refused with `filing.list_empty`


class ServiceSearch(Strict):
    """Words of a search for services."""

    q = text(100)


@operation(
    "GET",
    "/municipalities",
    Who.ANYBODY,
    does=("მუნიციპალიტეტების სია", "List the municipalities"),
    pages=("admin.own",),
    tag=TAG,
    gives=shape(Places),
)
def list_municipalities() -> Places:
    with engine().read(current_actor()) as tx:
        return Places(tuple(map(_place, places.municipalities(tx))))


@operation(
    "GET",
    "/municipalities/<name:code>/services",
    Who.ANYBODY,
    does=("რას სთავაზობს მუნიციპალიტეტი", "List what a municipality offers"),
    tag=TAG,
    gives=shape(Offered),
)
def list_services(code: str) -> Offered:
    with engine().read(current_actor()) as tx:
        found = catalogue.by_life_event(tx, places.municipality(tx, code))
    cards = {card.code: card for event in found for card in event.services}
    return Offered(tuple(cards[name] for name in sorted(cards)))


@operation(
    "GET",
    "/services",
    Who.ANYBODY,
    does=("სერვისის ძებნა სიტყვებით", "Look for services by words"),
    tag=TAG,
    asks=ServiceSearch,
    gives=shape(FoundServices),
)
def search_services(asked: dict[str, str]) -> FoundServices:
    with engine().read(current_actor()) as tx:
        found = catalogue.search(tx, asked["q"])
    return FoundServices(
        tuple(FoundHere(offer.service, tuple(place.code for place in offer.places)) for offer in found)
    )


@operation(
    "GET",
    "/municipalities/<name:code>/services/<name:service>",
    Who.ANYBODY,
    does=("სერვისი და მისი ფორმის კითხვები", "Get a service with the questions of its form"),
    pages=(
        "citizen.apply",
        "citizen.apply_page",
    ),
    tag=TAG,
    gives=shape(Service),
)
def get_service(code: str, service: str) -> Service:
    with engine().read(current_actor()) as tx:
        page = services.page(tx, service, code, current_language())
        place, centers = places.municipality(tx, code), places.centers(tx, code)
    pages = page.settings.get("start_page", {})
    cost = {language: said["cost"] for language, said in pages.items() if "cost" in said}
    return Service(
        page.code,
        page.names,
        page.summary,
        page.due_on,
        None if cost else page.settings["fee_tetri"],
        cost or None,
        tuple(page.settings["channels"]),
        questions(page.form, page.form_context),
        _closed(page, place, centers) if page.lacks else None,
    )


def _closed(page: ServicePage, place: Municipality, centers: Iterable[CenterContact]) -> Closed:
    said = page.contact
    office = PaperDesk("office", place.names, said.get("address"), said.get("phone"))
    desks = [PaperDesk("center", center.names, center.address, center.phone) for center in centers]
    lists = tuple(EmptyList(name, t(f"service.closed.why.{name}")) for name in page.lacks)
    return Closed(lists, (office, *desks))


def _place(one: Municipality) -> Place:
    return Place(one.code, one.names, one.region, one.languages, one.modules)

"""Rules of readiness: what services need together, and which of it is missing, in plain words. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Final

from engine.catalogue.needs import PROGRAMMES, SETTLEMENTS, Needs
from engine.errors import Rejected
from engine.formats import show_date
from engine.notifications.common import TEXTS
from engine.texts import LANGUAGES

Names = Mapping[str, str]
LETTERHEAD: Final = ("official_name", "address", "phone", "email")
REQUIRED: Final = frozenset({"staff", "settlements", "programmes", "parameters"})


class NotReady(Rejected):
    """Something is missing without which the services could not be used to their end."""

    code = "switch.not_ready"


@dataclass(frozen=True)
class Mended:
    """Place where a missing thing is entered: a page of an administrator, or a command of an operator."""

    page: str = ""
    command: str = ""  # or the address of the page
    words: str = ""  # the page's, where they are called otherwise than the page
    is_of_country: bool = False  # the page of an administrator of the country

    def command_in(self, code: str) -> str:
        """Return the address, file, setting or command that enters it for a municipality."""
        return self.command.format(code=code)


SETTLEMENT_LISTS: Final = Mended(
    "settlement_lists", "/admin/settlements", words="settlements", is_of_country=True
)
MENDED: Final[Mapping[str, Mended]] = {
    "staff": Mended("staff", "mms office give"),
    "substitutes": Mended("staff", "mms office give"),
    "settlements": SETTLEMENT_LISTS,
    "confirmed": SETTLEMENT_LISTS,
    "lasting": SETTLEMENT_LISTS,
    "programmes": Mended(command="bpmn/programmes/{code}.json, mms load-data"),
    "parameters": Mended("law", "/admin/law", is_of_country=True),
    "own_values": Mended("parameters", "/admin/municipalities/{code}/parameters"),
    "units": Mended("units", "/admin/municipalities/{code}/units"),
    "unit_staff": Mended("staff", "mms office give"),
    "zones": Mended("zones", "/admin/municipalities/{code}/zones"),
    "court": Mended("court", "/admin/municipalities/{code}/court"),
    "letterhead": Mended("letterhead", "/admin/municipalities/{code}/letterhead"),
    "bank_details": Mended("bank_details", "/admin/municipalities/{code}/bank-details"),
    "seal": Mended(command="MMS_SEALS, mms seals"),
    "treasury": Mended(command="MMS_TREASURY_URL"),
    "centers": Mended(),
}


@dataclass(frozen=True)
class Installation:
    """Equipment that this installation has for a municipality beside its database."""

    has_seal: bool
    has_treasury: bool


@dataclass(frozen=True)
class Facts:
    """Facts about what a municipality has on a day; `installation` is None where nobody has looked."""

    held: Mapping[str, int] = field(default_factory=dict)  # people by role
    held_in: Mapping[str, frozenset[str | None]] = field(
        default_factory=dict
    )  # units by role; None: everywhere
    units: Mapping[str, Names] = field(default_factory=dict)
    settlements: int = 0
    unconfirmed: int = 0  # of these
    settlements_end: date | None = None  # the first day on which one is listed no more, within a year
    programmes: int = 0
    in_force: frozenset[str] = frozenset()  # parameters, the country's or its own
    own: frozenset[str] = frozenset()  # of these, set by its council
    zones: int = 0
    letterhead: Mapping[str, object] = field(default_factory=dict)
    court: Mapping[str, object] = field(default_factory=dict)
    has_bank_details: bool = False
    centers: int = 0
    installation: Installation | None = None


@dataclass(frozen=True)
class Point:
    """One thing that services need. `about` are the roles or values that are missing."""

    code: str
    is_there: bool
    about: tuple[Names, ...] = ()
    number: int = 0

    @property
    def is_required(self) -> bool:
        return self.code in REQUIRED

    @property
    def mended(self) -> Mended:
        return MENDED[self.code]


def points(services: Iterable[Needs], facts: Facts, values: Mapping[str, Names]) -> tuple[Point, ...]:
    """Return what the services need together; `values` are the parameters that a council may set."""
    asked = list(services)
    return tuple(_points(together(asked), facts, values)) if asked else ()


def together(services: Collection[Needs]) -> Needs:
    """Return what several services need."""
    first, *others = services
    for other in others:
        first = replace(
            first,
            **{name: getattr(first, name) | getattr(other, name) for name in first.__dataclass_fields__},
        )
    return first


def missing(found: Iterable[Point], *, is_required: bool) -> tuple[Point, ...]:
    return tuple(point for point in found if not point.is_there and point.is_required is is_required)


def said(point: Point, language: str) -> str:
    """Return a point in plain words of a language."""
    about = ", ".join(names.get(language, next(iter(names.values()), "")) for names in point.about)
    how = "there" if point.is_there else "missing"
    return TEXTS.get(language, f"readiness.{point.code}.{how}", about=about, number=str(point.number))


def refuse_unready(found: Iterable[Point]) -> None:
    """Raise `NotReady` with all that is required and missing."""
    lacking = missing(found, is_required=True)
    if lacking:
        words = {language: " ".join(said(point, language) for point in lacking) for language in LANGUAGES}
        raise NotReady(missing=words)


def _points(needs: Needs, facts: Facts, values: Mapping[str, Names]) -> Iterator[Point]:
    yield _staff(needs, facts)
    yield from _lists(needs, facts)
    gone = sorted(needs.parameters - facts.in_force)
    yield Point("parameters", not gone, tuple(dict.fromkeys(LANGUAGES, name) for name in gone))
    single = sorted(role for role in needs.roles if facts.held.get(role) == 1)
    yield Point("substitutes", not single, _roles(single))
    if settable := sorted(needs.parameters & values.keys()):
        unset = [name for name in settable if name not in facts.own]
        yield Point("own_values", not unset, tuple(values[name] for name in unset))
    yield from _units(needs, facts)
    if needs.has_zones:
        yield Point("zones", facts.zones > 0, number=facts.zones)
    yield from _papers(needs, facts)
    if needs.is_at_centers:
        yield Point("centers", facts.centers > 0, number=facts.centers)


def _staff(needs: Needs, facts: Facts) -> Point:
    nobody = sorted(role for role in needs.roles if not facts.held.get(role))
    return Point("staff", not nobody, _roles(nobody), number=len(needs.roles))


def _units(needs: Needs, facts: Facts) -> Iterator[Point]:
    if needs.unit_roles:
        yield Point("units", bool(facts.units), number=len(facts.units))
        held_in = [facts.held_in.get(role, frozenset()) for role in sorted(needs.unit_roles)]
        empty = [
            names
            for code, names in facts.units.items()
            if any(None not in units and code not in units for units in held_in)
        ]
        yield Point("unit_staff", not empty, tuple(empty))


def _lists(needs: Needs, facts: Facts) -> Iterator[Point]:
    if SETTLEMENTS in needs.lists:
        yield Point("settlements", facts.settlements > 0, number=facts.settlements)
        yield Point("confirmed", facts.unconfirmed == 0, number=facts.unconfirmed)
        yield _lasting(facts)
    if PROGRAMMES in needs.lists:
        yield Point("programmes", facts.programmes > 0, number=facts.programmes)


def _lasting(facts: Facts) -> Point:
    """Return whether the settlements are listed for a year from now, with the last day if not."""
    end = facts.settlements_end
    last = "" if end is None else show_date(end - timedelta(days=1)) or ""
    return Point("lasting", end is None, (dict.fromkeys(LANGUAGES, last),) if last else ())


def letterhead_point(facts: Facts) -> Point:
    """Return whether papers carry everything that they should; each service needs it."""
    lacking = [part for part in LETTERHEAD if not facts.letterhead.get(part)]
    return Point("letterhead", not lacking, tuple(_words(f"readiness.part.{part}") for part in lacking))


def _papers(needs: Needs, facts: Facts) -> Iterator[Point]:
    yield letterhead_point(facts)
    if needs.has_court:
        yield Point("court", bool(facts.court.get("name") and facts.court.get("address")))
    if needs.has_payment:
        yield Point("bank_details", facts.has_bank_details)
    if facts.installation is not None:
        if needs.has_seal:
            yield Point("seal", facts.installation.has_seal)
        if needs.has_payment:
            yield Point("treasury", facts.installation.has_treasury)


def _roles(codes: Iterable[str]) -> tuple[Names, ...]:
    return tuple(_words(f"roles.{code}") for code in codes)


def _words(key: str) -> Names:
    return {language: TEXTS.get(language, key) for language in LANGUAGES}

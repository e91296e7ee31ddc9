"""Papers and languages of a municipality, how far MMS is rolled out there, and entering one that is new."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

from engine.audit.hash_chain import CONFIGURATION
from engine.catalogue.municipalities import COURT_KINDS
from engine.clock import local_date
from engine.commands.municipalities import (
    EnterMunicipality,
    SetCourt,
    SetLanguages,
    SetLetterhead,
    SetOfficeHours,
    SetRollout,
)
from engine.commands.offices import GiveOffice
from engine.db.pool import Transaction
from engine.errors import NotFound, Rejected
from engine.offices.administration import (
    DayIsOver,
    administered,
    as_the_engine,
    ground,
    of_the_country,
    refuse_unseen,
    text,
)
from engine.offices.rules import appoint
from engine.roles import ADMINISTRATOR
from engine.rollout import PREPARING, STATES
from engine.routes import Route, Sender
from engine.stores import municipality_settings as settings
from engine.stores import reference
from engine.texts import LANGUAGES, OFFICIAL

LONGEST_LINE: Final = 200
KINDS: Final = ("city", "community")
_CODE: Final = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", re.ASCII)
_EMAIL: Final = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


class EmailUnusable(Rejected):
    """Nobody could write to this address."""

    code = "letterhead.email_invalid"


class OfficialNameMissing(Rejected):
    """Papers carry the official name, in Georgian at least."""

    code = "letterhead.name_missing"


class CourtUnusable(Rejected):
    """An act names a court and its address in each language; letters decline the Georgian name."""

    code = "court.invalid"


class HoursUnusable(Rejected):
    """Hours are said in each language; so are days of reception, or in none."""

    code = "office_hours.invalid"


class LanguagesUnusable(Rejected):
    """Georgian is always among them, and all are languages that MMS speaks."""

    code = "municipality.languages_invalid"


class StateUnknown(Rejected):
    """There is no such state of the rollout."""

    code = "municipality.state_unknown"


class CodeUnusable(Rejected):
    """The code is part of addresses and numbers."""

    code = "municipality.code_invalid"


class MunicipalityKnown(Rejected):
    """There is a municipality of this code."""

    code = "municipality.known"


class NamesNeeded(Rejected):
    """A municipality and its region have a name in each language."""

    code = "municipality.names_missing"


def set_letterhead(command: SetLetterhead, tx: Transaction) -> None:
    """Enter it. Raises `OfficialNameMissing`, `EmailUnusable`, `ChangedMeanwhile`, `DayIsOver`."""
    place = administered(tx, command.municipality)
    content = _letterhead(command)
    with as_the_engine(tx):
        settings.lock(tx, place.id)
        refuse_unseen(command.seen, settings.last(tx, place.id, settings.LETTERHEAD))
    _set(tx, place, settings.LETTERHEAD, content, act=command.act, valid_from=command.valid_from)


def set_court(command: SetCourt, tx: Transaction) -> None:
    """Enter it. Raises `CourtUnusable`, `ChangedMeanwhile`, `DayIsOver`."""
    place = administered(tx, command.municipality)
    content = _court(command)
    with as_the_engine(tx):
        settings.lock(tx, place.id)
        refuse_unseen(command.seen, settings.last(tx, place.id, settings.COURT))
    _set(tx, place, settings.COURT, content, act=command.act, valid_from=command.valid_from)


def set_office_hours(command: SetOfficeHours, tx: Transaction) -> None:
    """Enter them. Raises `HoursUnusable`, `ChangedMeanwhile`, `DayIsOver`."""
    place = administered(tx, command.municipality)
    hours, reception = _lines(command.hours), _lines(command.reception)
    if len(hours) < len(LANGUAGES) or len(reception) not in (0, len(LANGUAGES)):
        raise HoursUnusable
    content = {"hours": hours, "reception": reception or None}
    with as_the_engine(tx):
        settings.lock(tx, place.id)
        refuse_unseen(command.seen, settings.last(tx, place.id, settings.HOURS))
    _set(tx, place, settings.HOURS, content, act=command.act, valid_from=command.valid_from)


def set_languages(command: SetLanguages, tx: Transaction) -> None:
    """Enter them. Raises `LanguagesUnusable`, `ChangedMeanwhile`, `DayIsOver`."""
    place = administered(tx, command.municipality)
    content = {"languages": _languages(command.languages)}
    with as_the_engine(tx):
        settings.lock(tx, place.id)
        refuse_unseen(command.seen, settings.last(tx, place.id, settings.SPOKEN))
    _set(tx, place, settings.SPOKEN, content, act=command.act, valid_from=command.valid_from)


def set_rollout(command: SetRollout, tx: Transaction) -> None:
    """Note it. Raises `StateUnknown`, `ActNotNamed`, `ChangedMeanwhile`."""
    of_the_country(tx)
    place = reference.municipality(tx, command.municipality)
    if place is None:
        raise NotFound
    if command.state not in STATES:
        raise StateUnknown
    content = {"state": command.state}
    with as_the_engine(tx):
        settings.lock(tx, place.id)
        refuse_unseen(command.seen, settings.last(tx, place.id, settings.ROLLOUT))
    _set(
        tx,
        place,
        settings.ROLLOUT,
        content,
        act=command.act,
        valid_from=command.valid_from,
        is_past_fine=True,
    )


def enter_municipality(*, is_demo: bool) -> Callable[[EnterMunicipality, Transaction], None]:
    """Return the handler: the municipality and its first administrator, in one commit."""

    def handle(command: EnterMunicipality, tx: Transaction) -> None:
        of_the_country(tx)
        data, languages = _municipality(command), _languages(command.languages)
        if reference.municipality(tx, command.code) is not None:
            raise MunicipalityKnown
        giver, rests_on = tx.actor, ground(command.act)
        office = GiveOffice(
            command.personal_number,
            ADMINISTRATOR,
            command.code,
            rests_on,
            command.valid_from,
            given_name=command.given_name,
            family_name=command.family_name,
        )
        with as_the_engine(tx):
            municipality_id = reference.put_municipality(tx, data)
            person_id = appoint(tx, office, municipality_id, giver=giver, is_demo=is_demo)
        entered = {"code": command.code, "names": data["names"], "act": rests_on, "administrator": person_id}
        tx.log(CONFIGURATION, "municipality.entered", **entered)
        place, today = reference.municipality(tx, command.code), local_date(tx.now)
        begun: dict[str, dict[str, Any]] = {
            settings.ROLLOUT: {"state": PREPARING},
            settings.SPOKEN: {"languages": languages},
        }
        for name, content in begun.items():
            _set(tx, place, name, content, act=rests_on, valid_from=today)

    return handle


def _set(
    tx: Transaction,
    place: Any,
    name: str,
    content: Mapping[str, Any],
    *,
    act: str,
    valid_from: date,
    is_past_fine: bool = False,
) -> None:
    """Enter a setting. What papers said on a past day is not changed any more; a state is noted late too."""
    if valid_from < local_date(tx.now) and not is_past_fine:
        raise DayIsOver
    rests_on, by = ground(act), tx.actor.person_id
    with as_the_engine(tx):
        settings.add(tx, place.id, name, content, valid_from=valid_from, act=rests_on, recorded_by=by)
    tx.log(
        CONFIGURATION,
        f"{name}.set",
        municipality=place.code,
        content=content,
        act=rests_on,
        valid_from=valid_from.isoformat(),
    )


def _letterhead(command: SetLetterhead) -> dict[str, Any]:
    official = _lines(command.official_name)
    if OFFICIAL not in official:
        raise OfficialNameMissing
    phone, email = (text(line, longest=LONGEST_LINE) or None for line in (command.phone, command.email))
    if email is not None and not _EMAIL.fullmatch(email):
        raise EmailUnusable
    return {
        "official_name": official,
        "address": _lines(command.address) or None,
        "phone": phone,
        "email": email,
    }


def _court(command: SetCourt) -> dict[str, Any]:
    name, address = _lines(command.name), _lines(command.address)
    is_named = all(language in words for words in (name, address) for language in LANGUAGES)
    if not is_named or not name[OFFICIAL].endswith(COURT_KINDS):
        raise CourtUnusable
    return {"name": name, "address": address}


def _municipality(command: EnterMunicipality) -> dict[str, Any]:
    if not _CODE.fullmatch(command.code) or len(command.code) > 40:
        raise CodeUnusable
    names, region = _lines(command.names), _lines(command.region)
    if not all(language in words for words in (names, region) for language in LANGUAGES):
        raise NamesNeeded
    if command.kind not in KINDS:
        raise StateUnknown
    return {
        "code": command.code,
        "names": names,
        "region": region,
        "kind": command.kind,
        "high_mountain": "unknown",
        "settlements": [],
        "zones": [],
        "holidays": [],
        "source": command.act,
        "confidence": "sourced",
    }


def _languages(asked: tuple[str, ...]) -> list[str]:
    """Return them in the order in which MMS names them."""
    if OFFICIAL not in asked or not set(asked) <= set(LANGUAGES):
        raise LanguagesUnusable
    return [language for language in LANGUAGES if language in asked]


def _lines(said: Mapping[str, str]) -> dict[str, str]:
    found = {language: text(said.get(language, ""), longest=LONGEST_LINE) for language in LANGUAGES}
    return {language: line for language, line in found.items() if line}


ROUTES = (
    Route(SetLetterhead, set_letterhead, sender=Sender.PERSON),
    Route(SetCourt, set_court, sender=Sender.PERSON),
    Route(SetOfficeHours, set_office_hours, sender=Sender.PERSON),
    Route(SetLanguages, set_languages, sender=Sender.PERSON),
    Route(SetRollout, set_rollout, sender=Sender.PERSON),
    Route(
        EnterMunicipality,
        build=lambda use: enter_municipality(is_demo=use.settings.is_demo),
        sender=Sender.PERSON,
    ),
)

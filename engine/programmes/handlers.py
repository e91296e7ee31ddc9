"""Sub-programmes of a draft, entered and changed by the service that draws it up, and the end of a year."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final
from uuid import UUID

from engine.clock import local_date
from engine.db.pool import Transaction, without_nul
from engine.errors import NotAllowed, NotFound, Rejected
from engine.programmes import store as programmes
from engine.programmes.commands import (
    CloseProgrammeYear,
    RemoveSubProgramme,
    SetSubProgramme,
    SubProgrammeSet,
)
from engine.programmes.rules.codes import code_of
from engine.programmes.rules.entries import MOST_ENTRIES, check
from engine.programmes.rules.force import shortened, year_end
from engine.roles import Right
from engine.routes import Route, Sender
from engine.texts import OFFICIAL

CLOSED_FROM: Final = (12, 1)  # month and day of the year from which it may be closed


class NotDrafted(Rejected):
    """The programme is not being drafted: it was submitted, adopted or given up."""

    code = "programme.not_drafted"


class ChangedMeanwhile(Rejected):
    """Somebody else has changed the sub-programme since the page was opened."""

    code = "programme.changed_meanwhile"


class TooMany(Rejected):
    """A programme has no more sub-programmes than this."""

    code = "programme.too_many"


class YearNotOver(Rejected):
    """A year is closed in its December at the earliest."""

    code = "programme.year_not_over"


class StillDrawnUp(Rejected):
    """Something of the year is still being drawn up."""

    code = "programme.still_drawn_up"


def set_sub_programme(command: SetSubProgramme, tx: Transaction) -> SubProgrammeSet:
    """Keep what a sub-programme says. Raises `SubProgrammeInvalid`, `ChangedMeanwhile`, `NotDrafted`."""
    programme = _drafted(tx, command.programme_id)
    versions = {row.code: row.version for row in programmes.entries(tx, programme.id)}
    code, said = command.code, without_nul(command.content)
    if code is None:
        code = _new_code(tx, programme, said, versions)
    elif code not in versions:
        raise NotFound
    elif command.expected_version not in (None, versions[code]):
        raise ChangedMeanwhile
    content = {**said, "code": code}
    check(content, year=programme.year, known=frozenset({*versions, code}))
    programmes.put_entry(tx, programme, code, content)
    tx.log(_stream(programme), "programme.drafted", programme=str(programme.id), code=code)
    return SubProgrammeSet(programme.id, code)


def remove_sub_programme(command: RemoveSubProgramme, tx: Transaction) -> None:
    """Take a sub-programme out of a draft. Raises `ChangedMeanwhile`, `NotDrafted`."""
    programme = _drafted(tx, command.programme_id)
    versions = {row.code: row.version for row in programmes.entries(tx, programme.id)}
    if command.code not in versions:
        raise NotFound
    if command.expected_version not in (None, versions[command.code]):
        raise ChangedMeanwhile
    programmes.remove_entry(tx, programme, command.code)
    tx.log(_stream(programme), "programme.removed", programme=str(programme.id), code=command.code)


def close_programme_year(command: CloseProgrammeYear, tx: Transaction) -> None:
    """Close the year: what is in force longer ends with it. Raises `YearNotOver`, `StillDrawnUp`."""
    programme = _kept_by_sender(tx, command.programme_id)
    if programme.state != "adopted":
        raise NotDrafted("programme.not_adopted")
    if programme.closed_at is not None:
        return
    place, year = programme.municipality_id, programme.year
    if local_date(tx.now) < date(year, *CLOSED_FROM):
        raise YearNotOver(year=str(year))
    if programmes.open_of(tx, place, year) is not None:
        raise StillDrawnUp(year=str(year))
    end = year_end(year)
    for period in programmes.periods(tx, place):
        if period.valid_from < end and (period.valid_until is None or period.valid_until > end):
            programmes.enter(tx, place, shortened(period, end))
    programmes.close(tx, place, year)
    tx.log(_stream(programme), "programme.closed", year=str(year))


def _drafted(tx: Transaction, programme_id: UUID) -> Any:
    programme = _kept_by_sender(tx, programme_id)
    if programme.state != "draft":
        raise NotDrafted
    return programme


def _kept_by_sender(tx: Transaction, programme_id: UUID) -> Any:
    programme = programmes.locked(tx, programme_id)
    if programme is None:
        raise NotFound
    if not tx.actor.may(Right.KEEP_PROGRAMMES, programme.municipality_id):
        raise NotAllowed
    return programme


def _new_code(
    tx: Transaction, programme: Any, content: Mapping[str, Any], versions: Mapping[str, int]
) -> str:
    """Return a code that no sub-programme of the municipality has ever had: help of years before has them."""
    if len(versions) >= MOST_ENTRIES:
        raise TooMany(most=MOST_ENTRIES)
    taken = {*versions, *(period.code for period in programmes.periods(tx, programme.municipality_id))}
    names = content.get("names")
    return code_of(str(names.get(OFFICIAL, "")) if isinstance(names, Mapping) else "", taken)


def _stream(programme: Any) -> str:
    return f"programmes/{programme.municipality_id}"


ROUTES = (
    Route(SetSubProgramme, set_sub_programme, sender=Sender.STAFF, result=SubProgrammeSet),
    Route(RemoveSubProgramme, remove_sub_programme, sender=Sender.STAFF),
    Route(CloseProgrammeYear, close_programme_year, sender=Sender.STAFF),
)

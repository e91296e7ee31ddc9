"""Putting a version into force: from which day, where, by which law; the same for whoever asks for it.

Refuses to know who may, and where the files come from.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from engine.audit.hash_chain import CONFIGURATION
from engine.catalogue.folder import ServiceFolder
from engine.catalogue.semantics import current
from engine.catalogue.store import versions
from engine.clock import local_date, start_of_day
from engine.db.pool import Transaction
from engine.errors import Rejected
from engine.stores import reference


class CasesFiledSince(Rejected):
    """Cases were filed on or after the effective date, which lies in the past, under another version."""

    code = "publish.cases_filed_since"


class PlaceUnknown(Rejected):
    """No municipality has the code."""

    code = "publish.municipality_unknown"


@dataclass(frozen=True)
class Act:
    """Act of publishing: by whom, by which law, where and with which note; nowhere named means everywhere."""

    publisher_id: int | None
    second_person_id: int | None
    is_demo: bool
    law: Any
    municipalities: list[int] | None = None
    note: str | None = None


def places_of(tx: Transaction, codes: Iterable[str]) -> list[int] | None:
    """Return the municipalities of these codes, or None for all. Raises `PlaceUnknown`."""
    found = []
    for code in dict.fromkeys(codes):
        place = reference.municipality(tx, code)
        if place is None:
            raise PlaceUnknown(municipality=code)
        found.append(int(place.id))
    return sorted(found) or None


def keep(tx: Transaction, folder: ServiceFolder, content: bytes) -> int | None:
    """Keep a folder as a version; None where somebody else has just done so."""
    return versions.keep(
        tx,
        digest=content,
        code=folder.code,
        module=folder.module,
        settings=folder.settings,
        semantics=current().as_json(),
        files=folder.files,
    )


def effective_day(
    tx: Transaction,
    code: str,
    chosen: date | None,
    *,
    planned: date,
    is_retroactive: bool,
    municipalities: list[int] | None,
) -> date:
    """Return the day from which new cases get the version.

    Without a word about it: the planned day, or today where that has passed. A service that is new
    may have begun in the past, because no case was filed under anything else.
    """
    today = local_date(tx.now)
    day = chosen or planned
    if chosen is None and versions.is_published(tx, code):
        day = max(day, today)
    is_past = day < today and not is_retroactive
    if is_past and versions.is_filed_since(tx, code, start_of_day(day), municipalities):
        raise CasesFiledSince(service=code, day=day.isoformat())
    return day


def put_into_force(
    tx: Transaction, act: Act, version_id: int, code: str, *, digest: bytes, effective: date
) -> int:
    """Record the act, also in the audit log; return its id."""
    publication_id = versions.publish(
        tx,
        version_id,
        code=code,
        effective_from=effective,
        publisher_id=act.publisher_id,
        second_person_id=act.second_person_id,
        is_demo=act.is_demo,
        law=act.law,
        municipalities=act.municipalities,
        note=act.note,
    )
    where = {} if act.municipalities is None else {"municipalities": act.municipalities}
    tx.log(
        CONFIGURATION,
        "service.published",
        service=code,
        digest=digest.hex(),
        effective_from=effective.isoformat(),
        publisher=act.publisher_id,
        second_person=act.second_person_id,
        law=act.law,
        **where,
        **({} if act.note is None else {"note": act.note}),
    )
    return publication_id

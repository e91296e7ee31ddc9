"""People of one household, each of whom needs an application of their own.

A service names in `household` of its file the list in which an applicant says who lives with them. Whoever
may act for one of them, a child above all, begins that application with what is the same for the whole
household, and the two cases show each other. Refuses to know whether anybody on the list has applied: a
stranger's number on one's list must not tell anything about the stranger.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from engine.catalogue.published import Published, published
from engine.clock import local_date
from engine.db.pool import Transaction
from engine.errors import NotFound
from engine.representation.mandates import MandateRefused, refusal, refuse_for
from engine.stores import cases, links, mandates
from engine.stores.cases import CaseRow


@dataclass(frozen=True)
class Member:
    """Somebody on the list, as the applicant wrote them."""

    number: str
    name: str


@dataclass(frozen=True)
class Beginning:
    """By which mandate somebody applies for a member, and with which answers that application begins."""

    mandate_id: UUID
    answers: Mapping[str, Any]


def members(tx: Transaction, row: CaseRow) -> tuple[Member, ...]:
    """Return whom the signed-in applicant named in their own case."""
    version = published(tx, row.version_id)
    rule = version.settings.get("household")
    if rule is None or tx.actor.acts_for is not None or tx.actor.person_id != row.applicant_id:
        return ()
    named = _application(row.document, version).get(rule["list"]) or ()
    return tuple(Member(member[rule["number"]], member[rule["name"]]) for member in named)


def beginning(tx: Transaction, case_id: UUID, number: str) -> Beginning:
    """Return how to begin for a member. Raises `NotFound` for others and `MandateRefused`."""
    row = cases.load(tx, case_id)
    if row is None or number not in {member.number for member in members(tx, row)}:
        raise NotFound
    version = published(tx, row.version_id)
    answers = _application(row.document, version)
    shared = version.settings["household"]["begins_with"]
    begun = {name: answers[name] for name in shared if answers.get(name) is not None}
    return Beginning(_mandate(tx, row.applicant_id, version, number), begun)


def join(tx: Transaction, row: CaseRow, version: Published) -> str | None:
    """Let a case filed for another stand beside the filer's own that names them; return that one's number."""
    rule, filing = version.settings.get("household"), tx.actor
    if rule is None or filing.acts_for is None or filing.is_assisting:
        return None
    tx.switch_principal(filing.oneself)
    own = links.latest_of(tx, service=version.code, municipality_id=row.municipality_id)
    named = {member.number for member in members(tx, own)} if own is not None else set()
    tx.switch_principal(filing)
    if own is None or filing.acts_for.number not in named:
        return None
    links.link(tx, row.id, own.id, municipality_id=row.municipality_id, kind="household")
    return str(own.number)


def _application(document: Mapping[str, Any], version: Published) -> Mapping[str, Any]:
    found: Mapping[str, Any] = document.get(version.definition.start.id) or {}
    return found


def _mandate(tx: Transaction, person_id: int, version: Published, number: str) -> UUID:
    """Return the mandate that lets the person file for the member, as the registers said last."""
    reason = "none"
    for row in mandates.of_person(tx, person_id):
        if row.number != number:
            continue
        refuse_for(version.settings, row)
        found = refusal(row, on=local_date(tx.now))
        if found is None:
            mandate_id: UUID = row.id
            return mandate_id
        reason = found
    raise MandateRefused(f"mandate.{reason}")

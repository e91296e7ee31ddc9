"""Appeals: what somebody who disagrees can do: where, until when, by which law; the cases that came of it."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from engine.answers.contestable import MAYOR, where_contested
from engine.catalogue.offers import offered
from engine.catalogue.published import Published, published
from engine.clock import local_date
from engine.db.pool import Transaction
from engine.errors import NotFound
from engine.formats import act_in_words
from engine.lawbook import LawOfDay
from engine.operations import letters
from engine.queries.appeal_views import ActChange, AppealView, CourtView, LinkedCase, OwnCaseInCourt
from engine.stores import act_changes, cases, links, reference
from engine.stores.cases import CaseRow
from engine.stores.known import known
from engine.terms import Term, deadline
from engine.terms.expiry import EXPIRY_POLICIES
from engine.texts import LANGUAGES

COURT = "court"  # the body, where it is not the mayor
# The letter that told the decision: the last one on or after its day, but for a receipt of that day.
TOLD = """
select delivered_on, read_at from letters
where case_id = :case_id and sent_at >= :since and template <> :receipt
order by sent_at desc, id limit 1
"""


def linked(tx: Transaction, case_id: UUID) -> tuple[LinkedCase, ...]:
    """Return the cases that this one is about, and those about it."""
    return tuple(
        LinkedCase(row.id, row.number, published(tx, row.version_id).names, row.kind)
        for row in links.of_case(tx, case_id)
    )


def related_to(tx: Transaction, case_id: UUID) -> dict[str, Any]:
    """Return what a page of a case says of others: those linked to it, and what later ones did to its act."""
    return {"linked": linked(tx, case_id), "act_changes": changes_of(tx, case_id)}


def changes_of(tx: Transaction, case_id: UUID) -> tuple[ActChange, ...]:
    """Return what later acts did to the act of a case, the oldest first."""
    return tuple(
        ActChange(
            row.change,
            row.since,
            row.order_number,
            row.correction,
            row.ground,
            row.by_case_id,
            row.by_number,
        )
        for row in act_changes.of_case(tx, case_id)
    )


def of_case(tx: Transaction, row: CaseRow, version: Published) -> AppealView | None:
    """Return how a decision, or the lack of one, is contested; None where there is nothing to contest."""
    settings = where_contested(version.settings, row)
    is_silent = _is_silent(tx, row, version)
    if settings is None or (row.decided_on is None and not is_silent):
        return None
    if any(change.takes_force for change in act_changes.of_case(tx, row.id)):
        return None
    begins_on = local_date(row.due_at) if is_silent and row.due_at else _told_on(tx, row)
    day = begins_on or local_date(tx.now)
    term = LawOfDay(tx, row.municipality_id, day).term(settings["term"])
    found = deadline(term, day, reference.calendar(tx, row.municipality_id)) if begins_on else None
    return AppealView(
        body=settings["body"],
        court=_court(tx, row.municipality_id) if settings["body"] == COURT else None,
        is_silent=is_silent,
        last_day=found.last_day if found else None,
        is_over=found is not None and local_date(tx.now) > found.last_day,
        derivation=tuple((step.code, step.params) for step in found.derivation) if found else (),
        law=_words_of(term),
        confidence=term.confidence,
        service=_offered(tx, settings.get("service"), row.municipality_code),
    )


def in_court(tx: Transaction, version: Published, municipality_id: int) -> tuple[OwnCaseInCourt, ...]:
    """Return the party's own decisions that a service about such can't take: a court can, within its term.

    Nothing for a service that is about none, nor for somebody who is not signed in.
    """
    person = tx.actor.party_id
    if not version.settings.get("about") or person is None:
        return ()
    found = []
    for own in links.own_ended(tx, person=person, municipality_id=municipality_id):
        decided = published(tx, own.version_id)
        where = where_contested(decided.settings, own)
        row = cases.load(tx, own.id) if where and where["body"] != MAYOR else None
        view = row and of_case(tx, row, decided)
        if view and not view.is_over:
            found.append(
                OwnCaseInCourt(own.id, own.number, decided.names, own.order_number, view.last_day, view.court)
            )
    return tuple(found)


def _court(tx: Transaction, municipality_id: int) -> CourtView | None:
    """Return the court of the municipality as it is today: an old decision is contested there as well."""
    found = known(tx, municipality_id).court(local_date(tx.now))
    return CourtView(found["name"], found["address"]) if found else None


def _is_silent(tx: Transaction, row: CaseRow, version: Published) -> bool:
    """Say whether the term passed without a decision, which by law counts as a refusal."""
    policy = EXPIRY_POLICIES[version.settings["clock"]["on_expiry"]]
    return policy.is_refusal and row.decided_on is None and row.due_at is not None and row.due_at < tx.now


def _told_on(tx: Transaction, row: CaseRow) -> date | None:
    """Return the day on which the decision was made known, as far as that is proven."""
    letter = tx.one(TOLD, case_id=row.id, since=row.decided_on, receipt=letters.RECEIPT)
    if letter is None or letter.delivered_on is not None:
        return letter and letter.delivered_on
    return letter.read_at and local_date(letter.read_at)


def _words_of(term: Term) -> dict[str, str] | None:
    if term.law is None:
        return None
    return {language: act_in_words(term.law.as_entry(), language) for language in LANGUAGES}


def _offered(tx: Transaction, service: str | None, municipality: str) -> str | None:
    if service is None:
        return None
    try:
        offered(tx, service, municipality)
    except NotFound:
        return None
    return service

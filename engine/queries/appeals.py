"""What somebody who disagrees can do: where, until when, by which law; and the cases that came of it."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from engine.catalogue.offers import offered
from engine.catalogue.published import Published, published
from engine.clock import local_date
from engine.db.pool import Transaction
from engine.errors import NotFound
from engine.formats import act_in_words
from engine.lawbook import LawOfDay
from engine.queries.appeal_views import AppealView, CourtView, LinkedCase
from engine.stores import links, reference
from engine.stores.cases import CaseRow
from engine.stores.known import known
from engine.terms import Term, deadline
from engine.terms.expiry import EXPIRY_POLICIES
from engine.texts import LANGUAGES

# Something was put on record, and nobody was refused anything.
NOTED = "noted"
COURT = "court"  # the body, where it is not the mayor
# The letter that told the decision: the last one on or after its day.
TOLD = """
select delivered_on, read_at from letters where case_id = :case_id and sent_at >= :since
order by sent_at desc, id limit 1
"""


def linked(tx: Transaction, case_id: UUID) -> tuple[LinkedCase, ...]:
    """Return the cases that this one is about, and those about it."""
    return tuple(
        LinkedCase(row.id, row.number, published(tx, row.version_id).names, row.kind)
        for row in links.of_case(tx, case_id)
    )


def of_case(tx: Transaction, row: CaseRow, version: Published) -> AppealView | None:
    """Return how a decision, or the lack of one, is contested; None where there is nothing to contest."""
    settings = version.settings.get("appeal")
    is_silent = _is_silent(tx, row, version)
    if settings is None or row.reason == NOTED or (row.decided_on is None and not is_silent):
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
    letter = tx.one(TOLD, case_id=row.id, since=row.decided_on)
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

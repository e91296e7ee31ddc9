"""Links of a case, said in its application: to another case, an earlier stage, an announcement."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from engine.answers.contestable import contestable
from engine.db.pool import Transaction
from engine.errors import Rejected
from engine.operations.operation import Operations
from engine.representation import households
from engine.steps import OpenCase, open_case
from engine.stores import announcements, links
from engine.texts import OFFICIAL


class ForeignCase(Rejected):
    """The answers name a case that this person can't contest."""

    code = "submission.foreign_case"


class NoActOfPerson(Rejected):
    """The person whom the case is about has no decided case of this number in the municipality."""

    code = "ex_officio.no_act_of_person"


def link(tx: Transaction, operations: Operations, case: OpenCase, answers: dict[str, Any]) -> None:
    """Let a case and the one that it is about, or that the household has already, show each other."""
    if beside := households.join(tx, case.row, case.published):
        case.record("case.joins_household", number=beside)
    _link_stages(tx, operations, case, answers)
    _link_announcement(tx, case, answers)
    number = _about(case, answers)
    if number is None:
        return
    own = contestable(tx, person=case.row.applicant_id, municipality_id=case.row.municipality_id)
    about = next((own_case for own_case in own if own_case.number == number), None)
    if about is None:
        raise ForeignCase
    links.link(tx, case.row.id, about.id, municipality_id=case.row.municipality_id)
    case.record("case.is_about", number=about.number)
    contested = open_case(tx, operations, about.id)
    contested.record("case.contested", number=case.row.number)
    contested.save_in_place()


def link_opened(case: OpenCase, answers: dict[str, Any]) -> None:
    """Let a case that the office opens about a decided one of the same person, and that, show each other."""
    number = _about(case, answers)
    if number is None:
        return
    own = links.own_ended(case.tx, person=case.row.applicant_id, municipality_id=case.row.municipality_id)
    about = next((row for row in own if row.number == number), None)
    if about is None or about.decided_on is None:
        raise NoActOfPerson(number=number)
    links.link(case.tx, case.row.id, about.id, municipality_id=case.row.municipality_id, kind="review")
    case.record("case.reviews", number=about.number)
    reviewed = open_case(case.tx, case.operations, about.id)
    reviewed.record("case.reviewed", number=case.row.number)
    reviewed.save_in_place()


def _about(case: OpenCase, answers: dict[str, Any]) -> str | None:
    """Return the number of the case that the answers name as theirs."""
    field = case.published.settings.get("about")
    return (answers.get(field) or None) if field else None


def _link_announcement(tx: Transaction, case: OpenCase, answers: dict[str, Any]) -> None:
    field = case.published.settings.get("about_announcement")
    if not field or not answers.get(field):
        return
    row = announcements.find(tx, UUID(answers[field]))  # the form was offered it
    links.link_announcement(tx, case.row.id, row.id, municipality_id=case.row.municipality_id)
    case.record("case.is_about_announcement", title=row.titles)


def _link_stages(tx: Transaction, operations: Operations, case: OpenCase, answers: dict[str, Any]) -> None:
    """Let a case and those whose entries its application names show each other, as stages."""
    named = {
        (field.register, str(answers[field.key]))
        for field in case.published.start_form(OFFICIAL).walk()
        if field.register and answers.get(field.key)
    }
    found = [links.of_entry(tx, case.row, register=register, key=key) for register, key in sorted(named)]
    for before in {stage.id: stage for stage in found if stage is not None}.values():
        links.link(tx, case.row.id, before.id, municipality_id=case.row.municipality_id, kind="stage")
        case.record("case.follows_stage", number=before.number)
        earlier = open_case(tx, operations, before.id)
        earlier.record("case.next_stage", number=case.row.number)
        earlier.save_in_place()

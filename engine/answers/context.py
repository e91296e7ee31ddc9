"""The context of a form, beside its answers: options from registers, parameters of the law, programmes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from engine.answers.contestable import contestable
from engine.answers.lookups import form_lookups
from engine.answers.named_files import described
from engine.answers.origins import known_of, reads_known
from engine.catalogue.published import Published, published
from engine.clock import local_date
from engine.db.pool import Transaction
from engine.stores import announcements, papers, people
from engine.stores.cases import CaseRow
from engine.stores.known import known


def form_context(
    tx: Transaction,
    version: Published,
    municipality_id: int,
    language: str,
    *,
    filed_on: date | None = None,
    document: Mapping[str, Any] | None = None,
    is_public: bool = False,
) -> dict[str, Any]:
    """Return the context of `forms.validate` and `forms.render`.

    `document` is the case's data, which conditions of a clerk's form may read; the applicant's
    own data come first when an application is being filled in.
    """
    on = filed_on or local_date(tx.now)
    place = known(tx, municipality_id)
    context = {
        **(document or {}),
        "options": {
            "settlements": place.settlement_options(on, language),
            **_programmes(place.programmes(on), language, is_public=is_public),
            **_own_cases(tx, version, municipality_id, language),
            **_announcements(tx, version, place.municipality.code, language, on=on, document=document),
        },
        "parameters": place.parameters(on),
        "programmes": place.programmes(on),
        "lookups": form_lookups(tx, version, municipality_id, language=language, on=on),
        "shown_at": version.id,
    }
    if tx.actor.person_id is not None and document is None:
        context |= _own(tx, version, language)
    return context


def _own(tx: Transaction, version: Published, language: str) -> dict[str, Any]:
    """Return what a form is begun with of the applicant: the one who asks, or whom they act for."""
    writer = people.person(tx, tx.actor.person_id or 0)
    person = writer if tx.actor.acts_for is None else people.person(tx, tx.actor.acts_for.party_id)
    if person is None:
        return {}  # the mandate has ended: the one who was represented is not there any more
    found: dict[str, Any] = {"applicant": _applicant(person, writer, language)}
    if reads_known(version, language):
        found["known"] = known_of(tx, person, version.code, reached_at=writer)
    return found


def as_filed(
    tx: Transaction,
    version: Published,
    case: CaseRow,
    answers: Mapping[str, Any],
    *,
    applicant: Any,
    language: str,
) -> dict[str, Any]:
    """Return what answers that were filed with a case are checked by once more: its papers and its applicant.

    A case that they name was offered when they were filed.
    """
    papers_there = {bytes(row.digest).hex(): row for row in papers.documents(tx, case.id)}
    context: dict[str, Any] = {
        "files": {digest: described(digest, row) for digest, row in papers_there.items()},
        "applicant": _applicant(applicant, applicant, language),
    }
    field = version.settings.get("about")
    if field and answers.get(field):
        named = {"value": str(answers[field]), "label": str(answers[field])}
        context["options"] = {"own_cases": [named]}
    return context


def _applicant(person: Any, writer: Any, language: str) -> dict[str, Any]:
    return {
        "personal_number": person.personal_number or person.claimed_number or person.company_number,
        "given_name": person.given_name[language],
        "family_name": person.family_name[language],
        # Whoever writes for another is also whom the office reaches.
        "email": writer.email,
        "phone": writer.phone,
    }


def _programmes(
    known: Mapping[str, Any], language: str, *, is_public: bool
) -> dict[str, list[dict[str, str]]]:
    """Return the sub-programmes to choose from, sorted by the name that people read.

    Whoever chooses reads their public names; what is filed goes by those that lists and letters bear.
    """
    found = [
        {"value": code, "label": str(((is_public and entry.get("public_names")) or entry["names"])[language])}
        for code, entry in known.items()
    ]
    return {"programmes": sorted(found, key=lambda one: one["label"])}


def _own_cases(
    tx: Transaction, version: Published, municipality_id: int, language: str
) -> dict[str, list[dict[str, str]]]:
    """Return the person's own cases for the form of a service that is about one of them."""
    if not version.settings.get("about"):
        return {}
    found = []
    if tx.actor.party_id is not None:
        found = contestable(tx, person=tx.actor.party_id, municipality_id=municipality_id)
    return {
        "own_cases": [
            {"value": row.number, "label": f"{row.number}, {published(tx, row.version_id).names[language]}"}
            for row in found
        ]
    }


def _announcements(
    tx: Transaction,
    version: Published,
    place: str,
    language: str,
    *,
    on: date,
    document: Mapping[str, Any] | None,
) -> dict[str, list[dict[str, str]]]:
    """Return what is announced for a municipality, and what a case that was filed is about."""
    field = version.settings.get("about_announcement")
    if field is None:
        return {}
    found = announcements.current(tx, code=place, today=on, since=on - announcements.LISTED)
    filed = (document or {}).get(version.definition.start.id) or {}
    if (named := filed.get(field)) and all(str(row.id) != named for row in found):
        found.append(announcements.find(tx, UUID(named)))
    return {"announcements": [{"value": str(row.id), "label": row.titles[language]} for row in found if row]}

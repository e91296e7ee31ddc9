"""Names, answers and substitutes beside the rows of a list. One look for all rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from engine.cases import conflicts_of_interest
from engine.catalogue import listed
from engine.catalogue.listed import Column
from engine.catalogue.published import Published, published
from engine.db.pool import Transaction
from engine.queries.case_answers import answers_at, in_words
from engine.queries.inbox_part import Part
from engine.queries.views import Names
from engine.stores import colleagues, people
from engine.stores.known import ReferenceSnapshot
from engine.tenancy import Actor


@dataclass(frozen=True)
class Beside:
    names: Mapping[int, Names]
    closed: Mapping[UUID, str]  # steps that are not for this person, each with the code that says why
    columns: Sequence[Column]
    _acting: Sequence[Any]
    _villages: Mapping[UUID, str | None]
    _answers: Mapping[tuple[UUID, str], Any]

    def officials(self, person_id: int | None, row: Any) -> frozenset[int] | None:
        """Return in whose place somebody works on a step; None where they do so in an office of their own."""
        found = _acting(self._acting, person_id, row)
        return (
            frozenset(acting.official for acting in found if acting.official is not None) if found else None
        )

    def village(self, row: Any, place: ReferenceSnapshot) -> Names | None:
        code = self._answers.get((row.case_id, self._villages.get(row.case_id) or ""))
        return place.settlement_names(code) if isinstance(code, str) else None

    def shown(self, row: Any, place: ReferenceSnapshot, on: date) -> tuple[Names | None, ...]:
        """Return the answers of the page's columns, in words."""
        return tuple(
            in_words(column, self._answers.get((row.case_id, column.place)), place, on)
            for column in self.columns
        )


def of(tx: Transaction, rows: Sequence[Any], part: Part, answers: Sequence[str] | None = None) -> Beside:
    """Look up what these rows need; with a service, also the answers that are chosen or that it shows."""
    acting = colleagues.acting(tx, tx.actor.municipalities)
    seen = {row.claimed_by for row in rows} | {row.official for row in acting}
    seen |= {row.person_id for row in rows if row.person_id != row.applicant_id}
    seen |= {part.holder.person if part.holder else None}
    columns = _columns(published(tx, rows[0].version_id), answers) if part.service and rows else ()
    villages = {row.case_id: published(tx, row.version_id).village_at for row in rows}
    places = {(case_id, place) for case_id, place in villages.items() if place}
    places |= {(row.case_id, column.place) for row in rows for column in columns}
    names = people.names(tx, {person for person in seen if person is not None})
    closed = conflicts_of_interest.among(tx, rows, person_id=tx.actor.person_id)
    return Beside(names, closed, columns, acting, villages, answers_at(tx, places))


def _columns(version: Published, answers: Sequence[str] | None) -> Sequence[Column]:
    if answers is None:
        return version.list_columns
    known = {column.place: column for column in listed.offered(version)}
    return [known[place] for place in answers if place in known]


def may_claim(actor: Actor, row: Any) -> bool:
    """Say whether the step is free and of an office that the actor holds."""
    is_free = row.claimed_by is None and row.person_id is None and row.role is not None
    return is_free and actor.has_role(row.role, row.municipality_id, row.unit_code)


def _acting(offices: Sequence[Any], person_id: int | None, row: Any) -> list[Any]:
    return [
        office
        for office in offices
        if office.person_id == person_id
        and (office.task_id == row.id if office.task_id else office.role == row.role)
        and office.municipality_id == row.municipality_id
        and (office.unit_code is None or row.unit_code is None or office.unit_code == row.unit_code)
    ]

"""What a list shows beside its rows: names, villages, who acts in whose place. One look for all rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from engine.cases import barred
from engine.catalogue.published import published
from engine.db.pool import Transaction, as_json
from engine.queries.views import Names
from engine.stores import colleagues, people
from engine.stores.known import Known
from engine.tenancy import Actor

ANSWERED: Final = """
select w.case_id, c.document #>> string_to_array(w.place, '.') as value
from jsonb_to_recordset(cast(:wanted as jsonb)) as w(case_id uuid, place text)
join cases c on c.id = w.case_id
"""


@dataclass(frozen=True)
class Beside:
    names: Mapping[int, Names]
    closed: Mapping[UUID, str]  # steps that are not for this person, each with the code that says why
    _acting: Sequence[Any]
    _villages: Mapping[UUID, str | None]

    def officials(self, person_id: int | None, row: Any) -> frozenset[int] | None:
        """Return in whose place somebody works on a step; None where they do so in an office of their own."""
        found = _acting(self._acting, person_id, row)
        return frozenset(one.official for one in found if one.official is not None) if found else None

    def village(self, row: Any, place: Known) -> Names | None:
        code = self._villages.get(row.case_id)
        return None if code is None else place.settlement_names(code)


def of(tx: Transaction, rows: Sequence[Any]) -> Beside:
    """Look up what these rows need."""
    acting = colleagues.acting(tx, tx.actor.municipalities)
    shown = {row.claimed_by for row in rows} | {one.official for one in acting}
    names = people.names(tx, {one for one in shown if one is not None})
    closed = barred.among(tx, rows, person_id=tx.actor.person_id)
    return Beside(names, closed, acting, _villages(tx, rows))


def may_claim(actor: Actor, row: Any) -> bool:
    """Say whether the step is free and of an office that the actor holds."""
    is_free = row.claimed_by is None and row.person_id is None and row.role is not None
    return is_free and actor.has_role(row.role, row.municipality_id, row.unit_code)


def _acting(offices: Sequence[Any], person_id: int | None, row: Any) -> list[Any]:
    return [
        one
        for one in offices
        if one.person_id == person_id
        and (one.municipality_id, one.role) == (row.municipality_id, row.role)
        and (one.unit_code is None or row.unit_code is None or one.unit_code == row.unit_code)
    ]


def _villages(tx: Transaction, rows: Sequence[Any]) -> dict[UUID, str | None]:
    places = {row.case_id: published(tx, row.version_id).village_at for row in rows}
    wanted = [{"case_id": str(case_id), "place": place} for case_id, place in places.items() if place]
    if not wanted:
        return {}
    return {one.case_id: one.value for one in tx.all(ANSWERED, wanted=as_json(wanted))}

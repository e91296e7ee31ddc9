"""Answers of forms as cells of lists and files: by the places where cases keep them, in words."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any, Final
from uuid import UUID

from engine.catalogue import listed
from engine.catalogue.listed import Column
from engine.catalogue.published import published
from engine.clock import local_date
from engine.db.pool import Transaction, as_json
from engine.queries.views import Names
from engine.stores.known import ReferenceSnapshot, known
from forms.conditions import Scope
from forms.summary import formatted

ANSWERED: Final = """
select w.case_id, w.place, c.document #> string_to_array(w.place, '.') as value
from jsonb_to_recordset(cast(:wanted as jsonb)) as w(case_id uuid, place text)
join cases c on c.id = w.case_id
"""
NEWEST: Final = """
select max(version_id) from cases where municipality_id = any (:places) and service_code = :service
"""


def columns(tx: Transaction, service: str | None) -> tuple[Column, ...]:
    """Return the answers that files of a service's cases may have, by the newest version that has cases."""
    places = list(tx.actor.municipalities)
    version = service and tx.scalar(NEWEST, places=places, service=service)
    return listed.exported(published(tx, version)) if version else ()


def offered(tx: Transaction, service: str | None) -> tuple[tuple[Column, ...], tuple[str, ...]]:
    """Return the answers that a list of the service may show, and the places of those that it shows."""
    places = list(tx.actor.municipalities)
    newest = service and tx.scalar(NEWEST, places=places, service=service)
    if not newest:
        return (), ()
    version = published(tx, newest)
    return listed.offered(version), tuple(column.place for column in version.list_columns)


def cells(
    tx: Transaction, case_ids: Sequence[UUID], chosen: Sequence[Column]
) -> dict[UUID, tuple[Names | None, ...]]:
    """Return the answers of cases that the actor was shown, in words, in the order of the columns."""
    place = known(tx, next(iter(tx.actor.municipalities), 0))
    today = local_date(tx.now)
    found = answers_at(tx, {(case_id, column.place) for case_id in case_ids for column in chosen})
    return {
        case_id: tuple(
            in_words(column, found.get((case_id, column.place)), place, today) for column in chosen
        )
        for case_id in case_ids
    }


def answers_at(tx: Transaction, places: Collection[tuple[UUID, str]]) -> dict[tuple[UUID, str], Any]:
    """Return what cases keep at places, with one statement."""
    if not places:
        return {}
    wanted = as_json([{"case_id": str(case_id), "place": place} for case_id, place in places])
    return {(row.case_id, row.place): row.value for row in tx.all(ANSWERED, wanted=wanted)}


def in_words(column: Column, value: Any, place: ReferenceSnapshot, on: date) -> Names | None:
    """Return an answer in words of each language; None where there is none."""
    if value is None:
        return None
    some = next(iter(column.fields.values()))
    if some.kind == "settlement":
        return place.settlement_names(str(value))
    if some.options_from == "programmes":
        programme: Mapping[str, Any] | None = place.programmes(on).get(str(value))
        return programme and programme["names"]
    scope = Scope.at_root({}, {}, None)
    return {
        language: formatted(field, value, scope=scope, language=language)
        for language, field in column.fields.items()
    }

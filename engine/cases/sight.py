"""Sight of cases: which of their municipality's somebody of the office may look into.

The database keeps municipalities apart; within one, a case is for those who work on it. Whoever leads or
keeps the papers sees them all, a case officer those of the services that their role opens or has steps in,
everybody else those in which their role and unit have had a step, of which they were asked something
(`engine/adhoc`), or in which money of theirs moves; a service account those of the services that its account
names. Whoever has recused themselves from a case sees nothing of it; a
restricted one (`engine/cases/restricted.py`) the database hides, whatever is said here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar
from uuid import UUID

from engine.catalogue.published import published
from engine.db.pool import Transaction, as_json
from engine.errors import NotFound
from engine.roles import Right, who_may
from engine.stores import cases, sight, signings
from engine.stores.cases import CaseRow


class Seen(Protocol):
    """Protocol of cases as seen from outside: the fields that decide who may look into them."""

    @property
    def id(self) -> UUID: ...
    @property
    def municipality_id(self) -> int: ...
    @property
    def applicant_id(self) -> int: ...
    @property
    def version_id(self) -> int: ...


Row = TypeVar("Row", bound=Seen)
Version = tuple[int, int]  # of a service, with the municipality whose cases are of it


@dataclass(frozen=True)
class Condition:
    """The condition on a row of `cases c`, and the parameters of the statement it stands in."""

    sql: str
    params: dict[str, Any]


def seen(tx: Transaction, case_id: UUID) -> CaseRow:
    """Return the case for whoever asks to see it. Raises `NotFound` as if there were none."""
    row = cases.load(tx, case_id)
    if row is None or not may_see(tx, row):
        raise NotFound
    return row


def signing(tx: Transaction, signing_id: UUID) -> Any:
    """Return what is to be signed, for its signers and who may look into its case. Raises `NotFound`."""
    row = signings.find(tx, signing_id)
    if row is None:
        raise NotFound
    concerned = {row.doer_id, *(signer.person_id for signer in signings.signers(tx, signing_id))}
    if row.case_id is not None and tx.actor.person_id not in concerned:
        seen(tx, row.case_id)
    return row


def may_see(tx: Transaction, row: Seen) -> bool:
    """Say whether the actor may look into a case that the database shows them."""
    return bool(among(tx, [row]))


def among(tx: Transaction, rows: Sequence[Row]) -> list[Row]:
    """Return those of the rows that the actor may look into, in their order, with one statement at most."""
    places = tx.actor.municipalities
    asked = {row.id: row for row in rows if row.municipality_id in places}
    if not asked or tx.actor.is_system:
        return list(rows)
    found = _condition(tx, {(row.municipality_id, row.version_id) for row in asked.values()})
    shown = sight.among(tx, list(asked), found.sql, **found.params)
    return [row for row in rows if row.id not in asked or row.id in shown]


def condition(tx: Transaction) -> Condition:
    """Return the condition on the cases that the actor may look into."""
    if tx.actor.is_system:
        return Condition("true", {})
    places = [place for place in tx.actor.municipalities if _sees_services(tx, place)]
    return _condition(tx, {(place, version) for place in places for version in sight.versions(tx, place)})


def versions_seen(tx: Transaction, place: int, versions: Collection[int]) -> set[int]:
    """Return of which of these versions of services the actor sees every case of a municipality.

    All of them with `SEE_CASES`; with `SEE_SERVICE` those that an office of theirs works on; else none.
    """
    if place not in tx.actor.municipalities:
        return set()
    if tx.actor.may(Right.SEE_CASES, place):
        return set(versions)
    return {row["version_id"] for row in _of_services(tx, {(place, version) for version in versions})}


def _condition(tx: Transaction, versions: set[Version]) -> Condition:
    actor = tx.actor
    whole = [place for place in actor.municipalities if actor.may(Right.SEE_CASES, place)]
    of_actor = {"sight_places": list(actor.municipalities), "sight_person": actor.person_id}
    if len(whole) == len(actor.municipalities):
        return Condition(sight.NOT_RECUSED, of_actor)
    grants = [
        {"municipality_id": role.municipality_id, "role": role.role, "unit": role.unit}
        for role in actor.roles
    ]
    return Condition(
        f"{sight.NOT_RECUSED} and {sight.CONCERNED}",
        {
            **of_actor,
            "sight_party": actor.party_id,
            "sight_whole": whole,
            "sight_services": sorted(actor.services),
            "sight_versions": as_json(list(_of_services(tx, versions))),
            "sight_grants": as_json(grants),
            "sight_finance": [
                municipality
                for municipality in actor.municipalities
                if actor.may(Right.KEEP_BUDGET, municipality)
            ],
        },
    )


def _sees_services(tx: Transaction, place: int) -> bool:
    """Say whether it depends on the service what the actor sees there."""
    actor = tx.actor
    return actor.may(Right.SEE_SERVICE, place) and not actor.may(Right.SEE_CASES, place)


def _of_services(tx: Transaction, versions: set[Version]) -> Iterator[dict[str, int]]:
    """Yield the versions in which an office of the actor that sees services has steps, or which it opens."""
    for place, version_id in sorted(versions):
        if not _sees_services(tx, place):
            continue
        version = published(tx, version_id)
        of_service = {element.role for element in version.definition.elements.values()}
        of_service |= set(version.settings.get("own_motion", {}).get("opened_by", ()))
        if any(
            grant.role in of_service and grant.role in who_may(Right.SEE_SERVICE)
            for grant in tx.actor.roles
            if grant.municipality_id == place
        ):
            yield {"municipality_id": place, "version_id": version_id}

"""Zones of municipalities' plans, and the files by which they are proposed and approved."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from engine.db.pool import Transaction, as_json

PROPOSE = """
insert into zone_plans (id, municipality_id, act, first_on, content, proposed_by, proposed_at)
values (:id, :municipality_id, :act, :first_on, :content, :by, :now) on conflict do nothing
"""
WAITING = """
select id from zone_plans where outcome is null and municipality_id = :municipality_id and act = :act
    and first_on = :first_on and content = :content and proposed_by = :by
"""
ONE = "select * from zone_plans where id = :id and municipality_id = :municipality_id"
PLANS = """
select id, act, first_on, proposed_by, proposed_at, outcome, ended_by, ended_at from zone_plans
where municipality_id = :municipality_id order by outcome is not null, proposed_at desc limit 50
"""
FINISH = """
update zone_plans set outcome = :outcome, ended_by = :by, ended_at = :now where id = :id and outcome is null
"""
# Of two who approve or propose at once the later sees what the first has entered.
ZONES = "select data->'zones' as zones from municipalities where id = :municipality_id for update"
SET_ZONES = """
update municipalities set data = data || jsonb_build_object('zones', cast(:zones as jsonb))
where id = :municipality_id
"""


def propose(tx: Transaction, plan_id: UUID, **plan: Any) -> None:
    tx.run(PROPOSE, id=plan_id, now=tx.now, **plan)


def waiting(tx: Transaction, **plan: Any) -> UUID | None:
    """Return what the same person has proposed already and waits for approval."""
    found: UUID | None = tx.scalar(WAITING, **plan)
    return found


def one(tx: Transaction, plan_id: UUID, municipality_id: int) -> Any:
    return tx.one(ONE, id=plan_id, municipality_id=municipality_id)


def plans(tx: Transaction, municipality_id: int) -> list[Any]:
    """Return what was proposed for a municipality, what waits first."""
    return tx.all(PLANS, municipality_id=municipality_id)


def finish(tx: Transaction, plan_id: UUID, *, outcome: str, by: int | None) -> bool:
    """Say what became of a proposal; False if somebody has said so before."""
    return tx.run(FINISH, id=plan_id, outcome=outcome, by=by, now=tx.now) == 1


def held_zones(tx: Transaction, municipality_id: int) -> list[Any]:
    """Return all zones of a municipality, of whatever day; until the commit nobody else changes any.

    Whoever proposes or approves takes this lock first, so that the second sees what the first has done.
    """
    return list(tx.scalar(ZONES, municipality_id=municipality_id) or ())


def set_zones(tx: Transaction, municipality_id: int, zones: list[Any]) -> None:
    tx.run(SET_ZONES, municipality_id=municipality_id, zones=as_json(zones))

"""Assets of a municipality: its things, the state of each from a day on, and who has which right to it.

States are never overwritten: one ends where the next begins, and one that was to begin later is superseded.
Whatever decides over a thing locks its newest state first (`current`), so two who decide follow each other.
"""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from engine.db.pool import Transaction, as_json

INSERT = """
insert into assets (id, municipality_id, inventory_no, kind, entered_at)
values (:id, :municipality_id, :inventory_no, :kind, :now)
on conflict do nothing
"""
INSERT_STATE = """
insert into asset_states (id, asset_id, municipality_id, name, category, state, cadastral_code, value_tetri,
    fields, ground, valid_from, case_id, import_id, order_number, recorded_at)
values (:id, :asset_id, :municipality_id, :name, :category, :state, :cadastral_code, :value_tetri,
    cast(:fields as jsonb), :ground, :valid_from, :case_id, :import_id, :order_number, :now)
on conflict do nothing
"""
CURRENT = """
select s.*, a.inventory_no, a.kind from asset_states s join assets a on a.id = s.asset_id
where s.asset_id = :asset_id and s.valid_until is null and s.superseded_by is null
"""
CURRENT_LOCKED = f"{CURRENT} for update of s"
NAMED = """
select a.id from assets a join asset_states s on s.asset_id = a.id and s.valid_until is null
    and s.superseded_by is null
where a.municipality_id = :municipality_id
  and (a.inventory_no = :inventory_no or s.cadastral_code = :cadastral_code)
order by s.state = any (:former), a.entered_at desc limit 1
"""
REACHING = """
select * from asset_states where asset_id = :asset_id and superseded_by is null
  and (valid_until is null or valid_until > :on)
"""
STATES_OF_CASE = """
select s.* from asset_states s join assets a on a.id = s.asset_id
where s.case_id = :case_id and s.superseded_by is null order by s.recorded_at, a.inventory_no
"""
RIGHTS_OF_CASE = """
select r.* from asset_rights r join assets a on a.id = r.asset_id
where r.case_id = :case_id or r.contract_no = :contract_no and r.municipality_id = :municipality_id
order by r.recorded_at, a.inventory_no, r.kind
"""
END_STATE = "update asset_states set valid_until = :on where id = :id"
SUPERSEDE = "update asset_states set superseded_by = :by where id = :id"
INSERT_RIGHT = """
insert into asset_rights (id, asset_id, municipality_id, kind, state, is_own, valid_from, valid_until,
    case_id, import_id, recorded_at)
values (:id, :asset_id, :municipality_id, :kind, :state, :is_own, :valid_from, :valid_until,
    :case_id, :import_id, :now)
on conflict do nothing
"""
RIGHT = "select * from asset_rights where id = :id and municipality_id = :municipality_id for update"
RIGHT_OF_CASE = """
select r.* from asset_rights r join cases c on c.id = r.case_id
where c.number = :number and r.municipality_id = :municipality_id and not r.is_own
order by r.state = 'given_up', r.recorded_at desc limit 1 for update of r
"""
BESIDE = """
select r.*, c.number as case_number from asset_rights r left join cases c on c.id = r.case_id
where r.asset_id = :asset_id and r.excludes = :excludes and r.id is distinct from cast(:but as uuid)
  and daterange(r.valid_from, r.valid_until)
      && daterange(cast(:valid_from as date), cast(:valid_until as date))
order by r.valid_from limit 1
"""
PROMISED = """
select r.*, c.number as case_number from asset_rights r left join cases c on c.id = r.case_id
where r.asset_id = :asset_id and r.state = 'reserved' and r.case_id is distinct from cast(:but_of as uuid)
  and (cast(:kind as text) is null or r.kind = :kind)
order by r.valid_from limit 1
"""
USE = """
select r.*, c.number as case_number from asset_rights r left join cases c on c.id = r.case_id
where r.asset_id = :asset_id and r.state = 'held' and r.excludes = 'use'
  and (r.valid_until is null or r.valid_until > :on)
order by r.valid_from limit 1
"""
OWN = """
select * from asset_rights where asset_id = :asset_id and is_own
  and valid_from <= :on and (valid_until is null or valid_until > :on)
"""
RECORD_RIGHT = """
update asset_rights set state = 'held', holder_name = :holder_name, holder_number = :holder_number,
    holder_id = :holder_id, valid_from = :valid_from, valid_until = :valid_until, fee_tetri = :fee_tetri,
    fee_period = :fee_period, contract_no = :contract_no
where id = :id
"""
GIVE_UP = "update asset_rights set state = 'given_up', ended_ground = :ground where id = :id"
END_RIGHT = "update asset_rights set valid_until = :on, ended_ground = :ground where id = :id"
TAKEN = """
select inventory_no from assets
where municipality_id = :municipality_id and inventory_no = any (:numbers)
"""

PLOTS_TAKEN = """
select cadastral_code from asset_states
where municipality_id = :municipality_id and cadastral_code = any (:plots) and superseded_by is null
  and valid_until is null and state not in ('sold', 'written_off', 'transferred')
"""


def insert(tx: Transaction, asset_id: UUID, *, municipality_id: int, inventory_no: str, kind: str) -> bool:
    """Add a thing; False where the municipality has another one under the number."""
    given = {"municipality_id": municipality_id, "inventory_no": inventory_no, "kind": kind}
    return tx.run(INSERT, id=asset_id, **given, now=tx.now) == 1


def insert_state(tx: Transaction, *, import_id: UUID | None = None, **columns: Any) -> bool:
    """Add a state from a day on; False where its plot is that of another thing, here or elsewhere."""
    columns["fields"] = as_json(columns["fields"])
    return tx.run(INSERT_STATE, import_id=import_id, **columns, now=tx.now) == 1


def current(tx: Transaction, asset_id: UUID, *, is_locked: bool = True) -> Any:
    """Return the newest state of a thing, its number and kind. Locked, nobody else decides meanwhile."""
    return tx.one(CURRENT_LOCKED if is_locked else CURRENT, asset_id=asset_id)


def named(
    tx: Transaction,
    municipality_id: int,
    *,
    inventory_no: str | None,
    cadastral_code: str | None,
    former: tuple[str, ...],
) -> UUID | None:
    """Return the thing under a number or on a plot; one that the municipality has before one that it had."""
    found: UUID | None = tx.scalar(
        NAMED,
        municipality_id=municipality_id,
        inventory_no=inventory_no,
        cadastral_code=cadastral_code,
        former=list(former),
    )
    return found


def reaching(tx: Transaction, asset_id: UUID, *, on: date) -> list[Any]:
    """Return the states that would hold on the day or later."""
    return tx.all(REACHING, asset_id=asset_id, on=on)


def states_of_case(tx: Transaction, case_id: UUID) -> list[Any]:
    """Return the states that a case has put things into, the first first."""
    return tx.all(STATES_OF_CASE, case_id=case_id)


def rights_of_case(
    tx: Transaction, case_id: UUID, *, municipality_id: int, contract_no: str | None
) -> list[Any]:
    """Return the rights that a case has given or taken, the first first; with those under its contract."""
    return tx.all(RIGHTS_OF_CASE, case_id=case_id, municipality_id=municipality_id, contract_no=contract_no)


def end_state(tx: Transaction, state: Any, *, on: date, by: UUID) -> None:
    """Let a state hold to the day, exclusive; one that was to begin then or later never holds."""
    if state.valid_from < on:
        tx.run(END_STATE, id=state.id, on=on)
    else:
        tx.run(SUPERSEDE, id=state.id, by=by)


def insert_right(
    tx: Transaction,
    right_id: UUID,
    *,
    is_own: bool = False,
    import_id: UUID | None = None,
    case_id: UUID | None = None,
    **columns: Any,
) -> bool:
    """Add a right; False where somebody has one beside which there can be none."""
    columns |= {"is_own": is_own, "import_id": import_id, "case_id": case_id}
    return tx.run(INSERT_RIGHT, id=right_id, **columns, now=tx.now) == 1


def right(tx: Transaction, right_id: UUID, *, municipality_id: int) -> Any:
    """Return a right, its row locked to the commit."""
    return tx.one(RIGHT, id=right_id, municipality_id=municipality_id)


def right_of_case(tx: Transaction, number: str, *, municipality_id: int) -> Any:
    """Return the right that a case keeps or gave, its row locked to the commit."""
    return tx.one(RIGHT_OF_CASE, number=number, municipality_id=municipality_id)


def beside(
    tx: Transaction,
    asset_id: UUID,
    *,
    excludes: str,
    valid_from: date,
    valid_until: date | None,
    but: UUID | None = None,
) -> Any:
    """Return the first right of the thing beside which one of these days can't be, or None."""
    days = {"valid_from": valid_from, "valid_until": valid_until}
    return tx.one(BESIDE, asset_id=asset_id, excludes=excludes, but=but, **days)


def promised(tx: Transaction, asset_id: UUID, *, kind: str | None, but_of: UUID) -> Any:
    """Return the first right of the thing, of a kind or of any, that another case keeps, or None."""
    return tx.one(PROMISED, asset_id=asset_id, kind=kind, but_of=but_of)


def use(tx: Transaction, asset_id: UUID, *, on: date) -> Any:
    """Return the right to use the thing that somebody has on the day or, if none, has first after it."""
    return tx.one(USE, asset_id=asset_id, on=on)


def own(tx: Transaction, asset_id: UUID, *, on: date) -> Any:
    """Return the municipality's ownership of the thing on a day, or None."""
    return tx.one(OWN, asset_id=asset_id, on=on)


def record_right(tx: Transaction, right_id: UUID, **columns: Any) -> None:
    """What was reserved is somebody's now."""
    tx.run(RECORD_RIGHT, id=right_id, **columns)


def end_right(tx: Transaction, right: Any, *, on: date, ground: str) -> None:
    """Let a right hold to the day, exclusive; what was only reserved, or begins later, is nobody's."""
    if right.state == "held" and right.valid_from < on:
        tx.run(END_RIGHT, id=right.id, on=on, ground=ground)
    else:
        tx.run(GIVE_UP, id=right.id, ground=ground)


def taken(tx: Transaction, municipality_id: int, numbers: list[str]) -> set[str]:
    """Return which of the inventory numbers the municipality has given already."""
    return {row.inventory_no for row in tx.all(TAKEN, municipality_id=municipality_id, numbers=numbers)}


def plots_taken(tx: Transaction, municipality_id: int, plots: list[str]) -> set[str]:
    """Return which of the cadastral codes the municipality has with other assets."""
    return {row.cadastral_code for row in tx.all(PLOTS_TAKEN, municipality_id=municipality_id, plots=plots)}

"""Settings of municipalities from a day on. Entries are only added; the last one entered counts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from engine.db.pool import Transaction, as_json

LETTERHEAD: Final = "letterhead"
ROLLOUT: Final = "rollout"
SPOKEN: Final = "languages"
COURT: Final = "court"
HOURS: Final = "hours"  # of the office, and when citizens are received
BANK_DETAILS: Final = "bank_details"  # to which citizens pay, approved
BANK_DETAILS_PROPOSED: Final = "bank_details_proposed"
BANK_DETAILS_DECLINED: Final = "bank_details_declined"

ADD = """
insert into municipality_settings (municipality_id, name, content, valid_from, act, recorded_by, recorded_at)
values (:municipality_id, :name, cast(:content as jsonb), :valid_from, :act, :recorded_by, :now)
"""
# What somebody has set since is not begun with again.
BEGIN_WITH = """
insert into municipality_settings (municipality_id, name, content, valid_from, recorded_at)
select :municipality_id, :name, cast(:content as jsonb), :valid_from, :now
where not exists (select from municipality_settings where municipality_id = :municipality_id and name = :name)
"""
ENTERED = """
select id, content, valid_from, act, recorded_by, recorded_at from municipality_settings
where municipality_id = :municipality_id and name = :name order by id desc
"""
IN_FORCE_EVERYWHERE = """
select distinct on (municipality_id) municipality_id, content, valid_from, act, recorded_by, recorded_at
from municipality_settings where name = :name and valid_from <= :on order by municipality_id, id desc
"""
LAST_EVERYWHERE = """
select municipality_id, max(id) as id from municipality_settings where name = :name group by municipality_id
"""
# Entries for a later day that nothing has replaced since.
LATER_EVERYWHERE = """
select s.municipality_id, min(s.valid_from) as valid_from from municipality_settings s
where s.name = :name and s.valid_from > :on and not exists (select from municipality_settings n
    where n.municipality_id = s.municipality_id and n.name = s.name and n.id > s.id
        and n.valid_from <= s.valid_from)
group by s.municipality_id
"""
# Cases may still be filed: they only refer to their municipality.
LOCKED_EVERYWHERE = "select id from municipalities order by id for no key update"
LOCKED_PLACE = "select id from municipalities where id = :municipality_id for update"


def add(tx: Transaction, municipality_id: int, name: str, content: Mapping[str, Any], **entry: Any) -> None:
    values = {"municipality_id": municipality_id, "name": name, "content": as_json(content)}
    tx.run(ADD, **values, **entry, now=tx.now)


def begin_with(
    tx: Transaction, municipality_id: int, name: str, content: Mapping[str, Any], *, valid_from: date
) -> None:
    """Enter what an installation begins with, unless something is entered already."""
    values = {"municipality_id": municipality_id, "name": name, "content": as_json(content)}
    tx.run(BEGIN_WITH, **values, valid_from=valid_from, now=tx.now)


def entered(tx: Transaction, municipality_id: int, name: str) -> list[Any]:
    """Return every entry of the setting, the last one first."""
    return tx.all(ENTERED, municipality_id=municipality_id, name=name)


def last(tx: Transaction, municipality_id: int, name: str) -> int:
    """Return the last entry of the setting, 0 for none."""
    return next((row.id for row in entered(tx, municipality_id, name)), 0)


def last_everywhere(tx: Transaction, name: str) -> dict[int, int]:
    """Return the last entry of the setting, by municipality."""
    return {row.municipality_id: row.id for row in tx.all(LAST_EVERYWHERE, name=name)}


def lock(tx: Transaction, municipality_id: int) -> None:
    """Let whoever else sets something of the municipality wait until the commit."""
    tx.run(LOCKED_PLACE, municipality_id=municipality_id)


def lock_everywhere(tx: Transaction) -> None:
    """Let whoever else sets something of any municipality wait until the commit."""
    tx.run(LOCKED_EVERYWHERE)


def later_everywhere(tx: Transaction, name: str, *, on: date) -> dict[int, date]:
    """Return the first day after `on` from which another entry counts, by municipality."""
    return {row.municipality_id: row.valid_from for row in tx.all(LATER_EVERYWHERE, name=name, on=on)}


def in_force(rows: list[Any], on: date) -> Any:
    """Return the entry that counts on the day, of those that `entered` brought; None if there is none."""
    return next((row for row in rows if row.valid_from <= on), None)


def in_force_everywhere(tx: Transaction, name: str, *, on: date) -> dict[int, Any]:
    """Return the entry that counts on the day, by municipality."""
    return {row.municipality_id: row for row in tx.all(IN_FORCE_EVERYWHERE, name=name, on=on)}

"""Notices about appointments: that they were written, and what became of them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid5

from engine.db.pool import Transaction, as_json
from engine.stores import work

ADD = """
insert into appointment_notices (id, appointment_id, kind, written_at)
values (:id, :appointment_id, :kind, :now)
on conflict do nothing
"""
LOAD = """
select n.*, a.person_id, a.on_day, a.at_time, a.cancelled_at, c.names as center
from appointment_notices n join appointments a on a.id = n.appointment_id
join centers c on c.number = a.center
where n.id = :id
"""
TOLD = "update appointment_notices set told_by = :by where id = :id and told_by is null"
# Who made it on the day itself has not forgotten it.
DUE = """
select a.id from appointments a
where a.on_day = :day and a.person_id is not null and a.cancelled_at is null and a.made_at < :made_before
  and not exists (select from appointment_notices n where n.appointment_id = a.id and n.kind = 'tomorrow')
order by a.id limit :limit
"""


def add(tx: Transaction, appointment_id: UUID, kind: str) -> None:
    """Write a notice and queue that it is sent, once for each kind; the system writes."""
    notice_id = uuid5(appointment_id, kind)
    if tx.run(ADD, id=notice_id, appointment_id=appointment_id, kind=kind, now=tx.now):
        args = as_json({"notice_id": str(notice_id)})
        work.queue(tx, "tell_of_appointment", lock=f"notice:{notice_id}", args=args)


def load(tx: Transaction, notice_id: UUID) -> Any:
    """Return a notice with its appointment; None if that is gone."""
    return tx.one(LOAD, id=notice_id)


def mark_notified(tx: Transaction, notice_id: UUID, by: str) -> None:
    """Note what became of the notice, once."""
    tx.run(TOLD, id=notice_id, by=by)


def due(tx: Transaction, *, day: date, made_before: datetime, limit: int) -> list[UUID]:
    """Return appointments of the day of which nobody has been reminded."""
    return [row.id for row in tx.all(DUE, day=day, made_before=made_before, limit=limit)]

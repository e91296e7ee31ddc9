"""Incidents: failures that stopped a step of a case and wait for people."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from engine.db.pool import Transaction, as_json

AGAIN = """
update incidents set attempts = attempts + 1, failed_at = :now, retried_at = null, code = :code,
    params = cast(:params as jsonb)
where case_id = :case_id and kind = :kind and subject = :subject and state = 'open'
"""
OPEN = """
insert into incidents (id, case_id, municipality_id, kind, subject, token, code, params,
                       attempts, opened_at, failed_at)
values (:id, :case_id, :municipality_id, :kind, :subject, :token, :code, cast(:params as jsonb),
        1, :now, :now)
"""
RESOLVE = """
update incidents set state = 'resolved', resolved_at = :now, resolved_by = :person, how = :how, why = :why,
    retried_at = null
where case_id = :case_id and token = :token and state = 'open'
  and (cast(:subject as uuid) is null or subject = :subject)
"""
IS_OPEN = """
select exists (select from incidents where kind = :kind and subject = :subject and state = 'open')
"""
INCIDENT = "select * from incidents where id = :id for update"
RETRIED = "update incidents set retried_at = :now where id = :id"


def fail(tx: Transaction, *, params: Mapping[str, Any], **columns: Any) -> bool:
    """Count one more failure of what has an open incident; False if it has none."""
    return tx.run(AGAIN, params=as_json(params), now=tx.now, **columns) == 1


def insert(tx: Transaction, *, params: Mapping[str, Any], **columns: Any) -> None:
    tx.run(OPEN, params=as_json(params), now=tx.now, **columns)


def resolve(
    tx: Transaction,
    case_id: UUID,
    *,
    token: str,
    how: str,
    why: str | None = None,
    subject: UUID | None = None,
) -> int:
    """Resolve the open incidents at a token, or that of one subject; return how many there were."""
    return tx.run(
        RESOLVE,
        case_id=case_id,
        token=token,
        subject=subject,
        how=how,
        why=why,
        person=tx.actor.person_id,
        now=tx.now,
    )


def is_open(tx: Transaction, kind: str, subject: UUID) -> bool:
    """Tell whether an incident waits for people."""
    return bool(tx.scalar(IS_OPEN, kind=kind, subject=subject))


def incident(tx: Transaction, incident_id: UUID) -> Any:
    """Return an incident, its row locked to the commit."""
    return tx.one(INCIDENT, id=incident_id)


def retried(tx: Transaction, incident_id: UUID) -> None:
    """Another attempt is on its way."""
    tx.run(RETRIED, id=incident_id, now=tx.now)

"""That somebody looked at a case, or asked a register about a person; `engine/queries/reads.py` shows it.

Streams of their own, so that looking never raises a case's version.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from engine.db.pool import Transaction

NOTED = """
select exists (select from stream_events
               where stream = :stream and kind = :kind and actor_id = :person_id and at >= :since)
"""

NOTED_ENQUIRY = """
select exists (select from stream_events
               where stream = :stream and kind = 'registry.asked' and actor_id = :by and at >= :since
                 and convert_from(body, 'UTF8')::jsonb->>'register' = :register)
"""

NOTED_OF_CASES = """
select split_part(stream, '/', 2)::uuid as case_id from stream_events
where stream = any (:streams) and kind = :kind and actor_id = :by and at >= :since
  and convert_from(body, 'UTF8')::jsonb->>'register' = :register
"""

LOOKED_LATELY = """
select person_id from looked_lately(cast(:people as bigint[]), :kind, :register, :since) as person_id
"""


def record(tx: Transaction, case_id: UUID, kind: str, *, municipality_id: int, **body: Any) -> None:
    """Note that the actor looks at something of a case."""
    roles = tx.actor.offices_in(municipality_id)
    tx.log(f"reads/{case_id}", kind, roles=roles, **body)


def has_noted(tx: Transaction, case_id: UUID, kind: str, *, person_id: int, since: datetime) -> bool:
    """Say whether somebody has noted this of a case since an instant."""
    return bool(tx.scalar(NOTED, stream=f"reads/{case_id}", kind=kind, person_id=person_id, since=since))


def record_exported(tx: Transaction, cases: Iterable[tuple[UUID, int]]) -> None:
    """Note for each case, given with its municipality, that the actor takes away a list with it."""
    for case_id, municipality_id in dict.fromkeys(cases):
        record(tx, case_id, "list.exported", municipality_id=municipality_id)


def record_entries(
    tx: Transaction,
    kind: str,
    rows: Sequence[Any],
    *,
    register: str,
    municipality_id: int,
    once_since: datetime | None = None,
    **body: Any,
) -> None:
    """Note that the actor looks at entries of a register of the municipality: once for each person.

    Noted for whom an entry is about, whosever case it came from; of one about nobody for the applicant of its
    case. Who was looked at since `once_since` is not noted again.
    """
    people = {row.person_id for row in rows if row.person_id is not None}
    cases = {row.case_id for row in rows if row.person_id is None}
    told = {"register": register, **body}
    if once_since is not None and people:
        asked = {"people": sorted(people), "kind": kind, "register": register, "since": once_since}
        people -= {row.person_id for row in tx.all(LOOKED_LATELY, **asked)}
    if once_since is not None and cases:
        streams = [f"reads/{case_id}" for case_id in cases]
        noted = {"streams": streams, "kind": kind, "by": tx.actor.person_id, "since": once_since}
        cases -= {row.case_id for row in tx.all(NOTED_OF_CASES, register=register, **noted)}
    roles = tx.actor.offices_in(municipality_id)
    for person_id in sorted(people):
        tx.log(f"enquiries-about/{person_id}", kind, roles=roles, municipality=municipality_id, **told)
    for case_id in sorted(cases):
        record(tx, case_id, kind, municipality_id=municipality_id, **told)


def record_enquiry(tx: Transaction, person_id: int, register: str, **body: Any) -> None:
    """Note that a register was asked about a person outside their cases; they are not told by whom."""
    tx.log(f"enquiries-about/{person_id}", "registry.asked", register=register, **body)


def has_noted_enquiry(tx: Transaction, person_id: int, register: str, *, by: int, since: datetime) -> bool:
    """Say whether it is noted that somebody asked a register about a person since an instant."""
    stream = f"enquiries-about/{person_id}"
    return bool(tx.scalar(NOTED_ENQUIRY, stream=stream, register=register, by=by, since=since))

"""Publish requests, and the people who have opened their differences."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final
from uuid import UUID

from engine.db.pool import Transaction, as_json
from engine.stores import work

SCENARIOS: Final = "play_scenarios"
# After whatever somebody waits for.
PRIORITY: Final = -10

INSERT = """
insert into asked_publications (id, draft_id, code, version_id, base_version, known_versions, undoes,
    municipalities, effective_from, law, note, remarks, asked_by, asked_at)
values (:id, :draft_id, :code, :version_id, :base_version, :known_versions, :undoes,
    :municipalities, :effective_from, cast(:law as jsonb), :note, :remarks, :asked_by, :now)
on conflict do nothing
"""
INSERT_GROUP = """
insert into publication_groups (asked_id, number, version_id, municipalities)
values (:id, :number, :version_id, :municipalities)
"""
GROUPS = "select * from publication_groups where asked_id = :id order by number"
FIND = "select * from asked_publications where id = :id"
LOCK = f"{FIND} for update"
LOOK = """
insert into publication_looks (asked_id, number, person_id, looked_at) values (:id, :number, :person_id, :now)
on conflict do nothing
"""
# Where the very version is in force already nothing differs.
HAS_LOOKED = """
select not exists (
    select from publication_groups g join asked_publications a on a.id = g.asked_id
    where g.asked_id = :id and g.version_id is distinct from a.version_id and not exists (
        select from publication_looks l
        where l.asked_id = g.asked_id and l.number = g.number and l.person_id = :person_id))
"""
KEEP_SCENARIOS = "update asked_publications set scenarios = cast(:results as jsonb) where id = :id"
SETTLE = """
update asked_publications set state = :state, settled_by = :person_id, settled_at = :now, reason = :reason,
    publication_id = :publication_id
where id = :id
"""


def insert(
    tx: Transaction,
    request_id: UUID,
    *,
    law: Any,
    groups: Iterable[tuple[int | None, Iterable[int]]],
    **columns: Any,
) -> bool:
    """Keep the publish request, with the version in force of each group of places.

    Return False where the service has an open request.
    """
    said = {"id": request_id, "law": as_json(law), "asked_by": tx.actor.person_id, **columns}
    if tx.run(INSERT, **said, now=tx.now) != 1:
        return False
    for number, (version_id, places) in enumerate(groups, start=1):
        tx.run(INSERT_GROUP, id=request_id, number=number, version_id=version_id, municipalities=list(places))
    return True


def groups(tx: Transaction, request_id: UUID) -> list[Any]:
    """Return the places by what was in force there when it was requested."""
    return tx.all(GROUPS, id=request_id)


def find(tx: Transaction, request_id: UUID, *, is_locked: bool = False) -> Any:
    return tx.one(LOCK if is_locked else FIND, id=request_id)


def look(tx: Transaction, request_id: UUID, number: int) -> bool:
    """Note that the person has opened what differs in a group of places; False where that is known."""
    return tx.run(LOOK, id=request_id, number=number, person_id=tx.actor.person_id, now=tx.now) == 1


def has_looked(tx: Transaction, request_id: UUID) -> bool:
    """Say whether the person has opened what differs for every group in which something does."""
    return bool(tx.scalar(HAS_LOOKED, id=request_id, person_id=tx.actor.person_id))


def keep_scenarios(tx: Transaction, request_id: UUID, results: Mapping[str, Any]) -> None:
    tx.run(KEEP_SCENARIOS, id=request_id, results=as_json(results))


def settle(
    tx: Transaction,
    request_id: UUID,
    state: str,
    *,
    reason: str | None,
    publication_id: int | None = None,
) -> None:
    """Let it be open no more."""
    said = {"state": state, "reason": reason, "publication_id": publication_id}
    tx.run(SETTLE, id=request_id, person_id=tx.actor.person_id, now=tx.now, **said)


def queue_scenarios(tx: Transaction, request_id: UUID) -> None:
    """Let a worker run the scenarios."""
    work.queue(tx, SCENARIOS, lock=None, args=as_json({"asked_id": str(request_id)}), priority=PRIORITY)

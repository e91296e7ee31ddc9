"""Versions of services and the acts that put them into force. Both are never changed once inserted.

On each day the publication with the latest effective date by then is in force; of two for the same
day, the later act.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from engine.db.pool import Transaction, as_json

FIND = "select * from service_versions where digest = :digest"
FIND_BY_PREFIX = """
select * from service_versions where code = :code and encode(digest, 'hex') like :prefix || '%'
order by id limit 2
"""
# Nothing is locked before the gate has judged a folder, which takes long where the machine is busy.
ALLOW_THOUGHT = "set local idle_in_transaction_session_timeout = '10min'"
INSERT = """
insert into service_versions (digest, code, module, settings, semantics, recorded_at)
values (:digest, :code, :module, cast(:settings as jsonb), cast(:semantics as jsonb), :now)
on conflict (digest) do nothing returning id
"""
INSERT_FILE = "insert into service_files (version_id, path, content) values (:version_id, :path, :content)"
LOAD = "select * from service_versions where id = :id"
FILES = "select path, content from service_files where version_id = :id"
PUBLISH = """
insert into service_publications (version_id, code, effective_from, published_at, publisher_id,
    second_person_id, is_demo, law)
values (:version_id, :code, :effective_from, :now, :publisher_id, :second_person_id, :is_demo,
    cast(:law as jsonb))
"""
IN_FORCE = """
select version_id from service_publications where code = :code and effective_from <= :on
order by effective_from desc, id desc limit 1
"""
ALL_IN_FORCE = """
select distinct on (p.code) v.id, v.code, v.module, v.settings
from service_publications p join service_versions v on v.id = p.version_id
where p.effective_from <= :on order by p.code, p.effective_from desc, p.id desc
"""
IS_PUBLISHED = "select exists (select from service_publications where code = :code)"
IS_FILED_SINCE = "select is_filed_since(:code, :instant)"
# Versions that cases run under, or that new cases may still get: what a release must be able to run.
IN_USE = """
select v.code, v.digest, v.semantics, coalesce(o.open_cases, 0) as open_cases
from service_versions v left join open_cases_by_version() o on o.version_id = v.id
where o.open_cases > 0 or exists (
    select from service_publications p where p.version_id = v.id and (p.effective_from > :today or p.id = (
        select n.id from service_publications n where n.code = v.code and n.effective_from <= :today
        order by n.effective_from desc, n.id desc limit 1)))
order by v.code, v.id
"""


def find(tx: Transaction, digest: bytes) -> Any:
    """Return the version with the digest, or None."""
    return tx.one(FIND, digest=digest)


def find_by_prefix(tx: Transaction, code: str, prefix: str) -> list[Any]:
    """Return the service's versions whose digest begins so; two are enough to know that it is not one."""
    return tx.all(FIND_BY_PREFIX, code=code, prefix=prefix)


def allow_thought(tx: Transaction) -> None:
    """Let this transaction stand still while the gate judges what is to be published."""
    tx.run(ALLOW_THOUGHT)


def keep(
    tx: Transaction,
    *,
    digest: bytes,
    code: str,
    module: str,
    settings: Mapping[str, Any],
    semantics: Mapping[str, int],
    files: Mapping[str, bytes],
) -> int | None:
    """Keep a version with its files; return its id, or None if somebody else has just kept it."""
    found = tx.scalar(
        INSERT,
        digest=digest,
        code=code,
        module=module,
        settings=as_json(settings),
        semantics=as_json(semantics),
        now=tx.now,
    )
    if found is None:
        return None
    for path, content in sorted(files.items()):
        tx.run(INSERT_FILE, version_id=found, path=path, content=content)
    return int(found)


def publish(
    tx: Transaction,
    version_id: int,
    *,
    code: str,
    effective_from: date,
    publisher_id: int | None,
    second_person_id: int | None,
    is_demo: bool,
    law: Any,
) -> None:
    """Record the act that puts a version into force."""
    tx.run(
        PUBLISH,
        version_id=version_id,
        code=code,
        effective_from=effective_from,
        now=tx.now,
        publisher_id=publisher_id,
        second_person_id=second_person_id,
        is_demo=is_demo,
        law=as_json(law),
    )


def load(tx: Transaction, version_id: int) -> Any:
    return tx.one(LOAD, id=version_id)


def files(tx: Transaction, version_id: int) -> dict[str, bytes]:
    """Return every file of a version by its path below `bpmn/`."""
    return {row.path: bytes(row.content) for row in tx.all(FILES, id=version_id)}


def in_force(tx: Transaction, code: str, *, on: date) -> int | None:
    """Return the id of the version that a case filed on the day gets."""
    found: int | None = tx.scalar(IN_FORCE, code=code, on=on)
    return found


def all_in_force(tx: Transaction, *, on: date) -> list[Any]:
    return tx.all(ALL_IN_FORCE, on=on)


def is_published(tx: Transaction, code: str) -> bool:
    """Say whether the service has ever been published."""
    return bool(tx.scalar(IS_PUBLISHED, code=code))


def is_filed_since(tx: Transaction, code: str, instant: datetime) -> bool:
    """Say whether a case of the service was filed at the instant or later, in any municipality."""
    return bool(tx.scalar(IS_FILED_SINCE, code=code, instant=instant))


def in_use(tx: Transaction, *, today: date) -> list[Any]:
    """Return the versions that cases run under or that a new case may get from today on."""
    return tx.all(IN_USE, today=today)

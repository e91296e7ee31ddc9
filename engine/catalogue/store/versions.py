"""Versions of services and the acts that put them into force. Both are never changed once inserted.

On each day the publication with the latest effective date by then is in force in a municipality, of those
that are for all or for this one and that nobody has taken back; of two for the same day, the later act.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any

from engine.db.pool import Transaction, as_json

FIND = "select * from service_versions where digest = :digest"
FIND_BY_PREFIX = """
select * from service_versions where code = :code and encode(digest, 'hex') like :prefix || '%'
order by id limit 2
"""
# Nothing is locked before validation has judged a folder, which takes long where the machine is busy.
ALLOW_THOUGHT = "set local idle_in_transaction_session_timeout = '10min'"
INSERT = """
insert into service_versions (digest, code, module, settings, semantics, recorded_at)
values (:digest, :code, :module, cast(:settings as jsonb), cast(:semantics as jsonb), :now)
on conflict (digest) do nothing returning id
"""
INSERT_FILE = "insert into service_files (version_id, path, content) values (:version_id, :path, :content)"
LOAD = "select * from service_versions where id = :id"
FILES = "select path, content from service_files where version_id = :id"
FOLDER = "select path, content from service_files where version_id = :id and starts_with(path, :folder)"
PUBLISH = """
insert into service_publications (version_id, code, effective_from, published_at, publisher_id,
    second_person_id, is_demo, law, municipalities, note)
values (:version_id, :code, :effective_from, :now, :publisher_id, :second_person_id, :is_demo,
    cast(:law as jsonb), :municipalities, :note)
returning id
"""
TAKE_BACK = """
insert into publication_ends (publication_id, ends_on, ended_at, ended_by, is_demo, reason)
values (:publication_id, :ends_on, :now, :ended_by, :is_demo, :reason)
on conflict do nothing
"""
ACT_TO_TAKE_BACK = """
select p.id from service_publications p where p.code = :code
    and (cast(:publication_id as int) is null or p.id = :publication_id)
    and not exists (select from publication_ends e where e.publication_id = p.id)
    and (p.effective_from > :on or p.id = any (cast(:in_force as int[])))
order by p.effective_from desc, p.id desc limit 1
"""
_COUNTS = """
p.effective_from <= :on
and not exists (select from publication_ends e where e.publication_id = p.id and e.ends_on <= :on)
"""
_THERE = """
(cast(:municipality_id as smallint) is null or p.municipalities is null
    or :municipality_id = any (p.municipalities))
"""
IN_FORCE = f"""
select p.version_id from service_publications p where p.code = :code and {_COUNTS} and {_THERE}
order by p.effective_from desc, p.id desc limit 1
"""
ALL_IN_FORCE = f"""
select distinct on (p.code) v.id, v.code, v.module, v.settings
from service_publications p join service_versions v on v.id = p.version_id
where {_COUNTS} and {_THERE} order by p.code, p.effective_from desc, p.id desc
"""
# Who opens what the office begins itself, without reading all that is set of each service.
# The act that counts in each municipality, and, without one, in those to come.
ACTS_BY_PLACE = f"""
select distinct on (p.code, m.id) p.id, p.version_id, m.id as municipality_id
from service_publications p join (select id from municipalities union all select null) m
    on p.municipalities is null or m.id = any (p.municipalities)
where (cast(:code as text) is null or p.code = :code) and {_COUNTS}
order by p.code, m.id, p.effective_from desc, p.id desc
"""
# What will count some day, as far as it is known today.
TO_COME = """
select distinct p.version_id from service_publications p
where p.code = :code and p.effective_from > :on
    and not exists (select from publication_ends e where e.publication_id = p.id)
    and (cast(:places as smallint[]) is null or p.municipalities is null
        or p.municipalities && cast(:places as smallint[]))
"""
BY_PLACE = f"""
select v.id, v.code, v.module, v.settings, f.places
from (select version_id, array_agg(municipality_id) as places from ({ACTS_BY_PLACE}) d group by 1) f
join service_versions v on v.id = f.version_id order by v.code, v.id
"""
NAMES = """
select distinct on (code) code, settings->'names' as names from service_versions
where code = any (:codes) order by code, id desc
"""
IS_PUBLISHED = "select exists (select from service_publications where code = :code)"
IS_FILED_SINCE = "select is_filed_since(:code, :instant, cast(:municipalities as smallint[]))"
# Versions that cases run under, or that new cases may still get: what a release must be able to run.
IN_USE = f"""
select v.code, v.digest, v.semantics, coalesce(o.open_cases, 0) as open_cases
from service_versions v left join open_cases_by_version() o on o.version_id = v.id
where o.open_cases > 0
    or v.id in (select version_id from ({ACTS_BY_PLACE}) d)
    or exists (select from service_publications p where p.version_id = v.id and p.effective_from > :on
               and not exists (select from publication_ends e where e.publication_id = p.id))
order by v.code, v.id
"""


def find(tx: Transaction, digest: bytes) -> Any:
    """Return the version with the digest, or None."""
    return tx.one(FIND, digest=digest)


def find_by_prefix(tx: Transaction, code: str, prefix: str) -> list[Any]:
    """Return the service's versions whose digest begins so; two are enough to know that it is not one."""
    return tx.all(FIND_BY_PREFIX, code=code, prefix=prefix)


def allow_thought(tx: Transaction) -> None:
    """Let this transaction stand still while validation judges what is to be published."""
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
    law: Any,
    municipalities: list[int] | None,
    **columns: Any,
) -> int:
    """Record the act that puts a version into force, for these municipalities or for all; return its id."""
    said = {"version_id": version_id, "law": as_json(law), "municipalities": municipalities, **columns}
    return int(tx.scalar(PUBLISH, **said, now=tx.now))


def act_to_take_back(tx: Transaction, code: str, publication_id: int | None, *, on: date) -> Any:
    """Return the act, or the newest one, if it is in force somewhere or to come; else None."""
    in_force = [row.id for row in acts_in_force(tx, code, on=on)]
    return tx.one(ACT_TO_TAKE_BACK, code=code, publication_id=publication_id, in_force=in_force, on=on)


def take_back(tx: Transaction, publication_id: int, **columns: Any) -> bool:
    """Let an act count no more from a day; False where it was taken back before."""
    return tx.run(TAKE_BACK, publication_id=publication_id, **columns, now=tx.now) == 1


def load(tx: Transaction, version_id: int) -> Any:
    return tx.one(LOAD, id=version_id)


def files(tx: Transaction, version_id: int) -> dict[str, bytes]:
    """Return every file of a version by its path below `bpmn/`."""
    return {row.path: bytes(row.content) for row in tx.all(FILES, id=version_id)}


def folder(tx: Transaction, version_id: int, folder: str) -> dict[str, bytes]:
    """Return the files of a version that lie in a folder (`module/service/`), by their path in it."""
    rows = tx.all(FOLDER, id=version_id, folder=folder)
    return {row.path.removeprefix(folder): bytes(row.content) for row in rows}


def in_force(tx: Transaction, code: str, *, municipality_id: int | None, on: date) -> int | None:
    """Return the id of the version that a case filed there on the day gets.

    Without a municipality: the version of the newest act that counts anywhere.
    """
    found: int | None = tx.scalar(IN_FORCE, code=code, municipality_id=municipality_id, on=on)
    return found


def all_in_force(tx: Transaction, *, municipality_id: int | None, on: date) -> list[Any]:
    """Return what is in force in a municipality, or of each service the newest that is anywhere."""
    return tx.all(ALL_IN_FORCE, municipality_id=municipality_id, on=on)


def by_place(tx: Transaction, *, on: date) -> list[Any]:
    """Return every version in force, each with the municipalities where it is; None are those to come."""
    return tx.all(BY_PLACE, code=None, on=on)


def acts_in_force(tx: Transaction, code: str | None, *, on: date) -> list[Any]:
    """Return which act counts in each municipality."""
    return tx.all(ACTS_BY_PLACE, code=code, on=on)


def to_come(tx: Transaction, code: str, places: Collection[int] | None, *, on: date) -> set[int]:
    """Return the versions of acts that begin later than the day in any of the places; None are all."""
    asked = None if places is None else sorted(places)
    return {row.version_id for row in tx.all(TO_COME, code=code, places=asked, on=on)}


def is_published(tx: Transaction, code: str) -> bool:
    """Say whether the service has ever been published."""
    return bool(tx.scalar(IS_PUBLISHED, code=code))


def is_filed_since(tx: Transaction, code: str, instant: datetime, municipalities: list[int] | None) -> bool:
    """Say whether a case of the service was filed at the instant or later in any of the municipalities."""
    return bool(tx.scalar(IS_FILED_SINCE, code=code, instant=instant, municipalities=municipalities))


def in_use(tx: Transaction, *, today: date) -> list[Any]:
    """Return the versions that cases run under or that a new case may get from today on."""
    return tx.all(IN_USE, code=None, on=today)


def names(tx: Transaction, codes: Collection[str]) -> dict[str, Mapping[str, str]]:
    """Return how services are called in their newest version, by code."""
    return {row.code: row.names for row in tx.all(NAMES, codes=list(codes))} if codes else {}

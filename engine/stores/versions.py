"""Published versions of services: immutable once inserted."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from engine.db.pool import Transaction, as_json

EXISTS = "select id from service_versions where digest = :digest"
INSERT = """
insert into service_versions (digest, code, module, settings, semantics, effective_from, published_at,
    published_by, second_person)
values (:digest, :code, :module, cast(:settings as jsonb), :semantics, :effective_from, :now,
    :publisher, :second_person)
returning id
"""
INSERT_FILE = "insert into service_files (version_id, path, content) values (:version_id, :path, :content)"
LOAD = "select * from service_versions where id = :id"
FILES = "select path, content from service_files where version_id = :id"
IN_FORCE = """
select id from service_versions where code = :code and effective_from <= :on
order by effective_from desc, id desc limit 1
"""
ALL_IN_FORCE = """
select distinct on (code) id, code, module, settings from service_versions where effective_from <= :on
order by code, effective_from desc, id desc
"""


def find(tx: Transaction, digest: bytes) -> int | None:
    """Return the id of the version with the digest, if it has been published."""
    found: int | None = tx.scalar(EXISTS, digest=digest)
    return found


def insert(
    tx: Transaction,
    *,
    digest: bytes,
    code: str,
    module: str,
    settings: Mapping[str, Any],
    semantics: str,
    effective_from: date,
    publisher: str,
    second_person: str | None,
    files: Mapping[str, bytes],
) -> int:
    """Keep a new version with its files; return its id."""
    version_id = int(
        tx.scalar(
            INSERT,
            digest=digest,
            code=code,
            module=module,
            settings=as_json(settings),
            semantics=semantics,
            effective_from=effective_from,
            now=tx.now,
            publisher=publisher,
            second_person=second_person,
        )
    )
    for path, content in sorted(files.items()):
        tx.run(INSERT_FILE, version_id=version_id, path=path, content=content)
    return version_id


def load(tx: Transaction, version_id: int) -> Any:
    return tx.one(LOAD, id=version_id)


def files(tx: Transaction, version_id: int) -> dict[str, bytes]:
    return {row.path: bytes(row.content) for row in tx.all(FILES, id=version_id)}


def in_force(tx: Transaction, code: str, *, on: date) -> int | None:
    """Return the id of the version a new case gets on the day."""
    found: int | None = tx.scalar(IN_FORCE, code=code, on=on)
    return found


def all_in_force(tx: Transaction, *, on: date) -> list[Any]:
    return tx.all(ALL_IN_FORCE, on=on)

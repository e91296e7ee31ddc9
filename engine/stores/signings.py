"""Steps that are being signed, who signs them, and what a card was asked to sign."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from engine.db.pool import Transaction, as_json

ADD = """
insert into signings (id, case_id, municipality_id, applicant_id, task_id, doer_id, case_number, service,
    step, is_for_person, service_code, answers, case_version, dated_on, is_act, is_ordered, on_paper, code,
    state, opened_at)
values (:id, :case_id, :municipality_id, :applicant_id, :task_id, :doer_id, :case_number,
    cast(:service as jsonb), cast(:step as jsonb), :is_for_person,
    :service_code, cast(:answers as jsonb), :case_version, :dated_on, :is_act, :is_ordered,
    :on_paper, :code, 'open', :now)
"""
LAY = """
update signings set title = :title, titles = cast(:titles as jsonb), page = :page, language = :language
where id = :id
"""
ADD_SIGNER = """
insert into signers (signing_id, place, municipality_id, applicant_id, person_id, role, unit_code)
values (:signing_id, :place, :municipality_id, :applicant_id, :person_id, :role, :unit_code)
"""
FIND = "select * from signings where id = :id"
LOCK = "select * from signings where id = :id for update"
OPEN_OF_TASK = "select * from signings where task_id = :task_id and state = 'open' for update"
LAID_OUT = "select answers from signings where task_id = :task_id and state = 'open' and doer_id = :person_id"
SIGNERS = "select * from signers where signing_id = :id order by place"
SIGN = """
update signers set signed_at = :now, method = :method, certificate = :certificate
where signing_id = :signing_id and place = :place and signed_at is null
"""
GO_ON = "update signings set content = :content, case_version = :case_version where id = :id"
FINISH = """
update signings set state = 'done', document = :document, content = null, closed_at = :now, case_id = :case_id
where id = :id
"""
DROP = """
update signings set state = 'dropped', content = null, closed_at = :now where id = :id and state = 'open'
"""
PREPARE = """
insert into preparations (id, signing_id, person_id, certificate, kept, kept_digest, expires_at)
values (:id, :signing_id, :person_id, :certificate, :kept, :kept_digest, :expires_at)
"""
RETURN = """
insert into preparations (id, signing_id, person_id, certificate, kept, kept_digest, expires_at)
select :id, signing_id, person_id, certificate, :kept, :kept_digest, expires_at from preparations
where id = :of and expires_at > :now
on conflict do nothing
"""
PREPARATION = "select * from preparations where id = :id"
TAKE = "delete from preparations where id = :id returning *"
FORGET = """
delete from preparations where person_id = :person_id and signing_id = :signing_id or expires_at < :now
"""
BY_CODE = "select * from act_by_code(:code)"
CHANGES_BY_CODE = "select * from act_changes_by_code(:code)"


AWAIT_SEAL = "update signings set seal = 'awaited' where id = :id"
OF_DOCUMENT = "select * from signings where case_id = :case_id and document = :document"
SEAL = """
update signings set seal = 'set', sealed = :sealed where case_id = :case_id and document = :document
"""
OF_CASE = "select document, sealed, seal from signings where case_id = :case_id and seal is not null"


def add(tx: Transaction, **columns: Any) -> None:
    texts = {name: as_json(columns[name]) for name in ("answers", "service", "step")}
    tx.run(ADD, **{"service_code": None, **columns, **texts}, now=tx.now)


def lay(tx: Transaction, signing_id: UUID, *, titles: Any, **page: Any) -> None:
    """Keep the page that is signed."""
    tx.run(LAY, id=signing_id, titles=as_json(titles), **page)


def add_signer(tx: Transaction, **columns: Any) -> None:
    tx.run(ADD_SIGNER, **columns)


def find(tx: Transaction, signing_id: UUID) -> Any:
    return tx.one(FIND, id=signing_id)


def lock(tx: Transaction, signing_id: UUID) -> Any:
    return tx.one(LOCK, id=signing_id)


def open_of_task(tx: Transaction, task_id: UUID) -> Any:
    return tx.one(OPEN_OF_TASK, task_id=task_id)


def laid_out(tx: Transaction, task_id: UUID, *, person_id: int) -> Any:
    """Return the answers with which a person has laid the step out and nobody has signed it yet, or None."""
    return tx.scalar(LAID_OUT, task_id=task_id, person_id=person_id)


def signers(tx: Transaction, signing_id: UUID) -> Sequence[Any]:
    return tx.all(SIGNERS, id=signing_id)


def sign(
    tx: Transaction, signing_id: UUID, place: int, *, method: str, certificate: bytes | None = None
) -> bool:
    """Record a signature; False if there is one."""
    return (
        tx.run(SIGN, signing_id=signing_id, place=place, method=method, certificate=certificate, now=tx.now)
        == 1
    )


def go_on(tx: Transaction, signing_id: UUID, *, content: bytes, case_version: int) -> None:
    """Keep the file with the signatures so far; others are still to sign."""
    tx.run(GO_ON, id=signing_id, content=content, case_version=case_version)


def finish(tx: Transaction, signing_id: UUID, document: bytes, *, case_id: UUID) -> None:
    tx.run(FINISH, id=signing_id, document=document, case_id=case_id, now=tx.now)


def await_seal(tx: Transaction, signing_id: UUID) -> None:
    """Note that the act waits for the seal of its municipality."""
    tx.run(AWAIT_SEAL, id=signing_id)


def of_document(tx: Transaction, document: bytes, *, case_id: UUID) -> Any:
    """Return the signing whose file this is, or None."""
    return tx.one(OF_DOCUMENT, case_id=case_id, document=document)


def seal(tx: Transaction, document: bytes, *, case_id: UUID, sealed: bytes) -> None:
    """Note which file is the act with the seal."""
    tx.run(SEAL, case_id=case_id, document=document, sealed=sealed)


def seals_of_case(tx: Transaction, case_id: UUID) -> Sequence[Any]:
    """Return the acts of the case that wait for a seal or bear one."""
    return tx.all(OF_CASE, case_id=case_id)


def drop(tx: Transaction, signing_id: UUID) -> None:
    tx.run(DROP, id=signing_id, now=tx.now)


def prepare(tx: Transaction, *, expires_at: datetime, **columns: Any) -> None:
    """Keep what a card is asked to sign; what this person was asked before of the same is forgotten."""
    tx.run(FORGET, person_id=columns["person_id"], signing_id=columns["signing_id"], now=tx.now)
    tx.run(PREPARE, **columns, expires_at=expires_at)


def returned_id(preparation_id: UUID) -> UUID:
    """Return the id of what came back for a preparation: there is one at most."""
    return uuid5(preparation_id, "returned")


def take_returned(tx: Transaction, preparation_id: UUID, content: bytes, *, digest: bytes) -> bool:
    """Keep what came back; False if the preparation is over, or something came before."""
    of = {"id": returned_id(preparation_id), "of": preparation_id}
    return tx.run(RETURN, **of, kept=content, kept_digest=digest, now=tx.now) == 1


def preparation(tx: Transaction, preparation_id: UUID) -> Any:
    return tx.one(PREPARATION, id=preparation_id)


def take(tx: Transaction, preparation_id: UUID) -> Any:
    """Use it up; None if it is gone."""
    return tx.one(TAKE, id=preparation_id)


def changes_by_code(tx: Transaction, code: str) -> list[Any]:
    """Return what later acts did to the act with a code, the oldest first."""
    return tx.all(CHANGES_BY_CODE, code=code)


def by_code(tx: Transaction, code: str) -> Any:
    """Return what anybody with the code of an act may know, or None."""
    return tx.one(BY_CODE, code=code)

"""Open sessions, and forms that were sent after one had run out. Of a token only the digest is known."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from engine.db.pool import Transaction, as_json

OPEN = """
insert into sessions (token_hash, person_id, method, assurance, contact_id, device, signed_in_at, seen_at,
                      expires_at, provider, identity_id, provider_session, opens_offices)
values (:token_hash, :person_id, :method, :assurance, :contact_id, :device, :now, :now,
        :expires_at, :provider, :identity_id, :provider_session, :opens_offices)
"""
_BY_NO_PROVIDER = {"provider": None, "identity_id": None, "provider_session": None, "opens_offices": True}
BY_TOKEN = "select * from sessions where token_hash = :token_hash"
OF_PERSON = """
select * from sessions where person_id = :person_id and ended_at is null and expires_at > :now
order by seen_at desc
"""
SEEN = "update sessions set seen_at = :now where token_hash = :token_hash"
ACT_FOR = """
update sessions set mandate_id = cast(:mandate_id as uuid)
where id = :id and person_id = :person_id and ended_at is null
"""
END = """
update sessions set ended_at = :now where token_hash = :token_hash and ended_at is null returning person_id
"""
END_ONE = """
update sessions set ended_at = :now where id = :id and person_id = :person_id and ended_at is null
"""
END_ALL = "update sessions set ended_at = :now where person_id = :person_id and ended_at is null"
END_OF_CONTACT = "update sessions set ended_at = :now where contact_id = :contact_id and ended_at is null"
KEEP_FORM = """
insert into kept_forms (id, person_id, path, fields, kept_at)
values (:id, :person_id, :path, cast(:fields as jsonb), :now)
"""
KEPT_FORM = "select path, fields from kept_forms where id = :id and kept_at > :since"
DROP_FORM = "delete from kept_forms where id = :id"
FORGET_FORMS = "delete from kept_forms where kept_at < :before"


def open_session(tx: Transaction, **columns: Any) -> None:
    """Keep a session; what is not said of a provider, none has opened it."""
    tx.run(OPEN, **{**_BY_NO_PROVIDER, **columns}, now=tx.now)


def by_token(tx: Transaction, token_hash: bytes) -> Any:
    return tx.one(BY_TOKEN, token_hash=token_hash)


def of_person(tx: Transaction, person_id: int) -> list[Any]:
    """Return the sessions of a person that have not ended, the one used last first."""
    return tx.all(OF_PERSON, person_id=person_id, now=tx.now)


def seen(tx: Transaction, token_hash: bytes) -> None:
    tx.run(SEEN, token_hash=token_hash, now=tx.now)


def act_for(tx: Transaction, session_id: UUID, mandate_id: UUID | None, *, person_id: int) -> bool:
    """Let a person's session act by a mandate, or for themselves; False where it is not theirs or over."""
    return tx.run(ACT_FOR, id=session_id, mandate_id=mandate_id, person_id=person_id) == 1


def end(tx: Transaction, token_hash: bytes) -> int | None:
    """End the session; return whose it was, or None if it had ended."""
    found: int | None = tx.scalar(END, token_hash=token_hash, now=tx.now)
    return found


def end_one(tx: Transaction, session_id: UUID, *, person_id: int) -> bool:
    return tx.run(END_ONE, id=session_id, person_id=person_id, now=tx.now) == 1


def end_all(tx: Transaction, person_id: int) -> int:
    return tx.run(END_ALL, person_id=person_id, now=tx.now)


def end_of_contact(tx: Transaction, contact_id: int) -> None:
    tx.run(END_OF_CONTACT, contact_id=contact_id, now=tx.now)


def keep_form(
    tx: Transaction, form_id: UUID, *, person_id: int, path: str, fields: Sequence[Sequence[str]]
) -> None:
    tx.run(KEEP_FORM, id=form_id, person_id=person_id, path=path, fields=as_json(fields), now=tx.now)


def kept_form(tx: Transaction, form_id: UUID, *, since: datetime) -> Any:
    """Return path and fields of a form that was kept since then; None for anybody but its person."""
    return tx.one(KEPT_FORM, id=form_id, since=since)


def drop_form(tx: Transaction, form_id: UUID) -> None:
    tx.run(DROP_FORM, id=form_id)


def forget_forms(tx: Transaction, *, before: datetime) -> None:
    tx.run(FORGET_FORMS, before=before)

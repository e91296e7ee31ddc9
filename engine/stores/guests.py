"""People who file without an account, and the codes by which their cases are followed."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from engine.db.pool import Transaction, as_json
from engine.texts import LANGUAGES

ADD = """
insert into people (personal_number, claimed_number, given_name, family_name, email, phone)
values (null, :number, cast(:given_name as jsonb), cast(:family_name as jsonb), :email, :phone)
returning id
"""
ADD_CODE = """
insert into tracking_codes (digest, case_id, municipality_id) values (:digest, :case_id, :municipality_id)
on conflict do nothing
"""
FIND = "select case_id, municipality_id from tracking_codes where digest = :digest"
DROP_CODE = "delete from tracking_codes where case_id = :case_id"
TRIES = (
    "select at from tracking_tries where network_mac = :network and at > :since order by at desc limit :most"
)
ADD_TRY = "insert into tracking_tries (network_mac, at) values (:network, :now)"
FORGET_TRIES = "delete from tracking_tries where at < :before"
GIVE = "select give_case_to(:case_id, :person_id)"
WAITS = """
select exists (select from tasks where case_id = :case_id and state = 0 and person_id = :applicant_id)
    or exists (select from payments where case_id = :case_id and state = 'due')
"""


def add(
    tx: Transaction, *, number: str, given_name: str, family_name: str, email: str | None, phone: str | None
) -> int:
    """Enter somebody who says who they are; return the id."""
    names = {
        "given_name": as_json(dict.fromkeys(LANGUAGES, given_name)),
        "family_name": as_json(dict.fromkeys(LANGUAGES, family_name)),
    }
    return int(tx.scalar(ADD, number=number, email=email, phone=phone, **names))


def add_code(tx: Transaction, digest: bytes, case_id: UUID, municipality_id: int) -> None:
    tx.run(ADD_CODE, digest=digest, case_id=case_id, municipality_id=municipality_id)


def find(tx: Transaction, digest: bytes) -> Any:
    """Return case and municipality of a code, or None."""
    return tx.one(FIND, digest=digest)


def drop_code(tx: Transaction, case_id: UUID) -> None:
    tx.run(DROP_CODE, case_id=case_id)


def tries(tx: Transaction, network: bytes, *, since: datetime, most: int) -> list[datetime]:
    """Return when somebody of the network has tried in vain, newest first, as many as matter."""
    return [row.at for row in tx.all(TRIES, network=network, since=since, most=most)]


def add_try(tx: Transaction, network: bytes) -> None:
    tx.run(ADD_TRY, network=network, now=tx.now)


def forget_tries(tx: Transaction, *, before: datetime) -> None:
    tx.run(FORGET_TRIES, before=before)


def give_case(tx: Transaction, case_id: UUID, person_id: int) -> bool:
    """Make the case that of the person; False unless its guest claimed this person's number."""
    return bool(tx.scalar(GIVE, case_id=case_id, person_id=person_id))


def waits_for_applicant(tx: Transaction, case_id: UUID, applicant_id: int) -> bool:
    return bool(tx.scalar(WAITS, case_id=case_id, applicant_id=applicant_id))

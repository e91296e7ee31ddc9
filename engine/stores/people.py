"""People and their roles."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from engine.db.pool import Transaction, as_json
from engine.texts import LANGUAGES

UPSERT = """
insert into people (personal_number, given_name, family_name, birth_date, email, phone, is_demo)
values (:personal_number, cast(:given_name as jsonb), cast(:family_name as jsonb), :birth_date,
    :email, :phone, :is_demo)
on conflict (personal_number) do update set given_name = excluded.given_name, family_name =
    excluded.family_name,
    birth_date = excluded.birth_date, email = excluded.email, phone = excluded.phone
returning id
"""
# The registry writes names in Georgian only.
ENTER = """
insert into people (personal_number, given_name, family_name, birth_date)
values (:personal_number, cast(:given_name as jsonb), cast(:family_name as jsonb), :birth_date)
on conflict (personal_number) do nothing
"""
GRANT = """
insert into role_grants (person_id, municipality_id, role, unit_code, center, valid_from, valid_until,
    appointed_by, is_acting)
values (:person_id, :municipality_id, :role, :unit, :center, :valid_from, :valid_until, :appointed_by,
    :is_acting)
on conflict do nothing
"""
# Rows are locked where somebody decides by how many there are.
HOLDERS = """
select person_id from role_grants
where role = :role and municipality_id is null and valid_from <= :on
  and (valid_until is null or valid_until > :on)
"""
HOLDERS_LOCKED = f"{HOLDERS} order by id for update"
END_RIGHT = """
update role_grants set valid_until = greatest(valid_from, :on)
where person_id = :person_id and role = :role and municipality_id is null
  and (valid_until is null or valid_until > :on)
"""
PERSON = "select * from people where id = :id"
BY_NUMBER = "select id from people where personal_number = :personal_number"
PARTY = "select * from people where personal_number = :number or company_number = :number"
ROLES = """
select g.role, g.municipality_id, m.code as municipality, g.unit_code as unit, g.center, g.is_acting
from role_grants g left join municipalities m on m.id = g.municipality_id
where g.person_id = :person_id and g.valid_from <= :on and (g.valid_until is null or g.valid_until > :on)
order by g.municipality_id, g.role, g.unit_code
"""
ROLES_OF_MANY = """
select g.person_id, g.role, g.municipality_id, m.code as municipality, g.unit_code as unit, g.center,
    g.is_acting
from role_grants g left join municipalities m on m.id = g.municipality_id
where g.person_id = any (:ids) and g.valid_from <= :on and (g.valid_until is null or g.valid_until > :on)
order by g.person_id, g.municipality_id, g.role, g.unit_code
"""
# Numbers of those who are in no file begin as `:of_no_file` says; those of one place share nine digits.
DEMO = """
with here as (
    select p.id, p.personal_number from people p join role_grants g on g.person_id = p.id
        join municipalities m on m.id = g.municipality_id
    where p.is_demo and m.code = :place
)
select * from people where is_demo and case when cast(:place as text) is null
    then not starts_with(personal_number, :of_no_file)
    else id in (select id from here) or left(personal_number, 9) in (
        select left(personal_number, 9) from here where starts_with(personal_number, :of_no_file)) end
order by personal_number
"""
# The place of a municipality in the numbers of its invented people (`engine/offices/invented.py`): that of
# those who hold an office there, or the last that is free. Of two who ask at once the later waits.
LOCK_INVENTED = "select pg_advisory_xact_lock(hashtext('mms.invented'))"
INVENTED_PLACE = """
select coalesce(
    (select min(substr(p.personal_number, 8, 2))::int from people p join role_grants g on g.person_id = p.id
        where g.municipality_id = :municipality_id and p.is_demo
        and starts_with(p.personal_number, :of_no_file)),
    (select max(n) from generate_series(1, :most) n where not exists (
        select from people where starts_with(personal_number, :of_no_file || lpad(n::text, 2, '0')))))
"""
RENAME = """
update people set given_name = given_name || cast(:given_name as jsonb),
    family_name = family_name || cast(:family_name as jsonb) where id = :id
"""
NAMED_ELSEWHERE = """
select exists (select from role_grants g left join municipalities m on m.id = g.municipality_id
    where g.person_id = :id and m.code is distinct from :municipality)
"""
NAMES = "select id, names from person_names(:ids)"


def put(tx: Transaction, data: Mapping[str, Any], *, is_demo: bool) -> int:
    """Create or refresh a person; return the id."""
    return int(
        tx.scalar(
            UPSERT,
            personal_number=data["personal_number"],
            given_name=as_json(data["given_name"]),
            family_name=as_json(data["family_name"]),
            birth_date=data.get("birth_date"),
            email=data.get("email"),
            phone=data.get("phone"),
            is_demo=is_demo,
        )
    )


def grant(
    tx: Transaction,
    person_id: int,
    *,
    municipality_id: int | None,
    role: str,
    unit: str | None,
    valid_from: date,
    center: int | None = None,
    valid_until: date | None = None,
    appointed_by: str | None = None,
    is_acting: bool = False,
) -> bool:
    """Give a person a role in a municipality, or in the whole country; False if it is held on such a day."""
    given = tx.run(
        GRANT,
        person_id=person_id,
        municipality_id=municipality_id,
        role=role,
        unit=unit,
        center=center,
        valid_from=valid_from,
        valid_until=valid_until,
        appointed_by=appointed_by,
        is_acting=is_acting,
    )
    return given == 1


def person(tx: Transaction, person_id: int) -> Any:
    return tx.one(PERSON, id=person_id)


def rename(tx: Transaction, person_id: int, *, given_name: Any, family_name: Any) -> None:
    """Let a person be called otherwise; a language that is not said stays."""
    tx.run(RENAME, id=person_id, given_name=as_json(given_name), family_name=as_json(family_name))


def is_named_elsewhere(tx: Transaction, person_id: int, *, municipality: str | None) -> bool:
    """Say whether somebody else than this municipality has given the person an office, on whatever day."""
    return bool(tx.scalar(NAMED_ELSEWHERE, id=person_id, municipality=municipality))


def id_of(tx: Transaction, personal_number: str) -> int | None:
    found: int | None = tx.scalar(BY_NUMBER, personal_number=personal_number)
    return found


def party(tx: Transaction, number: str) -> Any:
    """Return a person or a company by their number; None where nobody is known under it."""
    return tx.one(PARTY, number=number)


def roles(tx: Transaction, person_id: int, *, on: date) -> list[Any]:
    return tx.all(ROLES, person_id=person_id, on=on)


def holders(tx: Transaction, role: str, *, on: date, is_locked: bool = False) -> set[int]:
    """Return who holds a right for the whole country."""
    return {row.person_id for row in tx.all(HOLDERS_LOCKED if is_locked else HOLDERS, role=role, on=on)}


def end_right(tx: Transaction, person_id: int, role: str, *, on: date) -> None:
    """End a right for the whole country; on that day it is not held any more."""
    tx.run(END_RIGHT, person_id=person_id, role=role, on=on)


def roles_of_many(tx: Transaction, ids: list[int], *, on: date) -> list[Any]:
    """Return the roles of several people, those of each together."""
    return tx.all(ROLES_OF_MANY, ids=ids, on=on)


def demo_people(tx: Transaction, *, place: str | None, of_no_file: str) -> list[Any]:
    """Return the invented people of the file, or of a municipality; `of_no_file` begins numbers of others."""
    return tx.all(DEMO, place=place, of_no_file=of_no_file)


def invented_place(tx: Transaction, municipality_id: int, *, of_no_file: str, most: int) -> int | None:
    """Return the place of a municipality in the numbers of its invented people; None where none is free."""
    tx.run(LOCK_INVENTED)
    values = {"municipality_id": municipality_id, "of_no_file": of_no_file, "most": most}
    found: int | None = tx.scalar(INVENTED_PLACE, **values)
    return found


def names(tx: Transaction, ids: set[int]) -> dict[int, Mapping[str, str]]:
    """Return the names of people who acted, whoever asks."""
    if not ids:
        return {}
    return {row.id: row.names for row in tx.all(NAMES, ids=sorted(ids))}


def put_known(
    tx: Transaction, *, personal_number: str, given_name: str, family_name: str, birth_date: date | None
) -> int:
    """Return the id of whom the civil registry knows or a paper names, entering them if they are new here."""
    tx.run(
        ENTER,
        personal_number=personal_number,
        given_name=as_json(dict.fromkeys(LANGUAGES, given_name)),
        family_name=as_json(dict.fromkeys(LANGUAGES, family_name)),
        birth_date=birth_date,
    )
    return int(tx.scalar(BY_NUMBER, personal_number=personal_number))

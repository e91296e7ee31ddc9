"""Mandates: who represents whom, as registers said last, and when each register was asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from engine.db.pool import Transaction, as_json
from engine.texts import LANGUAGES

ENTER_COMPANY = """
insert into people (company_number, given_name, family_name)
values (:number, cast(:name as jsonb), cast(:nothing as jsonb)) on conflict (company_number) do nothing
"""
COMPANY = "select id from people where company_number = :number"
PUT = """
insert into mandates (id, representative_id, represented_id, kind, paper, register, reference, digest,
    ground, bar, areas, together, valid_from, valid_until, answered_at)
values (:id, :representative_id, :represented_id, :kind, :paper, :register, :reference, :digest,
    cast(:ground as jsonb), :bar, :areas, :together, :valid_from, :valid_until, :now)
on conflict (representative_id, represented_id, kind, paper) do update set register = excluded.register,
    reference = excluded.reference, digest = excluded.digest, ground = excluded.ground, bar = excluded.bar,
    areas = excluded.areas, together = excluded.together, valid_from = excluded.valid_from,
    valid_until = excluded.valid_until, answered_at = excluded.answered_at, ended_at = null
returning id
"""
END_OTHERS = """
update mandates set ended_at = :now, answered_at = :now, reference = :reference, digest = :digest
where representative_id = :representative_id and register = :register and ended_at is null
  and not (id = any (cast(:named as uuid[])))
"""
ANSWERED = """
insert into mandate_answers (representative_id, register, answered_at)
values (:representative_id, :register, :now)
on conflict (representative_id, register) do update set answered_at = excluded.answered_at
"""
ANSWERS = "select register, answered_at from mandate_answers where representative_id = :representative_id"
_COLUMNS = """
select m.*, p.given_name, p.family_name, coalesce(p.personal_number, p.company_number) as number
from mandates m join people p on p.id = m.represented_id
"""
OF_PERSON = f"""
{_COLUMNS} where m.representative_id = :representative_id and m.kind <> 'presence'
order by m.kind desc, number, m.paper
"""
BY_ID = f"{_COLUMNS} where m.id = :id"
BETWEEN = """
select m.* from mandates m
where m.representative_id = :representative_id and m.represented_id = :represented_id and m.kind = :kind
  and m.paper = :paper
"""
BEGIN_PRESENCE = """
insert into mandates (id, representative_id, represented_id, kind, paper, register, reference, digest, ground,
    valid_from, valid_until, answered_at, ends_at, center)
values (:id, :representative_id, :represented_id, 'presence', cast(:id as text), :register, :proof, :digest,
    cast(:ground as jsonb), :day, :day + 2, :now, :ends_at, :center)
"""
END_PRESENCES = """
update mandates set ended_at = :now
where representative_id = :representative_id and kind = 'presence' and ended_at is null
"""
# Whom we know: directors who have never looked here are told by whoever prepared it.
TOGETHER_WITH = """
select distinct representative_id from mandates
where represented_id = :represented_id and representative_id <> :representative_id and together > 1
  and ended_at is null and bar is null and valid_from <= :on and (valid_until is null or valid_until > :on)
"""
HELD = "select * from held_mandate(:id)"


def put_company(tx: Transaction, *, number: str, name: str) -> int:
    """Return the id of a company, entering it if it is new here. Registers write names in Georgian only."""
    names = as_json(dict.fromkeys(LANGUAGES, name))
    tx.run(ENTER_COMPANY, number=number, name=names, nothing=as_json(dict.fromkeys(LANGUAGES, "")))
    return int(tx.scalar(COMPANY, number=number))


def put(tx: Transaction, *, ground: Mapping[str, Any], areas: Sequence[str] | None, **columns: Any) -> UUID:
    """Keep what a register says of one mandate; return its id, the same each time."""
    found: UUID = tx.scalar(
        PUT,
        **columns,
        id=uuid4(),
        ground=as_json(ground),
        areas=None if areas is None else list(areas),
        now=tx.now,
    )
    return found


def begin_presence(tx: Transaction, *, ground: Mapping[str, Any], **columns: Any) -> UUID:
    """Enter that somebody stands at an operator's desk, and how that is proven; return the mandate's id."""
    mandate_id = uuid4()
    tx.run(BEGIN_PRESENCE, **columns, id=mandate_id, ground=as_json(ground), now=tx.now)
    return mandate_id


def end_presences(tx: Transaction, representative_id: int) -> int:
    """End whatever presence an operator has begun; return how many there were."""
    return tx.run(END_PRESENCES, representative_id=representative_id, now=tx.now)


def end_others(tx: Transaction, *, named: Sequence[UUID], **said: Any) -> None:
    """End the mandates of a person that a register names no more."""
    tx.run(END_OTHERS, **said, named=[str(mandate_id) for mandate_id in named], now=tx.now)


def note_answer(tx: Transaction, *, representative_id: int, register: str) -> None:
    tx.run(ANSWERED, representative_id=representative_id, register=register, now=tx.now)


def answers(tx: Transaction, representative_id: int) -> dict[str, datetime]:
    """Return when each register was asked last about the person."""
    return {row.register: row.answered_at for row in tx.all(ANSWERS, representative_id=representative_id)}


def of_person(tx: Transaction, representative_id: int) -> list[Any]:
    """Return everybody whom the person represents or has represented."""
    return tx.all(OF_PERSON, representative_id=representative_id)


def find(tx: Transaction, mandate_id: UUID) -> Any:
    return tx.one(BY_ID, id=mandate_id)


def between(tx: Transaction, representative_id: int, represented_id: int, *, kind: str, paper: str) -> Any:
    """Return the mandate by which one of two represents the other, or None."""
    parties = {"representative_id": representative_id, "represented_id": represented_id}
    return tx.one(BETWEEN, **parties, kind=kind, paper=paper)


def together_with(tx: Transaction, representative_id: int, represented_id: int, *, on: date) -> list[int]:
    """Return the others who are known to represent a company together with somebody; the system asks."""
    parties = {"representative_id": representative_id, "represented_id": represented_id}
    return [row.representative_id for row in tx.all(TOGETHER_WITH, **parties, on=on)]


def held(tx: Transaction, mandate_id: UUID) -> Any:
    """Return the mandate and let no answer change it before the commit."""
    return tx.one(HELD, id=mandate_id)

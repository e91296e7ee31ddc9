"""Fills in, once, by what the entries of registers are found that an earlier release has written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa

from engine.entry_words import found_by

AT_ONCE: Final = 2_000
ENTRIES: Final = """
select e.id, e.key, e.order_number, e.fields, coalesce(p.personal_number, p.company_number) as number,
    p.given_name, p.family_name
from register_entries e left join people p on p.id = e.person_id
where e.id > :after order by e.id limit :limit
"""
FILL: Final = """
update register_entries set label = :label, words = array_to_tsvector(cast(:words as text[])), place = :place
where id = :id
"""
FIRST: Final = "00000000-0000-0000-0000-000000000000"


@dataclass(frozen=True)
class _Person:
    names: Mapping[str, str]
    number: str | None


def fill(connection: sa.Connection) -> None:
    """Give every entry its name, its words and its village."""
    after: Any = FIRST
    while rows := connection.execute(sa.text(ENTRIES), {"after": after, "limit": AT_ONCE}).all():
        connection.execute(sa.text(FILL), [_found(row) for row in rows])
        after = rows[-1].id


def _found(row: Any) -> dict[str, Any]:
    person = None if row.given_name is None else _Person(_names(row), row.number)
    found = found_by(person, key=row.key, order_number=row.order_number, fields=row.fields)
    return {"id": row.id, "label": found.label, "words": found.words, "place": found.place}


def _names(row: Any) -> dict[str, str]:
    """Return the name in each language that the row knows, whichever a later release speaks."""
    return {
        language: f"{given} {row.family_name.get(language, '')}".strip()
        for language, given in row.given_name.items()
    }

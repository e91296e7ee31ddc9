"""People of a running installation who hold the status already, without the weeks it takes to get it."""

from __future__ import annotations

from dataclasses import asdict

import psycopg
from psycopg.rows import namedtuple_row
from psycopg.types.json import Jsonb

from engine.commands.applications import FileApplication
from engine.commands.cases import WithdrawCase
from engine.entry_words import found_by
from tests.e2e.installation import Installation
from tests.e2e.story import PLAIN_ANSWERS
from tests.e2e.tour.visit import acting, engine_of

PERSON = """
select full_name(given_name, family_name) as names, personal_number as number from people
where personal_number = %s
"""
ENTRY = """
insert into register_entries (id, register, municipality_id, is_single, key, person_id, fields, valid_from,
                              case_id, order_number, state, is_final, ground, recorded_at,
                              label, words, place)
select gen_random_uuid(), 'residents', c.municipality_id, true, p.personal_number, p.id, %(fields)s,
       date '2025-03-01', c.id, 'KEDA-O-2025-00001', %(state)s, false, %(ground)s, now(),
       %(label)s, array_to_tsvector(%(words)s::text[]), %(place)s
from people p join cases c on c.id = %(case)s where p.personal_number = %(number)s
on conflict do nothing
"""


def let_hold(installation: Installation, personal_number: str, *, state: str = "active") -> None:
    """Enter somebody into the register of residents; the entry cites a case that was withdrawn."""
    fields = {
        "settlement": "keda-demo-1",
        "given_name": "დემო",
        "family_name": "მცხოვრები",
        "residence_from": "2009-05-20",
        "order_number": "KEDA-O-2025-00001",
        "decided_on": "2025-03-01",
    }
    with engine_of(installation) as engine:
        applicant = acting(engine, personal_number)
        command = FileApplication("high_mountain.grant", "keda", PLAIN_ANSWERS)
        case_id = engine.send(command, actor=applicant).case_id
        engine.send(WithdrawCase(case_id), actor=applicant)
        with psycopg.connect(engine.settings.owner_url) as connection:
            person = (
                connection.cursor(row_factory=namedtuple_row).execute(PERSON, [personal_number]).fetchone()
            )
            found = found_by(person, key=personal_number, order_number=None, fields=fields)
            entry = {"fields": Jsonb(fields), "case": case_id, "number": personal_number}
            entry |= asdict(found)
            ground = None if state == "active" else "study"
            connection.execute(ENTRY, {**entry, "state": state, "ground": ground})

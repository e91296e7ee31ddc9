"""Changes made known to other bodies, as the head of service sees them when a body is off or refuses."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import psycopg
import pytest

from engine.connectors.subscribers import StatusSubscriber
from engine.errors import Unavailable
from engine.registers.jobs.subscribers import deliver_change
from tests.engine.simulated import simulated
from tests.web.desk import Desk

CHANGE = """
insert into told_changes (id, consumer, consumer_names, register, entry_id, municipality_id, person_id,
    case_id, content, legal_ground, purpose, recorded_at)
select gen_random_uuid(), 'social_agency', '{"ka": "სააგენტო", "en": "Agency"}', e.register, e.id,
    e.municipality_id, e.person_id, e.case_id, '{"state": "active", "valid_from": "2026-03-01"}', 'law',
    'pension', now()
from (insert_entry) e returning id, municipality_id
"""
ENTRY = """
insert into register_entries (id, register, municipality_id, is_single, key, person_id, fields, valid_from,
                              case_id, state, recorded_at)
select gen_random_uuid(), 'residents', c.municipality_id, true, '00000000101', c.applicant_id, '{}',
       date '2026-03-01', c.id, 'active', now()
from cases c order by filed_at limit 1 returning *
"""


def a_change(desk: Desk) -> tuple[UUID, int]:
    """Put a change of a register down, as an order would."""
    desk.filed()
    statement = f"with insert_entry as ({ENTRY}) {CHANGE.replace('(insert_entry)', 'insert_entry')}"
    with psycopg.connect(desk.engine.settings.owner_url) as connection:
        row = connection.execute(statement.encode()).fetchone()
        assert row is not None
        return row[0], row[1]


def test_subscribers__off_then_refusing__are_told_of_in_plain_words_and_mended(desk: Desk) -> None:
    change = a_change(desk)
    head = desk.staff("head_of_service")
    with pytest.raises(Unavailable):
        deliver_change(desk.engine, *change)
    off = head.get("/inbox/subscribers")
    with simulated() as simulator:
        simulator.inject_faults(social_agency={"mode": "wrong", "how": "other_person"})
        subscriber = StatusSubscriber("social_agency", f"{simulator.address}/social_agency")
        connections = replace(desk.engine.connections, subscribers={"social_agency": subscriber})
        deliver_change(replace(desk.engine, connections=connections), *change)
    refused = head.get("/inbox/subscribers")

    wordless = head.submit(refused, {"note": ""}, button=("_do", "settle"))
    done = head.submit(wordless, {"note": "Letter No. 12"}, button=("_do", "settle"))

    assert "does not answer" in off.text and "The connection is not set" in off.text
    assert "Agency did not accept a change" in refused.text
    assert wordless.status == 422 and "Write how the other body learnt of it" in wordless.text
    assert "Later changes of the person go on." in done.text and "did not accept" not in done.text

"""Own data are handed out whole: no table is forgotten, and nobody else's rows come."""

from __future__ import annotations

import json
from uuid import uuid4

import psycopg

from engine.commands.correspondence import WriteToCase
from engine.commands.drafts import SaveDraft
from engine.queries.own_data import own_data
from engine.queries.own_records import HANDED_OUT, NOT_HANDED_OUT, own_records
from tests.engine.kit import CITIZEN, OTHER_CITIZEN, Office
from tests.engine.test_uploads import picture, sent

# How our tables call people and cases.
NAMES = (
    "person_id", "applicant_id", "owner_id", "author_id", "filed_by", "asked_by", "started_by", "claimed_by",
    "closed_by", "case_id", "personal_number",
)  # fmt: skip
TABLES = """
select distinct t.table_name from information_schema.tables t join information_schema.columns c
    using (table_schema, table_name)
where t.table_schema = 'public' and t.table_type = 'BASE TABLE' and t.table_name not like 'procrastinate%%'
    and (c.column_name = any (%s) or exists (
        select from pg_constraint k
        where k.contype = 'f' and k.confrelid in ('people'::regclass, 'cases'::regclass)
            and k.conrelid = quote_ident(t.table_name)::regclass))
"""


def test_tables__that_name_people_or_cases__are_handed_out_or_say_why_not(office: Office) -> None:
    with psycopg.connect(office.engine.settings.owner_url) as connection:
        tables = {row[0] for row in connection.execute(TABLES, (list(NAMES),))}

    assert set(HANDED_OUT) | set(NOT_HANDED_OUT) == tables
    assert not set(HANDED_OUT) & set(NOT_HANDED_OUT)


def test_records__of_a_busy_person__are_all_there_and_nobody_else_s(office: Office) -> None:
    mine, theirs = office.person(CITIZEN), office.person(OTHER_CITIZEN)
    for person in (CITIZEN, OTHER_CITIZEN):
        case_id = office.file(by=person, key=uuid4()).case_id
        actor = office.person(person)
        office.engine.send(WriteToCase(case_id, f"from {person}"), actor=actor)
        office.engine.send(SaveDraft(office.service, "keda", {"note": f"of {person}"}), actor=actor)
        sent(office, picture(), by=person)
        office.complete(case_id, good=True, key=uuid4())

    with office.engine.read(mine) as tx:
        found = own_records(tx)

    assert [row["personal_number"] for row in found["people"]] == [CITIZEN]
    assert [row["answers"] for row in found["submissions"]] == [{"note": "a note"}]
    assert [row["body"] for row in found["case_messages"]] == [f"from {CITIZEN}"]
    assert [row["answers"] for row in found["drafts"]] == [{"note": f"of {CITIZEN}"}]
    sizes = {table: len(found[table]) for table in ("uploads", "clocks", "register_entries")}
    assert sizes == {"uploads": 1, "clocks": 1, "register_entries": 1}
    named = {value for rows in found.values() for row in rows for value in row.values()
             if isinstance(value, int)}  # fmt: skip
    assert mine.person_id in named
    assert str(OTHER_CITIZEN) not in json.dumps(found, default=str)
    assert theirs.person_id not in {row.get("person_id") for rows in found.values() for row in rows}


def test_records__columns_that_stay__are_those_named(office: Office) -> None:
    with psycopg.connect(office.engine.settings.owner_url) as connection:
        for table, kept in HANDED_OUT.items():
            columns = {
                column.name
                for column in connection.execute(f"select * from {table} limit 0").description or ()
            }
            assert kept.withheld | kept.as_bytes <= columns, table


def test_own_data__as_plain__is_text(office: Office) -> None:
    office.file()

    with office.engine.read(office.person(CITIZEN)) as tx:
        plain = own_data(tx, "en").as_plain()

    assert json.loads(json.dumps(plain, default=str))["records"]["submissions"]

"""Foreign equals absent, by the database itself; and hash chains that show what was changed."""

from __future__ import annotations

import hashlib

import psycopg
import pytest
import sqlalchemy as sa

from engine.audit.hash_chain import GENESIS, link
from engine.commands.sessions import EndSession, SignInDemo
from engine.errors import NotAllowed, NotFound, NotSignedIn
from engine.identity.sessions import LONGEST_IDLE
from engine.queries import cases, sessions
from engine.queries.sessions import Session
from engine.tenancy import Actor, system
from tests.engine.kit import CITIZEN, OTHER_CITIZEN, Office

TENANT_TABLES = [
    "cases",
    "tasks",
    "timers",
    "jobs",
    "messages_awaited",
    "submissions",
    "clocks",
    "clock_pauses",
    "clock_changes",
    "staff_notices",
    "documents",
    "letters",
    "register_entries",
    "step_events",
    "events",
]


@pytest.mark.parametrize("table", TENANT_TABLES)
def test_rows__seen_by_strangers__are_none(office: Office, table: str) -> None:
    case_id = office.file().case_id
    office.complete(case_id, good=True)
    office.run_jobs(case_id)
    strangers = (Actor(), office.person(OTHER_CITIZEN), office.staff("mayor", "telavi"), system())

    for stranger in strangers:
        with office.engine.read(stranger) as tx:
            assert tx.scalar(f"select count(*) from {table}") == 0


def test_runtime_role__in_the_database__owns_nothing_and_has_rules_on_every_table(office: Office) -> None:
    with office.engine.read(system()) as tx:
        owned = tx.scalar(
            "select count(*) from pg_class c join pg_roles r on r.oid = c.relowner"
            " where r.rolname = 'mms_app'"
        )
        open_tables = tx.all(
            "select relname from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'"
            " and not relrowsecurity and relname not like 'procrastinate%'"
        )

    assert owned == 0
    assert sorted(row.relname for row in open_tables) == ["alembic_version", "national_holdings"]


def test_national_holdings__read_by_the_application__is_refused(office: Office) -> None:
    refused = pytest.raises(psycopg.errors.InsufficientPrivilege, match="permission denied")

    with refused, office.engine.read(system()) as tx:
        tx.all("select * from national_holdings")


def test_events__rewritten_by_the_owner__break_the_chain_visibly(office: Office) -> None:
    case_id = office.file().case_id
    office.complete(case_id, good=True)
    assert _broken_links(office, case_id) == []
    owner = sa.create_engine(office.engine.settings.owner_url, poolclass=sa.NullPool)

    with owner.begin() as connection:
        connection.execute(sa.text("update step_events set kinds[3] = 'case.filed' where first_seq = 1"))

    assert _broken_links(office, case_id) == [3]


@pytest.mark.parametrize(
    "table", ["step_events", "stream_events", "submissions", "service_versions", "service_files"]
)
def test_records__changed_by_the_application__are_refused(office: Office, table: str) -> None:
    refused = pytest.raises(psycopg.errors.InsufficientPrivilege, match="permission denied")

    with refused, office.engine.read(system(office.place())) as tx:
        tx.run(f"delete from {table}")


def test_case_page__of_another_citizen__does_not_exist(office: Office) -> None:
    case_id = office.file().case_id

    with office.engine.read(office.person(OTHER_CITIZEN)) as tx, pytest.raises(NotFound):
        cases.view(tx, case_id, "ka")


def test_session__demo_person__carries_roles_and_ends(office: Office) -> None:
    person = office.staff("specialist")
    token = office.engine.send(SignInDemo(person.person_id or 0), actor=Actor())

    found = _session(office, token)
    assert found is not None
    assert found.actor.has_role("specialist", office.place())

    office.engine.send(EndSession(token), actor=Actor())
    assert _session(office, token) is None


def test_session__idle_for_an_hour__is_over(office: Office) -> None:
    token = office.engine.send(SignInDemo(office.person(CITIZEN).person_id or 0), actor=Actor())
    office.clock.advance(LONGEST_IDLE["card"])

    assert _session(office, token) is None


def test_session__unknown_token__is_nobody(office: Office) -> None:
    assert _session(office, "guess") is None


def test_commands__of_the_system_sent_by_a_person__are_refused(office: Office) -> None:
    from uuid import uuid4

    from engine.commands.drafts import SaveDraft
    from engine.commands.jobs import FireTimer

    with pytest.raises(NotAllowed):
        office.engine.send(FireTimer(uuid4()), actor=office.staff("mayor"))
    with pytest.raises(NotSignedIn):
        office.engine.send(SaveDraft(office.service, "keda", {}), actor=Actor())


def _session(office: Office, token: str) -> Session | None:
    with office.engine.read(Actor()) as tx:
        return sessions.find(tx, token)


def _broken_links(office: Office, case_id: object) -> list[int]:
    broken, head = [], GENESIS
    with office.engine.read(system(office.place())) as tx:
        rows = tx.all("select * from events where case_id = :id order by seq", id=case_id)
    for row in rows:
        digest = hashlib.sha256(bytes(row.salt) + bytes(row.body)).digest()
        if link(head, row.seq, row.at, row.actor_id, row.kind, digest) != bytes(row.hash):
            broken.append(row.seq)
        head = bytes(row.hash)
    return broken

"""`mms audit verify`: what an auditor is told of the audit log, and how it ends."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from click.testing import CliRunner, Result
from psycopg import sql

from engine.cli import main
from engine.db.roles import OWNER
from engine.tenancy import system
from tests.engine.bookkeeping import owner
from tests.engine.corruptions import CORRUPTIONS
from tests.engine.kit import Office

OF_CHAINS = ("a body is altered", "the last events are lost", "a stream is cut", "events have no case")


def verified(office: Office, *options: str, user: str | None = None) -> Result:
    """Type `mms audit verify`."""
    environment = office.engine.settings.as_environment()
    if user is not None:
        environment["DATABASE_OWNER_URL"] = environment["DATABASE_OWNER_URL"].replace(OWNER, user)
    return CliRunner().invoke(main, ["audit", "verify", *options], env=environment)


def test_verify__nothing_wrong__says_what_was_verified_and_up_to_when(worked: Office) -> None:
    with owner(worked) as connection:
        connection.execute("update step_events set salts[2] = null, bodies[2] = null where first_seq = 1")
        (events, last) = connection.execute(
            "select sum(event_count), (select max(at) from step_events) from cases"
        ).fetchall()[0]

    said = verified(worked)
    data = json.loads(verified(worked, "--json").output)

    assert said.exit_code == 0, said.output
    assert said.output.splitlines()[0].startswith(f"good  cases: 3 hash chains, {events} events, 2026-")
    assert "the whole installation: every hash chain is whole, up to" in said.output
    (cases,) = (kind for kind in data["kinds"] if kind["kind"] == "cases")
    assert (cases["chains"], cases["events"], datetime.fromisoformat(cases["to"])) == (3, events, last)
    assert (data["is_whole"], data["first_broken"]) == (True, None)


@pytest.mark.parametrize("corruption", OF_CHAINS)
def test_verify__one_corruption__is_named_and_ends_with_one(worked: Office, corruption: str) -> None:
    statements, _, sentence = CORRUPTIONS[corruption]
    with owner(worked) as connection:
        connection.execute(statements)

    said = verified(worked)

    assert said.exit_code == 1
    assert sentence in said.output
    assert "What to do:" in said.output


def test_verify__two_chains_broken__names_the_oldest_link_first(worked: Office) -> None:
    with owner(worked) as connection:
        numbers = [row[0] for row in connection.execute("select number from cases order by filed_at, number")]
        for number, at in zip(numbers, ("2026-08-19", "2026-08-18"), strict=False):
            connection.execute(
                "update step_events set kinds[2] = 'x', at = %s where first_seq = 1"
                " and case_id = (select id from cases where number = %s)",
                [at, number],
            )

    first = json.loads(verified(worked, "--json").output)["first_broken"]

    assert first["chain"] == f"case {numbers[1]}"
    assert first["whole_to"] == 0
    assert first["breaks"][0]["fault"] == "link"


def test_verify__one_municipality__is_that_ones_chains_alone(worked: Office) -> None:
    with worked.engine.read(system()) as tx:
        tx.log("reads/nobody", "case.opened")
    with owner(worked) as connection:
        connection.execute("update step_events set kinds[2] = 'x' where first_seq = 1")
        connection.execute("delete from stream_events where stream = 'reads/nobody'")

    keda, other = (
        json.loads(verified(worked, "--municipality", place, "--json").output) for place in ("keda", "gori")
    )
    unknown = verified(worked, "--municipality", "nowhere")

    assert [(kind["kind"], kind["chains"], len(kind["broken"])) for kind in keda["kinds"]][0] == (
        "cases",
        3,
        3,
    )
    assert all(kind["broken"] == [] for kind in keda["kinds"][1:])
    assert other["is_whole"]
    assert (unknown.exit_code, "not_found" in unknown.output) == (2, True)


def grant_connect(connection: psycopg.Connection[Any], role: str) -> None:
    database = sql.Identifier(connection.info.dbname)
    connection.execute(sql.SQL("grant connect on database {} to {}").format(database, sql.Identifier(role)))


def test_verify__by_accounts_that_only_read__needs_one_from_which_nothing_is_hidden(worked: Office) -> None:
    reader = f"auditor_{uuid4().hex[:8]}"
    with owner(worked) as connection:
        connection.execute(f"create role {reader} login in role pg_read_all_data")
        grant_connect(connection, reader)

    hidden = verified(worked, user=reader)
    with owner(worked) as connection:
        connection.execute(f"alter role {reader} bypassrls")
    seen = verified(worked, user=reader)
    with owner(worked) as connection:
        connection.execute(f"drop owned by {reader}; drop role {reader}")

    assert (hidden.exit_code, "hides rows" in hidden.output) == (2, True)
    assert seen.exit_code == 0, seen.output

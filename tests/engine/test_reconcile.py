"""Reconciling finds nothing where nothing is wrong, and names each thing that is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import psycopg
import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from engine.cases.numbers import format_number, parse_number
from engine.cli import main
from engine.db.roles import OWNER
from engine.reconcile import NotTheOwner, reconcile
from engine.registers.commands.certificates import IssueCertificate
from engine.registers.queries import certificates
from tests.engine.bookkeeping import found, owner
from tests.engine.corruptions import CORRUPTIONS
from tests.engine.kit import CITIZEN, Office

Injection = Callable[[psycopg.Connection[Any]], Any]


def test_reconcile__work_in_progress__finds_no_difference(worked: Office) -> None:
    checked = found(worked)

    assert {rule.name: rule.differences for rule in checked if not rule.is_good} == {}
    assert {rule.name: rule.counted for rule in checked}["hash chains of cases"].startswith("3 cases")
    assert [rule.counted for rule in checked if rule.name == "waiting"] == ["2 open cases wait for 3 things"]


def test_reconcile__entry_of_a_case_that_was_noted__is_no_difference(worked: Office) -> None:
    with owner(worked) as connection:
        connection.execute("update cases set reason = 'noted' where reason = 'granted'")

    assert [rule.differences for rule in found(worked) if rule.name == "register entries"] == [()]


def test_reconcile__certificate_that_was_issued__is_counted(worked: Office) -> None:
    citizen = worked.person(CITIZEN)
    with worked.engine.read(citizen) as tx:
        (entry,) = certificates.own_entries(tx)
    worked.engine.send(IssueCertificate(entry.entry_id), actor=citizen)

    assert [rule.differences for rule in found(worked) if rule.name == "numbers"] == [()]

    with owner(worked) as connection:
        connection.execute("update certificates set number = 'KEDA-C-2026-000002'")
    (numbers,) = (rule.differences for rule in found(worked) if rule.name == "numbers")
    assert any("1 is missing" in number for number in numbers)


@pytest.mark.parametrize("corruption", CORRUPTIONS)
def test_reconcile__one_corruption__is_named(worked: Office, corruption: str) -> None:
    statements, name, sentence = CORRUPTIONS[corruption]

    with owner(worked) as connection:
        connection.execute(statements)

    (check,) = (rule for rule in found(worked) if rule.name == name)
    assert any(sentence in difference for difference in check.differences), check


def test_command__by_an_operator__ends_with_one_where_there_is_a_difference(worked: Office) -> None:
    good = by_operator(worked)
    with owner(worked) as connection:
        connection.execute("delete from letters")

    bad = by_operator(worked)

    assert (good.exit_code, good.output.splitlines()[-1]) == (0, "no difference")
    assert (bad.exit_code, bad.output.splitlines()[-1]) == (1, "1 differences")


def test_command__database_is_away__says_so(worked: Office, tmp_path: Path) -> None:
    away = f"postgresql://nobody@/mms?host={tmp_path}"
    settings = replace(worked.engine.settings, database_owner_url=away)

    result = CliRunner().invoke(main, ["reconcile"], env=settings.as_environment())

    assert result.exit_code == 1
    assert result.output.startswith("Error: Not finished. The database does not answer now.")


def test_command__by_an_account_that_does_not_see_everything__is_refused(worked: Office) -> None:
    with owner(worked) as connection:
        connection.execute("create role somebody login in role mms_app, mms_login")
    settings = worked.engine.settings
    address = settings.owner_url.replace(OWNER, "somebody")

    with pytest.raises(NotTheOwner):
        tuple(reconcile(replace(worked.engine, settings=replace(settings, database_owner_url=address))))


def test_reconcile__erased_body__is_no_difference(worked: Office) -> None:
    with owner(worked) as connection:
        connection.execute("update step_events set salts[2] = null, bodies[2] = null where first_seq = 1")

    assert all(rule.is_good for rule in found(worked))


def test_reconcile__second_copy_of_a_mail__is_a_note(worked: Office) -> None:
    mail = worked.engine.settings.home / "mail"
    with owner(worked) as connection:
        (letter,) = connection.execute("update letters set mailed_at = now() returning id").fetchall()[0]
    for number in (1, 2):
        (mail / f"{number}.eml").write_text(f"Message-ID: <{letter}@localhost>\n\nx\n")

    (check,) = (rule for rule in found(worked) if rule.name == "mailbox")

    assert check.is_good
    assert check.notes == (f"letter {letter} arrived 2 times under one Message-ID",)


def test_reconcile__mail_of_no_letter__is_named(worked: Office) -> None:
    (worked.engine.settings.home / "mail" / "1.eml").write_text("Message-ID: <x@localhost>\n\nx\n")

    (check,) = (rule for rule in found(worked) if rule.name == "mailbox")

    assert check.differences == ("a mail names x, which is no letter",)


def test_reconcile__altered_file__is_named(worked: Office) -> None:
    files = worked.engine.connections.files
    digest = files.put(b"content")
    with owner(worked) as connection:
        connection.execute(
            "insert into documents select gen_random_uuid(), decode(%s, 'hex'), municipality_id, id, null,"
            " 'upload', 'n', 't', 'application/pdf', 1, now() from cases limit 1",
            [digest],
        )
    assert all(rule.is_good for rule in found(worked))
    path = worked.engine.settings.home / "files" / digest[:2] / digest[2:4] / digest
    path.chmod(0o640)
    path.write_bytes(b"altered")

    (check,) = (rule for rule in found(worked) if rule.name == "files")

    assert check.differences == (f"document t: the file {digest} was altered",)


def test_reconcile__keyring_lost__is_told_once_for_all_files(worked: Office) -> None:
    digest = worked.engine.connections.files.put(b"content")
    with owner(worked) as connection:
        connection.execute(
            "insert into documents select gen_random_uuid(), decode(%s, 'hex'), municipality_id, id, null,"
            " 'upload', 'n', 't', 'application/pdf', 1, now() from cases limit 1",
            [digest],
        )
    keyring = worked.engine.settings.key_file
    keyring.unlink()

    (check,) = (rule for rule in found(worked) if rule.name == "files")

    assert check.differences[-1].endswith(f"files can't be opened: there is no usable keyring at {keyring}")
    assert sum("can't be opened" in difference for difference in check.differences) == 1


def by_operator(office: Office) -> Result:
    """Type `mms reconcile`."""
    return CliRunner().invoke(main, ["reconcile"], env=office.engine.settings.as_environment())


@given(
    pattern=st.sampled_from(("{municipality}-N-{year}-{n:06}", "{n}/{year}", "({municipality}) {n:03}")),
    year=st.integers(1000, 9999),
    n=st.integers(1, 10**9),
)
def test_number__formatted__is_read_back(pattern: str, year: int, n: int) -> None:
    read = parse_number(
        pattern, format_number(pattern, municipality="keda", year=year, n=n), municipality="keda"
    )

    assert read is not None
    assert read.n == n
    assert read.year in (year, None)

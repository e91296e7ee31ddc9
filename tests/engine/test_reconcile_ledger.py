"""What a client was told is there once, what it was not told at most once; anything else is named."""

from __future__ import annotations

from pathlib import Path
from uuid import uuid4

import pytest

from engine.commands.applications import FileApplication
from tests.engine.bookkeeping import Ledger, owner
from tests.engine.kit import CITIZEN, OTHER_CITIZEN, Office


@pytest.fixture
def ledger(office: Office, tmp_path: Path) -> Ledger:
    return Ledger(office, tmp_path / "ledger.jsonl")


def test_ledger__everything_as_told__finds_no_difference(ledger: Ledger) -> None:
    case_id = ledger.filed()
    ledger.claimed(case_id)
    ledger.completed(case_id)
    ledger.withdrawn(ledger.filed(by=OTHER_CITIZEN))
    ledger.write(key=str(uuid4()), command="FileApplication", person=CITIZEN, state="sent")
    ledger.write(key=str(uuid4()), command="ClaimTask", person=CITIZEN, state="refused", task_id=str(uuid4()))

    check = ledger.check()

    assert check.differences == ()
    assert check.counted.startswith("7 commands: 5 acknowledged, 1 refused, 1 sent")


def test_ledger__acknowledged_command_is_lost__is_named(ledger: Ledger) -> None:
    ledger.write(key=str(uuid4()), command="FileApplication", person=CITIZEN, state="acknowledged")

    assert "acknowledged and is not there" in ledger.difference()


def test_ledger__acknowledged_number_is_another__is_named(ledger: Ledger) -> None:
    ledger.filed()
    ledger.write(**{**ledger.lines[-1], "number": "KEDA-N-2026-000009"})

    assert "was told KEDA-N-2026-000009" in ledger.difference()


def test_ledger__acknowledged_case_does_not_exist__is_named(ledger: Ledger) -> None:
    ledger.filed()
    ledger.write(**{**ledger.lines[-1], "case_id": str(uuid4())})

    assert "does not exist" in ledger.difference()


def test_ledger__filed_again_under_another_key__is_named(ledger: Ledger) -> None:
    ledger.filed()
    again = FileApplication(ledger.office.service, "keda", {"note": ledger.lines[0]["key"]})
    ledger.office.engine.send(again, actor=ledger.office.person(CITIZEN), key=uuid4())

    assert "its answers are there 2 times" in ledger.difference()


def test_ledger__unanswered_command_done_twice__is_named(ledger: Ledger) -> None:
    key = str(uuid4())
    ledger.write(key=key, command="FileApplication", person=CITIZEN, state="sent", marked=True)
    for _ in range(2):
        ledger.office.file(note=key)

    assert "its answers are there 2 times" in ledger.difference()


def test_ledger__refused_command_is_there__is_named(ledger: Ledger) -> None:
    ledger.filed()
    ledger.write(**{**ledger.lines[-1], "state": "refused"})

    found = ledger.check().differences

    assert any("refused and is there all the same" in sentence for sentence in found)
    assert any("its answers are there 1 times" in sentence for sentence in found)


def test_ledger__completed_task_is_open_again__is_named(ledger: Ledger) -> None:
    ledger.completed(ledger.filed())
    with owner(ledger.office) as connection:
        connection.execute("update tasks set state = 2")

    assert "not completed by this person" in ledger.difference()


def test_ledger__claim_is_lost__is_named(ledger: Ledger) -> None:
    ledger.claimed(ledger.filed())
    with owner(ledger.office) as connection:
        connection.execute("update tasks set claimed_by = null")

    assert "not claimed by this person" in ledger.difference()


def test_ledger__withdrawal_is_lost__is_named(ledger: Ledger) -> None:
    ledger.withdrawn(ledger.filed())
    with owner(ledger.office) as connection:
        connection.execute("update cases set reason = null")

    assert "withdrawn 1 times and is None" in ledger.difference()


def test_ledger__key_of_another_person__is_named(ledger: Ledger) -> None:
    ledger.filed()
    ledger.write(**{**ledger.lines[-1], "person": OTHER_CITIZEN})

    assert "belongs to another command or person" in ledger.difference()


def test_ledger__message_that_a_case_sent__is_there_once_or_named(talking: Office, tmp_path: Path) -> None:
    ledger = Ledger(talking, tmp_path / "ledger.jsonl")
    for sends in ("x", "y"):
        key = uuid4()
        done = talking.file(note="to x", key=key)
        told = {"case_id": str(done.case_id), "sends": sends}
        ledger.write(key=str(key), command="FileApplication", person=CITIZEN, state="acknowledged", **told)

    assert "its case told y 0 times" in ledger.difference()


def test_ledger__signal_that_a_case_threw__is_there_once_or_named(announcing: Office, tmp_path: Path) -> None:
    ledger = Ledger(announcing, tmp_path / "ledger.jsonl")
    for note in ("stop", "go on"):
        key = uuid4()
        done = announcing.file(note=note, key=key)
        told = {"case_id": str(done.case_id), "throws": "stop"}
        ledger.write(key=str(key), command="FileApplication", person=CITIZEN, state="acknowledged", **told)

    assert "its case told stop 0 times" in ledger.difference()

"""Forms of tasks that are saved without finishing."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import psycopg
import pytest

from engine.commands.assignment import ClaimTask
from engine.commands.cases import WithdrawCase
from engine.commands.drafts import SavedTaskDraft, SaveTaskDraft
from engine.db.pool import Transaction
from engine.errors import NotAllowed, NotFound, Rejected, TaskClosed, TaskTaken
from engine.queries import inbox, tasks
from engine.stores import work
from engine.stores.task_drafts import TaskDraft
from engine.tenancy import Actor
from tests.engine.kit import CITIZEN, Office


def save(office: Office, task_id: UUID, note: str, *, by: Actor | None = None, **more: Any) -> SavedTaskDraft:
    command = SaveTaskDraft(task_id, {"note": note}, **{"window": "a", **more})
    saved: SavedTaskDraft = office.engine.send(command, actor=by or office.staff("specialist"))
    return saved


def draft(office: Office, task_id: UUID, by: Actor | None = None) -> TaskDraft | None:
    with office.engine.read(by or office.staff("specialist")) as tx:
        return tasks.view(tx, task_id, "en").draft


def stored(office: Office) -> int:
    with psycopg.connect(office.engine.settings.owner_url) as connection:
        row = connection.execute("select count(*) from task_drafts").fetchone()
    assert row is not None
    return int(row[0])


@pytest.fixture
def task_id(office: Office) -> UUID:
    found: UUID = office.task(office.file().case_id).id
    return found


def test_task__saved__is_restored_for_whoever_saved_it_and_nobody_else(office: Office, task_id: UUID) -> None:
    save(office, task_id, "half")

    found = draft(office, task_id)
    assert found is not None and found.answers == {"note": "half"}
    assert draft(office, task_id, office.staff("head_of_service")) is None


def test_task__saved__says_so_in_the_inbox_of_whoever_saved_it(office: Office, task_id: UUID) -> None:
    save(office, task_id, "half")

    with office.engine.read(office.staff("specialist")) as tx:
        (row,) = inbox.page(tx, "unassigned").rows

    assert row.is_saved


def test_task__saved_in_two_windows__the_later_is_told(office: Office, task_id: UUID) -> None:
    first = save(office, task_id, "one")
    second = save(office, task_id, "two", window="b", seen=first.version)

    with pytest.raises(Rejected) as refused:
        save(office, task_id, "three", seen=first.version - 1, window="c")

    assert refused.value.error_code == "draft.saved_elsewhere"
    assert save(office, task_id, "three", seen=second.version, window="c").version == second.version + 1


def test_task__finished__leaves_nothing_saved(office: Office) -> None:
    case_id = office.file().case_id
    save(office, office.task(case_id).id, "half")

    office.complete(case_id, good=True)

    assert stored(office) == 0


def test_task__finished_by_a_colleague__leaves_nothing_saved(office: Office) -> None:
    case_id = office.file().case_id
    task = office.task(case_id)
    save(office, task.id, "half")
    with psycopg.connect(office.engine.settings.owner_url) as connection:
        connection.execute(
            "insert into task_drafts select task_id, (select min(id) from people where id <> person_id),"
            " answers, 1, 'x', saved_at from task_drafts"
        )

    office.complete(case_id, good=True)

    assert stored(office) == 0


def test_task__ended_by_the_applicant__leaves_nothing_saved(office: Office) -> None:
    case_id = office.file().case_id
    save(office, office.task(case_id).id, "half")

    office.engine.send(WithdrawCase(case_id), actor=office.person(CITIZEN))

    assert stored(office) == 0


def test_task__closed_taken_or_foreign__can_not_be_saved(office: Office) -> None:
    case_id = office.file().case_id
    task_id = office.task(case_id).id
    with pytest.raises((NotAllowed, NotFound)):
        save(office, task_id, "x", by=office.person(CITIZEN))
    with pytest.raises(NotFound):
        save(office, task_id, "x", by=office.staff("specialist", "telavi"))
    office.engine.send(ClaimTask(task_id), actor=office.staff("specialist"))
    colleague = office.staff("specialist")
    other = Actor(office.person(CITIZEN).person_id, roles=colleague.roles)
    with pytest.raises(TaskTaken):
        save(office, task_id, "x", by=other)

    office.complete(case_id, good=True)

    with pytest.raises(TaskClosed):
        save(office, task_id, "x")
    assert stored(office) == 0


def test_task__finished_while_it_is_saved__leaves_nothing_saved(office: Office) -> None:
    case_id = office.file().case_id
    task_id, looked = office.task(case_id).id, work.task

    def look_then_finish(tx: Transaction, task_id: UUID) -> Any:
        found = looked(tx, task_id)
        if found.state == 0:
            office.complete(case_id, good=True)
        return found

    with pytest.MonkeyPatch.context() as patch, pytest.raises(TaskClosed):
        patch.setattr(work, "task", look_then_finish)
        save(office, task_id, "half")

    assert stored(office) == 0


def test_task__far_too_much_text__is_refused(office: Office, task_id: UUID) -> None:
    with pytest.raises(Rejected) as refused:
        save(office, task_id, "x" * 300_000)

    assert refused.value.error_code == "draft.too_large"

"""Recusal: parties of a case, and officials with a conflict of interest, do nothing in it for the office."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from uuid import UUID

import psycopg
import pytest
from psycopg.types.json import Jsonb

from engine.commands.assignment import AssignTask, ClaimTask, RecuseFromCase
from engine.commands.base import Command
from engine.commands.cases import CompleteTask
from engine.commands.drafts import SaveTaskDraft
from engine.commands.signing import AddSignature, OpenSigning
from engine.errors import EngineError, NotAllowed, NotFound, Rejected
from engine.queries import board, cases, inbox, recusals, tasks
from tests.engine.fixtures import OpenOffice
from tests.engine.kit import CITIZEN, Office
from tests.engine.signed import SIMPLY_SIGNED, Signers

FIRST, SECOND = "00000002002", "00000002008"  # two specialists of Keda
WHY = "დემო მიზეზი"


@pytest.fixture
def signers(open_office: OpenOffice) -> Iterator[Signers]:
    with open_office(SIMPLY_SIGNED) as office:
        yield Signers(office)


def recuse_from_case(office: Office, case_id: UUID, *, by: str = FIRST, reason: str = WHY) -> None:
    office.engine.send(RecuseFromCase(case_id, reason), actor=office.person(by))


STEPS: dict[str, Callable[[UUID], Command]] = {
    "taking": lambda task_id: ClaimTask(task_id),
    "completing": lambda task_id: CompleteTask(task_id, {"good": True}),
    "saving": lambda task_id: SaveTaskDraft(task_id, {"good": True}),
}


@pytest.mark.parametrize("step", STEPS)
def test_step__of_the_official_s_own_case__is_refused(office: Office, step: str) -> None:
    official = office.person(FIRST)
    case_id = office.file(by=FIRST).case_id
    task_id = office.task(case_id).id

    with pytest.raises(EngineError) as refused:
        office.engine.send(STEPS[step](task_id), actor=official)

    assert refused.value.error_code == "task.own_case"
    assert office.task(case_id).claimed_by is None


@pytest.mark.parametrize("step", STEPS)
def test_step__of_a_case_that_the_official_filed_for_another__is_refused(office: Office, step: str) -> None:
    case_id = office.file().case_id
    represented = {"name": {"ka": "დემო", "en": "Demo"}, "number": FIRST, "kind": "attorney"}
    with psycopg.connect(office.engine.settings.owner_url) as connection:
        connection.execute(
            "update cases set representative = %s where id = %s",
            (Jsonb(represented), case_id),
        )
    official = office.person(FIRST)

    with pytest.raises(EngineError) as refused:
        command = STEPS[step](office.task(case_id).id)
        office.engine.send(command, actor=official)

    assert refused.value.error_code == "task.own_case"


@pytest.mark.parametrize("step", STEPS)
def test_step__after_recusal__is_refused(office: Office, step: str) -> None:
    case_id = office.file().case_id
    recuse_from_case(office, case_id)
    official = office.person(FIRST)

    with pytest.raises(EngineError) as refused:
        command = STEPS[step](office.task(case_id).id)
        office.engine.send(command, actor=official)

    assert refused.value.error_code == "task.recused"


def test_recusal__with_a_step_in_hand__gives_it_back_for_a_colleague(office: Office) -> None:
    case_id = office.file().case_id
    task_id = office.task(case_id).id
    office.engine.send(ClaimTask(task_id), actor=office.person(FIRST))

    recuse_from_case(office, case_id)

    assert office.task(case_id).claimed_by is None
    office.engine.send(CompleteTask(task_id, {"good": True}), actor=office.person(SECOND))
    assert office.observe(case_id).outcome == "granted"


def test_recusal__leaves_the_steps_of_colleagues_alone(office: Office) -> None:
    case_id = office.file().case_id
    colleague = office.person(SECOND)
    office.engine.send(ClaimTask(office.task(case_id).id), actor=colleague)

    recuse_from_case(office, case_id)

    assert office.task(case_id).claimed_by == colleague.person_id


def test_recusal__while_signing__gives_the_number_up(signers: Signers) -> None:
    office, reviewer = signers.office, signers.reviewer
    case_id = office.file().case_id
    office.engine.send(ClaimTask(office.task(case_id).id), actor=reviewer)
    signing_id = signers.lay(case_id)
    prepared = signers.prepare(signing_id)

    office.engine.send(RecuseFromCase(case_id, WHY), actor=reviewer)

    with pytest.raises(EngineError):
        office.engine.send(AddSignature(prepared, b"%PDF"), actor=reviewer)
    assert [state for _, state in signers.numbers()] == ["free"]


def test_signing__that_was_laid_before_recusal_without_a_claim__does_not_end(signers: Signers) -> None:
    office, reviewer = signers.office, signers.reviewer
    case_id = office.file().case_id
    signing_id = signers.lay(case_id)

    office.engine.send(RecuseFromCase(case_id, WHY), actor=reviewer)

    with pytest.raises(EngineError):
        signers.sign(signing_id, by=reviewer)
    with pytest.raises(EngineError):
        office.engine.send(OpenSigning(office.task(case_id).id, {"good": True}), actor=reviewer)
    assert "review" in office.observe(case_id).waiting


def test_assignment__to_whoever_recused_themselves_or_is_a_party__is_refused(office: Office) -> None:
    head = office.staff("head_of_service")
    codes: list[str] = []
    for case_id in (office.file().case_id, office.file(by=FIRST).case_id):
        if not codes:
            recuse_from_case(office, case_id)
        command = AssignTask(office.task(case_id).id, office.person(FIRST).person_id, WHY)
        with pytest.raises(Rejected) as refused:
            office.engine.send(command, actor=head)
        codes.append(refused.value.error_code)

    assert codes == ["task.recused_of_other", "task.own_case_of_other"]


def test_case__after_recusal__is_shown_to_colleagues_alone(office: Office) -> None:
    case_id = office.file().case_id
    recuse_from_case(office, case_id)

    with office.engine.read(office.person(FIRST)) as tx:
        with pytest.raises(NotFound):
            cases.view(tx, case_id, "en")
        with pytest.raises(Rejected, match="task.recused"):
            tasks.view(tx, office.task(case_id).id, "en")
        rows = {tab: inbox.page(tx, tab).rows for tab in ("unassigned", "all")}
    with office.engine.read(office.person(SECOND)) as tx:
        (told,) = cases.beside(tx, case_id).recusals

    assert [row.conflict for row in rows["unassigned"]] == ["task.recused"]
    assert rows["all"] == ()
    assert (told.ground, told.reason) == ("declared", WHY)


def test_own_case__in_their_lists__is_marked_and_shown_as_to_an_applicant(
    office: Office,
) -> None:
    case_id = office.file(by=FIRST).case_id
    official = office.person(FIRST)

    with office.engine.read(official) as tx:
        (row,) = inbox.page(tx, "unassigned").rows
        beside = cases.beside(tx, case_id)

    assert (row.conflict, row.may_claim) == ("task.own_case", False)
    assert (beside.handovers, beside.recusals, beside.may_recuse) == ((), (), False)


def test_board__names_who_is_recused__but_not_to_a_head_who_does(office: Office) -> None:
    first, second = office.file().case_id, office.file().case_id
    recuse_from_case(office, first)
    head = office.staff("head_of_service")
    office.engine.send(RecuseFromCase(second, WHY), actor=head)

    with office.engine.read(head) as tx:
        board.board(tx)
        seen = [recusal.case_id for recusal in recusals.of_supervised(tx)]
    with office.engine.read(office.staff("mayor")) as tx:
        all_seen = {recusal.case_id for recusal in recusals.of_supervised(tx)}

    assert seen == [first]
    assert all_seen == {first, second}


def test_recusal__without_a_reason_or_by_others__is_refused(office: Office) -> None:
    case_id = office.file().case_id

    with pytest.raises(Rejected, match="reason_missing"):
        recuse_from_case(office, case_id, reason=" ")
    for person in (CITIZEN, FIRST):
        actor = office.person(person)
        stranger = actor if person == CITIZEN else office.staff("specialist", "telavi")
        with pytest.raises((NotAllowed, NotFound)):
            office.engine.send(RecuseFromCase(case_id, WHY), actor=stranger)
    with office.engine.read(office.person(SECOND)) as tx:
        assert cases.beside(tx, case_id).recusals == ()


def test_recusal__from_one_s_own_case__says_that_a_colleague_does_it_anyway(office: Office) -> None:
    case_id = office.file(by=FIRST).case_id

    with pytest.raises(Rejected, match="own_case"):
        recuse_from_case(office, case_id)

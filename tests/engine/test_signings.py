"""Signing a step: nothing is done by halves, and each number of an act is used, reused or voided."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from engine.absences.commands import EnterAbsence
from engine.clock import local_date
from engine.commands.cases import CompleteTask, WithdrawCase
from engine.commands.offices import GiveOffice
from engine.commands.signing import DropSigning, VoidNumber
from engine.errors import EngineError, NotAllowed, NotFound
from engine.queries.act_numbers import reserved, unused
from engine.reconcile import reconcile
from engine.stores import papers, people
from engine.tenancy import system
from tests.engine.fixtures import OpenOffice
from tests.engine.kit import CITIZEN, OTHER_CITIZEN, Office
from tests.engine.signed import SIGNED, TOGETHER, Signers


@pytest.fixture
def signers(open_office: OpenOffice) -> Iterator[Signers]:
    """People of an office whose service ends with a signed act."""
    with open_office(SIGNED) as office:
        yield Signers(office)


@pytest.fixture
def together(open_office: OpenOffice) -> Iterator[Signers]:
    """People of an office whose step two people sign."""
    with open_office(TOGETHER) as office:
        yield Signers(office)


def refused(error: pytest.ExceptionInfo[EngineError]) -> str:
    return error.value.error_code


def differences(office: Office) -> list[str]:
    return [found for checked in reconcile(office.engine) for found in checked.differences]


def test_completing__a_step_that_is_signed__is_refused_without(signers: Signers) -> None:
    case_id = signers.office.file().case_id

    with pytest.raises(EngineError) as error:
        signers.office.complete(case_id, good=True)

    assert refused(error) == "signature.due"
    assert "review" in signers.office.observe(case_id).waiting


def test_completing__with_answers_that_nobody_signs__needs_no_signature(signers: Signers) -> None:
    case_id = signers.office.file().case_id

    signers.office.complete(case_id, good=False)

    assert signers.office.observe(case_id).outcome == "refused"
    assert signers.numbers() == []
    assert differences(signers.office) == []


def test_signing__by_card__decides_with_the_number_that_was_signed(signers: Signers) -> None:
    case_id = signers.office.file().case_id
    signing_id = signers.lay(case_id)

    shown = signers.see(signing_id)
    signers.sign(signing_id)

    seen = signers.office.observe(case_id)
    assert (seen.outcome, seen.document["grant"]["number"]) == ("granted", "KEDA-O-2026-00001")
    assert signers.numbers() == [("KEDA-O-2026-00001", "used")]
    assert seen.document["review"]["signed"]["by"][0]["method"] == "card"
    assert [event.kind for event in seen.events].count("signature.added") == 1
    with signers.office.engine.read(signers.reviewer) as tx:
        (paper,) = papers.documents(tx, case_id)
    assert (paper.kind, paper.digest.hex()) == ("order", seen.document["review"]["signed"]["file"])
    assert (shown.is_my_turn, signers.see(signing_id).state) == (True, "done")
    assert differences(signers.office) == []


def test_page__signed_in_the_place_of_an_official__says_so(signers: Signers) -> None:
    office, acting, usual = signers.office, "00000000104", signers.reviewer
    as_usual = signers.see(signers.lay(office.file(by=OTHER_CITIZEN).case_id, by=usual), by=usual)
    on = local_date(office.clock.now())
    period = {"valid_from": on, "valid_until": on + timedelta(7)}
    give = GiveOffice(acting, "specialist", "keda", "Order No. 5", **period, is_acting=True)
    office.engine.send(give, actor=system())
    words = "მოვალეობის შემსრულებელი"

    deputy = office.person(acting)
    in_place = signers.see(signers.lay(office.file().case_id, by=deputy), by=deputy)

    assert (words in in_place.row.page, words in as_usual.row.page) == (True, False)


def test_page__signed_for_somebody_who_is_away__names_both(signers: Signers) -> None:
    office, deputy = signers.office, signers.office.person("00000002004")
    on, absent = local_date(office.clock.now()), signers.reviewer
    away = EnterAbsence("keda", on, on, deputy.person_id, absent.person_id, act="Order No. 7")
    office.engine.send(away, actor=office.staff("head_of_service"))

    deputy = office.person("00000002004")
    seen = signers.see(signers.lay(office.file().case_id, by=deputy), by=deputy)

    with office.engine.read(deputy) as tx:
        names = people.names(tx, {deputy.person_id or 0, absent.person_id or 0})
    assert len(names) == 2
    assert [name["ka"] in seen.row.page for name in names.values()] == [True, True]


def test_signing__on_paper__is_called_so_everywhere(signers: Signers) -> None:
    case_id = signers.office.file().case_id

    signers.scan(signers.lay(case_id))

    seen = signers.office.observe(case_id)
    assert (seen.outcome, seen.document["review"]["signed"]["by"][0]["method"]) == ("granted", "paper")
    assert "signature.on_paper" in [event.kind for event in seen.events]
    with signers.office.engine.read(signers.reviewer) as tx:
        assert "scan" in [paper.kind for paper in papers.documents(tx, case_id)]
    assert differences(signers.office) == []


def test_act__that_the_step_could_not_carry_out__is_not_laid_before_anybody(signers: Signers) -> None:
    first, second = (signers.office.file().case_id for _ in range(2))
    signers.sign(signers.lay(first))

    with pytest.raises(EngineError) as error:
        signers.lay(second)

    assert refused(error) == "register.already_held"
    assert signers.numbers() == [("KEDA-O-2026-00001", "used")]


def test_signing__begun_twice__goes_on_with_the_same_page(signers: Signers) -> None:
    case_id = signers.office.file().case_id

    first, second = signers.lay(case_id), signers.lay(case_id)

    assert first == second
    assert signers.numbers() == [("KEDA-O-2026-00001", "reserved")]


def test_number__of_a_signing_that_was_given_up__goes_to_the_next_act(signers: Signers) -> None:
    first, second = (signers.office.file(by=by).case_id for by in (CITIZEN, OTHER_CITIZEN))
    given_up = signers.lay(first)

    signers.office.engine.send(DropSigning(given_up), actor=signers.reviewer)
    signers.sign(signers.lay(second))

    assert signers.numbers() == [("KEDA-O-2026-00001", "used")]
    assert signers.see(given_up).state == "dropped"
    assert differences(signers.office) == []


def test_number__of_a_case_that_was_withdrawn__goes_to_the_next_act(signers: Signers) -> None:
    first, second = (signers.office.file(by=by).case_id for by in (CITIZEN, OTHER_CITIZEN))
    signing_id = signers.lay(first)
    signers.office.engine.send(WithdrawCase(first), actor=signers.applicant)

    with pytest.raises(EngineError) as error:
        signers.sign(signing_id)
    signers.sign(signers.lay(second))

    assert refused(error) == "signature.over"
    assert signers.numbers() == [("KEDA-O-2026-00001", "used")]
    assert differences(signers.office) == []


def test_number__past_midnight__is_prepared_again_and_kept(signers: Signers) -> None:
    case_id = signers.office.file().case_id
    yesterday = signers.lay(case_id)
    preparation = signers.prepare(yesterday)
    signers.office.clock.set(datetime(2026, 9, 1, 20, 0, tzinfo=UTC))  # midnight in Tbilisi

    with pytest.raises(EngineError) as error:
        signers.add(preparation, b"%signed")
    today = signers.lay(case_id)
    signers.sign(today)

    assert refused(error) == "signature.prepared_over"
    assert (signers.see(yesterday).state, today == yesterday) == ("dropped", False)
    assert signers.numbers() == [("KEDA-O-2026-00001", "used")]
    assert signers.office.observe(case_id).document["grant"]["decided_on"] == "2026-09-02"


def test_number__left_over_when_the_year_ends__is_voided(signers: Signers) -> None:
    first, second = (signers.office.file(by=by).case_id for by in (CITIZEN, OTHER_CITIZEN))
    signers.office.clock.set(datetime(2026, 12, 31, 8, 0, tzinfo=UTC))
    signers.lay(first)
    signers.office.clock.advance(timedelta(days=1))

    signers.sign(signers.lay(second))

    assert signers.numbers() == [("KEDA-O-2026-00001", "year_over"), ("KEDA-O-2027-00001", "used")]
    assert differences(signers.office) == []


def test_number__given_up__can_be_voided_with_a_reason(signers: Signers) -> None:
    signing_id = signers.lay(signers.office.file().case_id)
    void = VoidNumber("keda", "KEDA-O-2026-00001", "the form was torn")
    with pytest.raises(EngineError) as error:
        signers.office.engine.send(void, actor=system())
    signers.office.engine.send(DropSigning(signing_id), actor=signers.reviewer)

    signers.office.engine.send(void, actor=system())

    assert refused(error) == "signature.number_not_free"
    assert signers.numbers() == [("KEDA-O-2026-00001", "the form was torn")]
    assert differences(signers.office) == []


def test_signing__together_in_order__finishes_the_step_with_the_last(together: Signers) -> None:
    case_id = together.office.file().case_id
    signing_id = together.lay(case_id)
    with pytest.raises(EngineError) as error:
        together.sign(signing_id, by=together.applicant)

    together.sign(signing_id)
    between = together.office.observe(case_id)
    together.sign(signing_id, by=together.applicant)

    seen = together.office.observe(case_id)
    assert refused(error) == "signature.not_yet"
    assert (between.waiting, seen.waiting) == (("review",), ())
    assert [signature["role"] for signature in seen.document["review"]["signed"]["by"]] == [
        "specialist",
        None,
    ]
    assert [event.kind for event in seen.events].count("signature.added") == 2
    with together.office.engine.read(together.reviewer) as tx:
        done = tx.one("select closed_by from tasks where case_id = :id", id=case_id)
    assert done.closed_by == together.reviewer.person_id
    assert differences(together.office) == []


def test_signing__of_the_case_of_another__does_not_exist(together: Signers) -> None:
    signing_id = together.lay(together.office.file().case_id)

    with pytest.raises(NotFound):
        together.see(signing_id, by=together.office.person(OTHER_CITIZEN))


def test_signing__after_the_case_has_moved__is_laid_out_anew(signers: Signers) -> None:
    case_id = signers.office.file().case_id
    signing_id = signers.lay(case_id)
    preparation = signers.prepare(signing_id)
    with signers.office.engine.read(signers.reviewer) as tx:
        task = tx.one("select id from tasks where case_id = :id and state = 0", id=case_id)
    signers.office.engine.send(CompleteTask(task.id, {"good": False}), actor=signers.reviewer, key=uuid4())

    with pytest.raises(EngineError) as error:
        signers.add(preparation, b"%signed")

    assert refused(error) == "signature.over"
    assert signers.office.observe(case_id).outcome == "refused"


def test_number_list__says_what_became_of_the_numbers_that_no_act_bears(signers: Signers) -> None:
    signing_id = signers.lay(signers.office.file().case_id)
    signers.office.engine.send(DropSigning(signing_id), actor=signers.reviewer)
    signers.office.engine.send(VoidNumber("keda", "KEDA-O-2026-00001", "torn"), actor=system())

    found = unused(signers.office.engine.connections.database, "keda", now=signers.office.clock.now())

    assert [(number.number, number.state, number.reason) for number in found] == [
        ("KEDA-O-2026-00001", "voided", "torn")
    ]


def test_number__that_was_given_up__is_voided_by_whoever_accounts_for_it_and_by_nobody_else(
    signers: Signers,
) -> None:
    office = signers.office
    signing_id = signers.lay(office.file().case_id)
    office.engine.send(DropSigning(signing_id), actor=signers.reviewer)
    void = VoidNumber("keda", "KEDA-O-2026-00001", "torn")

    with pytest.raises(NotAllowed):
        office.engine.send(void, actor=office.staff("specialist"))
    office.engine.send(void, actor=office.staff("chancellery"))

    with office.engine.read(office.staff("finance")) as tx:
        (one,) = reserved(tx)
    with office.engine.read(office.staff("specialist")) as tx:
        assert reserved(tx) == ()
    assert (one.state, one.reason, one.given_up, one.case_id) == ("voided", "torn", 1, None)
    assert differences(office) == []


def test_number__given_up_and_borne_by_the_next_act__says_both(signers: Signers) -> None:
    office, cases = signers.office, []
    for by in (CITIZEN, OTHER_CITIZEN):
        cases.append(office.file(by=by).case_id)
    office.engine.send(DropSigning(signers.lay(cases[0])), actor=signers.reviewer)

    signers.sign(signers.lay(cases[1]))

    with office.engine.read(office.staff("finance")) as tx:
        (one,) = reserved(tx)
    assert (one.state, one.given_up, one.case_id) == ("used", 1, cases[1])

"""An operator files for whoever stands at the desk of a community centre: for minutes, and with a proof."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from engine.centers.handlers.presences import OwnPresence
from engine.centers.queries import presences
from engine.commands.applications import FileApplication, FiledCase, StoreDocument
from engine.commands.cases import WithdrawCase
from engine.commands.contacts import KnownPerson
from engine.commands.correspondence import WriteToCase
from engine.commands.drafts import SaveDraft
from engine.commands.letters import ReadLetters
from engine.commands.mandates import BeginPresence, EndPresence
from engine.errors import NeedsCard, NotAllowed, NotFound, Rejected
from engine.queries import cases, own_cases
from engine.representation.mandates import ForOneselfOnly, MandateRefused
from engine.tenancy import Actor
from tests.documents.made_files import a_picture
from tests.engine.acting import found, session_of
from tests.engine.kit import CITIZEN, OTHER_CITIZEN, Office
from tests.engine.test_on_behalf import sees, stored

OPERATOR = "00000002010"
VILLAGER = KnownPerson(CITIZEN, "დემო", "მოქალაქე 1 (ქედა)", "1968-03-14")
CARD = "ab" * 32


def come(office: Office, person: KnownPerson = VILLAGER, **how: Any) -> tuple[str, Actor]:
    """Let somebody come to the operator's desk; return the operator's session and who acts in it."""
    token, session = session_of(office, OPERATOR)
    proof = {"proof": "card", "evidence": CARD, **how}
    office.engine.send(BeginPresence(session.session_id, person, **proof), actor=session.actor)
    return token, found(office, token).actor


def file(office: Office, actor: Actor, municipality: str = "keda") -> UUID:
    command = FileApplication(office.service, municipality, {"note": "a note"})
    filed: FiledCase = office.engine.send(command, actor=actor)
    return filed.case_id


def test_case__filed_at_the_desk__is_the_citizens_and_names_operator_center_and_proof(office: Office) -> None:
    _, operator = come(office)

    case_id = file(office, operator, "telavi")  # the centre lies in Keda

    with office.engine.read(office.person(CITIZEN)) as tx:
        view = cases.view(tx, case_id, "en")
        assert [case.case_id for case in own_cases.own_cases(tx).cases] == [case_id]
    assert (view.applicant_number, view.channel) == (CITIZEN, "centre")
    assert view.representative is not None
    assert view.representative["personal_number"] == OPERATOR
    assert (
        view.representative["ground"]["en"]
        == "at the desk of community centre No. 68, with the identity card"
    )
    mandate = stored(office, "select mandate from submissions")[0]
    assert (mandate["kind"], mandate["reference"], mandate["digest"]) == ("presence", "card", CARD)
    who = "select count(*) from stream_events where stream = %s and kind = 'presence.began'"
    for person in (OPERATOR, CITIZEN):
        assert stored(office, who, f"sign-ins/{office.person(person).person_id}") == (1,)


def test_paper__signed_by_hand__lies_with_the_case(office: Office) -> None:
    token, session = session_of(office, OPERATOR)
    upload = StoreDocument(a_picture("PNG", (40, 30)), "request.png")
    scan = office.engine.send(upload, actor=session.actor)
    paper = BeginPresence(session.session_id, VILLAGER, "paper", scan.document)
    office.engine.send(paper, actor=session.actor)

    case_id = file(office, found(office, token).actor)

    with office.engine.read(office.person(CITIZEN)) as tx:
        view = cases.view(tx, case_id, "en")
    assert [document.digest for document in view.documents] == [scan.document]


def test_operator__sees_what_was_filed_at_the_center_and_nothing_else_of_the_person(office: Office) -> None:
    at_home = office.file(by=CITIZEN).case_id
    token, operator = come(office)
    at_desk = file(office, operator)

    assert sees(office, operator, at_desk) and not sees(office, operator, at_home)
    with office.engine.read(operator) as tx:
        assert [case.case_id for case in own_cases.own_cases(tx).cases] == [at_desk]
        assert tx.scalar("select count(*) from register_entries") == 0
        assert tx.scalar("select count(*) from contacts") == 0
    office.engine.send(EndPresence(found(office, token).session_id), actor=operator)
    alone = found(office, token).actor
    assert not alone.is_staff and not sees(office, alone, at_desk)
    with office.engine.read(alone) as tx:
        (row,) = presences.day(tx)
        assert (row.number, row.applicant["en"]) == (view_number(office, at_desk), "Demo Citizen 1 (Keda)")


def view_number(office: Office, case_id: UUID) -> str:
    return str(stored(office, "select number from cases where id = %s", case_id)[0])


def test_presence__after_its_time__files_nothing_and_shows_nothing(office: Office) -> None:
    token, operator = come(office)
    case_id = file(office, operator)
    office.clock.advance(timedelta(minutes=31))

    with pytest.raises(MandateRefused, match=r"mandate\.presence_over"):
        file(office, operator)  # from a page that was opened before
    late = found(office, token).actor
    assert late.acts_for is None and not sees(office, late, case_id)


def test_presence__of_the_next_person__ends_the_one_before(office: Office) -> None:
    token, first = come(office)
    file(office, first)
    session = found(office, token)
    other = KnownPerson(OTHER_CITIZEN, "დემო", "მოქალაქე 3", "1975-01-01")
    again = BeginPresence(session.session_id, other, "card", CARD)
    with pytest.raises(ForOneselfOnly):
        office.engine.send(again, actor=session.actor)
    office.engine.send(EndPresence(session.session_id), actor=session.actor)
    office.engine.send(again, actor=found(office, token).actor)

    with pytest.raises(MandateRefused):
        file(office, first)


@pytest.mark.parametrize(
    "command",
    [WithdrawCase(UUID(int=1), 0), ReadLetters(UUID(int=1))],
)
def test_operator__does_for_a_citizen_only_what_needs_no_hand_of_theirs(office: Office, command: Any) -> None:
    _, operator = come(office)

    with pytest.raises(ForOneselfOnly):
        office.engine.send(command, actor=operator)


def test_operator__keeps_a_draft_and_writes_for_whoever_is_there(office: Office) -> None:
    _, operator = come(office)
    office.engine.send(SaveDraft(office.service, "keda", {"note": "half"}, page="1"), actor=operator)
    case_id = file(office, operator)
    office.engine.send(WriteToCase(case_id, "When?"), actor=operator)

    with office.engine.read(office.person(CITIZEN)) as tx:
        assert [message.text for message in cases.view(tx, case_id, "en").messages] == ["When?"]


def test_presence__without_an_office_a_card_or_a_proof__does_not_begin(office: Office) -> None:
    _, citizen = session_of(office, OTHER_CITIZEN)
    _, operator = session_of(office, OPERATOR)
    itself = KnownPerson(OPERATOR, "დემო", "ოპერატორი", "1990-10-05")

    def begin(person: KnownPerson, by: Any, **how: Any) -> None:
        proof = {"proof": "card", "evidence": CARD, **how}
        office.engine.send(BeginPresence(by.session_id, person, **proof), actor=by.actor)

    with pytest.raises(NotAllowed):
        begin(VILLAGER, citizen)
    with pytest.raises(OwnPresence):
        begin(itself, operator)
    with pytest.raises(Rejected, match=r"presence\.proof_unknown"):
        begin(VILLAGER, operator, proof="word")
    with pytest.raises(Rejected, match=r"submission\.foreign_document"):
        begin(VILLAGER, operator, proof="paper")
    with pytest.raises((NotFound, NeedsCard)):
        office.engine.send(BeginPresence(citizen.session_id, VILLAGER, "card", CARD), actor=operator.actor)

"""A letter reaches its applicant, in the portal or at a desk, and a diagram that waits for that goes on."""

from __future__ import annotations

from collections.abc import Callable

from engine.clock import local_date
from engine.commands.cases import StepTaken
from engine.commands.letters import HandOverLetter, ReadLetters
from engine.db.pool import Transaction
from engine.errors import NotAllowed, NotFound
from engine.operations.delivery import OPENED, deliver
from engine.operations.operation import Operations
from engine.routes import ForAnother, Route, Sender
from engine.steps import open_case
from engine.stores import cases, papers


def read_letters(operations: Operations) -> Callable[[ReadLetters, Transaction], StepTaken | None]:
    """Return the handler. A step follows one letter; another that is awaited stays unread till the next."""

    def handle(command: ReadLetters, tx: Transaction) -> StepTaken | None:
        row = cases.load(tx, command.case_id)
        if row is None or row.applicant_id != tx.actor.party_id:
            raise NotFound
        awaited = papers.awaited_openings(tx, row.id, OPENED)
        papers.letters_read(tx, row.id, but=[letter for _, letter in awaited[1:]])
        if not awaited:
            return None
        token, letter = awaited[0]
        payload = {"letter": str(letter), "on": local_date(tx.now).isoformat()}
        case = open_case(tx, operations, row.id)
        return case.act(lambda run: run.deliver(OPENED, payload, token=token))

    return handle


def hand_over_letter(operations: Operations) -> Callable[[HandOverLetter, Transaction], StepTaken]:
    """Return the handler: the letter is delivered by hand, at the centre where the case was filed."""

    def handle(command: HandOverLetter, tx: Transaction) -> StepTaken:
        presence = tx.actor.acts_for if tx.actor.is_assisting else None
        if presence is None:
            raise NotAllowed
        row, letter = cases.load(tx, command.case_id), papers.letter(tx, command.letter_id)
        if row is None or letter is None or letter.case_id != row.id:
            raise NotFound
        case = open_case(tx, operations, row.id)
        said = deliver(
            case, {"letter": letter.id, "by": "hand", "proof": f"community center {presence.center}"}
        )
        waiting = [
            token for token, awaited in papers.awaited_openings(tx, row.id, OPENED) if awaited == letter.id
        ]
        if not waiting:
            return case.save_in_place()
        payload = {"letter": str(letter.id), "on": said["on"]}
        return case.act(lambda run: run.deliver(OPENED, payload, token=waiting[0]))

    return handle


ROUTES = (
    Route(
        ReadLetters,
        build=lambda use: read_letters(use.operations),
        sender=Sender.PERSON,
        guests=True,
        for_another=ForAnother.BESIDE,
        result=StepTaken,
    ),
    Route(
        HandOverLetter,
        build=lambda use: hand_over_letter(use.operations),
        sender=Sender.PERSON,
        for_another=ForAnother.ACT,
        at_desk=True,
        result=StepTaken,
    ),
)

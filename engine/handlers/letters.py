"""What the applicant's look at letters does: they are read, and a diagram that waits for that goes on."""

from __future__ import annotations

from collections.abc import Callable

from engine.clock import local_date
from engine.commands import ReadLetters, StepTaken
from engine.db.pool import Transaction
from engine.errors import NotFound
from engine.operations.delivery import OPENED
from engine.operations.operation import Operations
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

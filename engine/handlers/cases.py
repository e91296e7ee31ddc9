"""Handlers of what an applicant asks of a case as a whole."""

from __future__ import annotations

from collections.abc import Callable

from engine.cases.messages import WITHDRAWN
from engine.commands.cases import StepTaken, WithdrawCase
from engine.db.pool import Transaction
from engine.errors import NotFound, Rejected
from engine.operations.operation import Operations
from engine.routes import ForAnother, Joint, Route, Sender
from engine.steps import open_case
from engine.stores import messages


class NotWithdrawable(Rejected):
    """The case has been decided or is not waiting for a withdrawal."""

    code = "case.not_withdrawable"


def withdraw_case(operations: Operations) -> Callable[[WithdrawCase, Transaction], StepTaken]:
    """Return the handler: the diagram's message event takes the case to its end."""

    def handle(command: WithdrawCase, tx: Transaction) -> StepTaken:
        case = open_case(tx, operations, command.case_id, expected=command.expected_version)
        if case.row.applicant_id != tx.actor.party_id:
            raise NotFound
        if messages.awaited(tx, case.row.id, WITHDRAWN) is None:
            raise NotWithdrawable
        case.record("case.withdrawn")
        return case.act(lambda run: run.deliver(WITHDRAWN, {}))

    return handle


ROUTES = (
    Route(
        WithdrawCase,
        build=lambda use: withdraw_case(use.operations),
        sender=Sender.PERSON,
        guests=True,
        for_another=ForAnother.ACT,
        joint=Joint.BY_BOTH,
        result=StepTaken,
    ),
)

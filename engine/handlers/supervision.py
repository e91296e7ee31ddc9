"""A supervisor puts a case at another step, where nothing else helps."""

from __future__ import annotations

from collections.abc import Callable

from engine.cases.incidents import checked_reason, resolve, step_name
from engine.commands.cases import StepTaken
from engine.commands.supervision import MoveToken
from engine.db.pool import Transaction
from engine.errors import NotAllowed, NotFound, Rejected
from engine.operations.operation import Operations
from engine.roles import Right
from engine.routes import Route, Sender
from engine.steps import open_case
from engine.stores import cases, work


class NothingWaits(Rejected):
    """There is nothing at the step that could be moved."""

    code = "case.nothing_waits"


def move_token(operations: Operations) -> Callable[[MoveToken, Transaction], StepTaken]:
    """Return the handler: the old step is cancelled, the new one begins with its own deadline.

    Who moved what, and on which legal basis, stays in the case's audit log.
    """

    def handle(command: MoveToken, tx: Transaction) -> StepTaken:
        row = cases.load(tx, command.case_id)
        if row is None or row.municipality_id not in tx.actor.municipalities:
            raise NotFound
        if not tx.actor.may(Right.SUPERVISE, row.municipality_id):
            raise NotAllowed  # before the version they saw is judged: that tells of the case
        case = open_case(tx, operations, command.case_id, expected=command.expected_version)
        basis = checked_reason(command.legal_basis)
        if not work.waits(tx, case.row.id, command.token):
            raise NothingWaits
        case.record(
            "case.token_moved",
            since=step_name(case, command.token),
            to=step_name(case, f"{command.element}:1"),
            token=command.token,
            element=command.element,
            legal_basis=basis,
        )
        resolve(case, token=command.token, how="moved", why=basis)
        return case.act(lambda run: run.move(command.token, command.element))

    return handle


ROUTES = (
    Route(MoveToken, build=lambda use: move_token(use.operations), sender=Sender.STAFF, result=StepTaken),
)

"""Actions beside the steps of a case: payment, claim, withdrawal, messages, assignment.

Each of these meets faults and comes twice like everything else. What may be refused because of what the
case has come to meanwhile is refused; nothing else is.
"""

from __future__ import annotations

import random
from functools import partial
from typing import Any
from uuid import UUID

from engine.cases.messages import WITHDRAWN
from engine.commands.applications import FiledCase
from engine.commands.assignment import ClaimTask, ReleaseTask
from engine.commands.cases import WithdrawCase
from engine.commands.correspondence import WriteToCase
from engine.commands.jobs import FireTimer
from engine.commands.supervision import MoveToken
from engine.errors import Rejected
from engine.payments.commands import MoneyReceived, OrderFailed, PaymentOrder, StartPayment
from engine.tenancy import Actor
from tests.simulation.fault_injection.desk import Option
from tests.simulation.fault_injection.plan import Move
from tests.simulation.fault_injection.retrying_client import RetryingClient, WrongAnswer

NOTHING_TO_PAY = {"payment.nothing_to_pay", "payment.too_many_orders"}
# What has changed since the page was opened, and what stays where it is.
NOT_MOVED = {"case.stale", "run.move_inside_many", "run.move_behind_event_gateway", "run.move_boundary_event"}
SILENT = {"writing.case_over", "writing.too_often"}
MOVABLE = ("task", "timer", "message", "signal", "job")


class SideActions(RetryingClient):
    """Everything of a run that is no step."""

    cases: list[FiledCase]
    applicants: dict[UUID, Actor]
    orders: dict[UUID, tuple[Actor, int]]  # laid before the treasury: whose, and for how much
    said: list[MoneyReceived | OrderFailed]

    def _money(self, move: Move, choice: random.Random) -> None:
        """Lay an order before the treasury, let it say how one ended, or let it say so once more."""
        pick = choice.random()
        if self.said and pick < 0.2:
            again = self.asked(choice.choice(self.said), self.desk.system, self.key(), twice=move.twice)
            if again is not None:
                raise WrongAnswer("what the treasury had said before was taken for news")
        elif self.orders and pick < 0.7:
            self._end_order(choice, twice=move.twice)
        else:
            self._lay_order(move, choice)

    def _lay_order(self, move: Move, choice: random.Random) -> None:
        found = [(case, payment) for case in self.cases for payment in self.desk.payments(case.case_id)]
        if not found:
            return
        case, payment = found[move.pick % len(found)]
        citizen = self.applicants[case.case_id]
        command = StartPayment(payment.id)
        try:
            order: PaymentOrder = self.asked(command, citizen, self.key(), twice=move.twice)
        except Rejected as refused:
            if refused.error_code not in NOTHING_TO_PAY:
                raise
            return
        wrong = choice.random() < 0.1
        self.orders[order.order_id] = (citizen, order.amount_tetri + wrong)

    def _end_order(self, choice: random.Random, *, twice: str | None) -> None:
        order = choice.choice(list(self.orders))
        citizen, tetri = self.orders.pop(order)
        key, word = self.key(), self.key()
        noted = {"command": "Pay", "person": citizen.personal_number, "order": str(order)}
        command: MoneyReceived | OrderFailed = OrderFailed(order)
        if choice.random() < 0.7:
            command = MoneyReceived(order, tetri, self.engine.clock.now(), str(order))
        is_paid = isinstance(command, MoneyReceived)
        self.log.note(key, **noted, paid_tetri=tetri, state="sent")
        told = self.asked(command, self.desk.system, word, twice=twice)
        if told is None:
            raise WrongAnswer(f"what the treasury said of order {order} was passed over")
        self.log.note(key, state="acknowledged" if is_paid else "refused")
        self.said.append(command)

    def _claim(self, move: Move, choice: random.Random) -> None:
        """Two clerks take a task at once: one has it, and puts it back or completes it."""
        for _, task in self._tasks(move):
            assert task.id is not None
            sends = [self._claiming(task.id, clerk) for clerk in self.desk.clerks]
            told = self.together(sends)
            losers = [answer for answer in told if isinstance(answer, Rejected)]
            if len(losers) != 1 or losers[0].error_code != "task.taken":
                raise WrongAnswer(f"two clerks took a task at once and were told {told}")
            winner = self.desk.clerks[1 - told.index(losers[0])]
            if choice.random() < 0.5:
                self.repeated(self.completion(task, winner, choice, None), twice=move.twice)
                return
            key = self.key()
            noted = {"command": "ReleaseTask", "person": winner.personal_number, "task_id": str(task.id)}
            self.log.note(key, **noted, state="sent")
            self.asked(ReleaseTask(task.id), winner, key, twice=move.twice)
            self.log.note(key, state="acknowledged")
            return

    def _claiming(self, task_id: UUID, clerk: Actor) -> Any:
        key = self.key()
        noted = {"command": "ClaimTask", "person": clerk.personal_number, "task_id": str(task_id)}
        self.log.note(key, **noted, state="sent")

        def send() -> Any:
            try:
                done = self.engine.send(ClaimTask(task_id), actor=clerk, key=key)
            except Rejected:
                self.log.note(key, state="refused")
                raise
            self.log.note(key, state="acknowledged")
            return done

        return send

    def _withdraw(self, move: Move, choice: random.Random) -> None:
        """Withdraw an application whose case listens for that."""
        for case in self.cases[move.case :] + self.cases[: move.case]:
            if any(option.name == WITHDRAWN for option in self.desk.waiting(case.case_id)):
                self.withdrawn(case, twice=move.twice)
                return

    def withdrawn(self, case: FiledCase, *, twice: str | None) -> None:
        """Withdraw an application."""
        key, citizen = self.key(), self.applicants[case.case_id]
        noted = {"command": "WithdrawCase", "person": citizen.personal_number}
        self.log.note(key, **noted, state="sent")
        self.asked(WithdrawCase(case.case_id), citizen, key, twice=twice)
        self.log.note(key, state="acknowledged")

    def _write(self, move: Move, choice: random.Random) -> None:
        """Write to the other side of a case, who may read it or not."""
        if not self.cases:
            return
        case, key = self.cases[move.case % len(self.cases)], self.key()
        is_office = choice.random() < 0.5
        author = self.desk.clerks[0] if is_office else self.applicants[case.case_id]
        noted = {"command": "WriteToCase", "person": author.personal_number, "marked": True}
        self.log.note(key, **noted, state="sent")
        command = WriteToCase(case.case_id, f"About {case.number}: {key}", as_office=is_office)
        try:
            self.asked(command, author, key, twice=move.twice)
        except Rejected as refused:
            self.log.note(key, state="refused")
            if refused.error_code not in SILENT:
                raise
            return
        self.log.note(key, state="acknowledged")

    def _put(self, move: Move, choice: random.Random) -> None:
        """A supervisor lets a step begin anew, by law."""
        found = [(case, option) for case in self.cases for option in self.desk.waiting(case.case_id)]
        found = [waiting for waiting in found if waiting[1].kind in MOVABLE]
        if not found:
            return
        case, option = choice.choice(found)
        element, version = option.token.rpartition(":")[0], self.desk.version(case.case_id)
        command = MoveToken(case.case_id, option.token, element, "An act, article 1", version)
        try:
            self.asked(command, self.desk.supervisor, self.key(), twice=move.twice)
        except Rejected as refused:
            if refused.error_code not in NOT_MOVED:
                raise

    def _term(self, move: Move, choice: random.Random) -> None:
        """Let a reminder of a clock come, or its term run out, when the law says so."""
        for case in self.cases[move.case :] + self.cases[: move.case]:
            for timer in self.desk.of_clocks(case.case_id):
                self.engine.clock.set(max(self.engine.clock.now(), timer.at))
                fire = partial(self.engine.send, FireTimer(timer.id), actor=self.desk.system)
                self.repeated(fire, twice=move.twice)
                return

    def _tasks(self, move: Move) -> list[tuple[FiledCase, Option]]:
        """Return a task of a case that has one, the move's own case first."""
        around = self.cases[move.case :] + self.cases[: move.case]
        found = ((case, option) for case in around for option in self.desk.waiting(case.case_id))
        return [waiting for waiting in found if waiting[1].kind == "task"][:1]

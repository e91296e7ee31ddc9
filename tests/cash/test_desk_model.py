"""Property-based test of cash, appointments and queues at two centres, in any order of events.

One of them takes cash: no money without right, nothing of another centre.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any, ClassVar
from uuid import UUID

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from engine.cash import store as cash_store
from engine.cash.commands import ConfirmCount, CountCash, ReceiveCash, VoidReceipt
from engine.cash.queries import invariants as cash_rules
from engine.centers.commands.appointments import CancelAppointment, MakeAppointment, RecordArrival
from engine.centers.commands.queue import CallNext, EndTicket, SetCenterHours, TakeTicket
from engine.centers.queries import queue
from engine.commands.mandates import BeginPresence, EndPresence
from engine.errors import NotAllowed, Rejected
from engine.payments.queries import invariants as money_rules
from engine.tenancy import Actor, system
from tests.cash.desks import ELSEWHERE, HEAD, OPERATOR, asked, take_cash, today
from tests.centers.test_presence_model import _is_open, _person
from tests.engine.acting import found, session_of
from tests.engine.kit import CITIZEN, OTHER_CITIZEN, Office
from tests.engine.test_on_behalf import stored

TAKES, OTHER = 68, 70  # one centre takes cash, the other does not
DESKS = {OPERATOR: TAKES, ELSEWHERE: OTHER}
LASTS = timedelta(minutes=30)
EVENTS = (
    *("ask", "ask", "ask", "come", "come", "leave", "time 10", "time 31", "next day"),
    *("cash now",) * 8,
    *("cash open", "cash open", "void own", "void head", "void foreign"),
    *("count", "confirm own", "confirm head", "confirm head"),
    *("queue take", "queue call", "queue foreign", "book", "foreign"),
)
operators, villagers = st.sampled_from(sorted(DESKS)), st.sampled_from((CITIZEN, OTHER_CITIZEN))


@dataclass
class Paid:
    """A receipt of the model."""

    receipt_id: UUID
    on_day: date
    is_void: bool = False


@dataclass
class CashDesk:
    """A desk: whose session, who stands there until when, and a page that was left open."""

    token: str
    who: str | None = None
    until: datetime | None = None
    open_page: Actor | None = None


@dataclass
class Day:
    """What the model knows of the cash of a day."""

    tetri: int = 0
    count_id: UUID | None = None
    is_closed: bool = False
    receipts: list[Paid] = field(default_factory=list)


class CashDesks(RuleBasedStateMachine):
    """Desks of the office that a subclass names."""

    office: ClassVar[Office]

    @initialize()
    def sit_down(self) -> None:
        self.base = stored(self.office, "select count(*) from cash_receipts")[0]
        self.due: list[tuple[Any, str]] = []
        self.days: dict[date, Day] = {}
        self.booked: list[UUID] = []
        self.desks = {number: CashDesk(session_of(self.office, number)[0]) for number in DESKS}
        for day in _open_days(self.office):
            self.days[day.on_day] = Day(day.tetri, receipts=[Paid(UUID(int=0), day.on_day, is_void=True)])

    @rule(number=operators, villager=villagers, event=st.sampled_from(EVENTS))
    def something_happens(self, number: str, villager: str, event: str) -> None:
        what, _, how = event.partition(" ")
        getattr(self, what)(number, villager, how)

    def present(self, number: str) -> str | None:
        desk = self.desks[number]
        return desk.who if desk.until is not None and self.office.clock.now() < desk.until else None

    def actor(self, number: str, page: str = "now") -> Actor:
        left = self.desks[number].open_page
        return (
            left
            if page == "open" and left is not None
            else found(self.office, self.desks[number].token).actor
        )

    def today(self) -> Day:
        return self.days.setdefault(today(self.office), Day())

    def ask(self, number: str, villager: str, how: str) -> None:
        self.due.append((asked(self.office, by=villager)[1], villager))

    def come(self, number: str, villager: str, how: str) -> None:
        desk, session = self.desks[number], found(self.office, self.desks[number].token)
        if self.present(number) is not None:
            return
        self.office.engine.send(
            BeginPresence(session.session_id, _person(villager), "card", "ab" * 32), actor=session.actor
        )
        desk.who, desk.until = villager, self.office.clock.now() + LASTS
        desk.open_page = self.actor(number)

    def leave(self, number: str, villager: str, how: str) -> None:
        session = found(self.office, self.desks[number].token)
        self.office.engine.send(EndPresence(session.session_id), actor=session.actor)
        self.desks[number].who = self.desks[number].until = None

    def time(self, number: str, villager: str, how: str) -> None:
        self._pass(timedelta(minutes=int(how)))

    def next(self, number: str, villager: str, how: str) -> None:
        self._pass(timedelta(days=1))

    def _pass(self, period: timedelta) -> None:
        self.office.clock.advance(period)
        for number, desk in self.desks.items():
            if not _is_open(self.office, desk.token):
                desk.token, desk.who, desk.until = session_of(self.office, number)[0], None, None

    def cash(self, number: str, villager: str, page: str) -> None:
        """Take what was asked last, from a fresh page or one that was left open."""
        if not self.due:
            return
        (payment, owner), actor = self.due[-1], self.actor(number, page)
        command = ReceiveCash(payment.payment_id)
        if self._may_take(number, actor, owner):
            received = self.office.engine.send(command, actor=actor)
            self.due.pop()
            self.today().receipts.append(Paid(received.receipt_id, today(self.office)))
            self.today().tetri += payment.amount_tetri
        else:
            assert _refused(partial(self.office.engine.send, command, actor=actor))

    def _may_take(self, number: str, actor: Actor, owner: str) -> bool:
        present = self.present(number)
        if actor.acts_for is None:
            is_right = present is None
        else:
            now = self.actor(number).acts_for
            is_right = present == owner == actor.acts_for.number and actor.acts_for == now
        earlier = any(
            day < today(self.office) and one.receipts and not one.is_closed for day, one in self.days.items()
        )
        return is_right and DESKS[number] == TAKES and not earlier and self.today().count_id is None

    def void(self, number: str, villager: str, how: str) -> None:
        last = next(
            (receipt for day in self.days.values() for receipt in day.receipts if not receipt.is_void), None
        )
        if last is None:
            return
        by = {"own": OPERATOR, "head": HEAD, "foreign": ELSEWHERE}[how]
        command, day = VoidReceipt(last.receipt_id, "demo"), self.days[last.on_day]
        actor = self.office.person(by)
        if how == "head" and last.on_day == today(self.office) and day.count_id is None:
            self.office.engine.send(command, actor=actor)
            last.is_void, day.tetri = True, day.tetri - 6000
        else:
            assert _refused(partial(self.office.engine.send, command, actor=actor))

    def count(self, number: str, villager: str, how: str) -> None:
        """Count the oldest day that is open."""
        day = min((day for day, one in self.days.items() if one.receipts and not one.is_closed), default=None)
        command = CountCash(day or today(self.office), self.days[day].tetri if day else 0)
        act = partial(self.office.engine.send, command, actor=self.office.person(OPERATOR))
        if day is None:
            assert _refused(act)
            return
        act()
        self.office.clock.advance(timedelta(seconds=1))
        last = "select id from cash_counts where on_day = %s order by counted_at desc limit 1"
        (self.days[day].count_id,) = stored(self.office, last, day)
        self.ask(number, villager, "")
        self.cash(OPERATOR, villager, "now")  # nothing more where it is today's

    def confirm(self, number: str, villager: str, how: str) -> None:
        day = next((day for day in self.days.values() if day.count_id and not day.is_closed), None)
        if day is None or day.count_id is None:
            return
        act = partial(self.office.engine.send, ConfirmCount(day.count_id))
        if how == "own":
            assert _refused(partial(act, actor=self.office.person(OPERATOR)))
        else:
            act(actor=self.office.person(HEAD))
            day.is_closed = True

    def queue(self, number: str, villager: str, how: str) -> None:
        """Numbers of one centre are no numbers of the other."""
        actor, other = self.office.person(OPERATOR), self.office.person(ELSEWHERE)
        if how == "take":
            self.office.engine.send(TakeTicket(), actor=actor)
            return
        with self.office.engine.read(actor) as tx:
            tickets = queue.of_today(tx)
        waiting = [ticket for ticket in tickets if ticket.state == "waits"]
        if how == "call":
            act = partial(self.office.engine.send, CallNext(), actor=actor)
            assert _refused(act) is (not waiting)
        else:
            assert _refused(partial(self.office.engine.send, CallNext(), actor=other))
            for ticket in tickets[-1:]:
                command = EndTicket(ticket.ticket_id, is_served=True)
                assert _refused(partial(self.office.engine.send, command, actor=other))

    def book(self, number: str, villager: str, how: str) -> None:
        """Keep a time of tomorrow; a day has four, and a person one."""
        hours = SetCenterHours(
            TAKES, today(self.office), {str(n): ("10:00", "12:00") for n in range(1, 8)}, 30, 1
        )
        self.office.engine.send(hours, actor=self.office.person(HEAD))
        day = today(self.office) + timedelta(days=1)
        at = {CITIZEN: "10:00", OTHER_CITIZEN: "10:30"}[villager]
        command = MakeAppointment(TAKES, day, at, "demo")
        _refused(partial(self.office.engine.send, command, actor=self.office.person(villager)))
        once = "select count(*) from appointments where on_day = %s and at_time = %s and cancelled_at is null"
        assert stored(self.office, once, day, at)[0] <= 1

    def foreign(self, number: str, villager: str, how: str) -> None:
        """Another centre and another citizen can do nothing with an appointment."""
        row = stored(self.office, "select max(id::text) from appointments where cancelled_at is null")
        if row[0] is None:
            return
        (owner,) = stored(
            self.office,
            "select p.personal_number from appointments a join people p on p.id = a.person_id"
            " where a.id = %s",
            row[0],
        )
        stranger = next(person for person in (CITIZEN, OTHER_CITIZEN) if person != owner)
        appointment_id = UUID(row[0])
        for by, command in (
            (ELSEWHERE, RecordArrival(appointment_id)),
            (ELSEWHERE, CancelAppointment(appointment_id)),
            (stranger, CancelAppointment(appointment_id)),
        ):
            assert _refused(partial(self.office.engine.send, command, actor=self.office.person(by)))

    def teardown(self) -> None:
        receipts = [
            receipt
            for day in self.days.values()
            for receipt in day.receipts
            if receipt.receipt_id != UUID(int=0)
        ]
        counted = stored(
            self.office,
            "select count(*), count(v.receipt_id) from cash_receipts r "
            "left join cash_voids v on v.receipt_id = r.id where r.id = any(%s)",
            [receipt.receipt_id for receipt in receipts],
        )
        assert counted == (len(receipts), sum(receipt.is_void for receipt in receipts))
        assert stored(self.office, "select count(*) from cash_receipts") == (self.base + len(receipts),)
        assert stored(self.office, "select count(*) from cash_receipts where center <> %s", TAKES) == (0,)
        assert _differences(self.office) == ()


def _open_days(office: Office) -> Any:
    with office.engine.read(system()) as tx:
        return cash_store.open_days(tx, TAKES)


def _differences(office: Office) -> tuple[str, ...]:
    """Return what reconciling says of cash and payments, asked as the owner of the tables."""
    found: list[str] = []
    for invariant in (*cash_rules.RULES, *money_rules.RULES):
        sentences = invariant.differences.replace("%", "%%")
        (said,) = stored(office, f"select coalesce(array_agg(d::text), '{{}}') from ({sentences}) d")
        found += said
    return tuple(found)


def _refused(act: Callable[[], Any]) -> bool:
    try:
        act()
    except (Rejected, NotAllowed):
        return True
    return False


def test_cash_desks__in_any_order_of_events__take_only_what_they_may_once(paying: Office) -> None:
    take_cash(paying)
    run_state_machine_as_test(
        type("AtWork", (CashDesks,), {"office": paying}),
        settings=settings(
            max_examples=10,
            stateful_step_count=40,
            phases=[Phase.explicit, Phase.generate],
            derandomize=True,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    for rows in (
        "cash_receipts",
        "cash_receipts where mandate_id is not null",
        "cash_voids",
        "cash_confirmations",
        "appointments",
        "queue_tickets where called_at is not null",
    ):
        assert stored(paying, f"select count(*) > 1 from {rows}") == (True,), rows

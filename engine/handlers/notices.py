"""Writing notices to the staff of a case. Each is mailed on its own, and only once."""

from __future__ import annotations

from collections.abc import Callable

from engine.clock import local_date
from engine.commands.jobs import NoticeMailed, NotifyStaff
from engine.db.pool import Transaction, as_json
from engine.operations.operation import Operations
from engine.roles import Right, who_may
from engine.routes import Route, Sender
from engine.steps import open_case
from engine.stores import notices, work


def notify_staff(operations: Operations) -> Callable[[NotifyStaff, Transaction], None]:
    """Return the handler. Told again of the same, nobody gets a second notice."""

    def handle(command: NotifyStaff, tx: Transaction) -> None:
        case = open_case(tx, operations, command.case_id)
        today, place = local_date(tx.now), case.row.municipality_id
        if command.kind == "expired":
            people = notices.heading(tx, place, who_may(Right.HEAR_OF_LATENESS), on=today)
        else:
            people = notices.working_on(tx, case.row.id, on=today)
        what = f"{command.clock}:{command.kind}:{command.share}:{command.version}"
        for person_id in people:
            notice_id = case.id_of("notice", f"{what}:{person_id}")
            is_new = notices.add(
                tx,
                id=notice_id,
                case_id=case.row.id,
                municipality_id=place,
                person_id=person_id,
                kind=command.kind,
                clock=command.clock,
                share=command.share,
                last_day=command.last_day,
            )
            if is_new:
                args = as_json({"notice_id": str(notice_id), "municipality_id": place})
                work.queue(tx, "send_notice", lock=f"notice:{notice_id}", args=args)

    return handle


def notice_mailed(command: NoticeMailed, tx: Transaction) -> None:
    notices.mailed(tx, command.notice_id)


ROUTES = (
    Route(NotifyStaff, build=lambda use: notify_staff(use.operations), sender=Sender.SYSTEM),
    Route(NoticeMailed, notice_mailed, sender=Sender.SYSTEM),
)

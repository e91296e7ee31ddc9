"""Proof that a letter reached the applicant.

An act has force from the day it was made known, and the term of an appeal is counted from that day
(General Administrative Code, art. 54, 180). Mails and SMS are copies and prove nothing. The first
proof stands.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from engine.clock import local_date
from engine.errors import Broken, Rejected
from engine.operations.operation import Operation
from engine.stores import papers

if TYPE_CHECKING:
    from engine.steps import OpenCase

OPENED = "letter.opened"  # the message a diagram waits for, under the letter's id
WAYS = ("portal", "hand", "post", "announcement")


class DayOutOfRange(Rejected):
    """A letter can't arrive before it was written, nor in the future."""

    code = "letter.day_out_of_range"


def deliver(case: OpenCase, inputs: dict[str, Any]) -> dict[str, Any]:
    """Record when and how a letter of the case was delivered; without a day, today."""
    letter, way = _letter(case, inputs.get("letter")), inputs.get("by")
    if way not in WAYS:
        raise Broken("letter.way_unknown", way=str(way))
    sent, today = local_date(letter.sent_at), case.world.today
    on = _day(inputs.get("on")) or today
    if not sent <= on <= today:
        raise DayOutOfRange(earliest=sent.isoformat(), latest=today.isoformat())
    if letter.delivered_on is not None:
        return {"on": letter.delivered_on.isoformat(), "by": letter.delivered_by}
    papers.letter_delivered(case.tx, letter.id, case_id=case.row.id, on=on, by=way)
    case.record(
        f"letter.delivered.{way}",
        letter=str(letter.id),
        subject=letter.subject,
        day=on.isoformat(),
        proof=inputs.get("proof"),
    )
    return {"on": on.isoformat(), "by": way}


def _letter(case: OpenCase, value: Any) -> Any:
    try:
        found = papers.letter(case.tx, UUID(str(value)))
    except ValueError:
        found = None
    if found is None or found.case_id != case.row.id:
        raise Broken("letter.unknown")
    return found


def _day(value: Any) -> date | None:
    if value is None:
        return None
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise Broken("letter.not_a_day") from None


DELIVERED = Operation(
    "letter.delivered",
    inputs=("letter", "by", "on", "proof"),
    outputs=("on", "by"),
    required=("letter", "by"),
    inline=deliver,
)

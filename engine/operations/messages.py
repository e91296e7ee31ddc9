"""Sending a message to another case of the municipality.

It is kept and its delivery queued in the commit of the step that sends it. The other case takes it in
a commit of its own, so that one that can't go on holds up only itself.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from engine.cases.messages import checked_lifetime, checked_name, checked_payload, correlation_key
from engine.cases.posting import post
from engine.errors import Broken, Rejected
from engine.operations.operation import Operation
from engine.stores import messages, people
from feel import DaysDuration

if TYPE_CHECKING:
    from engine.steps import OpenCase

USUAL_LIFETIME = timedelta(days=30)


def publish(case: OpenCase, inputs: dict[str, Any]) -> dict[str, Any]:
    """Send a message; `key` is the number of the other case or the key it waits with."""
    message_id = _send(case, inputs, correlation_key(inputs.get("key")))
    return {"message": str(message_id)}


def notify_cases(case: OpenCase, inputs: dict[str, Any]) -> dict[str, Any]:
    """Send a message to each other case of a person in the municipality that waits for it now."""
    person_id = people.id_of(case.tx, str(inputs["person"]))
    waiting = messages.awaited_by_cases_of(case.tx, person_id or 0, str(inputs.get("name")))
    numbers = [row.number for row in waiting if row.id != case.row.id]
    for number in numbers:
        _send(case, inputs, correlation_key(number))
    case.record("message.told_cases", count=len(numbers))
    return {"count": len(numbers)}


def _send(case: OpenCase, inputs: dict[str, Any], key: str) -> UUID:
    """Keep a message and queue its delivery."""
    try:
        name, payload = checked_name(inputs.get("name")), checked_payload(inputs.get("payload"))
        lifetime = checked_lifetime(_lifetime(case, inputs.get("lifetime")))
    except Rejected as error:
        # A mistake in the diagram: nobody who reads the page could mend it.
        raise Broken(error.error_code, **error.params) from error
    # The number of events tells one message of a step from the next, and a replay gives the same.
    message_id = case.id_of("message", f"{case.row.version}:{len(case.events)}")
    post(
        case.tx,
        message_id,
        municipality_id=case.row.municipality_id,
        name=name,
        key=key,
        payload=payload,
        expires_at=case.tx.now + lifetime,
        sent_by=case.row.id,
    )
    case.record("message.sent", message=name)
    return message_id


def _lifetime(case: OpenCase, text: Any) -> timedelta:
    if text is None:
        return USUAL_LIFETIME
    found = case.evaluate("duration(text)", {"text": text})
    if not isinstance(found, DaysDuration):
        raise Broken("message.lifetime_invalid")
    return found.to_python()


PUBLISH = Operation(
    "message.publish",
    inputs=("name", "key", "payload", "lifetime"),
    outputs=("message",),
    required=("name", "key"),
    sends=True,
    inline=publish,
)
TELL_CASES = Operation(
    "message.tell_cases",
    inputs=("name", "person", "payload"),
    outputs=("count",),
    required=("name", "person"),
    sends=True,
    inline=notify_cases,
)

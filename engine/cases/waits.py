"""Waits of a step: what it has opened, as the rows that wait for people, time, workers and messages.

The process layer says at which token something waits; this makes a row of it: its id, which replaying the
commands gives again, and when it is due. Refuses to know how a step is recorded.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from engine import canonical
from engine.cases.due import end_of_wait, instant_of
from engine.cases.messages import correlation_key
from engine.errors import Broken
from engine.process import Waiting
from engine.stores import people

if TYPE_CHECKING:
    from engine.steps import OpenCase

Row = dict[str, Any]


def rows_of(case: OpenCase, opened: Iterable[Waiting]) -> dict[str, list[Row]]:
    """Return the rows of all that a step opened, by what waits: task, timer, job or message.

    Who waits for a signal lies among those who wait for messages.
    """
    found: dict[str, list[Row]] = defaultdict(list)
    for waiting in opened:
        kind, row = _row(case, waiting)
        found[kind].append({"token": waiting.token, **row})
    return found


def _row(case: OpenCase, waiting: Waiting) -> tuple[str, Row]:
    if waiting.kind == "task":
        return "task", _task(case, waiting)
    if waiting.kind == "job":
        job_id = str(case.id_of("job", waiting.token))
        return "job", {"id": job_id, "operation": waiting.operation, "inputs": waiting.inputs}
    if waiting.kind == "timer":
        due_at, term = end_of_wait(case, waiting.timer, element=waiting.element)
        timer_id = str(case.id_of("timer", waiting.token))
        began = {"started_on": case.world.today.isoformat()}
        return "timer", {"id": timer_id, "due_at": due_at, "term": term, **began}
    key = correlation_key(waiting.correlation, otherwise=case.row.number)
    name = waiting.message_name if waiting.kind == "message" else waiting.signal_name
    return "message", {"kind": waiting.kind, "name": name, "key": key}


def _task(case: OpenCase, waiting: Waiting) -> Row:
    element = case.published.definition.elements[waiting.element]
    if element.form_id is None:
        raise Broken("task.no_form", element=waiting.element)
    person_id = _person(case, waiting.assignee) if waiting.assignee else None
    due_at, term = instant_of(case.world, waiting.due)
    step = case.published.names_of(waiting.element)
    case.record("task.opened", element=waiting.element, step=step)
    return {
        "id": str(case.id_of("task", waiting.token)),
        "element": waiting.element,
        "form_id": element.form_id,
        "role": waiting.role,
        "unit": waiting.unit,
        "person_id": person_id,
        "priority": waiting.priority,
        "due_at": due_at and due_at.isoformat(),
        "term": term,
        "instance": _instance(waiting),
    }


def _instance(waiting: Waiting) -> str | None:
    """Return a digest of the items that a step of a multi-instance is about; None outside of one.

    Items may come in another order the next time, so their places say nothing.
    """
    items = [[item, number] for item, number in waiting.items]
    return hashlib.sha256(canonical.dumps(items)).hexdigest() if items else None


def _person(case: OpenCase, personal_number: str) -> int:
    if personal_number == case.row.personal_number:
        return case.row.applicant_id
    found = people.id_of(case.tx, personal_number)
    if found is None:
        raise Broken("task.unknown_assignee")
    return found

"""The first answers of a step's form: a saved draft, the last answers of a step that comes back, defaults.

The one place that says so, for pages, programs and the sandbox. The same step is the same element of the case
for the same person, if one is named, and the same item of a multi-instance. Whoever may open the step sees
its last answers with the case. Left out are files that somebody else has sent, which only their sender may
file again, and data of a special category that the reader has not opened. Refuses to know which questions
begin anew: the form says that.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from engine.answers import special
from engine.answers.named_files import files_known
from engine.catalogue.published import Published
from engine.db.pool import Transaction
from engine.stores import people, work
from engine.stores.cases import CaseRow
from engine.stores.task_drafts import TaskDraft
from forms import Form, prefill, without_answers


@dataclass(frozen=True)
class LastWritten:
    """Author and time of the answers that a form begins with; no name where the reader wrote them."""

    by: Mapping[str, str] | None
    at: datetime


@dataclass(frozen=True)
class Beginning:
    """The answers that a form begins with; `last` where they were written when the step was done before."""

    answers: Mapping[str, Any] = field(default_factory=dict)
    last: LastWritten | None = None


def beginning(
    tx: Transaction,
    task: Any,
    row: CaseRow,
    version: Published,
    /,
    form: Form,
    context: Mapping[str, Any],
    draft: TaskDraft | None = None,
) -> Beginning:
    """Return what an open task begins with for the reader, who may work on it, with a draft or none."""
    if draft is not None:
        return Beginning(draft.answers)
    found = work.last_of(tx, task) if _has_come_back(task) else None
    if found is None:
        return Beginning(prefill(form, context=context, now=tx.now))
    is_own = found.closed_by is not None and found.closed_by == tx.actor.person_id
    last = found.answers
    if any(item.special for item in form.walk()) and not special.is_open(tx, row, version):
        last = without_answers(form, last, lambda item: bool(item.special))
    known = {**context, "files": files_known(tx, last) if is_own else {}}
    answers = prefill(form, context=known, now=tx.now, last=last)
    if answers == prefill(form, context=context, now=tx.now, last={}):
        return Beginning(answers)  # all of it begins anew
    return Beginning(answers, LastWritten(None if is_own else _name(tx, found.closed_by), found.closed_at))


def _has_come_back(task: Any) -> bool:
    """Say whether the case has been at the element before, which the token counts."""
    return not task.token.endswith(":1")


def _name(tx: Transaction, person_id: int | None) -> Mapping[str, str] | None:
    return None if person_id is None else people.names(tx, {person_id}).get(person_id)

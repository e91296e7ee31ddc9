"""Keeping the form of a task that is not finished.

The answers are hostile until the task is completed: nothing is read from them. What is kept goes when the
task is closed, whoever or whatever closes it.
"""

from __future__ import annotations

from engine.answers.drafts import LONGEST_NAME, refuse_if_large
from engine.answers.windows import is_same_browser
from engine.cases.tasks import own_task
from engine.commands.drafts import SavedTaskDraft, SaveTaskDraft
from engine.db.pool import Transaction, without_nul
from engine.errors import Rejected
from engine.routes import ForAnother, Route, Sender
from engine.stores import task_drafts


class SavedElsewhere(Rejected):
    """The same person has saved the form on another device since this one opened it."""

    code = "draft.saved_elsewhere"


def save_task_draft(command: SaveTaskDraft, tx: Transaction) -> SavedTaskDraft:
    """Keep the answers for the person who works on the task."""
    own_task(tx, command.task_id)
    answers = without_nul(command.answers)
    refuse_if_large(answers)
    window = command.window[:LONGEST_NAME]
    known = task_drafts.lock(tx, command.task_id)
    if known is not None and known.version > command.seen:
        if not is_same_browser(known.saved_in, window):
            raise SavedElsewhere(at=known.saved_at)
        # What a script sent before a later save of its own, and what arrives after it, is older.
        if command.is_automatic and not (command.is_last and known.saved_in == window):
            return SavedTaskDraft(known.version, known.saved_at, is_overtaken=True)
    version = task_drafts.save(tx, command.task_id, answers, window=window)
    return SavedTaskDraft(version, tx.now)


ROUTES = (
    Route(
        SaveTaskDraft,
        save_task_draft,
        sender=Sender.PERSON,
        guests=True,
        for_another=ForAnother.BESIDE,
        at_desk=True,
        result=SavedTaskDraft,
    ),
)

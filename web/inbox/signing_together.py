"""One ceremony for many documents: what is ticked in the signing queue is laid out, looked at and signed.

Each document stays a signing of its own, prepared and finished by its own request (`web/signing`): one that
is refused holds up no other, and what was signed stays signed, whatever happens to the rest. Refuses to know
cards.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID, uuid5

from flask import current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from engine.cases.one_press import Does
from engine.commands.assignment import ClaimTask
from engine.commands.signing import OpenedSigning, OpenSigning
from engine.errors import NotFound, NotSignedIn, Rejected
from engine.queries import signing_queue as queue
from engine.queries import signings as queries
from engine.queries import tasks as task_queries
from engine.queries.signings import SigningView
from engine.queries.views import TaskView
from engine.signatures import ceremony
from web import access
from web.auth import current_actor
from web.blueprints import inbox as blueprint
from web.engine_access import engine
from web.i18n import current_language
from web.keys import id_of, sent_key
from web.signing.paper import as_part
from web.without_api import Reason, without_api

MOST_AT_ONCE: Final = 50  # what the card program shows and signs at once; the address names them all


@dataclass(frozen=True)
class LaidOutDocument:
    """A document as its signer sees it before signing; the digest of its file is made by the browser."""

    signing: SigningView
    paper: Markup
    applicant: Mapping[str, str] | None

    @property
    def state(self) -> str:
        """What there is to say of it: open, signed, turn, over, dropped."""
        if self.signing.has_signed:
            return "signed"
        if self.signing.state == "open":
            return "open" if self.signing.is_my_turn else "turn"
        return "dropped" if self.signing.state == "done" else self.signing.state


@blueprint.post("/signing-queue/together")
@access.staff
@without_api(Reason.CARD)
def lay_out_together() -> ResponseReturnValue:
    """Lay out each ticked step with the answer by which it is signed; the next page names those left out."""
    task_ids = list(dict.fromkeys(map(id_of, request.form.getlist("task"))))
    ready = list(dict.fromkeys(map(id_of, request.form.getlist("signing"))))
    if len(task_ids) + len(ready) > MOST_AT_ONCE:
        raise Rejected("signing_together.too_many", most=MOST_AT_ONCE)
    key, left = sent_key(), []
    for task_id in task_ids:
        try:
            signing_id = _laid_out(task_id, key)
        except NotSignedIn:
            raise
        except Rejected:
            signing_id = None
        if signing_id is None:
            left.append(task_id)
        else:
            ready.append(signing_id)
    return redirect(url_for("inbox.sign_together", signing=ready, left=left), 303)


@blueprint.get("/signing-queue/together")
@access.staff
@without_api(Reason.CARD)
def sign_together() -> ResponseReturnValue:
    """Show the documents, each with the digest of its file, and have the card sign those that are ticked."""
    documents = _documents(request.args.getlist("signing")[:MOST_AT_ONCE])
    return render_template(
        "inbox/signing_together.html",
        documents=documents,
        ready=[document for document in documents if document.state == "open"],
        left_out=_left_out(request.args.getlist("left")[:MOST_AT_ONCE]),
        takes_cards=ceremony.takes_cards(engine()),
        makes_cards=current_app.config["DEMO_MODE"] and engine().connections.demo_cards is not None,
    )


def _laid_out(task_id: UUID, key: UUID) -> UUID | None:
    """Lay a step out for signing; None where its person has to answer it first."""
    with engine().read(current_actor()) as tx:
        task = task_queries.view(tx, task_id, current_language())
        answers = queue.laid_out(tx, task_id)
    if answers is None:
        answers = _answers_that_sign(task)
    if answers is None:
        return None
    if not task.is_mine:
        engine().send(ClaimTask(task_id), actor=current_actor(), key=uuid5(key, f"take {task_id}"))
    command = OpenSigning(task_id, dict(answers), expected_version=task.case.version)
    opened: OpenedSigning = engine().send(command, actor=current_actor(), key=uuid5(key, str(task_id)))
    return opened.signing_id


def _answers_that_sign(task: TaskView) -> Mapping[str, Any] | None:
    """Return the answers by which the step is signed: those of the one option that leads to a signature.

    None where there are several, where something else has to be answered, or where the person has begun to.
    """
    if not task.is_signed or task.is_for_applicant:
        return None
    signs = [press for press in task.presses if press.does is Does.SIGNS]
    asks = any(inner.key for field in task.form.fields for inner in field.walk())
    if len(signs) != 1 and asks:
        return None
    answers = {signs[0].key: signs[0].option.value} if asks else {}
    return None if task.draft and dict(task.draft.answers) != answers else answers


def _documents(texts: Sequence[str]) -> tuple[LaidOutDocument, ...]:
    """Look up the documents, in the order of the address; what can't be seen is as if it were not named."""
    found = []
    with engine().read(current_actor()) as tx:
        for signing_id in dict.fromkeys(map(id_of, texts)):
            try:
                found.append(queries.view(tx, signing_id))
            except NotFound:
                continue
        case_ids = {signing.case_id for signing in found if signing.case_id is not None}
        applicants = queue.applicants(tx, case_ids)
    return tuple(
        LaidOutDocument(signing, as_part(signing.page), applicants.get(signing.case_id or signing.signing_id))
        for signing in found
    )


def _left_out(texts: Sequence[str]) -> list[tuple[TaskView, str]]:
    """Return the steps that could not be laid out, each with the reason as far as the step tells it."""
    left = []
    for task_id in dict.fromkeys(map(id_of, texts)):
        with engine().read(current_actor()) as tx:
            try:
                task = task_queries.view(tx, task_id, current_language())
            except NotFound:
                continue
        left.append((task, _why_left(task)))
    return left


def _why_left(task: TaskView) -> str:
    if not task.is_open:
        return "closed"
    if not (task.is_mine or task.may_claim):
        return "not_yours"
    if _answers_that_sign(task) is not None:
        return "refused"
    return "begun" if task.draft else "asks"

"""Opening a case on the office's own motion, about a person who asked for nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from engine import filing
from engine.catalogue.published import Published
from engine.clock import local_date
from engine.commands import FiledCase, OpenProceeding
from engine.db.pool import Transaction
from engine.documents.limits import UploadLimits
from engine.errors import InvalidForm, NotAllowed, Rejected
from engine.form_context import form_context
from engine.named_files import attach_documents, files_known
from engine.offers import offered
from engine.operations import clocks, letters
from engine.operations.operation import Operations
from engine.steps import new_case
from engine.stores import people
from engine.tenancy import Actor
from forms import InvalidAnswers, validate


class PersonUnknown(Rejected):
    """The office knows nobody under this number."""

    code = "own_motion.person_unknown"


def open_proceeding(
    operations: Operations, limits: UploadLimits
) -> Callable[[OpenProceeding, Transaction], FiledCase]:
    """Return the handler: case, clock, the letter that tells the person, first step, in one commit."""

    def handle(command: OpenProceeding, tx: Transaction) -> FiledCase:
        municipality, version = offered(tx, command.service, command.municipality, by_office=True)
        if not _may_open(tx.actor, version, municipality.id):
            raise NotAllowed
        person_id = people.id_of(tx, command.person)
        person = None if person_id is None else people.person(tx, person_id)
        if person is None:
            raise PersonUnknown
        answers = _valid(tx, version, municipality.id, command)
        row = filing.insert_case(
            tx, version, municipality, applicant=person, command=command, filed_at=tx.now
        )
        opened_by = tx.actor.person_id or command.asked_by or person.id
        filing.keep_submission(tx, row, answers, filed_by=opened_by)
        attach_documents(tx, row.id, answers, limits=limits)
        case = new_case(tx, operations, row)
        if command.since is None:
            case.note("case.opened_by_office")
        else:
            case.note("case.opened_by_case", number=command.since)
        clocks.start_overall(case)
        if version.has_template(letters.RECEIPT, command.language):
            letters.write_now(case, letters.RECEIPT, {version.definition.start.id: answers})
        case.start(answers)
        due_at = case.world.changes.get("due_at")
        return FiledCase(row.id, row.number, tx.now, due_at and local_date(due_at))

    return handle


def _may_open(actor: Actor, version: Published, municipality_id: int) -> bool:
    roles = version.settings["own_motion"]["opened_by"]
    return actor.is_system or any(actor.has_role(role, municipality_id) for role in roles)


def _valid(
    tx: Transaction, version: Published, municipality_id: int, command: OpenProceeding
) -> dict[str, Any]:
    form = version.start_form(command.language)
    context = form_context(tx, version, municipality_id, command.language, document={})
    context["files"] = files_known(tx, command.answers)
    try:
        return validate(form, command.answers, context=context, now=tx.now)
    except InvalidAnswers as error:
        raise InvalidForm(error.errors) from error

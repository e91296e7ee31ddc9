"""The case page, for both sides of the counter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from engine import canonical
from engine.adhoc import queries as adhoc
from engine.cases import conflicts_of_interest, sight
from engine.cases.explaining import explained
from engine.cases.messages import WITHDRAWN
from engine.cases.tasks import OPEN, may_work_on
from engine.catalogue.offers import told_outcome
from engine.catalogue.published import Published, published
from engine.db.pool import Transaction
from engine.formats import full_name
from engine.payments.queries import payments
from engine.programmes.queries import programmes
from engine.property.queries import inventories
from engine.quality import queries as quality
from engine.queries import (
    answers,
    appeals,
    case_notes,
    colleagues,
    correspondence,
    deadlines,
    handovers,
    incidents,
    land,
    letters,
    places,
    proceedings,
    recusals,
    related,
    timeline,
)
from engine.queries.inbox import due_day
from engine.queries.views import (
    Advice,
    CaseDocument,
    CaseView,
    OpenTask,
)
from engine.representation import households
from engine.signatures.received import Received, in_words
from engine.stores import messages, papers, people, reads, signings
from engine.stores.cases import CaseRow
from engine.texts import LANGUAGES

TASKS = "select * from tasks where case_id = :case_id order by opened_at, id"
EVENTS = "select seq, at, actor_id, kind, hash, body from events where case_id = :case_id order by seq"
LISTED = ("upload", "draft", "order", "signed", "scan")


def view(tx: Transaction, case_id: UUID, language: str) -> CaseView:
    """Return the case as this actor may see it; the read is recorded. Raises `NotFound`."""
    row = sight.seen(tx, case_id)
    reads.record(
        tx,
        case_id,
        "case.read",
        municipality_id=row.municipality_id,
        municipalities=list(tx.actor.municipalities),
    )
    return build(tx, row, language)


@dataclass(frozen=True)
class Beside:
    """Internal details that the office sees beside the case itself."""

    looking: tuple[colleagues.Looking, ...]
    handovers: tuple[handovers.Handover, ...]
    notes: tuple[case_notes.CaseNote, ...]
    asked: tuple[adhoc.AdhocTask, ...]
    recusals: tuple[recusals.Recusal, ...]
    related: related.Related
    may_note: bool
    may_recuse: bool
    review: str | None = None  # the service by which whoever looks may review the act of the case


def beside(tx: Transaction, case_id: UUID) -> Beside:
    """Return who else looks at the case, whose its steps were, what was noted, who takes no part.

    Raises `NotFound`.
    """
    row = sight.seen(tx, case_id)
    if conflicts_of_interest.is_party(tx.actor, row):  # their own case, which they see as its applicant
        nothing = related.Related((), is_cut=False)
        return Beside((), (), (), (), (), nothing, may_note=False, may_recuse=False)
    of_office = handovers.of_case(tx, case_id, published(tx, row.version_id))
    may_note = row.municipality_id in tx.actor.municipalities
    noted, away = case_notes.of_case(tx, case_id), recusals.of_case(tx, case_id)
    looking = colleagues.looking(tx, case_id)
    near = related.of_case(tx, row)
    may_recuse = may_note and row.closed_at is None
    review = proceedings.reviewing(tx, row)
    asked = adhoc.of_case(tx, case_id)
    return Beside(looking, of_office, noted, asked, away, near, may_note, may_recuse, review)


def build(tx: Transaction, row: CaseRow, language: str) -> CaseView:
    """Fill the view of a loaded case. Long as the page is: a line for each part of it."""
    version = published(tx, row.version_id)
    is_applicant = tx.actor.party_id == row.applicant_id
    tasks = tx.all(TASKS, case_id=row.id)
    events = tx.all(EVENTS, case_id=row.id)
    names = _names(tx, tasks, events)
    open_tasks = tuple(_open_task(tx, task, version, names=names) for task in tasks if task.state == OPEN)
    due = payments.of_case(tx, row.id)
    turn = _turn(open_tasks, row, is_payment_due=any(payment.state == "due" for payment in due))
    deadline, stages = deadlines.of_case(tx, row, version)
    kept, written = papers.documents(tx, row.id), letters.of_case(tx, row.id)
    answered = answers.of_case(tx, row, version, tasks=tasks, names=names, language=language)
    return CaseView(
        case_id=row.id,
        number=row.number,
        service=version.names,
        service_code=version.code,
        municipality=places.municipality(tx, row.municipality_code),
        applicant=full_name(row)[language],
        applicant_number=row.personal_number,
        representative=row.representative,
        status=status_of(row, turn),
        reason=told_outcome(row.reason, version.settings),
        turn=turn,
        version=row.version,
        filed_at=row.filed_at,
        channel=row.channel,
        language=row.language,
        deadline=deadline,
        stages=stages,
        order_number=row.order_number,
        decided_on=row.decided_on,
        **answered._asdict(),
        documents=_documents(tx, row, kept, is_applicant=is_applicant, language=language),
        letters=written,
        payments=due,
        messages=correspondence.of_case(tx, row.id, is_applicant=is_applicant),
        timeline=timeline.entries(events, names, timeline.titles(written, kept), settings=version.settings),
        on_expiry=version.settings["clock"]["on_expiry"],
        tasks=open_tasks,
        is_running=row.closed_at is None,
        **appeals.related_to(tx, row.id),
        **(_for_applicant if is_applicant else _for_office)(tx, row, version, events),
    )


def _silence(settings: Mapping[str, Any]) -> dict[str, str] | None:
    pages: Mapping[str, Any] = settings.get("start_page", {})
    said = {language: " ".join(page["silence"]) for language, page in pages.items() if "silence" in page}
    return said or None


def _for_applicant(tx: Transaction, row: CaseRow, version: Published, events: list[Any]) -> dict[str, Any]:
    """Return what an applicant sees of the case and the office does not need."""
    may_withdraw = messages.awaited(tx, row.id, WITHDRAWN) is not None
    appeal = appeals.of_case(tx, row, version)
    return {
        "appeal": appeal,
        "may_withdraw": may_withdraw,
        "household": households.members(tx, row),
        "silence": _silence(version.settings),
        "incidents": (),
        "advice": None,
        "by_tables": _by_tables(tx, row, events, version),
        "land": land.of_case(tx, row),
        "inventory": None,
        "programme": None,
    }


def _for_office(tx: Transaction, row: CaseRow, version: Published, events: list[Any]) -> dict[str, Any]:
    """Return what the office sees of the case and an applicant does not."""
    advice = _advice(tx, row, events, version)
    return {
        "appeal": None,
        "may_withdraw": False,
        "household": (),
        "silence": _silence(version.settings),
        "incidents": incidents.of_case(tx, row.id),
        "advice": advice,
        "by_tables": _by_tables(tx, row, events, version),
        "land": land.of_case(tx, row),
        "inventory": inventories.of_case(tx, row.id),
        "programme": programmes.of_case(tx, row.id),
    }


def _names(tx: Transaction, tasks: list[Any], events: list[Any]) -> dict[int, Mapping[str, str]]:
    """Return the names of everybody who acted on the case or has one of its tasks."""
    acted = {event.actor_id for event in events}
    acted |= {person for task in tasks for person in (task.closed_by, task.claimed_by)}
    return people.names(tx, {person for person in acted if person is not None})


def _turn(tasks: tuple[OpenTask, ...], row: CaseRow, *, is_payment_due: bool) -> str:
    if any(task.is_for_applicant for task in tasks) or (is_payment_due and row.closed_at is None):
        return "applicant"
    return turn_of_office(row)


def turn_of_office(row: Any) -> str:
    """After the decision nobody has to do anything: letters and papers go out on their own."""
    return "nobody" if row.closed_at or row.decided_on else "office"


def status_of(row: Any, turn: str) -> str:
    """Derive the word people read; the same on both sides of the counter."""
    if row.status in ("received", "in_review") and turn == "applicant":
        return "waiting_for_you"
    return str(row.status)


def _open_task(tx: Transaction, task: Any, version: Published, *, names: Mapping[int, Any]) -> OpenTask:
    return OpenTask(
        task_id=task.id,
        element=task.element,
        step=version.names_of(task.element),
        role=task.role,
        is_for_applicant=task.person_id is not None and task.person_id == task.applicant_id,
        assignee=names.get(task.claimed_by),
        due_on=due_day(task.due_at),
        may_act=may_work_on(tx.actor, task) and task.claimed_by in (None, tx.actor.person_id),
    )


def _documents(
    tx: Transaction, row: CaseRow, kept: list[Any], *, is_applicant: bool, language: str
) -> tuple[CaseDocument, ...]:
    """Return what is listed: of an act with a seal the file that bears it.

    What still waits for its seal has not left the house, so its applicant doesn't see it yet.
    """
    hidden = {
        bytes(act.document)
        for act in signings.seals_of_case(tx, row.id)
        if act.document is not None and (act.sealed is not None or is_applicant)
    }
    unlisted = {"draft"} if is_applicant else set()
    sent = {document.owner_id for document in kept if document.kind == "upload" and not is_applicant}
    by = people.names(tx, sent - {None, row.applicant_id})
    return tuple(
        _document(
            document,
            in_words(document.signatures, language, with_number=not is_applicant),
            by.get(document.owner_id),
        )
        for document in kept
        if document.kind in LISTED and document.kind not in unlisted and bytes(document.digest) not in hidden
    )


def _document(row: Any, received: Received | None, by: Any) -> CaseDocument:
    title = row.titles or row.title
    digest = bytes(row.digest).hex()
    return CaseDocument(digest, title, row.kind, row.type, row.size, row.added_at, received, by)


def _advice(tx: Transaction, row: CaseRow, events: list[Any], version: Published) -> Advice | None:
    """Return what the newest decision said, and why."""
    for event in reversed(events):
        if event.kind == "decision.evaluated" and event.body is not None:
            return _explained(tx, row, event, version)
    return None


def _by_tables(tx: Transaction, row: CaseRow, events: list[Any], version: Published) -> tuple[Advice, ...]:
    """Return what each table said, the last time that it was asked, where tables alone decided."""
    if row.decided_on is None or not quality.is_by_tables(tx, row.id):
        return ()
    newest = {}
    for event in events:
        if event.kind == "decision.evaluated" and event.body is not None:
            newest[canonical.loads(bytes(event.body))["decision"]] = event
    return tuple(_explained(tx, row, event, version) for event in newest.values())


def _explained(tx: Transaction, row: CaseRow, event: Any, version: Published) -> Advice:
    body = canonical.loads(bytes(event.body))
    result = body["result"]
    why = explained(tx, row, version, body=body, at=event.at, link=bytes(event.hash))
    return Advice(
        decision=version.names_of_decision(body["decision"]),
        result=result if isinstance(result, Mapping) else {"result": result},
        sentences=why.sentences if why else dict.fromkeys(LANGUAGES, ()),
        otherwise=why.otherwise if why else None,
    )

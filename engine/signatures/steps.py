"""Common part of the commands of a signing: whose turn it is, and how the step is begun and finished."""

from __future__ import annotations

import hashlib
from typing import Any
from uuid import UUID

from engine.cases import act_numbers, conflicts_of_interest
from engine.cases.completing import completed
from engine.cases.tasks import OPEN
from engine.clock import local_date
from engine.commands.cases import StepTaken
from engine.db.pool import Transaction, as_json
from engine.documents.limits import UploadLimits
from engine.errors import Broken, NotAllowed, NotFound, Rejected
from engine.operations.operation import Operations
from engine.signatures import pages as signing_pages
from engine.signatures.pages import SigningPage
from engine.signatures.signers import Signer
from engine.steps import OpenCase, open_case
from engine.stores import papers, people, signings, work
from engine.tenancy import Actor

PDF = "application/pdf"


class SigningOver(Rejected):
    """Outdated signing: what was to be signed has changed, was signed already, or its day is over."""

    code = "signature.over"


class ShownOther(Rejected):
    """The file has changed since its signer was shown it: another signer has signed it meanwhile."""

    code = "signature.shown_other"


class PreparedOver(Rejected):
    """Outdated preparation: what the card was asked to sign is used up, too old, or was never asked."""

    code = "signature.prepared_over"


class NotTheSigner(Rejected):
    """The signature of somebody else is due, or not yet this one."""

    code = "signature.not_yours"


def person_of(tx: Transaction) -> int:
    if tx.actor.person_id is None:
        raise Broken("actor.not_a_person")
    return tx.actor.person_id


def goes_on(tx: Transaction, known: Any, case: OpenCase, *, answers: dict[str, Any]) -> bool:
    """Say whether a signing that was begun is still that of these answers, this case and this day."""
    return bool(
        known.answers == answers
        and known.case_version == case.row.version
        and known.doer_id == tx.actor.person_id
        and not is_over(tx, known)
    )


def is_over(tx: Transaction, signing: Any) -> bool:
    """Say whether its day has passed before anybody has signed."""
    if signing.dated_on == local_date(tx.now):
        return False
    return all(signer.signed_at is None for signer in signings.signers(tx, signing.id))


def open_signing(tx: Transaction, signing_id: UUID) -> Any:
    """Return a signing that goes on, locked. Raises `SigningOver`."""
    signing = signings.lock(tx, signing_id)
    if signing is None:
        raise NotFound
    if signing.state != "open" or is_over(tx, signing):
        raise SigningOver
    return signing


def turn(tx: Transaction, signing: Any) -> Any:
    """Return the place of the actor, if it is their turn. Raises `NotTheSigner` or `NotAllowed`."""
    waiting = [signer for signer in signings.signers(tx, signing.id) if signer.signed_at is None]
    own = next((signer for signer in waiting if signer.person_id == tx.actor.person_id), None)
    if own is None:
        raise NotTheSigner
    if signing.is_ordered and own is not waiting[0]:
        raise NotTheSigner("signature.not_yet")
    refuse_office(tx, signing, own)
    return own


def refuse_office(tx: Transaction, signing: Any, signer: Any) -> None:
    """Raise `NotAllowed` unless the actor holds today the office in which the signature is due."""
    if signer.person_id != tx.actor.person_id or signer.role is None:
        return
    if not tx.actor.has_role(signer.role, signing.municipality_id, signer.unit_code):
        raise NotAllowed("signature.office_ended")


def signed_now(tx: Transaction, preparation_id: UUID) -> tuple[Any, dict[str, Any]]:
    """Use a preparation up and record its signature; return the signing, and what the timeline says of it."""
    kept = signings.take(tx, preparation_id)
    if kept is None or kept.person_id != tx.actor.person_id or kept.expires_at <= tx.now:
        raise PreparedOver
    signing = open_signing(tx, kept.signing_id)
    signer = turn(tx, signing)
    certificate = hashlib.sha256(kept.certificate).digest()
    if not signings.sign(tx, signing.id, signer.place, method="card", certificate=certificate):
        raise SigningOver
    who = people.names(tx, {signer.person_id}).get(signer.person_id)
    return signing, {"title": dict(signing.titles), "who": who, "certificate": certificate.hex()}


def begin(case: OpenCase, task: Any, answers: dict[str, Any], **columns: Any) -> None:
    """Insert the signing. Its page comes afterwards: it bears the number that is reserved for it."""
    element = case.published.definition.elements[task.element]
    assert element.signing is not None
    signings.add(
        case.tx,
        case_id=case.row.id,
        municipality_id=case.row.municipality_id,
        applicant_id=case.row.applicant_id,
        task_id=task.id,
        doer_id=person_of(case.tx),
        case_number=case.row.number,
        service=dict(case.published.names),
        step=dict(case.published.names_of(task.element)),
        is_for_person=task.person_id is not None,
        answers=answers,
        case_version=case.row.version,
        dated_on=local_date(case.tx.now),
        is_ordered=element.signing.is_ordered,
        on_paper=element.signing.on_paper,
        **columns,
    )


def page_of(
    case: OpenCase, task: Any, answers: dict[str, Any], *, signing_id: UUID, template: str | None
) -> SigningPage:
    """Return the page; where the step decides the case, it bears a number that is reserved now."""
    if template is None:
        return signing_pages.of_form(case, task, answers)
    is_numbered = (case.published.settings.get("number") or {}).get("order") is not None
    if is_numbered:
        act_numbers.reserve(case, signing_id, today=local_date(case.tx.now))
    page = signing_pages.of_act(case, task, template, answers)
    if is_numbered and "order_number" not in case.world.changes:
        act_numbers.give_back(case.tx, signing_id)
    return page


def add_signer(tx: Transaction, signing_id: UUID, place: int, one: Signer, **whose: int) -> None:
    signings.add_signer(
        tx,
        signing_id=signing_id,
        place=place,
        **whose,
        person_id=one.person_id,
        role=one.role,
        unit_code=one.unit,
    )


def case_of(tx: Transaction, operations: Operations, signing: Any) -> OpenCase:
    """Load the case for the step. Whoever signs last, the step is that of whoever answered its form."""
    if tx.actor.person_id != signing.doer_id:
        tx.switch_principal(Actor(signing.doer_id, is_system=True, municipality_id=signing.municipality_id))
    case = open_case(tx, operations, signing.case_id)
    if case.row.version != signing.case_version:
        raise SigningOver
    return case


def finish(
    case: OpenCase, signing: Any, *, digest: str, size: int, limits: UploadLimits, type: str = PDF
) -> StepTaken:
    """Keep the file with the case and finish the step with it."""
    tx, task = case.tx, work.task(case.tx, signing.task_id)
    if task is None or task.state != OPEN:
        raise SigningOver
    conflicts_of_interest.refuse(tx, task, person_id=signing.doer_id)
    is_scan = type != PDF or not is_by_card(tx, signing)
    kind = "scan" if is_scan else "order" if signing.is_act else "signed"
    keep_file(case, signing, digest=digest, size=size, kind=kind, name=task.element, type=type)
    signed = {
        "file": digest,
        "title": signing.title,
        "on": signing.dated_on.isoformat(),
        "by": by(tx, signing),
    }
    is_staff = task.person_id is None
    return completed(case, task, signing.answers, signed=signed, limits=limits, by_staff=is_staff)


def issues_act(case: OpenCase, operations: Operations, signing: Any) -> bool:
    """Say whether an act was signed that the diagram issues: then there is a step that can seal it."""
    elements = case.published.definition.elements.values()
    return bool(signing.is_act) and any(operations.traits_of(element.operation).seals for element in elements)


def keep_file(
    case: OpenCase, signing: Any, *, digest: str, size: int, kind: str, name: str, type: str = PDF
) -> None:
    """Put the file among the documents of the case, and end the signing."""
    papers.add_document(
        case.tx,
        id=case.id_of("signed", str(signing.id)),
        digest=bytes.fromhex(digest),
        municipality_id=case.row.municipality_id,
        case_id=case.row.id,
        owner_id=None,
        kind=kind,
        name=f"{case.row.number}-{name}.pdf",
        title=signing.title,
        titles=as_json(dict(signing.titles)),
        type=type,
        size=size,
    )
    signings.finish(case.tx, signing.id, bytes.fromhex(digest), case_id=case.row.id)


def is_by_card(tx: Transaction, signing: Any) -> bool:
    return all(signer.method == "card" for signer in signings.signers(tx, signing.id))


def by(tx: Transaction, signing: Any) -> list[dict[str, Any]]:
    """Return who signed, and how, as the data of the case keep it."""
    found = signings.signers(tx, signing.id)
    names = people.names(tx, {signer.person_id for signer in found})
    return [
        {"name": names.get(signer.person_id), "role": signer.role, "method": signer.method}
        for signer in found
    ]

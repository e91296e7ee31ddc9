"""Signing a step: laying it before its signers, keeping what a card is asked, recording what it signed.

A step is signed by all or not at all: the last signature finishes it in the same commit. Until then answers,
number and day are fixed, and whoever is to sign sees the same page. Refuses to know how a signature is
verified: that is done before, outside any transaction.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID, uuid4

from engine.answers.named_files import ForeignDocument
from engine.cases import act_numbers, preconditions
from engine.cases.completing import valid_answers
from engine.cases.incidents import checked_reason
from engine.cases.tasks import own_task
from engine.catalogue.offers import offered
from engine.certificate_codes import new_code
from engine.clock import local_date, start_of_day
from engine.commands.cases import StepTaken
from engine.commands.signing import (
    AddSignature,
    DropSigning,
    KeepPreparation,
    OpenApplicationSigning,
    OpenedSigning,
    OpenSigning,
    SignOnPaper,
    TakeReturned,
    VoidNumber,
)
from engine.db.pool import Transaction
from engine.documents.files import digest_of
from engine.documents.limits import UploadLimits
from engine.errors import NotAllowed, NotFound, Rejected
from engine.operations.operation import Operations
from engine.roles import Right
from engine.routes import ForAnother, Route, Sender
from engine.signatures import pages as signing_pages
from engine.signatures import steps as steps
from engine.signatures.sealing import seal_of
from engine.signatures.signers import Signer, act_of, signers_of
from engine.signatures.steps import NotTheSigner, SigningOver
from engine.steps import open_case
from engine.stores import reference, signings, uploads
from engine.tenancy import system

LIFETIME = timedelta(minutes=15)


class NothingToSign(Rejected):
    """With these answers nobody has to sign the step."""

    code = "signature.nothing_to_sign"


class NotOnPaper(Rejected):
    """The step is signed with the card alone."""

    code = "signature.not_on_paper"


def open_signing(
    operations: Operations, *, public_url: str
) -> Callable[[OpenSigning, Transaction], OpenedSigning]:
    """Return the handler: answers, number, day and page are fixed in one commit."""

    def handle(command: OpenSigning, tx: Transaction) -> OpenedSigning:
        task = own_task(tx, command.task_id)
        case = open_case(tx, operations, task.case_id, expected=command.expected_version)
        answers = valid_answers(case, task, command.answers)
        element = case.published.definition.elements[task.element]
        signers = signers_of(case, element, task, answers)
        if not signers:
            raise NothingToSign
        known = signings.open_of_task(tx, task.id)
        if known is not None:
            if steps.goes_on(tx, known, case, answers=answers):
                return OpenedSigning(known.id)
            act_numbers.give_up(tx, known.id)
        signing_id, code = uuid4(), new_code()
        template = act_of(case, element, task, answers)
        steps.begin(case, task, answers, id=signing_id, code=code, is_act=template is not None)
        page = steps.page_of(case, task, answers, signing_id=signing_id, template=template)
        page = signing_pages.with_foot(page, tx, signers, code=code, address=f"{public_url}/verify/{code}")
        signings.lay(
            tx, signing_id, title=page.title, titles=page.titles, page=page.html, language=page.language
        )
        whose = _whose(case.row.municipality_id, case.row.applicant_id)
        for place, signer in enumerate(signers):
            steps.add_signer(tx, signing_id, place, signer, **whose)
        return OpenedSigning(signing_id)

    return handle


def open_application(*, public_url: str) -> Callable[[OpenApplicationSigning, Transaction], OpenedSigning]:
    """Return the handler: what is signed is the filled form, before there is a case."""

    def handle(command: OpenApplicationSigning, tx: Transaction) -> OpenedSigning:
        today = local_date(tx.now)
        place, version = offered(tx, command.service, command.municipality, on=today)
        answers, _, _ = preconditions.checked_application(tx, version, place.id, command)
        person_id = steps.person_of(tx)
        applicant_id, signing_id, code = tx.actor.party_id or person_id, uuid4(), new_code()
        page = signing_pages.of_application(tx, version, place, answers, language=command.language)
        signings.add(
            tx,
            id=signing_id,
            case_id=None,
            municipality_id=place.id,
            applicant_id=applicant_id,
            task_id=None,
            doer_id=person_id,
            case_number="",
            service=dict(version.names),
            step=page.titles,
            is_for_person=True,
            service_code=version.code,
            answers=command.answers,
            case_version=0,
            dated_on=today,
            is_act=False,
            is_ordered=False,
            on_paper=False,
            code=code,
        )
        signer = Signer(person_id)
        page = signing_pages.with_foot(page, tx, (signer,), code=code, address=f"{public_url}/verify/{code}")
        signings.lay(
            tx, signing_id, title=page.title, titles=page.titles, page=page.html, language=page.language
        )
        steps.add_signer(tx, signing_id, 0, signer, **_whose(place.id, applicant_id))
        return OpenedSigning(signing_id)

    return handle


def _whose(municipality_id: int, applicant_id: int) -> dict[str, int]:
    return {"municipality_id": municipality_id, "applicant_id": applicant_id}


def drop_signing(command: DropSigning, tx: Transaction) -> None:
    """Give the signing up; the number goes to the next act."""
    signing = signings.lock(tx, command.signing_id)
    if signing is None:
        raise NotFound
    if signing.doer_id != tx.actor.person_id:
        raise NotTheSigner
    act_numbers.give_up(tx, signing.id)


def keep_preparation(command: KeepPreparation, tx: Transaction) -> UUID:
    """Keep what the card is asked, for minutes and until the end of the day that the page bears."""
    signing = steps.open_signing(tx, command.signing_id)
    steps.turn(tx, signing)
    preparation_id, midnight = uuid4(), start_of_day(local_date(tx.now) + timedelta(days=1))
    signings.prepare(
        tx,
        id=preparation_id,
        signing_id=signing.id,
        person_id=steps.person_of(tx),
        certificate=command.certificate,
        kept=command.kept,
        kept_digest=hashlib.sha256(command.kept).digest(),
        expires_at=min(tx.now + LIFETIME, midnight),
    )
    return preparation_id


def take_returned(command: TakeReturned, tx: Transaction) -> None:
    """Keep what another program gave back; nothing of it is believed before its person goes on."""
    digest = hashlib.sha256(command.content).digest()
    if not signings.take_returned(tx, command.preparation_id, command.content, digest=digest):
        raise steps.PreparedOver


def add_signature(
    operations: Operations, limits: UploadLimits, *, has_seal: Callable[[str], bool]
) -> Callable[[AddSignature, Transaction], StepTaken]:
    """Return the handler: the signature, and with the last one the step, are one commit.

    An act of a municipality that has a seal waits for it from this commit on.
    """

    def handle(command: AddSignature, tx: Transaction) -> StepTaken:
        signing, said = steps.signed_now(tx, command.preparation_id)
        # A signature is added behind the file as it is; another beginning would lose one that stands in it.
        if not command.content.startswith(bytes(signing.content or b"")):
            raise steps.ShownOther
        case = steps.case_of(tx, operations, signing)
        case.record("signature.added", **said)
        if any(signer.signed_at is None for signer in signings.signers(tx, signing.id)):
            signings.go_on(tx, signing.id, content=command.content, case_version=case.row.version + 1)
            return case.save_in_place()
        digest, size = digest_of(command.content), len(command.content)
        if steps.issues_act(case, operations, signing) and has_seal(case.row.municipality_code):
            signings.await_seal(tx, signing.id)
        return steps.finish(case, signing, digest=digest, size=size, limits=limits)

    return handle


def sign_on_paper(
    operations: Operations, limits: UploadLimits
) -> Callable[[SignOnPaper, Transaction], StepTaken]:
    """Return the handler: the scan of the signed paper finishes the step, and everywhere is called one."""

    def handle(command: SignOnPaper, tx: Transaction) -> StepTaken:
        signing = steps.open_signing(tx, command.signing_id)
        if signing.doer_id != tx.actor.person_id:
            raise NotTheSigner
        if not signing.on_paper:
            raise NotOnPaper
        scan = uploads.own(tx, [command.document]).get(command.document)
        if scan is None:
            raise ForeignDocument
        uploads.lock(tx, command.document)
        for signer in signings.signers(tx, signing.id):
            steps.refuse_office(tx, signing, signer)
            if not signings.sign(tx, signing.id, signer.place, method="paper"):
                raise SigningOver
        case = steps.case_of(tx, operations, signing)
        case.record("signature.on_paper", title=dict(signing.titles))
        return steps.finish(
            case, signing, digest=command.document, size=scan.size, limits=limits, type=scan.type
        )

    return handle


def void_number(command: VoidNumber, tx: Transaction) -> None:
    """Say why no act bears a number that was given up."""
    place = reference.municipality(tx, command.municipality)
    if place is None:
        raise NotFound
    if tx.actor.is_staff:
        if place.id not in tx.actor.municipalities:
            raise NotFound
        if not tx.actor.may(Right.KEEP_NUMBERS, place.id):
            raise NotAllowed
    reason = checked_reason(command.reason)
    if not tx.actor.is_staff:
        tx.switch_principal(system(place.id))
    act_numbers.void(tx, place.id, command.number, reason=reason)
    tx.log(f"acts/{place.id}", "number.voided", number=command.number, reason=reason)


ROUTES = (
    Route(
        OpenSigning,
        build=lambda use: open_signing(use.operations, public_url=use.settings.public_url),
        sender=Sender.PERSON,
        for_another=ForAnother.ACT,
        result=OpenedSigning,
    ),
    Route(
        OpenApplicationSigning,
        build=lambda use: open_application(public_url=use.settings.public_url),
        sender=Sender.PERSON,
        for_another=ForAnother.ACT,
        result=OpenedSigning,
    ),
    Route(DropSigning, drop_signing, sender=Sender.PERSON, for_another=ForAnother.BESIDE),
    Route(
        KeepPreparation, keep_preparation, sender=Sender.PERSON, for_another=ForAnother.BESIDE, result=UUID
    ),
    Route(TakeReturned, take_returned, sender=Sender.SYSTEM),
    Route(
        AddSignature,
        build=lambda use: add_signature(
            use.operations,
            use.settings.uploads,
            has_seal=lambda place: seal_of(use.connections, place) is not None,
        ),
        sender=Sender.PERSON,
        for_another=ForAnother.ACT,
        result=StepTaken,
    ),
    Route(
        SignOnPaper,
        build=lambda use: sign_on_paper(use.operations, use.settings.uploads),
        sender=Sender.PERSON,
        for_another=ForAnother.ACT,
        result=StepTaken,
    ),
    Route(VoidNumber, void_number, sender=Sender.OFFICE),
)

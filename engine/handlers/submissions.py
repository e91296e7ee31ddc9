"""Filing an application, alone or by directors who represent a company together."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from engine import canonical
from engine.answers.named_files import attach_documents
from engine.cases import filing, linking, preconditions, restricted
from engine.catalogue.offers import allows_guests, needs_card, offered
from engine.catalogue.published import Published
from engine.clock import end_of_day, local_date
from engine.commands.applications import FileApplication, FiledCase
from engine.commands.joint_filings import ConfirmedFiling, ConfirmFiling, PreparedFiling, PrepareFiling
from engine.db.pool import Transaction, as_json
from engine.documents.files import digest_of
from engine.documents.limits import UploadLimits
from engine.errors import Broken, InvalidForm, NeedsCard, NotAllowed, NotFound, Rejected
from engine.operations import clocks, letters
from engine.operations.operation import Operations
from engine.own_parameters import OwnParameter
from engine.representation.joint_filings import (
    USUALLY_LASTS,
    WAITS,
    FilingOver,
    FormChanged,
    OwnFiling,
    PreparerGone,
    confirmers_of,
    preparer_of,
)
from engine.representation.mandates import RegisterAway, is_fresh, refusal, refuse_for
from engine.representation.presence import attach_paper
from engine.representation.representatives import Confirmer, confirmer
from engine.routes import ForAnother, Joint, Route, Sender
from engine.signatures import signed_filing
from engine.steps import OpenCase, new_case
from engine.stores import (
    drafts,
    joint_filings,
    joint_notices,
    mandates,
    people,
    reference,
    work,
)
from engine.tenancy import Actor, system

EARLIEST_RECORD = timedelta(days=60)


class FiledInFuture(Rejected):
    """An application can't be received later than now, nor long ago."""

    code = "submission.recorded_at"


def file_application(
    operations: Operations, limits: UploadLimits
) -> Callable[[FileApplication, Transaction], FiledCase]:
    """Return the handler: submission, number, case, first tasks, clock and receipt in one commit."""

    def handle(command: FileApplication, tx: Transaction) -> FiledCase:
        return _file(command, tx, operations, limits=limits)

    return handle


def prepare_filing(command: PrepareFiling, tx: Transaction) -> PreparedFiling:
    """Check the answers as a filing would, let them wait for the other directors, and tell those we know."""
    other = tx.actor.acts_for
    if other is None:
        raise NotFound
    municipality, version = offered(tx, command.service, command.municipality)
    mandate = mandates.find(tx, other.mandate_id)
    refuse_for(version.settings, mandate)
    wanted = FileApplication(
        command.service,
        command.municipality,
        command.answers,
        command.language,
        confirmed=command.confirmed,
    )
    preconditions.checked_application(tx, version, municipality.id, wanted)
    content = canonical.dumps(command.answers)
    last_day = local_date(tx.now) + timedelta(days=_days_to_confirm(tx))
    filing_id = joint_filings.add(
        tx,
        company_id=other.party_id,
        municipality_id=municipality.id,
        service_code=version.code,
        answers=content,
        digest=bytes.fromhex(digest_of(content)),
        language=command.language,
        prepared_by=_person_id(tx.actor),
        mandate_id=other.mandate_id,
        together=mandate.together,
        expires_at=end_of_day(last_day),
    )
    tx.log(f"sign-ins/{tx.actor.person_id}", "joint.prepared", filing=str(filing_id))
    _notify_others(tx, filing_id, mandate)
    return PreparedFiling(filing_id, last_day)


def _notify_others(tx: Transaction, filing_id: UUID, mandate: Any) -> None:
    asker, today = tx.actor, local_date(tx.now)
    tx.switch_principal(system())
    for person_id in mandates.together_with(tx, mandate.representative_id, mandate.represented_id, on=today):
        joint_notices.add(tx, filing_id, person_id, "waits")
    tx.switch_principal(asker)


def confirm_filing(
    operations: Operations, limits: UploadLimits
) -> Callable[[ConfirmFiling, Transaction], ConfirmedFiling]:
    """Return the handler: a director's word; with the last that is needed, the filing in the same commit.

    Drafts and uploads belong to whoever prepared it, so it is filed in their name; all mandates hold.
    """

    def handle(command: ConfirmFiling, tx: Transaction) -> ConfirmedFiling:
        confirming, row = tx.actor, joint_filings.lock(tx, command.filing_id)
        if row is None or confirming.acts_for is None:
            raise NotFound
        if row.prepared_by == confirming.person_id:
            raise OwnFiling
        if row.state != WAITS or bytes(row.digest).hex() != command.digest:
            raise FilingOver
        joint_filings.confirm(tx, row.id, mandate_id=confirming.acts_for.mandate_id)
        tx.log(f"sign-ins/{confirming.person_id}", "joint.confirmed", filing=str(row.id))
        preparer, others, missing = _agreed(tx, row)
        if missing:
            return ConfirmedFiling(None, missing)
        tx.switch_principal(preparer)
        answers = canonical.loads(bytes(row.answers))
        wanted = FileApplication(row.service_code, row.municipality, answers, row.language)
        try:
            filed = _file(wanted, tx, operations, limits=limits, others=others)
        except InvalidForm as error:
            raise FormChanged from error
        tx.write_last()
        tx.switch_principal(confirming)
        joint_filings.end(tx, row.id, state="filed", case_id=filed.case_id)
        return ConfirmedFiling(filed.case_id, 0)

    return handle


def _agreed(tx: Transaction, row: Any) -> tuple[Actor, list[Confirmer], int]:
    """Return who prepared it, who has agreed and may still, and how many are missing.

    All their mandates are held to the commit. As many are needed as the register says of any of them.
    """
    confirming, preparer = tx.actor, preparer_of(tx, row)
    own = _held(tx, preparer)
    if own is None:
        raise PreparerGone
    together, others = own.together, []
    for other in confirmers_of(tx, row):
        mandate = _held(tx, other)
        if mandate is None:
            joint_filings.lapse(tx, row.id, _person_id(other))
            continue
        together = max(together, mandate.together)
        tx.switch_principal(other)
        others.append(confirmer(tx))
        tx.switch_principal(confirming)
    joint_filings.need(tx, row.id, max(together, 2))
    return preparer, others, max(together - 1 - len(others), 0)


def _held(tx: Transaction, director: Actor) -> Any:
    """Return a director's mandate, held to the commit; None if nobody may act by it any more."""
    assert director.acts_for is not None
    asker = tx.actor
    tx.switch_principal(director)
    mandate = mandates.held(tx, director.acts_for.mandate_id)
    tx.switch_principal(asker)
    if refusal(mandate, on=local_date(tx.now)) is not None:
        return None
    if not is_fresh(tx, mandate.answered_at):
        raise RegisterAway
    return mandate


def _days_to_confirm(tx: Transaction) -> int:
    row = reference.parameter(tx, OwnParameter.JOINT_FILING_WAITS, municipality_id=0, on=local_date(tx.now))
    return int(row.value) if row is not None and row.kind == "number" else USUALLY_LASTS


def _file(
    command: FileApplication,
    tx: Transaction,
    operations: Operations,
    *,
    limits: UploadLimits,
    others: Sequence[Confirmer] = (),
) -> FiledCase:
    """File it. Long, because what a filing records is read in its order."""
    filed_at = command.recorded_at or tx.now
    if not tx.now - EARLIEST_RECORD <= filed_at <= tx.now:
        raise FiledInFuture
    municipality, version = offered(tx, command.service, command.municipality, on=local_date(filed_at))
    _refuse_who_may_not(tx, version, command)
    answers, provenance, warned = preconditions.checked_application(tx, version, municipality.id, command)
    applicant = people.person(tx, tx.actor.party_id or _person_id(tx.actor))
    row = filing.insert_case(
        tx, version, municipality, applicant=applicant, command=command, filed_at=filed_at, others=others
    )
    filing.keep_submission(
        tx, row, answers, filed_by=_person_id(tx.actor), provenance=provenance, others=others
    )
    attach_documents(tx, row.id, answers, limits=limits)
    attach_paper(tx, row.id)
    case = new_case(tx, operations, row)
    case.record("case.filed", number=row.number, channel=command.channel)
    if command.preparation_id is not None:
        signed_filing.keep(case, command)
    if row.representative is not None:
        case.record("case.filed_for", **_said(row.representative))
    for other in others:
        case.record("case.confirmed_by_second", **_said(other.representative))
    preconditions.record_told(case, version, warned)
    linking.link(tx, operations, case, answers)
    if tx.actor.assurance != "card":
        case.record(f"case.filed_by_{tx.actor.assurance}")
    if tx.actor.assurance == "guest":
        _send_tracking_code(tx, row)
    clocks.start_overall(case)
    drafts.drop(tx, drafts.Place(municipality.id, version.code))
    if version.has_template(letters.RECEIPT, row.language):
        letters.write_now(case, letters.RECEIPT, {version.definition.start.id: answers})
    case.start(answers)
    restricted.restrict_filed(case, answers)
    return _filed(case, filed_at)


def _filed(case: OpenCase, filed_at: datetime) -> FiledCase:
    due_at = case.world.changes.get("due_at")
    return FiledCase(case.row.id, case.row.number, filed_at, due_at and local_date(due_at))


def _send_tracking_code(tx: Transaction, row: Any) -> None:
    args = as_json({"case_id": str(row.id), "municipality_id": row.municipality_id})
    work.queue(tx, "send_tracking_code", lock=f"tracking:{row.id}", args=args)


def _refuse_who_may_not(tx: Transaction, version: Published, command: FileApplication) -> None:
    filing.refuse_channel(tx, version, command)
    if needs_card(version) and tx.actor.assurance != "card":
        raise NeedsCard
    if tx.actor.assurance == "guest" and not allows_guests(version):
        raise NotAllowed
    if tx.actor.acts_for is not None:
        refuse_for(version.settings, mandates.find(tx, tx.actor.acts_for.mandate_id))


def _said(representative: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the timeline says of who filed for the applicant."""
    return {name: representative[name] for name in ("name", "ground")}


def _person_id(actor: Actor) -> int:
    if actor.person_id is None:
        raise Broken("actor.not_a_person")
    return actor.person_id


ROUTES = (
    Route(
        FileApplication,
        build=lambda use: file_application(use.operations, use.settings.uploads),
        sender=Sender.PERSON,
        guests=True,
        for_another=ForAnother.ACT,
        at_desk=True,
        joint=Joint.BY_BOTH,
        result=FiledCase,
    ),
    Route(
        PrepareFiling,
        prepare_filing,
        sender=Sender.PERSON,
        for_another=ForAnother.ACT,
        joint=Joint.THEIRS,
        result=PreparedFiling,
    ),
    Route(
        ConfirmFiling,
        build=lambda use: confirm_filing(use.operations, use.settings.uploads),
        sender=Sender.PERSON,
        for_another=ForAnother.ACT,
        joint=Joint.THEIRS,
        result=ConfirmedFiling,
    ),
)

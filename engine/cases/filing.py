"""A case begins: its number, its row, and what was filed.

Refuses to know who may file, and what happens next.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final, Protocol
from uuid import UUID, uuid4

from engine import canonical
from engine.answers import origins
from engine.answers.context import form_context
from engine.answers.named_files import files_known
from engine.audit.hash_chain import GENESIS
from engine.cases import words
from engine.cases.numbers import format_number
from engine.catalogue.needs import lists_asked
from engine.catalogue.offers import language_of, needs_card
from engine.catalogue.published import Published, published
from engine.clock import local_date
from engine.db.pool import Transaction, as_json
from engine.documents.files import digest_of
from engine.errors import Broken, InvalidForm, Rejected
from engine.formats import full_name
from engine.representation.mandates import CENTER
from engine.representation.representatives import Confirmer, evidence_of, representative_of
from engine.stores import cases
from engine.stores.cases import CaseRow
from forms import Form, InvalidAnswers, disputing, validate

PORTAL: Final = "portal"
PROGRAM: Final = "api"


class ListEmpty(Rejected):
    """A list of the municipality from which every application has to choose is empty; `lists` names each."""

    code = "filing.list_empty"


class ChannelClosed(Rejected):
    """The service does not take applications by the channel by which this one comes."""

    code = "filing.channel_closed"


class Filed(Protocol):
    """Protocol of commands that say how a case came: in which language, by which channel."""

    @property
    def language(self) -> str: ...
    @property
    def channel(self) -> str: ...


class Answered(Protocol):
    """Protocol of commands that carry the answers of an application's form."""

    @property
    def language(self) -> str: ...
    @property
    def answers(self) -> dict[str, Any]: ...


def valid_application(
    tx: Transaction, version: Published, municipality_id: int, command: Answered
) -> tuple[dict[str, Any], dict[str, Any] | None]:
    """Return the answers, and where those came from that somebody knew before.

    Raises `InvalidForm`, and `ListEmpty` where no answer could be right.
    """
    form = version.start_form(command.language)
    context = form_context(tx, version, municipality_id, command.language)
    if empty := empty_lists(form, context):
        raise ListEmpty(lists=empty)
    context["files"] = files_known(tx, command.answers)
    context = disputing(form, context, command.answers)
    try:
        answers = validate(form, command.answers, context=context, now=tx.now)
    except InvalidAnswers as error:
        raise InvalidForm(error.errors) from error
    return answers, origins.provenance(form, context, command.answers, answers)


def empty_lists(form: Form, context: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the lists from which the form has to choose, and which are empty in the municipality."""
    return tuple(sorted(name for name in lists_asked(form) if not context["options"].get(name)))


def channel_of(tx: Transaction, command: Filed) -> str:
    """Return how an application comes: whoever assists at a community centre files there."""
    return CENTER if tx.actor.is_assisting else command.channel


def refuse_channel(tx: Transaction, version: Published, command: Filed) -> None:
    """Raise `ChannelClosed` where the service takes nothing by the channel; programs count as the portal."""
    channel = channel_of(tx, command)
    if (PORTAL if channel == PROGRAM else channel) not in version.settings["channels"]:
        raise ChannelClosed


def closed_channel(tx: Transaction, version: Published) -> tuple[str, ...]:
    """Return the channel at which whoever looks would file, where the service takes nothing by it."""
    channel = CENTER if tx.actor.is_assisting else PORTAL
    is_taken = channel in version.settings["channels"] or version.settings.get("own_motion")
    return () if is_taken else (channel,)


def insert_case(
    tx: Transaction,
    version: Published,
    municipality: Any,
    *,
    applicant: Any,
    command: Filed,
    filed_at: datetime,
    case_id: UUID | None = None,
    others: Sequence[Confirmer] = (),
) -> CaseRow:
    """Insert a case under the next number, before its first step."""
    case_id = case_id or uuid4()
    cases.insert(
        tx,
        id=case_id,
        municipality_id=municipality.id,
        number=_case_number(tx, version, municipality),
        service_code=version.code,
        version_id=version.id,
        applicant_id=applicant.id,
        applicant_name=full_name(applicant),
        language=language_of(tx, municipality.id, command.language),
        channel=channel_of(tx, command),
        filed_at=filed_at,
        genesis=GENESIS,
        needs_card=needs_card(version),
        representative=representative_of(tx, others),
        area=(version.settings.get("for_others") or {}).get("area"),
        center=tx.actor.acts_for.center if tx.actor.acts_for is not None else None,
    )
    row = cases.load(tx, case_id)
    if row is None:
        raise Broken("case.lost")
    return row


def keep_submission(
    tx: Transaction,
    row: CaseRow,
    answers: dict[str, Any],
    *,
    filed_by: int,
    provenance: dict[str, Any] | None = None,
    others: Sequence[Confirmer] = (),
) -> None:
    """Keep what was filed, byte by byte, with what it rests on, and by what it is found."""
    content, mandate = canonical.dumps(answers), evidence_of(tx, others)
    cases.insert_submission(
        tx,
        id=uuid4(),
        case_id=row.id,
        municipality_id=row.municipality_id,
        filed_by=filed_by,
        answers=content,
        digest=bytes.fromhex(digest_of(content)),
        filed_at=row.filed_at,
        received_at=tx.now,
        assurance=tx.actor.assurance,
        provenance=provenance and as_json(provenance),
        mandate=mandate and as_json(mandate),
    )
    words.keep(tx, row, published(tx, row.version_id), answers)


def _case_number(tx: Transaction, version: Published, municipality: Any) -> str:
    year = local_date(tx.now).year
    # Services that write their numbers alike count together, or two cases could get one number.
    pattern = version.settings["number"]["case"]
    taken = cases.next_number(tx, municipality.id, f"case:{pattern}", year)
    return format_number(pattern, municipality=municipality.code, year=year, n=taken)

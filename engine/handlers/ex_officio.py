"""Cases that the office opens: ex officio, or anew what a person asked for before."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from engine.cases.ex_officio import ExOfficioOpening, open_about
from engine.catalogue.offers import may_open, offered
from engine.commands.applications import FiledCase, OpenProceeding
from engine.db.pool import Transaction
from engine.documents.limits import UploadLimits
from engine.errors import NotAllowed, Rejected
from engine.operations.operation import Operations
from engine.routes import Route, Sender
from engine.stores import cases, people
from engine.stores.cases import CaseRow


class PersonUnknown(Rejected):
    """The office knows nobody under this number."""

    code = "ex_officio.person_unknown"


def open_proceeding(
    operations: Operations, limits: UploadLimits
) -> Callable[[OpenProceeding, Transaction], FiledCase]:
    """Return the handler: case, clock, the letter that tells the person, first step, in one commit."""

    def handle(command: OpenProceeding, tx: Transaction) -> FiledCase:
        is_anew = command.anew is not None
        municipality, version = offered(
            tx, command.service, command.municipality, by_office=None if is_anew else True
        )
        if not (tx.actor.is_system if is_anew else may_open(tx.actor, version.settings, municipality.id)):
            raise NotAllowed
        party = people.party(tx, command.person)
        if party is None:
            raise PersonUnknown
        opening = ExOfficioOpening(
            answers=command.answers,
            opened_by=tx.actor.person_id or command.asked_by or party.id,
            said=_said(command),
            language=command.language,
            channel=command.channel,
            anew=_earlier(tx, command.anew),
        )
        return open_about(
            tx, operations, limits, version=version, municipality=municipality, party=party, opening=opening
        )

    return handle


def _earlier(tx: Transaction, number: str | None) -> CaseRow | None:
    """Return the case that is taken up again."""
    found = None if number is None else cases.id_of(tx, number)
    return None if found is None else cases.load(tx, found)


def _said(command: OpenProceeding) -> tuple[str, Mapping[str, str]]:
    """Return the event that says who opened the case."""
    if command.since is None:
        return "case.opened_by_office", {}
    if command.anew is not None:
        return "case.opened_anew", {"number": command.anew, "by": command.since}
    return "case.opened_by_case", {"number": command.since}


ROUTES = (
    Route(
        OpenProceeding,
        build=lambda use: open_proceeding(use.operations, use.settings.uploads),
        sender=Sender.OFFICE,
        result=FiledCase,
    ),
)

"""A service account puts a paper into a case: it lies there for the office to look at, and moves nothing."""

from __future__ import annotations

from collections.abc import Callable

from engine.answers.named_files import attach_documents
from engine.cases import sight
from engine.commands.service_accounts import DepositPaper
from engine.db.pool import Transaction
from engine.documents.limits import UploadLimits
from engine.errors import NotAllowed, Rejected
from engine.routes import Route, Sender


class CaseOver(Rejected):
    """Nobody looks at what comes into a case that is closed."""

    code = "service_account.case_over"


def deposit_paper(limits: UploadLimits) -> Callable[[DepositPaper, Transaction], None]:
    """Return the handler. Raises `NotFound` for a case that the service account does not read."""

    def handle(command: DepositPaper, tx: Transaction) -> None:
        if not tx.actor.is_service_account:
            raise NotAllowed
        case = sight.seen(tx, command.case_id)
        if case.closed_at is not None:
            raise CaseOver
        papers = {"papers": [{"document": command.document}]}
        attach_documents(tx, case.id, papers, limits=limits)
        tx.log(f"papers/{case.id}", "case.paper_deposited", document=command.document)

    return handle


ROUTES = (
    Route(
        DepositPaper,
        build=lambda use: deposit_paper(use.settings.uploads),
        sender=Sender.STAFF,
        programs=True,
    ),
)

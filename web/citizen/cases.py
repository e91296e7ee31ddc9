"""Own cases: the list, one case, its documents, withdrawing."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine.commands.cases import WithdrawCase
from engine.commands.letters import ReadLetters
from engine.errors import NotAllowed, NotFound, NotSignedIn, Rejected, Stale, Unavailable
from engine.queries import cases as queries
from engine.queries import channels, own_cases, signing_queue
from engine.queries.own_cases import CaseCard
from engine.queries.timeline import plain
from engine.queries.views import CaseView
from web import access, flashes
from web.auth import current_actor
from web.blueprints import citizen as blueprint
from web.downloads import download
from web.engine_access import engine
from web.errors import words_of
from web.i18n import current_language, format_date, name_of, t
from web.keys import new_key, sent_key, sent_version
from web.tables import paged_csv
from web.without_api import Reason, without_api
from web.words import status_word

EXPORTED = ("number", "service", "place", "filed", "status", "turn", "until", "decided")


def own_case(case_id: UUID) -> CaseView:
    """Return a case of the signed-in person; anybody else's does not exist here."""
    with engine().read(current_actor()) as tx:
        found = queries.view(tx, case_id, current_language())
    refuse_others(found)
    return found


def refuse_others(found: CaseView) -> None:
    """Raise `NotFound` for a case of anybody but the person, or the one they act for."""
    actor = current_actor()
    # A guest has no number that anybody has checked, and sees nothing but their own.
    if actor.assurance != "guest" and found.applicant_number != actor.party_number:
        raise NotFound


@blueprint.get("/cases")
@access.citizen
def cases() -> ResponseReturnValue:
    with engine().read(current_actor()) as tx:
        mine = own_cases.own_cases(tx, request.args.get("show", "all"), before=request.args.get("before"))
        to_sign = signing_queue.waiting(tx)
    return render_template("citizen/cases.html", mine=mine, to_sign=to_sign)


@blueprint.get("/cases.csv")
@access.citizen
def cases_as_table() -> ResponseReturnValue:
    """Hand out the own cases that are shown, all pages together."""
    heads = [t(f"cases.column.{column}") for column in EXPORTED]
    return paged_csv("cases", heads, _cards_before, _cells)


def _cards_before(before: str | None) -> tuple[Sequence[CaseCard], str | None]:
    with engine().read(current_actor()) as tx:
        page = own_cases.own_cases(tx, request.args.get("show", "all"), before=before, is_export=True)
    return page.cases, page.next_before


def _cells(card: CaseCard) -> tuple[object, ...]:
    until = card.answer_by or (card.deadline and card.deadline.due_on) or None
    return (
        card.number,
        name_of(card.service),
        name_of(card.municipality),
        format_date(card.filed_at),
        status_word(card.status),
        t(f"turn_short.{card.turn}"),
        format_date(until),
        format_date(card.decided_on),
    )


@blueprint.get("/cases/<uuid:case_id>")
@access.citizen
def case(case_id: UUID) -> ResponseReturnValue:
    return case_page(opened_case(case_id))


def opened_case(case_id: UUID) -> CaseView:
    """Return an own case whose letters the person is about to see: what waits for that goes on."""
    found = own_case(case_id)
    # An operator at whose desk somebody stands opens no letter in their place.
    if current_actor().is_assisting or all(letter.read_at for letter in found.letters):
        return found
    try:
        engine().send(ReadLetters(case_id), actor=current_actor())
    except (Stale, Unavailable):
        return found  # somebody else moves the case just now; the next look counts
    return own_case(case_id)


def copies_go(case_id: UUID) -> str:
    """Return in words where copies of a case's letters go."""
    with engine().read(current_actor()) as tx:
        place = channels.of_case(tx, case_id)
    if place.by in ("portal", "unreachable"):
        return t(f"account.channels.go.{place.by}")
    return (
        t("account.channels.go.to", address=place.address)
        if place.address
        else t("account.channels.go.other")
    )


blueprint.app_context_processor(lambda: {"copies_go": copies_go})


def case_page(found: CaseView, *, error: Rejected | None = None, written: str = "") -> tuple[str, int]:
    """Return the page of a case; with an error, what was written to the office is kept."""
    words = words_of(error) if error else None
    page = render_template(
        "citizen/case.html",
        case=found,
        events=plain(found.timeline),
        error=words,
        has_errors=error is not None,
        written=written,
    )
    return page, words.status if words else 200


@blueprint.get("/cases/<uuid:case_id>/documents/<digest>")
@access.citizen
def document(case_id: UUID, digest: str) -> ResponseReturnValue:
    own_case(case_id)
    return download(case_id, digest)


@blueprint.get("/cases/<uuid:case_id>/withdraw")
@access.citizen
@without_api(Reason.FORM)
def withdraw(case_id: UUID) -> ResponseReturnValue:
    return _ask(own_case(case_id), key=new_key())


def _ask(found: CaseView, *, key: str, error: Rejected | None = None) -> ResponseReturnValue:
    if not found.may_withdraw:
        return redirect(url_for("citizen.case", case_id=found.case_id), 303)
    words = words_of(error) if error else None
    page = render_template(
        "citizen/withdraw.html", case=found, key=key, error=words, has_errors=error is not None
    )
    return page, words.status if words else 200


@blueprint.post("/cases/<uuid:case_id>/withdraw")
@access.citizen
def confirm_withdraw(case_id: UUID) -> ResponseReturnValue:
    command = WithdrawCase(case_id, expected_version=sent_version())
    try:
        engine().send(command, actor=current_actor(), key=sent_key())
    except (NotFound, NotAllowed, NotSignedIn):
        raise
    except Rejected as refused:
        # The case has moved on: what withdrawing would end is not what the person saw.
        found = own_case(case_id)
        if not found.may_withdraw:
            raise  # nothing is left to ask; leading to the case would look like a withdrawal
        return _ask(found, key=new_key(), error=refused)
    flashes.done(t("withdraw.done"))
    return redirect(url_for("citizen.case", case_id=case_id), 303)

"""Checking and filing: every answer with a way to change it, and the one press that files.

The page carries the answers it shows: exactly they are filed, even if another window has changed the draft
since, and a second press sends the very same command.
"""

from __future__ import annotations

from typing import Any, NamedTuple
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import BadRequest

from engine import canonical
from engine.commands.applications import FileApplication, FiledCase
from engine.commands.joint_filings import PreparedFiling, PrepareFiling
from engine.commands.signing import OpenApplicationSigning, OpenedSigning
from engine.errors import EngineError, InvalidForm, NotAllowed, NotFound, NotSignedIn, Rejected
from engine.representation.mandates import RegisterAway
from engine.signatures import ceremony
from forms import DISPUTES, InvalidAnswers, Page, SummaryRow, disputes_in, html_id
from web import access, flashes, rate_limits
from web.auth import current_actor
from web.blueprints import citizen as blueprint
from web.citizen.application import ADDRESS, Application, application, is_complete
from web.citizen.apply import FROM_CHECK, show_page
from web.engine_access import engine
from web.errors import words_of
from web.i18n import current_language, t
from web.keys import new_key, sent_key
from web.without_api import Reason, without_api


class OwnApplicationUnconfirmed(Rejected):
    """An operator at whose desk nobody stands has not said that the application is their own."""

    code = "presence.own_unconfirmed"


class Part(NamedTuple):
    """The answers of one page, with the address for changing them."""

    page: Page
    address: str
    rows: tuple[SummaryRow, ...]


@blueprint.get(f"{ADDRESS}/check")
@access.citizen
@without_api(Reason.FORM)
def check(code: str, service: str) -> ResponseReturnValue:
    shown = application(code, service)
    form = shown.form()
    if not is_complete(shown, form.survey()):
        # Nothing to check yet, or the form has changed since: the list says what is missing.
        return redirect(shown.address("citizen.apply"), 303)
    try:
        answers = form.checked()
    except InvalidAnswers:
        return redirect(shown.address("citizen.apply"), 303)
    disputes = disputes_in(form.answers)
    return _show(shown, {**answers, **({DISPUTES: disputes} if disputes else {})}, key=new_key())


def _show(
    shown: Application, answers: dict[str, Any], *, key: str, error: EngineError | None = None
) -> ResponseReturnValue:
    found = shown.form(answers).survey()
    parts = [
        Part(page, shown.page_address(page, **{"from": FROM_CHECK}), shown.rows(answers, page))
        for page in found.pages
    ]
    page = render_template(
        "citizen/check.html",
        municipality=shown.municipality,
        service=shown.page,
        answered=[part for part in parts if part.rows],
        disputes=disputes_in(answers),
        running=shown.running,
        unmet=shown.page.unmet,
        confirmed=_confirmed(),
        may_file=not any(precondition.refuses for precondition in shown.page.unmet),
        key=key,
        asks_whose=_asks_whose(),
        may_sign=ceremony.takes_cards(engine()) and _signs_here(),
        html_id=html_id,
        answers=canonical.dumps(answers).decode(),
        error=words_of(error) if error else None,
        has_errors=error is not None,
    )
    return page, 200 if error is None else words_of(error).status


def _signs_here() -> bool:
    """An operator signs nothing for whoever stands at the desk."""
    actor = current_actor()
    return actor.assurance == "card" and not actor.is_assisting


def _asks_whose() -> bool:
    """Say whether an operator has to be asked whose application this is: nobody stands at the desk."""
    actor = current_actor()
    return actor.assists and actor.acts_for is None


def _confirmed() -> tuple[str, ...]:
    """Return of which warnings the applicant says that they file all the same."""
    return tuple(request.form.getlist("confirmed")[:20])


def _shown_answers() -> dict[str, Any]:
    try:
        answers = canonical.loads(request.form.get("_answers", "").encode())
    except ValueError:
        raise BadRequest from None
    if not isinstance(answers, dict):
        raise BadRequest
    return answers


@blueprint.post(f"{ADDRESS}/file")
@access.citizen
def file(code: str, service: str) -> ResponseReturnValue:
    key, answers, language = sent_key(), _shown_answers(), current_language()
    actor = current_actor()
    is_joint = actor.acts_for is not None and actor.acts_for.is_joint
    kind = PrepareFiling if is_joint else FileApplication
    try:
        if _asks_whose() and request.form.get("own") != "yes":
            raise OwnApplicationUnconfirmed
        if request.form.get("_do") == "sign" and not is_joint:
            command = OpenApplicationSigning(service, code, answers, language, _confirmed())
            return _to_sign(command, key)
        rate_limits.hit("filing")
        filed: FiledCase | PreparedFiling = engine().send(
            kind(service, code, answers, language=language, confirmed=_confirmed()), actor=actor, key=key
        )
    except (NotFound, NotAllowed, NotSignedIn):
        raise
    except InvalidForm as refused:
        return _wrong_page(application(code, service), answers, refused)
    except RegisterAway as away:
        return _show(application(code, service), answers, key=str(key), error=away)
    except Rejected as refused:
        return _show(application(code, service), answers, key=new_key(), error=refused)
    if isinstance(filed, PreparedFiling):
        flashes.done(t("joint.prepared"))
        return redirect(url_for("citizen.joint_filing", filing_id=filed.filing_id), 303)
    return redirect(url_for("citizen.receipt", case_id=filed.case_id), 303)


def _to_sign(command: OpenApplicationSigning, key: UUID) -> ResponseReturnValue:
    """Lay exactly these answers out for signing; with the signature they are filed."""
    opened: OpenedSigning = engine().send(command, actor=current_actor(), key=key)
    return redirect(url_for("signing.show", signing_id=opened.signing_id), 303)


def _wrong_page(shown: Application, answers: dict[str, Any], refused: InvalidForm) -> ResponseReturnValue:
    """Show the first page with an error, as it was sent: the form may have changed since the check."""
    found = shown.form(answers).survey()
    page = next((page for page in found.pages if found.errors[page.id]), found.pages[0])
    return show_page(shown, shown.form(answers, page=page).refused(found.errors[page.id] or refused.errors))

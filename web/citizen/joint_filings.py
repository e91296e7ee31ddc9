"""Pages of joint filings by directors: the list, looking at it, confirming, withdrawing, declining."""

from __future__ import annotations

from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine.commands.joint_filings import ConfirmedFiling, ConfirmFiling, EndFiling
from engine.errors import EngineError, NotAllowed, NotFound, NotSignedIn, Rejected
from engine.queries import joint_filings as queries
from engine.queries.joint_filings import JointFiling
from engine.representation.mandates import RegisterAway
from forms import SummaryRow, disputes_in, summarise
from web import access, flashes
from web.auth import current_actor
from web.blueprints import citizen as blueprint
from web.citizen.application import application
from web.downloads import hand_out
from web.engine_access import engine
from web.errors import words_of
from web.i18n import current_language, t
from web.keys import new_key, sent_key
from web.without_api import Reason, without_api

ADDRESS = "/joint/<uuid:filing_id>"


def joint_filings() -> tuple[JointFiling, ...]:
    """Return what waits for the directors of the company that is acted for, or has ended lately."""
    with engine().read(current_actor()) as tx:
        return queries.mine(tx)


blueprint.app_context_processor(lambda: {"joint_filings": joint_filings})


@blueprint.get(ADDRESS)
@access.citizen
@without_api(Reason.PERSON)
def joint_filing(filing_id: UUID) -> ResponseReturnValue:
    return _show(_found(filing_id), key=new_key())


@blueprint.post(f"{ADDRESS}/confirm")
@access.citizen
@without_api(Reason.PERSON)
def confirm_joint(filing_id: UUID) -> ResponseReturnValue:
    """Agree to what was shown; the last who is needed files it, in the name of all."""
    key, command = sent_key(), ConfirmFiling(filing_id, request.form.get("digest", ""))
    try:
        confirmed: ConfirmedFiling = engine().send(command, actor=current_actor(), key=key)
    except (NotFound, NotAllowed, NotSignedIn):
        raise
    except RegisterAway as away:
        return _show(_found(filing_id), key=str(key), error=away)
    except Rejected as refused:
        return _show(_found(filing_id), key=new_key(), error=refused)
    if confirmed.case_id is None:
        flashes.done(t("joint.confirmed_now"))
        return redirect(url_for("citizen.joint_filing", filing_id=filing_id), 303)
    return redirect(url_for("citizen.receipt", case_id=confirmed.case_id), 303)


@blueprint.post(f"{ADDRESS}/end")
@access.citizen
@without_api(Reason.PERSON)
def end_joint(filing_id: UUID) -> ResponseReturnValue:
    found = _found(filing_id)
    try:
        engine().send(EndFiling(filing_id), actor=current_actor())
    except RegisterAway as away:
        return _show(found, key=new_key(), error=away)
    flashes.done(t("joint.withdrawn_now" if found.is_mine else "joint.declined_now"))
    return redirect(url_for("citizen.cases"), 303)


@blueprint.get(f"{ADDRESS}/documents/<digest>")
@access.citizen
@without_api(Reason.PERSON)
def joint_document(filing_id: UUID, digest: str) -> ResponseReturnValue:
    """Hand out a file that was prepared, to the directors."""
    file = queries.file_of(_found(filing_id), digest)
    content = engine().connections.files.get(digest)
    return hand_out(content, str(file["name"]), str(file["type"]))


def _found(filing_id: UUID) -> JointFiling:
    with engine().read(current_actor()) as tx:
        return queries.find(tx, filing_id)


def _show(found: JointFiling, *, key: str, error: EngineError | None = None) -> ResponseReturnValue:
    rows: tuple[SummaryRow, ...] = ()
    if found.waits:
        service = application(found.municipality_code, found.service_code).page
        rows = summarise(
            service.form, found.answers, language=current_language(), context=service.form_context
        )
    words = words_of(error) if error else None
    page = render_template(
        "citizen/joint_filing.html",
        filing=found,
        rows=rows,
        files=queries.files_in(found.answers),
        disputes=disputes_in(found.answers),
        key=key,
        error=words,
        has_errors=error is not None,
    )
    return page, words.status if words else 200

"""Somebody comes to the desk: by their card in its reader, or by a request signed by hand; and leaves."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask import session as form_session
from flask.typing import ResponseReturnValue

from engine.centers.queries import presences
from engine.commands.applications import StoredDocument, StoreDocument
from engine.commands.contacts import KnownPerson
from engine.commands.mandates import BeginPresence, EndPresence
from engine.errors import NotAllowed, NotFound, NotSignedIn, Rejected, Unavailable
from engine.identity.card_sign_in import holder
from engine.identity.enrolment import AT_THE_DESK, known_person
from web import access, flashes, rate_limits
from web.auth import current_actor, current_session
from web.blueprints import center as blueprint
from web.center.access import operators
from web.center.day import desk_page
from web.engine_access import engine
from web.errors import status_of
from web.i18n import t
from web.sign_in.card import LONGEST_TOKEN, NONCE
from web.without_api import Reason, without_api
from web.words import error_words


@blueprint.post("/card")
@operators
@without_api(Reason.PRESENCE)
def begin_by_card() -> ResponseReturnValue:
    """Take what the citizen's card has signed; the operator stays who they are."""
    token = request.form.get("token", "")[:LONGEST_TOKEN].encode("utf-8", "replace")
    try:
        number, fingerprint = holder(engine(), token, nonce=form_session.pop(NONCE, ""))
        return _begin(_known(number), "card", fingerprint)
    except (NotAllowed, NotFound, NotSignedIn):
        raise
    except (Rejected, Unavailable) as error:
        words = error_words(error) or t("error.422.body")
        page = render_template("center/card_refused.html", words=words)
        return page, status_of(error) if isinstance(error, Unavailable) else 422


@blueprint.post("/person")
@operators
@without_api(Reason.PRESENCE)
def compare() -> ResponseReturnValue:
    """Show what the registry says, for comparing with the document, and ask for the paper."""
    typed = {"personal_number": request.form.get("personal_number", "")[:300]}
    try:
        return _comparing(_known(typed["personal_number"]))
    except Rejected as error:
        return desk_page(error, typed=typed)


@blueprint.post("/paper")
@operators
@without_api(Reason.PRESENCE)
def begin_by_paper() -> ResponseReturnValue:
    """Take the scan of the request signed by hand, or of the power of attorney by which somebody comes."""
    person = _known(request.form.get("personal_number", "")[:300])
    scan = request.files.get("scan")
    if request.form.get("compared") != "yes":
        return _comparing(person, t("center.compare_first"))
    if scan is None or not scan.filename:
        return _comparing(person, t("center.scan_missing"))
    try:
        rate_limits.hit("uploads")
        command = StoreDocument(scan.read(), scan.filename, token=request.path[:200])
        stored: StoredDocument = engine().send(command, actor=current_actor())
        proof, deed = request.form.get("proof", "paper"), request.form.get("deed", "")
        return _begin(person, proof, stored.document, deed if proof == "mandate" else "")
    except (NotAllowed, NotFound, NotSignedIn):
        raise
    except (Rejected, Unavailable) as error:
        return _comparing(person, error_words(error) or t("upload.failed"), status=status_of(error))


@blueprint.post("/end")
@access.citizen
@without_api(Reason.PRESENCE)
def end() -> ResponseReturnValue:
    """Let whoever stood at the desk leave; the next one begins anew."""
    session = current_session()
    if session is None:
        raise NotSignedIn
    engine().send(EndPresence(session.session_id), actor=current_actor())
    flashes.done(t("center.ended"))
    return redirect(url_for("center.day"), 303)


def _begin(person: KnownPerson, proof: str, evidence: str, deed: str = "") -> ResponseReturnValue:
    session = current_session()
    if session is None:
        raise NotSignedIn
    command = BeginPresence(session.session_id, person, proof, evidence, deed)
    engine().send(command, actor=current_actor())
    flashes.done(t("center.began"))
    return redirect(url_for("public.home"), 303)


def _known(number: str) -> KnownPerson:
    reference = f"presence:{current_actor().person_id}"
    return known_person(engine(), number, reference=reference, purpose=AT_THE_DESK)


def _comparing(person: KnownPerson, error: str = "", *, status: int = 422) -> ResponseReturnValue:
    with engine().read(current_actor()) as tx:
        has_namesake = presences.has_namesake(tx, person)
    shown = {
        "person": person,
        "has_namesake": has_namesake,
        "sent": request.form,
        "error": error,
        "has_errors": bool(error),
    }
    page = render_template("center/compare.html", **shown)
    return page, status if error else 200

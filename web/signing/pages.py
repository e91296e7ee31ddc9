"""Signing a step: what will be signed is shown first, then the card is asked, then the step is over.

The script fetches what the card is to sign and sends the page's form with the signature, so what went wrong
is a page like any other. Without a script or a card the page says how to sign on paper. What a signature
proves is the engine's knowledge.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from io import BytesIO
from uuid import UUID

from flask import current_app, jsonify, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import BadRequest

from engine.commands.applications import StoredDocument, StoreDocument
from engine.commands.signing import DropSigning, SignOnPaper
from engine.errors import EngineError, NotFound, NotSignedIn, Rejected, Unavailable
from engine.queries import signings as queries
from engine.queries.signings import SigningView
from engine.signatures import ceremony, official
from engine.signatures.steps import ShownOther
from web import access, flashes, rate_limits
from web.auth import current_actor
from web.blueprints import signing as blueprint
from web.downloads import PDF, POLICY
from web.engine_access import engine
from web.errors import status_of
from web.i18n import t
from web.inbox import place_in_list
from web.keys import new_key, sent_key
from web.signing.paper import as_part
from web.words import error_words

LONGEST = 30_000  # characters of a certificate or a signature


def _signing(signing_id: UUID) -> SigningView:
    with engine().read(current_actor()) as tx:
        return queries.view(tx, signing_id)


def _page(
    found: SigningView,
    error: EngineError | None = None,
    *,
    again: dict[str, str] | None = None,
    has_changed: bool = False,
) -> ResponseReturnValue:
    """Show what is to be signed. `again` is a signature that may be sent once more, without the card."""
    shown = ceremony.file_of(found.row) if found.state == "open" else b""
    page = render_template(
        "signing/sign.html",
        signing=found,
        paper=as_part(found.page),
        shown=hashlib.sha256(shown).hexdigest() if shown else "",
        refused=error and (error_words(error) or t("error.422.body")),
        takes_cards=ceremony.takes_cards(engine()),
        makes_cards=current_app.config["DEMO_MODE"] and engine().connections.demo_cards is not None,
        offers_official=official.is_offered(engine()),
        again=again if isinstance(error, Unavailable) else None,
        key=new_key(),
        in_queue=request.values.get("queue", ""),
        has_errors=error is not None,
        has_changed=has_changed,
    )
    return page, status_of(error) if error else 200


@blueprint.get("/<uuid:signing_id>")
@access.citizen
def show(signing_id: UUID) -> ResponseReturnValue:
    """Show what is to be signed, and by whom; with `changed` to whoever was shown another file before."""
    return _page(_signing(signing_id), has_changed="changed" in request.args)


@blueprint.get("/<uuid:signing_id>/document")
@access.citizen
def document(signing_id: UUID) -> ResponseReturnValue:
    """Hand out the file that is signed, as it stands now."""
    found = _signing(signing_id)
    if found.state not in ("open", "over"):
        raise NotFound
    response = send_file(
        BytesIO(ceremony.file_of(found.row)),
        mimetype=PDF,
        download_name=f"{found.case_number}.pdf",
    )
    response.headers["Content-Security-Policy"] = POLICY
    return response


@blueprint.post("/<uuid:signing_id>/prepare")
@access.citizen
def prepare(signing_id: UUID) -> ResponseReturnValue:
    """Tell the script what the card is to sign, or in words why nothing."""
    certificate = _bytes(request.form.get("certificate", ""))
    try:
        asked = ceremony.prepare(
            engine(), signing_id, certificate, shown=request.form.get("shown", ""), actor=current_actor()
        )
    except NotSignedIn:
        raise
    except ShownOther as refused:
        return jsonify(error=error_words(refused), anew=anew(signing_id)), status_of(refused)
    except (Rejected, Unavailable) as refused:
        return jsonify(error=error_words(refused) or t("error.422.body")), status_of(refused)
    return jsonify(
        preparation=str(asked.preparation_id),
        hash=base64.b64encode(asked.hash).decode(),
        data=base64.b64encode(asked.data).decode(),
        algorithm=asked.algorithm,
    )


@blueprint.post("/<uuid:signing_id>/finish")
@access.citizen
def finish(signing_id: UUID) -> ResponseReturnValue:
    """Take the signature; what is refused leaves everything as it was."""
    try:
        preparation_id = UUID(request.form.get("preparation", ""))
    except ValueError:
        raise BadRequest from None
    signature = _bytes(request.form.get("signature", ""))
    try:
        ceremony.finish(engine(), preparation_id, signature, actor=current_actor())
    except NotSignedIn:
        raise
    except (Rejected, Unavailable) as refused:
        found = _signing(signing_id)
        if found.has_signed:
            return _signed(found)
        if _is_asked_by_script():
            words = error_words(refused) or t("error.422.body")
            return jsonify(error=words, again=isinstance(refused, Unavailable)), status_of(refused)
        again = {"preparation": str(preparation_id), "signature": request.form["signature"]}
        return _page(found, refused, again=again)
    return _signed(_signing(signing_id))


def _is_asked_by_script() -> bool:
    """Say whether the script of a page with several documents asks, which shows itself what came of each."""
    return request.accept_mimetypes.best == "application/json"


def _signed(found: SigningView) -> ResponseReturnValue:
    return jsonify(state=found.state) if _is_asked_by_script() else done(found)


@blueprint.post("/<uuid:signing_id>/paper")
@access.citizen
def on_paper(signing_id: UUID) -> ResponseReturnValue:
    """Take the scan of what was signed by hand."""
    found, file = _signing(signing_id), request.files.get("scan")
    if file is None or not file.filename:
        return _page(found, Rejected("signature.no_scan"))
    try:
        rate_limits.hit("uploads")
        command = StoreDocument(file.read(), file.filename, token=request.path[:200])
        stored: StoredDocument = engine().send(command, actor=current_actor())
        engine().send(SignOnPaper(signing_id, stored.document), actor=current_actor(), key=sent_key())
    except NotSignedIn:
        raise
    except (Rejected, Unavailable) as refused:
        return _page(_signing(signing_id), refused)
    return done(_signing(signing_id))


@blueprint.post("/<uuid:signing_id>/drop")
@access.citizen
def drop(signing_id: UUID) -> ResponseReturnValue:
    """Go back to the form; nothing was signed."""
    found = _signing(signing_id)
    engine().send(DropSigning(signing_id), actor=current_actor(), key=sent_key())
    return redirect(_step(found), 303)


def anew(signing_id: UUID) -> str:
    """Return where the file is shown as it is now."""
    queue = request.form.get("queue") or None
    return url_for("signing.show", signing_id=signing_id, changed=1, queue=queue)


def done(found: SigningView) -> ResponseReturnValue:
    flashes.done(t("signing.done" if found.state == "done" else "signing.added", title=found.title))
    if found.application and found.case_id:
        return redirect(url_for("citizen.receipt", case_id=found.case_id), 303)
    came_from = request.form.get("queue", "")
    if came_from and "=" not in came_from:
        return redirect(url_for("inbox.signing_queue"), 303)
    if current_actor().is_staff and not found.is_for_applicant:
        return redirect(place_in_list.after_signing(came_from, found.task_id), 303)
    return redirect(url_for("citizen.case", case_id=found.case_id), 303)


def _step(found: SigningView) -> str:
    if found.application:
        code, service = found.application
        return url_for("citizen.check", code=code, service=service)
    endpoint = "citizen.task" if found.is_for_applicant else "inbox.task"
    return url_for(endpoint, task_id=found.task_id)


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text[:LONGEST], validate=True)
    except (binascii.Error, ValueError):
        raise BadRequest from None

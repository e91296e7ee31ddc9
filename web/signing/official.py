"""Signing with the official program for the Georgian card: a link begins it, its questions are answered.

The program fetches what it is told (JSON, then the file) and sends the signed file back; it is no browser, so
its addresses need no session and are good for one preparation. Then its person goes on from the page.
Refuses to know what a signature proves.
"""

from __future__ import annotations

import hashlib
import re
from io import BytesIO
from typing import Final
from uuid import UUID

from flask import jsonify, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response

from engine.errors import EngineError, NotSignedIn, Rejected, Unavailable
from engine.queries import signings as queries
from engine.signatures import ceremony, official
from engine.signatures.steps import ShownOther
from web import access, bodies, rate_limits
from web.auth import current_actor
from web.blueprints import signing as blueprint
from web.downloads import PDF
from web.engine_access import engine
from web.errors import status_of
from web.forgery import csrf
from web.i18n import current_language, t
from web.signing.pages import anew, done
from web.words import error_words

SCHEME: Final = "geoeid-unitool://"
_BOUNDARY: Final = re.compile(r'boundary="?([^";,\s]{1,70})"?', re.I)


@blueprint.post("/<uuid:signing_id>/official")
@access.citizen
def begin_official(signing_id: UUID) -> ResponseReturnValue:
    """Lay the file ready for the program, and show how it is begun."""
    shown = request.form.get("shown", "")
    try:
        preparation_id = official.offer(engine(), signing_id, shown=shown, actor=current_actor())
    except ShownOther:
        return redirect(anew(signing_id), 303)
    return _page(signing_id, preparation_id)


@blueprint.post("/<uuid:signing_id>/official/finish")
@access.citizen
def finish_official(signing_id: UUID) -> ResponseReturnValue:
    """Take what the program gave back; what is refused leaves everything as it was."""
    try:
        preparation_id = UUID(request.form.get("preparation", ""))
    except ValueError:
        raise BadRequest from None
    try:
        official.finish(engine(), preparation_id, actor=current_actor())
    except NotSignedIn:
        raise
    except (Rejected, Unavailable) as refused:
        with engine().read(current_actor()) as tx:
            found = queries.view(tx, signing_id)
        return done(found) if found.state == "done" else _page(signing_id, preparation_id, refused)
    with engine().read(current_actor()) as tx:
        return done(queries.view(tx, signing_id))


def _page(signing_id: UUID, preparation_id: UUID, error: EngineError | None = None) -> ResponseReturnValue:
    with engine().read(current_actor()) as tx:
        found = queries.view(tx, signing_id)
    page = render_template(
        "signing/official.html",
        signing=found,
        preparation=preparation_id,
        shown=hashlib.sha256(ceremony.file_of(found.row)).hexdigest() if found.state == "open" else "",
        address=SCHEME + _address("signing.message", preparation_id).split("://", 1)[1],
        refused=error and (error_words(error) or t("error.422.body")),
        in_queue=request.form.get("queue", ""),
        has_errors=error is not None,
    )
    return page, status_of(error) if error else 200


def _address(endpoint: str, preparation_id: UUID) -> str:
    path = url_for(endpoint, preparation_id=preparation_id)
    return f"{engine().connections.public_url}{path}"


@blueprint.get("/official/<uuid:preparation_id>")
@access.public
def message(preparation_id: UUID) -> ResponseReturnValue:
    """Tell the program what to sign and where to send it."""
    official.given(engine(), preparation_id)
    answer = jsonify(
        dataType="document",
        docType="PDF",
        dataUrl=_address("signing.given", preparation_id),
        submitUrl=_address("signing.take", preparation_id),
        signAlg="sha256withRSA",
        padesUsage=True,
        keyId="sign",
        signatureProfile="B",
        description=t("signing.title"),
        language=current_language(),
    )
    return answer


@blueprint.get("/official/<uuid:preparation_id>/document")
@access.public
def given(preparation_id: UUID) -> ResponseReturnValue:
    """Hand the program the file that it is to sign."""
    content = official.given(engine(), preparation_id)
    response = send_file(BytesIO(content), mimetype=PDF, download_name="document.pdf")
    return response


@blueprint.post("/official/<uuid:preparation_id>")
@access.public
@csrf.exempt  # type: ignore[untyped-decorator]
def take(preparation_id: UUID) -> ResponseReturnValue:
    """Keep the signed file. Nothing of it is believed before its person goes on."""
    rate_limits.hit("uploads")
    try:
        official.given(engine(), preparation_id)  # before anything of the body is read
        official.take(engine(), preparation_id, _signed_file())
    except Rejected as refused:
        return Response(error_words(refused) or "", status_of(refused), mimetype="text/plain")
    return Response(status=200)


def _signed_file() -> bytes:
    """Return the part `signedFile`.

    The program's boundary holds signs that belong in quotes and has none: Werkzeug 3.1 reads an empty form.
    """
    named = _BOUNDARY.search(request.headers.get("Content-Type", ""))
    if named is None:
        raise BadRequest
    with bodies.files_within(named[1]) as files:
        if "signedFile" not in files:
            raise BadRequest
        content: bytes = files["signedFile"].read()
    return content

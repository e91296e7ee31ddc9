"""Page of own data: who looked at it, all of it to take away, and asking that it be put right."""

from __future__ import annotations

import io
from uuid import UUID

from flask import redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import BadRequest

from engine.commands.correspondence import WriteToCase
from engine.errors import NotAllowed, NotFound, NotSignedIn, Rejected
from engine.queries import own_cases, reads
from engine.queries import own_data as queries
from web import access, flashes
from web.auth import current_actor
from web.blueprints import citizen as blueprint
from web.citizen.case_file import archive, as_json
from web.engine_access import engine
from web.errors import words_of
from web.i18n import current_language, t
from web.keys import new_key, sent_key
from web.printing import as_pdf
from web.tables import exported
from web.without_api import Reason, without_api


@blueprint.get("/my-data/reads")
@access.citizen
@exported
def own_reads() -> ResponseReturnValue:
    with engine().read(current_actor().oneself) as tx:
        page = reads.own_reads(tx, request.args.get("before"))
    return render_template("citizen/reads.html", page=page)


@blueprint.get("/my-data/file")
@access.citizen
@without_api(Reason.PRINT)
def own_data() -> ResponseReturnValue:
    """Hand out everything as an archive: data, and the same as a page and as print."""
    with engine().read(current_actor().oneself) as tx:
        found = queries.own_data(tx, current_language())
    page = render_template("citizen/own_data_file.html", data=found, now=engine().clock.now())
    content = archive(
        {
            "my-data.html": page.encode(),
            "my-data.pdf": as_pdf(page, title=t("my_data.title")),
            "my-data.json": as_json(found.as_plain()),
        }
    )
    return send_file(
        io.BytesIO(content),
        mimetype="application/zip",
        as_attachment=True,
        download_name="my-data.zip",
    )


@blueprint.get("/my-data/correction")
@access.citizen
@without_api(Reason.FORM)
def correction() -> ResponseReturnValue:
    return _asking(request.args.get("case", ""))


@blueprint.post("/my-data/correction")
@access.citizen
def ask_correction() -> ResponseReturnValue:
    text, chosen = request.form.get("text", ""), request.form.get("case", "")
    try:
        case_id = UUID(chosen)
    except ValueError:
        raise BadRequest from None
    try:
        command = WriteToCase(case_id, text, kind="correction")
        engine().send(command, actor=current_actor().oneself, key=sent_key())
    except (NotFound, NotAllowed, NotSignedIn):
        raise
    except Rejected as refused:
        return _asking(chosen, text=text, error=refused)
    flashes.done(t("correction.sent"))
    return redirect(url_for("citizen.case", case_id=case_id, _anchor="messages"), 303)


def _asking(chosen: str, *, text: str = "", error: Rejected | None = None) -> ResponseReturnValue:
    with engine().read(current_actor().oneself) as tx:
        mine = own_cases.own_cases(tx)
    words = words_of(error) if error else None
    page = render_template(
        "citizen/correction.html",
        cases=mine.cases,
        chosen=chosen,
        text=text,
        key=new_key(),
        error=words,
        has_errors=error is not None,
    )
    return page, words.status if words else 200

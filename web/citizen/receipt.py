"""The receipt of an application, on screen and on paper: number, what happens when by law, what to do."""

from __future__ import annotations

import io
from uuid import UUID

from flask import render_template, send_file, url_for
from flask.typing import ResponseReturnValue

from engine.documents.qr import picture_of
from web import access
from web.blueprints import citizen as blueprint
from web.citizen.cases import own_case
from web.engine_access import engine
from web.i18n import t
from web.printing import as_pdf
from web.without_api import Reason, without_api


@blueprint.get("/cases/<uuid:case_id>/receipt")
@access.citizen
@without_api(Reason.PRINT)
def receipt(case_id: UUID) -> ResponseReturnValue:
    return render_template("citizen/receipt.html", case=own_case(case_id))


@blueprint.get("/cases/<uuid:case_id>/receipt.pdf")
@access.citizen
@without_api(Reason.PRINT)
def receipt_on_paper(case_id: UUID) -> ResponseReturnValue:
    """Hand out the receipt with the answers as they were filed."""
    found = own_case(case_id)
    address = engine().settings.public_url + url_for("citizen.case", case_id=case_id)
    page = render_template(
        "citizen/receipt_paper.html",
        case=found,
        now=engine().clock.now(),
        address=address,
        picture=picture_of(address),
    )
    response = send_file(
        io.BytesIO(as_pdf(page, title=f"{t('receipt.title')}, {found.number}")),
        mimetype="application/pdf",
        download_name=f"{found.number}.pdf",
    )
    return response

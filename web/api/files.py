"""Files: sent before the answers that name them, and handed out with the case they belong to."""

from __future__ import annotations

from uuid import UUID

from flask import Response, request
from flask.typing import ResponseReturnValue
from marshmallow import fields, validate

from engine.cases.packages import MEDIA_TYPE, case_package
from engine.commands.applications import StoredDocument, StoreDocument
from engine.commands.service_accounts import DepositPaper
from web import rate_limits
from web.api.callers import Who, is_official
from web.api.cases import case_of
from web.api.operations import operation
from web.api.reading import sent_key
from web.api.refusals import Unreadable
from web.api.sending import send
from web.api.shapes import shape
from web.api.shared import Strict
from web.auth import current_actor
from web.citizen.cases import opened_case
from web.downloads import download
from web.engine_access import engine

TAG = "files"
MULTIPART = "multipart/form-data"


class NewPaper(Strict):
    """A file that the program has sent."""

    document = fields.String(required=True, validate=validate.Regexp("^[0-9a-f]{64}$"))


@operation(
    "POST",
    "/files",
    Who.EITHER,
    does=("ფაილის გამოგზავნა, რომელსაც პასუხები დაასახელებს", "Send a file that answers will name"),
    pages=("citizen.upload",),
    tag=TAG,
    scope="files:act",
    takes_file=True,
    gives=shape(StoredDocument),
    status=201,
)
def send_file() -> StoredDocument:
    key = sent_key()
    if request.mimetype != MULTIPART:
        raise Unreadable("api.media_type", status=415, expected=MULTIPART)
    file = request.files.get("file")
    if file is None or not file.filename:
        raise Unreadable("api.file_needed")
    rate_limits.hit("uploads")
    stored: StoredDocument = engine().send(
        StoreDocument(file.read(), file.filename, token=request.path), actor=current_actor(), key=key
    )
    return stored


@operation(
    "GET",
    "/cases/<uuid:case_id>/files/<digest>",
    Who.EITHER,
    does=("საქმის ფაილი", "Get a file of a case"),
    pages=(
        "inbox.document",
        "citizen.document",
    ),
    tag=TAG,
    scope="files:read",
    file="application/octet-stream",
)
def get_file(case_id: UUID, digest: str) -> ResponseReturnValue:
    found = case_of(case_id)
    if not is_official() and digest in {letter.document for letter in found.letters}:
        opened_case(case_id)  # to take the paper away is to open the letter
    return download(case_id, digest)


@operation(
    "GET",
    "/cases/<uuid:case_id>/package",
    Who.OFFICE,
    does=("მთელი საქმე ერთ ფაილად", "Get the whole case in one file"),
    pages=("inbox.package",),
    tag=TAG,
    scope="files:read",
    file=MEDIA_TYPE,
)
def get_package_of_case(case_id: UUID) -> ResponseReturnValue:
    case_of(case_id)
    made = case_package(engine(), case_id, actor=current_actor())
    return Response(made.content, mimetype=MEDIA_TYPE)


@operation(
    "POST",
    "/cases/<uuid:case_id>/papers",
    Who.OFFICE,
    does=(
        "ფაილის საქმეში ჩადება მუნიციპალიტეტის პროგრამით",
        "Put a file into a case, as a service account of the municipality",
    ),
    tag=TAG,
    scope="files:act",
    takes=NewPaper,
)
def deposit_paper(body: dict[str, str], case_id: UUID) -> None:
    sent_key()
    case_of(case_id)
    send(DepositPaper(case_id, body["document"]))

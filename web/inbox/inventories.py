"""Counting property at its place: the list of an inventory, and one thing of it, on a phone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from marshmallow import ValidationError

from engine.commands.applications import StoredDocument, StoreDocument
from engine.commands.base import Command
from engine.errors import NotAllowed, NotFound, NotSignedIn, Rejected, Unavailable
from engine.property.commands.inventories import CountAsset, RecordSurplus
from engine.property.queries import inventories as queries
from engine.property.rules.counting import FOUND_KINDS, OF_LISTED, OF_UNLISTED
from engine.property.rules.kinds import CATEGORIES
from forms.formats import read_money
from web import access, flashes, rate_limits
from web.auth import current_actor
from web.blueprints import inbox as blueprint
from web.engine_access import engine
from web.errors import words_of
from web.i18n import t
from web.keys import sent_key, sent_version
from web.without_api import Reason, without_api

UNREADABLE = -1
PARTS = ("open", "done", "all")
DESCRIBED = ("name", "location", "holder_unit", "cadastral_code", "make")


@blueprint.get("/inventories/<uuid:case_id>")
@access.staff
def inventory(case_id: UUID) -> ResponseReturnValue:
    asked = request.args
    part = asked.get("part", "open") if asked.get("part", "open") in PARTS else "open"
    words = asked.get("q", "")
    with engine().read(current_actor()) as tx:
        found = queries.inventory(tx, case_id)
        page = queries.page(tx, case_id, words=words, part=part, after=asked.get("after"))
    shown = {"inventory": found, "page": page, "part": part, "parts_of": PARTS, "words": words}
    return render_template("inbox/inventory.html", **shown)


@blueprint.get("/inventories/<uuid:case_id>/items/<uuid:item_id>")
@access.staff
def inventory_item(case_id: UUID, item_id: UUID) -> ResponseReturnValue:
    return _item(case_id, item_id)


@blueprint.post("/inventories/<uuid:case_id>/items/<uuid:item_id>")
@access.staff
def count_item(case_id: UUID, item_id: UUID) -> ResponseReturnValue:
    sent, photos = request.form, _kept()
    try:
        photos += _taken()
        command = CountAsset(
            item_id, sent.get("result", ""), sent.get("note", ""), tuple(photos), sent_version()
        )
        _send(command)
    except (NotFound, NotAllowed, NotSignedIn):
        raise
    except (Rejected, Unavailable) as refused:
        return _item(case_id, item_id, refused, photos)
    flashes.done(t("inventory.saved", name=sent.get("named", "")[:200]))
    return redirect(url_for("inbox.inventory", case_id=case_id), 303)


@blueprint.get("/inventories/<uuid:case_id>/surplus")
@access.staff
@without_api(Reason.FORM)
def inventory_surplus(case_id: UUID) -> ResponseReturnValue:
    return _surplus(case_id)


@blueprint.post("/inventories/<uuid:case_id>/surplus")
@access.staff
def record_surplus(case_id: UUID) -> ResponseReturnValue:
    sent, photos = request.form, _kept()
    try:
        photos += _taken()
        command = RecordSurplus(
            case_id,
            sent.get("kind", ""),
            sent.get("category", ""),
            _money(sent.get("value", "")),
            sent.get("note", ""),
            tuple(photos),
            {name: sent.get(name, "") for name in DESCRIBED},
        )
        _send(command)
    except (NotFound, NotAllowed, NotSignedIn):
        raise
    except (Rejected, Unavailable) as refused:
        return _surplus(case_id, refused, photos)
    flashes.done(t("inventory.saved", name=sent.get("name", "")[:200]))
    return redirect(url_for("inbox.inventory", case_id=case_id), 303)


def _send(command: Command) -> None:
    engine().send(command, actor=current_actor(), key=sent_key())


def _item(
    case_id: UUID, item_id: UUID, error: Rejected | Unavailable | None = None, photos: list[str] | None = None
) -> ResponseReturnValue:
    with engine().read(current_actor()) as tx:
        found, item = queries.inventory(tx, case_id), queries.item(tx, case_id, item_id)
    results = OF_LISTED if item.is_listed else OF_UNLISTED
    said = {"result": item.result, "note": item.note or ""}
    return _page(
        "inbox/inventory_item.html",
        error,
        inventory=found,
        item=item,
        results=results,
        sent=request.form if error else said,
        photos=photos or [],
    )


def _surplus(
    case_id: UUID, error: Rejected | Unavailable | None = None, photos: list[str] | None = None
) -> ResponseReturnValue:
    with engine().read(current_actor()) as tx:
        found = queries.inventory(tx, case_id)
    choices = {"kinds": FOUND_KINDS, "categories": CATEGORIES}
    return _page(
        "inbox/inventory_surplus.html",
        error,
        inventory=found,
        sent=request.form,
        photos=photos or [],
        **choices,
    )


def _page(template: str, error: Rejected | Unavailable | None, **shown: Any) -> ResponseReturnValue:
    words = words_of(error) if error else None
    page = render_template(template, **shown, error=words, has_errors=error is not None)
    return page, words.status if words else 200


def _kept() -> list[str]:
    """Return the photographs that a refused page has sent already."""
    return request.form.getlist("photo")[:100]


def _taken() -> list[str]:
    return list(_stored())


def _stored() -> Iterator[str]:
    """Keep the photographs that came along."""
    for photo in request.files.getlist("photos"):
        if photo.filename:
            rate_limits.hit("uploads")
            command = StoreDocument(photo.read(), photo.filename, token=request.path[:200])
            stored: StoredDocument = engine().send(command, actor=current_actor())
            yield stored.document


def _money(text: str) -> int:
    try:
        return read_money(text.replace(" ", "").replace("\u00a0", "")) if text.strip() else UNREADABLE
    except ValidationError:
        return UNREADABLE

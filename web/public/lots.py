"""Public pages of lots at auction: what the municipality sells and lets, for how much, until when, where."""

from __future__ import annotations

from uuid import UUID

from flask import render_template, request
from flask.typing import ResponseReturnValue

from engine.db.pool import Transaction
from engine.errors import NotFound
from engine.property.queries import public_lots
from engine.queries import places
from engine.queries.search import score, words_in
from engine.queries.views import Municipality
from web import access
from web.auth import current_actor
from web.blueprints import public as blueprint
from web.engine_access import engine
from web.i18n import LANGUAGES, TEXTS
from web.outlines import to_scale

MODULE = "assets"
WORDS = "lots.words"  # by which people look for the list


def answers(question: str, here: Municipality | None) -> bool:
    """Say whether the lots of the municipality answer a search; one reads one list at a time."""
    if here is None or MODULE not in here.modules:
        return False
    said = [TEXTS.get(language, WORDS) for language in LANGUAGES]
    return score(words_in(question), {1: said}, every_word=True) > 0


@blueprint.get("/municipalities/<name:code>/lots")
@access.public
def lots(code: str) -> ResponseReturnValue:
    """Show one page of the lots of a municipality that has switched the module on."""
    asked = request.args.get("page", "1")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 1
    with engine().read(current_actor()) as tx:
        municipality = _with_lots(tx, code)
        page = public_lots.page(tx, code, number)
    shown = [lot for lot in page.lots if lot.outline]
    return render_template(
        "public/lots.html",
        municipality=municipality,
        page=page,
        drawing=to_scale([lot.outline for lot in shown]),
        shown=shown,
    )


@blueprint.get("/municipalities/<name:code>/lots/<uuid:lot_id>")
@access.public
def lot(code: str, lot_id: UUID) -> ResponseReturnValue:
    with engine().read(current_actor()) as tx:
        municipality = _with_lots(tx, code)
        found = public_lots.lot(tx, code, lot_id)
    drawing = to_scale([found.outline] if found.outline else [])
    return render_template(
        "public/lot.html", municipality=municipality, lot=found, drawing=drawing, shown=[found]
    )


def _with_lots(tx: Transaction, code: str) -> Municipality:
    """Return the municipality. Raises `NotFound` where the module is off."""
    found = places.municipality(tx, code)
    if MODULE not in found.modules:
        raise NotFound
    return found

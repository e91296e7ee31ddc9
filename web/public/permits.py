"""The public list of construction permits: what is built where, without anybody's name."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from engine.errors import NotFound
from engine.queries import places
from engine.queries.public_permits import permits_page
from engine.queries.search import score, words_in
from engine.queries.views import Municipality
from web import access
from web.auth import current_actor
from web.blueprints import public as blueprint
from web.engine_access import engine
from web.i18n import LANGUAGES, TEXTS

MODULE = "construction"
WORDS = "permits.words"  # by which people look for the list


def answers(question: str, here: Municipality | None) -> bool:
    """Say whether the list of permits of the municipality answers a search; one reads one list at a time."""
    if here is None or MODULE not in here.modules:
        return False
    said = [TEXTS.get(language, WORDS) for language in LANGUAGES]
    return score(words_in(question), {1: said}, every_word=True) > 0


@blueprint.get("/municipalities/<name:code>/permits")
@access.public
def permits(code: str) -> ResponseReturnValue:
    """Show one page of the permits of a municipality that has switched the module on."""
    asked = request.args.get("page", "1")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 1
    with engine().read(current_actor()) as tx:
        municipality = places.municipality(tx, code)
        if MODULE not in municipality.modules:
            raise NotFound
        page = permits_page(tx, code, number)
    return render_template("public/permits.html", municipality=municipality, page=page)

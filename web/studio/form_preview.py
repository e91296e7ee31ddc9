"""A form of a draft as people will see it: the renderer and the validator are theirs, in every language."""

from __future__ import annotations

from uuid import UUID

from flask import render_template, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from engine.errors import Rejected
from engine.roles import Right
from engine.studio import previews
from engine.studio.previews import FormPreview
from web import access
from web.blueprints import studio as blueprint
from web.engine_access import engine
from web.i18n import LANGUAGES, current_language
from web.studio.forms import Opened, opened
from web.without_api import Reason, without_api
from web.words import error_words


@blueprint.get("/drafts/<uuid:draft_id>/forms/<name>/preview")
@access.right(Right.DRAW_SERVICES)
@without_api(Reason.PRINT)
def form_preview(draft_id: UUID, name: str) -> ResponseReturnValue:
    return _preview(opened(draft_id, name))


@blueprint.post("/drafts/<uuid:draft_id>/forms/<name>/preview")
@access.right(Right.DRAW_SERVICES)
@without_api(Reason.PRINT)
def try_form(draft_id: UUID, name: str) -> ResponseReturnValue:
    """Judge what was typed into the preview, as it would be judged of an applicant; nothing is kept."""
    return _preview(opened(draft_id, name), is_tried=True)


def _preview(found: Opened, *, is_tried: bool = False) -> ResponseReturnValue:
    language = request.args.get("in", current_language())
    language = language if language in LANGUAGES else current_language()
    words = found.words.get(language)
    try:
        shown = previews.form(
            found.form.content(),
            found.path,
            language=language,
            words=None if words is None else words.said,
            typed=list(request.form.items(multi=True)) if is_tried else None,
            now=engine().clock.now(),
        )
    except Rejected as refused:
        return _page(found, language, FormPreview(), refused=error_words(refused))
    return _page(found, language, shown)


def _page(
    found: Opened, language: str, shown: FormPreview, refused: str | None = None
) -> ResponseReturnValue:
    page = render_template(
        "studio/form_preview.html",
        draft=found.draft,
        name=found.name,
        shown_in=language,
        all_languages=LANGUAGES,
        mistakes=shown.mistakes,
        refused=refused,
        fields=Markup(shown.fields),
        summary=Markup(shown.summary),
        is_good=shown.is_good,
    )
    return page, 422 if shown.summary or refused else 200

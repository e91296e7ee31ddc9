"""A form of a draft as people will see it: the renderer and the validator are theirs, in every language."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import render_template, request
from flask.typing import ResponseReturnValue

from engine.catalogue.check.subject import of_form
from engine.catalogue.check.words import as_data
from engine.roles import Right
from forms import (
    Form,
    FormError,
    HtmlAnswers,
    InvalidAnswers,
    load_form,
    localise,
    parse_html,
    render,
    render_errors,
    validate,
)
from web import access
from web.blueprints import studio as blueprint
from web.engine_access import engine
from web.i18n import LANGUAGES, current_language
from web.studio.forms import Opened, opened

CONTEXT: dict[str, Any] = {
    "known": {"account": {}},
    "applicant": {},
    "case": {},
    "municipality": {},
    "files": {},
}


@blueprint.get("/drafts/<uuid:draft_id>/forms/<name>/preview")
@access.right(Right.DRAW_SERVICES)
def form_preview(draft_id: UUID, name: str) -> ResponseReturnValue:
    return _preview(opened(draft_id, name))


@blueprint.post("/drafts/<uuid:draft_id>/forms/<name>/preview")
@access.right(Right.DRAW_SERVICES)
def try_form(draft_id: UUID, name: str) -> ResponseReturnValue:
    """Judge what was typed into the preview, as it would be judged of an applicant; nothing is kept."""
    return _preview(opened(draft_id, name), is_tried=True)


def _preview(found: Opened, *, is_tried: bool = False) -> ResponseReturnValue:
    language = request.args.get("in", current_language())
    language = language if language in LANGUAGES else current_language()
    try:
        form = form_in(found, language)
    except FormError as mistake:
        findings = [of_form(one, found.path) for one in (mistake, *mistake.others)]
        return _page(found, language, mistakes=[as_data(one) for one in findings])
    answers = parse_html(form, request.form) if is_tried else HtmlAnswers()
    errors: tuple[Any, ...] = ()
    is_judged = is_tried and answers.pressed is None
    if is_judged:
        try:
            validate(form, answers, context=CONTEXT, now=engine().clock.now())
        except InvalidAnswers as refused:
            errors = refused.errors
    fields = render(
        form, answers, errors=errors, language=language, context=CONTEXT, now=engine().clock.now()
    )
    summary = render_errors(form, errors, language)
    return _page(found, language, fields=fields, summary=summary, is_good=is_judged and not errors)


def form_in(found: Opened, language: str) -> Form:
    """Return the form with the labels of the language; raises `FormError`."""
    form = load_form(found.form.content())
    words = found.words.get(language)
    return form if words is None else localise(form, words.said, language=language)


def _page(found: Opened, language: str, **shown: Any) -> ResponseReturnValue:
    page = render_template(
        "studio/form_preview.html",
        draft=found.draft,
        name=found.name,
        shown_in=language,
        all_languages=LANGUAGES,
        **{"mistakes": (), "fields": "", "summary": "", "is_good": False, **shown},
    )
    return page, 422 if shown.get("summary") else 200

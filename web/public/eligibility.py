"""Asking before applying: the questions, and a page that explains the answer.

Nobody has to sign in and nothing is kept, here or in the browser: the answers travel in the body of one
request, and the answer is a page. A refusal is no error of a field, so it is never shown as one.
"""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine.queries import eligibility, places, services
from engine.queries.eligibility import Eligibility
from forms import InvalidAnswers, parse_html
from web import access, rate_limits
from web.auth import current_actor
from web.blueprints import public as blueprint
from web.engine_access import engine
from web.filled_form import FilledForm
from web.forgery import csrf
from web.i18n import current_language
from web.public.facts import facts_of
from web.public.services import ADDRESS


@blueprint.get(f"{ADDRESS}/eligibility")
@access.public
def check(code: str, service: str) -> ResponseReturnValue:
    with engine().read(current_actor()) as tx:
        asked = eligibility.questions(tx, service, code, current_language())
    if asked.lacks:
        return redirect(url_for("public.service", code=code, service=service), 303)
    return _questions(code, service, FilledForm(asked.form, asked.context, {}))


@blueprint.post(f"{ADDRESS}/eligibility")
@access.public
def check_answers(code: str, service: str) -> ResponseReturnValue:
    rate_limits.hit("eligibility")
    with engine().read(current_actor()) as tx:
        asked = eligibility.questions(tx, service, code, current_language())
    filled = FilledForm(asked.form, asked.context, parse_html(asked.form, request.form))
    try:
        answers = filled.checked()
    except InvalidAnswers as refused:
        return _questions(code, service, filled.refused(refused.errors))
    with engine().read(current_actor()) as tx:
        said = eligibility.answer(tx, service, code, answers=answers, language=current_language())
    return _answer(code, service, filled, said)


csrf.exempt(check_answers)  # it changes nothing that could be forged


def _questions(code: str, service: str, filled: FilledForm) -> ResponseReturnValue:
    with engine().read(current_actor()) as tx:
        found = places.municipality(tx, code)
        page = services.page(tx, service, code, current_language())
    shown = render_template(
        "public/check.html", municipality=found, service=page, filled=filled, has_errors=bool(filled.errors)
    )
    return shown, 422 if filled.errors else 200


def _answer(code: str, service: str, filled: FilledForm, said: Eligibility) -> ResponseReturnValue:
    with engine().read(current_actor()) as tx:
        found = places.municipality(tx, code)
        page = services.page(tx, service, code, current_language())
    return render_template(
        "public/check_answer.html",
        municipality=found,
        service=page,
        filled=filled,
        said=said,
        facts=facts_of(page),
    )

"""Applying: fill in, check, file.

The draft lives in the engine from the first press of a button, so that a closed browser loses
nothing. The page for checking carries the answers it shows: exactly they are filed, even if
another window has changed the draft since, and a second press sends the very same command.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import BadRequest

from engine import canonical
from engine.commands import FileApplication, FiledCase, SaveDraft
from engine.errors import InvalidForm, NotAllowed, NotFound, NotSignedIn, Rejected
from engine.queries import places, services
from engine.queries.views import Municipality, ServicePage
from forms import InvalidAnswers, prefill, summarise
from forms.view import html_id
from web import access
from web.auth import current_actor
from web.citizen import blueprint
from web.engine_access import engine
from web.errors import words_of
from web.filled_form import FilledForm, read_form, with_answers
from web.i18n import current_language, t
from web.keys import new_key, sent_key

ADDRESS = "/municipalities/<name:code>/services/<name:service>"


@dataclass(frozen=True)
class Application:
    """What is being applied for, and where."""

    municipality: Municipality
    page: ServicePage

    @property
    def draft(self) -> dict[str, Any]:
        return dict(self.page.draft.answers) if self.page.draft else {}

    def address(self, endpoint: str) -> str:
        return url_for(endpoint, code=self.municipality.code, service=self.page.code)

    def save(self, answers: Mapping[str, Any]) -> None:
        command = SaveDraft(self.page.code, self.municipality.code, dict(answers))
        engine().send(command, actor=current_actor())

    def form(self, answers: Mapping[str, Any]) -> FilledForm:
        return with_answers(self.page.form, self.page.form_context, answers)


def _application(code: str, service: str) -> Application:
    with engine().read(current_actor()) as tx:
        return Application(
            places.municipality(tx, code), services.page(tx, service, code, current_language())
        )


def _show_form(application: Application, form: FilledForm) -> ResponseReturnValue:
    page = render_template(
        "citizen/apply.html",
        municipality=application.municipality,
        service=application.page,
        fields=form.fields(),
        error_summary=form.error_summary(),
        has_errors=bool(form.errors),
    )
    return page, 422 if form.errors else 200


@blueprint.get(f"{ADDRESS}/apply")
@access.citizen
def apply(code: str, service: str) -> ResponseReturnValue:
    application = _application(code, service)
    page = application.page
    answers = application.draft or prefill(page.form, context=page.form_context, now=engine().clock.now())
    return _show_form(application, application.form(answers))


@blueprint.post(f"{ADDRESS}/apply")
@access.citizen
def fill_in(code: str, service: str) -> ResponseReturnValue:
    application = _application(code, service)
    form = read_form(
        application.page.form,
        application.page.form_context,
        municipality=application.municipality.code,
        kept=application.draft,
    )
    application.save(form.answers)
    if request.form.get("_do") == "save":
        flash(t("apply.saved"))
        return redirect(application.address("citizen.apply"), 303)
    if form.wants_another_look:
        return _show_form(application, form)
    try:
        form.checked()
    except InvalidAnswers as refused:
        return _show_form(application, form.refused(refused.errors))
    return redirect(application.address("citizen.check"), 303)


@blueprint.get(f"{ADDRESS}/check")
@access.citizen
def check(code: str, service: str) -> ResponseReturnValue:
    application = _application(code, service)
    return _show_check(application, application.draft, key=new_key())


def _show_check(
    application: Application, draft: dict[str, Any], *, key: str, error: Rejected | None = None
) -> ResponseReturnValue:
    page = application.page
    try:
        answers = application.form(draft).checked()
    except InvalidAnswers:
        # Nothing to check yet, or the form has changed since: the form says what is missing.
        return redirect(application.address("citizen.apply"), 303)
    shown = render_template(
        "citizen/check.html",
        municipality=application.municipality,
        service=page,
        rows=summarise(page.form, answers, language=current_language(), context=page.form_context),
        key=key,
        html_id=html_id,
        answers=canonical.dumps(answers).decode(),
        error=words_of(error) if error else None,
        has_errors=error is not None,
    )
    return shown, 200 if error is None else words_of(error).status


def _shown_answers() -> dict[str, Any]:
    try:
        answers = canonical.loads(request.form.get("_answers", "").encode())
    except ValueError:
        raise BadRequest from None
    if not isinstance(answers, dict):
        raise BadRequest
    return answers


@blueprint.post(f"{ADDRESS}/file")
@access.citizen
def file(code: str, service: str) -> ResponseReturnValue:
    key, answers, language = sent_key(), _shown_answers(), current_language()
    command = FileApplication(service, code, answers, language=language)
    try:
        filed: FiledCase = engine().send(command, actor=current_actor(), key=key)
    except (NotFound, NotAllowed, NotSignedIn):
        raise
    except InvalidForm as refused:
        application = _application(code, service)
        return _show_form(application, application.form(answers).refused(refused.errors))
    except Rejected as refused:
        return _show_check(_application(code, service), answers, key=new_key(), error=refused)
    return redirect(url_for("citizen.receipt", case_id=filed.case_id), 303)

"""Ex officio proceedings: which services, about whom, and the first form."""

from __future__ import annotations

import re
from typing import Final

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine.commands.applications import FiledCase, OpenProceeding
from engine.errors import Broken, InvalidForm, NotAllowed, NotFound, NotSignedIn, Rejected
from engine.queries import proceedings
from engine.queries.proceedings import OpeningPage
from forms import InvalidAnswers, prefill
from web import access, flashes
from web.auth import current_actor
from web.blueprints import inbox as blueprint
from web.engine_access import engine
from web.errors import ErrorWords, words_of
from web.filled_form import FilledForm, read_form, with_answers
from web.i18n import current_language, t
from web.keys import new_key, sent_key

_NUMBER: Final = re.compile(r"\A([0-9]{11}|[0-9]{9})\Z")  # of a person, of a company
ADDRESS = "/open/<name:code>/<name:service>"


@blueprint.get("/open")
@access.staff
def openable() -> ResponseReturnValue:
    with engine().read(current_actor()) as tx:
        found = proceedings.openable(tx)
    return render_template("inbox/openable.html", services=found)


@blueprint.get(ADDRESS)
@access.staff
def opening(code: str, service: str) -> ResponseReturnValue:
    """Show the form; the address may say about whom and about which case, for the clerk to look over."""
    shown = _page(code, service)
    person, about = request.args.get("person", ""), request.args.get("about", "")
    asked = {shown.about: about} if shown.about and about else None
    answers = prefill(shown.form, context=shown.form_context, now=engine().clock.now(), last=asked)
    form = with_answers(shown.form, shown.form_context, answers)
    return _show(shown, form, key=new_key(), person=person if _NUMBER.match(person) else "")


@blueprint.post(ADDRESS)
@access.staff
def open_case(code: str, service: str) -> ResponseReturnValue:
    shown, person = _page(code, service), request.form.get("_person", "").strip()
    form = read_form(shown.form, shown.form_context, municipality=code)
    key = sent_key()
    if form.wants_another_look:
        return _show(shown, form, key=str(key), person=person)
    try:
        command = OpenProceeding(service, code, person, form.checked(), current_language())
        opened: FiledCase = engine().send(command, actor=current_actor(), key=key)
    except (InvalidAnswers, InvalidForm) as refused:
        return _show(shown, form.refused(refused.errors), key=str(key), person=person)
    except (NotFound, NotAllowed, NotSignedIn):
        raise
    except (Rejected, Broken) as refused:
        return _show(shown, form, key=new_key(), person=person, error=words_of(refused))
    flashes.done(t("opening.opened", number=opened.number))
    return redirect(url_for("inbox.case", case_id=opened.case_id), 303)


def _page(code: str, service: str) -> OpeningPage:
    with engine().read(current_actor()) as tx:
        return proceedings.page(tx, service, code, current_language())


def _show(
    shown: OpeningPage, form: FilledForm, *, key: str, person: str = "", error: ErrorWords | None = None
) -> ResponseReturnValue:
    page = render_template(
        "inbox/opening.html",
        service=shown.service,
        fields=form.fields(),
        error_summary=form.error_summary(),
        has_errors=bool(error or form.errors),
        error=error,
        person=person,
        key=key,
    )
    return page, error.status if error else 422 if form.errors else 200

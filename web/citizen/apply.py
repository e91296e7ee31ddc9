"""Filling in an application: the list of what is to be done, and its pages.

Each press of a button keeps the page, wrong or not, so that a closed browser or an ended session loses
nothing; with a script the page keeps itself while it is filled in. A page that another device has changed
meanwhile is not overwritten: `versions` lets the person choose.
"""

from __future__ import annotations

from typing import Any

from flask import jsonify, redirect, render_template, request
from flask.typing import ResponseReturnValue

from engine.commands.drafts import SavedDraft
from engine.errors import NotAllowed, NotFound, NotSignedIn, Rejected
from forms import Page, Survey
from web import access, flashes
from web.blueprints import citizen as blueprint
from web.citizen.application import ADDRESS, Application, application, is_complete, stages
from web.citizen.known import asks_about_known, known_on
from web.errors import words_of
from web.filled_form import FilledForm
from web.i18n import format_clock, format_instant, format_long_date, t
from web.keys import in_this_browser, new_key, sent_version, sent_window

FROM_CHECK = "check"
BACK, SAVE = "back", "save"  # buttons that lead away; any other goes on


@blueprint.get(f"{ADDRESS}/apply")
@access.citizen
def apply(code: str, service: str) -> ResponseReturnValue:
    shown = application(code, service)
    if shown.closed:
        return shown.closed
    if not shown.is_long:
        return show_page(shown, _begun(shown, shown.pages[0]))
    if shown.chosen:
        first, answers = shown.chosen
        return redirect(shown.page_address(first, **answers), 303)
    found = shown.form().survey()
    page = render_template(
        "citizen/apply.html",
        municipality=shown.municipality,
        service=shown.page,
        stages=stages(shown, found),
        is_complete=is_complete(shown, found),
        draft=shown.draft,
        running=None if shown.draft else shown.running,
    )
    return page


@blueprint.get(f"{ADDRESS}/apply/<page_id>")
@access.citizen
def apply_page(code: str, service: str, page_id: str) -> ResponseReturnValue:
    shown = application(code, service)
    if shown.closed:
        return shown.closed
    page = shown.find(page_id)
    form = _begun(shown, page)
    if form.survey().find(page_id) is None:
        return redirect(shown.address("citizen.apply"), 303)  # nothing is asked on it any more
    return show_page(shown, form)


def show_page(
    shown: Application, form: FilledForm, *, saved: SavedDraft | None = None, window: str = ""
) -> ResponseReturnValue:
    """Show a page with its errors; what is sent from it names the version of the draft it was shown with."""
    page = form.page or shown.pages[0]
    found = form.survey()
    number = next((n for n, part in enumerate(found.pages, start=1) if part.id == page.id), 1)
    written = render_template(
        "citizen/page.html",
        municipality=shown.municipality,
        service=shown.page,
        page=page,
        number=number,
        count_of_pages=len(found.pages),
        is_long=shown.is_long,
        action=shown.address("citizen.apply_page", page_id=page.id),
        came_from=_came_from(),
        fields=form.fields(),
        known=known_on(shown.page, shown.pages, page, form.answers),
        error_summary=form.error_summary(),
        has_errors=bool(form.errors),
        version=saved.version if saved else shown.version,
        window=window or new_key(),
        draft=shown.draft,
        running=None if shown.draft else shown.running,
        has_rival=shown.draft is not None and page.id in shown.draft.rivals,
    )
    return written, 422 if form.errors else 200


@blueprint.post(f"{ADDRESS}/apply/<page_id>")
@access.citizen
def fill_in(code: str, service: str, page_id: str) -> ResponseReturnValue:
    shown = application(code, service)
    page, window = shown.find(page_id), sent_window()
    form = shown.read(page)
    found = form.survey()
    wrong = found.errors.get(page.id, ())
    asks = form.wants_another_look or asks_about_known()
    pressed = request.form.get("_do")
    if pressed == BACK and not shown.is_changed(form, page):
        return redirect(_address_before(shown, found, page), 303)
    goes_on = not asks and pressed not in (BACK, SAVE)
    saved = shown.save(
        form,
        page,
        seen=sent_version(),
        window=in_this_browser(window),
        is_passed=not wrong and (goes_on or shown.has_passed(page)),
        # A script asks for the form anew too, and may be overtaken by the button.
        is_automatic=form.wants_another_look,
    )
    if saved.is_rival:
        return redirect(shown.address("citizen.versions", page_id=page.id), 303)
    if asks:
        return show_page(shown, form, saved=saved, window=window)
    if form.errors or (goes_on and wrong):
        return show_page(shown, form.refused(wrong), saved=saved, window=window)
    if pressed == BACK:
        return redirect(_address_before(shown, found, page), 303)
    if pressed == SAVE:
        flashes.done(t("apply.saved", day=format_long_date(saved.last_day)))
        return redirect(shown.address("citizen.apply"), 303)
    return redirect(_address_after(code, service, page), 303)


@blueprint.post(f"{ADDRESS}/apply/<page_id>/save")
@access.citizen
def save_page(code: str, service: str, page_id: str) -> ResponseReturnValue:
    """Keep a page while it is being filled in; the answer is for the page's script."""
    shown = application(code, service)
    page = shown.find(page_id)
    how: dict[str, Any] = {
        "seen": sent_version(),
        "window": in_this_browser(sent_window()),
        "is_automatic": True,
        "is_last": "_last" in request.form,
    }
    try:
        saved = shown.save(shown.read(page), page, **how)
    except (NotFound, NotAllowed, NotSignedIn):
        raise
    except Rejected as refused:
        return jsonify(words=words_of(refused).body)
    if saved.is_overtaken:
        return jsonify(version=saved.version, isOvertaken=True)
    if saved.is_rival:
        words = t("apply.changed_elsewhere", at=format_instant(saved.changed_at))
        return jsonify(words=words, address=shown.address("citizen.versions", page_id=page.id))
    return jsonify(words=t("apply.saved_at", at=format_clock(saved.saved_at)), version=saved.version)


def _begun(shown: Application, page: Page) -> FilledForm:
    """Return a page with the answers so far, and with what its address asks to begin with."""
    chosen = shown.chosen
    if chosen is None or chosen[0].id != page.id:
        return shown.form(page=page)
    return shown.form({**shown.answers(), **chosen[1]}, page=page)


def _came_from() -> str:
    """Return where the page was opened from, if it is to lead back there."""
    return FROM_CHECK if request.values.get("from") == FROM_CHECK else ""


def _address_before(shown: Application, found: Survey, page: Page) -> str:
    if _came_from():
        return shown.address("citizen.check")
    before = found.before(page.id)
    if not shown.is_long:
        return shown.address("public.service")
    return shown.page_address(before) if before else shown.address("citizen.apply")


def _address_after(code: str, service: str, page: Page) -> str:
    """Return where Continue leads: to the check where nothing else is open, else to the next open page."""
    shown = application(code, service)
    found = shown.form().survey()
    if is_complete(shown, found):
        return shown.address("citizen.check")
    if _came_from():
        # An answer has brought new questions: the list says which.
        return shown.address("citizen.apply")
    following = found.after(page.id)
    return shown.page_address(following) if following else shown.address("citizen.apply")

"""Own drafts: the list of them, choosing between two versions of a page, throwing one away."""

from __future__ import annotations

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import BadRequest

from engine.commands.drafts import ChooseDraftPage, DropDraft
from engine.errors import Rejected
from engine.queries import drafts as queries
from engine.queries.draft_views import DraftCard
from forms import merged
from web import access, flashes
from web.auth import current_actor
from web.blueprints import citizen as blueprint
from web.citizen.application import ADDRESS, Application, application
from web.engine_access import engine
from web.errors import words_of
from web.i18n import t
from web.keys import sent_version
from web.without_api import Reason, without_api


def own_drafts() -> tuple[DraftCard, ...]:
    """Return the signed-in person's drafts, for pages that lead back to them."""
    with engine().read(current_actor()) as tx:
        return queries.mine(tx)


blueprint.app_context_processor(lambda: {"own_drafts": own_drafts})


@blueprint.get(f"{ADDRESS}/apply/<page_id>/versions")
@access.citizen
@without_api(Reason.FORM)
def versions(code: str, service: str, page_id: str) -> ResponseReturnValue:
    return _compare(application(code, service), page_id)


def _compare(shown: Application, page_id: str, error: Rejected | None = None) -> ResponseReturnValue:
    page, draft = shown.find(page_id), shown.draft
    if draft is None or page.id not in draft.rivals:
        return redirect(shown.page_address(page), 303)
    rival = draft.rivals[page.id]
    sides = (
        ("kept", draft.changed_at.get(page.id, draft.saved_at), shown.rows(shown.answers(), page)),
        ("rival", rival.saved_at, shown.rows(merged(shown.answers(), page, rival.answers), page)),
    )
    alike = {row.path: row.value for row in sides[0][2]}
    words = words_of(error) if error else None
    written = render_template(
        "citizen/versions.html",
        municipality=shown.municipality,
        service=shown.page,
        page=page,
        sides=sides,
        differing={row.path for row in sides[1][2] if alike.get(row.path) != row.value},
        version=draft.version,
        error=words,
        has_errors=error is not None,
    )
    return written, words.status if words else 200


@blueprint.post(f"{ADDRESS}/apply/<page_id>/versions")
@access.citizen
def choose_version(code: str, service: str, page_id: str) -> ResponseReturnValue:
    keep = request.form.get("keep", "")
    if keep not in ("kept", "rival"):
        raise BadRequest
    shown = application(code, service)
    command = ChooseDraftPage(service, code, shown.find(page_id).id, keep, sent_version())
    try:
        engine().send(command, actor=current_actor())
    except Rejected as refused:
        return _compare(application(code, service), page_id, refused)
    return redirect(shown.page_address(shown.find(page_id)), 303)


@blueprint.get(f"{ADDRESS}/draft/delete")
@access.citizen
@without_api(Reason.FORM)
def ask_to_drop(code: str, service: str) -> ResponseReturnValue:
    shown = application(code, service)
    if shown.draft is None:
        return redirect(shown.address("public.service"), 303)
    return render_template(
        "citizen/drop_draft.html", municipality=shown.municipality, service=shown.page, draft=shown.draft
    )


@blueprint.post(f"{ADDRESS}/draft/delete")
@access.citizen
def drop_draft(code: str, service: str) -> ResponseReturnValue:
    shown = application(code, service)
    engine().send(DropDraft(service, code), actor=current_actor())
    flashes.done(t("draft.dropped"))
    return redirect(shown.address("public.service"), 303)

"""The page of what a draft's tables would have decided in past cases."""

from __future__ import annotations

from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine.cases.replaying import LAWS, MONTHS, USUAL
from engine.errors import NotAllowed, NotFound, Rejected
from engine.roles import Right
from engine.studio.commands.replays import AskReplay
from engine.studio.queries import replays, service_drafts
from web import access, flashes
from web.auth import current_actor
from web.blueprints import studio as blueprint
from web.engine_access import engine
from web.errors import words_of
from web.i18n import t


@blueprint.get("/drafts/<uuid:draft_id>/replay")
@access.right(Right.DRAW_SERVICES)
def replay(draft_id: UUID) -> ResponseReturnValue:
    return _page(draft_id)


@blueprint.post("/drafts/<uuid:draft_id>/replay")
@access.right(Right.DRAW_SERVICES)
def ask_replay(draft_id: UUID) -> ResponseReturnValue:
    command = AskReplay(draft_id, request.form.get("months", 0, int), request.form.get("law", ""))
    try:
        engine().send(command, actor=current_actor())
    except (NotFound, NotAllowed):
        raise
    except Rejected as refused:
        return _page(draft_id, refused)
    flashes.done(t("replay.asked"))
    return redirect(url_for("studio.replay", draft_id=draft_id), 303)


def _page(draft_id: UUID, refused: Rejected | None = None) -> ResponseReturnValue:
    with engine().read(current_actor()) as tx:
        draft = service_drafts.draft(tx, draft_id)
        found = replays.of_draft(tx, draft_id)
    error = None if refused is None else words_of(refused)
    page = render_template(
        "studio/replay.html",
        draft=draft,
        found=found,
        periods=MONTHS,
        laws=LAWS,
        chosen_months=request.form.get("months", found.months if found else USUAL, int),
        chosen_law=request.form.get("law") or (found.law if found else LAWS[0]),
        error=error,
        has_errors=error is not None,
    )
    return page, 200 if error is None else error.status

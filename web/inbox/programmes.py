"""Programmes of aid at the desk: the years, a draft held against what is in force, one sub-programme."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine.commands.base import Command
from engine.errors import NotAllowed, NotFound, Rejected
from engine.programmes.commands import CloseProgrammeYear, RemoveSubProgramme, SetSubProgramme
from engine.programmes.queries import programmes as queries
from engine.programmes.rules.entries import LONGEST, LONGEST_NAME, SubProgrammeInvalid, choices, figures
from engine.roles import Right
from web import access, flashes
from web.auth import current_actor
from web.blueprints import inbox as blueprint
from web.engine_access import engine
from web.errors import ErrorWords, words_of
from web.i18n import t
from web.inbox.sub_programme_form import Typed, entry_of, field_ids, papers_of, typed
from web.keys import sent_key, sent_version
from web.without_api import Reason, without_api

PROGRAMME: Final = "/programmes/<uuid:programme_id>"
SERVICE: Final = "social.programme"
KEEPERS: Final = access.right(Right.KEEP_PROGRAMMES)
# The parts of a sub-programme in the order in which they are read.
SAID: Final = (
    *("names", "summary", "public_names", "words", "parts", "documents", "route", "order"),
    *("home_visit", "restricted", "conditions", "amount"),
    *("limit", "limit_of", "months", "pay_to", "budget_line", "without_money", "valid_from", "valid_until"),
)
LIMITS: Final = {"longest": LONGEST, "longest_name": LONGEST_NAME}


@blueprint.get("/programmes")
@access.staff
def programmes() -> ResponseReturnValue:
    with engine().read(current_actor()) as tx:
        found = queries.places(tx)
    return render_template("inbox/programmes.html", places=found, service=SERVICE)


@blueprint.get(PROGRAMME)
@access.staff
def programme(programme_id: UUID) -> ResponseReturnValue:
    return _programme(programme_id)


@blueprint.post(f"{PROGRAMME}/close")
@KEEPERS
def close_programme(programme_id: UUID) -> ResponseReturnValue:
    return _done(
        CloseProgrammeYear(programme_id),
        t("programme.closed_now"),
        lambda _: url_for("inbox.programme", programme_id=programme_id),
        lambda refused: _programme(programme_id, words_of(refused)),
    )


@blueprint.get(f"{PROGRAMME}/new")
@KEEPERS
@without_api(Reason.FORM)
def new_sub_programme(programme_id: UUID) -> ResponseReturnValue:
    return _sub_programme(programme_id, None)


@blueprint.post(f"{PROGRAMME}/new")
@KEEPERS
def add_sub_programme(programme_id: UUID) -> ResponseReturnValue:
    return _set(programme_id, None, None)


@blueprint.get(f"{PROGRAMME}/<name:code>")
@access.staff
def sub_programme(programme_id: UUID, code: str) -> ResponseReturnValue:
    return _sub_programme(programme_id, code)


@blueprint.post(f"{PROGRAMME}/<name:code>")
@KEEPERS
def change_sub_programme(programme_id: UUID, code: str) -> ResponseReturnValue:
    return _set(programme_id, code, sent_version())


@blueprint.post(f"{PROGRAMME}/<name:code>/remove")
@KEEPERS
def remove_sub_programme(programme_id: UUID, code: str) -> ResponseReturnValue:
    return _done(
        RemoveSubProgramme(programme_id, code, sent_version()),
        t("programme.removed"),
        lambda _: url_for("inbox.programme", programme_id=programme_id),
        lambda refused: _sub_programme(programme_id, code, refused=refused),
    )


def _set(programme_id: UUID, code: str | None, version: int | None) -> ResponseReturnValue:
    content = entry_of(request.form)
    return _done(
        SetSubProgramme(programme_id, code, content, version),
        t("programme.saved"),
        lambda kept: url_for("inbox.sub_programme", programme_id=programme_id, code=kept.code),
        lambda refused: _sub_programme(programme_id, code, sent=content, refused=refused),
    )


def _done(
    command: Command,
    words: str,
    address: Callable[[Any], str],
    again: Callable[[Rejected], ResponseReturnValue],
) -> ResponseReturnValue:
    """Send the command and lead on; a refusal is told on the page with what was typed."""
    try:
        kept = engine().send(command, actor=current_actor(), key=sent_key())
    except (NotFound, NotAllowed):
        raise
    except Rejected as refused:
        return again(refused)
    flashes.done(words)
    return redirect(address(kept), 303)


def _programme(programme_id: UUID, error: ErrorWords | None = None) -> ResponseReturnValue:
    with engine().read(current_actor()) as tx:
        found = queries.programme(tx, programme_id)
    page = render_template("inbox/programme.html", found=found, error=error, has_errors=bool(error))
    return page, error.status if error else 200


def _sub_programme(
    programme_id: UUID,
    code: str | None,
    *,
    sent: Mapping[str, Any] | None = None,
    refused: Rejected | None = None,
) -> ResponseReturnValue:
    with engine().read(current_actor()) as tx:
        found = queries.sub_programme(tx, programme_id, code)
    content = found.content if sent is None else sent
    held: Typed = typed(found.content) if sent is None else request.form
    wrong = (
        field_ids(refused.fields, held.get("rule", "")) if isinstance(refused, SubProgrammeInvalid) else {}
    )
    error = words_of(refused) if refused else None
    page = render_template(
        "inbox/sub_programme.html",
        found=found,
        sent=held,
        papers=papers_of(content),
        choices=choices(),
        figures=figures(),
        said=SAID,
        wrong=wrong,
        error=error,
        has_errors=bool(error),
        **LIMITS,
    )
    return page, error.status if error else 200

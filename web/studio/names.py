"""The settings of a draft's service: its names, who may ask and how, fee, term, first day, laws.

Values of parameters belong to the country and its councils; here stands which of them the service names.
"""

from __future__ import annotations

from datetime import date
from typing import Any, Final
from uuid import UUID

from flask import jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine.errors import NotAllowed, NotFound, Rejected
from engine.roles import OF_THE_COUNTRY, ROLES, Right
from engine.studio import settings_groups as groups
from engine.studio.commands.service_drafts import SaveServiceFile
from engine.studio.judging import BPMN
from engine.studio.letters import names_for
from engine.studio.queries import service_drafts
from engine.studio.settings_file import (
    ASKING,
    CHANNELS,
    EXPIRY,
    Law,
    SettingsFile,
    terms,
    used_parameters,
)
from web import access, flashes
from web.auth import current_actor
from web.blueprints import studio as blueprint
from web.engine_access import engine
from web.errors import words_of
from web.i18n import LANGUAGES, format_instant, t
from web.studio.editor import is_script, refused_to_script, told

SETTINGS = "service.json"
PARTS = ("names", "summary")
MOST_LAWS = 60
OFFICES: Final = tuple(role for role in ROLES if role not in OF_THE_COUNTRY)


@blueprint.get("/drafts/<uuid:draft_id>/names")
@access.right(Right.DRAW_SERVICES)
def names(draft_id: UUID) -> ResponseReturnValue:
    return _names(draft_id)


@blueprint.post("/drafts/<uuid:draft_id>/names")
@access.right(Right.DRAW_SERVICES)
def save_names(draft_id: UUID) -> ResponseReturnValue:
    """Keep the settings of the service, if these stand as they were shown."""
    with engine().read(current_actor()) as tx:
        settings = SettingsFile(service_drafts.file(tx, draft_id, SETTINGS).content)
    seen = request.form.get("seen", default=0, type=int)
    try:
        _say(settings)
        command = SaveServiceFile(draft_id, SETTINGS, settings.content(), seen)
        saved = engine().send(command, actor=current_actor())
    except (NotFound, NotAllowed):
        raise
    except Rejected as refused:
        return refused_to_script(refused) if is_script() else _names(draft_id, refused)
    if is_script():
        return jsonify(revision=saved.revision, at=format_instant(saved.saved_at))
    flashes.done(t("studio.names_kept"))
    return redirect(url_for("studio.draft", draft_id=draft_id), 303)


def _say(file: SettingsFile) -> None:
    """Change the settings as the fields of the page say."""
    said = request.form
    for part in PARTS:
        file.settings[part] = {language: said.get(f"{part}_{language}", "").strip() for language in LANGUAGES}
    file.choose("who_may_ask", said.getlist("who_may_ask"), ASKING)
    file.choose("channels", said.getlist("channels"), CHANNELS)
    file.set_fee(said.get("fee", file.fee))
    file.set_clock(said.get("term", ""), said.get("on_expiry", EXPIRY[-1]))
    rows = [row for row in range(MOST_LAWS) if all(f"law_{row}_{language}" in said for language in LANGUAGES)]
    acts = [{language: said[f"law_{row}_{language}"].strip() for language in LANGUAGES} for row in rows]
    articles = [said.get(f"article_{row}", "").strip() for row in rows]
    file.set_laws([Law(act, article) for act, article in zip(acts, articles, strict=True)])
    _say_more(file.settings)
    try:
        file.settings["effective_from"] = date.fromisoformat(said.get("effective_from", "")).isoformat()
    except ValueError:
        return  # half a day is no day; what stood there stays


def _say_more(settings: dict[str, Any]) -> None:
    said = request.form
    for language in LANGUAGES:
        page = {part: said.get(f"start_{part}_{language}", "") for part in (*groups.START_LINES, groups.TERM)}
        groups.set_start_page(settings, language, page)
    groups.set_number(settings, said.get("number_case", ""), said.get("number_order", ""))
    groups.set_appeal(settings, said.get("appeal_body", ""), said.get("appeal_term", ""))
    takes, roles = said.getlist("for_others"), said.getlist("own_motion")
    groups.set_list_in(settings, "for_others", "takes", chosen=takes, known=groups.FOR_OTHERS)
    groups.set_list_in(settings, "own_motion", "opened_by", chosen=roles, known=OFFICES)
    rows = range(groups.MOST_COLUMNS)
    groups.set_columns(
        settings,
        [
            (
                said.get(f"column_{row}", ""),
                {language: said.get(f"column_{row}_{language}", "") for language in LANGUAGES},
            )
            for row in rows
        ],
    )


def _names(draft_id: UUID, refused: Rejected | None = None) -> ResponseReturnValue:
    with engine().read(current_actor()) as tx:
        draft = service_drafts.draft(tx, draft_id)
        kept = service_drafts.file(tx, draft_id, SETTINGS)
        contents = service_drafts.contents(tx, draft_id)
    file = SettingsFile(kept.content)
    error = None if refused is None else words_of(refused)
    page = render_template(
        "studio/names.html",
        draft=draft,
        parts=PARTS,
        file=file,
        settings=file.settings,
        laws=[*file.laws, Law({}, "")],
        groups=groups,
        start={language: groups.start_page(file.settings, language) for language in LANGUAGES},
        columns=_columns(file.settings),
        offices=OFFICES,
        answers=names_for(contents),
        asking=ASKING,
        channels=CHANNELS,
        expiry=EXPIRY,
        terms=terms(BPMN),
        parameters=used_parameters(contents, BPMN),
        seen=kept.revision,
        told=told(SETTINGS),
        typed=request.form,
        error=error,
        has_errors=error is not None,
    )
    return page, 200 if error is None else error.status


def _columns(settings: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the columns that are shown, and empty ones as far as there is room."""
    found = [column for column in settings.get("list_columns") or () if isinstance(column, dict)]
    return [*found, *({"answer": "", "names": {}} for _ in range(len(found), groups.MOST_COLUMNS))]

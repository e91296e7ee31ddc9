"""The texts of a draft, every language side by side: names of steps, reasons, subjects of letters."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine.errors import NotAllowed, NotFound, Rejected
from engine.process.names import drawn_names
from engine.roles import Right
from engine.studio.commands.service_drafts import OtherFile, SaveServiceFile
from engine.studio.queries import service_drafts
from engine.studio.words_file import lines, with_lines
from engine.texts import OFFICIAL
from web import access, flashes
from web.auth import current_actor
from web.blueprints import studio as blueprint
from web.engine_access import engine
from web.errors import words_of
from web.i18n import LANGUAGES, format_instant, t
from web.keys import revisions_in
from web.studio.editor import is_script, refused_to_script, told

KEY = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,63}(\.[A-Za-z][A-Za-z0-9_]{0,63}){1,4}")
NEW = "new"
ELEMENTS = "elements"


def path_of(language: str) -> str:
    return f"texts/{language}.json"


@blueprint.get("/drafts/<uuid:draft_id>/texts")
@access.right(Right.DRAW_SERVICES)
def texts(draft_id: UUID) -> ResponseReturnValue:
    return _page(draft_id)


@blueprint.post("/drafts/<uuid:draft_id>/texts")
@access.right(Right.DRAW_SERVICES)
def save_texts(draft_id: UUID) -> ResponseReturnValue:
    """Keep the texts of every language, or of none."""
    try:
        seen, at = _kept(draft_id)
    except (NotFound, NotAllowed):
        raise
    except Rejected as refused:
        if is_script():
            return refused_to_script(refused, seen=_seen(_files(draft_id)))
        return _page(draft_id, refused)
    if is_script():
        return jsonify(revision=seen, at=format_instant(at))
    flashes.done(t("designing.kept"))
    return redirect(url_for("studio.texts", draft_id=draft_id), 303)


def _files(draft_id: UUID) -> dict[str, Any]:
    with engine().read(current_actor()) as tx:
        return {language: service_drafts.file(tx, draft_id, path_of(language)) for language in LANGUAGES}


def _seen(files: dict[str, Any]) -> str:
    return "-".join(str(files[language].revision) for language in LANGUAGES)


def _kept(draft_id: UUID) -> tuple[str, datetime]:
    files = _files(draft_id)
    numbers = revisions_in(request.form.get("seen", ""))
    numbers = numbers if len(numbers) == len(LANGUAGES) else [0] * len(LANGUAGES)
    added = request.form.get(NEW, "").strip()
    typed = []
    for language, number in zip(LANGUAGES, numbers, strict=True):
        mark = f"{language}:"
        said = {
            name.removeprefix(mark): words.replace("\r\n", "\n").strip()
            for name, words in request.form.items()
            if name.startswith(mark) and KEY.fullmatch(name.removeprefix(mark))
        }
        if KEY.fullmatch(added) and (words := request.form.get(f"{NEW}_{language}", "").strip()):
            said[added] = words
        known = lines(files[language].content)
        changed = {name: words for name, words in said.items() if words != known.get(name, "").strip()}
        typed.append(OtherFile(path_of(language), with_lines(files[language].content, changed), number))
    first, *others = typed
    command = SaveServiceFile(draft_id, first.path, first.content, first.seen, tuple(others))
    saved = engine().send(command, actor=current_actor())
    return "-".join(map(str, (saved.revision, *saved.others))), saved.saved_at


def _page(draft_id: UUID, refused: Rejected | None = None) -> ResponseReturnValue:
    files = _files(draft_id)
    with engine().read(current_actor()) as tx:
        draft = service_drafts.draft(tx, draft_id)
        contents = service_drafts.contents(tx, draft_id)
    drawn = {f"{ELEMENTS}.{found.element}": found.name for found in drawn_names(contents["process.bpmn"])}
    by_language = {one: lines(file.content) for one, file in files.items()}
    # What is drawn is the name in the official language, and is changed in the diagram.
    by_language[OFFICIAL] = {**by_language[OFFICIAL], **drawn}
    error = None if refused is None else words_of(refused)
    page = render_template(
        "studio/texts.html",
        draft=draft,
        names=tuple(dict.fromkeys(name for language in LANGUAGES for name in by_language[language])),
        texts=by_language,
        drawn=drawn,
        seen=_seen(files),
        told=told("texts"),
        error=error,
        has_errors=error is not None,
    )
    return page, 200 if error is None else error.status

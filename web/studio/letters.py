"""A letter or document of a draft, or a part of them: in every language side by side, and filled with data.

A part is shown filled where it stands, in the letters that ask for it.
"""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from flask import jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine.documents.filled import Rendered
from engine.errors import EngineError, NotAllowed, NotFound, Rejected
from engine.roles import Right
from engine.studio import blank, named_files, previews
from engine.studio.closures import closure
from engine.studio.commands.service_drafts import OtherFile, SaveServiceFile
from engine.studio.law_snapshot import snapshot
from engine.studio.letters import data_of, scenarios_of, settings_of, start_of
from engine.studio.named_files import Kind, path_of
from engine.studio.queries import sample_law, service_drafts
from web import access, flashes
from web.auth import current_actor
from web.blueprints import studio as blueprint
from web.engine_access import engine
from web.errors import words_of
from web.i18n import LANGUAGES, current_language, format_instant, t
from web.keys import revisions_in
from web.studio.editor import begin_file, is_script, refused_to_script, told
from web.studio.letter_desk import letter_told, script_words, title_in
from web.without_api import Reason, without_api
from web.words import error_words, say


@blueprint.get("/drafts/<uuid:draft_id>/letters/<name>")
@access.right(Right.DRAW_SERVICES)
def letter(draft_id: UUID, name: str) -> ResponseReturnValue:
    return _page(draft_id, Kind.LETTER, name)


@blueprint.get("/drafts/<uuid:draft_id>/parts/<name>")
@access.right(Right.DRAW_SERVICES)
def part(draft_id: UUID, name: str) -> ResponseReturnValue:
    return _page(draft_id, Kind.PART, name)


@blueprint.post("/drafts/<uuid:draft_id>/letters")
@access.right(Right.DRAW_SERVICES)
def new_letter(draft_id: UUID) -> ResponseReturnValue:
    """Begin a letter of this name in the official language, and open it."""
    name, title = _asked()
    return begin_file(draft_id, lambda _: blank.letter(name, title, LANGUAGES[0]), "studio.letter")


@blueprint.post("/drafts/<uuid:draft_id>/parts")
@access.right(Right.DRAW_SERVICES)
def new_part(draft_id: UUID) -> ResponseReturnValue:
    """Begin a part of letters in the official language, and open it."""
    name, title = _asked()
    return begin_file(draft_id, lambda _: blank.part(name, title, LANGUAGES[0]), "studio.part")


@blueprint.post("/drafts/<uuid:draft_id>/letters/<name>")
@access.right(Right.DRAW_SERVICES)
def save_letter(draft_id: UUID, name: str) -> ResponseReturnValue:
    return _saved(draft_id, Kind.LETTER, name)


@blueprint.post("/drafts/<uuid:draft_id>/parts/<name>")
@access.right(Right.DRAW_SERVICES)
def save_part(draft_id: UUID, name: str) -> ResponseReturnValue:
    return _saved(draft_id, Kind.PART, name)


def _asked() -> tuple[str, str]:
    """Return the name and the title that a new file is to have."""
    return request.form.get("name", "").strip(), request.form.get("title", "").strip()


def _saved(draft_id: UUID, kind: Kind, name: str) -> ResponseReturnValue:
    """Keep the letter or part in every language, or in none."""
    try:
        seen, at = _kept(draft_id, kind, name)
    except (NotFound, NotAllowed):
        raise
    except Rejected as refused:
        if is_script():
            return refused_to_script(refused, seen=_seen(_files(draft_id, kind, name)))
        return _page(draft_id, kind, name, refused)
    if is_script():
        return jsonify(revision=seen, at=format_instant(at))
    flashes.done(t("designing.kept"))
    return redirect(url_for(f"studio.{kind.value}", draft_id=draft_id, name=name), 303)


@blueprint.get("/drafts/<uuid:draft_id>/letters/<name>/preview")
@access.right(Right.DRAW_SERVICES)
@without_api(Reason.PRINT)
def letter_preview(draft_id: UUID, name: str) -> ResponseReturnValue:
    """Show the letter as it would be written after a scenario, in every language."""
    with engine().read(current_actor()) as tx:
        draft = service_drafts.draft(tx, draft_id)
        contents = service_drafts.contents(tx, draft_id)
        files, scenarios = closure(draft.code, contents), scenarios_of(contents)
        chosen = request.args.get("scenario", next(iter(scenarios), ""))
        said = scenarios.get(chosen)
        data = data_of(said, settings_of(contents), start_of(contents))
        day = date.fromisoformat(data["case"]["filed_on"])
        place = said["municipality"] if said and "municipality" in said else None
        law = snapshot(sample_law.of(tx, place, day), data)
    languages = [language for language in LANGUAGES if path_of(Kind.LETTER, name, language) in contents]
    if not languages:
        raise NotFound
    try:
        filled = previews.letter(draft.code, files, name, languages=languages, data=data, law=law)
    except Rejected as refused:
        filled = dict.fromkeys(languages, refused)
    pages = {
        language: page if isinstance(page, Rendered) else _why(page) for language, page in filled.items()
    }
    return render_template(
        "studio/letter_preview.html",
        draft=draft,
        name=name,
        pages=pages,
        scenarios=tuple(scenarios),
        chosen=chosen,
    )


def _why(refused: EngineError) -> str:
    """Return why a letter can't be filled, with the expression that fails and what is wrong with it."""
    said = error_words(refused) or words_of(refused).body
    cause = say(f"errors.{refused.params.get('reason')}")
    where = refused.params.get("expression")
    return f"{said} {{{{ {where} }}}}: {cause}" if where and cause else said


def _files(draft_id: UUID, kind: Kind, name: str) -> dict[str, tuple[str, int]]:
    """Return text and revision by language; of a language in which there is none, nothing and none."""
    found = {}
    with engine().read(current_actor()) as tx:
        for language in LANGUAGES:
            try:
                file = service_drafts.file(tx, draft_id, path_of(kind, name, language))
            except NotFound:
                found[language] = ("", 0)
            else:
                found[language] = (file.content.decode(errors="replace"), file.revision)
    if not any(revision for _, revision in found.values()):
        raise NotFound
    return found


def _seen(files: dict[str, tuple[str, int]]) -> str:
    return "-".join(str(revision) for _, revision in files.values())


def _kept(draft_id: UUID, kind: Kind, name: str) -> tuple[str, datetime]:
    """Save what was typed; a language in which nothing stands yet begins with its first words."""
    numbers = revisions_in(request.form.get("seen", ""))
    numbers = numbers if len(numbers) == len(LANGUAGES) else [0] * len(LANGUAGES)
    typed = [
        OtherFile(path_of(kind, name, language), text.replace("\r\n", "\n").encode(), number)
        for language, number in zip(LANGUAGES, numbers, strict=True)
        if (text := request.form.get(f"text_{language}", "")).strip() or number
    ]
    if not typed:
        raise NotFound
    first, *others = typed
    command = SaveServiceFile(draft_id, first.path, first.content, first.seen, tuple(others))
    saved = engine().send(command, actor=current_actor())
    now = dict(zip((file.path for file in typed), (saved.revision, *saved.others), strict=True))
    return "-".join(str(now.get(path_of(kind, name, language), 0)) for language in LANGUAGES), saved.saved_at


def _page(draft_id: UUID, kind: Kind, name: str, refused: Rejected | None = None) -> ResponseReturnValue:
    files = _files(draft_id, kind, name)
    with engine().read(current_actor()) as tx:
        draft = service_drafts.draft(tx, draft_id)
        contents = service_drafts.contents(tx, draft_id)
    error = None if refused is None else words_of(refused)
    place = path_of(kind, name).removesuffix(f".{LANGUAGES[0]}.html")
    page = render_template(
        "studio/letter.html",
        draft=draft,
        kind=kind,
        name=name,
        place=place,
        texts={language: request.form.get(f"text_{language}", text) for language, (text, _) in files.items()},
        title=title_in(files[current_language()][0] or files[LANGUAGES[0]][0]),
        scenarios=tuple(scenarios_of(contents)),
        asking=_asking(contents, name) if kind is Kind.PART else (),
        seen=_seen(files),
        told=told(place, words=script_words(), letter=letter_told(draft.code, contents, draft_id, kind)),
        error=error,
        has_errors=error is not None,
    )
    return page, 200 if error is None else error.status


def _asking(contents: dict[str, bytes], name: str) -> tuple[str, ...]:
    """Return the names of the letters that ask for a part, each once."""
    callers = named_files.callers(contents, Kind.PART, name)
    return tuple(dict.fromkeys(caller.file.removeprefix("documents/").split(".")[0] for caller in callers))

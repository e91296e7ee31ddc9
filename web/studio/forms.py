"""A form of a draft as a list: sections and questions are added, moved and removed here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine.errors import NotAllowed, NotFound, Rejected
from engine.roles import Right
from engine.studio import blank
from engine.studio import form_properties as properties
from engine.studio.commands.service_drafts import OtherFile, SaveServiceFile
from engine.studio.form_file import NEW, FormFile
from engine.studio.form_words import FormWords
from engine.studio.queries import service_drafts
from engine.texts import OFFICIAL
from web import access
from web.auth import current_actor
from web.blueprints import studio as blueprint
from web.engine_access import engine
from web.errors import words_of
from web.i18n import LANGUAGES
from web.keys import revisions_in
from web.studio.editor import begin_file, told

OTHERS = tuple(language for language in LANGUAGES if language != OFFICIAL)


@dataclass(frozen=True)
class Opened:
    """A form with its words in the other languages, as somebody has them before them.

    `seen` names the revisions of the files, as the page sends them back.
    """

    draft: service_drafts.StudioDraft
    name: str
    form: FormFile
    words: dict[str, FormWords]
    revisions: tuple[int, ...]

    @property
    def path(self) -> str:
        return path_of(self.name)

    @property
    def seen(self) -> str:
        return "-".join(map(str, self.revisions))

    def told(self) -> dict[str, Any]:
        """Return what the script of a page of this form is told."""
        rows = self.form.rows()
        address = {
            row.id: url_for("studio.component", draft_id=self.draft.id, name=self.name, component=row.id)
            for row in rows
        }
        called = {name: address[row.id] for row in rows for name in (row.place, row.path, row.key) if name}
        return told(self.path, components={**called, **address})

    def save(self, seen: str) -> tuple[str, datetime]:
        """Keep the form with its words, if they stand as they were seen; return how they stand since when."""
        numbers = revisions_in(seen)
        first, *rest = numbers if len(numbers) == len(self.revisions) else [0] * len(self.revisions)
        others = tuple(
            OtherFile(words_path(language), self.words[language].content(), number)
            for language, number in zip(OTHERS, rest, strict=True)
        )
        command = SaveServiceFile(self.draft.id, self.path, self.form.content(), first, others)
        saved = engine().send(command, actor=current_actor())
        return "-".join(map(str, (saved.revision, *saved.others))), saved.saved_at


def path_of(name: str) -> str:
    return f"forms/{name}.form"


def words_path(language: str) -> str:
    return f"texts/{language}.json"


def opened(draft_id: UUID, name: str) -> Opened:
    """Return a form of a draft, or raise `NotFound`."""
    with engine().read(current_actor()) as tx:
        draft = service_drafts.draft(tx, draft_id)
        form = service_drafts.file(tx, draft_id, path_of(name))
        words = {other: service_drafts.file(tx, draft_id, words_path(other)) for other in OTHERS}
    revisions = (form.revision, *(words[other].revision for other in OTHERS))
    read = {one: FormWords(file.content, name) for one, file in words.items()}
    return Opened(draft, name, FormFile(form.content), read, revisions)


@blueprint.get("/drafts/<uuid:draft_id>/forms/<name>")
@access.right(Right.DRAW_SERVICES)
def form(draft_id: UUID, name: str) -> ResponseReturnValue:
    return form_page(opened(draft_id, name))


@blueprint.post("/drafts/<uuid:draft_id>/forms")
@access.right(Right.DRAW_SERVICES)
def new_form(draft_id: UUID) -> ResponseReturnValue:
    """Begin a form of this name, and open it."""

    def made(code: str) -> tuple[str, bytes]:
        return blank.form(request.form.get("name", "").strip(), request.form.get("title", "").strip())

    return begin_file(draft_id, made, "studio.form")


@blueprint.post("/drafts/<uuid:draft_id>/forms/<name>")
@access.right(Right.DRAW_SERVICES)
def change_form(draft_id: UUID, name: str) -> ResponseReturnValue:
    """Add, move or remove a component, or say how the whole form begins; the button says which."""
    found = opened(draft_id, name)
    done, _, component = request.form.get("_do", "").partition(":")
    try:
        goal = _done(found, done, component)
        found.save(request.form.get("seen", ""))
    except (NotFound, NotAllowed):
        raise
    except Rejected as refused:
        return form_page(opened(draft_id, name), refused)
    if done == "add":
        return redirect(url_for("studio.component", draft_id=draft_id, name=name, component=goal), 303)
    return redirect(url_for("studio.form", draft_id=draft_id, name=name, _anchor=goal), 303)


def _done(found: Opened, done: str, component: str) -> str:
    """Change the form; return the id of what to look at next."""
    file = found.form
    if done == "add":
        label, key = request.form.get("label", "").strip(), request.form.get("key", "").strip()
        added = file.add(request.form.get("type", ""), key, label, inside=request.form.get("inside") or None)
        for language, words in found.words.items():
            said = request.form.get(f"label_{language}", "").strip()
            row = file.find(added)
            words.say(row.key or added, {"text" if row.type == "text" else "label": said})
        return added
    if done == "begins":
        properties.say(file.document, properties.BEGINS, request.form.get("begins", ""))
        return "begins"
    if done in ("up", "down"):
        file.move(component, -1 if done == "up" else 1)
        return component
    if done == "remove":
        row = file.find(component)
        for words in found.words.values():
            words.forget(*filter(None, (row.key, row.id)))
        file.remove(component)
        return "components"
    raise NotFound


def form_page(found: Opened, refused: Rejected | None = None) -> ResponseReturnValue:
    error = None if refused is None else words_of(refused)
    page = render_template(
        "studio/form.html",
        draft=found.draft,
        name=found.name,
        rows=found.form.rows(),
        containers=found.form.containers(),
        kinds=tuple(NEW),
        begins=properties.value_of(found.form.document, properties.BEGINS),
        beginnings=properties.BEGINS.options,
        others=OTHERS,
        seen=found.seen,
        told=found.told(),
        typed=request.form,
        error=error,
        has_errors=error is not None,
    )
    return page, 200 if error is None else error.status

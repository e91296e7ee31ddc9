"""Sandbox sessions of a draft: its forms are filled in by role, registers answer, time passes.

A sandbox session is a scenario of the draft; what it comes to is asked of the sandbox each time it is shown.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine.clock import local_date
from engine.errors import EngineError, NotAllowed, NotFound, Rejected, Unavailable
from engine.queries import places
from engine.roles import Right
from engine.studio import sandbox_session
from engine.studio.blank import checked_name
from engine.studio.commands.service_drafts import SavedServiceFile, SaveServiceFile
from engine.studio.element_names import DIAGRAM
from engine.studio.letters import scenarios_of
from engine.studio.queries import service_drafts
from engine.studio.sandbox import ask
from web import access, flashes
from web.auth import current_actor
from web.blueprints import studio as blueprint
from web.engine_access import engine
from web.errors import words_of
from web.i18n import LANGUAGES, current_language, t
from web.studio.editor import viewer_words
from web.words import error_words

NOT_ANSWERS = frozenset({"csrf_token", "_acts_for", "_do", "seen", "element"})
MOST_DAYS = 3_650
NOT_SHOWN: Mapping[str, Any] = {"element": "", "form": None, "summary": ""}
NOTHING: Mapping[str, Any] = {"is_filed": False, "failure": None, "form": None, "tasks": (), "jobs": ()}


@dataclass(frozen=True)
class SandboxSession:
    """A sandbox session of a draft as it is kept."""

    draft: service_drafts.StudioDraft
    name: str
    files: Mapping[str, bytes]
    scenario: Mapping[str, Any]
    revision: int

    def ask(self, **more: Any) -> dict[str, Any]:
        question = {"scenario": dict(self.scenario), "language": current_language(), **more}
        return ask(self.draft.code, self.files, question)

    def keep(self, scenario: Mapping[str, Any], seen: int) -> SavedServiceFile:
        command = SaveServiceFile(self.draft.id, path_of(self.name), sandbox_session.content(scenario), seen)
        saved: SavedServiceFile = engine().send(command, actor=current_actor())
        return saved


def path_of(name: str) -> str:
    return f"scenarios/{name}.json"


@blueprint.get("/drafts/<uuid:draft_id>/sandboxes")
@access.right(Right.DRAW_SERVICES)
def sandboxes(draft_id: UUID) -> ResponseReturnValue:
    return _list(draft_id)


@blueprint.post("/drafts/<uuid:draft_id>/sandboxes")
@access.right(Right.DRAW_SERVICES)
def begin_sandbox(draft_id: UUID) -> ResponseReturnValue:
    """Begin a sandbox session, or run every scenario and show what none of them covers."""
    if request.form.get("_do") == "every":
        return _every(draft_id)
    if request.form.get("_do") == "renew":
        return _renew(draft_id)
    said = request.form
    name = said.get("name", "").strip()
    names = {language: said.get(f"title_{language}", "").strip() or name for language in LANGUAGES}
    try:
        command = beginning(draft_id, name, names, said.get("municipality", ""))
        engine().send(command, actor=current_actor())
    except (NotFound, NotAllowed):
        raise
    except Rejected as refused:
        return _list(draft_id, refused)
    return redirect(url_for("studio.sandbox_page", draft_id=draft_id, name=name), 303)


def beginning(draft_id: UUID, name: str, names: Mapping[str, str], municipality: str) -> SaveServiceFile:
    """Return the command that begins a sandbox session of this name, or raise `FileNameUnusable`."""
    with engine().read(current_actor()) as tx:
        settings = json.loads(service_drafts.file(tx, draft_id, "service.json").content)
        today = local_date(tx.now)
    scenario = sandbox_session.begun(
        names,
        municipality=municipality,
        channel=next(iter(settings.get("channels") or ["portal"])),
        language=current_language(),
        on=today,
    )
    return SaveServiceFile(draft_id, path_of(checked_name(name)), sandbox_session.content(scenario), 0)


@blueprint.get("/drafts/<uuid:draft_id>/sandboxes/<name>")
@access.right(Right.DRAW_SERVICES)
def sandbox_page(draft_id: UUID, name: str) -> ResponseReturnValue:
    return _sandbox_page(session_of(draft_id, name))


@blueprint.post("/drafts/<uuid:draft_id>/sandboxes/<name>")
@access.right(Right.DRAW_SERVICES)
def go_on(draft_id: UUID, name: str) -> ResponseReturnValue:
    """Take a step of the session; the button says which."""
    found = session_of(draft_id, name)
    seen = request.form.get("seen", default=0, type=int)
    try:
        said = _next(found)
        if "scenario" not in said:
            return _sandbox_page(found, said)
        found.keep(said["scenario"], seen)
    except (NotFound, NotAllowed):
        raise
    except (Rejected, Unavailable) as refused:
        return _sandbox_page(session_of(draft_id, name), refused=refused)
    if request.form.get("_do") == "expect":
        flashes.done(t("designing.sandbox.kept"))
    return redirect(url_for("studio.sandbox_page", draft_id=draft_id, name=name), 303)


def _next(found: SandboxSession) -> dict[str, Any]:
    """Return the scenario as it goes on, or what the form that was sent has to be shown with."""
    done, _, what = request.form.get("_do", "").partition(":")
    scenario = found.scenario
    if done in ("file", "task") or not done:
        return _filled(found, request.form.get("element") or None)
    if done == "job":
        known = sandbox_session.known_answers(found.files, what)
        chosen = known.get(request.form.get("answer", ""))
        if chosen is None:
            raise NotFound
        return {"scenario": sandbox_session.stepped(scenario, {"job": what, **chosen})}
    steps: dict[str, Any] = {
        "until": lambda: sandbox_session.until(_day(what)),
        "days": lambda: {"days": max(1, min(MOST_DAYS, request.form.get("days", default=1, type=int)))},
        "letter": lambda: {"letter": what},
        "withdraw": lambda: {"message": "withdrawn"},
    }
    if done in steps:
        return {"scenario": sandbox_session.stepped(scenario, steps[done]())}
    if done == "back":
        return {"scenario": sandbox_session.taken_back(scenario)}
    if done == "expect":
        return {"scenario": sandbox_session.expecting(scenario, found.ask().get("expect", {}))}
    raise NotFound


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise NotFound from None


def _filled(found: SandboxSession, element: str | None) -> dict[str, Any]:
    """Have a form judged; good answers are the next step, others are shown again."""
    typed = [[name, value] for name, value in request.form.items(multi=True) if name not in NOT_ANSWERS]
    said = found.ask(element=element, typed=typed)
    if "answers" not in said:
        return {**said, "element": element}
    if element is None:
        return {"scenario": sandbox_session.filed(found.scenario, said["answers"])}
    return {
        "scenario": sandbox_session.stepped(found.scenario, {"task": element, "answers": said["answers"]})
    }


def session_of(draft_id: UUID, name: str) -> SandboxSession:
    with engine().read(current_actor()) as tx:
        draft = service_drafts.draft(tx, draft_id)
        files = service_drafts.contents(tx, draft_id)
        kept = service_drafts.file(tx, draft_id, path_of(name))
    if name not in scenarios_of(files):
        raise NotFound  # it is no scenario: validation says what is wrong with it
    return SandboxSession(draft, name, files, sandbox_session.read(kept.content), kept.revision)


def _sandbox_page(
    found: SandboxSession, shown: Mapping[str, Any] | None = None, *, refused: EngineError | None = None
) -> ResponseReturnValue:
    """Show the state of the session; `shown` is a form that has to be filled in otherwise."""
    state: dict[str, Any] = dict(NOTHING)
    try:
        state |= found.ask()
    except Unavailable as unavailable:
        refused = refused or unavailable
    error = None if refused is None else words_of(refused)
    now = datetime.fromisoformat(state["now"]) if "now" in state else None
    page = render_template(
        "studio/sandbox.html",
        now=now,
        draft=found.draft,
        name=found.name,
        scenario=found.scenario,
        state=state,
        shown={**NOT_SHOWN, **(shown or {})},
        choices={
            job["element"]: sandbox_session.known_answers(found.files, job["element"])
            for job in state["jobs"]
        },
        data=json.dumps(state.get("document", {}), ensure_ascii=False, indent=2),
        seen=found.revision,
        told=_told(found.files, taken=state.get("path", ()), waiting=state.get("waiting", ())),
        why=None if refused is None else error_words(refused),
        error=error,
        has_errors=bool(error or shown),
    )
    status = 200 if error is None else error.status
    return page, 422 if shown and shown.get("summary") else status


def _told(files: Mapping[str, bytes], **marked: Iterable[str]) -> dict[str, Any]:
    """Return the diagram with its marks, for the script that draws it; of two marks the later counts."""
    drawn = files.get(DIAGRAM, b"").decode(errors="replace")
    marks = {element: mark for mark, elements in marked.items() for element in elements}
    words = {mark: t(f"designing.mark.{mark}") for mark in marked}
    return {"drawn": [drawn, drawn], "marks": {"old": {}, "new": marks}, "words": {**words, **viewer_words()}}


def _every(draft_id: UUID) -> ResponseReturnValue:
    with engine().read(current_actor()) as tx:
        draft = service_drafts.draft(tx, draft_id)
        files = service_drafts.contents(tx, draft_id)
    try:
        said = ask(draft.code, files, {"every": True})
    except Unavailable as unavailable:
        return _list(draft_id, unavailable)
    return _list(draft_id, said=said)


def _renew(draft_id: UUID) -> ResponseReturnValue:
    """Run every scenario; where only letters say something else the scenario expects that from now on."""
    with engine().read(current_actor()) as tx:
        draft = service_drafts.draft(tx, draft_id)
        files = service_drafts.contents(tx, draft_id)
        revisions = {
            name: service_drafts.file(tx, draft_id, path_of(name)).revision for name in scenarios_of(files)
        }
    try:
        for result in ask(draft.code, files, {"every": True})["scenarios"]:
            name, expect = result["name"], result.get("expect")
            if expect is not None:
                scenario = sandbox_session.expecting(sandbox_session.read(files[path_of(name)]), expect)
                content = sandbox_session.content(scenario)
                command = SaveServiceFile(draft_id, path_of(name), content, revisions[name])
                engine().send(command, actor=current_actor())
    except (NotFound, NotAllowed):
        raise
    except (Rejected, Unavailable) as refused:
        return _list(draft_id, refused)
    flashes.done(t("designing.renewed"))
    return redirect(url_for("studio.sandboxes", draft_id=draft_id), 303)


def _list(
    draft_id: UUID, refused: EngineError | None = None, *, said: Mapping[str, Any] | None = None
) -> ResponseReturnValue:
    with engine().read(current_actor()) as tx:
        draft = service_drafts.draft(tx, draft_id)
        files = service_drafts.contents(tx, draft_id)
        everywhere = places.municipalities(tx)
    error = None if refused is None else words_of(refused)
    page = render_template(
        "studio/sandboxes.html",
        draft=draft,
        scenarios=scenarios_of(files),
        everywhere=everywhere,
        said=said,
        told=_told(files, taken=said["taken"], missed=said["missing"]) if said else None,
        why=None if refused is None else error_words(refused),
        typed=request.form,
        error=error,
        has_errors=error is not None,
    )
    return page, 200 if error is None else error.status

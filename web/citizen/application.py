"""An application that is being filled in: its form, its draft, and how far it has come.

Shared by the pages for filling in, checking and filing. What is stored, and what a second device may do to
it, is the engine's knowledge.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from engine.commands.drafts import SavedDraft, SaveDraft
from engine.errors import NotFound
from engine.queries import mandates, own_cases, places, services
from engine.queries.draft_views import DraftView
from engine.queries.own_cases import Running
from engine.queries.service_views import ServicePage
from engine.queries.sub_programmes import SETTING as SUB_PROGRAMME
from engine.queries.views import Municipality
from forms import Page, SummaryRow, Survey, merged, on_page, page_of, pages_of, prefill, summarise
from web.auth import current_actor
from web.citizen.known import sent_disputes
from web.engine_access import engine
from web.filled_form import FilledForm, read_form, with_answers
from web.i18n import current_language

ADDRESS = "/municipalities/<name:code>/services/<name:service>"


@dataclass(frozen=True)
class Application:
    """Application being filled in: for which service, and in which municipality."""

    municipality: Municipality
    page: ServicePage
    running: Running | None = None  # filed before

    @property
    def closed(self) -> ResponseReturnValue | None:
        """Where nobody can apply yet, the way to the page that says why, and where to go instead."""
        return redirect(self.address("public.service"), 303) if self.page.lacks else None

    @property
    def draft(self) -> DraftView | None:
        return self.page.draft

    @property
    def version(self) -> int:
        return self.draft.version if self.draft else 0

    @property
    def pages(self) -> tuple[Page, ...]:
        return pages_of(self.page.form)

    @property
    def is_long(self) -> bool:
        return len(self.pages) > 1

    def answers(self) -> dict[str, Any]:
        """Return the answers so far; pages that nobody has touched hold what the form begins with."""
        kept = dict(self.draft.answers) if self.draft else {}
        begun = self.draft.begun if self.draft else frozenset()
        if kept and not begun:
            return kept  # saved as a whole, not page by page
        first = prefill(self.page.form, context=self.page.form_context, now=engine().clock.now())
        for page in self.pages:
            if page.id not in begun:
                kept = merged(kept, page, first)
        return kept

    def address(self, endpoint: str, **more: Any) -> str:
        return url_for(endpoint, code=self.municipality.code, service=self.page.code, **more)

    def page_address(self, page: Page, **more: Any) -> str:
        """Return the address of a page; that of a short form is the application's."""
        if not self.is_long:
            return self.address("citizen.apply", **more)
        return self.address("citizen.apply_page", page_id=page.id, **more)

    def find(self, page_id: str) -> Page:
        """Return a page of the form. Raises `NotFound`."""
        found = next((page for page in self.pages if page.id == page_id), None)
        if found is None:
            raise NotFound
        return found

    def form(self, answers: Mapping[str, Any] | None = None, *, page: Page | None = None) -> FilledForm:
        """Return the form, or one page of it, with the answers so far or with others."""
        filled = self.answers() if answers is None else answers
        return with_answers(self.page.form, self.page.form_context, filled, page=page)

    def read(self, page: Page) -> FilledForm:
        """Read a page from the request."""
        return read_form(
            self.page.form,
            self.page.form_context,
            municipality=self.municipality.code,
            kept=self.answers(),
            page=page,
            disputes=sent_disputes(self.page, self.pages, page),
        )

    @property
    def chosen(self) -> tuple[Page, dict[str, Any]] | None:
        """What the address asks to begin with: a sub-programme that is offered here today, and its page."""
        name = str(self.page.settings.get(SUB_PROGRAMME, ""))
        code = request.args.get(name)
        offered = self.page.form_context["options"]["programmes"]
        if not name or all(code != option["value"] for option in offered):
            return None
        return page_of(self.pages, name), {name: code}

    def is_changed(self, form: FilledForm, page: Page) -> bool:
        """Say whether a page holds something that is not kept yet."""
        shown, kept = (_without_blanks(on_page(given, page)) for given in (form.answers, self.answers()))
        return bool(shown != kept)

    def has_passed(self, page: Page) -> bool:
        """Say whether the page was left without an error before."""
        return self.draft is not None and page.id in self.draft.passed

    def save(self, form: FilledForm, page: Page, **how: Any) -> SavedDraft:
        """Keep a page; `how` says with which version of the draft it was shown, and where."""
        answers = on_page(form.answers, page)
        command = SaveDraft(self.page.code, self.municipality.code, answers, page.id, **how)
        saved: SavedDraft = engine().send(command, actor=current_actor())
        return saved

    def rows(self, answers: Mapping[str, Any], page: Page) -> tuple[SummaryRow, ...]:
        """Return the answers of one page in words."""
        return rows_of(self.page, answers, self.pages, page=page)


@dataclass(frozen=True)
class Stage:
    """A page as a line of the list of what is to be done."""

    page: Page
    address: str
    state: str  # new, begun, done, two


def application(code: str, service: str) -> Application:
    """Return what a citizen fills in; a service that is not offered does not exist."""
    with engine().read(current_actor()) as tx:
        page = services.page(tx, service, code, current_language(), is_applying=True)
        mandates.refuse_untaken(tx, page.settings)
        running = own_cases.running(tx, page.code, code)
        return Application(places.municipality(tx, code), page, running)


def rows_of(
    service: ServicePage, answers: Mapping[str, Any], pages: Sequence[Page], *, page: Page
) -> tuple[SummaryRow, ...]:
    """Return the answers of one page as rows that people read."""
    rows = summarise(service.form, answers, language=current_language(), context=service.form_context)
    return tuple(row for row in rows if page_of(pages, row.path).id == page.id)


def stages(shown: Application, found: Survey) -> tuple[Stage, ...]:
    """Return how far each page has come."""
    return tuple(
        Stage(page, shown.page_address(page), _state(shown.draft, page, found)) for page in found.pages
    )


def is_complete(shown: Application, found: Survey) -> bool:
    """Say whether every page has been left without an error; only then there is something to check."""
    return all(stage.state == "done" for stage in stages(shown, found))


def _without_blanks(answers: Any) -> Any:
    """Return answers without the fields that nobody has filled in: a form sends them as empty texts."""
    if isinstance(answers, Mapping):
        kept = {key: _without_blanks(value) for key, value in answers.items()}
        return {key: value for key, value in kept.items() if value not in ("", None, False, {}, [])}
    return [_without_blanks(answer) for answer in answers] if isinstance(answers, list) else answers


def _state(draft: DraftView | None, page: Page, found: Survey) -> str:
    if draft is None or page.id not in draft.begun:
        return "new"
    if page.id in draft.rivals:
        return "two"
    return "done" if page.id in draft.passed and not found.errors.get(page.id) else "begun"

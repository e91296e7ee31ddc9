"""Applications that are filled in and filed by commands, where a test needs one and not the pages for it.

The commands are those that the pages send, for whoever has signed in in the browser and with the engine
behind it; `test_applications.py` compares what both leave in the database.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID, uuid4

from werkzeug.datastructures import MultiDict

from engine.answers import enquiries
from engine.bootstrap import Engine
from engine.commands.applications import FileApplication, FiledCase
from engine.commands.drafts import SaveDraft
from engine.commands.sessions import SignInDemo
from engine.queries import services, sessions
from engine.queries.service_views import ServicePage
from engine.stores import people
from engine.tenancy import Actor, system
from engine.texts import OFFICIAL
from forms import merged, on_page, pages_of, parse_html, prefill, survey, validate
from tests.web.browser import Browser
from web import engine_access, i18n
from web.auth import COOKIE, NOBODY
from web.devices import device_of


def sign_in(browser: Browser, personal_number: str, *, language: str) -> None:
    """Open the session of a demo person and give its cookie to the browser, with that of the language."""
    engine = engine_of(browser)
    with engine.read(system()) as tx:
        person_id = people.id_of(tx, personal_number)
    assert person_id is not None, f"nobody has the number {personal_number}"
    device = device_of(str(browser.client.environ_base["HTTP_USER_AGENT"]))
    token: str = engine.send(SignInDemo(person_id, device), actor=NOBODY)
    browser.client.set_cookie(COOKIE, token)
    browser.client.set_cookie(i18n.COOKIE, language)


def engine_of(browser: Browser) -> Engine:
    """Return the engine behind the pages that the browser sees."""
    engine: Engine = browser.client.application.extensions[engine_access.EXTENSION]
    return engine


def actor_of(browser: Browser) -> Actor:
    """Return whoever has signed in in the browser, in whose name they act included."""
    cookie = browser.client.get_cookie(COOKIE)
    assert cookie is not None, "nobody has signed in"
    with engine_of(browser).read(NOBODY) as tx:
        session = sessions.find(tx, cookie.value)
    assert session is not None, "the session is over"
    return session.actor


def language_of(browser: Browser) -> str:
    """Return the language that the browser sees the pages in."""
    cookie = browser.client.get_cookie(i18n.COOKIE)
    return cookie.value if cookie else OFFICIAL


@dataclass(frozen=True)
class Application:
    """An application of somebody who has signed in, which their answers go into."""

    browser: Browser
    service: str
    municipality: str
    answers: Mapping[str, Any]  # as they are typed

    @cached_property
    def engine(self) -> Engine:
        return engine_of(self.browser)

    @cached_property
    def actor(self) -> Actor:
        return actor_of(self.browser)

    @cached_property
    def language(self) -> str:
        return language_of(self.browser)

    @cached_property
    def page(self) -> ServicePage:
        with self.engine.read(self.actor) as tx:
            return services.page(tx, self.service, self.municipality, self.language)

    @property
    def context(self) -> dict[str, Any]:
        lookups = self.page.form_context["lookups"]
        return {**self.page.form_context, "lookups": enquiries.asking(lookups, self.engine, self.actor)}

    def typed(self) -> dict[str, Any]:
        """Return the draft's answers or what the form begins with, and over them what is typed."""
        form, draft = self.page.form, self.page.draft
        read = parse_html(form, MultiDict(self.answers))
        begun = read | prefill(form, context=self.page.form_context, now=self.engine.clock.now())
        for page in pages_of(form):
            if draft is not None and page.id in draft.begun:
                begun = merged(begun, page, draft.answers)
        return begun | {key: read[key] for key in self.answers}

    def save(self) -> None:
        """Keep page after page as a draft, each left without an error."""
        typed, now = self.typed(), self.engine.clock.now()
        found = survey(self.page.form, typed, context=self.context, now=now)
        assert not any(found.errors.values()), found.errors
        version, browser = self.page.draft.version if self.page.draft else 0, uuid4().hex
        for page in found.pages:
            command = SaveDraft(
                self.service,
                self.municipality,
                on_page(typed, page),
                page.id,
                seen=version,
                window=f"{browser}/{uuid4()}",
                is_passed=True,
            )
            version = self.engine.send(command, actor=self.actor).version

    def file(self) -> UUID:
        """File it at once, without a draft before, and return the case."""
        form, now = self.page.form, self.engine.clock.now()
        answers = validate(form, self.typed(), context=self.context, now=now)
        command = FileApplication(self.service, self.municipality, answers, language=self.language)
        filed: FiledCase = self.engine.send(command, actor=self.actor, key=uuid4())
        return filed.case_id

"""A tour through the pages: who goes where in which language, and who looks on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from secrets import token_hex

from playwright.sync_api import Browser

from engine.bootstrap import Engine, build
from engine.clock import local_date
from engine.queries.sessions import roles_of
from engine.settings import Settings
from engine.stores import reference
from engine.tenancy import Actor, system
from tests.e2e.installation import Installation
from tests.e2e.person import Person
from web.i18n import TEXTS

Look = Callable[[Person, str], None]
CHANCELLERY, SPECIALIST, HEAD, MAYOR_REP = "00000002001", "00000002002", "00000002003", "00000002005"
FINANCE, OPERATOR, ANALYST = "00000002009", "00000002010", "00000009001"
NATIONAL_ADMIN, SECOND_NATIONAL_ADMIN, ADMINISTRATOR = "00000005001", "00000005002", "00000002041"
# Who may ask for the status, one for each language: a person holds it once.
APPLICANTS = {"en": "00000000101", "ka": "00000000108"}


@dataclass
class Tour:
    """One tour in one language; who went on it is remembered for what their browsers complained about."""

    installation: Installation
    browser: Browser
    look: Look
    language: str = "en"
    people: list[Person] = field(default_factory=list)
    # In the names of what the tour leaves behind, which a second one would meet.
    mark: str = field(default_factory=lambda: token_hex(3))

    @property
    def applicant(self) -> str:
        return APPLICANTS[self.language]

    def person(self, personal_number: str | None = None) -> Person:
        """Return somebody at a browser of their own, signed in where a number is given."""
        person = Person(self.browser, self.installation.address, language=self.language)
        self.people.append(person)
        if personal_number:
            person.sign_in(personal_number)
        return person

    def visit(self, person: Person, path: str, name: str) -> None:
        person.go(path)
        self.look(person, name)

    def t(self, key: str) -> str:
        return TEXTS.get(self.language, key)


@contextmanager
def engine_of(installation: Installation) -> Iterator[Engine]:
    """Give an engine over the data of a running installation, and by its clock."""
    settings = Settings.from_environment({"MMS_MODE": "demo", "MMS_HOME": str(installation.home)})
    engine = build(settings, clock=installation)
    try:
        yield engine
    finally:
        engine.close()


def acting(engine: Engine, personal_number: str) -> Actor:
    """Return a person as the one who sends commands."""
    from engine.queries.people import demo_people

    with engine.read(system()) as tx:
        found = next(person for person in demo_people(tx) if person.personal_number == personal_number)
    return replace(system(), is_system=False, person_id=found.person_id, personal_number=personal_number)


def official(engine: Engine, personal_number: str) -> Actor:
    """Return somebody of the office as the one who sends commands."""
    actor = acting(engine, personal_number)
    with engine.read(system()) as tx:
        return replace(actor, roles=roles_of(tx, actor.person_id or 0))


def next_working_day(installation: Installation) -> date:
    """Return the next day on which offices work."""
    with engine_of(installation) as engine, engine.read(system()) as tx:
        calendar, day = reference.calendar(tx, 0), local_date(tx.now) + timedelta(days=1)
    while not calendar.is_working(day):
        day += timedelta(days=1)
    return day

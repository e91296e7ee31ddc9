"""A new service in a real browser: drawn, published by two for two municipalities, used there, taken back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser

from tests.walks.desk import Desk
from tests.walks.installation import Installation
from tests.walks.look import Inspector
from tests.walks.office_work import Step
from tests.walks.person import Person
from tests.walks.services import ALIKE
from tests.walks.studio_work import PATIENCE, Analyst
from web.words import TEXTS as ENGINE_TEXTS

FIRST, SECOND = "00000009001", "00000009002"
APPLICANT, ARCHITECT, INSPECTOR = "00000000103", "00000002031", "00000002032"
PAGES = next(one.pages for one in ALIKE if one.code == "construction.notify")
STEPS: Sequence[Step] = ((ARCHITECT, "check", {"verdict": "agreed"}), (INSPECTOR, "take_note", {}))
SOURCE = "construction.notify"
NAMES = {
    "ka": "ხის ჭრის ნებართვა (დემო {})",
    "en": "Tree felling permit (demo {})",
}
THERE, ELSEWHERE = ("keda", "telavi"), "dusheti"
PLAYING = 120  # times five seconds; the scenarios give way to everybody else


@dataclass(frozen=True)
class Filed:
    """A case of the new service."""

    number: str
    case_id: str


def filed(citizen: Person, code: str) -> Filed:
    """Fill in the application page by page and file it."""
    start = f"/municipalities/{THERE[0]}/services/{code}"
    citizen.go(f"{start}/apply")
    citizen.page.locator("main .buttons .button").first.click()
    for name, answers in PAGES.items():
        citizen.page.wait_for_url(f"**{start}/apply/application_{name}")
        citizen.fill(answers)
        citizen.press("apply.continue")
    citizen.page.wait_for_url("**/check")
    citizen.press("check.file")
    citizen.page.wait_for_url("**/receipt")
    number = citizen.page.locator(".receipt-number").first.inner_text()
    return Filed(number, citizen.page.url.split("/")[-2])


def is_over(citizen: Person, case: Filed, words: str) -> bool:
    """Open the case until it says so; programs beside the web need a moment."""
    citizen.go(f"/cases/{case.case_id}")
    citizen.wait_for(words)
    return True


def offered(citizen: Person, place: str, name: str) -> bool:
    citizen.go(f"/municipalities/{place}")
    return citizen.page.get_by_role("main").get_by_role("link", name=name).count() > 0


def drawn_and_asked(one: Analyst, code: str, names: Mapping[str, str], inspector: Inspector) -> None:
    """Begin the service from a copy, name it, and ask for its publication in two municipalities."""
    draft = one.begin(SOURCE, copy_as=code.partition(".")[2])
    one.person.go(f"{draft}/names")
    inspector.look(one.person, "the names")
    one.person.fill({f"names_{each}": text for each, text in names.items()})
    one.person.send("studio.keep_names")
    one.person.go(f"{draft}/publish")
    inspector.look(one.person, "asking")
    for place in THERE:
        one.page.locator(f"#place-{place}").check()
    one.person.fill({"law_ka": "დემო დადგენილება №1", "law_en": "Demo Resolution No. 1"})
    one.person.fill({"note": "Demo: a new service"})
    one.person.send("publishing.ask")
    assert one.words("publishing.own") in one.person.words()


def ready_to_approve(other: Analyst, name: str, inspector: Inspector) -> None:
    """Open what waits, its differences first, and wait for its scenarios."""
    other.person.go("/studio/publications")
    inspector.look(other.person, "what waits")
    other.page.get_by_role("main").get_by_role("link", name=name, exact=True).click()
    address = other.page.url.removeprefix(other.person.address)
    assert other.words("publishing.look_first") in other.person.words()
    other.page.get_by_role("link", name=other.words("publishing.differences"), exact=True).click()
    other.page.locator("[data-compare=page][data-ready]").wait_for()
    assert name in other.person.words()
    other.person.go(address)
    other.wait_for_scenarios(PLAYING)
    inspector.look(other.person, "before approving")
    assert other.page.locator("[data-scenarios=good]").count() == 1, other.person.words()


def taken_back(other: Analyst, code: str, inspector: Inspector) -> None:
    other.person.go(f"/studio/services/{code}")
    other.page.locator("main details summary").click()
    inspector.look(other.person, "taking back")
    other.page.locator("main details textarea").fill("Demo: tried, and taken back")
    other.person.send("take_back.now")
    assert "Demo: tried, and taken back" in other.person.words()


@pytest.mark.timeout(900)
@pytest.mark.parametrize("language", ["ka", "en"])
def test_new_service__is_published_by_two_people_for_two_municipalities__and_taken_back(
    installation: Installation, browser: Browser, language: str
) -> None:
    one = Analyst(Person(browser, installation.address, language=language), FIRST)
    other = Analyst(Person(browser, installation.address, language=language), SECOND)
    citizen = Person(browser, installation.address, language=language)
    inspector = Inspector(widths=(320, 1280))
    one.page.set_default_navigation_timeout(2 * PATIENCE)  # asking waits for the gate
    names = {each: text.format(language) for each, text in NAMES.items()}
    name, code = names[language], f"construction.tree_felling_{language}"

    drawn_and_asked(one, code, names, inspector)
    ready_to_approve(other, name, inspector)
    assert not offered(citizen, THERE[0], name)
    other.person.send("publishing.approve_now")
    inspector.look(other.person, "published")

    assert [offered(citizen, place, name) for place in (*THERE, ELSEWHERE)] == [True, True, False]
    citizen.go(f"/municipalities/{THERE[0]}/services/{code}")
    assert name in citizen.words()
    answer = citizen.context.request.get(
        f"{citizen.address}/municipalities/{ELSEWHERE}/services/{code}", max_redirects=0
    )
    assert answer.status == 404

    applicant = Person(browser, installation.address, language=language)
    applicant.sign_in(APPLICANT)
    first, second = (filed(applicant, code) for _ in range(2))
    office = Desk(browser, installation.address, "construction/notify", language)
    for step in STEPS:
        office.do(*step, number=first.number)
    assert is_over(applicant, first, ENGINE_TEXTS.get(language, "status.closed"))

    taken_back(other, code, inspector)
    assert [offered(citizen, place, name) for place in (*THERE, ELSEWHERE)] == [False, False, False]
    for step in STEPS:
        office.do(*step, number=second.number)
    assert is_over(applicant, second, ENGINE_TEXTS.get(language, "status.closed"))
    assert not inspector.problems, "\n".join(inspector.problems)
    assert [said for who in (one.person, other.person, citizen, applicant) for said in who.complaints] == []

"""Publishing from the studio: one analyst asks, a second one approves, and either takes it back."""

from __future__ import annotations

from collections.abc import Iterable

from tests.e2e.story import Look
from tests.e2e.studio_work import Analyst
from tests.e2e.waiting import VALIDATION

LAW = {"law_ka": "დემო დადგენილება №1", "law_en": "Demo Resolution No. 1"}


def ask(
    one: Analyst, draft: str, places: Iterable[str], note: str, look: Look = lambda person, name: None
) -> None:
    """Ask for the publication of a draft in these municipalities; the answer waits for the validation."""
    one.page.set_default_navigation_timeout(VALIDATION)
    one.person.go(f"{draft}/publish")
    for place in places:
        one.page.locator(f"#place-{place}").check()
    one.person.fill({**LAW, "note": note})
    look(one.person, "asking")
    one.person.send("publishing.request")


def approve(other: Analyst, name: str, look: Look = lambda person, name: None) -> None:
    """Open what differs in the service of this name, wait for its scenarios, and approve."""
    other.person.go("/studio/publications")
    other.page.get_by_role("main").get_by_role("link", name=name, exact=True).click()
    address = other.page.url.removeprefix(other.person.address)
    other.page.get_by_role("link", name=other.words("publishing.differences"), exact=True).click()
    other.page.locator("[data-compare=page][data-ready]").wait_for()
    look(other.person, "what differs")
    other.person.go(address)
    other.wait_for_scenarios()
    assert other.page.locator("[data-scenarios=good]").count() == 1, other.person.words()
    other.person.send("publishing.approve_now")
    assert other.words("publishing.states.published") in other.person.words()


def take_back(other: Analyst, code: str, reason: str) -> None:
    """Take back the newest act about a service that counts."""
    other.person.go(f"/studio/services/{code}")
    other.page.locator("main details summary").first.click()
    other.page.locator("main details textarea").first.fill(reason)
    other.person.send("take_back.now")
    assert reason in other.person.words()

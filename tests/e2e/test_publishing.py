"""A copy of a small service with another name, published by two analysts and taken back."""

from __future__ import annotations

from secrets import token_hex

import pytest
from playwright.sync_api import Browser

from tests.e2e.installation import Installation
from tests.e2e.person import Person
from tests.e2e.publishing import approve, ask, take_back
from tests.e2e.studio_work import Analyst

FIRST, SECOND = "00000009001", "00000009002"
SERVICE, PLACE, ELSEWHERE = "general.question", "keda", "telavi"


def is_offered(citizen: Person, place: str, name: str) -> bool:
    citizen.go(f"/municipalities/{place}")
    return citizen.page.get_by_role("main").get_by_role("link", name=name).count() > 0


@pytest.mark.smoke
def test_copy__with_another_name__is_offered_once_a_second_analyst_approves(
    installation: Installation, browser: Browser
) -> None:
    mark, citizen = token_hex(3), Person(browser, installation.address)
    name, code = f"A demo question {mark}", f"question_{mark}"
    one, other = (Analyst(Person(browser, installation.address), who) for who in (FIRST, SECOND))

    draft = one.begin(SERVICE, copy_as=code)
    one.person.go(f"{draft}/names")
    one.person.fill({"names_ka": f"დემო კითხვა {mark}", "names_en": name})
    one.person.send("studio.keep_names")
    one.renew_scenarios(draft)  # letters name the service
    ask(one, draft, [PLACE], "Demo: a copy")
    assert not is_offered(citizen, PLACE, name)
    approve(other, name)

    assert [is_offered(citizen, place, name) for place in (PLACE, ELSEWHERE)] == [True, False]
    take_back(other, f"general.{code}", "Demo: nobody needs it")
    assert not is_offered(citizen, PLACE, name)
    assert one.person.complaints + other.person.complaints == []

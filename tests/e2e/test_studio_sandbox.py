"""Analysts run a draft in a sandbox in a real browser: by role, through time, kept as a scenario."""

from __future__ import annotations

import json

from playwright.sync_api import Browser

from tests.e2e.installation import Installation
from tests.e2e.look import Inspector
from tests.e2e.person import Person
from tests.e2e.studio_work import Analyst

WHO = "00000009001"
SERVICE, FOLDER = "construction.notify", "construction/notify"


def test_draft__run_to_a_deadline__is_kept_as_a_scenario_and_counts_with_the_others(
    installation: Installation, browser: Browser
) -> None:
    one = Analyst(Person(browser, installation.address), WHO)
    inspector, name = Inspector(), "deadline"
    draft = one.begin(SERVICE)
    one.begin_sandbox(draft, name)
    one.press_and_wait("task")
    assert one.page.locator("main .f-errors, main [role=alert]").count()
    inspector.look(one.person, "an application with mistakes")
    one.take_over_application(draft, name, "agreed")

    inspector.look(one.person, "what waits for a register")
    one.page.locator("select[name=answer]").select_option("agreed")
    one.press_and_wait("job:ask_plot")
    inspector.look(one.person, "a task of the office")
    deadline = one.page.locator("button[value^=until]").first.get_attribute("value")
    one.press_and_wait(str(deadline))
    one.press_and_wait("expect")
    inspector.look(one.person, "kept")

    kept = json.loads(one.folder(draft)[f"{FOLDER}/scenarios/{name}.json"])
    assert [next(iter(step)) for step in kept["steps"]] == ["job", "until"]
    assert kept["expect"]["status"]
    one.person.go(f"{draft}/sandboxes")
    one.run_every()
    one.page.locator("[data-coverage]").wait_for()
    assert one.words("designing.came_out_otherwise") not in one.person.words()
    inspector.look(one.person, "what all scenarios take")
    assert not inspector.problems, "\n".join(inspector.problems)
    assert one.person.complaints == []

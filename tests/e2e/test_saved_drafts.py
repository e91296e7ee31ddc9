"""An application filled in over time: by keyboard, on two devices, without a connection, without a script."""

from __future__ import annotations

from playwright.sync_api import Browser, Route

from tests.e2e.installation import Installation
from tests.e2e.keyboard import go_on, press_tab_until, type_answers
from tests.e2e.look import Inspector
from tests.e2e.person import Person
from tests.e2e.story import APPLICATION, FORM, SERVICE, fill_in, step_name


def saved(person: Person) -> str:
    """Wait until the page says whether it could save, and return what it says."""
    place = person.page.locator("[data-save-state]:not(:empty)")
    place.wait_for()
    return place.inner_text()


def test_check__one_answer_changed_by_keyboard__comes_back_there(
    installation: Installation, browser: Browser
) -> None:
    citizen = Person(browser, installation.address, language="ka")
    citizen.sign_in("00000000102")
    citizen.drop_draft(SERVICE)
    citizen.go(f"{FORM}residence")
    fill_in(citizen)

    press_tab_until(citizen, "one.hash === wanted", "#f-actual_address")
    citizen.page.keyboard.press("Enter")
    citizen.page.wait_for_url("**/application_residence?from=check**")
    type_answers(citizen, {"actual_address": "დემო ქუჩა 22"})
    go_on(citizen)
    citizen.page.wait_for_url("**/check")

    assert "დემო ქუჩა 22" in citizen.words()
    assert citizen.complaints == []


def test_draft__begun_in_one_browser__is_finished_in_another(
    installation: Installation, browser: Browser
) -> None:
    inspector = Inspector()
    telephone = Person(browser, installation.address, width=360)
    telephone.sign_in("00000000103")
    telephone.drop_draft(SERVICE)
    telephone.go(f"{FORM}residence")
    telephone.fill(APPLICATION["residence"])
    assert saved(telephone).startswith("Saved at ")

    computer = Person(browser, installation.address)
    computer.sign_in("00000000103")
    computer.go("/")
    inspector.look(computer, "home with a draft")
    draft = computer.page.locator(f"#own-drafts ~ ul a[href='{SERVICE}/apply']")
    assert draft.inner_text().startswith("Continue your draft")
    draft.click()
    inspector.look(computer, "list")
    computer.page.get_by_role("main").get_by_role("link", name="Go on").click()
    assert computer.page.locator("[name=actual_address]").input_value() == "დემო ქუჩა 1"
    fill_in(computer)
    computer.press("check.file")
    computer.page.wait_for_url("**/receipt")

    assert inspector.problems == []
    assert telephone.complaints + computer.complaints == []


def test_draft__same_page_on_two_devices__both_are_shown_and_one_is_chosen(
    installation: Installation, browser: Browser
) -> None:
    inspector = Inspector()
    one, other = (Person(browser, installation.address) for _ in range(2))
    for person in (one, other):
        person.sign_in("00000000104")
        person.go(f"{FORM}residence")
    one.fill({"actual_address": "პირველი"})
    saved(one)

    other.fill({"actual_address": "მეორე"})
    assert "changed on another device" in saved(other)
    inspector.look(other, "page changed elsewhere")
    other.page.get_by_role("link", name="Compare and choose").click()
    inspector.look(other, "two versions")
    other.press("draft.keep.rival")

    assert other.page.locator("[name=actual_address]").input_value() == "მეორე"
    one.page.reload()
    assert one.page.locator("[name=actual_address]").input_value() == "მეორე"
    other.go(f"{SERVICE}/draft/delete")
    inspector.look(other, "delete the draft")
    other.press("draft.drop_confirm")
    assert "The draft is deleted." in other.words()
    assert inspector.problems == []
    assert one.complaints + other.complaints == []


def test_page__left_by_a_link_at_once__keeps_what_was_typed_and_is_no_second_device(
    installation: Installation, browser: Browser
) -> None:
    citizen = Person(browser, installation.address)
    citizen.sign_in("00000000104")
    citizen.drop_draft(SERVICE)
    citizen.go(f"{FORM}residence")
    address = citizen.page.locator("[name=actual_address]")
    for typed, language in (("დემო ქუჩა 3", "ka"), ("დემო ქუჩა 4", "en")):
        address.fill(typed)
        with citizen.page.expect_navigation():
            citizen.page.locator(f"header a[hreflang={language}]").click()
        assert address.input_value() == typed

    citizen.fill(APPLICATION["residence"])
    citizen.send("apply.continue")

    assert not citizen.page.url.endswith("/versions")
    assert citizen.complaints == []


def is_post(route: Route) -> bool:
    return route.request.method == "POST"


def test_page__told_that_its_save_was_overtaken__is_kept_before_a_link_is_followed(
    installation: Installation, browser: Browser
) -> None:
    citizen = Person(browser, installation.address)
    citizen.sign_in("00000000104")
    citizen.drop_draft(SERVICE)
    citizen.go(f"{FORM}residence")
    address = citizen.page.locator("[name=actual_address]")
    address.fill("დემო ქუჩა 5")
    citizen.page.locator("[data-save-state]", has_text="Saved at").wait_for()
    # What the page before has sent last arrives late, so nothing of the next save is kept. What this page
    # sends when it is left comes too late, and showing the form anew, which keeps it too, does not come.
    overtaken = iter([{"version": 1, "isOvertaken": True}])

    def answer(route: Route) -> None:
        if told := next(overtaken, None):
            route.fulfill(json=told)
        elif b'name="_last"' not in (route.request.post_data_buffer or b""):
            route.continue_()

    citizen.page.route("**/apply/*", lambda route: route.abort() if is_post(route) else route.continue_())
    citizen.page.route("**/save", answer)
    address.fill("დემო ქუჩა 6")

    with citizen.page.expect_navigation():
        citizen.page.locator("header a[hreflang=ka]").click()

    assert address.input_value() == "დემო ქუჩა 6"


def test_page__left_by_a_link_without_a_connection__stays_once_and_says_so(
    installation: Installation, browser: Browser
) -> None:
    citizen = Person(browser, installation.address)
    citizen.sign_in("00000000104")
    citizen.drop_draft(SERVICE)
    citizen.go(f"{FORM}residence")
    citizen.page.route("**/save", lambda route: route.abort())
    citizen.page.locator("[name=actual_address]").fill("დემო ქუჩა 5")

    link = citizen.page.locator("header nav a").first
    link.click()
    assert "not saved" in saved(citizen).lower()
    with citizen.page.expect_navigation():
        link.click()


def test_page__without_a_connection__says_so_and_saves_when_it_is_back(
    installation: Installation, browser: Browser
) -> None:
    citizen = Person(browser, installation.address)
    citizen.sign_in("00000000106")
    citizen.drop_draft(SERVICE)
    citizen.go(f"{FORM}residence")

    citizen.context.set_offline(True)
    citizen.fill({"actual_address": "უკავშიროდ"})
    told = saved(citizen)
    citizen.context.set_offline(False)
    citizen.page.locator("[data-save-state]", has_text="Saved at").wait_for()
    citizen.page.reload()

    assert told.startswith("Not saved: there is no connection.")
    assert citizen.page.locator("[name=actual_address]").input_value() == "უკავშიროდ"


def test_page__session_ended_elsewhere__says_that_it_is_not_saved(
    installation: Installation, browser: Browser
) -> None:
    citizen = Person(browser, installation.address)
    citizen.sign_in("00000000106")
    citizen.drop_draft(SERVICE)
    citizen.go(f"{FORM}contact")

    citizen.context.clear_cookies()
    citizen.fill({"phone": "555 12 12 12"})

    assert saved(citizen).startswith("Not saved: your session has ended.")


def test_application__without_a_script__one_answer_is_changed_at_the_end(
    installation: Installation, browser: Browser
) -> None:
    citizen = Person(browser, installation.address, script=False)
    citizen.sign_in("00000000109")
    citizen.drop_draft(SERVICE)
    citizen.go(f"{FORM}residence")
    fill_in(citizen)

    citizen.page.get_by_role("main").locator("a[href$='#f-actual_address']").click()
    citizen.fill({"actual_address": "დემო ქუჩა 90"})
    citizen.press("apply.continue")

    assert citizen.page.url.endswith("/check")
    assert "დემო ქუჩა 90" in citizen.words()


def test_second_application__begins_with_what_is_known_and_a_step_keeps_itself(
    installation: Installation, browser: Browser
) -> None:
    inspector = Inspector()
    citizen = Person(browser, installation.address)
    citizen.sign_in("00000000134")
    citizen.drop_draft(SERVICE)
    citizen.go(f"{FORM}residence")
    fill_in(citizen)
    citizen.file_all_the_same()
    citizen.page.wait_for_url("**/receipt")
    number = citizen.page.locator(".receipt-number").first.inner_text().strip()
    inspector.look(citizen, "receipt")

    citizen.go(f"{FORM}residence")
    citizen.wait_for("From the civil registry")
    inspector.look(citizen, "known already")
    assert citizen.page.locator("[name=settlement]").input_value() == "keda-demo-1"
    clerk = Person(browser, installation.address)
    clerk.sign_in("00000002002")
    clerk.take(step_name("en", "check_completeness"), number)
    clerk.fill({"complete": "yes"})
    assert saved(clerk).startswith("Saved at ")
    clerk.page.reload()
    inspector.look(clerk, "step saved")
    assert "not finished" in clerk.words()
    clerk.go("/inbox")
    inspector.look(clerk, "inbox with a saved step")

    assert "saved, not finished" in clerk.words()
    assert inspector.problems == []
    assert citizen.complaints + clerk.complaints == []

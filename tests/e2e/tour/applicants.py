"""What an applicant sees: the form, the case until it is decided, own data, the account."""

from __future__ import annotations

from tests.e2e.codes import code_for
from tests.e2e.directors import COMPANY, DIRECTOR, SECOND_DIRECTOR, act_for, prepare
from tests.e2e.person import Person
from tests.e2e.story import FORM, SERVICE, apply, ask_for_missing, decide
from tests.e2e.tour.outside import leave_alone
from tests.e2e.tour.visit import Tour

ACCOUNT = "00000000107"


def case(tour: Tour) -> str:
    """Go through a whole case, from the form to the decision; return the address of the case."""
    citizen = tour.person()
    found = apply(citizen, tour.look, applicant=tour.applicant)
    number = citizen.page.locator(".receipt-number").first.inner_text().strip()
    tour.visit(citizen, found, "case")
    citizen.page.locator("#messages ~ details summary").click()
    citizen.fill({"text": "როდის მოვა მერის წარმომადგენელი?"})
    citizen.press("messages.send")
    tour.look(citizen, "case-message")
    tour.visit(citizen, f"{found}/notifications", "case-notifications")
    tour.people += ask_for_missing(
        tour.browser, tour.installation.address, tour.look, language=tour.language, number=number
    )
    answer_notice(tour, citizen, found)
    tour.people += decide(
        tour.browser, tour.installation.address, tour.look, language=tour.language, number=number
    )
    citizen.go(found)
    citizen.wait_for_one(".tag.decided")
    citizen.wait_for_one(".documents a")
    tour.look(citizen, "case-decided")
    citizen.page.locator("main a[href*='/feedback?']").click()
    tour.look(citizen, "feedback-service")
    own_data(tour, citizen)
    return found


def answer_notice(tour: Tour, citizen: Person, found: str) -> None:
    citizen.go(found)
    citizen.wait_for_one("main a[href^='/tasks/']")
    tour.look(citizen, "case-waiting")
    tour.visit(citizen, "/cases", "cases")
    tour.visit(citizen, f"{found}/withdraw", "withdraw")
    citizen.go(found)
    citizen.page.locator("main a[href^='/tasks/']").click()
    tour.look(citizen, "notice")
    notice = citizen.page.url
    citizen.send("task.send_answer")
    tour.look(citizen, "notice-errors")
    citizen.fill({"statement": "აი, ფოტოები."})
    citizen.send("task.send_answer")
    citizen.page.goto(notice)
    tour.look(citizen, "notice-answered")


def own_data(tour: Tour, citizen: Person) -> None:
    tour.visit(citizen, "/my-data", "my-data")
    citizen.page.locator("main form[action$='/certificate'] button").first.click()
    tour.look(citizen, "my-data-certificate")
    citizen.page.locator("main a[href^='/verify/']").first.click()
    tour.look(citizen, "verify-holds")
    tour.visit(citizen, "/my-data/reads", "reads")
    tour.visit(citizen, "/my-data/correction", "correction")
    citizen.press("correction.send")
    tour.look(citizen, "correction-errors")


def drafts(tour: Tour) -> None:
    """Look at a case list without cases and at drafts, also at one page that two windows changed."""
    citizen = tour.person("00000000106")
    tour.visit(citizen, "/cases", "cases-none")
    tour.visit(citizen, "/my-data", "my-data-none")
    page = f"{FORM}residence"
    citizen.go(page)
    other = Person(tour.browser, tour.installation.address, language=tour.language)
    other.sign_in("00000000106")
    other.go(page)
    for person, street in ((citizen, "დემო ქუჩა 1"), (other, "დემო ქუჩა 2")):
        person.fill({"actual_address": street})
        person.page.locator("[data-save-state]:not(:empty)").wait_for()
    tour.look(other, "page-changed-elsewhere")
    tour.visit(other, f"{page}/versions", "versions")
    other.press("draft.keep.rival")
    tour.visit(other, "/", "home-with-a-draft")
    tour.visit(other, f"{SERVICE}/apply", "application-begun")
    tour.visit(other, f"{SERVICE}/draft/delete", "draft-delete")
    other.press("draft.drop_confirm")
    tour.visit(other, f"{FORM}evidence", "evidence")
    other.fill({"evidence_types": ["witnesses", "other"]})
    other.page.locator("[name='witnesses.0.witness_name']").wait_for()
    other.press("apply.continue")
    other.page.locator(".f-errors").wait_for()
    tour.look(other, "evidence-errors")
    other.go(f"{SERVICE}/draft/delete")
    other.press("draft.drop_confirm")


def account(tour: Tour) -> None:
    citizen = tour.person(ACCOUNT)
    tour.visit(citizen, "/account", "account")
    tour.visit(citizen, "/acting", "acting")
    tour.visit(citizen, "/account/tokens", "tokens")
    citizen.press("tokens.make")
    tour.look(citizen, "tokens-errors")
    citizen.fill({"name": f"tour-{tour.mark}"})
    citizen.page.locator("[name='scope']").first.check()
    citizen.press("tokens.make")
    tour.look(citizen, "tokens-made")
    tour.visit(citizen, "/account/contacts/add", "contact-add")
    citizen.press("sign_in.code.send")
    tour.look(citizen, "contact-add-errors")
    address = f"tour-{tour.mark}@demo.invalid"
    before = len(tour.installation.mails)
    citizen.fill({"contact": address})
    citizen.press("sign_in.code.send")
    tour.look(citizen, "contact-confirm")
    citizen.fill({"code": code_for(tour.installation, address, after=before)})
    citizen.press("account.contacts.confirm")
    tour.look(citizen, "account-with-contact")
    tour.visit(citizen, "/account/notifications", "notifications")
    session_over(tour, citizen)


def directors(tour: Tour) -> None:
    """See what one director prepares for another, on both sides."""
    first, second = tour.person(DIRECTOR), tour.person(SECOND_DIRECTOR)
    prepare(first, tour.look)
    act_for(second, COMPANY)
    tour.look(second, "cases-with-a-joint-filing")
    second.page.locator("main a[href*='/joint/']").first.click()
    second.page.wait_for_url("**/joint/*")
    tour.look(second, "joint-to-confirm")
    second.press("joint.decline")
    tour.look(second, "joint-declined")


def session_over(tour: Tour, citizen: Person) -> None:
    """Let the session end under a form that is being filled in: it is kept until its person is back."""
    citizen.go("/account/notifications")
    citizen.fill({"channel": "portal", "language": tour.language})
    leave_alone(tour.installation, ACCOUNT)
    citizen.press("account.channels.save")
    citizen.page.wait_for_url("**/sign-in**")
    citizen.sign_in_here(ACCOUNT)
    citizen.page.wait_for_url("**/kept/*")
    tour.look(citizen, "kept-form")

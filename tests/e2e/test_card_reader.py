"""A card in a reader: browser, extension, card program, window for the PIN, card service, virtual card.

One story of a mayor: nothing installed, nothing in the reader, wrong PIN, blocked PIN, a card that is pulled,
and then signing in and signing an order. Each trouble ends in a page that says what to do, nothing half done.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.e2e.installation import Installation
from tests.e2e.look import Inspector
from tests.e2e.office_work import Issued, Waiting, issued, order_to_sign, outcome
from tests.e2e.person import PEOPLE, Person
from tests.e2e.reader import Computer, computer
from tests.e2e.story import SIGNED, begin_application, step_name
from web.i18n import TEXTS

MAYOR = "00000002007"
# Nobody else asks for the status in her name: a person holds it once.
APPLICANT = "00000000133"
ANOTHER_APPLICANT = "00000000125"
# What the extension makes of who asks: a page, a page of an older browser; then a frame, no page, another
# extension, a page that nobody sees yet.
SITES = """() => {
  const page = { id: chrome.runtime.id, tab: {}, frameId: 0, origin: "https://a.ge" };
  const { origin, ...old } = page;
  const others = [{ frameId: 1 }, { tab: undefined }, { id: "other" }, { documentLifecycle: "prerender" }];
  const askers = [page, { ...old, url: "https://b.ge/x" }, ...others.map((one) => ({ ...page, ...one }))];
  return askers.map(siteOf);
}"""
FOUR = [None] * 4


@pytest.fixture
def reader(browser: Browser) -> Iterator[Computer]:
    with computer(browser) as found:
        yield found


def trouble(person: Person, code: str) -> str:
    """Return what the page says, once it says this."""
    said = person.page.locator(f"[data-card-code='{code}']")
    said.wait_for()
    return said.inner_text()


def test_card__in_a_reader__each_trouble_is_told_and_then_it_signs_in_and_signs(
    installation: Installation, browser: Browser, reader: Computer
) -> None:
    without, inspector = Person(browser, installation.address), Inspector()
    without.go("/sign-in")
    without.press("sign_in.card.use_reader")
    assert TEXTS.get("en", "card.extension.missing.next") in trouble(without, "extension.missing")
    inspector.look(without, "no extension")

    reader.unpack()
    assert "\nNext step: Put the card into the reader.\n" in reader.run("doctor", "--language", "en").stdout
    assert reader.run("install", "--demo").returncode == 0
    mayor = Person(reader, installation.address)  # type: ignore[arg-type]
    mayor.go("/sign-in")
    program_missing(mayor, reader)
    mayor.press("sign_in.card.doctor")
    assert "Put the card into the reader." in trouble(mayor, "card.no_card")
    inspector.look(mayor, "no card")

    for name in ("good", "forgotten"):
        reader.make_card(name, installation, MAYOR)
    pin_forgotten(mayor, reader)
    pulled(mayor, reader)
    sign_in(mayor, reader)
    assert reader.contexts[0].service_workers[0].evaluate(SITES) == ["https://a.ge", "https://b.ge", *FOUR]
    act = issued(installation, sign_order(mayor, reader, installation))
    verify(without, act, inspector)
    sign_application(mayor, reader)

    assert (inspector.problems, mayor.complaints, without.complaints) == ([], [], [])
    assert reader.run("doctor", "--language", "en").stdout.startswith("The reader works")


def program_missing(mayor: Person, reader: Computer) -> None:
    [manifest] = reader.home.glob("config/chromium/NativeMessagingHosts/*.json")
    manifest.rename(manifest.with_suffix(".away"))
    mayor.press("sign_in.card.use_reader")
    assert TEXTS.get("en", "card.agent.missing.next") in trouble(mayor, "agent.missing")
    manifest.with_suffix(".away").rename(manifest)


def pin_forgotten(mayor: Person, reader: Computer) -> None:
    reader.desk.insert("forgotten")
    mayor.press("sign_in.card.use_reader")
    reader.screen.type("9999")
    reader.screen.press("Escape")
    assert "Tries left: 2" in trouble(mayor, "pin.wrong")
    mayor.press("sign_in.card.use_reader")
    for _ in range(2):
        reader.screen.type("9999")
    reader.screen.press("Return")
    assert "PUK" in trouble(mayor, "pin.blocked")


def pulled(mayor: Person, reader: Computer) -> None:
    reader.desk.insert("good")
    mayor.press("sign_in.card.use_reader")
    reader.screen.window()
    reader.desk.pull()
    assert "Put the card in" in trouble(mayor, "card.gone")
    assert not {"2A", "88"} & reader.desk.asked("good").keys()


def sign_in(mayor: Person, reader: Computer) -> None:
    reader.desk.insert("good")
    mayor.press("sign_in.card.doctor")
    assert "You can sign in" in trouble(mayor, "ready")
    mayor.press("sign_in.card.use_reader")
    reader.screen.type("1234")
    mayor.page.wait_for_url(lambda address: "/sign-in" not in address)
    mayor.go("/account")
    assert TEXTS.get("en", "account.sessions.method.card") in mayor.words()
    assert name_of(MAYOR) in mayor.page.inner_text("header")


def sign_order(mayor: Person, reader: Computer, installation: Installation) -> Waiting:
    """Sign an order, with another one. The site knows whose card it is, so only the PIN is asked."""
    case = order_to_sign(installation, APPLICANT)
    mayor.take(step_name("en", SIGNED), case.number)
    mayor.fill({"verdict": "agree"})
    mayor.press("task.to_sign")
    mayor.page.wait_for_url("**/signings/*")

    reader.desk.insert("good", pulled_at=0x2A)
    mayor.press("signing.button")
    reader.screen.type("123456")
    assert "stays unsigned" in trouble(mayor, "card.gone")
    assert outcome(installation, case) is None

    reader.desk.insert("good")
    sign_together(mayor, reader, installation, case, order_to_sign(installation, ANOTHER_APPLICANT))
    return case


def sign_together(mayor: Person, reader: Computer, installation: Installation, *cases: Waiting) -> None:
    """Sign orders of the queue in one ceremony, by a card that wants its PIN for each."""
    mayor.go("/inbox/signing-queue")
    for case in cases:
        mayor.page.get_by_role("checkbox", name=case.number).check()
    mayor.press("signing_together.lay_out")
    mayor.page.locator("[data-sign-together] button").click()
    for _ in cases:
        reader.screen.type("123456")
    mayor.page.locator("tr[data-is=signed]").nth(len(cases) - 1).wait_for()
    assert [outcome(installation, case) for case in cases] == ["granted"] * len(cases)


def verify(stranger: Person, act: Issued, inspector: Inspector) -> None:
    """See by the code at its foot, and by the file itself, that the mayor signed it and that it is sealed."""
    stranger.go(f"/verify/{act.code}")
    by_card, seal = (TEXTS.get("en", f"signing.{key}") for key in ("method.card", "seal.set"))
    assert all(words in stranger.words() for words in (name_of(MAYOR), by_card, seal))

    stranger.go("/verify/document")
    file = {"name": "order.pdf", "mimeType": "application/pdf", "buffer": act.file}
    stranger.page.locator("#file").set_input_files(file)  # type: ignore[arg-type]
    stranger.send("verify.button")
    signatures = stranger.page.locator("main section.panel")
    said = [item.inner_text() for item in signatures.all()]
    assert [signature.split("\n")[0].split(" of ")[0] for signature in said] == ["Signature", "Seal"]
    assert all(TEXTS.get("en", "verify.document.valid") in signature for signature in said)
    inspector.look(stranger, "signed and sealed")


def sign_application(person: Person, reader: Computer) -> None:
    """Sign an application of one's own; with the signature it is filed."""
    begin_application(person)
    person.press("check.sign")
    person.page.wait_for_url("**/signings/*")
    person.press("signing.button")
    reader.screen.type("123456")
    person.page.wait_for_url("**/receipt")
    person.go(person.page.url.removeprefix(person.address).removesuffix("/receipt"))
    assert TEXTS.get("en", "document.kind.signed") in person.words()


def name_of(number: str) -> str:
    found = next(person for person in PEOPLE if person["personal_number"] == number)
    return f"{found['given_name']['en']} {found['family_name']['en']}"

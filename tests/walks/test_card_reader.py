"""A card in a reader: browser, extension, card program, window for the PIN, card service, virtual card.

One story: nothing installed, nothing in the reader, wrong PIN, blocked PIN, a card that is pulled, and then
signing in and signing. Each trouble ends in a page that says what to do.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator

import pytest
from cryptography import x509
from playwright.sync_api import Browser

from tests.cards.test_cards import MESSAGE, verify
from tests.walks.installation import Installation
from tests.walks.look import Inspector
from tests.walks.modules import call
from tests.walks.person import PEOPLE, Person
from tests.walks.reader import Computer, computer
from web.i18n import TEXTS

CITIZEN = "00000000101"
# Begun in the page, and left there: a person has to answer before it ends.
SIGN = """async ([hash]) => {
  const { ReaderCard } = await import("/src/card.js");
  const card = new ReaderCard();
  const signed = () => card.sign(hash, "SHA-256", "Order 7", "Decide");
  window.signing = card.certificate("sign").then(async (certificate) => [certificate, await signed()]);
  return null;
}"""


@pytest.fixture
def reader(browser: Browser) -> Iterator[Computer]:
    with computer(browser) as found:
        yield found


def trouble(person: Person, code: str) -> str:
    """Return what the page says, once it says this."""
    said = person.page.locator(f"[data-card-said][data-card-code='{code}']")
    said.wait_for(timeout=20_000)
    return said.inner_text()


def test_walk__card_in_a_reader__each_trouble_is_told_and_then_it_signs_in(
    installation: Installation, browser: Browser, reader: Computer
) -> None:
    without, inspector = Person(browser, installation.address), Inspector()
    without.go("/sign-in")
    without.press("sign_in.card.use_reader")
    assert TEXTS.get("en", "card.extension.missing.next") in trouble(without, "extension.missing")
    inspector.look(without, "no extension")

    reader.unpack()
    assert (
        reader.run("doctor", "--language", "en").stdout.splitlines()[-1]
        == "Next step: Put the card into the reader."
    )
    assert reader.run("install", "--demo").returncode == 0
    [manifest] = reader.home.glob("config/chromium/NativeMessagingHosts/*.json")
    manifest.rename(manifest.with_suffix(".away"))
    person = Person(reader, installation.address)  # type: ignore[arg-type]
    person.go("/sign-in")
    person.press("sign_in.card.use_reader")
    assert TEXTS.get("en", "card.agent.missing.next") in trouble(person, "agent.missing")
    manifest.with_suffix(".away").rename(manifest)

    person.press("sign_in.card.doctor")
    assert "Put the card into the reader." in trouble(person, "card.no_card")
    inspector.look(person, "no card")

    for name in ("good", "forgotten"):
        reader.make_card(name, installation, CITIZEN)
    reader.desk.insert("forgotten")
    person.press("sign_in.card.use_reader")
    reader.screen.type("9999")
    reader.screen.press("Escape")
    assert "Tries left: 2" in trouble(person, "pin.wrong")
    person.press("sign_in.card.use_reader")
    for _ in range(2):
        reader.screen.type("9999")
    reader.screen.press("Return")
    assert "PUK" in trouble(person, "pin.blocked")

    reader.desk.insert("good")
    person.press("sign_in.card.use_reader")
    reader.screen.window()
    reader.desk.pull()
    assert "Put the card in" in trouble(person, "card.gone")
    assert "2A" not in reader.desk.asked("good") and "88" not in reader.desk.asked("good")

    reader.desk.insert("good")
    person.press("sign_in.card.doctor")
    assert "You can sign in" in trouble(person, "ready")
    person.press("sign_in.card.use_reader")
    reader.screen.type("1234")
    person.page.wait_for_url(lambda address: "/sign-in" not in address)
    person.go("/account")
    assert TEXTS.get("en", "account.sessions.method.card") in person.words()
    assert name_of(CITIZEN) in person.page.inner_text("header")

    sign(person, reader)
    assert (inspector.problems, person.complaints, without.complaints) == ([], [], [])
    assert reader.run("doctor", "--language", "en").stdout.startswith("The reader works")


def sign(person: Person, reader: Computer) -> None:
    """Sign from a page of the site, with the key for it."""
    digest = base64.b64encode(hashlib.sha256(MESSAGE).digest()).decode()
    call(person, SIGN, digest)
    reader.screen.press("Return")  # the site may know whose card it is
    reader.screen.type("123456")
    certificate, signature = map(base64.b64decode, person.page.evaluate("window.signing"))
    verify(x509.load_der_x509_certificate(certificate), signature, "sha256")


def name_of(number: str) -> str:
    found = next(one for one in PEOPLE if one["personal_number"] == number)
    return f"{found['given_name']['en']} {found['family_name']['en']}"

"""Signing in with a demonstration card, in a real browser that makes it and keeps it."""

from __future__ import annotations

import base64
import hashlib

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from playwright.sync_api import Browser

from tests.e2e.installation import Installation
from tests.e2e.look import Inspector
from tests.e2e.modules import call
from tests.e2e.person import PEOPLE, Person
from tests.e2e.residents import free_resident
from tests.e2e.story import begin_application
from web.i18n import TEXTS

SPECIALIST = "00000002002"
MESSAGE = b"what is signed"
SIGNED = """async ([hash, data]) => {
  const { findCard } = await import("/src/card.js");
  const card = await findCard();
  const sign = (bytes) => card.sign([{ hash, title: "Order 1", data: bytes }], "SHA-256", "decide");
  const signed = async (bytes) => (await sign(bytes)).signatures[0];
  const refusal = await signed(btoa("something else")).catch((problem) => problem.code);
  return [await card.certificate("sign"), await signed(data), refusal];
}"""


@pytest.mark.smoke
def test_demo_card__in_a_browser__is_made_signs_in_and_is_thrown_away(
    installation: Installation, browser: Browser
) -> None:
    person, inspector = Person(browser, installation.address), Inspector()
    person.go("/sign-in")
    inspector.look(person, "sign in, no card yet")

    person.fill({"personal_number": SPECIALIST})
    person.press("sign_in.card.make")
    person.page.locator("[data-card-held]").wait_for()
    inspector.look(person, "sign in, a card is held")
    person.press("sign_in.card.use")
    person.page.wait_for_url(lambda address: "/sign-in" not in address)
    person.go("/account")

    assert TEXTS.get("en", "account.sessions.method.card") in person.words()
    assert name_of(SPECIALIST) in person.page.inner_text("header")
    person.go("/inbox")
    assert person.page.url.endswith("/inbox")

    # The page's way to sign: the key for it is another one, and only over what has the hash.
    digest = base64.b64encode(hashlib.sha256(MESSAGE).digest()).decode()
    certificate, signature, refusal = call(person, SIGNED, digest, base64.b64encode(MESSAGE).decode())
    signer = x509.load_der_x509_certificate(base64.b64decode(certificate))
    assert f"PNOGE-{SPECIALIST}" in signer.subject.rfc4514_string()
    assert signer.extensions.get_extension_for_class(x509.KeyUsage).value.content_commitment
    verify(signer, base64.b64decode(signature))
    assert refusal == "card.other_hash"

    # A challenge is used up: the answer of before opens nothing.
    person.context.clear_cookies(name="session")
    person.go("/sign-in")
    person.page.locator("[data-card-held]").wait_for()
    person.page.evaluate("document.querySelector('[data-card-use] [name=token]').value = '{}'")
    person.page.evaluate("document.querySelector('[data-card-use]').submit()")
    person.page.get_by_role("heading", name=TEXTS.get("en", "sign_in.card.refused")).wait_for()
    inspector.look(person, "a refused card")

    person.go("/sign-in")
    person.page.locator("[data-card-held]").wait_for()
    person.press("sign_in.card.drop")
    person.page.locator("[data-card-make]").wait_for()
    assert (inspector.problems, person.complaints) == ([], [])


def test_application__of_somebody_without_a_card__makes_one_where_an_application_is_signed(
    installation: Installation, browser: Browser
) -> None:
    person, inspector = Person(browser, installation.address), Inspector()
    person.go("/sign-in")
    person.sign_in(free_resident(installation))
    begin_application(person)
    person.press("check.sign")
    person.page.wait_for_url("**/signings/*")
    person.page.locator("[data-sign-make]").wait_for()
    inspector.look(person, "sign, no card yet")

    person.press("signing.demo.make")
    person.page.locator("[data-sign-make]").wait_for(state="hidden")
    person.press("signing.button")
    person.page.wait_for_url("**/receipt")
    person.withdraw(person.page.url.removeprefix(person.address).removesuffix("/receipt"))

    assert (inspector.problems, person.complaints) == ([], [])


def verify(signer: x509.Certificate, signature: bytes) -> None:
    """Raise unless the certificate's key has signed the message."""
    key = signer.public_key()
    assert isinstance(key, ec.EllipticCurvePublicKey)
    r, s = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")
    key.verify(encode_dss_signature(r, s), MESSAGE, ec.ECDSA(hashes.SHA256()))


def name_of(number: str) -> str:
    found = next(person for person in PEOPLE if person["personal_number"] == number)
    return f"{found['given_name']['en']} {found['family_name']['en']}"

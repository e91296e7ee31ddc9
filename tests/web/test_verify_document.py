"""Everybody may ask whose signatures are on a file; nothing of it is kept, and no number is shown."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from engine.bootstrap import Engine
from engine.clock import SettableClock
from engine.documents.pdf import render_pdf
from engine.scenarios.signers import Signers
from signing.pades import finish, prepare
from tests.signing.documents import asic
from tests.signing.documents.test_package import rezipped
from tests.simulation.fuzz.signatures import FILE, made_elsewhere
from tests.web.apps import app_over
from tests.web.browser import Browser

NUMBER = "01001000077"


def signed(cards: Signers, clock: SettableClock) -> bytes:
    card, rules = cards.card(NUMBER), cards.rules
    pdf = render_pdf("<h1>ბრძანება</h1>", title="ბრძანება", language="ka").content
    prepared = prepare(pdf, card.certificate, title="ბრძანება № 7", place="ქედა", at=clock.now())
    return finish(
        prepared,
        card.sign(prepared.attributes),
        certificate=card.certificate,
        trust=rules.trust,
        outside=rules.outside,
        at=clock.now(),
    )


def test_page__of_a_signed_file__says_what_the_signature_is_worth(
    browser: Callable[[], Browser], cards: Signers, clock: SettableClock
) -> None:
    visitor, pdf = browser(), signed(cards, clock)
    asking = visitor.get("/verify/document")

    good = visitor.submit(asking, files={"file": (pdf, "order.pdf")})
    forged = visitor.submit(asking, files={"file": (pdf.replace(b"/Producer", b"/producer", 1), "order.pdf")})

    assert "ამ ფაილის ყველა ხელმოწერა ნამდვილია" in good.text
    assert "ბრძანება № 7" in good.text
    assert "ფაილი ხელმოწერის შემდეგ შეიცვალა" in forged.text
    # Whoever has the file may read the number in it; a page that is looked at over a shoulder shows none.
    assert NUMBER not in re.sub(r"<title>.*?</title>", "", good.text)


def test_page__of_a_signed_container__says_which_files_are_signed_and_which_are_not(
    browser: Callable[[], Browser], cards: Signers, clock: SettableClock
) -> None:
    card, files = cards.card(NUMBER), {"contract.txt": b"contract"}
    content = asic.signed(asic.of_card(card, cards.rules, clock.now()), files)
    visitor = browser()
    asking = visitor.get("/verify/document")

    good = visitor.submit(asking, files={"file": (content, "contract.asice")})
    more = rezipped(content, lambda inside: inside.update({"more.txt": b"more"}))
    bad = visitor.submit(asking, files={"file": (more, "contract.asice")})

    assert "პაკეტი სრულია" in good.text
    assert "contract.txt" in good.text
    assert NUMBER not in re.sub(r"<title>.*?</title>", "", good.text)
    assert "დამატებულია more.txt" in bad.text


def test_page__of_a_signature_beside_its_file__judges_both_and_asks_for_the_second(
    browser: Callable[[], Browser],
) -> None:
    visitor, signature = browser(), made_elsewhere(FILE)
    asking = visitor.get("/verify/document")

    both = visitor.submit(asking, files={"file": (signature, "a.txt.p7s"), "beside": (FILE, "a.txt")})
    other = visitor.submit(asking, files={"file": (signature, "a.txt.p7s"), "beside": (b"other", "a.txt")})
    alone = visitor.submit(asking, files={"file": (signature, "a.txt.p7s")})

    assert both.response.status_code == 200
    assert "a.txt" in both.text
    assert "ფაილი ხელმოწერის შემდეგ შეიცვალა" in other.text
    assert alone.response.status_code == 422
    assert "აირჩიეთ ფაილი, რომელსაც ხელი მოეწერა" in alone.text


def test_page__of_what_is_no_pdf__says_so_beside_the_field(browser: Callable[[], Browser]) -> None:
    visitor = browser()
    asking = visitor.get("/verify/document")

    garbage = visitor.submit(asking, files={"file": (b"nothing", "order.pdf")})
    nothing = visitor.submit(asking)

    assert (garbage.response.status_code, nothing.response.status_code) == (422, 422)
    assert "ხელმოწერები არ იკითხება" in garbage.text


def test_page__where_nobodys_signatures_count__says_so(engine: Engine) -> None:
    connections = replace(engine.connections, signature_rules=None, card_trust=None)
    visitor = Browser(app_over(replace(engine, connections=connections)).test_client())

    page = visitor.submit(visitor.get("/verify/document"), files={"file": (b"%PDF", "order.pdf")})

    assert page.response.status_code == 503

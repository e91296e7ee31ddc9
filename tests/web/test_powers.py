"""Acting by a power of attorney in the portal: what the pages say of it, and what stops it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from engine.clock import SettableClock
from tests.engine.acting import ATTORNEY, PRINCIPAL, Registers
from tests.web.desk import RESIDENCE, SERVICE, Desk
from tests.web.test_acting import choose, registers

__all__ = ["registers"]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "en",
            ("power of attorney No. დემო-1 of 10.02.2026", "only in: administrative matters, social matters"),
        ),
        (
            "ka",
            ("მინდობილობა № დემო-1, 10.02.2026", "მხოლოდ: ადმინისტრაციული საკითხები, სოციალური საკითხები"),
        ),
    ],
)
def test_page_of_choosing__tells_powers_apart_and_what_is_over(
    desk: Desk, language: str, said: tuple[str, ...]
) -> None:
    page = desk.signed_in(ATTORNEY, language=language).get("/acting")

    items = [" ".join(item.get_text(" ").split()) for item in page.html.select("main li")]
    own = [item for item in items if PRINCIPAL in item]
    assert len(own) == 2
    assert all(words in own[0] for words in said), own[0]
    assert len(page.html.select("main button[name=mandate]")) == 4
    revoked = next(item for item in items if "დემო-6" in item)
    assert ("has been revoked" if language == "en" else "გაუქმებულია") in revoked


@pytest.mark.parametrize(
    ("language", "words", "paper"),
    [
        ("en", "From the applicant's application", "power of attorney No. დემო-1"),
        ("ka", "განმცხადებლის განცხადებიდან", "მინდობილობა № დემო-1"),
    ],
)
def test_grant__by_a_power__names_the_paper_and_begins_with_what_is_known_of_the_giver(
    desk: Desk, language: str, words: str, paper: str
) -> None:
    attorney = desk.signed_in(ATTORNEY, language=language)
    choose(attorney, PRINCIPAL)
    receipt = attorney.submit(desk.fill_in_pages(attorney))

    assert receipt.path.endswith("/receipt"), receipt.text
    for page in (receipt, attorney.get(receipt.path.removesuffix("/receipt"))):
        assert paper in page.text
    begun = attorney.get(RESIDENCE).text
    assert words in begun


def test_power__revoked_between_check_and_send__stops_it_and_keeps_what_was_written(
    desk: Desk, registers: Registers, clock: SettableClock
) -> None:
    attorney = desk.signed_in(ATTORNEY)
    choose(attorney, PRINCIPAL)
    checked = desk.fill_in(attorney)
    registers.end((ATTORNEY, PRINCIPAL))

    refused = attorney.submit(checked)

    assert refused.status == 403
    assert "The power of attorney has been revoked. What you wrote is kept." in refused.text
    assert attorney.get("/cases").status == 403
    registers.end()
    clock.advance(timedelta(minutes=20))
    attorney.get("/acting")  # asks the registers anew
    assert attorney.get("/cases").html.select_one(f'a[href="{SERVICE}/apply"]')

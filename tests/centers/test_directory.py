"""The directory of services: looked up by everybody, kept by the national administrator."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import psycopg
import pytest
from psycopg.types.json import Jsonb

from engine.db.pool import Transaction
from tests.web.desk import CITIZEN, Desk

KEEPER, OPERATOR = "00000005001", "00000002010"
DIRECTORY = "/centre/directory"
PASSPORT = {
    "partner": "psda",
    "name_ka": "დროებითი მოწმობა",
    "name_en": "Temporary certificate",
    "who_en": "Whoever lost their card",
    "steps_en": "=1+1 Open the portal\nof the agency",
    "link": "https://example.ge/certificate",
    "source": "letter of the agency, 1 September",
    "source_steps": "call on 2 September",
    "source_cost": "nowhere",
    "confidence": "high",
}


def rows(page: Any) -> list[str]:
    return [" ".join(row.get_text(" ").split()) for row in page.html.select("table.rows tbody tr")]


def test_directory__as_it_begins__names_partners_and_what_municipalities_offer_and_invents_nothing(
    desk: Desk,
) -> None:
    visitor = desk.signed_in(OPERATOR)

    everything = visitor.get(DIRECTORY)
    typed = visitor.get(f"{DIRECTORY}?q=pasporti")
    of_one = visitor.get(f"{DIRECTORY}?partner=liberty_bank")

    assert any("high-mountain" in row and "Municipalities" in row for row in rows(everything))
    assert rows(typed) == ["Passport Public Service Development Agency"]
    assert len(rows(of_one)) == 2 and all("Liberty Bank" in row for row in rows(of_one))
    one = visitor.get(str(typed.html.select_one("table.rows a")["href"]))
    assert one.text.count("Not known yet") == 6 and "centri.gov.ge; confidence: medium" in one.text


def test_service__entered_changed_and_withdrawn__is_found_and_says_its_source(desk: Desk) -> None:
    keeper = desk.signed_in(KEEPER)

    entered = keeper.submit(keeper.get(f"{DIRECTORY}/add"), PASSPORT)
    change = keeper.get(f"{entered.path}/change")
    looked = keeper.get(change.path)
    changed = keeper.submit(change, {"cost_en": "20 lari"}, form=change.form("/change"))
    late = keeper.submit(looked, {"cost_en": "30 lari"}, form=looked.form("/change"))
    found = rows(keeper.get(f"{DIRECTORY}?q=temporary"))
    again = keeper.get(f"{entered.path}/change")
    withdrawn = keeper.submit(again, form=again.form("/withdraw"))

    assert "of the agency" in entered.text and "letter of the agency, 1 September" in entered.text
    assert "Source: call on 2 September" in entered.text
    assert "nowhere" not in entered.text  # nothing is known of the cost
    assert "20 lari" in changed.text and "Whoever lost their card" in changed.text
    assert late.status == 422 and "changed this entry meanwhile" in late.text and "30 lari" in late.text
    assert found == [
        "Temporary certificate Public Service Development Agency Whoever lost their card 20 lari"
    ]
    assert "taken off the directory" in withdrawn.text
    assert rows(keeper.get(f"{DIRECTORY}?q=temporary")) == []
    with psycopg.connect(desk.engine.settings.owner_url) as connection:
        noted = "select count(*) from stream_events where kind like 'directory.service%'"
        assert connection.execute(noted).fetchone() == (3,)


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("name_ka", " ", "name in Georgian"),
        ("source", "", "Enter the source"),
        ("link", "javascript:alert(1)", "whole address"),
        ("partner", "nobody", "partner of the list"),
        ("name_ka", "პასპორტი", "of this name already"),
    ],
)
def test_service__with_a_mistake__is_refused_and_keeps_what_was_typed(
    desk: Desk, name: str, value: str, said: str
) -> None:
    keeper = desk.signed_in(KEEPER)

    refused = keeper.submit(keeper.get(f"{DIRECTORY}/add"), {**PASSPORT, name: value})

    assert refused.status == 422 and said in refused.text
    assert "Whoever lost their card" in refused.text


def test_partner__entered__has_services_from_then_on(desk: Desk) -> None:
    keeper = desk.signed_in(KEEPER)
    partner = {"code": "post", "name_ka": "ფოსტა", "name_en": "Post", "source": "s", "confidence": "low"}
    page = keeper.get(f"{DIRECTORY}/partners")

    refused = keeper.submit(page, {**partner, "code": "The Post"})
    kept = keeper.submit(page, partner)
    keeper.submit(keeper.get(f"{DIRECTORY}/add"), {**PASSPORT, "partner": "post"})

    assert refused.status == 422 and "small Latin letters" in refused.text
    assert "Post" in kept.text
    assert len(rows(keeper.get(f"{DIRECTORY}?partner=post"))) == 1


def test_others__than_the_keeper__change_nothing(desk: Desk) -> None:
    for browser in (desk.signed_in(CITIZEN), desk.signed_in(OPERATOR), desk.staff("mayor")):
        assert browser.get(f"{DIRECTORY}/add").status == 403
    assert desk.signed_in(KEEPER).get("/inbox").status == 403


def test_directory__of_three_hundred_services__is_one_statement(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    enter_many(desk.engine.settings.owner_url, 300)
    operator = desk.signed_in(OPERATOR)
    asked: list[str] = []
    operator.get(DIRECTORY)
    execute = Transaction._execute
    monkeypatch.setattr(
        Transaction, "_execute", lambda tx, sql, params: asked.append(sql) or execute(tx, sql, params)
    )

    page = operator.get(DIRECTORY)

    assert len(rows(page)) > 300
    assert sum("partner" in sql for sql in asked) == 1


def enter_many(database_url: str, number: int) -> None:
    """Enter invented services, as those who keep the directory would."""
    with psycopg.connect(database_url) as connection:
        connection.cursor().executemany(
            "insert into partner_services (id, partner, names, cells, source, confidence, changed_on)"
            " values (%s, 'napr', %s, %s, 'demo', 'low', '2026-09-01')",
            [
                (uuid4(), Jsonb({"ka": f"დემო სერვისი {n}"}), Jsonb({"cost": {"ka": f"{n} ლარი"}}))
                for n in range(number)
            ],
        )

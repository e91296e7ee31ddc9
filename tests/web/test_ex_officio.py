"""A clerk opens a proceeding about a person, who sees it and what the register came to hold."""

from __future__ import annotations

from uuid import uuid4

import psycopg
from psycopg.types.json import Jsonb

from engine.bootstrap import Engine
from tests.web.desk import Desk, Filed

MONITORING = "/inbox/open/keda/high_mountain.monitoring"
OPENING = "/inbox/open/keda/high_mountain.own_motion"
ANSWERS = {
    "_person": "00000000101",
    "effect": "terminate",
    "ground_to_end": "moved",
    "ground_date": "20.08.2026",
    "origin": "registry",
    "finding": "რეგისტრაცია შეიცვალა.",
}


def test_opening__by_a_case_officer__is_the_persons_case(desk: Desk) -> None:
    filed, clerk = desk.filed(), desk.staff("specialist")
    (link,) = clerk.get("/inbox").html.select('.work-pages a[href="/inbox/open"]')
    listed = clerk.get(str(link["href"]))
    links = [str(a["href"]) for a in listed.html.select("main li a")]
    assert [link for link in links if "high_mountain" in link] == [MONITORING, OPENING]

    page = clerk.submit(clerk.get(OPENING), ANSWERS, form=clerk.get(OPENING).form(OPENING))

    assert page.path.startswith("/inbox/cases/") and "The proceeding was opened" in page.text
    mine = filed.browser.get("/cases")
    assert "ex officio" in mine.text


def test_opening__with_nobodys_number_or_nothing_filled_in__keeps_what_was_typed(desk: Desk) -> None:
    clerk = desk.staff("specialist")
    form = clerk.get(OPENING).form(OPENING)

    empty = clerk.submit(clerk.get(OPENING), {"_person": "00000000999"}, form=form)
    unknown = clerk.submit(clerk.get(OPENING), {**ANSWERS, "_person": "00000000999"}, form=form)

    assert empty.status == 422 and unknown.status == 422
    assert "Check the number" in unknown.text and "რეგისტრაცია შეიცვალა." in unknown.text


def test_opening__for_a_lawyer_or_a_citizen__is_closed(desk: Desk) -> None:
    lawyer, citizen = desk.staff("lawyer"), desk.signed_in()

    assert lawyer.get(OPENING).status == 403
    assert not lawyer.get("/inbox/open").html.select(f'a[href="{OPENING}"]')
    assert not desk.staff("chancellery").get("/inbox/open").html.select("main li a")
    assert citizen.get("/municipalities/keda/services/high_mountain.own_motion").status == 404
    assert citizen.get("/municipalities/keda/services/high_mountain.own_motion/apply").status == 404


def enter(
    engine: Engine, filed: Filed, state: str, *, since: str, until: str | None, ground: str | None
) -> None:
    fields = {"settlement": "keda-demo-1", "order_number": "KEDA-O-2026-00001", "decided_on": since}
    with psycopg.connect(engine.settings.owner_url) as connection:
        connection.execute(
            """insert into register_entries (id, register, municipality_id, is_single, key, person_id, fields,
                   valid_from, valid_until, case_id, order_number, state, ground, is_final, recorded_at)
               select %s, 'residents', c.municipality_id, true, 'x', c.applicant_id, %s, %s, %s, c.id, 'O-1',
                   %s, %s, %s, now() from cases c where c.id = %s""",
            (uuid4(), Jsonb(fields), since, until, state, ground, state == "terminated", filed.case_id),
        )


def test_my_data__entry_that_has_ended__shows_its_history_and_offers_no_certificate(
    desk: Desk, engine: Engine
) -> None:
    filed = desk.filed()
    enter(engine, filed, "active", since="2024-03-01", until="2026-08-20", ground=None)
    enter(engine, filed, "terminated", since="2026-08-20", until=None, ground="moved")

    page = filed.browser.get("/my-data")

    rows = [" ".join(row.get_text(" ").split()) for row in page.html.select("section .timeline li")]
    assert rows[0].startswith("terminated , Change of registration or residence") or rows[0].startswith(
        "terminated, Change of registration or residence"
    )
    assert "active" in rows[1] and "O-1" in rows[1] and len(rows) == 2
    assert not page.html.select('form[action$="/certificate"]')

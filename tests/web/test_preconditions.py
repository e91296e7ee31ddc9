"""What a service needs of the applicant is told before filling in, and asked again when it is filed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from flask import Flask

from engine.bootstrap import Engine
from engine.cases import preconditions
from engine.commands.signing import OpenApplicationSigning
from engine.errors import Rejected
from tests.centers.test_desk import OPERATOR, come_with_paper, leave
from tests.web.applications import actor_of
from tests.web.browser import Browser, Page
from tests.web.desk import ANOTHER_CITIZEN, ANSWERS, CITIZEN, SERVICE, Desk
from tests.web.programs import of_citizen
from tests.web.test_api import ANSWERS as TYPED

ELSEWHERE = "/municipalities/dusheti/services/high_mountain.grant"
HELD, SUSPENDED = "is held already and is in force", "is held already and is suspended"
NOT_HERE = "The register of this municipality holds no status of yours"
# The citizen's own case is closed, and an entry of the register cites it.
ENTRY = """
with decided as (update cases set closed_at = filed_at, decided_on = filed_at::date returning *)
insert into register_entries (id, register, municipality_id, is_single, key, person_id, fields, valid_from,
                              case_id, state, is_final, order_number, recorded_at)
select gen_random_uuid(), 'residents', c.municipality_id, true, p.personal_number, p.id, '{}',
       date '2026-03-01', c.id, %(state)s, %(state)s = 'terminated', 'KEDA-O-2026-00007', now()
from decided c join people p on p.id = c.applicant_id
"""

MOVED = """
update register_entries set municipality_id = (select id from municipalities where code = 'dusheti')
"""

RECORDED = "select count(*) from stream_events where convert_from(body, 'UTF8') like '%\"residents\"%'"


@pytest.fixture
def holder(desk: Desk) -> Browser:
    return holds(desk, "active")


def holds(desk: Desk, state: str) -> Browser:
    """Return the browser of a citizen who holds the status in Keda."""
    browser = desk.filed().browser
    with psycopg.connect(desk.engine.settings.owner_url) as connection:
        connection.execute(ENTRY, {"state": state})
    return browser


def number_of(desk: Desk) -> str:
    return str(stored(desk, "select number from cases order by filed_at limit 1"))


def stored(desk: Desk, query: str) -> Any:
    with psycopg.connect(desk.engine.settings.owner_url) as connection:
        (row,) = connection.execute(query.encode()).fetchall()
        return row[0]


def told(page: Page) -> str:
    return " ".join(" ".join(node.get_text(" ").split()) for node in page.html.select("[id^=unmet-]"))


def test_holder__who_comes_again__is_told_everywhere_before_filing(desk: Desk, holder: Browser) -> None:
    number = number_of(desk)

    service = holder.get(SERVICE)
    first = holder.get(f"{SERVICE}/apply")
    check = desk.fill_in(holder)

    for page in (service, first, check):
        assert HELD in told(page) and number in told(page) and "1 March 2026" in told(page), page.path


def test_holder__in_another_municipality__is_told_there_too(holder: Browser) -> None:
    page = holder.get(ELSEWHERE)

    assert HELD in told(page) and "Keda" in told(page)


def test_filing__without_a_word_on_the_warning__is_held_up_and_filed_with_it(
    desk: Desk, holder: Browser
) -> None:
    check = desk.fill_in(holder)

    silent = holder.submit(check)
    wrong = holder.submit(silent, {"confirmed": "another"})
    filed = holder.submit(wrong, {"confirmed": "not_held"})

    assert silent.status == wrong.status == 422 and "confirm that you file all the same" in silent.text
    assert filed.path.endswith("/receipt")
    case = holder.get(filed.path.removesuffix("/receipt"))
    assert "was told before filing, and filed all the same" in case.text


def test_office__reads_the_warning_of_a_national_register__without_where(desk: Desk, holder: Browser) -> None:
    with psycopg.connect(desk.engine.settings.owner_url) as connection:
        connection.execute(MOVED)
    filed = holder.submit(desk.fill_in(holder), {"confirmed": "not_held"})
    desk.run_jobs()

    seen = desk.staff("head_of_service").get(f"/inbox{filed.path.removesuffix('/receipt')}")

    said = [" ".join(row.get_text(" ").split()) for row in seen.html.select("li, tr")]
    (event,) = [text for text in said if "was told before filing" in text]
    assert HELD in event and "Dusheti" not in event and "KEDA-O" not in event


def test_status__that_is_suspended__is_told_by_what_to_do_instead(desk: Desk) -> None:
    suspended = told(holds(desk, "suspended").get(SERVICE))

    assert SUSPENDED in suspended and HELD not in suspended


def test_status__that_is_over__keeps_nobody_from_a_new_one(desk: Desk) -> None:
    browser = holds(desk, "terminated")

    assert told(browser.get(SERVICE)) == ""
    assert NOT_HERE in told(browser.get(SERVICE.replace("grant", "terminate")))


def test_nobody__who_has_not_signed_in_or_holds_nothing__is_told_of_others(
    desk: Desk, holder: Browser
) -> None:
    assert told(desk.stranger().get(f"{SERVICE}?language=en")) == ""
    assert told(desk.signed_in(ANOTHER_CITIZEN).get(SERVICE)) == ""


@pytest.mark.parametrize("service", ["restore", "suspend", "terminate", "report_absence"])
def test_service_for_holders__is_asked_by_somebody_else__is_told_at_once(desk: Desk, service: str) -> None:
    address = SERVICE.replace("grant", service)

    assert NOT_HERE in told(desk.signed_in(ANOTHER_CITIZEN).get(address))
    assert NOT_HERE not in told(holds(desk, "active").get(address))


def test_desk__whoever_stands_there_is_a_holder__is_told_without_facts_and_on_record(
    desk: Desk, holder: Browser
) -> None:
    operator, number = desk.signed_in(OPERATOR), number_of(desk)
    alone = operator.get(f"{SERVICE}/apply")
    come_with_paper(operator)

    there, again = operator.get(f"{SERVICE}/apply"), operator.get(ELSEWHERE)
    leave(operator)
    after = operator.get(f"{SERVICE}/apply")

    assert told(alone) == told(after) == ""
    for page in (there, again):
        assert HELD in told(page) and "Nothing more of it is shown here" in told(page)
        assert number not in page.text and "1 March" not in told(page)
    assert stored(desk, RECORDED) == 1
    reads = desk.signed_in(CITIZEN).get("/my-data/reads")
    rows = [row for row in reads.html.select("main li, main tr") if "Permanent residents" in row.get_text()]
    assert len(rows) == 1 and "Status of a permanent resident" in rows[0].get_text()


def test_desk__looking_anew_after_an_hour__is_on_record_again(desk: Desk, holder: Browser) -> None:
    operator = desk.signed_in(OPERATOR)
    for hours in (0, 2):
        desk.clock.advance(timedelta(hours=hours))
        operator = desk.signed_in(OPERATOR)
        come_with_paper(operator)
        operator.get(f"{SERVICE}/apply")
        leave(operator)

    assert stored(desk, RECORDED) == 2


def test_own_look__at_what_one_holds__is_not_on_record(desk: Desk, holder: Browser) -> None:
    holder.get(SERVICE)

    assert stored(desk, "select count(*) from stream_events where stream like 'enquiries-about/%'") == 0


def test_signing__before_filing__asks_for_the_same_word(desk: Desk, holder: Browser) -> None:
    answers = {**TYPED, "absences": [], "household": [], "files": []}
    wanted = OpenApplicationSigning("high_mountain.grant", "keda", answers, "en", ())

    with pytest.raises(Rejected) as refused:
        desk.engine.send(wanted, actor=actor_of(holder))

    assert refused.value.error_code == "filing.warning_not_confirmed"
    desk.engine.send(replace(wanted, confirmed=("not_held",)), actor=actor_of(holder))


def test_program__that_drafts_and_files__is_told_and_has_to_confirm(
    app: Flask, engine: Engine, desk: Desk, holder: Browser
) -> None:
    program = of_citizen(app, engine, CITIZEN)

    drafted = program.ask("PUT", f"{SERVICE}/draft", json={"answers": {}, "version": 0}).json
    kept = program.get(f"{SERVICE}/draft").json
    silent = program.post(f"{SERVICE}/applications", {"answers": TYPED})
    filed = program.post(f"{SERVICE}/applications", {"answers": TYPED, "confirmed": ["not_held"]})

    for answer in (drafted, kept):
        (unmet,) = answer["unmet"]
        assert (unmet["code"], unmet["refuses"]) == ("not_held", False) and HELD in unmet["says"]["en"]
    assert (silent.status_code, silent.json["code"]) == (422, "filing.warning_not_confirmed")
    (error,) = silent.json["errors"]
    assert (error["at"], error["code"]) == ("confirmed", "not_held") and HELD in error["detail"]
    assert filed.status_code == 201


def test_precondition__that_refuses__leaves_nothing_to_press(
    desk: Desk, holder: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    check = desk.fill_in(holder)
    known = preconditions.preconditions_of
    monkeypatch.setattr(
        preconditions,
        "preconditions_of",
        lambda settings: tuple(replace(precondition, refuses=True) for precondition in known(settings)),
    )

    refused = holder.submit(check, {"confirmed": "not_held"})

    assert refused.status == 422 and "This application can't be filed." in refused.text
    assert refused.html.select_one("form[action$='/file'] button") is None
    assert ANSWERS["actual_address"] in refused.text

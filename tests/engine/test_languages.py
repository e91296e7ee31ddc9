"""In which languages a municipality offers its services: set by administrators, kept by cases, letters."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from engine.commands.applications import FileApplication
from engine.commands.municipalities import SetLanguages
from engine.errors import NotAllowed, Rejected
from engine.queries import places, rollout
from engine.stores import cases
from engine.tenancy import system
from tests.engine.bookkeeping import owner
from tests.engine.kit import CITIZEN, OTHER_CITIZEN, Office

ACT = "Order No. 5"
TODAY = date(2026, 9, 1)  # of the office's clock


def set_languages(office: Office, *languages: str, by: Any = None, **more: Any) -> None:
    with office.engine.read(office.staff("municipal_admin")) as tx:
        last = rollout.languages(tx, "keda")[1][0].entry_id
    said = {"municipality": "keda", "act": ACT, "valid_from": TODAY, "seen": last, **more}
    office.engine.send(SetLanguages(languages=languages, **said), actor=by or office.staff("municipal_admin"))


def offered(office: Office) -> tuple[str, ...]:
    with office.engine.read(system()) as tx:
        return places.municipality(tx, "keda").languages


def written(office: Office, by: str) -> tuple[str, Any]:
    """Grant an application that was filed in English; return the languages of the case and of its letter."""
    command = FileApplication(office.service, "keda", {"note": "a note"}, "en")
    case_id = office.engine.send(command, actor=office.person(by)).case_id
    office.complete(case_id, good=True)
    office.run_jobs(case_id)
    with office.engine.read(system(office.place())) as tx:
        row = cases.load(tx, case_id)
    assert row is not None
    with owner(office) as connection:
        (letter,) = connection.execute(
            "select language, array(select jsonb_object_keys(others)) from letters where case_id = %s",
            [case_id],
        ).fetchall()
    return row.language, letter


def test_languages__georgian_only__are_those_of_cases_and_letters_from_their_day(office: Office) -> None:
    set_languages(office, "ka", valid_from=TODAY + timedelta(2))

    before = written(office, CITIZEN)
    office.clock.advance(timedelta(days=2))
    after = written(office, OTHER_CITIZEN)

    assert before == ("en", ("en", ["ka"]))
    assert after == ("ka", ("ka", []))
    set_languages(office, "en", "ka", valid_from=TODAY + timedelta(2))
    assert offered(office) == ("ka", "en")


def test_languages__with_a_mistake__are_refused(office: Office) -> None:
    mistakes: list[tuple[tuple[str, ...], dict[str, Any], str]] = [
        (("en",), {}, "municipality.languages_invalid"),
        (("ka", "xx"), {}, "municipality.languages_invalid"),
        (("ka",), {"seen": 0}, "administering.changed_meanwhile"),
        (("ka",), {"valid_from": TODAY - timedelta(1)}, "administering.day_is_past"),
        (("ka",), {"act": ""}, "administering.act_needed"),
    ]
    for languages, more, code in mistakes:
        with pytest.raises(Rejected) as caught:
            set_languages(office, *languages, **more)
        assert caught.value.error_code == code
    for other in (office.staff("mayor"), office.person(CITIZEN), office.staff("municipal_admin", "telavi")):
        with pytest.raises(NotAllowed):
            set_languages(office, "ka", by=other)

    assert offered(office) == ("ka", "en")

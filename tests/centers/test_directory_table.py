"""The directory of services by a table: from a day, by an act, kept with all that was before."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest

from engine.centers.commands.center_entries import FollowCenterEntries
from engine.centers.commands.directory import EnterPartnerServices, PartnerServicesEntered, SetPartnerService
from engine.centers.directory_plan import looked_at
from engine.centers.queries import directory, directory_entries
from engine.centers.queries.directory_entries import ServiceOnDay
from engine.centers.rules.directory_table import DirectoryPlan, KnownDirectory, ServiceFacts, plan_of
from engine.errors import NotAllowed, Rejected
from engine.installation.loading import load_data
from engine.offices.administration import DayIsOver
from engine.tenancy import system
from tests.engine.kit import Office
from tests.web.desk import Desk
from tests.web.test_staff_table import confirmed, workbook

TODAY, ACT, NATIONAL = date(2026, 9, 1), "Letter No. 7 of the Agency", "00000005001"
LATER = TODAY + timedelta(30)
HEADS = ("partner", "name_ka", "who_en", "cost_ka", "source", "confidence", "withdrawn", "id")
NEW = ("psda", "დროებითი მოწმობა", "Whoever lost\ntheir card", "20 ლარი", "letter", "high")
PASSPORT = ServiceFacts(
    "psda",
    {"ka": "პასპორტი", "en": "Passport"},
    {"cost": {"en": "100"}},
    {"cost": "call"},
    None,
    "site",
    "low",
)
KNOWN = KnownDirectory({"id-1": PASSPORT}, {"psda": {"ka": "სააგენტო", "en": "Agency"}})


def pure(*rows: Sequence[str], heads: Sequence[str] = HEADS) -> DirectoryPlan:
    return plan_of([list(heads), *rows], KNOWN, act=ACT, first_on=TODAY)


def codes(plan: DirectoryPlan) -> list[tuple[int, str | None, str]]:
    return [(mistake.row, mistake.column, mistake.error.error_code) for mistake in plan.mistakes]


def enter(office: Office, *rows: Sequence[str], first_on: date = TODAY) -> PartnerServicesEntered:
    cells, by = (HEADS, *map(tuple, rows)), office.person(NATIONAL)
    with office.engine.read(by) as tx:
        seen = looked_at(tx, cells, act=ACT, first_on=first_on).digest
    done: PartnerServicesEntered = office.engine.send(
        EnterPartnerServices(cells, ACT, first_on, seen), actor=by
    )
    return done


def on(office: Office, day: date) -> dict[str, ServiceOnDay]:
    with office.engine.read(office.person(NATIONAL)) as tx:
        return {service.facts.names["ka"]: service for service in directory_entries.on_day(tx, day)}


def found(office: Office, name: str) -> list[Any]:
    with office.engine.read(system()) as tx:
        return [service for service in directory.page(tx).services if service.names["ka"] == name]


def test_row__of_an_unknown_name__is_new_and_keeps_its_lines() -> None:
    (service,) = pure(NEW).services

    assert (service.what, service.id, service.facts.cells["who"]) == ("new", None, {"en": NEW[2]})


@pytest.mark.parametrize("partner", ["psda", "AGENCY", "სააგენტო"])
def test_row__of_a_known_name__changes_what_it_says_and_leaves_the_rest(partner: str) -> None:
    (service,) = pure((partner, "პასპორტი", "", "150")).services

    assert (service.what, service.changes, service.id) == ("changed", ("cost",), "id-1")
    assert service.facts.cells == {"cost": {"ka": "150", "en": "100"}}
    assert service.facts.sources == {}, "what the old cost rested on says nothing of the new one"


def test_row__with_an_id__gives_the_service_another_name() -> None:
    (service,) = pure(("psda", "ბიომეტრიული პასპორტი", *[""] * 5, "id-1")).services

    assert (service.what, service.changes) == ("changed", ("names",))


@pytest.mark.parametrize(
    ("row", "column", "code"),
    [
        (("nobody", *NEW[1:]), "partner", "directory_table.partner_unknown"),
        (("სააგენტოო", *NEW[1:]), "partner", "directory_table.partner_nearly"),
        (NEW[:4], "source", "spreadsheet.cell_missing"),
        ((*NEW[:5], "sure"), "confidence", "directory.confidence_missing"),
        ((*NEW, "perhaps"), "withdrawn", "directory_table.answer_unknown"),
        ((*NEW, "yes"), "withdrawn", "directory_table.not_known"),
        ((*NEW, "", "id-2"), "id", "directory_table.id_unknown"),
        (("psda", "", *NEW[2:]), "name_ka", "spreadsheet.cell_missing"),
        ((*NEW[:2], "x" * 2001, *NEW[3:]), "who_en", "administering.too_long"),
    ],
)
def test_row__with_a_mistake__is_told_with_its_column(row: Sequence[str], column: str, code: str) -> None:
    assert (2, column, code) in codes(pure(row))


def test_rows__of_one_service__are_a_mistake() -> None:
    assert codes(pure(NEW, NEW)) == [(3, "name_ka", "directory_table.twice")]


def test_row__nearly_called_as_a_service_left_out__is_asked_about() -> None:
    (service,) = pure(("psda", "პასპორტიი", *NEW[2:])).services

    assert service.near == (PASSPORT.names,)


def test_table__entered_for_today__is_in_the_directory_and_no_file_takes_it_back(office: Office) -> None:
    done = enter(office, NEW, ("psda", "პასპორტი", "Everybody"))
    load_data(office.engine)

    assert done == PartnerServicesEntered(new=1, changed=1, withdrawn=0)
    assert [service.cells["cost"] for service in found(office, NEW[1])] == [{"ka": "20 ლარი"}]
    assert [service.cells["who"] for service in found(office, "პასპორტი")] == [{"en": "Everybody"}]


def test_table__entered_for_a_later_day__is_in_the_directory_from_that_day(office: Office) -> None:
    enter(office, NEW, ("psda", "პასპორტი", *[""] * 4, "yes"), first_on=LATER)

    before = found(office, NEW[1]), len(found(office, "პასპორტი"))
    office.clock.advance(timedelta(31))
    followed = office.engine.send(FollowCenterEntries(), actor=system())
    again = office.engine.send(FollowCenterEntries(), actor=system())

    assert before == ([], 1) and (followed, again) == (2, 0)
    assert len(found(office, NEW[1])) == 1 and found(office, "პასპორტი") == []


def test_services__of_one_name_from_different_days__never_stop_the_directory(office: Office) -> None:
    enter(office, NEW, first_on=LATER + timedelta(10))
    enter(office, NEW, ("psda", "პასპორტი", "Everybody"), first_on=LATER)

    office.clock.advance(timedelta(45))
    followed = office.engine.send(FollowCenterEntries(), actor=system())
    again = office.engine.send(FollowCenterEntries(), actor=system())

    assert (followed, again) == (2, 0)
    assert len(found(office, NEW[1])) == 1


def test_days__compared__say_what_became_of_each_service(office: Office) -> None:
    enter(office, NEW, ("psda", "პასპორტი", "Everybody"), first_on=LATER)
    enter(office, ("psda", "პირადობის მოწმობა", *[""] * 4, "yes"), first_on=LATER)

    with office.engine.read(office.person(NATIONAL)) as tx:
        changes = directory_entries.compared(tx, since=TODAY, until=LATER)

    assert {(change.names["ka"], change.what) for change in changes} == {
        (NEW[1], "new"),
        ("პასპორტი", "changed"),
        ("პირადობის მოწმობა", "withdrawn"),
    }
    (changed,) = [change for change in changes if change.what == "changed"]
    assert [(part.part, part.before, part.after) for part in changed.parts] == [("who", "", "Everybody")]
    assert NEW[1] not in on(office, TODAY) and NEW[1] in on(office, LATER)


def test_service__changed_by_form_and_table__keeps_everything_that_was_entered(office: Office) -> None:
    by, before = office.person(NATIONAL), on(office, TODAY)["პასპორტი"]
    said = {"partner": "psda", "names": dict(before.facts.names), "cells": {"cost": {"en": "100 lari"}}}
    rest = {"link": "", "source": "call", "confidence": "high", "service_id": before.service_id}
    office.engine.send(SetPartnerService(**said, **rest, seen_version=1), actor=by)
    enter(office, ("psda", "პასპორტი", "Everybody"))

    with office.engine.read(by) as tx:
        entries = directory_entries.history(tx, before.service_id)

    assert [(entry.act, entry.who is not None) for entry in entries] == [
        (ACT, True),
        (None, True),
        (None, False),
    ]
    assert [[part.part for part in entry.changes] for entry in entries] == [
        ["who"],
        ["cost", "source", "confidence"],
        [],
    ]


def test_service__of_which_nothing_was_entered__has_no_entries(office: Office) -> None:
    service = on(office, TODAY)["პასპორტი"]

    with office.engine.read(office.person(NATIONAL)) as tx:
        assert directory_entries.history(tx, service.service_id) == ()


def test_table__from_others_or_for_a_day_that_is_over__is_refused(office: Office) -> None:
    with pytest.raises(NotAllowed), office.engine.read(office.staff("municipal_admin")) as tx:
        looked_at(tx, (HEADS, NEW), act=ACT, first_on=TODAY)
    with pytest.raises(DayIsOver):
        enter(office, NEW, first_on=TODAY - timedelta(1))


def test_table__seen_before_the_service_changed__is_refused(office: Office) -> None:
    row, by = ("psda", "პასპორტი", "Everybody"), office.person(NATIONAL)
    with office.engine.read(by) as tx:
        seen = looked_at(tx, (HEADS, row), act=ACT, first_on=TODAY).digest
    enter(office, ("psda", "პასპორტი", "", "100 ლარი"))

    with pytest.raises(Rejected) as caught:
        office.engine.send(EnterPartnerServices((HEADS, row), ACT, TODAY, seen), actor=by)

    assert caught.value.error_code == "administering.changed_meanwhile"


def test_page__checks_confirms_and_gives_what_can_be_sent_again(desk: Desk) -> None:
    keeper = desk.signed_in(NATIONAL)
    page = keeper.get("/admin/directory")

    def sent(content: bytes, name: str) -> Any:
        fields = {"act": ACT, "table": (io.BytesIO(content), name)}
        return keeper.submit(page, fields, form=page.form("table"))

    preview = sent(workbook(HEADS, NEW), "directory.xlsx")
    done = confirmed(keeper, preview)
    saved = keeper.client.get("/admin/directory/file?as=xlsx").get_data()
    again = sent(saved, "directory.xlsx")
    wrong = sent(workbook(HEADS, ("Atlantis", *NEW[1:])), "directory.xlsx")

    doubted = sent(workbook(("partner", "name_ka", "confidence"), ("psda", "პასპორტი", "sourced")), "d.xlsx")
    corrected = sent(workbook(HEADS, ("psda", "პასპორტი", "Everybody")), "directory.xlsx")

    assert "Who may ask: – → Everybody" in corrected.text
    assert "confidence: medium → by a public source" in doubted.text
    assert "Cost: – → 20 ლარი" in preview.text and "confidence: – → high" in preview.text
    assert "New: 1" in preview.text and "The directory is entered: 1 new" in done.text
    assert again.status == 200 and "There is nothing to enter" in again.text
    assert wrong.status == 422 and "Atlantis" in wrong.text
    changes = keeper.get("/admin/directory/changes?since=2026-08-01")
    (row,) = [line for line in changes.html.select("table.rows tbody tr") if NEW[1] in line.text]
    history = keeper.get(str(row.select_one("a")["href"]))
    assert ACT in history.text and NEW[1] in history.text

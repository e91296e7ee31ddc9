"""Courts of the country by a table: entered for municipalities from a day, and named by their letters."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest

from engine.commands.courts import CourtsEntered, EnterCourts
from engine.commands.municipalities import SetCourt
from engine.courts.plan import looked_at
from engine.courts.table import COLUMNS, MOST_ROWS, CourtFacts, CourtPlan, KnownCourts, plan_of
from engine.errors import NotAllowed, Rejected
from engine.offices.administration import DayIsOver
from engine.place_cells import Place
from engine.queries import courts as queries
from engine.stores.known import known
from engine.tenancy import Actor, system
from tests.engine.kit import Office
from tests.engine.test_settlement_lists import NATIONAL

TODAY, ACT = date(2026, 9, 1), "Decision No. 1/12 of the High Council of Justice"
LATER = TODAY + timedelta(30)
KEDA, TELAVI = (Place(number, code, {"ka": ka, "en": code.title()}) for number, code, ka in (
    (1, "keda", "ქედა"), (2, "telavi", "თელავი")))  # fmt: skip
OLD = CourtFacts({"ka": "ხელვაჩაურის რაიონული სასამართლო", "en": "Khelvachauri District Court"}, {})
KNOWN = KnownCourts({"keda": OLD}, {})
NAME, ENGLISH = "ბათუმის საქალაქო სასამართლო", "Batumi City Court"
WHERE = ("ბათუმი, ზ. გამსახურდიას ქ. 33", "33 Z. Gamsakhurdia St., Batumi")


def row(
    name: str = NAME, places: str = "keda", english: str = ENGLISH, where: Sequence[str] = WHERE
) -> list[str]:
    return [name, english, *where, places]


def pure(*rows: Sequence[str], courts: KnownCourts = KNOWN) -> CourtPlan:
    table = [list(COLUMNS), *rows]
    return plan_of(table, courts, (KEDA, TELAVI), act=ACT, first_on=TODAY)


def codes(plan: CourtPlan) -> list[tuple[int, str | None, str]]:
    return [(mistake.row, mistake.column, mistake.error.error_code) for mistake in plan.mistakes]


def planned(office: Office, by: Actor, *rows: Sequence[str], first_on: date = TODAY) -> CourtPlan:
    with office.engine.read(by) as tx:
        return looked_at(tx, [list(COLUMNS), *rows], act=ACT, first_on=first_on)


def enter(office: Office, by: Actor, *rows: Sequence[str], first_on: date = TODAY) -> CourtsEntered:
    seen = planned(office, by, *rows, first_on=first_on).digest
    return send(office, by, *rows, seen=seen, first_on=first_on)


def send(office: Office, by: Actor, *rows: Sequence[str], seen: str, first_on: date = TODAY) -> CourtsEntered:
    cells = (COLUMNS, *map(tuple, rows))
    done: CourtsEntered = office.engine.send(EnterCourts(cells, ACT, first_on, seen), actor=by)
    return done


def named(office: Office, code: str, day: date) -> Any:
    """Return the court that letters of a day name."""
    with office.engine.read(system()) as tx:
        place = tx.scalar("select id from municipalities where code = :code", code=code)
        return known(tx, place).court(day)


def test_row__with_several_municipalities__is_the_court_of_each() -> None:
    plan = pure(row(places="ქედა; Telavi"))

    assert plan.mistakes == ()
    assert [(court.place.code, court.what, court.changes) for court in plan.courts] == [
        ("keda", "changed", ("name", "address")),
        ("telavi", "new", ()),
    ]


def test_row__of_a_known_court__keeps_what_it_leaves_empty() -> None:
    (same,) = pure(row(OLD.name["ka"], english="", where=("", ""))).courts
    (moved,) = pure(row(OLD.name["ka"], english="", where=WHERE)).courts

    assert same.what == "same", "a court without an address may stay without one"
    assert (moved.facts.name, moved.changes) == (OLD.name, ("address",))
    assert codes(pure(row(OLD.name["ka"], "telavi", where=("", "")))) == [
        (2, "address_en", "spreadsheet.cell_missing"),
        (2, "address_ka", "spreadsheet.cell_missing"),
    ]


@pytest.mark.parametrize(
    ("cells", "column", "code"),
    [
        (row("ბათუმის სასამართლო"), "name_ka", "court_table.kind_unknown"),
        (row(""), "name_ka", "spreadsheet.cell_missing"),
        (row(places=""), "municipalities", "spreadsheet.cell_missing"),
        (row(places="keda; Atlantis"), "municipalities", "spreadsheet.municipality_unknown"),
        (row(places="keda; Telawi"), "municipalities", "spreadsheet.municipality_nearly"),
        (row(english=""), "name_en", "spreadsheet.cell_missing"),
        (row(where=("ა", "")), "address_en", "spreadsheet.cell_missing"),
        (row(places="keda, keda"), "municipalities", "court_table.twice"),
    ],
)
def test_row__with_a_mistake__names_its_column(cells: list[str], column: str, code: str) -> None:
    assert codes(pure(cells)) == [(2, column, code)]


def test_table__with_a_municipality_in_two_rows_or_too_many__is_refused() -> None:
    assert codes(pure(row(), row("თელავის რაიონული სასამართლო"))) == [
        (3, "municipalities", "court_table.twice")
    ]
    assert codes(pure(*[row()] * (MOST_ROWS + 1))) == [(MOST_ROWS + 2, None, "spreadsheet.too_many")]


def test_court__called_nearly_as_a_known_one__is_shown_with_it() -> None:
    (near,) = pure(row("ხელვაჩურის რაიონული სასამართლო")).courts
    (other,) = pure(row("თბილისის საქალაქო სასამართლო")).courts

    assert near.near == (OLD.name,) and other.near == ()


def test_courts__entered_from_a_day__are_named_by_letters_of_that_day(office: Office) -> None:
    national, before = office.person(NATIONAL), named(office, "keda", TODAY)

    done = enter(office, national, row(places="keda; telavi"), first_on=LATER)

    assert done.new + done.changed == 2
    assert named(office, "keda", LATER - timedelta(1)) == before
    for code in ("keda", "telavi"):
        assert named(office, code, LATER)["name"] == {"ka": NAME, "en": ENGLISH}
    assert named(office, "dusheti", LATER) == named(office, "dusheti", TODAY), "no row names it"
    with office.engine.read(system()) as tx:
        assert tx.scalar("select count(*) from stream_events where kind = 'court.set'") == 2


def test_courts__of_a_day_as_a_table__bring_nothing_new(office: Office) -> None:
    national = office.person(NATIONAL)
    with office.engine.read(national) as tx:
        everywhere = queries.on_day(tx, TODAY)
    rows = [
        row(court.name["ka"], "; ".join(court.codes), court.name["en"],
            (court.address.get("ka", ""), court.address.get("en", "")))
        for court in everywhere.courts
    ]  # fmt: skip

    plan = planned(office, national, *rows)

    assert rows and plan.mistakes == () and not plan.does_something
    with pytest.raises(Rejected, match="nothing_new"):
        send(office, national, *rows, seen=plan.digest)


def test_court__set_by_a_municipality_meanwhile__is_looked_at_again(office: Office) -> None:
    national = office.person(NATIONAL)
    seen = planned(office, national, row()).digest
    names, where = {"ka": NAME, "en": ENGLISH}, {"ka": "სხვაგან", "en": "Elsewhere"}
    with office.engine.read(national) as tx:
        last = queries.history(tx, "keda")[1][0].entry_id
    own = SetCourt("keda", names, where, ACT, TODAY, last)
    office.engine.send(own, actor=office.staff("municipal_admin"))

    with pytest.raises(Rejected, match="changed_meanwhile"):
        send(office, national, row(), seen=seen)

    assert named(office, "keda", TODAY)["address"]["en"] == "Elsewhere"


def test_entry__for_an_earlier_day_than_one_to_come__says_that_it_replaces_it(office: Office) -> None:
    national = office.person(NATIONAL)
    enter(office, national, row(), first_on=LATER)

    plan = planned(office, national, row("ხულოს რაიონული სასამართლო"))

    assert plan.courts[0].replaces_on == LATER
    enter(office, national, row("ხულოს რაიონული სასამართლო"))
    assert named(office, "keda", LATER)["name"]["ka"] == "ხულოს რაიონული სასამართლო"
    assert planned(office, national, row()).courts[0].replaces_on is None


def test_two_days__compared__name_municipalities_acts_and_who(office: Office) -> None:
    national = office.person(NATIONAL)
    enter(office, national, row(), first_on=LATER)

    with office.engine.read(national) as tx:
        (change,) = queries.compared(tx, since=TODAY, until=LATER)
        assert queries.compared(tx, since=TODAY, until=LATER - timedelta(1)) == ()
        _, entries = queries.history(tx, "keda")

    assert (change.code, change.after and change.after.act) == ("keda", ACT)
    assert change.after and change.after.who and change.after.name["ka"] == NAME
    assert [entry.act for entry in entries][0] == ACT


def test_courts__for_others_or_a_past_day__are_closed(office: Office) -> None:
    for other in (office.staff("municipal_admin"), office.staff("mayor"), office.person("00000000101")):
        with pytest.raises(NotAllowed):
            planned(office, other, row())
        with pytest.raises(NotAllowed):
            send(office, other, row(), seen="")
        for look in (lambda tx: queries.on_day(tx, TODAY), lambda tx: queries.history(tx, "keda")):
            with office.engine.read(other) as tx, pytest.raises(NotAllowed):
                look(tx)
    past = TODAY - timedelta(1)
    with pytest.raises(DayIsOver):
        planned(office, office.person(NATIONAL), row(), first_on=past)

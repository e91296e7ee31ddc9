"""The court in which acts of a municipality are contested: what letters say of it, and who sets it."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

import engine.documents
from engine import canonical
from engine.catalogue.municipalities import COURT_KINDS, read_municipalities
from engine.catalogue.published import published
from engine.commands.municipalities import SetCourt
from engine.commands.reference import LoadMunicipality
from engine.errors import NotAllowed, Rejected
from engine.installation import loading
from engine.queries import rollout
from engine.scope import World, compiled
from engine.stores import cases
from engine.tenancy import system
from tests.engine.kit import CITIZEN, Office

NATIONAL = "00000005001"
ACT = "Decision No. 7"
TODAY = date(2026, 9, 1)  # of the office's clock
PARTS = loading.BPMN / "shared" / "documents"
TEMPLATES = Path(engine.documents.__file__).parent
NAME = {"ka": "დემო რაიონული სასამართლო", "en": "Demo District Court"}
STREET = {"ka": "დემო ქუჩა 9", "en": "9 Demo St."}


def set_court(office: Office, *, by: Any = None, **more: Any) -> None:
    said = {
        "municipality": "keda",
        "name": NAME,
        "address": STREET,
        "act": ACT,
        "valid_from": TODAY,
        "seen": entries(office)[0].entry_id,
    }
    office.engine.send(SetCourt(**{**said, **more}), actor=by or office.staff("municipal_admin"))


def entries(office: Office) -> tuple[rollout.CourtEntry, ...]:
    with office.engine.read(office.staff("municipal_admin")) as tx:
        return rollout.courts(tx, "keda")[1]


def carried(office: Office, *names: str) -> list[Any]:
    """Return what a paper of today carries."""
    case_id = office.file().case_id
    with office.engine.read(system(office.place())) as tx:
        row = cases.load(tx, case_id)
        assert row is not None
        world = World(tx, row, published(tx, row.version_id))
        return [world.evaluate(f"municipality.{name}", {}) for name in names]


def said_by_letters(language: str, **court: Any) -> str:
    """Return how letters name a court."""
    (expression,) = re.findall(r"\{\{ (.*) \}\}", (PARTS / f"court.{language}.html").read_text())
    none = {f"court{part}_{spoken}": None for part in ("", "_address") for spoken in ("ka", "en")}
    return str(compiled(expression).evaluate({"municipality": {**none, **court}}))


@pytest.mark.parametrize(
    ("language", "court", "words"),
    [
        (
            "ka",
            {"court_ka": NAME["ka"], "court_address_ka": STREET["ka"]},
            "დემო რაიონულ სასამართლოში (მისამართი: დემო ქუჩა 9)",
        ),
        ("ka", {"court_ka": NAME["ka"]}, "დემო რაიონულ სასამართლოში"),
        (
            "ka",
            {},
            "მუნიციპალიტეტის ადგილმდებარეობის მიხედვით უფლებამოსილ რაიონულ (საქალაქო) სასამართლოში",
        ),
        (
            "en",
            {"court_en": NAME["en"], "court_address_en": STREET["en"]},
            "the Demo District Court (address: 9 Demo St.)",
        ),
        ("ka", {"court_ka": "ბათუმის საქალაქო სასამართლო"}, "ბათუმის საქალაქო სასამართლოში"),
        ("en", {"court_en": NAME["en"]}, "the Demo District Court"),
        ("en", {}, "the district (city) court at the place of the municipality"),
    ],
)
def test_letters__of_a_municipality__name_the_court_as_far_as_it_is_known(
    language: str, court: dict[str, str], words: str
) -> None:
    assert said_by_letters(language, **court) == words


@pytest.mark.parametrize("language", ["ka", "en"])
def test_appeal_of_an_act__names_the_court__as_letters_do(language: str) -> None:
    part = (PARTS / f"court.{language}.html").read_text().strip()

    assert part in (PARTS / f"appeal.{language}.html").read_text()


@pytest.mark.parametrize("language", ["ka", "en"])
@pytest.mark.parametrize("part", ["court", "court_term"])
def test_letter__about_a_changed_act__says_court_and_term_as_all_letters(language: str, part: str) -> None:
    letter = (TEMPLATES / f"act_changed.{language}.html").read_text()

    assert (PARTS / f"{part}.{language}.html").read_text().strip() in letter


def test_courts__of_the_files__have_a_source_and_a_name_that_letters_can_decline() -> None:
    known = [place.court for place in read_municipalities(loading.BPMN) if place.court is not None]

    assert known
    assert all(court.name.get("ka").endswith(COURT_KINDS) and court.source for court in known)


def test_court__of_the_files__is_what_papers_begin_with(office: Office) -> None:
    assert carried(office, "court_ka", "court_en", "court_address_en") == [
        "ხელვაჩაურის რაიონული სასამართლო",
        "Khelvachauri District Court",
        "358 Pridon Khalvashi Ave., Batumi",
    ]
    assert [(entry.source is None, entry.act) for entry in entries(office)] == [(False, None)]


def test_court__from_a_later_day__is_on_papers_of_that_day_and_in_the_log(office: Office) -> None:
    set_court(office, valid_from=TODAY + timedelta(2))

    before = carried(office, "court_en")
    office.clock.advance(timedelta(days=2))

    assert (before, carried(office, "court_en")) == (["Khelvachauri District Court"], [NAME["en"]])
    assert (entries(office)[0].act, entries(office)[0].source) == (ACT, None)
    with office.engine.read(system()) as tx:
        logged = tx.all(
            "select body from stream_events where stream = 'configuration' and kind = 'court.set'"
        )
    (told,) = (canonical.loads(bytes(event.body)) for event in logged)
    assert (told["municipality"], told["content"]["address"]) == ("keda", STREET)


def test_loading_again__after_it_was_set__changes_nothing(office: Office) -> None:
    set_court(office)
    data = json.loads((loading.BPMN / "municipalities" / "keda.json").read_text())

    office.engine.send(LoadMunicipality(data), actor=system())

    assert carried(office, "court_en") == [NAME["en"]]


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"name": {"ka": NAME["ka"]}}, "court.invalid"),
        ({"name": {**NAME, "ka": "დემო სასამართლო"}}, "court.invalid"),
        ({"address": {}}, "court.invalid"),
        ({"seen": 0}, "administering.changed_meanwhile"),
        ({"valid_from": TODAY - timedelta(1)}, "administering.day_is_past"),
        ({"act": ""}, "administering.act_needed"),
        ({"address": {**STREET, "en": "1" * 201}}, "administering.too_long"),
    ],
)
def test_court__with_a_mistake__is_refused(office: Office, more: dict[str, Any], code: str) -> None:
    with pytest.raises(Rejected) as caught:
        set_court(office, **more)

    assert caught.value.error_code == code
    assert len(entries(office)) == 1


def test_court__set_by_others_than_the_administrator__is_refused(office: Office) -> None:
    for other in (office.staff("mayor"), office.person(CITIZEN), office.staff("municipal_admin", "telavi")):
        with pytest.raises(NotAllowed):
            set_court(office, by=other)


def test_rollout__of_municipalities__names_what_papers_have_to_say_and_nobody_entered(office: Office) -> None:
    with office.engine.read(office.person(NATIONAL)) as tx:
        lacking = {place.municipality.code: place.lacks for place in rollout.rollout(tx)}

    assert lacking["keda"] == ()
    assert lacking["rustavi"] == ("court_address",)
    assert lacking["akhaltsikhe"] == ("court",)

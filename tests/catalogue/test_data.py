"""The data we ship: every file fits its schema, and the counts are those of the public lists."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from jsonschema.exceptions import SchemaError

from engine.catalogue.errors import CatalogueError
from engine.catalogue.folder import read_service, services
from engine.catalogue.holidays import read_holidays
from engine.catalogue.municipalities import read_centers, read_municipalities
from engine.catalogue.parameters import read_parameters
from engine.catalogue.schemas import Schemas
from engine.installation.demo_people import everybody
from engine.installation.demo_places import with_demo
from engine.terms import Unit
from engine.texts import OFFICIAL

BPMN = Path(__file__).parents[2] / "bpmn"
SCHEMAS = Schemas.load(BPMN / "schemas")
ANY = '{"$schema": "https://json-schema.org/draft/2020-12/schema", "type": "{}"}'
MUNICIPALITIES = read_municipalities(BPMN)
BY_CODE = {municipality.code: municipality for municipality in MUNICIPALITIES}
PARAMETERS = read_parameters(BPMN)
TODAY = date(2026, 3, 12)


def every_object_closed(node: object, path: str = "") -> list[str]:
    """Return the places of a schema where unknown fields would be let through."""
    found = []
    if isinstance(node, dict):
        if "properties" in node and node.get("type") == "object" and "additionalProperties" not in node:
            found.append(path)
        for key, value in node.items():
            found += every_object_closed(value, f"{path}/{key}")
    elif isinstance(node, list):
        for index, value in enumerate(node):
            found += every_object_closed(value, f"{path}/{index}")
    return found


@pytest.mark.parametrize("name", sorted(SCHEMAS.names))
def test_schema__any__lets_no_unknown_field_through(name: str) -> None:
    schema = json.loads((BPMN / "schemas" / f"{name}.schema.json").read_text())

    assert every_object_closed(schema) == []


def test_schemas__of_a_copy_of_the_catalogue__are_checked_once_and_of_another_one_anew(
    tmp_path: Path,
) -> None:
    same, other = tmp_path / "same", tmp_path / "other"
    for copy in (same, other):
        shutil.copytree(BPMN / "schemas", copy)
    (other / "service.schema.json").write_text(ANY.replace("{}", "integer"))

    assert Schemas.load(same) is SCHEMAS
    assert Schemas.load(other) is not SCHEMAS
    with pytest.raises(CatalogueError):
        Schemas.load(other).read(b"{}", "service", "service.json")


def test_fitting__a_thousand_misfits_at_all_depths__are_taken_out_in_a_few_looks(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    looks: list[int] = []
    look = Schemas._misfits
    monkeypatch.setattr(Schemas, "_misfits", lambda *args: looks.append(1) or look(*args))
    law = {"act": {"ka": "აქტი", "en": "Act"}, "article": "1", "confidence": "high"}
    settings = {
        "fee_tetri": "x",
        "law": [law, *({"act": 7} for _ in range(1_000)), {**law, "article": 9}, law],
    }

    assert SCHEMAS.fitting(settings, "service")

    assert settings == {"law": [law, law]}
    assert len(looks) <= 4
    assert not SCHEMAS.fitting(settings, "service")


def test_schemas__of_which_one_is_none__are_refused_each_time(tmp_path: Path) -> None:
    shutil.copytree(BPMN / "schemas", tmp_path / "schemas")
    (tmp_path / "schemas" / "service.schema.json").write_text(ANY.replace("{}", "nothing"))

    for _ in range(2):
        with pytest.raises(SchemaError):
            Schemas.load(tmp_path / "schemas")


def test_municipalities__all__are_64_of_which_55_on_the_platform() -> None:
    assert len(MUNICIPALITIES) == 64
    assert sum(municipality.is_on_platform for municipality in MUNICIPALITIES) == 55
    assert Counter(municipality.kind for municipality in MUNICIPALITIES) == {"city": 5, "community": 59}


def test_municipalities__high_mountain__is_known_as_in_the_domain_paper() -> None:
    assert Counter(municipality.high_mountain for municipality in MUNICIPALITIES) == {
        "yes": 42,
        "no": 7,
        "unknown": 15,
    }


def test_municipalities__of_the_demonstration__have_units_marked_as_such() -> None:
    with_units = {municipality.code for municipality in MUNICIPALITIES if municipality.units}

    assert with_units == {"keda", "dusheti", "telavi"}
    assert all(unit.is_demo for municipality in MUNICIPALITIES for unit in municipality.units)


def test_settlements__of_a_source__are_24_unconfirmed_ones_and_others_say_that_they_are_invented() -> None:
    settlements = [place for municipality in MUNICIPALITIES for place in municipality.settlements]

    real = {place.code for place in settlements if not place.is_demo}
    assert len(real) == 24
    assert all(place.confidence in ("medium", "low") for place in settlements if not place.is_demo)
    assert all(place.source for place in settlements)
    assert all("დემო" in place.names.get("ka") for place in settlements if place.is_demo)


def test_settlements__on_a_day_before_the_first_list__are_none() -> None:
    first = {place.validity.covers(date(2015, 12, 29)) for place in BY_CODE["telavi"].settlements}
    then = [place for place in BY_CODE["telavi"].settlements if place.validity.covers(date(2015, 12, 30))]

    assert (first, len(then)) == ({False}, 5)


def test_letterheads__official_name__is_given_only_where_it_is_sourced() -> None:
    named = {municipality.code for municipality in MUNICIPALITIES if municipality.letterhead.official_name}

    assert named == {"keda"}


def test_centers__all__are_85_in_51_municipalities() -> None:
    centers = read_centers(BPMN)

    assert [center.number for center in centers] == list(range(1, 86))
    assert len({center.municipality for center in centers}) == 51
    assert {center.municipality for center in centers} <= BY_CODE.keys()


def test_centers__outside_the_platform__are_eight_in_six_municipalities() -> None:
    outside = [
        center.municipality
        for center in read_centers(BPMN)
        if not BY_CODE[center.municipality].is_on_platform
    ]

    assert Counter(outside) == {
        "tsalenjikha": 2,
        "dedoplistskaro": 2,
        "ozurgeti": 1,
        "lagodekhi": 1,
        "tbilisi": 1,
        "terjola": 1,
    }


def test_centers__georgian_name_unknown__shows_the_english_one() -> None:
    berdzenauli = read_centers(BPMN)[37]

    assert berdzenauli.names.by_language["ka"] is None
    assert berdzenauli.names.get("ka") == "Berdzenauli"


def orthodox_easter(year: int) -> date:
    """Meeus' rule for the Julian calendar, moved by 13 days (valid until 2099)."""
    a, b, c = year % 4, year % 7, year % 19
    d = (19 * c + 15) % 30
    e = (2 * a + 4 * b - d + 34) % 7
    month, day = divmod(d + e + 114, 31)
    return date.fromordinal(date(year, month, day + 1).toordinal() + 13)


@pytest.mark.parametrize("year", range(2024, 2032))
def test_holidays__every_year__has_its_fixed_days_and_computed_easter(year: int) -> None:
    easter = orthodox_easter(year).toordinal()
    fixed = [
        "01-01",
        "01-02",
        "01-07",
        "01-19",
        "03-03",
        "03-08",
        "04-09",
        "05-09",
        "05-12",
        "05-17",
        "05-26",
        "08-28",
        "10-14",
        "11-23",
    ]

    days = {day for day in read_holidays(BPMN).calendar().holidays if day.year == year}

    expected = {date.fromisoformat(f"{year}-{day}") for day in fixed}
    expected |= {date.fromordinal(easter + step) for step in (-2, -1, 0, 1)}
    decreed = {date(2024, 5, 7), date(2024, 5, 8), date(2024, 5, 10)} if year == 2024 else set()
    assert days == expected | decreed


def test_holidays__two_on_one_day__are_both_named() -> None:
    calendar = read_holidays(BPMN).calendar()

    assert calendar.name_of(date(2029, 4, 9), "en") == (
        "Easter Monday (remembrance of the deceased); Day of National Unity"
    )


def test_parameters__decision_term__is_a_month_by_the_general_administrative_code() -> None:
    term = PARAMETERS.term("gac.decision", TODAY)

    assert (term.number, term.unit) == (1, Unit.MONTHS)
    assert term.law is not None
    assert term.law.article == "100(1)"


def test_parameters__unconfirmed__name_the_site_visit_and_the_hearing() -> None:
    unconfirmed = {parameter.name for parameter in PARAMETERS.unconfirmed(TODAY)}

    assert unconfirmed >= {"hm.visit", "hearing.term", "con.gap"}
    assert not unconfirmed & {"gac.decision", "hm.min_months"}


def test_parameters__of_the_domain_paper__all_hold_today() -> None:
    paper = [
        "gac.decision",
        "gac.max_total",
        "gac.forward",
        "gac.defect.min",
        "gac.defect.extension",
        "gac.other_body.send",
        "gac.complaint.file",
        "gac.complaint.decide",
        "gac.complaint.extend",
        "pubinfo.answer",
        "hm.min_months",
        "hm.max_absence",
        "hm.report_absence",
        "hm.witnesses",
        "hm.photos",
        "con.permit",
        "con.three.second",
        "con.three.third",
        "con.gap",
        "con.other_body.answer",
        "con.gap.validity",
        "con.notify.simple",
        "con.notify.detailed",
        "con.area_change_new_permit",
        "con.fee.m2",
        "auc.min_days",
        "auc.deposit",
        "auc.step",
        "soc.visit",
        "hm.visit",
        "hearing.term",
    ]

    assert [name for name in paper if not PARAMETERS.find(name, TODAY)] == []
    assert PARAMETERS.value("con.fee.m2", TODAY) == 100
    assert PARAMETERS.value("hm.min_months", TODAY) == 9


@pytest.mark.parametrize("folder", services(BPMN), ids=lambda folder: f"{folder.parent.name}.{folder.name}")
def test_service__shipped__fits_its_schemas_and_a_known_term(folder: Path) -> None:
    service = read_service(folder)

    assert service.code == f"{folder.parent.name}.{folder.name}"
    assert PARAMETERS.term(service.settings["clock"]["term"], TODAY)
    # A form and a diagram speak Georgian themselves; only their words in English are texts.
    drawn = ("forms.", "elements.")
    gaps = [gap for gap in service.spoken.gaps() if gap[0] != OFFICIAL or not gap[1].startswith(drawn)]
    assert gaps == []


def test_demo_people__units_and_mountain_settlements__exist() -> None:
    people = everybody(BPMN, BPMN.parent / "demo" / "people.json")
    files = sorted((BPMN / "municipalities").glob("*.json"))
    places = [with_demo(json.loads(file.read_text(encoding="utf-8"))) for file in files]
    units = {unit["code"] for place in places for unit in place["units"]}
    settlements = {
        place["code"]: {settlement["code"] for settlement in place["settlements"]} for place in places
    }

    used = {role["unit"] for person in people for role in person["roles"] if role["unit"]}
    homes = [(person.get("civil_registry") or {}).get("registered_address") for person in people]
    lived_in = [home for home in homes if home and settlements[home["municipality"]]]

    assert used
    assert used <= units
    assert len({home["municipality"] for home in lived_in}) == 43
    assert all(home["settlement"] in settlements[home["municipality"]] for home in lived_in)

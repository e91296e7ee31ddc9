"""What an installation begins with: loaded once, known the second time, without inventions in production."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest

from engine.bootstrap import Engine, build
from engine.catalogue.programmes import read_programmes
from engine.installation import loading
from engine.installation.demo_places import without_demo
from engine.settings import Settings

TABLES = (
    "municipalities",
    "units",
    "settlements",
    "centers",
    "holidays",
    "parameters",
    "people",
    "role_grants",
)


@pytest.fixture
def engine(settings: Settings) -> Iterator[Engine]:
    built = build(settings)
    yield built
    built.close()


def counts(engine: Engine) -> dict[str, int]:
    with psycopg.connect(engine.settings.owner_url) as connection:
        return {name: connection.execute(f"select count(*) from {name}").fetchone()[0] for name in TABLES}  # type: ignore[index]


def test_load__twice__changes_nothing_the_second_time(engine: Engine) -> None:
    loading.load_data(engine)
    people = loading.load_demo_people(engine)
    first = counts(engine)

    loading.load_data(engine)
    loading.load_demo_people(engine)

    assert counts(engine) == first
    assert (first["municipalities"], first["centers"], first["people"]) == (64, 85, people)
    assert min(first.values()) > 0


def test_demo_budget__is_entered_once_and_pays_every_sub_programme(engine: Engine) -> None:
    loading.load_data(engine)
    loading.load_demo_people(engine)

    entered = loading.load_demo_budget(engine)

    assert loading.load_demo_budget(engine) == 0
    with psycopg.connect(engine.settings.owner_url) as connection:
        lines = set(
            connection.execute(
                "select m.code, l.code from budget_lines l join municipalities m on m.id = l.municipality_id"
            )
        )
    assert len(lines) == entered
    wanted = {
        (programme.municipality, programme.content["budget_line"])
        for programme in read_programmes(loading.BPMN)
    }
    assert wanted <= lines


def test_demo_cash_and_hours__are_entered_once(engine: Engine) -> None:
    loading.load_data(engine)
    loading.load_demo_people(engine)

    assert (loading.load_demo_cash(engine), loading.load_demo_hours(engine)) == (1, 2)
    assert (loading.load_demo_cash(engine), loading.load_demo_hours(engine)) == (0, 0)


def test_load__production__contains_nothing_invented(settings: Settings) -> None:
    engine = build(replace(settings, mode="production"))

    try:
        loading.load_data(engine)
        found = counts(engine)
    finally:
        engine.close()

    assert (found["municipalities"], found["centers"], found["people"]) == (64, 85, 0)
    with psycopg.connect(settings.owner_url) as connection:
        for table in ("units", "settlements"):
            assert connection.execute(f"select count(*) from {table} where is_demo").fetchone() == (0,)
        zones = "select count(*) from municipalities where jsonb_array_length(data->'zones') > 0"
        assert connection.execute(zones).fetchone() == (0,)
        assert connection.execute("select count(*) from programmes").fetchone() == (0,)
        assert connection.execute("select count(*) from switches where code = 'social'").fetchone() == (0,)
        assert connection.execute("select count(*) from settlements").fetchone() == (24,)


def test_load__demonstration__gives_each_of_the_43_invented_settlements_and_staff_for_its_modules(
    engine: Engine,
) -> None:
    loading.load_data(engine)
    loading.load_demo_people(engine)

    with psycopg.connect(engine.settings.owner_url) as connection:
        places = connection.execute(
            """select m.code, count(distinct s.code), count(distinct u.code),
                bool_and(s.unit_code is not null)
            from municipalities m join settlements s on s.municipality_id = m.id and s.is_demo
            join units u on u.municipality_id = m.id group by m.code"""
        ).fetchall()
        staffed = connection.execute(
            """select count(distinct municipality_id) from role_grants where role = 'mayor'"""
        ).fetchone()
    assert len(places) == 43
    assert min(min(settlements, units) for _, settlements, units, _ in places) >= 2
    assert all(in_units for *_, in_units in places)
    assert staffed == (55,)


def test_without_demo__real_settlement_in_an_invented_unit__stays_without_a_unit() -> None:
    invented, real = {"code": "u1", "demo": True}, {"code": "u2"}
    settlements = [
        {"code": "a", "unit": "u1"},
        {"code": "b", "unit": "u2"},
        {"code": "c", "unit": "u2", "demo": True},
    ]

    found = without_demo({"code": "keda", "units": [invented, real], "settlements": settlements})

    assert found["units"] == [real]
    assert found["settlements"] == [{"code": "a", "unit": None}, {"code": "b", "unit": "u2"}]


def test_publish__twice__keeps_one_version(engine: Engine, tmp_path: Path) -> None:
    loading.load_data(engine)
    # One module: what is shipped is published as a whole by whoever starts an installation.
    bpmn = Path(shutil.copytree(loading.BPMN, tmp_path / "bpmn"))
    for module in {folder.parent for folder in loading.services(bpmn)} - {bpmn / "general"}:
        shutil.rmtree(module)

    said: list[str] = []
    loading.publish_services(engine, bpmn, say=said.append)
    loading.publish_services(engine, bpmn, say=said.append)

    assert said == ["1 of 3: general/complaint", "2 of 3: general/question", "3 of 3: general/review"]
    with psycopg.connect(engine.settings.owner_url) as connection:
        assert connection.execute("select count(*) from service_versions").fetchone() == (3,)


def test_unconfirmed__shipped_parameters__are_named(engine: Engine) -> None:
    assert len(loading.unconfirmed(engine)) > 0

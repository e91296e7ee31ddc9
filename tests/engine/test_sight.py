"""Within a municipality a case is for those who work on it."""

from __future__ import annotations

import json
from pathlib import Path
from uuid import UUID

import psycopg
import pytest

from engine.commands.applications import OpenProceeding
from engine.commands.correspondence import WriteToCase
from engine.errors import NotFound
from engine.queries import case_search, cases, correspondence, inbox, tasks
from engine.queries.inbox_views import Counts
from engine.studio.commands.publishing import PublishService
from engine.tenancy import Actor, system
from tests.engine.fixtures import OpenOffice
from tests.engine.kit import CITIZEN, OTHER_CITIZEN, Office
from tests.engine.services import REVIEW, write_service

ALL_CASES = ("chancellery", "head_of_service", "lawyer", "mayor")
OTHERS = ("mayor_rep", "commission", "architect", "inspector", "finance", "sakrebulo", "sakrebulo_chair")
ASSET_RIGHT = """
insert into asset_rights (id, asset_id, municipality_id, kind, state, valid_from, case_id, recorded_at)
values (gen_random_uuid(), '00000000-0000-0000-0000-000000000001', %s, 'lease', 'given_up', '2026-09-01', %s,
    now())
"""


def sees(office: Office, case_id: UUID, actor: Actor) -> bool:
    """Say whether the pages of the case and of its task are shown; they always agree."""
    shown = []
    with office.engine.read(actor) as tx:
        for look, of in ((cases.view, case_id), (tasks.view, office.task(case_id).id)):
            try:
                look(tx, of, "en")
                shown.append(True)
            except NotFound:
                shown.append(False)
    assert len(set(shown)) == 1
    return shown[0]


@pytest.mark.parametrize("role", [*ALL_CASES, "specialist", *OTHERS])
def test_case__waiting_for_a_specialist__is_seen_by_whom_it_concerns(office: Office, role: str) -> None:
    case_id = office.file().case_id

    assert sees(office, case_id, office.staff(role)) is (role not in OTHERS)


@pytest.mark.parametrize(("unit", "expected"), [("keda-unit-1", True), ("keda-unit-2", False), (None, True)])
def test_case__with_a_step_of_a_unit__is_seen_in_that_unit_also_when_it_is_done(
    office: Office, unit: str | None, expected: bool
) -> None:
    case_id = office.file().case_id
    with psycopg.connect(office.engine.settings.owner_url) as connection:
        connection.execute("update tasks set role = 'mayor_rep', unit_code = %s", (unit,))

    representative = office.staff("mayor_rep")

    assert sees(office, case_id, representative) is expected


def test_case__of_a_service_without_steps_of_specialists__is_not_theirs(open_office: OpenOffice) -> None:
    with open_office(REVIEW.replace("specialist", "commission")) as office:
        case_id = office.file().case_id

        shown = {role: sees(office, case_id, office.staff(role)) for role in ("specialist", "commission")}

    assert shown == {"specialist": False, "commission": True}


def test_case__of_a_service_that_specialists_only_open__is_theirs(
    open_office: OpenOffice, tmp_path: Path
) -> None:
    body = REVIEW.replace("specialist", "commission")
    folder = write_service(tmp_path / "opened", body=body)
    declared = json.loads((folder / "service.json").read_text())
    declared |= {"who_may_ask": ["office"], "own_motion": {"opened_by": ["specialist"]}}
    (folder / "service.json").write_text(json.dumps(declared))
    with open_office(body) as office:
        office.file()
        office.engine.send(PublishService(folder, "tests"), actor=system())
        asked = OpenProceeding(office.service, "keda", CITIZEN, {"note": "by the office"})
        opened = office.engine.send(asked, actor=office.staff("specialist"))

        assert sees(office, opened.case_id, office.staff("specialist"))


def test_messages__of_cases_that_are_not_theirs__are_neither_listed_nor_answered(office: Office) -> None:
    case_id = office.file().case_id
    applicant = office.person("00000000101")
    office.engine.send(WriteToCase(case_id, "When?"), actor=applicant)

    listed = {}
    for role in ("lawyer", "inspector"):
        with office.engine.read(office.staff(role)) as tx:
            listed[role] = [case.case_id for case in correspondence.waiting(tx)]

    assert listed == {"lawyer": [case_id], "inspector": []}
    with pytest.raises(NotFound):
        office.engine.send(WriteToCase(case_id, "Soon.", as_office=True), actor=office.staff("inspector"))


def listed(office: Office, role: str) -> tuple[int, int, int]:
    """Return how many cases search, the list of all, and its number show to somebody of the office."""
    with office.engine.read(office.staff(role)) as tx:
        page = inbox.page(tx, "all")
        return len(case_search.search(tx, "Demo").cases), len(page.rows), page.counts.all


@pytest.mark.parametrize("role", [*ALL_CASES, "specialist", *OTHERS])
def test_lists__hold_the_cases_of_concern(office: Office, role: str) -> None:
    office.file()

    assert listed(office, role) == ((0, 0, 0) if role in OTHERS else (1, 1, 1))


@pytest.mark.parametrize(("most", "is_more"), [(199, False), (2, True)])
def test_list_of_all__of_a_case_officer__counts_what_they_may_see(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most: int, is_more: bool
) -> None:
    monkeypatch.setattr(Counts, "MOST", most)
    own = office.file().number
    others = write_service(tmp_path / "others", body=REVIEW.replace("specialist", "commission"))
    office.engine.send(PublishService(others, "tests"), actor=system())
    for _ in range(3):
        office.file()

    with office.engine.read(office.staff("specialist")) as tx:
        every, unit = inbox.page(tx, "all"), inbox.page(tx, "unit")
    with office.engine.read(office.staff("lawyer")) as tx:
        of_lawyer = inbox.page(tx, "all").counts

    assert [row.case_number for row in every.rows] == [own]
    assert every.counts.all_is_more is is_more
    assert every.counts.all is not None and every.counts.all <= 1 and (every.counts.all == 1 or is_more)
    assert (unit.counts.all, of_lawyer.all) == (None, min(4, most + 1))


def test_related__of_a_case__are_those_of_applicant_plot_and_asset_that_one_may_see(office: Office) -> None:
    mine, again = office.file().case_id, office.file().case_id
    plot, asset, foreign = (office.file(by=OTHER_CITIZEN).case_id for _ in range(3))
    elsewhere = office.file(municipality="telavi").case_id
    inspector = office.staff("inspector")
    with psycopg.connect(office.engine.settings.owner_url) as connection:
        for statement, values in (
            (
                "update cases set document = document || jsonb_build_object('application',"
                " jsonb_build_object('cadastral_code', '21.04.33.101')) where id = %s",
                (mine,),
            ),
            ("update case_words set words = words || '210433101'::tsvector where case_id = %s", (plot,)),
            (
                "insert into assets (id, municipality_id, inventory_no, kind, entered_at)"
                " values ('00000000-0000-0000-0000-000000000001', %s, '1', 'movable', now())",
                (office.place(),),
            ),
            ("update tasks set person_id = %s where case_id = any (%s)", (inspector.person_id, [mine, plot])),
        ):
            connection.execute(statement, values)
        for case_id in (mine, asset):
            connection.execute(ASSET_RIGHT, (office.place(), case_id))

    shown = {}
    for role in ("lawyer", "inspector"):
        with office.engine.read(office.staff(role)) as tx:
            found = cases.beside(tx, mine).related.cases
        shown[role] = {case.case_id: case.why for case in found}

    assert shown["lawyer"] == {again: ("applicant",), plot: ("plot",), asset: ("asset",)}
    assert shown["inspector"] == {plot: ("plot",)}
    assert not {foreign, elsewhere} & shown["lawyer"].keys()

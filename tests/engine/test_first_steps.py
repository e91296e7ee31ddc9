"""First steps: derived from what is there, one after the other, until a case is decided."""

from __future__ import annotations

import psycopg
import pytest

from engine.clock import local_date
from engine.commands.municipalities import EnterMunicipality, SetLetterhead
from engine.commands.offices import EndOffice, GiveOffice
from engine.commands.switches import SetSwitch
from engine.commands.units import AddUnit
from engine.errors import NotAllowed, NotFound
from engine.queries.first_steps import FirstSteps, first_steps
from engine.queries.readiness import Equipment
from engine.tenancy import Actor, system
from engine.texts import LANGUAGES
from tests.engine.kit import CITIZEN, Office

ACT, TOWN, CLERK = "Order No. 3", "new-town", "00000000102"
NAMES = dict.fromkeys(LANGUAGES, "დემო")
NATIONAL = "00000005001"


def names_of(office: Office, number: str) -> dict[str, dict[str, str]]:
    with office.engine.read(system()) as tx:
        person = tx.one("select * from people where personal_number = :number", number=number)
    return {"given_name": person.given_name, "family_name": person.family_name}


@pytest.fixture
def admin(office: Office) -> Actor:
    """The first administrator of a municipality that was entered just now."""
    today = local_date(office.clock.now())
    entered = EnterMunicipality(
        TOWN, NAMES, NAMES, "community", ACT, today, CITIZEN, **names_of(office, CITIZEN)
    )
    office.engine.send(entered, actor=office.person(NATIONAL))
    return office.person(CITIZEN)


def steps(office: Office, actor: Actor, code: str = TOWN) -> FirstSteps:
    with office.engine.read(actor) as tx:
        return first_steps(tx, code, Equipment(frozenset(), has_treasury=False))


def states(found: FirstSteps) -> dict[str, str]:
    """Return what the page says of each step."""
    return {
        step.code: "done" if step.is_done else f"waits for {step.waits_for}" if step.waits_for else "open"
        for step in found.steps
    }


def appoint(office: Office, admin: Actor) -> None:
    today = local_date(office.clock.now())
    given = GiveOffice(CLERK, "specialist", TOWN, ACT, today, **names_of(office, CLERK))
    office.engine.send(given, actor=admin)


def test_steps__of_a_new_municipality__begin_with_its_staff(office: Office, admin: Actor) -> None:
    found = steps(office, admin)

    assert states(found) == {
        "entered": "done",
        "letterhead": "open",
        "units": "open",
        "staff": "open",
        "modules": "waits for staff",
        "ready": "waits for modules",
        "filed": "waits for ready",
        "decided": "waits for filed",
    }
    assert found.next is not None and found.next.code == "staff"
    (papers,) = found.steps[1].lacks
    assert {names["en"] for names in papers.about} == {"official name", "address", "telephone", "e-mail"}


def test_steps__each_done_by_its_command__lead_to_the_decision(office: Office, admin: Actor) -> None:
    today, seen = local_date(office.clock.now()), []

    def note() -> None:
        following = steps(office, admin).next
        seen.append(following.code if following else None)

    note()
    appoint(office, admin)
    note()
    office.engine.send(SetSwitch(TOWN, "permits", is_on=True, act=ACT, valid_from=today), actor=admin)
    note()
    filed = office.file(municipality=TOWN)
    note()
    with psycopg.connect(office.engine.settings.owner_url) as connection:
        connection.execute("update cases set decided_on = %s where id = %s", (today, filed.case_id))
    note()

    assert seen == ["staff", "modules", "filed", "decided", None]


def test_steps__that_nothing_waits_for__are_done_when_they_are(office: Office, admin: Actor) -> None:
    today = local_date(office.clock.now())
    papers = SetLetterhead(TOWN, NAMES, NAMES, "555", "a@demo.invalid", ACT, today, seen=0)

    office.engine.send(papers, actor=admin)
    office.engine.send(AddUnit(TOWN, NAMES, ACT, today), actor=admin)

    found = states(steps(office, admin))
    assert (found["letterhead"], found["units"], found["staff"]) == ("done", "done", "open")


def test_steps__when_somebody_needed_leaves__are_open_again(office: Office, admin: Actor) -> None:
    today = local_date(office.clock.now())
    appoint(office, admin)
    office.engine.send(SetSwitch(TOWN, "permits", is_on=True, act=ACT, valid_from=today), actor=admin)
    before = steps(office, admin)

    office.engine.send(EndOffice(CLERK, "specialist", TOWN, ACT, today), actor=admin)

    after = steps(office, admin)
    assert before.is_ready and not after.is_ready
    ready = next(step for step in after.steps if step.code == "ready")
    assert [point.code for point in ready.lacks] == ["staff"] and states(after)["filed"] == "waits for ready"


def test_steps__for_others__are_closed(office: Office, admin: Actor) -> None:
    for other in (office.person(CLERK), office.staff("municipal_admin"), office.staff("mayor")):
        with pytest.raises(NotAllowed):
            steps(office, other)
    with pytest.raises(NotFound):
        steps(office, admin, "nowhere")

"""A batch opens a case for each entry that was chosen, says why where it opens none, and never two."""

from __future__ import annotations

from uuid import UUID

import psycopg
import pytest

from engine.commands.applications import OpenProceeding
from engine.commands.cases import CompleteTask
from engine.errors import NotAllowed, Rejected
from engine.registers.commands.batches import PauseBatch, PlanBatch, SettleBatchEntry, StartBatch, StopBatch
from engine.registers.jobs import batches as jobs
from engine.registers.queries.batch_invariants import RULES
from engine.registers.store import batches
from engine.settings import Settings
from engine.tenancy import Actor, RoleGrant, system
from tests.cohorts.equations import CORRUPTIONS, unbalanced
from tests.cohorts.killing import carried_out_by_mortals
from tests.cohorts.kit import BEGUN, GROUND, MONITORING, Residents, residents
from tests.engine.kit import CITIZEN

ACTIVE = (
    "register_entries where register = 'residents' and state = 'active' and not is_final"
    " and valid_from <= date '2026-09-01'"
)
OPENED = "events where kind = 'case.opened_by_batch'"
YOUNG = 'entry.fields.residence_from > date("2000-02-20")'


(BATCHES,) = RULES
# What `mms reconcile` sees of it without knowing what the batch was meant to be.
SEEN_BY_RECONCILE = ("a case is somebody else's", "an entry is passed over that was opened")


def first_waiting(office: Residents, batch_id: UUID) -> UUID:
    """Return an entry that waits and that nothing stands against."""
    waiting = (
        "select entry_id from run_entries where run_id = :id and outcome = 'waiting' and foreseen is null"
    )
    with office.engine.read(system(office.place)) as tx:
        return UUID(str(tx.all(f"{waiting} order by entry_id limit 1", id=batch_id)[0].entry_id))


def test_plan__of_everybody__chooses_what_the_service_is_for_and_opens_nothing(office: Residents) -> None:
    cases = office.count("cases")

    batch_id = office.plan()

    assert office.state(batch_id) == "planned"
    assert office.outcomes(batch_id) == {"waiting": office.count(ACTIVE)}
    assert office.count("run_entries where foreseen = 'no_person'") == office.count(
        f"{ACTIVE} and person_id is null"
    )
    assert office.count("cases") == cases
    assert office.count("letters") == 1  # the receipt of the application that the entries cite


def test_plan__with_unit_and_condition__chooses_the_entries_that_meet_both(office: Residents) -> None:
    batch_id = office.plan(f"= {YOUNG}", unit="keda-unit-1")

    expected = office.count(
        f"{ACTIVE} and fields->>'settlement' = 'keda-demo-1' and fields->>'residence_from' > '2000-02-20'"
    )
    assert office.outcomes(batch_id) == {"waiting": expected}


@pytest.mark.parametrize(
    ("condition", "code"),
    [
        ("entry.fields.nothing = 1", "batch.condition_unreadable"),
        ("person.name = 1", "batch.condition_unreadable"),
        ("nobody = 1", "batch.condition_unreadable"),
        ("1 +", "batch.condition_unreadable"),
        ("entry.key", "batch.condition_not_boolean"),
    ],
)
def test_plan__with_a_condition_that_says_nothing__is_refused(
    office: Residents, condition: str, code: str
) -> None:
    with pytest.raises(Rejected) as refused:
        office.plan(condition)

    assert refused.value.error_code == code
    assert office.count("runs") == 0


def test_plan__by_somebody_without_the_right__is_refused(office: Residents) -> None:
    with pytest.raises(NotAllowed):
        office.plan(by=office.staff("specialist"))


def test_plan__of_a_unit_elsewhere_or_on_no_ground__is_refused(office: Residents) -> None:
    for command in (
        PlanBatch(MONITORING, "keda", GROUND, unit="telavi-unit-1"),
        PlanBatch(MONITORING, "keda", " "),
    ):
        with pytest.raises(Rejected):
            office.steer(command)


def test_batch__carried_out__opens_what_was_foreseen_each_with_its_own_beginning(office: Residents) -> None:
    batch_id = office.plan(YOUNG)
    foreseen = office.count("run_entries where foreseen is null")

    office.carry_out(batch_id)

    assert office.state(batch_id) == "done"
    assert office.outcomes(batch_id) == {
        "opened": foreseen,
        "no_person": office.count("run_entries where foreseen = 'no_person'"),
    }
    assert office.count(OPENED) == foreseen
    unlike = """run_entries r join register_entries e on e.id = r.entry_id join cases c on c.id = r.case_id
        where c.applicant_id <> e.person_id or c.document->'application'->>'reason' <> %(ground)s
        or c.document->'application'->'settlement' <> e.fields->'settlement'"""
    assert office.count(unlike, ground=GROUND) == 0
    # Each unit's representative finds the visits of their own settlements.
    by_unit = office.sql(
        "select unit_code, count(*) from tasks where element = 'visit' group by 1 order by 1"
    )
    assert [unit for unit, _ in by_unit] == ["keda-unit-1", "keda-unit-2"]


def test_batch__where_something_has_changed_since__passes_over_it_and_says_why(office: Residents) -> None:
    batch_id = office.plan("person.birth_date != null")
    keys = [
        row[0]
        for row in office.sql(
            "select e.key from run_entries r join register_entries e on e.id = r.entry_id"
            " where r.foreseen is null order by e.key limit 4"
        )
    ]
    office.sql("update register_entries set valid_until = '2026-08-01' where key = %(key)s", key=keys[0])
    office.sql("update register_entries set state = 'suspended' where key = %(key)s", key=keys[1])
    office.sql("update people set birth_date = null where personal_number = %(key)s", key=keys[2])
    office.engine.send(OpenProceeding(MONITORING, "keda", keys[3], BEGUN), actor=system(office.place))

    office.carry_out(batch_id)

    outcomes = office.outcomes(batch_id)
    assert outcomes["entry_changed"] == 1
    assert outcomes["condition_not_met"] == 2
    assert outcomes["open_case"] == 1


def test_visit__that_finds_the_person_there__is_noted_of_the_entry_and_read_by_the_next_plan(
    office: Residents,
) -> None:
    batch_id = office.plan(unit="keda-unit-2")
    office.carry_out(batch_id)
    chosen = office.outcomes(batch_id)["opened"]
    task_id, person_id = office.sql(
        "select id, applicant_id from tasks where unit_code = 'keda-unit-2' limit 1"
    )[0]
    card = {"visited_on": "2026-09-01", "finding": "lives", "note": "At home.", "photos": []}
    representative = Actor(1, roles=(RoleGrant("mayor_rep", office.place, "keda", "keda-unit-2"),))

    office.engine.send(CompleteTask(task_id, card), actor=representative)

    confirmed = office.plan('entry.notes.confirmed = date("2026-09-01")')
    others = office.plan("entry.notes.confirmed = null", unit="keda-unit-2")
    assert (office.outcomes(confirmed), office.outcomes(others)) == ({"waiting": 1}, {"waiting": chosen - 1})
    with office.engine.read(Actor(person_id)) as tx:
        assert tx.scalar("select note from register_notes") == "confirmed"


def test_batch__where_a_case_cannot_begin__passes_over_it_and_opens_the_others(office: Residents) -> None:
    batch_id = office.plan(unit="keda-unit-2")
    chosen = office.outcomes(batch_id)["waiting"]
    office.sql(
        'update register_entries set fields = fields || \'{"settlement": "telavi-serodani"}\' where id ='
        " (select entry_id from run_entries where foreseen is null order by entry_id limit 1)"
    )
    office.sql("update runs set unit_code = null")

    office.carry_out(batch_id)

    assert office.outcomes(batch_id) == {"form.invalid": 1, "opened": chosen - 1}


def test_settling__an_entry_again__opens_no_second_case(office: Residents) -> None:
    batch_id = office.plan()
    office.steer(StartBatch(batch_id))
    entry_id = first_waiting(office, batch_id)
    for _ in range(2):
        office.engine.send(SettleBatchEntry(batch_id, entry_id), actor=system(office.place))
    assert office.count(OPENED) == 1

    # Even if what the batch remembers were lost, the table of cases itself refuses a second one.
    office.sql("delete from tasks where case_id in (select case_id from run_entries)")
    office.sql("update run_entries set outcome = 'waiting', case_id = null, settled_at = null, reason = null")
    office.sql("update cases set closed_at = now()")
    with pytest.raises(psycopg.errors.UniqueViolation):
        office.engine.send(SettleBatchEntry(batch_id, entry_id), actor=system(office.place))


def test_batch__planned_twice__passes_over_those_who_have_an_open_case(office: Residents) -> None:
    first, second = office.plan(YOUNG), office.plan(YOUNG)
    office.carry_out(first)

    office.carry_out(second)

    opened = office.outcomes(first)["opened"]
    assert office.outcomes(second)["open_case"] == opened
    assert "opened" not in office.outcomes(second)
    third = office.plan(YOUNG)
    assert office.count("run_entries where run_id = %(id)s and foreseen = 'open_case'", id=third) == opened


def test_batch__paused__opens_nothing_until_it_is_started_again(
    office: Residents, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "ENTRIES_AT_ONCE", 3)
    batch_id = office.plan(YOUNG)
    office.steer(StartBatch(batch_id))
    jobs.carry_on(office.engine, batch_id, office.place)
    office.steer(PauseBatch(batch_id))
    before = office.outcomes(batch_id)

    jobs.carry_on(office.engine, batch_id, office.place)

    assert office.outcomes(batch_id) == before
    assert 3 <= sum(before.values()) - before["waiting"] <= 3
    office.carry_out(batch_id)
    assert "waiting" not in office.outcomes(batch_id)


def test_batch__stopped__passes_over_the_rest_and_cannot_be_started_again(
    office: Residents, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "ENTRIES_AT_ONCE", 3)
    batch_id = office.plan(YOUNG)
    office.steer(StartBatch(batch_id))
    jobs.carry_on(office.engine, batch_id, office.place)
    waiting = office.outcomes(batch_id)["waiting"]

    office.steer(StopBatch(batch_id))

    assert office.outcomes(batch_id)["stopped"] == waiting
    with pytest.raises(Rejected) as refused:
        office.steer(StartBatch(batch_id))
    assert refused.value.error_code == "batch.not_in_this_state"


def test_batch__beside_another_one__waits_for_its_turn(office: Residents) -> None:
    first, second = office.plan(YOUNG), office.plan(YOUNG)
    office.steer(StartBatch(first))

    with pytest.raises(Rejected) as refused:
        office.steer(StartBatch(second))

    assert refused.value.error_code == "batch.another_runs"


def test_batch__of_another_municipality__does_not_exist(office: Residents) -> None:
    batch_id = office.plan(YOUNG)
    with office.engine.read(system()) as tx:
        person_id = tx.scalar("select id from people where personal_number = :number", number=CITIZEN)
    telavi = office.sql("select id from municipalities where code = 'telavi'")[0][0]

    for actor in (system(telavi), Actor(person_id, CITIZEN)):
        with office.engine.read(actor) as tx:
            assert batches.load(tx, batch_id) is None
            assert tx.scalar("select count(*) from run_entries") == 0


def test_batch__its_commands__are_chained_in_a_stream_of_its_own(office: Residents) -> None:
    batch_id = office.plan(YOUNG)
    office.carry_out(batch_id)

    kinds = office.sql(
        "select kind from stream_events where stream = %(name)s order by seq", name=f"runs/{batch_id}"
    )

    assert [kind for (kind,) in kinds] == ["batch.planned", "batch.started", "batch.done"]


def test_batch__whose_workers_are_killed__balances_and_a_corruption_does_not(settings: Settings) -> None:
    with residents(settings, is_now=True) as office:
        batch_id = office.plan(YOUNG)
        deaths = carried_out_by_mortals(office, settings, batch_id, kills=2)
        chosen = office.count("run_entries")

    assert 0 < deaths[0] <= deaths[1] < chosen
    condition = "e.fields->>'residence_from' > '2000-02-20'"
    with psycopg.connect(settings.owner_url) as connection:
        assert list(unbalanced(connection, batch_id, condition=condition)) == []
        assert connection.execute(BATCHES.differences).fetchall() == []
        for corruption, (statement, equation) in CORRUPTIONS.items():
            assert connection.execute(statement).rowcount == 1, corruption
            found = [line.partition(":")[0] for line in unbalanced(connection, batch_id, condition=condition)]
            assert equation in found, corruption
            told = [row[0] for row in connection.execute(BATCHES.differences)]
            assert bool(told) is (corruption in SEEN_BY_RECONCILE), corruption
            connection.rollback()

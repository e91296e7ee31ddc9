"""Stages, extensions, restarts, silence: what a diagram does to clocks, and whom it is told."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from email import policy
from email.parser import BytesParser
from typing import Any
from uuid import UUID

import psycopg
import pytest

from engine.commands.applications import FileApplication
from engine.commands.drafts import SaveDraft
from engine.commands.jobs import NotifyStaff
from engine.commands.reference import DeclareDayOff
from engine.db.roles import ADMINISTRATOR
from engine.errors import Broken, Rejected, Unavailable
from engine.jobs.app import recount
from engine.jobs.notices import send_notice
from engine.jobs.timers import poll
from engine.queries import cases, inbox
from engine.queries.views import DeadlineView
from engine.stores import notices, papers
from engine.tenancy import system
from tests.databases import as_role
from tests.engine.bookkeeping import found
from tests.engine.fixtures import OpenOffice
from tests.engine.kit import CITIZEN, Office
from tests.engine.services import TIMED
from tests.engine.timed import do, kept, told
from tests.notifications.smtp_server import SmtpServer, listening

NAMES = {"ka": "დასვენების დღე", "en": "Day off"}
EXPERT = {"ka": "ექსპერტის დასკვნა", "en": "Expert opinion"}


@pytest.fixture
def timed(open_office: OpenOffice) -> Iterator[Office]:
    """An office whose staff does things to clocks."""
    with open_office(TIMED) as built:
        yield built


def letters(office: Office, case_id: UUID) -> list[Any]:
    with office.engine.read(system(office.place())) as tx:
        return papers.letters_of_case(tx, case_id)


def shown(office: Office, case_id: UUID) -> tuple[DeadlineView | None, tuple[DeadlineView, ...]]:
    with office.engine.read(office.person(CITIZEN)) as tx:
        view = cases.view(tx, case_id, "en")
    return view.deadline, view.stages


def staff_jobs(office: Office) -> list[dict[str, Any]]:
    with office.engine.read(system(office.place())) as tx:
        rows = tx.all("select args from procrastinate_jobs where task_name = 'tell_staff' order by id")
    return [row.args for row in rows]


def tell(office: Office) -> list[Any]:
    """Carry out what is queued for the staff, and return the notices."""
    for job in staff_jobs(office):
        day = date.fromisoformat(job["last_day"])
        command = NotifyStaff(
            UUID(job["case_id"]), job["kind"], job["clock"], day, job["share"], job["version"]
        )
        office.engine.send(command, actor=system(job["municipality_id"]))
    with office.engine.read(system(office.place())) as tx:
        return tx.all("select * from staff_notices order by written_at, person_id")


def kinds(office: Office, case_id: UUID) -> list[str]:
    return [event.kind for event in told(office, case_id)]


def test_stage__started__runs_beside_the_case_and_is_shown(timed: Office) -> None:
    case_id = timed.file().case_id

    do(timed, case_id, "start", "expert")

    overall, (stage,) = shown(timed, case_id)
    assert overall is not None
    assert (overall.name, overall.due_on) == (None, date(2026, 10, 1))
    assert (stage.name, stage.due_on, stage.state) == (EXPERT, date(2026, 9, 15), "running")
    assert stage.derivation[0] == ("stage_began", {"on": "2026-09-01"})
    started = told(timed, case_id)[-1]
    assert (started.kind, started.body["clock"]) == ("stage.started", EXPERT)


def test_pause__of_one_stage__leaves_the_others(timed: Office) -> None:
    case_id = timed.file().case_id
    do(timed, case_id, "start", "expert")

    do(timed, case_id, "pause", "expert")

    states = {name: one.state for name, one in kept(timed, case_id).items()}
    assert states == {"case": "running", "expert": "paused"}


def test_pause__of_the_case__holds_all_and_what_begins_meanwhile(timed: Office) -> None:
    case_id = timed.file().case_id
    do(timed, case_id, "start", "expert")
    do(timed, case_id, "pause")
    do(timed, case_id, "start", "opinion")
    assert {clock.state for clock in kept(timed, case_id).values()} == {"paused"}
    timed.clock.advance(timedelta(days=7))

    do(timed, case_id, "resume")

    days = {name: one.last_day for name, one in kept(timed, case_id).items()}
    assert days == {"case": date(2026, 10, 7), "expert": date(2026, 9, 21), "opinion": date(2026, 9, 17)}


def test_paused__shown__has_no_day_but_says_what_is_left(timed: Office) -> None:
    case_id = timed.file().case_id
    do(timed, case_id, "start", "expert")
    timed.clock.advance(timedelta(days=3))

    do(timed, case_id, "pause")

    overall, (stage,) = shown(timed, case_id)
    assert overall is not None
    assert (overall.due_on, overall.state) == (None, "paused")
    assert stage.derivation[-1] == ("working_days_left", {"days": 8})


def test_extension__within_the_limit__is_told_to_the_applicant_at_once(timed: Office) -> None:
    case_id = timed.file().case_id

    do(timed, case_id, "extend", by=1, reason="an expert is asked")

    overall, _ = shown(timed, case_id)
    assert overall is not None
    assert (overall.due_on, overall.is_extended) == (date(2026, 11, 2), True)
    assert ("extended_months_because", {"on": "2026-09-01", "number": 2, "reason": "an expert is asked"}) in (
        overall.derivation
    )
    (letter,) = letters(timed, case_id)
    assert letter.template == "term_extended"
    assert "an expert is asked" in letter.body
    assert "100(2)" in letter.body
    assert "2026" in letter.body


def test_extension__beyond_the_limit__is_refused_in_words_and_nothing_is_recorded(timed: Office) -> None:
    case_id = timed.file().case_id
    before = kept(timed, case_id)

    with pytest.raises(Rejected) as refused:
        do(timed, case_id, "extend", by=3)

    assert refused.value.error_code == "clock.beyond_limit"
    assert refused.value.params == {"limit": {"ka": "3 თვე", "en": "3 month(s)"}}
    assert kept(timed, case_id) == before
    assert letters(timed, case_id) == []


def test_extension__up_to_the_limit_in_steps__ends_there(timed: Office) -> None:
    case_id = timed.file().case_id
    do(timed, case_id, "extend", by=1)
    do(timed, case_id, "extend", by=1)

    with pytest.raises(Rejected):
        do(timed, case_id, "extend", by=1)

    assert kept(timed, case_id)["case"].last_day == date(2026, 12, 1)


def test_extension__that_the_law_gives_once__is_refused_the_second_time(timed: Office) -> None:
    case_id = timed.file().case_id
    do(timed, case_id, "start", "expert")
    do(timed, case_id, "extend", "expert", by=2)

    with pytest.raises(Rejected) as refused:
        do(timed, case_id, "extend", "expert", by=1)

    assert refused.value.error_code == "clock.extended_before"


def test_extension__without_a_reason__breaks_and_records_nothing(timed: Office) -> None:
    case_id = timed.file().case_id

    with pytest.raises(Broken) as broken:
        do(timed, case_id, "extend", by=1, reason="")

    assert broken.value.error_code == "clock.no_reason"


def test_extension__after_the_term_ran_out_unnoticed__is_refused(timed: Office) -> None:
    case_id = timed.file().case_id
    timed.clock.advance(timedelta(days=31))

    with pytest.raises(Rejected) as refused:
        do(timed, case_id, "extend", by=1)

    assert refused.value.error_code == "clock.ran_out"


def test_restart__after_a_correction__is_a_new_term_and_says_why(timed: Office) -> None:
    case_id = timed.file().case_id
    timed.clock.advance(timedelta(days=9))

    do(timed, case_id, "restart", "case", reason="corrected")

    overall, _ = shown(timed, case_id)
    assert overall is not None
    assert overall.due_on == date(2026, 10, 12)  # a month from the 10th is a Saturday
    assert ("restarted_because", {"on": "2026-09-10", "reason": "corrected"}) in overall.derivation


@pytest.mark.parametrize("name", ["unknown", "case"])
def test_start__of_what_is_no_stage__breaks(timed: Office, name: str) -> None:
    case_id = timed.file().case_id

    with pytest.raises(Broken):
        do(timed, case_id, "start", name)


def test_expiry__by_refusal__is_told_to_the_applicant_with_the_legal_instant(timed: Office) -> None:
    case_id = timed.file().case_id
    timed.clock.advance(timedelta(days=40))

    poll(timed.engine)

    assert kept(timed, case_id)["case"].deemed == "refusal_by_silence"
    (event,) = [entry for entry in told(timed, case_id) if entry.kind == "clock.expired.refusal_by_silence"]
    assert event.body == {"last_day": "2026-10-01", "due_at": "2026-10-01T19:59:59.999999+00:00"}
    (letter,) = letters(timed, case_id)
    assert letter.template == "term_expired"
    assert timed.task(case_id, "act") is not None


def test_expiry__of_a_stage_by_consent__deems_and_leaves_the_case(timed: Office) -> None:
    case_id = timed.file().case_id
    do(timed, case_id, "start", "opinion")
    timed.clock.advance(timedelta(days=20))

    poll(timed.engine)

    after = kept(timed, case_id)
    assert (after["opinion"].state, after["opinion"].deemed) == ("expired", "consent_by_silence")
    assert after["case"].state == "running"
    assert [letter.template for letter in letters(timed, case_id)] == ["term_expired"]


def test_expiry__to_escalate__tells_the_head_and_not_the_applicant(timed: Office) -> None:
    case_id = timed.file().case_id
    do(timed, case_id, "start", "expert")
    timed.clock.advance(timedelta(days=20))

    poll(timed.engine)

    assert kept(timed, case_id)["expert"].deemed is None
    assert letters(timed, case_id) == []
    told_of = [(notice.kind, notice.clock) for notice in tell(timed)]
    assert set(told_of) == {("expired", "expert")}
    heads = timed.staff("head_of_service")
    assert heads.person_id in {notice.person_id for notice in tell(timed)}


def test_decision__after_the_term_ran_out_unnoticed__records_the_silence_first(timed: Office) -> None:
    case_id = timed.file().case_id
    timed.clock.advance(timedelta(days=40))

    do(timed, case_id, "decide")

    seen = [event.kind for event in timed.observe(case_id).events]
    assert seen.index("clock.expired.refusal_by_silence") < seen.index("case.decided.granted")
    assert kept(timed, case_id)["case"].state == "stopped"


def test_reminders__of_a_month__come_at_seventy_and_ninety_percent_once_each(timed: Office) -> None:
    case_id = timed.file().case_id
    days = []
    for _ in range(29):
        timed.clock.advance(timedelta(days=1))
        if poll(timed.engine):
            days.append(timed.clock.now().date())

    # 21 and 27 of the 30 days have passed at the end of the 22nd and the 28th.
    assert days == [date(2026, 9, 23), date(2026, 9, 29)]
    shares = [event.body["share"] for event in told(timed, case_id) if event.kind == "clock.reminded"]
    assert shares == [70, 90]
    with timed.engine.read(timed.staff("specialist")) as tx:
        assert [row.reminded for row in inbox.page(tx, "unit").rows] == [90]


def test_reminders__slept_past_both__only_the_later_is_sent(timed: Office) -> None:
    case_id = timed.file().case_id
    timed.clock.advance(timedelta(days=29))

    while poll(timed.engine):
        pass

    shares = [event.body["share"] for event in told(timed, case_id) if event.kind == "clock.reminded"]
    assert shares == [90]


def test_reminders__slept_past_the_term__are_not_sent(timed: Office) -> None:
    case_id = timed.file().case_id
    timed.clock.advance(timedelta(days=40))

    while poll(timed.engine):
        pass

    assert "clock.reminded" not in kinds(timed, case_id)


def test_reminders__while_the_clock_is_paused__wait_and_move_with_it(timed: Office) -> None:
    case_id = timed.file().case_id
    timed.clock.advance(timedelta(days=19))
    do(timed, case_id, "pause")
    timed.clock.advance(timedelta(days=20))
    assert poll(timed.engine) == 0

    do(timed, case_id, "resume")

    reminder = kept(timed, case_id)["case"].reminder
    assert reminder is not None
    assert (reminder[0], reminder[1].date()) == (70, date(2026, 10, 12))  # the 22nd and twenty days


def test_reminder__told_twice_by_the_queue__reaches_each_of_the_staff_once(timed: Office) -> None:
    case_id = timed.file().case_id
    timed.clock.advance(timedelta(days=22))
    poll(timed.engine)

    first, second = tell(timed), tell(timed)

    assert first == second
    assert {(notice.kind, notice.share) for notice in first} == {("reminded", 70)}
    assert timed.staff("specialist").person_id in {notice.person_id for notice in first}
    with timed.engine.read(system(timed.place())) as tx:
        queued = tx.scalar("select count(*) from procrastinate_jobs where task_name = 'send_notice'")
        assert notices.load(tx, first[0].id).case_number is not None
    assert queued == len(first)
    assert {check.name: check.differences for check in found(timed) if not check.is_good} == {}
    assert case_id is not None


def test_reminder__to_the_staff__is_mailed_once_in_both_languages(timed: Office) -> None:
    timed.file()
    timed.clock.advance(timedelta(days=22))
    poll(timed.engine)
    notice, *_ = tell(timed)
    post = SmtpServer()

    with listening(post) as port:
        connections = replace(timed.engine.connections, smtp_url=f"smtp://127.0.0.1:{port}")
        engine = replace(timed.engine, connections=connections)
        for _ in range(2):
            send_notice(engine, notice.id, timed.place())

    (mail,) = post.accepted
    said = BytesParser(policy=policy.default).parsebytes(mail)
    body = said.get_body(("plain",))
    assert body is not None
    assert said["Message-ID"].startswith(f"<{notice.id}@")
    assert "70%" in said["Subject"]
    assert "ბოლო დღეა 01.10.2026" in body.get_content()
    assert "The last day is 01.10.2026" in body.get_content()


def test_reminder__to_staff_without_an_address_of_the_office__goes_to_what_they_confirmed(
    timed: Office,
) -> None:
    timed.file()
    clerk = timed.staff("specialist").person_id
    with psycopg.connect(timed.engine.settings.owner_url) as connection:
        connection.execute("update people set email = null")
        for address, ended in (("old@example.ge", timed.clock.now()), ("clerk@example.ge", None)):
            connection.execute(
                "insert into contacts (person_id, kind, address, ground, confirmed_by, confirmed_at,"
                " ended_at) values (%s, 'email', %s, 'card', %s, %s, %s)",
                (clerk, address, clerk, timed.clock.now(), ended),
            )
    timed.clock.advance(timedelta(days=22))
    poll(timed.engine)

    told_to = tell(timed)

    with timed.engine.read(system(timed.place())) as tx:
        assert [(notice.person_id, notices.load(tx, notice.id).email) for notice in told_to] == [
            (clerk, "clerk@example.ge")
        ]
        assert not notices.reaches(tx, timed.staff("mayor").person_id)


def test_notice__without_a_mail_server__waits(timed: Office) -> None:
    timed.file()
    timed.clock.advance(timedelta(days=22))
    poll(timed.engine)
    notice, *_ = tell(timed)

    with pytest.raises(Unavailable):
        send_notice(timed.engine, notice.id, timed.place())


def test_staff_notices__seen_by_the_applicant__are_none(timed: Office) -> None:
    timed.file()
    timed.clock.advance(timedelta(days=22))
    poll(timed.engine)
    assert tell(timed) != []

    with timed.engine.read(timed.person(CITIZEN)) as tx:
        assert tx.all("select * from staff_notices") == []


def test_day_off__on_the_last_day_of_a_stage__moves_it_with_a_record(timed: Office) -> None:
    case_id = timed.file().case_id
    do(timed, case_id, "start", "expert")

    timed.engine.send(DeclareDayOff(date(2026, 9, 15), NAMES), actor=system())
    recount(timed.engine, date(2026, 9, 15), None)

    assert kept(timed, case_id)["expert"].last_day == date(2026, 9, 16)
    (moved,) = [event for event in told(timed, case_id) if event.kind == "stage.moved"]
    assert moved.body == {"clock": EXPERT, "name": "expert", "day": "2026-09-15", "last_day": "2026-09-16"}


def test_day_off__before_a_reminder__moves_the_reminder(timed: Office) -> None:
    case_id = timed.file().case_id
    do(timed, case_id, "start", "expert")  # seven of ten working days have passed on the 10th

    timed.engine.send(DeclareDayOff(date(2026, 9, 8), NAMES), actor=system())
    recount(timed.engine, date(2026, 9, 8), None)

    reminder = kept(timed, case_id)["expert"].reminder
    assert reminder is not None
    assert reminder[1].date() == date(2026, 9, 11)


def test_day_off__declared_while_an_application_is_being_filed__moves_it_too(office: Office) -> None:
    """The application has counted its term and is not committed when the day is declared."""
    day = date(2026, 10, 1)  # the last day of a month from 1 September
    office.engine.send(SaveDraft(office.service, "keda", {"note": "x"}), actor=office.person(CITIZEN))
    filed: list[UUID] = []
    command = FileApplication(office.service, "keda", {"note": "a note"})
    citizen = office.person(CITIZEN)
    filing = threading.Thread(target=lambda: filed.append(office.engine.send(command, actor=citizen).case_id))
    declaring = threading.Thread(target=lambda: office.engine.send(DeclareDayOff(day, NAMES), actor=system()))
    administrator = as_role(office.engine.settings.owner_url, ADMINISTRATOR)
    with psycopg.connect(administrator, autocommit=True) as watcher:
        with psycopg.connect(office.engine.settings.owner_url) as other:
            other.execute("select * from drafts for update")  # filing drops the draft after it has counted
            filing.start()
            _until(watcher, "wait_event = 'transactionid'", filing)
            declaring.start()
            _until(watcher, "wait_event = 'advisory'", declaring)
            has_to_wait = declaring.is_alive()
            if not has_to_wait:
                recount(office.engine, day, None)  # what the declaration queued sees no application yet
        filing.join()
        declaring.join()
    if has_to_wait:
        recount(office.engine, day, None)

    assert office.observe(filed[0]).due_on == date(2026, 10, 2)


def _until(watcher: psycopg.Connection[Any], sign: str, thread: threading.Thread) -> None:
    """Wait until somebody waits for that, or the thread is done."""
    waiting = f"select count(*) from pg_stat_activity where datname = current_database() and {sign}"
    while thread.is_alive() and not (watcher.execute(waiting).fetchone() or (0,))[0]:
        thread.join(0.01)

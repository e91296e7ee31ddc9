"""Whole registers as files that a worker writes: progress, one file, looks on record, an end."""

from __future__ import annotations

import csv
import gzip
import io
import multiprocessing
import os
import signal
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import openpyxl
import pytest

from engine.errors import NotAllowed, NotFound, Unavailable
from engine.registers import whole_list
from engine.registers.commands.exports import AskRegisterExport, KeepRegisterExport
from engine.registers.jobs import exports as job
from engine.registers.queries import entry_list, exports
from engine.tenancy import system
from tests.cohorts.kit import Residents, residents
from tests.registers.test_kept_registers import listed, looks

TODAY = date(2026, 9, 1)
HEAD = "head_of_service"


@pytest.fixture
def office(register_office: Residents) -> Residents:
    return register_office


@pytest.fixture
def slowly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(whole_list, "AT_ONCE", 10)


def ask(office: Residents, *, by: str = HEAD, **asked: Any) -> UUID:
    part = {"state": None, "village": None, "is_ending": False, "order": "name", **asked}
    usual = {"register": "residents", "municipality": "keda", "on": TODAY, "format": "xlsx", "language": "en"}
    command = AskRegisterExport(**{**usual, **part})
    export_id: UUID = office.engine.send(command, actor=office.staff(by)).export_id
    return export_id


def write(office: Residents, export_id: UUID) -> None:
    job.write(office.engine, export_id, office.place)


def seen(office: Residents, export_id: UUID, *, by: str = HEAD) -> exports.RegisterExport:
    with office.engine.read(office.staff(by)) as tx:
        return exports.export(tx, export_id, kept=office.engine.settings.exports.kept)


def content(office: Residents, export_id: UUID, *, by: str = HEAD) -> bytes:
    with office.engine.read(office.staff(by)) as tx:
        return exports.file(tx, office.engine.connections.files, export_id).content


def rows_of(content: bytes) -> list[tuple[Any, ...]]:
    sheet = openpyxl.load_workbook(io.BytesIO(content), read_only=True).active
    return list(sheet.iter_rows(values_only=True))


def numbers(rows: list[tuple[Any, ...]]) -> list[str]:
    """Return the residents of a file as `listed` names them."""
    return [(row[1] or row[2])[-3:].lstrip("0") for row in rows[1:]]


def files(office: Residents) -> set[str]:
    return set(office.engine.connections.files.digests())


def test_export__written_by_a_worker__is_the_list_as_it_was_on_the_day(office: Residents) -> None:
    export_id = ask(office)
    waiting = seen(office, export_id)
    write(office, export_id)

    ready, rows = seen(office, export_id), rows_of(content(office, export_id))

    assert (waiting.state, waiting.total) == ("waiting", None)
    assert (ready.state, ready.written, ready.total) == ("ready", len(rows) - 1, len(rows) - 1)
    assert ready.kept_until == office.engine.clock.now() + timedelta(hours=72)
    assert rows[0][:2] == ("Person or object", "Number")
    assert numbers(rows) == listed(office)


def test_export__of_a_part_as_csv__holds_that_part_in_the_language_asked_for(office: Residents) -> None:
    export_id = ask(office, village="keda-demo-3", format="csv", language="ka")
    write(office, export_id)

    text = gzip.decompress(content(office, export_id)).decode("utf-8-sig")

    head, *rows = csv.reader(io.StringIO(text), delimiter=";")
    assert head[0] == "პირი ან საგანი"
    assert numbers([(), *map(tuple, rows)]) == listed(office, village="keda-demo-3")


def test_export__being_written__says_how_far_it_is(
    office: Residents, slowly: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    export_id, told = ask(office), []
    entries = entry_list.whole

    def watched(*given: Any, **more: Any) -> Any:
        for part in entries(*given, **more):
            told.append((seen(office, export_id).written, seen(office, export_id).total))
            yield part

    monkeypatch.setattr(entry_list, "whole", watched)
    write(office, export_id)

    total = seen(office, export_id).total
    assert told == [(number * 10, total) for number in range(len(told))] and len(told) == 10


def test_export__taken_away__is_on_record_once_with_each_person(office: Residents) -> None:
    export_id = ask(office)
    write(office, export_id)
    write(office, export_id)

    assert looks(office, 21) == [("register.exported", (HEAD,))]
    assert looks(office, 7) == [("register.exported", (HEAD,))]


def killed_in_the_middle(settings: Any, export_id: UUID) -> None:
    """Write the export in a process that is killed by SIGKILL after some entries."""
    whole_list.AT_ONCE = 10  # type: ignore[misc]
    parts = entry_list.whole

    def some(*given: Any, **more: Any) -> Any:
        for number, part in enumerate(parts(*given, **more)):
            if number == 3:
                os.kill(os.getpid(), signal.SIGKILL)
            yield part

    entry_list.whole = some
    with residents(settings) as office:
        write(office, export_id)


def test_worker__killed_in_the_middle__leaves_what_another_writes_as_one_file(office: Residents) -> None:
    export_id, before = ask(office), files(office)
    process = multiprocessing.get_context("spawn").Process(
        target=killed_in_the_middle, args=(office.engine.settings, export_id)
    )
    process.start()
    process.join()
    left = seen(office, export_id)

    write(office, export_id)

    assert process.exitcode == -signal.SIGKILL and (left.state, left.written) == ("waiting", 30)
    assert numbers(rows_of(content(office, export_id))) == listed(office)
    assert len(files(office) - before) == 1
    people = office.sql("select person_id from register_entries where person_id is not null")
    noted = office.sql("select stream from stream_events where kind = 'register.exported'")
    assert len(noted) == len(set(noted)) and 80 < len(noted) <= len(people)


def test_file__of_a_second_worker__is_not_kept(office: Residents) -> None:
    export_id = ask(office)
    write(office, export_id)
    before = files(office)

    again = KeepRegisterExport(export_id, b"another file", 1)
    office.engine.send(again, actor=system(office.place))

    assert files(office) == before and seen(office, export_id).written > 1


def test_export__asked_for_while_one_is_written__is_that_one(office: Residents) -> None:
    first, second, others = ask(office), ask(office, format="csv"), ask(office, by="specialist")
    write(office, first)

    assert first == second and others != first and ask(office) != first
    jobs = "select count(*) from procrastinate_jobs where task_name = 'write_register_export'"
    assert office.sql(jobs) == [(3,)]


def test_export__of_somebody_else__does_not_exist(office: Residents) -> None:
    export_id = ask(office)
    write(office, export_id)

    with pytest.raises(NotFound):
        seen(office, export_id, by="specialist")
    with pytest.raises(NotFound):
        content(office, export_id, by="specialist")


def test_register__that_may_not_be_opened__is_not_exported(office: Residents) -> None:
    with pytest.raises(NotAllowed):
        ask(office, by="municipal_admin")
    with pytest.raises(NotFound):
        ask(office, register="nothing")


def test_official__who_may_not_open_the_register_any_more__gets_no_file(office: Residents) -> None:
    written, waiting = ask(office), ask(office, by="specialist")
    write(office, written)
    head = office.staff(HEAD)
    office.sql("update role_grants set valid_until = '2026-09-01', valid_from = '2026-01-01'")

    write(office, waiting)

    with office.engine.read(head) as tx:
        assert exports.export(tx, written, kept=timedelta(1)).state == "ready"
    nobody = type(head)(head.person_id)
    with pytest.raises(NotFound), office.engine.read(nobody) as tx:
        exports.file(tx, office.engine.connections.files, written)
    state = "select state, reason from register_exports where id = %(id)s"
    assert office.sql(state, id=waiting) == [("failed", "not_found")]
    assert looks(office, 9) == [("register.exported", (HEAD,))]


def test_entries__of_cases_that_whoever_asks_is_recused_from__are_not_in_the_file(office: Residents) -> None:
    office.sql(
        """insert into stepped_aside (case_id, municipality_id, person_id, ground, reason, since)
        select case_id, municipality_id, %(person)s, 'declared', 'A cousin.', now()
        from register_entries limit 1""",
        person=office.staff(HEAD).person_id,
    )
    export_id = ask(office)
    write(office, export_id)

    assert numbers(rows_of(content(office, export_id))) == []


@pytest.mark.parametrize(
    "asked", [{"state": "nothing"}, {"order": "odd"}, {"format": "pdf"}, {"language": "xx"}]
)
def test_part__that_there_is_not__is_refused(office: Residents, asked: dict[str, str]) -> None:
    with pytest.raises(Exception, match=r"part_unknown"):
        ask(office, **asked)


def test_database__away_for_a_moment__lets_the_job_be_tried_again(
    office: Residents, monkeypatch: pytest.MonkeyPatch
) -> None:
    export_id = ask(office)
    monkeypatch.setattr(entry_list, "number", lambda *given: (_ for _ in ()).throw(Unavailable("x.y")))

    with pytest.raises(Unavailable):
        write(office, export_id)

    assert seen(office, export_id).state == "waiting"


def test_file__whose_days_are_over__is_forgotten_unless_somebody_has_uploaded_it(office: Residents) -> None:
    before = files(office)
    write(office, ask(office))
    write(office, ask(office, by="specialist", format="csv"))
    ((kept,),) = office.sql(
        """insert into uploads (id, digest, owner_id, name, type, size, added_at)
        select gen_random_uuid(), digest, asked_by, 'list.xlsx', 'x', 1, now()
        from register_exports where format = 'xlsx' returning encode(digest, 'hex')"""
    )
    office.engine.clock.advance(timedelta(hours=71))
    early = job.forget(office.engine)
    office.engine.clock.advance(timedelta(hours=2))

    removed = job.forget(office.engine)

    assert (early, removed) == (0, 1)
    assert office.sql("select count(*) from register_exports") == [(0,)]
    assert files(office) - before == {kept}


def test_export__that_no_worker_has_written__is_forgotten_too(office: Residents) -> None:
    ask(office)
    office.engine.clock.advance(timedelta(hours=73))

    assert job.forget(office.engine) == 0
    assert office.sql("select count(*) from register_exports") == [(0,)]

"""A case keeps its version; new cases get the one in force on their filing date; old versions come back."""

from __future__ import annotations

import json
import shutil
import threading
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from psycopg.errors import InsufficientPrivilege

from engine.bootstrap import build
from engine.catalogue.cache import Cache
from engine.catalogue.published import SemanticsNotRun, published
from engine.catalogue.store import versions
from engine.clock import start_of_day
from engine.commands.applications import FileApplication
from engine.commands.cases import CompleteTask
from engine.errors import Broken, NotFound, Rejected
from engine.installation import loading
from engine.queries import tasks
from engine.stores import cases
from engine.studio.commands.publishing import PublishService, RollBackService, ServicePublished
from engine.studio.queries import versions as query
from engine.tenancy import system
from tests.engine.bookkeeping import owner
from tests.engine.kit import CITIZEN, Office
from tests.engine.services import REVIEW, flow, user_task, write_service
from tests.engine.wire import listening

TODAY = date(2026, 9, 1)
TOMORROW = TODAY + timedelta(days=1)
# Another first step, a form with another field, other words; then the answer of the applicant.
SECOND = (
    user_task("review")
    + user_task("answer", assignee="=applicant.personal_number")
    + '<bpmn:endEvent id="answered"/>'
    + flow("application", "review")
    + flow("review", "answer")
    + flow("answer", "answered")
)


def second_version(folder: Path) -> Path:
    service = write_service(folder, body=SECOND)
    form = json.loads((service / "forms" / "review.form").read_text())
    form["components"][0] |= {"type": "textfield", "key": "opinion", "validate": {"required": True}}
    (service / "forms" / "review.form").write_text(json.dumps(form))
    texts = json.loads((service / "texts" / "en.json").read_text())
    texts["elements"]["review"] = "Give an opinion"
    texts["forms"]["review"] = {"opinion": {"label": "Opinion"}}
    (service / "texts" / "en.json").write_text(json.dumps(texts))
    return service


def publish(office: Office, folder: Path, **more: Any) -> ServicePublished:
    done: ServicePublished = office.engine.send(PublishService(folder, "tests", **more), actor=system())
    return done


def roll_back(office: Office, digest: str, **more: Any) -> ServicePublished:
    command = RollBackService(office.service, digest, "tests", **more)
    done: ServicePublished = office.engine.send(command, actor=system())
    return done


def digests(office: Office) -> list[str]:
    with office.engine.read(system()) as tx:
        return [version.digest for version in query.listed(tx, office.service)]


def as_owner(office: Office, statement: str) -> None:
    with owner(office) as connection:
        connection.execute(statement)


def end(office: Office, case_id: UUID) -> str:
    (finished,) = [event for event in office.observe(case_id).events if event.kind == "case.finished"]
    return str(finished.body["end"])


def version_of(office: Office, case_id: UUID) -> str:
    with office.engine.read(system(office.place())) as tx:
        row = cases.load(tx, case_id)
        assert row is not None
        return bytes(versions.load(tx, row.version_id).digest).hex()


def test_case__of_the_old_version__goes_on_under_it_after_a_restart(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (first,) = digests(office)
    old = office.file().case_id
    second = publish(office, second_version(tmp_path / "second")).digest
    new = office.file().case_id
    shutil.rmtree(tmp_path / "second")
    monkeypatch.setattr("engine.catalogue.published._compiled", Cache(8))
    restarted = build(office.engine.settings, clock=office.clock)

    office = Office(restarted, office.clock, office.service)
    with restarted.read(office.staff("specialist")) as tx:
        step = tasks.view(tx, office.task(old).id, "en").step["en"]
    office.complete(old, good=True)
    office.complete(new, opinion="fine")
    citizen = office.person(CITIZEN)
    restarted.send(CompleteTask(office.task(new, "answer").id, {"statement": "thanks"}), actor=citizen)
    office.run_jobs(old)

    assert (version_of(office, old), version_of(office, new)) == (first, second)
    assert step == "Review"
    assert [office.observe(case_id).outcome for case_id in (old, new)] == ["granted", None]
    assert [end(office, case_id) for case_id in (old, new)] == ["done", "answered"]
    restarted.close()


def test_filing__version_effective_tomorrow__counts_from_tomorrow(office: Office, tmp_path: Path) -> None:
    (first,) = digests(office)
    second = publish(office, second_version(tmp_path), effective_from=TOMORROW).digest

    today = office.file().case_id
    office.clock.set(start_of_day(TOMORROW))
    tomorrow = office.file().case_id

    assert (version_of(office, today), version_of(office, tomorrow)) == (first, second)


def test_filing__stamped_before_the_new_version__gets_the_one_in_force_then(
    office: Office, tmp_path: Path
) -> None:
    (first,) = digests(office)
    publish(office, second_version(tmp_path), effective_from=TODAY)
    stamped = start_of_day(TODAY) - timedelta(hours=1)
    command = FileApplication(office.service, "keda", {"note": "by post"}, recorded_at=stamped)

    filed = office.engine.send(command, actor=office.person(CITIZEN))

    assert version_of(office, filed.case_id) == first


def test_filing__before_the_first_version__finds_no_service(office: Office, tmp_path: Path) -> None:
    office.clock.set(start_of_day(date(2025, 12, 31)))

    with pytest.raises(NotFound):
        office.file()


def test_publishing__two_for_one_day__the_later_act_counts(office: Office, tmp_path: Path) -> None:
    (first,) = digests(office)
    publish(office, second_version(tmp_path), effective_from=TOMORROW)
    roll_back(office, first, effective_from=TOMORROW)

    office.clock.set(start_of_day(TOMORROW))

    assert version_of(office, office.file().case_id) == first


def test_publishing__known_digest__does_nothing(office: Office, tmp_path: Path) -> None:
    again = publish(office, write_service(tmp_path, body=REVIEW))

    assert (again.digest, again.effective_from) == (digests(office)[0], None)
    with office.engine.read(system()) as tx:
        assert tx.scalar("select count(*) from service_publications where code = 'permits.note'") == 1


def test_publishing__changed_scenario__is_the_same_version(office: Office, tmp_path: Path) -> None:
    folder = write_service(tmp_path, body=REVIEW)
    (folder / "README.md").write_text("whom to call")

    assert publish(office, folder).effective_from is None


def test_publishing__past_day_with_cases_filed_since__is_refused_unless_said(
    office: Office, tmp_path: Path
) -> None:
    folder = second_version(tmp_path)
    filed = office.file().case_id
    office.clock.advance(timedelta(days=3))

    with pytest.raises(Rejected) as refused:
        publish(office, folder, effective_from=TODAY)
    said = publish(office, folder, effective_from=TODAY, is_retroactive=True)

    assert refused.value.error_code == "publish.cases_filed_since"
    assert said.effective_from == TODAY
    assert version_of(office, filed) != said.digest


def test_publishing__past_day_without_cases_since__is_allowed(office: Office, tmp_path: Path) -> None:
    office.file()
    office.clock.advance(timedelta(days=3))

    done = publish(office, second_version(tmp_path), effective_from=TOMORROW)

    assert done.effective_from == TOMORROW


def test_publishing__nothing_said_of_the_day__counts_from_today(office: Office, tmp_path: Path) -> None:
    office.clock.advance(timedelta(days=3))

    assert publish(office, second_version(tmp_path)).effective_from == TODAY + timedelta(days=3)


def test_publishing__act__is_in_the_configuration_stream(office: Office, tmp_path: Path) -> None:
    law = [{"act": {"ka": "დადგენილება №1", "en": "Resolution No. 1"}, "article": "2"}]
    done = publish(office, second_version(tmp_path), law=law, effective_from=TOMORROW)

    with office.engine.read(system()) as tx:
        bodies = tx.all("select body from stream_events where kind = 'service.published' order by seq")
        last = query.listed(tx, office.service)[-1].publications[-1]

    assert json.loads(bytes(bodies[-1].body)) == {
        "service": office.service,
        "digest": done.digest,
        "effective_from": "2026-09-02",
        "publisher": None,
        "second_person": None,
        "law": law,
    }
    assert (last.law, last.effective_from, last.is_in_force) == (tuple(law), TOMORROW, False)


@pytest.mark.parametrize(
    "statement",
    [
        "update service_versions set code = ''",
        "update service_files set content = ''",
        "update service_publications set effective_from = effective_from - 1",
        "delete from service_versions",
        "delete from service_files",
        "delete from service_publications",
    ],
)
def test_versions__changed_by_the_runtime_role__is_impossible(office: Office, statement: str) -> None:
    with pytest.raises(InsufficientPrivilege), office.engine.read(system()) as tx:
        tx.run(statement)


def test_rollback__files_gone__publishes_the_old_bytes(office: Office, tmp_path: Path) -> None:
    (first,) = digests(office)
    publish(office, second_version(tmp_path))

    done = roll_back(office, first[:8].upper())

    assert (done.digest, done.effective_from) == (first, TODAY)
    filed = office.file().case_id
    assert version_of(office, filed) == first
    assert office.observe(filed).waiting == ("review", "withdrawn")
    with office.engine.read(system()) as tx:
        acts = [len(version.publications) for version in query.listed(tx, office.service)]
    assert acts == [2, 1]


@pytest.mark.parametrize("digest", ["", "0", "00000000", "%%%%%%%%", "________"])
def test_rollback__to_an_unknown_version__is_refused(office: Office, digest: str) -> None:
    with pytest.raises(Rejected) as refused:
        roll_back(office, digest)

    assert refused.value.error_code == "publish.version_unknown"


def test_rollback__to_a_version_changed_in_the_database__is_refused(office: Office) -> None:
    (first,) = digests(office)
    as_owner(office, "update service_files set content = content || 'x' where path like '%process.bpmn'")

    with pytest.raises(Broken) as refused:
        roll_back(office, first)

    assert refused.value.error_code == "version.damaged"


def test_listing__versions__count_open_cases_of_every_municipality(office: Office, tmp_path: Path) -> None:
    closed = office.file().case_id
    office.complete(closed, good=False)
    office.run_jobs(closed)
    office.file()
    office.file(municipality="telavi")
    publish(office, second_version(tmp_path))

    with office.engine.read(system()) as tx:
        found = query.listed(tx, office.service)

    assert [version.open_cases for version in found] == [2, 0]
    assert [act.is_in_force for version in found for act in version.publications] == [False, True]


def test_start__version_in_use_not_run_any_more__is_refused_with_service_and_cases(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.file()
    as_owner(office, """update service_versions set semantics = '{"feel": 9, "codec": 1, "operations": 1}'""")
    monkeypatch.setattr("engine.catalogue.published._compiled", Cache(8))

    with pytest.raises(loading.ReleaseDoesNotFit) as refused:
        loading.refuse_what_does_not_run(office.engine)
    with pytest.raises(SemanticsNotRun):
        office.file()

    assert f"permits.note@{digests(office)[0][:8]} (feel 9), open cases: 1" in str(refused.value.params)


def test_start__version_not_run_any_more_without_open_cases__is_no_obstacle(
    office: Office, tmp_path: Path
) -> None:
    as_owner(office, """update service_versions set semantics = '{"feel": 9, "codec": 1, "operations": 1}'""")
    publish(office, second_version(tmp_path))

    loading.refuse_what_does_not_run(office.engine)


def test_published__again__asks_the_database_nothing(office: Office) -> None:
    with office.engine.read(system()) as tx:
        version_id = versions.in_force(tx, office.service, municipality_id=None, on=TODAY)
        assert version_id is not None
        first = published(tx, version_id)

    with listening(office.engine) as wire, office.engine.read(system()) as tx:
        again = published(tx, version_id)

    assert again is first
    assert wire.statements == []


def test_cache__many_threads__make_each_once() -> None:
    made: list[int] = []
    cache = Cache[int, int](2)
    validation = threading.Barrier(8)

    def make(key: int) -> int:
        made.append(key)
        return key

    def ask(key: int) -> None:
        validation.wait()
        cache.get(key, lambda: make(key))

    threads = [threading.Thread(target=ask, args=(number % 2,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(made) == [0, 1]


def test_cache__full__lets_go_what_was_used_longest_ago() -> None:
    made: list[int] = []
    cache = Cache[int, int](2)

    def get(key: int) -> int:
        return cache.get(key, lambda: made.append(key) or key)  # type: ignore[func-returns-value]

    found = [get(key) for key in (1, 2, 1, 3, 1, 2)]

    assert found == [1, 2, 1, 3, 1, 2]
    assert made == [1, 2, 3, 2]


def test_cache__making_fails__is_tried_again() -> None:
    cache = Cache[int, int](2)

    with pytest.raises(ZeroDivisionError):
        cache.get(1, lambda: 1 // 0)

    assert cache.get(1, lambda: 5) == 5

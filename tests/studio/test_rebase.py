"""A draft that was begun before somebody else's version: nothing of that one is undone unseen."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from engine.catalogue.store import versions
from engine.errors import NotAllowed, Rejected
from engine.studio.commands.publish_requests import (
    ApprovePublication,
    KeepScenarios,
    LookAtDifferences,
    RequestPublication,
)
from engine.studio.commands.publishing import TakeBackPublication
from engine.studio.commands.service_drafts import (
    BeginServiceDraft,
    ChosenFile,
    RebaseDraft,
    RemoveServiceFile,
    SaveServiceFile,
)
from engine.studio.handlers import publish_requests as handlers
from engine.studio.judging import Judgement
from engine.studio.queries import comparisons, service_drafts
from engine.studio.queries import publish_requests as query
from engine.studio.rebase import Newer, newer_files
from engine.tenancy import system
from tests.engine.kit import Office
from tests.engine.test_versions import TODAY, TOMORROW, publish, second_version
from tests.studio.test_publish_requests import (
    FIRST,
    GOOD,
    SECOND,
    ask,
    begun,
    refused,
    rename,
    validation,
    view,
)

__all__ = ["validation"]
FORM, SETTINGS = "forms/review.form", "service.json"


def file(office: Office, draft_id: UUID, path: str) -> Any:
    with office.engine.read(office.person(FIRST)) as tx:
        return service_drafts.file(tx, draft_id, path)


def newer(office: Office, draft_id: UUID) -> list[str]:
    """Return the digests of what the draft knows nothing of."""
    with office.engine.read(office.person(FIRST)) as tx:
        return [version.digest for version in service_drafts.newer(tx, draft_id)]


def chosen(office: Office, draft_id: UUID, digest: str, *theirs: str) -> tuple[ChosenFile, ...]:
    """Choose their state of these files, and mine of the others."""
    with office.engine.read(office.person(FIRST)) as tx:
        open_ones = service_drafts.newer_files(tx, draft_id, digest)
    return tuple(ChosenFile(newer.path, newer.revision, newer.path in theirs) for newer in open_ones)


def rebase_draft(office: Office, draft_id: UUID, digest: str, files: tuple[ChosenFile, ...]) -> None:
    office.engine.send(RebaseDraft(draft_id, digest, files), actor=office.person(SECOND))


def settings(name: str, office: Office, draft_id: UUID) -> bytes:
    said = json.loads(file(office, draft_id, SETTINGS).content)
    said["names"]["en"] = name
    return json.dumps(said).encode()


def test_draft__begun_before_a_version_of_a_colleague__undoes_it_only_when_somebody_says_so(
    office: Office, tmp_path: Path
) -> None:
    draft_id = begun(office)
    rename(office, draft_id)
    colleagues = publish(office, second_version(tmp_path), municipalities=("keda",)).digest

    assert refused(ask, office, draft_id) == "publish.not_rebased"
    assert newer(office, draft_id) == [colleagues]
    assert view(office, ask(office, draft_id, municipalities=("telavi",))).undoes == ()


def test_draft__whose_undoing_is_confirmed__is_asked_for_and_its_second_person_reads_that(
    office: Office, tmp_path: Path
) -> None:
    draft_id = begun(office)
    rename(office, draft_id)
    colleagues = publish(office, second_version(tmp_path), effective_from=TOMORROW).digest

    asked = ask(office, draft_id, undoes=(colleagues,))

    assert view(office, asked).undoes == (colleagues,)


def test_rebase__brings_what_was_not_touched_and_leaves_the_choice_where_both_changed_a_file(
    office: Office, tmp_path: Path
) -> None:
    draft_id = begun(office)
    rename(office, draft_id)
    mine = file(office, draft_id, FORM)
    typed = mine.content.replace(b"{", b"{ ", 1)
    command = SaveServiceFile(draft_id, FORM, typed, mine.revision)
    office.engine.send(command, actor=office.person(FIRST))
    digest = publish(office, second_version(tmp_path)).digest
    with office.engine.read(office.person(FIRST)) as tx:
        states = {
            newer_file.path: newer_file.state
            for newer_file in service_drafts.newer_files(tx, draft_id, digest)
        }
    files = chosen(office, draft_id, digest, "process.bpmn", "texts/en.json")

    assert states == {
        FORM: Newer.BOTH,
        "process.bpmn": Newer.UNTOUCHED,
        "texts/en.json": Newer.UNTOUCHED,
    }
    without = tuple(file for file in files if file.path != FORM)
    assert refused(rebase_draft, office, draft_id, digest, without) == "service_draft.choose_each"
    stale = tuple(ChosenFile(file.path, file.seen + 1, file.is_theirs) for file in files)
    assert refused(rebase_draft, office, draft_id, digest, stale) == "service_draft.file_changed"
    rebase_draft(office, draft_id, digest, files)

    assert file(office, draft_id, FORM).content == typed
    assert b"Give an opinion" in file(office, draft_id, "texts/en.json").content
    assert newer(office, draft_id) == []
    with office.engine.read(office.person(FIRST)) as tx:
        of = service_drafts.draft(tx, draft_id)
        assert {file.path for file in service_drafts.files(tx, of) if file.is_changed} == {FORM, SETTINGS}
    assert ask(office, draft_id)


def test_draft__that_goes_on_after_its_publication__stands_on_what_was_published(office: Office) -> None:
    draft_id = begun(office)
    rename(office, draft_id)
    asked = ask(office, draft_id, municipalities=("keda",))
    office.engine.send(KeepScenarios(asked, GOOD), actor=system())
    office.engine.send(LookAtDifferences(asked), actor=office.person(SECOND))
    office.engine.send(ApprovePublication(asked), actor=office.person(SECOND))

    rename(office, draft_id, "Felling two trees")
    again = ask(office, draft_id)
    with office.engine.read(office.person(SECOND)) as tx:
        names = [
            [
                detail.before
                for change in comparisons.of_request(tx, again, group).changes
                for detail in change.details
            ]
            for group in (1, 2)
        ]

    groups = view(office, again).groups
    assert [("keda" in group.places, len(group.places) > 1) for group in groups] == [
        (False, True),
        (True, False),
    ]
    assert names[0] != names[1]
    assert names[1] == ["Felling a tree"]


def test_draft__whose_version_was_taken_back__says_so(office: Office) -> None:
    first = begun(office)
    rename(office, first)
    asked = ask(office, first)
    office.engine.send(KeepScenarios(asked, GOOD), actor=system())
    office.engine.send(LookAtDifferences(asked), actor=office.person(SECOND))
    office.engine.send(ApprovePublication(asked), actor=office.person(SECOND))
    later = begun(office)
    office.engine.send(TakeBackPublication(office.service, "wrong"), actor=office.person(SECOND))

    with office.engine.read(system()) as tx:
        in_force = versions.in_force(tx, office.service, municipality_id=None, on=TODAY)
        assert in_force is not None
        digest = bytes(versions.load(tx, in_force).digest).hex()
    assert newer(office, later) == [digest]


def test_approving__for_places_with_different_versions__takes_a_look_at_what_differs_in_each(
    office: Office, tmp_path: Path
) -> None:
    office.file()
    publish(office, second_version(tmp_path), municipalities=("keda",))
    draft_id = begun(office)
    rename(office, draft_id)
    asked = ask(office, draft_id)
    office.engine.send(KeepScenarios(asked, GOOD), actor=system())
    approve = ApprovePublication(asked)
    second = office.person(SECOND)

    groups = view(office, asked).groups
    assert [sorted(group.places) == ["keda"] for group in groups] == [False, True]
    assert [group.open_cases for group in groups] == [0, 1]
    office.engine.send(LookAtDifferences(asked, 2), actor=second)
    assert [group.has_looked for group in view(office, asked).groups] == [False, True]
    assert refused(office.engine.send, approve, actor=second) == "publish.differences_not_seen"
    with office.engine.read(second) as tx:
        found = [
            {change.file for change in comparisons.of_request(tx, asked, group).changes} for group in (1, 2)
        ]
    assert len(found[0]) > len(found[1]) == 1
    office.engine.send(LookAtDifferences(asked, 1), actor=second)
    assert office.engine.send(approve, actor=second).effective_from == TODAY


def test_version__that_comes_to_be_announced_after_the_asking__is_not_undone(
    office: Office, tmp_path: Path
) -> None:
    draft_id = begun(office)
    rename(office, draft_id)
    asked = ask(office, draft_id, effective_from=TOMORROW)
    office.engine.send(KeepScenarios(asked, GOOD), actor=system())
    office.engine.send(LookAtDifferences(asked), actor=office.person(SECOND))
    publish(office, second_version(tmp_path), effective_from=TOMORROW)

    assert refused(office.engine.send, ApprovePublication(asked), actor=office.person(SECOND)) == (
        "publish.changed_since"
    )


def test_draft__saved_while_validation_judges_it__is_kept_and_asked_for_anew(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft_id = begun(office)
    rename(office, draft_id)
    seen = file(office, draft_id, SETTINGS).revision
    typed = settings("Typed meanwhile", office, draft_id)

    def slow(*_: Any, **__: Any) -> Judgement:
        command = SaveServiceFile(draft_id, SETTINGS, typed, seen)
        office.engine.send(command, actor=office.person(SECOND))
        return Judgement(())

    monkeypatch.setattr(handlers, "judge", slow)

    assert refused(ask, office, draft_id) == "publish.changed_while_judged"
    assert file(office, draft_id, SETTINGS).content == typed


def test_file__removed_and_begun_again__is_not_saved_over_by_a_page_of_the_old_one(office: Office) -> None:
    draft_id = begun(office)
    first = office.person(FIRST)
    path, content = "scenarios/felled.json", b"{}"
    office.engine.send(SaveServiceFile(draft_id, path, content, 0), actor=first)
    office.engine.send(RemoveServiceFile(draft_id, "scenario", "felled", "1"), actor=first)
    again = office.engine.send(SaveServiceFile(draft_id, path, b'{"a": 1}', 0), actor=office.person(SECOND))

    assert again.revision == file(office, draft_id, path).revision == 2
    old_page = SaveServiceFile(draft_id, path, b'{"b": 1}', 1)
    assert refused(office.engine.send, old_page, actor=first) == "service_draft.changed_meanwhile"


def test_rebase__without_the_right__is_refused(office: Office, tmp_path: Path) -> None:
    draft_id = begun(office)
    digest = publish(office, second_version(tmp_path)).digest

    with pytest.raises(NotAllowed):
        office.engine.send(RebaseDraft(draft_id, digest, ()), actor=office.staff("mayor"))
    with pytest.raises(Rejected):
        rebase_draft(office, draft_id, "0" * 8, ())


def test_newer_files__are_those_that_the_version_changed__by_what_the_draft_did_with_them() -> None:
    base = {"a": b"1", "b": b"1", "c": b"1", "d": b"1", "gone": b"1"}
    theirs = {"a": b"2", "b": b"2", "c": b"2", "d": b"1", "new": b"1"}
    mine = {"a": b"1", "b": b"3", "c": b"2", "d": b"4", "gone": b"1"}

    assert newer_files(base, mine, theirs) == {
        "a": Newer.UNTOUCHED,
        "b": Newer.BOTH,
        "c": Newer.SAME,
        "gone": Newer.UNTOUCHED,
        "new": Newer.UNTOUCHED,
    }


def test_publishing__asked_for_without_anything_newer__undoes_nothing(office: Office) -> None:
    draft_id = office.engine.send(BeginServiceDraft(office.service), actor=office.person(FIRST))
    rename(office, draft_id)
    command = RequestPublication(draft_id, TODAY, "another name")

    asked = office.engine.send(command, actor=office.person(FIRST)).request_id

    with office.engine.read(office.person(SECOND)) as tx:
        assert query.one(tx, asked).undoes == ()

"""A draft that goes takes its uploads along, rows and files; what was filed or lies elsewhere stays."""

from __future__ import annotations

import os
from datetime import timedelta

import pytest

from engine.commands.applications import StoredDocument
from engine.commands.drafts import DropDraft, SaveDraft
from engine.handlers.drafts import USUALLY_KEPT
from engine.jobs import drafts
from engine.jobs import uploads as poller
from engine.reconcile import reconcile
from tests.engine.kit import CITIZEN, OTHER_CITIZEN, Office
from tests.engine.test_uploads import attached, is_kept, picture, rows, sent

EXPIRED = timedelta(days=USUALLY_KEPT + 1)


def drafted(office: Office, *files: StoredDocument, by: str = CITIZEN, place: str = "keda") -> None:
    answers = {"files": [file.as_answer() for file in files]}
    command = SaveDraft(office.service, place, answers)
    office.engine.send(command, actor=office.person(by))


def test_poll__draft_has_expired__takes_its_uploads_and_leaves_filed_and_foreign_ones(
    office: Office,
) -> None:
    # Given a draft with a file of its own, a filed one, one of another draft and one of two people
    lost, filed, elsewhere, shared = (sent(office, picture(number)) for number in range(4))
    attached(office, filed.document)
    sent(office, picture(3), by=OTHER_CITIZEN)
    drafted(office, lost, filed, elsewhere, shared)
    office.clock.advance(timedelta(days=5))
    drafted(office, elsewhere, place="telavi")

    # When only the first draft has expired
    office.clock.advance(EXPIRED - timedelta(days=5))
    assert drafts.expire(office.engine) == 1
    poller.poll(office.engine)

    # Then its files are gone, except where a case, another draft or another person has them
    kept = [is_kept(office, upload.document) for upload in (lost, filed, elsewhere, shared)]
    assert kept == [False, True, True, True]
    assert rows(office) == sorted((elsewhere.document, shared.document))
    assert all(check.is_good for check in reconcile(office.engine))


def test_poll__draft_thrown_away__takes_its_uploads(office: Office) -> None:
    drafted(office, sent(office, picture()))
    command = DropDraft(office.service, "keda")
    office.engine.send(command, actor=office.person(CITIZEN))

    assert poller.poll(office.engine) == 1
    assert rows(office) == []


def test_poll__file_of_a_gone_draft_sent_again__stays(office: Office) -> None:
    drafted(office, sent(office, picture()))
    office.engine.send(DropDraft(office.service, "keda"), actor=office.person(CITIZEN))
    digest = sent(office, picture()).document

    assert poller.poll(office.engine) == 0
    assert rows(office) == [digest]


@pytest.mark.parametrize(("age", "told"), [(timedelta(hours=1), 0), (timedelta(days=2), 1)])
def test_reconcile__file_that_nothing_cites__is_told_of_when_it_is_a_day_old(
    office: Office, age: timedelta, told: int
) -> None:
    store = office.engine.connections.files
    store.put(b"left by a program that died")
    (path,) = (office.engine.settings.home / "files").glob("??/??/*")
    then = (office.clock.now() - age).timestamp()
    os.utime(path, (then, then))

    (files,) = (check for check in reconcile(office.engine) if check.name == "files")

    assert files.is_good and len(files.notes) == told

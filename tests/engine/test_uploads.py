"""Uploads belong to their senders, wait until they are filed, and are forgotten when nobody files them."""

from __future__ import annotations

import io
import logging
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import psycopg
import pytest
from PIL import Image

from engine.bootstrap import build
from engine.commands.applications import StoredDocument, StoreDocument
from engine.commands.drafts import ExpireDrafts, SaveDraft
from engine.connectors.clamd import ScannerUnavailable
from engine.documents.limits import UploadLimits
from engine.errors import NotFound, Rejected
from engine.handlers.documents import Infected
from engine.jobs import uploads as poller
from engine.queries import documents
from engine.reconcile import reconcile
from engine.stores import papers
from engine.stores import uploads as store
from engine.tenancy import system
from tests.documents.made_files import EICAR, a_picture
from tests.documents.scanner import a_clamd
from tests.engine.kit import CITIZEN, OTHER_CITIZEN, Office

LONG = UploadLimits().kept + timedelta(hours=1)


def picture(number: int = 0) -> bytes:
    return a_picture("PNG", (40 + number, 30))


def large_picture() -> bytes:
    """Noise that no PNG makes smaller than 600 KB."""
    target = io.BytesIO()
    Image.frombytes("L", (1024, 600), os.urandom(1024 * 600)).save(target, "PNG")
    return target.getvalue()


def sent(office: Office, content: bytes, *, by: str = CITIZEN, **more: object) -> StoredDocument:
    command = StoreDocument(content, "ფოტო.png", "keda", **more)  # type: ignore[arg-type]
    found = office.engine.send(command, actor=office.person(by))
    assert isinstance(found, StoredDocument)
    return found


def attached(office: Office, *digests: str, by: str = CITIZEN) -> tuple[UUID, set[str]]:
    """File an application and give it the files, as filing does; return its case and whose they were."""
    case_id, person = office.file(by=by).case_id, office.person(by)
    assert person.person_id is not None
    with office.engine.read(person) as tx:
        own = set(papers.attach(tx, case_id=case_id, owner_id=person.person_id, digests=list(digests)))
    return case_id, own


def rows(office: Office) -> list[str]:
    with psycopg.connect(office.engine.settings.owner_url) as connection:
        return [row[0] for row in connection.execute("select encode(digest, 'hex') from uploads order by 1")]


def is_kept(office: Office, digest: str) -> bool:
    return office.engine.connections.files.has(digest)


@contextmanager
def under(office: Office, **changed: object) -> Iterator[Office]:
    """Give the same office under other settings."""
    settings = replace(office.engine.settings, **changed)  # type: ignore[arg-type]
    engine = build(settings, clock=office.clock)
    try:
        yield replace(office, engine=engine)
    finally:
        engine.close()


def test_upload__sent_twice__is_one(office: Office) -> None:
    first, second = sent(office, picture()), sent(office, picture())

    assert first == second
    assert rows(office) == [first.document]


def test_upload__of_somebody_else__is_unknown(office: Office) -> None:
    digest = sent(office, picture()).document

    for person, is_there in ((CITIZEN, True), (OTHER_CITIZEN, False)):
        with office.engine.read(office.person(person)) as tx:
            assert (documents.own_upload(tx, digest) is not None) is is_there
            assert (tx.scalar("select count(*) from uploads") == 1) is is_there


def test_upload__filed_with_two_applications__is_readable_in_both(office: Office) -> None:
    digest = sent(office, picture()).document

    for _ in range(2):
        case_id, own = attached(office, digest)
        with office.engine.read(office.person(CITIZEN)) as tx:
            found = documents.content(tx, office.engine.connections.files, digest, case_id=case_id)
        assert (own, found.type) == ({digest}, "image/png")


@pytest.mark.parametrize(
    ("limits", "code"),
    [
        ({"form_files": 2}, "document.form_full"),
        ({"day_files": 2}, "document.day_full"),
    ],
)
def test_upload__over_a_cap_of_files__is_refused(office: Office, limits: dict[str, int], code: str) -> None:
    with under(office, uploads=UploadLimits(**limits)) as narrow:
        beside: list[str] = []
        for number in range(2):
            beside.append(sent(narrow, picture(number), beside=tuple(beside)).document)

        with pytest.raises(Rejected) as refused:
            sent(narrow, picture(2), beside=tuple(beside))

        assert refused.value.error_code == code
        assert sent(narrow, picture(1), beside=tuple(beside)).document == beside[1]  # once more is no more
        if code == "document.day_full":
            office.clock.advance(timedelta(days=1, minutes=1))
            assert sent(narrow, picture(2))


def test_upload__over_a_cap_of_size__is_refused(office: Office) -> None:
    with under(office, uploads=UploadLimits(form_mb=1, day_mb=1)) as narrow:
        first = sent(narrow, large_picture()).document

        for beside, code in (((first,), "document.form_too_large"), ((), "document.day_full")):
            with pytest.raises(Rejected) as refused:
                sent(narrow, large_picture(), beside=beside)
            assert refused.value.error_code == code


def test_poll__filed_drafted_fresh_and_forgotten__removes_only_the_forgotten(office: Office) -> None:
    filed, drafted, forgotten = (sent(office, picture(number)) for number in range(3))
    attached(office, filed.document)
    office.clock.advance(LONG)
    fresh = sent(office, picture(3))
    draft = SaveDraft("permits.note", "keda", {"files": [drafted.as_answer()]})
    office.engine.send(draft, actor=office.person(CITIZEN))

    assert poller.poll(office.engine) == 1

    assert rows(office) == sorted((drafted.document, fresh.document))
    kept = [is_kept(office, upload.document) for upload in (filed, drafted, forgotten, fresh)]
    assert kept == [True, True, False, True]
    assert all(check.is_good for check in reconcile(office.engine))


def test_poll__of_two_records_of_one_file__logs_how_many_records_and_files_went(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    sent(office, picture())
    sent(office, picture(), by=OTHER_CITIZEN)
    office.clock.advance(LONG)

    with caplog.at_level(logging.INFO, logger=poller.__name__):
        poller.poll(office.engine)
        poller.poll(office.engine)

    assert caplog.messages == ["2 uploads were forgotten, 1 files removed"]


def test_poll__draft_that_has_expired__lets_its_files_go(office: Office) -> None:
    drafted = sent(office, picture())
    draft = SaveDraft("permits.note", "keda", {"files": [drafted.as_answer()]})
    office.engine.send(draft, actor=office.person(CITIZEN))
    office.clock.advance(LONG)

    assert poller.poll(office.engine) == 0
    office.engine.send(ExpireDrafts(), actor=system())

    assert poller.poll(office.engine) == 1
    assert (rows(office), is_kept(office, drafted.document)) == ([], False)


def test_poll__same_file_of_two_people__stays_until_nobody_has_it(office: Office) -> None:
    digest = sent(office, picture()).document
    office.clock.advance(LONG)
    assert sent(office, picture(), by=OTHER_CITIZEN).document == digest

    assert poller.poll(office.engine) == 0
    assert is_kept(office, digest)

    office.clock.advance(LONG)
    assert poller.poll(office.engine) == 1
    assert not is_kept(office, digest)


def test_poll__somebody_sends_the_file_at_that_moment__keeps_it(office: Office) -> None:
    # Given an old upload, and somebody who is just about to send the same file
    digest = sent(office, picture()).document
    office.clock.advance(LONG)
    poll = threading.Thread(target=poller.poll, args=(office.engine,))
    with office.engine.read(office.person(OTHER_CITIZEN)) as tx:
        store.lock(tx, digest)

        # When the poller comes to it meanwhile
        poll.start()
        office.engine.connections.files.put(picture())
        municipality = tx.scalar("select id from municipalities where code = 'keda'")
        described = {"token": "", "name": "a", "type": "image/png", "size": 1}
        store.add(
            tx, signatures=None, digest=bytes.fromhex(digest), municipality_id=municipality, **described
        )
    poll.join()

    assert rows(office) == [digest]
    assert is_kept(office, digest)


def test_attach__upload_of_somebody_else__gives_nothing_to_the_case(office: Office) -> None:
    theirs = sent(office, picture(), by=OTHER_CITIZEN).document

    case_id, own = attached(office, theirs)

    assert own == set()
    with office.engine.read(office.person(CITIZEN)) as tx, pytest.raises(NotFound):
        documents.content(tx, office.engine.connections.files, theirs, case_id=case_id)


def test_upload__virus_or_silent_scanner__is_not_kept_and_the_virus_is_noted(office: Office) -> None:
    with a_clamd() as address, under(office, clamd=address) as guarded:
        assert sent(guarded, picture())
        with pytest.raises(Infected) as refused:
            sent(guarded, EICAR)
    with under(office, clamd=address) as guarded, pytest.raises(ScannerUnavailable):
        sent(guarded, picture(1))

    assert refused.value.params["signature"] == "Mms.Test.Eicar.UNOFFICIAL"
    assert len(rows(office)) == 1
    with psycopg.connect(office.engine.settings.owner_url) as connection:
        noted = connection.execute("select kind, body from stream_events where stream = 'uploads'").fetchall()
    assert [kind for kind, _ in noted] == ["upload.infected"]
    assert b"Mms.Test.Eicar" in bytes(noted[0][1])
    assert all(check.is_good for check in reconcile(office.engine))

"""Signed documents get a newer time stamp before the last one ends, and what can't be renewed is counted."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from engine.cases.packages import case_package
from engine.commands.applications import StoredDocument, StoreDocument
from engine.commands.signing import KeepPackage
from engine.jobs import proofs as poller
from engine.queries import documents, packages, signings
from engine.queries.proofs import DueProof, due_before, late
from engine.reconcile import reconcile
from engine.scenarios.signers import LIFE, Signers
from engine.stores import cases, papers
from engine.tenancy import system
from signing.archiving import NEWEST as ARCHIVE_STAMP
from signing.examine import examine
from signing.report import Kind, Level, Verdict
from signing.verify import verify
from tests.engine.fixtures import OpenOffice
from tests.engine.kit import CITIZEN, MORNING
from tests.engine.signed import SIMPLY_SIGNED
from tests.engine.test_ceremony import Desk
from tests.signing.documents import asic
from tests.signing.documents.kit import UNENDING


@pytest.fixture
def desk(open_office: OpenOffice) -> Iterator[Desk]:
    """A reviewer who has signed an act."""
    with open_office(SIMPLY_SIGNED) as office:
        cards = Signers(office.clock, MORNING)
        rules = replace(cards.rules, trust=replace(cards.rules.trust, algorithms=UNENDING))
        known = replace(office.engine.connections, signature_rules=rules)
        office.engine = replace(office.engine, connections=known)
        found = Desk(office, cards)
        found.finish(found.prepare(found.lay()))
        yield found


def has_newer_clock(cards: Signers) -> None:
    """Let the time-stamp service have a certificate that ends later."""
    _ = cards.rules  # the authorities stay
    cards.begun_at += timedelta(days=400)
    vars(cards).pop("_stamper")


def waiting(desk: Desk) -> tuple[DueProof, ...]:
    with desk.office.engine.read(system()) as tx:
        return due_before(tx, tx.now, most=10)


def test_container__that_came_signed_and_grows_old__is_renewed_as_it_is(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engine.signatures.received.rules_of", lambda _: desk.cards.rules)
    engine, clock, person = desk.office.engine, desk.office.clock, desk.office.person(CITIZEN)
    maker = asic.of_card(desk.cards.card(CITIZEN), desk.cards.rules, MORNING)
    content = asic.signed(maker, {"plan.txt": b"plan"})
    command = StoreDocument(content, "plan.asice", "keda", takes_containers=True)
    stored: StoredDocument = engine.send(command, actor=person)
    with engine.read(person) as tx:
        assert person.person_id is not None
        papers.attach(tx, case_id=desk.case_id, owner_id=person.person_id, digests=[stored.document])
    clock.set(MORNING + LIFE - poller.AHEAD)
    has_newer_clock(desk.cards)

    done = poller.poll(engine)

    with engine.read(desk.reviewer) as tx:
        handed_out = documents.content(tx, engine.connections.files, stored.document, case_id=desk.case_id)
    rules = engine.connections.signature_rules
    assert rules is not None
    report = examine(handed_out.content, trust=rules.trust, at=clock.now())
    (one,) = report.signatures
    assert (done, waiting(desk)) == (2, ())
    assert (report.verdict, one.found.level) == (Verdict.VALID, Level.ARCHIVAL)


def test_package__of_a_closed_case__is_kept_and_renewed_until_the_case_goes_on(desk: Desk) -> None:
    engine, clock = desk.office.engine, desk.office.clock
    first, again = (case_package(engine, desk.case_id, actor=desk.reviewer) for _ in range(2))
    clock.set(MORNING + LIFE - poller.AHEAD)
    has_newer_clock(desk.cards)

    done = poller.poll(engine)

    renewed = case_package(engine, desk.case_id, actor=desk.reviewer)
    rules = engine.connections.signature_rules
    assert rules is not None
    report = examine(renewed.content, trust=rules.trust, at=clock.now())
    assert (first.content, done, waiting(desk)) == (again.content, 2, ())
    assert (report.verdict, ARCHIVE_STAMP in zip_names(renewed.content)) == (Verdict.VALID, True)
    with engine.read(desk.reviewer) as tx:
        head = cases.load(tx, desk.case_id)
        assert head is not None
    old = KeepPackage(desk.case_id, bytes(32).hex(), report.sha256, "old.asice", 1)
    engine.send(old, actor=system(head.municipality_id))
    with engine.read(desk.reviewer) as tx:
        assert tx.scalar("select count(*) from documents where kind = 'package'") == 1
    assert [difference for checked in reconcile(engine) for difference in checked.differences] == []


def zip_names(content: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(content)) as zipped:
        return zipped.namelist()


def test_document__that_grows_old__is_renewed_in_time_and_stands_for_the_old_one(desk: Desk) -> None:
    engine, clock = desk.office.engine, desk.office.clock
    settled = poller.poll(engine), waiting(desk)
    clock.set(MORNING + LIFE - poller.AHEAD)
    has_newer_clock(desk.cards)

    (due,), done = waiting(desk), poller.poll(engine)

    with engine.read(desk.reviewer) as tx:
        (act,) = papers.documents(tx, desk.case_id)
        handed_out = documents.content(tx, engine.connections.files, act.digest.hex(), case_id=desk.case_id)
        _, parts = packages.parts(tx, engine.connections.files, desk.case_id)
        found = signings.verify_act(tx, tx.scalar("select code from signings"))
    rules = engine.connections.signature_rules
    assert rules is not None
    report = verify(handed_out.content, trust=rules.trust, at=clock.now())
    assert (settled, due.problem, done) == ((1, ()), None, 1)
    assert [(signature.kind, signature.verdict) for signature in report.found] == [
        (Kind.PERSON, Verdict.VALID),
        (Kind.TIME, Verdict.VALID),
    ]
    assert report.found[0].level is Level.ARCHIVAL
    assert handed_out.content in [part.content for part in parts]
    assert found is not None
    assert (found.document, found.renewed) == (act.digest.hex(), report.sha256)
    assert (poller.poll(engine), waiting(desk)) == (0, ())
    assert [difference for checked in reconcile(engine) for difference in checked.differences] == []


def test_document__whose_renewal_would_prove_nothing_longer__is_a_problem_and_stays_as_it_is(
    desk: Desk,
) -> None:
    engine, clock = desk.office.engine, desk.office.clock
    poller.poll(engine)
    clock.set(MORNING + LIFE - poller.AHEAD)

    poller.poll(engine)

    (due,) = waiting(desk)
    assert due.problem == poller.OLD_SERVICE


def test_document__that_is_not_proven_any_more__is_a_problem_that_is_counted(desk: Desk) -> None:
    engine, clock = desk.office.engine, desk.office.clock
    poller.poll(engine)
    clock.set(MORNING + LIFE + timedelta(days=1))

    poller.poll(engine)

    (due,) = waiting(desk)
    with engine.read(system()) as tx:
        assert late(tx, tx.now, most=10) == 1
    assert due.problem is not None
    assert due.problem.startswith("result: ")

"""Signing with a card against whoever would cheat: each attack ends at the check that is named here.

The time stamp's own attacks are in `tests/signing/documents`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import psycopg
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

from engine.commands.signing import OpenApplicationSigning
from engine.db.cluster import Cluster
from engine.errors import EngineError, NotFound
from engine.reconcile import reconcile
from engine.scenarios.signers import ScenarioCard, Signers
from engine.signatures import ceremony
from engine.signatures.ceremony import SigningRequest
from engine.stores import papers
from engine.tenancy import Actor
from signing.prepared import Prepared
from signing.status import Silence
from tests.conftest import demo_settings
from tests.engine import signed
from tests.engine.kit import CITIZEN, MORNING, Office, an_office
from tests.engine.signed import SIMPLY_SIGNED

REVIEWER, OTHER = "00000002002", "00000002003"


@dataclass
class Desk:
    """A reviewer with a card, and the person who would cheat."""

    office: Office
    cards: Signers

    def __post_init__(self) -> None:
        self.signers = signed.Signers(self.office)
        self.reviewer = self.office.person(REVIEWER)
        self.card = self.cards.card(REVIEWER)

    def lay(self) -> UUID:
        """File a case and lay its act before the reviewer."""
        self.case_id = self.office.file().case_id
        return self.signers.lay(self.case_id, by=self.reviewer)

    def prepare(self, signing_id: UUID, card: ScenarioCard | None = None, **changes: Any) -> SigningRequest:
        shown = hashlib.sha256(
            ceremony.file_of(self.signers.see(signing_id, by=self.reviewer).row)
        ).hexdigest()
        said = {"shown": shown, "actor": self.reviewer, **changes}
        return ceremony.prepare(self.office.engine, signing_id, (card or self.card).der, **said)

    def finish(
        self, asked: SigningRequest, card: ScenarioCard | None = None, *, by: Actor | None = None
    ) -> Any:
        signature = (card or self.card).sign(asked.data)
        return ceremony.finish(self.office.engine, asked.preparation_id, signature, actor=by or self.reviewer)

    def meddle(self, asked: SigningRequest, **columns: Any) -> None:
        """Change what is kept, as whoever owns the database could."""
        with psycopg.connect(self.office.engine.settings.owner_url) as connection:
            for name, value in columns.items():
                connection.execute(
                    f"update preparations set {name} = %s where id = %s", (value, asked.preparation_id)
                )

    def kept(self, asked: SigningRequest) -> Prepared:
        with psycopg.connect(self.office.engine.settings.owner_url) as connection:
            row = connection.execute(
                "select kept from preparations where id = %s", (asked.preparation_id,)
            ).fetchone()
        assert row is not None
        return Prepared.from_bytes(row[0])

    def keep(self, asked: SigningRequest, prepared: Prepared) -> None:
        content = prepared.to_bytes()
        self.meddle(asked, kept=content, kept_digest=hashlib.sha256(content).digest())

    def is_decided(self) -> bool:
        return self.office.observe(self.case_id).outcome is not None


@pytest.fixture(scope="module")
def house(
    cluster: Cluster, furnished: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Office, Signers]]:
    cluster.create_database("ceremonies", template=furnished(SIMPLY_SIGNED))
    with an_office(demo_settings(cluster.url("ceremonies"), tmp_path_factory.mktemp("home"))) as office:
        cards = Signers(office.clock, MORNING)
        known = replace(office.engine.connections, signature_rules=cards.rules)
        office.engine = replace(office.engine, connections=known)
        yield office, cards


@pytest.fixture
def desk(house: tuple[Office, Signers]) -> Iterator[Desk]:
    office, cards = house
    engine = office.engine
    office.clock.set(MORNING)
    yield Desk(office, cards)
    office.engine = engine


def refused(desk: Desk, act: Any) -> str:
    """Return the code of the refusal; nothing was recorded by it."""
    with pytest.raises(EngineError) as error:
        act()
    assert not desk.is_decided()
    return error.value.error_code


def test_signing__by_the_card_of_the_person__decides(desk: Desk) -> None:
    desk.finish(desk.prepare(desk.lay()))

    assert desk.is_decided()


def test_card__of_another_person__is_refused_before_the_pin(desk: Desk) -> None:
    signing_id, other = desk.lay(), desk.cards.card(OTHER)

    assert refused(desk, lambda: desk.prepare(signing_id, other)) == "signature.other_card"


def test_certificate__swapped_after_preparing__is_not_what_was_prepared(desk: Desk) -> None:
    asked = desk.prepare(desk.lay())
    second = Signers(desk.office.clock, MORNING).card(REVIEWER)  # the same person's new card
    desk.meddle(asked, certificate=second.der)

    assert refused(desk, lambda: desk.finish(asked)) == "signing.preparation_changed"


def test_signature__by_another_key__is_none(desk: Desk) -> None:
    asked = desk.prepare(desk.lay())
    stolen = replace(desk.card, key=ec.generate_private_key(ec.SECP256R1()))

    assert refused(desk, lambda: desk.finish(asked, stolen)) == "signing.wrong_signature"


def test_prepared_file__changed__is_not_what_was_prepared(desk: Desk) -> None:
    asked = desk.prepare(desk.lay())
    kept = desk.kept(asked)
    changed = replace(kept, pdf=kept.pdf.replace(b"/Producer", b"/Prodycer", 1) + b"\n")
    desk.keep(asked, changed)

    assert refused(desk, lambda: desk.finish(asked)) == "signing.preparation_changed"


def test_prepared_file__changed_on_the_disk__is_noticed_before_it_is_read(desk: Desk) -> None:
    asked = desk.prepare(desk.lay())
    desk.meddle(asked, kept=b"something else")

    assert refused(desk, lambda: desk.finish(asked)) == "signing.preparation_changed"


def test_prepared_file__replaced_as_a_whole__was_not_signed(desk: Desk) -> None:
    other = desk.kept(desk.prepare(desk.lay()))
    asked = desk.prepare(desk.lay())
    desk.keep(asked, other)

    assert refused(desk, lambda: desk.finish(asked)) == "signing.wrong_signature"


def test_preparation__of_somebody_else__does_not_exist(desk: Desk) -> None:
    asked, thief = desk.prepare(desk.lay()), desk.office.person(OTHER)

    assert refused(desk, lambda: desk.finish(asked, by=thief)) == "signature.prepared_over"


def test_preparation__used_again__is_over(desk: Desk) -> None:
    asked = desk.prepare(desk.lay())
    desk.finish(asked)

    with pytest.raises(EngineError) as error:
        desk.finish(asked)

    assert error.value.error_code == "signature.prepared_over"


def test_signature__replayed_on_another_act__is_none(desk: Desk) -> None:
    first = desk.prepare(desk.lay())
    desk.finish(first)
    second = desk.prepare(desk.lay())

    def replay() -> None:
        signature = desk.card.sign(first.data)
        ceremony.finish(desk.office.engine, second.preparation_id, signature, actor=desk.reviewer)

    assert refused(desk, replay) == "signing.wrong_signature"


def test_preparation__too_old__is_over(desk: Desk) -> None:
    asked = desk.prepare(desk.lay())
    desk.office.clock.advance(timedelta(minutes=15))

    assert refused(desk, lambda: desk.finish(asked)) == "signature.prepared_over"


def test_document__other_than_the_one_shown__is_not_prepared(desk: Desk) -> None:
    signing_id = desk.lay()

    assert refused(desk, lambda: desk.prepare(signing_id, shown="0" * 64)) == "signature.shown_other"


def test_certificate__of_an_unknown_authority__is_refused_before_the_pin(desk: Desk) -> None:
    signing_id = desk.lay()
    false = replace(desk.card, certificate=_reissued(desk.card))

    assert refused(desk, lambda: desk.prepare(signing_id, false)) == "signing.certificate_refused"


def test_office__that_ended_while_the_card_signed__signs_nothing(desk: Desk) -> None:
    asked = desk.prepare(desk.lay())
    former = replace(desk.reviewer, roles=())  # as the next request reads them

    assert refused(desk, lambda: desk.finish(asked, by=former)) in ("signature.office_ended", "not_found")


def test_card__pulled_out__leaves_everything_as_it_was(desk: Desk) -> None:
    signing_id = desk.lay()
    desk.prepare(signing_id)  # and no signature comes
    waiting = desk.office.observe(desk.case_id)

    desk.finish(desk.prepare(signing_id))

    assert "review" in waiting.waiting
    assert desk.is_decided()


def test_time_stamps__silent__the_step_waits_and_the_signature_counts_later(desk: Desk) -> None:
    asked = desk.prepare(desk.lay())
    engine = desk.office.engine
    rules = engine.connections.signature_rules
    assert rules is not None
    silent = replace(rules, outside=replace(rules.outside, stamp=_silence))
    desk.office.engine = replace(engine, connections=replace(engine.connections, signature_rules=silent))

    without = refused(desk, lambda: desk.finish(asked))
    desk.office.engine = engine
    desk.finish(asked)

    assert without == "signing.no_stamp"
    assert desk.is_decided()


def test_crash__between_signature_and_command__leaves_what_was_before(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = desk.prepare(desk.lay())
    with monkeypatch.context() as patched:
        patched.setattr(type(desk.office.engine.bus), "send", _crash)
        with suppress(KeyboardInterrupt):
            desk.finish(asked)
    before = desk.is_decided()

    desk.finish(asked)

    assert (before, desk.is_decided()) == (False, True)


def test_signature__sent_by_two_windows_at_once__is_recorded_once(desk: Desk) -> None:
    asked = desk.prepare(desk.lay())

    def send(_: int) -> str:
        try:
            desk.finish(asked)
        except EngineError as error:
            return error.error_code
        return "done"

    with ThreadPoolExecutor(2) as pool:
        told = sorted(pool.map(send, range(2)))

    assert told == ["done", "signature.prepared_over"]
    assert [event.kind for event in desk.office.observe(desk.case_id).events].count("signature.added") == 1


def test_application__signed_and_filed__is_one_commit_and_nobody_elses_before(desk: Desk) -> None:
    office, citizen, card = desk.office, desk.office.person(CITIZEN), desk.cards.card(CITIZEN)
    command = OpenApplicationSigning("permits.note", "keda", {"note": "signed"}, "ka")
    signing_id = office.engine.send(command, actor=citizen).signing_id
    shown = hashlib.sha256(ceremony.file_of(desk.signers.see(signing_id, by=citizen).row)).hexdigest()
    with pytest.raises(NotFound):
        desk.signers.see(signing_id)  # an official of the municipality
    asked = ceremony.prepare(office.engine, signing_id, card.der, shown=shown, actor=citizen)

    desk.finish(asked, card, by=citizen)
    with pytest.raises(EngineError) as error:
        desk.finish(asked, card, by=citizen)

    found = desk.signers.see(signing_id)
    assert found.case_id is not None
    seen = office.observe(found.case_id)
    assert (found.state, seen.document["application"], error.value.error_code) == (
        "done",
        {"note": "signed"},
        "signature.prepared_over",
    )
    assert [event.kind for event in seen.events].count("signature.added") == 1
    with office.engine.read(citizen) as tx:
        (paper,) = papers.documents(tx, found.case_id)
    assert (paper.kind, paper.digest) == ("signed", found.row.document)
    assert [difference for checked in reconcile(office.engine) for difference in checked.differences] == []


def _silence(address: str, request: bytes) -> bytes:
    raise Silence


def _crash(*_: Any, **__: Any) -> None:
    raise KeyboardInterrupt


def _reissued(card: ScenarioCard) -> Any:
    """Return the certificate signed by nobody's key, under the authority's name."""
    found = card.certificate
    builder = x509.CertificateBuilder(
        found.issuer,
        found.subject,
        found.public_key(),
        found.serial_number,
        found.not_valid_before_utc,
        found.not_valid_after_utc,
    )
    for extension in found.extensions:
        builder = builder.add_extension(extension.value, extension.critical)
    return builder.sign(ec.generate_private_key(ec.SECP256R1()), hashes.SHA256())

"""Signed files are judged when they come; the verdict stays with them: in the case, on its page, packed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from engine.answers.named_files import files_known
from engine.commands.applications import StoredDocument, StoreDocument
from engine.documents.pdf import render_pdf
from engine.errors import Rejected
from engine.queries import cases, packages
from engine.scenarios.signers import Signers
from engine.signatures.trust import SignatureRules
from engine.stores import papers
from signing import pades
from tests.engine.fixtures import OpenOffice
from tests.engine.kit import CITIZEN, MORNING, Office
from tests.engine.services import PLAIN
from tests.signing.documents import asic
from tests.signing.documents.test_package import rezipped


@pytest.fixture
def office(open_office: OpenOffice) -> Iterator[Office]:
    with open_office(PLAIN) as found:
        yield found


@pytest.fixture
def cards(office: Office, monkeypatch: pytest.MonkeyPatch) -> Signers:
    """Authorities that are believed here."""
    made = Signers(office.clock, MORNING)
    monkeypatch.setattr("engine.signatures.received.rules_of", lambda _: made.rules)
    return made


def contract() -> bytes:
    return render_pdf("<p>ხელშეკრულება</p>", title="contract", language="ka").content


def signed(pdf: bytes, cards: Signers, rules: SignatureRules) -> bytes:
    card = cards.card(CITIZEN)
    prepared = pades.prepare(pdf, card.certificate, title="contract", place="Keda", at=MORNING)
    return pades.finish(
        prepared,
        card.sign(prepared.attributes),
        certificate=card.certificate,
        trust=rules.trust,
        outside=rules.outside,
        at=MORNING,
    )


def sent(office: Office, content: bytes) -> StoredDocument:
    stored: StoredDocument = office.engine.send(
        StoreDocument(content, "contract.pdf", "keda"), actor=office.person(CITIZEN)
    )
    return stored


def test_upload__that_is_signed__keeps_its_verdict_with_the_case(office: Office, cards: Signers) -> None:
    stored, person = sent(office, signed(contract(), cards, cards.rules)), office.person(CITIZEN)
    case_id = office.file().case_id

    with office.engine.read(person) as tx:
        known = files_known(tx, {"papers": [{"document": stored.document}]})
        assert person.person_id is not None
        papers.attach(tx, case_id=case_id, owner_id=person.person_id, digests=[stored.document])
        (own,) = (
            document for document in cases.view(tx, case_id, "ka").documents if document.kind == "upload"
        )
    with office.engine.read(office.staff("specialist")) as tx:
        (theirs,) = (
            document for document in cases.view(tx, case_id, "en").documents if document.kind == "upload"
        )
        _, parts = packages.parts(tx, office.engine.connections.files, case_id)

    assert (stored.signed, known[stored.document]["signed"]) == ("valid", "valid")
    assert own.received is not None
    assert theirs.received is not None
    assert [signature.verdict for signature in own.received.found] == ["valid"]
    assert CITIZEN not in repr(own.received)
    assert CITIZEN in repr(theirs.received)
    (kept,) = (json.loads(part.content) for part in parts if part.name == packages.RECEIVED)
    assert [(file["file"], file["verdict"]) for file in kept] == [("documents/contract.pdf", "valid")]


def test_upload__of_a_container__keeps_its_verdict_and_is_told_in_words(
    office: Office, cards: Signers
) -> None:
    maker = asic.of_card(cards.card(CITIZEN), cards.rules, MORNING)
    content, person = asic.signed(maker, {"contract.pdf": contract()}), office.person(CITIZEN)
    command = StoreDocument(content, "contract.asice", "keda", takes_containers=True)
    stored: StoredDocument = office.engine.send(command, actor=person)
    case_id = office.file().case_id

    with office.engine.read(person) as tx:
        assert person.person_id is not None
        papers.attach(tx, case_id=case_id, owner_id=person.person_id, digests=[stored.document])
    with office.engine.read(office.staff("specialist")) as tx:
        (theirs,) = (
            document for document in cases.view(tx, case_id, "en").documents if document.kind == "upload"
        )

    assert (stored.type, stored.signed) == ("application/vnd.etsi.asic-e+zip", "valid")
    assert theirs.received is not None
    assert [signature.verdict for signature in theirs.received.found] == ["valid"]
    assert ("Covered", "contract.pdf") in theirs.received.found[0].facts
    with pytest.raises(Rejected):
        sent(office, content)


def test_upload__of_a_container_with_a_file_more__is_taken_and_called_invalid(
    office: Office, cards: Signers
) -> None:
    maker = asic.of_card(cards.card(CITIZEN), cards.rules, MORNING)
    content = rezipped(
        asic.signed(maker, {"contract.pdf": contract()}), lambda files: files.update({"more.txt": b"more"})
    )
    command = StoreDocument(content, "contract.asice", "keda", takes_containers=True)

    stored: StoredDocument = office.engine.send(command, actor=office.person(CITIZEN))

    assert stored.signed == "invalid"


def test_upload__whose_signer_nobody_here_knows__is_taken_and_called_unproven(
    office: Office, cards: Signers, monkeypatch: pytest.MonkeyPatch
) -> None:
    content, trust = signed(contract(), cards, cards.rules), cards.rules.trust
    others = replace(cards.rules, trust=replace(trust, signers=trust.stamps.trust))
    monkeypatch.setattr("engine.signatures.received.rules_of", lambda _: others)

    assert sent(office, content).signed == "unknown"


@pytest.mark.parametrize(
    ("spoil", "verdict"),
    [
        (lambda pdf: pdf.replace(b"/Producer", b"/producer", 1), "invalid"),
        (lambda pdf: contract(), None),
    ],
    ids=["changed", "unsigned"],
)
def test_upload__changed_or_unsigned__is_taken_and_called_so(
    office: Office, cards: Signers, spoil: Any, verdict: str | None
) -> None:
    assert sent(office, spoil(signed(contract(), cards, cards.rules))).signed == verdict


def test_upload__where_nobodys_signatures_count__is_taken_unchecked(office: Office) -> None:
    cards = Signers(office.clock, MORNING)

    assert sent(office, signed(contract(), cards, cards.rules)).signed == "unchecked"

"""What a signer was shown is what is signed, byte by byte, also where several sign one file."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import pytest

from engine.errors import EngineError
from engine.scenarios.signers import Signers as Cards
from engine.signatures import ceremony
from engine.signatures.ceremony import SigningRequest
from engine.stores import papers
from engine.tenancy import system
from tests.engine.fixtures import OpenOffice
from tests.engine.kit import CITIZEN, MORNING, Office
from tests.engine.signed import TOGETHER, Signers

REVIEWER = "00000002002"
BESIDE = TOGETHER.replace("<zeebe:property name='mms:signOrder' value='fixed'/>", "")


@dataclass
class Table:
    """A paper that a clerk and the applicant sign in any order, each with a card."""

    office: Office
    cards: Cards

    def __post_init__(self) -> None:
        self.case_id = self.office.file().case_id
        self.signing_id = Signers(self.office).lay(self.case_id, by=self.office.person(REVIEWER))

    def shown(self, by: str) -> bytes:
        row = Signers(self.office).see(self.signing_id, by=self.office.person(by)).row
        return ceremony.file_of(row)

    def prepare(self, by: str, file: bytes) -> SigningRequest:
        shown = hashlib.sha256(file).hexdigest()
        engine, card, actor = self.office.engine, self.cards.card(by), self.office.person(by)
        return ceremony.prepare(engine, self.signing_id, card.der, shown=shown, actor=actor)

    def finish(self, by: str, asked: SigningRequest) -> None:
        signature = self.cards.card(by).sign(asked.data)
        actor = self.office.person(by)
        ceremony.finish(self.office.engine, asked.preparation_id, signature, actor=actor)

    def signed(self) -> list[bytes]:
        """Return the signed files of the case."""
        with self.office.engine.read(system(self.office.place())) as tx:
            kept = [document for document in papers.documents(tx, self.case_id) if document.kind == "signed"]
        return [self.office.engine.connections.files.get(bytes(document.digest).hex()) for document in kept]


@pytest.fixture
def table(open_office: OpenOffice) -> Iterator[Table]:
    with open_office(BESIDE) as office:
        cards = Cards(office.clock, MORNING)
        known = replace(office.engine.connections, signature_rules=cards.rules)
        office.engine = replace(office.engine, connections=known)
        yield Table(office, cards)


def refused(act: Any) -> str:
    with pytest.raises(EngineError) as error:
        act()
    return error.value.error_code


def test_file__that_each_was_shown__is_the_beginning_of_what_was_signed(table: Table) -> None:
    first = table.shown(REVIEWER)
    table.finish(REVIEWER, table.prepare(REVIEWER, first))
    second = table.shown(CITIZEN)
    table.finish(CITIZEN, table.prepare(CITIZEN, second))

    (signed,) = table.signed()

    assert second.startswith(first[:-100]) and len(second) > len(first)
    assert signed.startswith(second) and len(signed) > len(second)


def test_file__signed_by_another_since_it_was_shown__is_not_prepared(table: Table) -> None:
    before = table.shown(CITIZEN)
    table.finish(REVIEWER, table.prepare(REVIEWER, table.shown(REVIEWER)))

    assert refused(lambda: table.prepare(CITIZEN, before)) == "signature.shown_other"
    # Shown anew it is signed.
    table.finish(CITIZEN, table.prepare(CITIZEN, table.shown(CITIZEN)))
    assert len(table.signed()) == 1


def test_file__signed_by_another_while_the_card_was_asked__keeps_both_signatures(table: Table) -> None:
    asked = table.prepare(CITIZEN, table.shown(CITIZEN))
    table.finish(REVIEWER, table.prepare(REVIEWER, table.shown(REVIEWER)))

    assert refused(lambda: table.finish(CITIZEN, asked)) == "signature.shown_other"

    between = table.shown(CITIZEN)
    table.finish(CITIZEN, table.prepare(CITIZEN, between))
    (signed,) = table.signed()
    assert signed.startswith(between)

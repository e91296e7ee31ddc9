"""The municipality's seal: on the act before it leaves the house, and never without its device."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from engine.bootstrap import Engine, build
from engine.commands.supervision import RetryIncident
from engine.queries import cases, signings
from engine.queries.signings import VerifiedAct
from engine.reconcile import reconcile
from engine.scenarios.signers import ScenarioCard
from engine.scenarios.signers import Signers as Cards
from engine.signatures.seals import Seals
from engine.stores import papers
from signing.errors import TrustError
from signing.report import Changes, Verdict
from signing.verify import verify
from tests.engine.fixtures import OpenOffice
from tests.engine.kit import CITIZEN, MORNING, Office
from tests.engine.services import decide, flow, service_task, user_task
from tests.engine.signed import PROPERTIES, signed
from tests.engine.test_ceremony import Desk
from tests.pki.softhsm import LABEL, MODULE, PIN, token_with

ISSUED = (
    signed(user_task("review"), **PROPERTIES)
    + decide("grant", "granted")
    + service_task("issue", "act.issue", inputs={"file": "=review.signed.file"}, output="act")
    + service_task("tell", "letter.send", inputs={"template": '="told"', "document": "=act.document"})
    + '<bpmn:endEvent id="done"/>'
    + flow("application", "review")
    + flow("review", "grant")
    + flow("grant", "issue")
    + flow("issue", "tell")
    + flow("tell", "done")
)
TOKEN = "TEST municipality"


@dataclass
class House:
    """An office that signs and issues acts, and may have a seal."""

    desk: Desk
    sealed_by: ScenarioCard
    folder: Path
    opened: list[Engine] = field(default_factory=list)

    @property
    def office(self) -> Office:
        return self.desk.office

    def has_seal(self, **said: str) -> None:
        """Name the seal of Keda from now on."""
        (self.folder / "seal.pem").write_bytes(self.sealed_by.certificate.public_bytes(Encoding.PEM))
        (self.folder / "seal.pin").write_text(f"{PIN}\n")
        usual = {"module": str(MODULE), "token": TOKEN, "label": LABEL, "certificate": "seal.pem"}
        named = {"keda": {**usual, "pin_file": "seal.pin", **said}}
        (self.folder / "seals.json").write_text(json.dumps(named))
        settings = replace(self.office.engine.settings, seals=self.folder / "seals.json")
        engine = build(settings, clock=self.office.clock)
        self.opened.append(engine)
        self.believes(engine)

    def believes(self, engine: Engine) -> None:
        """Work with this engine, which believes the cards of the people here."""
        known = replace(engine.connections, signature_rules=self.desk.cards.rules)
        self.office.engine = replace(engine, connections=known)

    def decide(self) -> UUID:
        """Have an act signed, and return its case."""
        self.desk.finish(self.desk.prepare(self.desk.lay()))
        return self.desk.case_id

    def go_on(self, case_id: UUID) -> None:
        for _ in range(3):
            self.office.run_jobs(case_id)

    def seen_by_applicant(self, case_id: UUID) -> list[str]:
        with self.office.engine.read(self.office.person(CITIZEN)) as tx:
            return [
                document.digest
                for document in cases.view(tx, case_id, "ka").documents
                if document.kind == "order"
            ]

    def letters(self, case_id: UUID) -> list[str]:
        with self.office.engine.read(self.desk.reviewer) as tx:
            return [bytes(letter.document).hex() for letter in papers.letters_of_case(tx, case_id)]

    def public(self, case_id: UUID) -> VerifiedAct:
        with self.office.engine.read(self.desk.reviewer) as tx:
            code = tx.scalar("select code from signings where case_id = :id", id=case_id)
            found = signings.verify_act(tx, code)
        assert found is not None
        return found


@pytest.fixture
def house(
    open_office: OpenOffice, tmp_path: Path, seal_of_keda: Callable[[Cards], ScenarioCard]
) -> Iterator[House]:
    with open_office(ISSUED) as office:
        cards = Cards(office.clock, MORNING)
        found = House(Desk(office, cards), seal_of_keda(cards), tmp_path)
        found.believes(office.engine)
        yield found
        for engine in found.opened:
            engine.close()


@pytest.fixture(scope="module")
def seal_of_keda(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Cards], ScenarioCard]:
    """Return what gives the certificate that belongs to the key on the token."""
    made: list[bool] = []

    def card_of(cards: Cards) -> ScenarioCard:
        card = cards.card("00000002099")
        if not made:  # all cards of scenarios have one key
            token_with(card.key, tmp_path_factory.mktemp("seal"), TOKEN)
            made.append(True)
        return card

    return card_of


def test_act__of_a_municipality_with_a_seal__leaves_the_house_with_it(house: House) -> None:
    house.has_seal()

    case_id = house.decide()
    before = house.public(case_id).seal, house.seen_by_applicant(case_id)
    house.go_on(case_id)

    (sent,) = house.letters(case_id)
    order = house.office.engine.connections.files.get(sent)
    trust, now = house.desk.cards.rules.trust, house.office.clock.now()
    official, municipality = verify(order, trust=trust, at=now).found
    assert before == ("awaited", [])
    assert (official.verdict, official.changes) == (Verdict.VALID, Changes.SIGNATURES)
    assert (municipality.verdict, municipality.changes) == (Verdict.VALID, Changes.PROOF)
    assert (house.public(case_id).seal, house.public(case_id).document) == ("set", sent)
    assert house.seen_by_applicant(case_id) == [sent]
    assert [found for checked in reconcile(house.office.engine) for found in checked.differences] == []


def test_act__whose_seal_is_not_connected__waits_and_says_so(house: House) -> None:
    house.has_seal(token="none")

    case_id = house.decide()
    house.go_on(case_id)
    (incident,) = house.office.incidents(case_id)
    waiting = house.letters(case_id), house.seen_by_applicant(case_id)
    house.has_seal()
    retry = RetryIncident(incident.id)
    house.office.engine.send(retry, actor=house.office.staff("head_of_service"))
    house.go_on(case_id)

    assert (incident.code, waiting) == ("seal.no_token", ([], []))
    assert house.letters(case_id) == house.seen_by_applicant(case_id)
    assert house.public(case_id).seal == "set"


def test_act__of_a_municipality_without_a_seal__goes_out_as_it_was_signed(house: House) -> None:
    case_id = house.decide()

    house.go_on(case_id)

    assert house.letters(case_id) == house.seen_by_applicant(case_id) == [house.public(case_id).document]
    assert house.public(case_id).seal is None


@pytest.mark.parametrize(
    ("said", "mistake"),
    [
        ({"keda": {"module": "m", "token": "t", "label": "l", "certificate": "none.pem"}}, "PIN"),
        ({"keda": {"pin": "4711"}}, "no such entry"),
        (["keda"], "seals.json"),
    ],
)
def test_list_of_seals__with_a_mistake__names_it(tmp_path: Path, said: Any, mistake: str) -> None:
    (tmp_path / "seals.json").write_text(json.dumps(said))

    with pytest.raises(TrustError, match=mistake):
        _ = Seals(tmp_path / "seals.json").all

"""The signing queue: thirty orders in one sitting, and a card that is pulled out in between."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from engine.documents.files import digest_of
from engine.errors import EngineError
from engine.queries import signing_queue
from engine.scenarios.signers import Signers
from engine.signatures import ceremony
from tests.engine import signed
from tests.engine.fixtures import OpenOffice
from tests.engine.kit import MORNING
from tests.engine.signed import SIMPLY_SIGNED, TOGETHER

REVIEWER = "00000002002"
THIRTY = 30  # what a mayor has on the desk on a Friday; it takes some seconds

SHOWN = 20  # of which the queue holds no more at a time, and counts all


def test_signing_queue__thirty_orders_and_a_card_pulled_out__all_signed_once_in_order(
    open_office: OpenOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(signing_queue, "MOST", SHOWN)
    with open_office(SIMPLY_SIGNED) as office:
        cards = Signers(office.clock, MORNING)
        known = replace(office.engine.connections, signature_rules=cards.rules)
        office.engine = replace(office.engine, connections=known)
        people, reviewer, card = signed.Signers(office), office.person(REVIEWER), cards.card(REVIEWER)
        for _ in range(THIRTY):
            office.file()

        def prepare(signing_id: UUID) -> Any:
            shown = digest_of(ceremony.file_of(people.see(signing_id, by=reviewer).row))
            return ceremony.prepare(office.engine, signing_id, card.der, shown=shown, actor=reviewer)

        pins, left = 0, []
        while True:
            with office.engine.read(reviewer) as tx:
                found = signing_queue.of_actor(tx)
            left.append(found.count)
            if not found.steps:
                break
            assert len(found.steps) == min(left[-1], SHOWN)
            signing_id = people.lay(found.steps[0].case_id, by=reviewer)
            asked = prepare(signing_id)
            if len(left) == THIRTY // 2:  # the card is pulled out: nothing comes, and one begins again
                asked = prepare(signing_id)
            pins += 1
            ceremony.finish(office.engine, asked.preparation_id, card.sign(asked.data), actor=reviewer)

        assert left == list(range(THIRTY, -1, -1))
        assert pins == THIRTY
        assert people.numbers() == [(f"KEDA-O-2026-{n:05}", "used") for n in range(1, THIRTY + 1)]


def test_signing_queue__of_a_second_signer__has_what_the_first_laid_out(
    open_office: OpenOffice,
) -> None:
    with open_office(TOGETHER) as office:
        people = signed.Signers(office)
        signing_id = people.lay(office.file().case_id)

        with office.engine.read(people.applicant) as tx:
            waiting = [signing.signing_id for signing in signing_queue.waiting(tx)]
        people.sign(signing_id)
        people.sign(signing_id, by=people.applicant)
        with office.engine.read(people.applicant) as tx:
            after = signing_queue.waiting(tx)

        assert (waiting, after) == ([signing_id], ())
        with pytest.raises(EngineError):
            people.sign(signing_id, by=people.applicant)

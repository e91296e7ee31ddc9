"""The card program with a PKCS #11 module instead of a profile: OpenSC's, on a virtual card it knows."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from signing.sign_in import SignInRules, prove
from signing.trust import Issuer, TrustList
from tests.cards.agent import SITE, Agent, agent
from tests.cards.conftest import Holders
from tests.cards.desk import Desk
from tests.cards.test_agent import NONCE, code, to_sign
from tests.cards.test_agent_refusals import PIN
from tests.cards.test_cards import verify
from tests.pki.country import NUMBER, Country
from tests.signing.kit import fetch


@pytest.fixture
def module_page(office: Desk, tmp_path: Path) -> Iterator[Agent]:
    """A page whose program uses cards by OpenSC's module."""
    office.insert("georgian")
    (tmp_path / "mms-card").mkdir()
    (tmp_path / "mms-card" / "module").write_text(f"{next(Path('/usr/lib').glob('**/opensc-pkcs11.so'))}\n")
    own = {"XDG_CACHE_HOME": str(tmp_path)}
    with agent(tmp_path, "--demo", **office.environment, **own) as running:
        yield running


def test_module__right_pins__sign_in_and_sign(module_page: Agent, nation: Country, holders: Holders) -> None:
    module_page.begin("authenticate", nonce=NONCE)
    module_page.type("1234", after="PIN for signing in: ")
    token = module_page.hear()["result"]["token"]
    module_page.begin("sign", **to_sign())
    module_page.type("123456", after=PIN)
    [signature] = module_page.hear()["result"]["signatures"]

    issuer = Issuer(nation.sign_in.certificate, f"{nation.sign_in.address}/ocsp")
    rules = SignInRules(SITE, TrustList((nation.root.certificate,), (issuer,)))
    raw, now = json.dumps(token).encode(), datetime.now(UTC)
    assert prove(raw, nonce=NONCE, at=now, rules=rules, fetch=fetch).personal_number == NUMBER
    verify(holders["georgian"][1].certificate, base64.b64decode(signature), "sha256")


def test_module__wrong_pins__count_down_as_far_as_the_module_says(module_page: Agent, office: Desk) -> None:
    module_page.begin("sign", **to_sign())
    module_page.type("12", after=PIN)
    for _ in range(3):
        module_page.type("999999", after=PIN)
    blocked = module_page.hear()
    found = module_page.ask("status")["result"]["findings"]

    assert code(blocked) == "pin.blocked"
    assert "Tries left: 1" in module_page.screen
    assert [problem["code"] for problem in found] == ["pin.blocked.sign"]


def test_module__card_pulled_or_no_module__says_so(module_page: Agent, office: Desk, tmp_path: Path) -> None:
    module_page.begin("sign", **to_sign())
    module_page.read(PIN)
    office.pull()
    gone = module_page.hear()
    nothing = module_page.ask("status")["result"]["findings"]
    (tmp_path / "mms-card" / "module").write_text("/nonexistent/module.so\n")
    with agent(tmp_path, "--demo", **office.environment) as other:
        unusable = other.ask("status")["result"]["findings"]

    assert code(gone) == "card.gone"
    assert [problem["code"] for problem in (*nothing, *unusable)] == ["card.no_card", "card.no_module"]

"""What validation knows of the platform's messages is what the platform sends."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from engine.budgets import handlers as budgets
from engine.cases.messages import ASSET_GONE, BUDGET_RESERVED, PAYMENT_SETTLED, WITHDRAWN
from engine.catalogue.check.message_kinds import PAYLOADS
from engine.catalogue.triggers import MESSAGES
from engine.connectors.registry_feed import RegistryEvent
from engine.handlers import cases, letters
from engine.operations.delivery import OPENED
from engine.payments import rules as payments
from engine.property.operations import others
from engine.registers.jobs import registry_feed

SENDERS: dict[str, Callable[..., Any]] = {
    WITHDRAWN: cases.withdraw_case,
    OPENED: letters.read_letters,
    ASSET_GONE: others.notify_gone,
    PAYMENT_SETTLED: payments.notify_case,
    BUDGET_RESERVED: budgets._notify_case,
}


def written_keys(sender: Callable[..., Any]) -> set[str]:
    """Return the keys of the payloads that a function writes out."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(inspect.getsource(sender))):
        if isinstance(node, ast.Dict):
            found |= {key.value for key in node.keys if isinstance(key, ast.Constant)}
        elif isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store):
            assert isinstance(node.slice, ast.Constant)
            found.add(node.slice.value)
    return found


@pytest.mark.parametrize("name", SENDERS)
def test_payload__of_a_message_of_the_platform__has_the_names_that_are_sent(name: str) -> None:
    assert {member for member, _ in PAYLOADS[name].members} == written_keys(SENDERS[name])


def test_payload__of_an_event_of_the_registry__has_the_names_that_are_sent() -> None:
    content = RegistryEvent(1, "death", "", date.min).content.keys()
    sent = content | written_keys(registry_feed.follow)

    assert {member for member, _ in PAYLOADS[MESSAGES["death"]].members} == sent
    for kind in ("address", "citizenship"):
        assert {member for member, _ in PAYLOADS[MESSAGES[kind]].members} == sent - {"died_on"}

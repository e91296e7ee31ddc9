"""What a command brought is told again to whoever asks again under its key, as it was told first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import UTC, date, datetime
from typing import Any, get_type_hints
from uuid import UUID

import pytest

from engine.command_registry import ROUTES
from engine.commands.applications import StoredDocument
from engine.commands.cases import StepTaken
from engine.commands.contacts import CodeAnswered
from engine.interceptors.idempotency import decode, encode

MOMENT = datetime(2026, 9, 1, 6, 0, tzinfo=UTC)
VALUES: dict[Any, Any] = {
    UUID: UUID(int=1),
    UUID | None: None,
    str: "text",
    str | None: "text",
    int: 7,
    bool: True,
    datetime: MOMENT,
    datetime | None: MOMENT,
    date: MOMENT.date(),
    date | None: MOMENT.date(),
    tuple[UUID, ...]: (UUID(int=2), UUID(int=3)),
    tuple[str, ...]: ("text", "another"),
    tuple[int, ...]: (3, 8),
    Mapping[str, str]: {"ka": "მიზანი", "en": "purpose"},
}


RESULTS = {route.result.__name__: route.result for route in ROUTES.values() if route.result is not None}


@pytest.mark.parametrize("name", RESULTS)
def test_result__kept_and_read__is_the_same(name: str) -> None:
    kind = RESULTS[name]
    if kind is UUID:
        result: Any = VALUES[UUID]
    else:
        hints = get_type_hints(kind)
        result = kind(**{field.name: VALUES[hints[field.name]] for field in fields(kind)})

    assert decode(encode(result, kind), kind) == result


def test_result__that_may_not_be_kept__is_refused_at_once() -> None:
    with pytest.raises(TypeError):
        encode(CodeAnswered(token="secret", contact_id=None, tries_left=3), None)


def test_result__of_another_command__is_neither_kept_nor_read() -> None:
    step = StepTaken(UUID(int=1), 2)
    with pytest.raises(TypeError):
        encode(step, StoredDocument)
    with pytest.raises(TypeError):
        decode(encode(step, StepTaken), StoredDocument)

"""Everyday questions find the right page among the first three, in either script and in English."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from engine.queries import catalogue, places
from engine.queries.catalogue import Found, FoundService
from engine.tenancy import system
from tests.web.desk import Desk

HERE = Path(__file__).parent


def questions(name: str) -> list[Any]:
    said = tomllib.loads((HERE / name).read_text("utf-8"))["question"]
    return [pytest.param(asked["text"], asked["right"], id=asked["text"]) for asked in said]


def code_of(found: Found) -> str:
    return found.service.code if isinstance(found, FoundService) else found.programme.code


def answers(desk: Desk, question: str) -> Iterator[str]:
    with desk.engine.read(system()) as tx:
        keda = places.municipality(tx, "keda")
        yield from map(code_of, catalogue.search_all(tx, question, municipality=keda))


@pytest.mark.parametrize(("question", "right"), [*questions("asked.toml"), *questions("kept_aside.toml")])
def test_question__of_a_citizen__finds_the_right_page_among_the_first_three(
    desk: Desk, question: str, right: list[str]
) -> None:
    found = list(answers(desk, question))

    assert set(right) & set(found[:3]) if right else not found, found[:5]

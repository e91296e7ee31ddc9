"""Each expiry policy is known wherever something follows from it; each test names one such place."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from engine.terms.expiry import EXPIRY_POLICIES, ExpiryPolicy
from engine.texts import LANGUAGES, Texts
from tests.structure.newest import newest_check

ROOT = Path(__file__).parents[2]
ENGINE = Texts.load(ROOT / "engine" / "texts")
WEB = Texts.load(ROOT / "web" / "texts")

every_policy = pytest.mark.parametrize("policy", EXPIRY_POLICIES.values(), ids=lambda policy: policy.code)
every_language = pytest.mark.parametrize("language", LANGUAGES)


def schema() -> Any:
    return json.loads((ROOT / "bpmn" / "schemas" / "service.schema.json").read_text())


def test_schema_of_services__admits_exactly_the_policies() -> None:
    assert schema()["$defs"]["on_expiry"]["enum"] == list(EXPIRY_POLICIES)


def test_table_of_clocks__admits_exactly_the_policies() -> None:
    assert newest_check("on_expiry") == list(EXPIRY_POLICIES)


@every_language
@every_policy
def test_timeline__of_a_case_and_of_a_stage__has_words(policy: ExpiryPolicy, language: str) -> None:
    for of in ("clock", "stage"):
        given = {"last_day": "x", "clock": "y", "due_at": "z"}
        assert ENGINE.get(language, f"events.{of}.expired.{policy.code}", **given)


@every_language
@every_policy
def test_pages__before_the_last_day__say_what_silence_means(policy: ExpiryPolicy, language: str) -> None:
    assert WEB.get(language, f"silence.{policy.code}")


@every_language
@every_policy
def test_letter__to_the_applicant__says_what_is_deemed(policy: ExpiryPolicy, language: str) -> None:
    letter = (ROOT / f"engine/notifications/templates/term_expired.{language}.html").read_text()

    assert policy.deemed is None or f'mms:if="=clock.deemed = &quot;{policy.deemed}&quot;"' in letter


@every_policy
def test_page_of_analysts__says_what_follows(policy: ExpiryPolicy) -> None:
    page = (ROOT / "docs" / "diagrams.md").read_text()
    (about,) = re.findall(r"`on_expiry` says what follows: .*?\n\n", page, re.DOTALL)

    assert f"`{policy.code}`" in about

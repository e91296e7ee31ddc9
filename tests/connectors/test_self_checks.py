"""What an operator is told at the start about the connections to other systems."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from engine import texts as engine_texts
from engine.bootstrap import build
from engine.installation import serve
from engine.settings import Settings
from engine.texts import LANGUAGES, Texts

ROOT = Path(__file__).parents[2]
CODE = re.compile(r'"(connector\.[a-z_]+)"')


def test_self_checks__one_sound_one_unsound_one_without_address__are_said_line_by_line(
    settings: Settings,
) -> None:
    configured = replace(
        settings,
        civil_registry_url="http://registry.invalid",
        treasury_url="https://treasury.invalid",
        treasury_token="t" * 40,
        sms_url=None,
    )
    engine = build(configured)

    said = list(serve.self_checks(engine.connections.connectors))

    engine.close()
    assert said == [
        "Connection civil_registry: "
        "base_url is not encrypted and leads to another machine; https:// is needed",
        "Connection treasury: settings in order",
    ]


def test_start__in_production__says_what_each_connector_found(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    configured = replace(settings, mode="production", treasury_url="https://treasury.invalid")

    engine = build(configured)
    try:
        serve.load(engine)
    finally:
        engine.close()

    assert "Connection treasury: token is missing\n" in capsys.readouterr().out


@pytest.mark.parametrize("language", LANGUAGES)
def test_finding__every_code_of_a_connector__has_words(language: str) -> None:
    texts = Texts.load(Path(engine_texts.__file__).parent)
    sources = (ROOT / "engine" / "connectors").glob("*.py")
    codes = {code for source in sources for code in CODE.findall(source.read_text())}

    assert len(codes) == 7
    assert [code for code in sorted(codes) if texts.find(language, code) is None] == []

"""Every word exists in both languages, and every word that a page asks for exists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import Flask

import web
from engine.errors import EngineError
from web.i18n import LANGUAGES, TEXTS
from web.words import TEXTS as ENGINE_TEXTS

HOME = Path(web.__file__).parent
ASKED = re.compile(r"""\b(?:t|has_text)\(\s*["']([a-z0-9_.]+)["'](?!\s*~)""")
COUNTED = re.compile(r"""\bcount\(\s*f?["']([a-z0-9_.]+)["']""")
# Keys that are put together from a value; the values are those of the engine's views.
COMPUTED = re.compile(r"""\b(?:t|has_text)\(\s*["']([a-z0-9_.]+\.)["']\s*~""")


COMPUTED_IN_CODE = (
    "absence.entered.",
    "adhoc.column.",
    "absence.state.",
    "absence.column.",
    "returns.column.",
    "account.channels.go.",
    "api.fault.",
    "api.tag.",
    "api.title.",
    "acting.area.",
    "cases.column.",
    "cash.paper.",
    "certificate.paper.",
    "registers.file.",
    "payment.came_back.",
    "origin.",
    "error.4",
    "error.5",
    "error.csrf",
    "error.recorded.",
    "term.",
    "service.may.",
    "silence.",
    "studio.script.",
    "comments.script.",
    "comments.turn.",
    "designing.script.",
    "canvas.script.",
    "canvas.keys.do.",
    *(f"letters.{part}." for part in ("script", "group", "value", "unit", "part")),
    "drawing.script.",
    "drawing.message.",
    "export.event.",
    *(f"report.{part}." for part in ("complaints", "condition", "forecast", "ground", "national")),
    *(
        f"sub_programme.{part}."
        for part in ("amount", "decided", "figure", "limit", "not_beside", "often", "paid", "paper")
        + ("register", "rule", "step", "who", "within")
    ),
)


def _sources() -> list[Path]:
    return [*HOME.rglob("*.py"), *HOME.glob("templates/**/*.html")]


def test_texts__both_languages__have_the_same_keys() -> None:
    assert TEXTS.gaps() == ()


def test_texts__same_key__has_the_same_placeholders_in_each_language() -> None:
    keys = TEXTS.by_language["ka"]

    differing = [
        key for key in keys if len({TEXTS.placeholders(language, key) for language in LANGUAGES}) > 1
    ]

    assert differing == []


@pytest.mark.parametrize("source", _sources(), ids=lambda path: str(path.relative_to(HOME)))
def test_texts__key_used_in_a_page__exists(source: Path) -> None:
    text = source.read_text("utf-8")

    keys = set(ASKED.findall(text))
    counted = {f"{key}.{form}" for key in COUNTED.findall(text) for form in ("one", "other")}

    assert sorted((keys | counted) - TEXTS.by_language["ka"].keys()) == []


def test_texts__key__is_used_by_some_page() -> None:
    everything = "\n".join(source.read_text("utf-8") for source in _sources())
    prefixes = tuple(COMPUTED.findall(everything)) + COMPUTED_IN_CODE

    unused = [
        key
        for key in TEXTS.by_language["ka"]
        if not key.startswith(prefixes) and key.removesuffix(".one").removesuffix(".other") not in everything
    ]

    assert unused == []


def test_texts__prefix_used_in_a_page__has_texts() -> None:
    prefixes = {found for source in _sources() for found in COMPUTED.findall(source.read_text("utf-8"))}
    assert len(prefixes) > 5

    empty = [prefix for prefix in prefixes if not TEXTS.under("ka", prefix.rstrip("."))]

    assert empty == []


def test_georgian__in_style_sheets__is_never_put_into_capitals() -> None:
    sheets = HOME.glob("frontend/src/*.css")

    assert [
        sheet.name for sheet in sheets if re.search(r"text-transform:\s*(upper|capital)", sheet.read_text())
    ] == []


def test_georgian__in_texts__has_no_capitals() -> None:
    mtavruli = re.compile("[Ა-Ჿ]")

    assert [key for key, words in TEXTS.by_language["ka"].items() if mtavruli.search(words)] == []


def _kinds(base: type[EngineError]) -> list[type[EngineError]]:
    return [base, *(kind for subclass in base.__subclasses__() for kind in _kinds(subclass))]


def test_engine_errors__every_code__has_words_in_both_languages(app: Flask) -> None:
    codes = {kind.code for kind in _kinds(EngineError)} - {EngineError.code}
    assert len(codes) > 10

    missing = [
        (lang, code)
        for lang in LANGUAGES
        for code in sorted(codes)
        if not ENGINE_TEXTS.find(lang, f"errors.{code}")
    ]

    assert missing == []

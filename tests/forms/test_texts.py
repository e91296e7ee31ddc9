"""Every refusal has a sentence in both languages."""

from __future__ import annotations

import json
import re
from importlib import resources
from pathlib import Path
from string import Formatter

import pytest

import forms
from forms.errors import text

SOURCES = {path.name: path.read_text() for path in Path(forms.__file__).parent.glob("*.py")}
TEMPLATES = "".join(path.read_text() for path in (Path(forms.__file__).parent / "templates").glob("*.html"))


def flat(language: str) -> dict[str, str]:
    found: dict[str, str] = {}

    def walk(tree: dict[str, object], prefix: str) -> None:
        for key, value in tree.items():
            if isinstance(value, dict):
                walk(value, f"{prefix}{key}.")
            else:
                found[prefix + key] = str(value)

    walk(json.loads(resources.files("forms").joinpath(f"texts/{language}.json").read_text("utf-8")), "")
    found.pop("_review", None)
    return found


def codes(pattern: str) -> set[str]:
    return {code for source in SOURCES.values() for code in re.findall(pattern, source)}


def test_texts__both_languages__have_the_same_keys_and_placeholders() -> None:
    ka, en = flat("ka"), flat("en")

    assert ka.keys() == en.keys()
    for key, sentence in ka.items():
        assert placeholders(sentence) == placeholders(en[key]), key


def placeholders(sentence: str) -> set[str | None]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


def test_texts__georgian__is_in_georgian_letters_without_capitals() -> None:
    for key, sentence in flat("ka").items():
        assert not re.search("[\u1c90-\u1cbf]", sentence), key
        assert key.endswith("with_label") or re.search("[\u10d0-\u10ff]", sentence), key


def test_texts__every_code_that_can_be_raised__has_a_sentence() -> None:
    raised = codes(r'Refused\("(\w+)"') | codes(r'Problem\("(\w+)"') | codes(r'_whole\([^)]*?"(\w+)"\)')
    raised |= {f"too_{side}_{what}" for side in ("few", "many") for what in ("rows", "choices", "files")}
    raised |= {"must_confirm", "choose", "file_required", "required", "not_an_object"}
    refused = codes(r'FormError\(\s*"(\w+)"')

    assert len(raised) > 30
    assert len(refused) > 20
    assert {f"errors.{code}" for code in raised} <= flat("en").keys()
    assert {f"form.{code}" for code in refused} <= flat("en").keys()


def test_texts__every_sentence__is_used() -> None:
    everything = "".join(SOURCES.values()) + TEMPLATES

    unused = [key for key in flat("en") if f'"{key.split(".")[-1]}"' not in everything and not used(key)]

    assert unused == []


def used(key: str) -> bool:
    """Whether the code puts this key together from parts."""
    group, _, name = key.partition(".")
    return (
        group == "hint"
        or name.startswith(("too_few_", "too_many_", "file_signature_"))
        or name.endswith(("_too_early", "_too_late"))
        or f'"{group}.{name}"' in "".join(SOURCES.values())
    )


def test_text__unknown_key_or_language__is_a_mistake_of_ours() -> None:
    with pytest.raises(KeyError):
        text("errors.nothing", "ka")
    with pytest.raises(KeyError):
        text("errors.required", "ru")

"""Each way of a copy, and each channel of a service, is known wherever something follows from it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import get_args

from engine.handlers.channels import CHANNELS
from engine.identity.contact_address import Kind
from engine.notifications.channels import Way
from engine.representation.mandates import CENTER
from engine.studio.settings_file import CHANNELS as OF_SERVICES
from engine.texts import LANGUAGES, Texts
from tests.structure.newest import newest_check

ROOT = Path(__file__).parents[2]


def test_choices__in_the_database__are_the_ways() -> None:
    assert newest_check("channel") == [way for way in get_args(Way) if way != "unreachable"]
    assert newest_check("copied_by") == list(get_args(Way))


def test_contacts__of_each_kind__have_a_way_of_their_own() -> None:
    assert CHANNELS.keys() == set(get_args(Kind))
    assert set(CHANNELS.values()) == set(get_args(Way)) - {"portal", "unreachable"}


def test_channels__of_services__are_those_of_the_schema_and_have_words() -> None:
    schema = json.loads((ROOT / "bpmn" / "schemas" / "service.schema.json").read_text())
    words = Texts.load(ROOT / "web" / "texts")

    assert list(OF_SERVICES) == schema["properties"]["channels"]["items"]["enum"]
    assert CENTER in OF_SERVICES
    for language in LANGUAGES:
        for channel in OF_SERVICES:
            assert words.find(language, f"service.ways.{channel}")

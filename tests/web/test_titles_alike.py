"""Titles of pages about courts, centres and hours: nobody takes one page for another."""

from __future__ import annotations

import json
from itertools import permutations
from pathlib import Path

import pytest

import web

TITLES = (
    "admin.court.title",
    "admin.courts.title",
    "admin.office_hours.title",
    "admin.centers.title",
    "admin.center_entries.title",
    "hours.title",
)


@pytest.mark.parametrize("language", ["ka", "en"])
def test_titles__of_pages_about_alike_things__do_not_hold_each_other(language: str) -> None:
    folder = Path(web.__file__).parent / "texts" / language
    texts = {
        key: said for path in folder.glob("*.json") for key, said in json.loads(path.read_text()).items()
    }

    titles = [texts[key] for key in TITLES]

    assert [(short, long) for short, long in permutations(titles, 2) if short.lower() in long.lower()] == []

"""Georgian endings: every municipality's genitive, and days as sentences name them."""

from __future__ import annotations

import json
from datetime import date

import pytest
from flask import Flask

from engine.installation.loading import BPMN
from web.georgian import day_from, day_genitive, genitive


@pytest.mark.parametrize(
    ("name", "of"),
    [("ქედა", "ქედის"), ("თელავი", "თელავის"), ("საჩხერე", "საჩხერის"), ("მესტია", "მესტიის"),
     ("წყალტუბო", "წყალტუბოს"), ("ჩხოროწყუ", "ჩხოროწყუს"), ("გარდაბანი", "გარდაბნის"),
     ("ყვარელი", "ყვარლის"), ("ქალაქი ბათუმი", "ქალაქ ბათუმის")],
)  # fmt: skip
def test_genitive__of_a_municipality__is_as_people_say_it(name: str, of: str) -> None:
    assert genitive(name) == of


def test_genitive__of_every_municipality__ends_as_a_genitive_does() -> None:
    names = [
        json.loads(path.read_bytes())["names"]["ka"] for path in (BPMN / "municipalities").glob("*.json")
    ]

    assert len(names) > 50
    assert all(genitive(name).endswith(("ის", "ოს", "უს")) for name in names)


def test_days__in_georgian__bear_their_endings(app: Flask) -> None:
    with app.test_request_context():
        assert day_from(date(2026, 1, 1)) == "2026 წლის 1\xa0იანვრიდან"
        assert day_from(date(2026, 8, 5)) == "2026 წლის 5\xa0აგვისტოდან"
        assert day_genitive(date(2026, 12, 31)) == "2026 წლის 31\xa0დეკემბრის"

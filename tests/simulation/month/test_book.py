"""The book of what people say: whoever is drawn from it has everything that comes before."""

from __future__ import annotations

import pytest

from tests.simulation.month.book import Book
from tests.simulation.month.environment import PLACE
from tests.simulation.month.load_model import LOAD


@pytest.mark.small
def test_book__scenarios_that_may_be_drawn__know_those_that_come_before() -> None:
    book = Book(PLACE)

    drawn = [page for service in LOAD for page in book.pages[service].values()]
    earlier = {before for page in drawn for before in page.before}

    assert ("construction.notify", "agreed") in earlier
    assert {(service, name) for service, name in earlier if name not in book.pages[service]} == set()

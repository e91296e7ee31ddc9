"""Lots at auction as everybody reads them: the list with its map, and one lot."""

from __future__ import annotations

from typing import Final
from uuid import uuid4

import psycopg

from tests.e2e.tour.visit import Tour, engine_of
from tests.web.test_lots import MARKER, PUT_UP

FIRST: Final = {"en": 10, "ka": 50}  # numbers of each language's tour, which two tours must not share
WHERE: Final = "select m.code from lots l join municipalities m on m.id = l.municipality_id where l.id = %s"


def lots(tour: Tour) -> None:
    """Put a lot up, as the auction's answer leaves it in the database, and read it as anybody."""
    lot_id, number = uuid4(), FIRST[tour.language] + int(tour.mark, 16) % 40
    with (
        engine_of(tour.installation) as engine,
        psycopg.connect(engine.settings.owner_url) as connection,
    ):
        said = {"id": lot_id, "number": str(number), "now": engine.clock.now(), "marker": MARKER}
        connection.execute(PUT_UP.encode(), said)
        row = connection.execute(WHERE, (lot_id,)).fetchone()
    assert row is not None
    stranger = tour.person()
    tour.visit(stranger, f"/municipalities/{row[0]}/lots", "lots")
    tour.visit(stranger, f"/municipalities/{row[0]}/lots/{lot_id}", "lot")

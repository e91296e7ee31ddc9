"""The plan of a table of community centres: asked by its page, and again when it is entered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from engine.centers.rules.center_table import CenterFacts, CenterPlan, plan_of
from engine.centers.store import center_entries as store
from engine.clock import local_date
from engine.db.pool import Transaction
from engine.offices.administration import DayIsOver, ground, of_the_country
from engine.place_cells import Place
from engine.queries.views import Names
from engine.spreadsheets import Cells


def looked_at(tx: Transaction, cells: Sequence[Cells], *, act: str, first_on: date) -> CenterPlan:
    """Return what would come of a table. Raises `NotAllowed`, `ActNotNamed`, `DayIsOver`."""
    of_the_country(tx)
    rests_on = ground(act)
    if first_on < local_date(tx.now):
        raise DayIsOver
    known = {
        row.number: CenterFacts(_said(row.names), row.code, row.address, row.phone, row.hours)
        for row in store.on(tx, first_on)
    }
    places = [Place(row.id, row.code, row.names) for row in store.places(tx)]
    return plan_of(cells, known, places, act=rests_on, first_on=first_on)


def _said(names: Names) -> Names:
    """Return the names that are known: files leave open how one is spelt in Georgian."""
    return {language: name for language, name in names.items() if name}

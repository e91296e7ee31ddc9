"""Dry run of a table of courts: asked by its page, and again when it is entered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from engine.clock import local_date
from engine.courts.table import CourtFacts, CourtPlan, KnownCourts, plan_of
from engine.db.pool import Transaction
from engine.offices.administration import DayIsOver, as_the_engine, ground, of_the_country
from engine.place_cells import Place
from engine.spreadsheets import Cells
from engine.stores import municipality_settings as settings
from engine.stores import reference


def looked_at(tx: Transaction, cells: Sequence[Cells], *, act: str, first_on: date) -> CourtPlan:
    """Return what would come of a table. Raises `NotAllowed`, `ActNotNamed`, `DayIsOver`."""
    of_the_country(tx)
    rests_on = ground(act)
    if first_on < local_date(tx.now):
        raise DayIsOver
    with as_the_engine(tx):
        later = settings.later_everywhere(tx, settings.COURT, on=first_on)
        rows = settings.in_force_everywhere(tx, settings.COURT, on=first_on)
        everywhere = [Place(row.id, row.code, row.names) for row in reference.everywhere(tx)]
    known = KnownCourts(
        {place.code: facts_of(rows[place.id].content) for place in everywhere if place.id in rows},
        {place.code: later[place.id] for place in everywhere if place.id in later},
    )
    return plan_of(cells, known, everywhere, act=rests_on, first_on=first_on)


def facts_of(content: Mapping[str, Any]) -> CourtFacts:
    """Return the court that a setting of a municipality holds."""
    return CourtFacts(content["name"], content["address"] or {})

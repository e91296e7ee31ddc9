"""The clocks of a case as pages show them: until when, how that was counted, by which law."""

from __future__ import annotations

from typing import Any

from engine.catalogue.published import Published
from engine.clock import local_date
from engine.db.pool import Transaction
from engine.formats import act_in_words
from engine.operations.clockwork import OVERALL
from engine.queries.views import DeadlineView
from engine.stores import clocks, reference
from engine.stores.cases import CaseRow
from engine.terms import Calendar, remaining
from engine.texts import LANGUAGES


def of_case(
    tx: Transaction, row: CaseRow, version: Published
) -> tuple[DeadlineView | None, tuple[DeadlineView, ...]]:
    """Return the deadline of the case itself, and those of its stages in the order they began."""
    kept = clocks.load(tx, row.id)
    if not kept:
        return None, ()
    calendar = reference.calendar(tx, row.municipality_id)
    views = {clock.name: _view(tx, clock, version, calendar=calendar) for clock in kept}
    overall = views.pop(OVERALL, None)
    return overall, tuple(views.values())


def _view(tx: Transaction, clock: Any, version: Published, *, calendar: Calendar) -> DeadlineView:
    law = clock.term.get("law")
    left = None
    if clock.state in ("running", "expired"):
        left = remaining(clock.last_day, local_date(tx.now), calendar)
    stage = version.settings.get("clocks", {}).get(clock.name)
    return DeadlineView(
        name=stage and stage["names"],
        due_on=clock.last_day,
        state=clock.state,
        working_days_left=left,
        derivation=tuple((code, params) for code, params in clock.derivation),
        law=law and {language: act_in_words(law, language) for language in LANGUAGES},
        confidence=clock.term.get("confidence"),
        is_extended=any(kind == "extended" for kind, *_ in clock.changes),
    )

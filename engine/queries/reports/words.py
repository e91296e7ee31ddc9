"""Labels of the conditions of a list of cases: units, steps, grounds of refusal."""

from __future__ import annotations

from typing import Final

from engine.catalogue.published import published
from engine.db.pool import Transaction
from engine.queries.case_conditions import CaseConditions
from engine.queries.reports.outcomes import words_of
from engine.queries.views import Names

UNIT: Final = "select names from units where code = :unit"
STEP: Final = """
select max(c.version_id) from tasks t join cases c on c.id = t.case_id
where t.municipality_id = any (:places) and t.element = :element
    and (cast(:service as text) is null or c.service_code = :service)
"""
REFUSED: Final = """
select distinct c.version_id from cases c where c.municipality_id = any (:places) and c.reason = 'refused'
    and (cast(:service as text) is null or c.service_code = :service) order by 1 desc limit 20
"""


def condition_names(tx: Transaction, asked: CaseConditions) -> dict[str, Names]:
    """Return the names of what is asked for, by the name of the condition, where there is one."""
    places, found = list(tx.actor.municipalities), dict[str, Names | None]()
    if asked.unit:
        found["unit"] = tx.scalar(UNIT, unit=asked.unit)
    for condition in ("waits_at", "passed"):
        if element := getattr(asked, condition):
            version = tx.scalar(STEP, places=places, element=element, service=asked.service)
            found[condition] = published(tx, version).names_of(element) if version else None
    if asked.ground:
        versions = tx.all(REFUSED, places=places, service=asked.service)
        known = (words_of(published(tx, row.version_id), asked.ground) for row in versions)
        found["ground"] = next((names for names in known if names), None)
    return {condition: names for condition, names in found.items() if names}

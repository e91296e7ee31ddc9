"""Conditions on the cases of an office (`cases c`), with their parameters, that lists and reports narrow by.

A number of a report and the list that it opens use the same conditions, so they agree. Refuses to know who
may look into a case (`engine/cases/sight.py`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from engine.catalogue.published import published
from engine.clock import start_of_day
from engine.db.pool import Transaction, as_json
from engine.operations.clockwork import OVERALL
from engine.stores import sight

# Where a case keeps the settlement that its application names is said by its version.
PLACES: Final = "jsonb_to_recordset(cast(:villages as jsonb)) as v(version_id int, place text)"
VILLAGE: Final = f"""exists (select from {PLACES} where v.version_id = c.version_id
    and c.document #>> string_to_array(v.place, '.') = :village)"""
# In time is what was decided by the day of the law; a paused clock had none.
LATE: Final = """exists (select from clocks lk where lk.case_id = c.id and lk.name = :overall
    and c.decided_on > lk.last_day)"""
# The ground of a refusal is said by the event of the decision; an erased event says none.
GROUND: Final = """coalesce((select convert_from(e.body, 'UTF8')::jsonb ->> 'reason' from events e
    where e.case_id = c.id and e.kind = 'case.decided.refused' order by e.seq desc limit 1), '')"""
CONTESTED: Final = "exists (select from case_links cl where cl.about_id = c.id and cl.kind = 'about')"
ABOUT: Final = """exists (select from case_links cl join cases ca on ca.id = cl.about_id
    where cl.case_id = c.id and cl.kind = 'about')"""
WAITS: Final = "exists (select from tasks tw where tw.case_id = c.id and tw.state = 0 and {what})"
PASSED: Final = """exists (select from tasks tp
    where tp.case_id = c.id and tp.state = 1 and tp.element = :passed
    and tp.closed_at >= :passed_since and tp.closed_at < :passed_until)"""
UNIT: Final = "exists (select from tasks tu where tu.case_id = c.id and tu.unit_code = :unit)"
TIMELINESS: Final = ("in_time", "late")
CONTESTS: Final = ("contested", "complaints")


@dataclass(frozen=True)
class CaseConditions:
    """Conditions by which cases are narrowed; both ends of a period belong to it."""

    service: str | None = None
    status: str | None = None
    since: date | None = None  # of filing
    until: date | None = None
    village: str | None = None
    decided_since: date | None = None
    decided_until: date | None = None
    timeliness: str | None = None  # of TIMELINESS
    outcome: str | None = None
    ground: str | None = None
    contest: str | None = None  # of CONTESTS: cases whose decision is contested, and complaints themselves
    unit: str | None = None  # in which a step of the case was
    waits_at: str | None = None  # an open step of a person
    passed: str | None = None  # a step that was done within the period of `decided_*`


def conditions(tx: Transaction, asked: CaseConditions) -> dict[str, dict[str, Any]]:
    """Return the conditions that are asked for, each with its parameters."""
    return {
        **_equal(asked),
        **_filed(asked),
        **_decided(asked),
        **_of_steps(asked),
        **_of_village(tx, asked.village),
    }


def joined(found: Mapping[str, Mapping[str, Any]]) -> tuple[str, dict[str, Any]]:
    """Return the conditions as one, and the parameters of all."""
    params = {name: value for some in found.values() for name, value in some.items()}
    return " and ".join(f"({sql})" for sql in found) or "true", params


def village_places(tx: Transaction, versions: set[int]) -> str:
    """Return where cases of these versions keep the settlement that they name, as JSON."""
    named = {version: published(tx, version).village_at for version in versions}
    return as_json([{"version_id": version, "place": place} for version, place in named.items() if place])


def _equal(asked: CaseConditions) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    if asked.service:
        found["c.service_code = :service"] = {"service": asked.service}
    if asked.status:
        found["c.status = :status"] = {"status": asked.status}
    if asked.outcome:
        found["c.reason = :outcome"] = {"outcome": asked.outcome}
    if asked.ground is not None:
        found[f"{GROUND} = :ground"] = {"ground": asked.ground}
    if asked.contest:
        found[CONTESTED if asked.contest == "contested" else ABOUT] = {}
    return found


def _filed(asked: CaseConditions) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    if asked.since:
        found["c.filed_at >= :since"] = {"since": start_of_day(asked.since)}
    if asked.until:
        found["c.filed_at < :until"] = {"until": after(asked.until)}
    return found


def _decided(asked: CaseConditions) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    if asked.passed:
        period = {"passed_since": start_of_day(asked.decided_since or date.min + timedelta(2))}
        return {
            PASSED: {
                "passed": asked.passed,
                **period,
                "passed_until": after(asked.decided_until or date.max - timedelta(2)),
            }
        }
    if asked.decided_since:
        found["c.decided_on >= :decided_since"] = {"decided_since": asked.decided_since}
    if asked.decided_until:
        found["c.decided_on <= :decided_until"] = {"decided_until": asked.decided_until}
    if asked.timeliness:
        sql = LATE if asked.timeliness == "late" else f"c.decided_on is not null and not {LATE}"
        found[sql] = {"overall": OVERALL}
    return found


def _of_steps(asked: CaseConditions) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    if asked.unit:
        found[UNIT] = {"unit": asked.unit}
    if asked.waits_at:
        found[WAITS.format(what="tw.element = :waits_at")] = {"waits_at": asked.waits_at}
    return found


def _of_village(tx: Transaction, village: str | None) -> dict[str, dict[str, Any]]:
    if not village:
        return {}
    versions = {version for place in tx.actor.municipalities for version in sight.versions(tx, place)}
    return {VILLAGE: {"village": village, "villages": village_places(tx, versions)}}


def after(day: date) -> Any:
    """Return the instant at which a day is over."""
    return start_of_day(day + timedelta(days=1))

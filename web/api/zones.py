"""Zones of a municipality's plan: what holds on a day, files that are checked, proposed and approved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from engine.commands.zones import ApproveZones, DeclineZones, ProposeZones
from engine.queries import zones as queries
from engine.queries.zones import ComparedZones, ProposedZones, ZonesOfMunicipality
from engine.roles import Right
from engine.zones.reading import LARGEST_FILE, read_zones
from web.api import administration
from web.api.administration import PATH
from web.api.callers import Who
from web.api.law_changes import DaysCompared
from web.api.operations import operation
from web.api.sending import send
from web.api.shapes import shape
from web.api.shared import Strict, day, text
from web.api.tables import FromDay, Seen
from web.auth import current_actor
from web.engine_access import engine
from web.words import error_words

PLANS = f"{PATH}/zone-plans"
SEES = {**administration.SEES, "right": Right.SEE_READINESS}
ENDS = {**administration.SETS, "right": Right.SEE_READINESS}


@dataclass(frozen=True)
class ZoneFinding:
    """Finding of a mistake in a feature, counted from one; null for the whole file."""

    feature: int | None
    code: str
    detail: str


@dataclass(frozen=True)
class CheckedZones:
    """Result of checking a file of zones: how many it has, and what is wrong with them."""

    number: int
    findings: tuple[ZoneFinding, ...]


@dataclass(frozen=True)
class ProposedPlan:
    """The plan that waits for a second person."""

    plan_id: UUID


class ZonesAsked(Strict):
    """On which day; today without it."""

    on_day = day(required=False, load_default=None)


class ZoneFile(Strict):
    """A GeoJSON file, as text."""

    content = text(LARGEST_FILE)


class NewZones(ZoneFile, FromDay):
    """All zones of the municipality from a day on, by an act."""


class ZoneApproval(Seen):
    """A proposal as the second person has looked at it."""


@operation(
    "GET",
    f"{PATH}/zones",
    Who.OFFICE,
    does=("გეგმის ზონები", "See the zones of the plan"),
    pages=("admin.zones", "admin.zones_file"),
    asks=ZonesAsked,
    gives=shape(ZonesOfMunicipality),
    **SEES,
)
def list_zones(asked: dict[str, Any], code: str) -> ZonesOfMunicipality:
    with engine().read(current_actor()) as tx:
        return queries.of_municipality(tx, code, on=asked["on_day"])


@operation(
    "GET",
    f"{PATH}/zone-changes",
    Who.OFFICE,
    does=("ზონების შედარება", "Compare the zones of two days"),
    pages=("admin.zone_changes",),
    asks=DaysCompared,
    gives=shape(ComparedZones),
    **SEES,
)
def compare_zones(asked: dict[str, Any], code: str) -> ComparedZones:
    with engine().read(current_actor()) as tx:
        return queries.compared(tx, code, **asked)


@operation(
    "GET",
    f"{PLANS}/<uuid:plan_id>",
    Who.OFFICE,
    does=("წარდგენილი ზონები", "See proposed zones"),
    pages=("admin.zone_plan",),
    gives=shape(ProposedZones),
    **SEES,
)
def get_zone_plan(code: str, plan_id: UUID) -> ProposedZones:
    with engine().read(current_actor()) as tx:
        return queries.proposed(tx, code, plan_id)


@operation(
    "POST",
    f"{PLANS}/check",
    Who.OFFICE,
    does=("ზონების ფაილის შემოწმება", "Check a file of zones"),
    pages=("admin.propose_zones",),
    takes=ZoneFile,
    gives=shape(CheckedZones),
    is_question=True,
    **administration.SEES,
)
def check_zones(body: dict[str, Any], code: str) -> CheckedZones:
    with engine().read(current_actor()) as tx:
        queries.of_municipality(tx, code)
    found = read_zones(body["content"])
    findings = (
        ZoneFinding(finding.feature, finding.error.error_code, error_words(finding.error) or "")
        for finding in found.findings
    )
    return CheckedZones(len(found.zones), tuple(findings))


@operation(
    "POST",
    PLANS,
    Who.OFFICE,
    does=("ზონების წარდგენა", "Propose zones"),
    pages=("admin.propose_zones",),
    takes=NewZones,
    gives=shape(ProposedPlan),
    status=201,
    **administration.SETS,
)
def propose_zones(body: dict[str, Any], code: str) -> ProposedPlan:
    return ProposedPlan(send(ProposeZones(code, body["content"], body["act"], body["first_on"])))


@operation(
    "POST",
    f"{PLANS}/<uuid:plan_id>/approval",
    Who.OFFICE,
    does=("ზონების დამტკიცება", "Approve zones as the second person"),
    pages=("admin.end_zone_plan",),
    takes=ZoneApproval,
    **ENDS,
)
def approve_zones(body: dict[str, Any], code: str, plan_id: UUID) -> None:
    send(ApproveZones(code, plan_id, body["digest"]))


@operation(
    "POST",
    f"{PLANS}/<uuid:plan_id>/refusal",
    Who.OFFICE,
    does=("ზონების უარყოფა", "Decline zones, or take one's own back"),
    pages=("admin.end_zone_plan",),
    **ENDS,
)
def decline_zones(code: str, plan_id: UUID) -> None:
    send(DeclineZones(code, plan_id))

"""The directory by tables: services checked and entered from a day, compared, with history; partners."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from engine.centers.commands.directory import (
    EnterPartners,
    EnterPartnerServices,
    PartnersEntered,
    PartnerServicesEntered,
)
from engine.centers.directory_plan import looked_at, partners_looked_at
from engine.centers.queries import directory_entries as queries
from engine.centers.queries.directory_entries import ServiceChange, ServiceEntry, ServiceOnDay
from engine.centers.rules.directory_table import COLUMNS, MOST_ROWS, ServiceFacts
from engine.centers.rules.partner_table import COLUMNS as PARTNER_COLUMNS
from engine.centers.rules.partner_table import MOST_ROWS as MOST_PARTNERS
from engine.centers.rules.partner_table import PartnerFacts
from engine.queries.views import Names
from engine.roles import Right
from web.api.callers import Who
from web.api.directory import SETS, TAG
from web.api.law_changes import DaysCompared
from web.api.operations import operation
from web.api.sending import send
from web.api.shapes import shape
from web.api.shared import Strict, day
from web.api.tables import CheckedTable, FromDay, Seen, rows_field, told
from web.auth import current_actor
from web.engine_access import engine

PATH = "/administration/directory"
SEES: dict[str, Any] = {"tag": TAG, "scope": "administration:read", "right": Right.KEEP_DIRECTORY}


@dataclass(frozen=True)
class DirectoryOnDay:
    """The partners' services as they are on a day."""

    items: tuple[ServiceOnDay, ...]


@dataclass(frozen=True)
class DirectoryChanges:
    """The services that are new, otherwise or withdrawn on the later day."""

    items: tuple[ServiceChange, ...]


@dataclass(frozen=True)
class DirectoryHistory:
    """List of the entries of a service, that of the last day first."""

    items: tuple[ServiceEntry, ...]


@dataclass(frozen=True)
class PlannedServiceRow:
    """Planned effect of a row: `what` is new, changed, same or withdrawn; `near` are names like it."""

    row: int
    id: str | None
    what: str
    facts: ServiceFacts
    changes: tuple[str, ...]
    near: tuple[Names, ...]


@dataclass(frozen=True)
class PlannedPartnerRow:
    """Planned effect of a row: `what` is new, changed or same; `near` are names like it."""

    row: int
    code: str
    what: str
    facts: PartnerFacts
    changes: tuple[str, ...]
    near: tuple[Names, ...]


@dataclass(frozen=True, kw_only=True)
class CheckedPartners(CheckedTable):
    """Outcome of checking a table of partners: what it would enter."""

    partners: tuple[PlannedPartnerRow, ...]


@dataclass(frozen=True, kw_only=True)
class CheckedDirectory(CheckedTable):
    """Outcome of checking a table of services: what it would enter."""

    services: tuple[PlannedServiceRow, ...]


class PartnerRows(Strict):
    """A table of partners with its heading."""

    rows = rows_field(PARTNER_COLUMNS, most=MOST_PARTNERS)


class NewPartners(PartnerRows, Seen):
    """A table of partners that was checked."""


class DirectoryAsked(Strict):
    """On which day."""

    on_day = day()


class DirectoryRows(FromDay):
    """A table with its heading, the act it rests on, and the day from which it is so."""

    rows = rows_field(COLUMNS, most=MOST_ROWS)


class NewDirectory(DirectoryRows, Seen):
    """A table that was checked."""


@operation(
    "GET",
    PATH,
    Who.OFFICE,
    does=("პარტნიორების სერვისები დღის მდგომარეობით", "See the partners' services of a day"),
    pages=("admin.directory_file",),
    asks=DirectoryAsked,
    gives=shape(DirectoryOnDay),
    **SEES,
)
def list_directory_of_day(asked: dict[str, Any]) -> DirectoryOnDay:
    with engine().read(current_actor()) as tx:
        return DirectoryOnDay(queries.on_day(tx, asked["on_day"]))


@operation(
    "GET",
    f"{PATH}/changes",
    Who.OFFICE,
    does=("პარტნიორების სერვისების შედარება", "Compare the partners' services of two days"),
    pages=("admin.directory_changes",),
    asks=DaysCompared,
    gives=shape(DirectoryChanges),
    **SEES,
)
def compare_directory(asked: dict[str, Any]) -> DirectoryChanges:
    with engine().read(current_actor()) as tx:
        return DirectoryChanges(queries.compared(tx, **asked))


@operation(
    "GET",
    f"{PATH}/services/<uuid:service_id>",
    Who.OFFICE,
    does=("პარტნიორის სერვისის ისტორია", "See what was entered of a partner's service"),
    pages=("admin.directory_history",),
    gives=shape(DirectoryHistory),
    **SEES,
)
def get_directory_history(service_id: UUID) -> DirectoryHistory:
    with engine().read(current_actor()) as tx:
        return DirectoryHistory(queries.history(tx, service_id))


@operation(
    "POST",
    f"{PATH}/tables/check",
    Who.OFFICE,
    does=("სერვისების ცხრილის შემოწმება", "Check a table of partners' services"),
    pages=("admin.check_directory",),
    takes=DirectoryRows,
    gives=shape(CheckedDirectory),
    is_question=True,
    **SEES,
)
def check_directory_table(body: dict[str, Any]) -> CheckedDirectory:
    with engine().read(current_actor()) as tx:
        planned = looked_at(tx, body["rows"], act=body["act"], first_on=body["first_on"])
    services = tuple(
        PlannedServiceRow(service.row, service.id, service.what, service.facts, service.changes, service.near)
        for service in planned.services
    )
    return CheckedDirectory(services=services, mistakes=told(planned.mistakes), digest=planned.digest)


@operation(
    "POST",
    f"{PATH}/tables",
    Who.OFFICE,
    does=("სერვისების შეტანა ცხრილით", "Enter partners' services by a table, all or nothing"),
    pages=("admin.enter_directory",),
    takes=NewDirectory,
    gives=shape(PartnerServicesEntered),
    **SETS,
)
def enter_directory_table(body: dict[str, Any]) -> PartnerServicesEntered:
    cells = tuple(map(tuple, body["rows"]))
    command = EnterPartnerServices(cells, body["act"], body["first_on"], body["digest"])
    entered: PartnerServicesEntered = send(command)
    return entered


@operation(
    "POST",
    f"{PATH}/partners/check",
    Who.OFFICE,
    does=("პარტნიორების ცხრილის შემოწმება", "Check a table of partners"),
    pages=("admin.check_partners",),
    takes=PartnerRows,
    gives=shape(CheckedPartners),
    is_question=True,
    **SEES,
)
def check_partner_table(body: dict[str, Any]) -> CheckedPartners:
    with engine().read(current_actor()) as tx:
        planned = partners_looked_at(tx, body["rows"])
    partners = tuple(
        PlannedPartnerRow(
            partner.row, partner.code, partner.what, partner.facts, partner.changes, partner.near
        )
        for partner in planned.partners
    )
    return CheckedPartners(partners=partners, mistakes=told(planned.mistakes), digest=planned.digest)


@operation(
    "POST",
    f"{PATH}/partners",
    Who.OFFICE,
    does=("პარტნიორების შეტანა ცხრილით", "Enter partners by a table, all or nothing"),
    pages=("admin.enter_partners",),
    takes=NewPartners,
    gives=shape(PartnersEntered),
    **SETS,
)
def enter_partner_table(body: dict[str, Any]) -> PartnersEntered:
    entered: PartnersEntered = send(EnterPartners(tuple(map(tuple, body["rows"])), body["digest"]))
    return entered

"""The command registry: every command of MMS with its route, as the modules of handlers say it.

A new module of handlers is named here, and nowhere else.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from engine.absences import handlers as absences
from engine.adhoc import handlers as adhoc
from engine.announcements import handlers as announcements
from engine.budgets import handlers as budgets
from engine.cash.handlers import days as cash_days
from engine.cash.handlers import receipts as cash
from engine.centers.handlers import (
    appointments,
    center_entries,
    center_hours,
    directory,
    directory_table,
    partner_table,
    presences,
    queue,
    visits,
)
from engine.commands.base import Command
from engine.feedback import handlers as feedback
from engine.handlers import (
    applicant_notices,
    assignment,
    calendar,
    cards,
    case_notes,
    cases,
    channels,
    codes,
    contacts,
    correspondence,
    courts,
    deposits,
    documents,
    drafts,
    enquiries,
    ex_officio,
    filters,
    guests,
    incidents,
    jobs,
    joint_filings,
    letters,
    list_columns,
    mandates,
    messages,
    municipalities,
    notices,
    offices,
    openid,
    parameters,
    proofs,
    recusal,
    reference,
    service_accounts,
    sessions,
    settlements,
    signals,
    signings,
    staff,
    submissions,
    supervision,
    switches,
    task_drafts,
    tasks,
    timers,
    tokens,
    units,
    values,
    zones,
)
from engine.payments.handlers import bank_details, payments
from engine.programmes import handlers as programmes
from engine.property.handlers import assets, inventories
from engine.quality import handlers as quality
from engine.registers.handlers import (
    batches,
    certificates,
    corrections,
    delisted_settlements,
    exports,
    registry_events,
    subscribers,
)
from engine.routes import Route
from engine.studio.handlers import (
    comments,
    deployments,
    publish_approval,
    publish_requests,
    publishers,
    rebase,
    replays,
    service_draft_files,
    service_drafts,
)

_MODULES: Final = (
    absences,
    adhoc,
    announcements,
    applicant_notices,
    appointments,
    assets,
    assignment,
    bank_details,
    batches,
    budgets,
    calendar,
    cards,
    case_notes,
    cases,
    cash,
    cash_days,
    center_entries,
    center_hours,
    certificates,
    channels,
    codes,
    comments,
    contacts,
    corrections,
    correspondence,
    courts,
    delisted_settlements,
    deployments,
    deposits,
    directory,
    directory_table,
    documents,
    drafts,
    enquiries,
    ex_officio,
    exports,
    feedback,
    filters,
    guests,
    incidents,
    inventories,
    jobs,
    joint_filings,
    letters,
    list_columns,
    mandates,
    messages,
    municipalities,
    notices,
    offices,
    openid,
    parameters,
    partner_table,
    payments,
    presences,
    programmes,
    proofs,
    publish_approval,
    publish_requests,
    publishers,
    quality,
    queue,
    rebase,
    recusal,
    reference,
    registry_events,
    replays,
    service_accounts,
    service_draft_files,
    service_drafts,
    sessions,
    settlements,
    signals,
    signings,
    staff,
    submissions,
    subscribers,
    supervision,
    switches,
    task_drafts,
    tasks,
    timers,
    tokens,
    units,
    values,
    visits,
    zones,
)


def _registered(routes: tuple[Route, ...]) -> Mapping[type[Command], Route]:
    """Return the routes by their command, each of which has one."""
    by_command = {route.command: route for route in routes}
    if len(by_command) != len(routes):
        raise TypeError("a command has two routes")
    return by_command


ROUTES: Final = _registered(tuple(route for module in _MODULES for route in module.ROUTES))

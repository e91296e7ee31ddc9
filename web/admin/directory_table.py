"""The directory of services by a table, from a day: what would come of it, two days compared, history.

A table is shown as it would be entered and confirmed (`web/admin/table_pages.py`). Single services are
entered by `web/center/directory_entries.py`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine.centers.commands.directory import EnterPartnerServices, PartnerServicesEntered
from engine.centers.directory_plan import looked_at
from engine.centers.queries import directory, directory_entries
from engine.centers.queries.directory_entries import ServiceOnDay
from engine.centers.rules.directory import CELLS, CONFIDENCES
from engine.centers.rules.directory_table import COLUMNS, MOST_ROWS, REQUIRED, DirectoryPlan, PlannedService
from engine.clock import local_date
from engine.queries.changed_parts import ChangedPart, changed_parts
from engine.roles import Right
from web import access, flashes
from web.admin.comparing import days_of_address
from web.admin.sending import day
from web.admin.table_pages import TableKind, code_of, has_errors
from web.auth import current_actor
from web.blueprints import admin as blueprint
from web.days import day_of
from web.engine_access import engine
from web.errors import ErrorWords
from web.i18n import LANGUAGES, name_of, t
from web.keys import sent_key
from web.tables import exported
from web.uploaded_tables import Rows
from web.without_api import Reason, without_api
from web.words import say

KEEPERS = access.right(Right.KEEP_DIRECTORY)
TABLE = TableKind("directory", "directory_table", COLUMNS, REQUIRED, MOST_ROWS)


@blueprint.get("/directory")
@KEEPERS
@without_api(Reason.FORM)
def directory_table() -> ResponseReturnValue:
    return _page()


@blueprint.post("/directory")
@KEEPERS
def check_directory() -> ResponseReturnValue:
    return TABLE.check(_planned, _page)


@blueprint.post("/directory/confirm")
@KEEPERS
def enter_directory() -> ResponseReturnValue:
    def send() -> ResponseReturnValue:
        sent = request.form
        act, first_on = sent.get("act", ""), day(sent, "first_on")
        command = EnterPartnerServices(TABLE.cells(), act, first_on, sent.get("seen", ""))
        entered: PartnerServicesEntered = engine().send(command, actor=current_actor(), key=sent_key())
        flashes.done(t("admin.directory_table.done", **vars(entered)))
        return redirect(url_for("admin.directory_table"), 303)

    return TABLE.confirm(send, _planned, _page)


@blueprint.get("/directory/file")
@KEEPERS
def directory_file() -> ResponseReturnValue:
    """Give the services of a day as a table that can be corrected and taken over again."""
    with engine().read(current_actor()) as tx:
        on = day_of(request.args.get("on", "")) or local_date(tx.now)
        rows = [_cells(service) for service in directory_entries.on_day(tx, on)]
        partners = [name_of(partner.names) for partner in directory.partners(tx)]
    lists = {"partner": partners, "confidence": [_confidence(code) for code in CONFIDENCES]}
    return TABLE.download(f"directory-{on.isoformat()}", t("admin.directory_table.title"), rows, lists)


@blueprint.get("/directory/changes")
@KEEPERS
@exported
def directory_changes() -> ResponseReturnValue:
    with engine().read(current_actor()) as tx:
        days = days_of_address(tx)
        changes = directory_entries.compared(tx, since=days.since, until=days.until)
    return render_template("admin/directory_changes.html", days=days, changes=changes)


@blueprint.get("/directory/<uuid:service_id>")
@KEEPERS
def directory_history(service_id: UUID) -> ResponseReturnValue:
    """List what was entered of a service, from which day, by whom."""
    with engine().read(current_actor()) as tx:
        entries = directory_entries.history(tx, service_id)
        service = None if entries else directory.service(tx, service_id)
    names = entries[0].facts.names if entries else service.names if service else {}
    return render_template(
        "admin/directory_history.html", entries=entries, names=names, service_id=service_id
    )


def _planned(rows: Rows) -> DirectoryPlan:
    """Return what would come of the rows by the act and from the day that were sent."""
    sent = request.form
    with engine().read(current_actor()) as tx:
        return looked_at(tx, rows, act=sent.get("act", ""), first_on=day(sent, "first_on"))


def _page(
    error: ErrorWords | None = None,
    *,
    planned: DirectoryPlan | None = None,
    is_file_missing: bool = False,
    rows: str = "",
) -> ResponseReturnValue:
    with engine().read(current_actor()) as tx:
        today, partners = local_date(tx.now), directory.partners(tx)
    is_wrong = has_errors(error, planned, is_file_missing=is_file_missing)
    html = render_template(
        "admin/directory_table.html",
        changes=_changes,
        partners={partner.code: partner.names for partner in partners},
        planned=planned,
        is_file_missing=is_file_missing,
        rows=rows,
        sent={"first_on": today.isoformat(), **request.form.to_dict()},
        error=error,
        has_errors=is_wrong,
        **TABLE.shown(),
    )
    return html, code_of(error, is_wrong=is_wrong)


def _changes(service: PlannedService) -> tuple[ChangedPart, ...]:
    """Return what a row changes, before and after; of a new service all that it says beside its name."""
    after = service.facts.parts()
    if service.before is None:
        said = [part for part, value in after.items() if value and part not in ("partner", "names")]
        return changed_parts(dict.fromkeys(after), after, said)
    return changed_parts(service.before.parts(), after, service.changes)


def _confidence(code: str) -> str:
    return say(f"directory_table.confidence.{code}") or code


def _cells(service: ServiceOnDay) -> Sequence[str]:
    """Return the cells of a service in the order of the table's columns."""
    facts = service.facts

    def spoken(words: Mapping[str, str]) -> tuple[str, ...]:
        return tuple(words.get(language, "") for language in LANGUAGES)

    said = [text for cell in CELLS for text in spoken(facts.cells.get(cell, {}))]
    rest = (facts.link or "", facts.source, _confidence(facts.confidence), "", str(service.service_id))
    return (name_of(service.partner_names), *spoken(facts.names), *said, *rest)

"""High-mountain settlements: the list of a day as a file, and what became other between two days."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from flask import render_template, request
from flask.typing import ResponseReturnValue

from engine.queries import places
from engine.queries import settlement_history as queries
from engine.queries.settlement_history import ListedSettlement, SettlementHistory
from web.admin.comparing import days_of_address
from web.admin.sending import OF_THE_COUNTRY
from web.admin.settlements import TABLE
from web.auth import current_actor
from web.blueprints import admin as blueprint
from web.engine_access import engine
from web.i18n import t
from web.tables import exported


@blueprint.get("/settlements/file")
@OF_THE_COUNTRY
def settlements_file() -> ResponseReturnValue:
    """Give what is listed today, or on another day, as a table that can be taken over again."""
    with engine().read(current_actor()) as tx:
        days = days_of_address(tx)
        found = queries.listed(tx, _municipality(), on=days.until)
    rows = [_cells(settlement) for settlement in found]
    return TABLE.download(f"settlements-{days.until.isoformat()}", t("admin.settlements.title"), rows, {})


@blueprint.get("/settlements/history")
@OF_THE_COUNTRY
@exported
def settlement_history() -> ResponseReturnValue:
    with engine().read(current_actor()) as tx:
        days, everywhere = days_of_address(tx), places.municipalities(tx)
        found = queries.history(tx, _municipality(), since=days.since, until=days.until)
    return render_template(
        "admin/settlement_history.html",
        days=days,
        municipality=_municipality(),
        found=_shown(found),
        places=everywhere,
        value=_value,
    )


def _municipality() -> str | None:
    """Return the municipality that the address asks for, None for everywhere."""
    return request.args.get("municipality") or None


def _shown(found: SettlementHistory) -> SettlementHistory:
    """Return changes of settlements that were listed before: new and ended ones are differences already."""
    return SettlementHistory(
        found.differences, tuple(change for change in found.changes if change.what == "changed")
    )


def _value(part: str, said: str) -> str:
    """Return a value that was changed as people read it; of an end, which is exclusive, the last day."""
    if not said:
        return "–"
    if part == "valid_until":
        return f"{date.fromisoformat(said) - timedelta(days=1):%d.%m.%Y}"
    return said


def _cells(settlement: ListedSettlement) -> Sequence[str]:
    """Return the cells of a settlement in the order of the table's columns."""
    names = [settlement.names.get(column.removeprefix("name_"), "") for column in TABLE.columns[1:3]]
    return (
        settlement.municipality,
        *names,
        settlement.unit or "",
        "" if settlement.altitude is None else str(settlement.altitude),
        settlement.listed_since.isoformat(),
        settlement.last_on.isoformat() if settlement.last_on else "",
        settlement.code,
    )

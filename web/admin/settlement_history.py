"""High-mountain settlements: the list of a day as a file, and what became other between two days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from flask import render_template, request
from flask.typing import ResponseReturnValue

from engine.clock import local_date
from engine.db.pool import Transaction
from engine.queries import places
from engine.queries import settlement_history as queries
from engine.queries.settlement_history import ListedSettlement, SettlementHistory
from web.admin.sending import OF_THE_COUNTRY
from web.admin.settlements import TABLE
from web.auth import current_actor
from web.blueprints import admin as blueprint
from web.engine_access import engine
from web.i18n import t
from web.tables import exported


@dataclass(frozen=True)
class Asked:
    """Between which days, and where; everywhere without a municipality."""

    since: date
    until: date
    municipality: str | None


@blueprint.get("/settlements/file")
@OF_THE_COUNTRY
def settlements_file() -> ResponseReturnValue:
    """Give what is listed today, or on another day, as a table that can be taken over again."""
    with engine().read(current_actor()) as tx:
        asked = _asked(tx)
        found = queries.listed(tx, asked.municipality, on=asked.until)
    rows = [_cells(settlement) for settlement in found]
    return TABLE.download(f"settlements-{asked.until.isoformat()}", t("admin.settlements.title"), rows, {})


@blueprint.get("/settlements/history")
@OF_THE_COUNTRY
@exported
def settlement_history() -> ResponseReturnValue:
    with engine().read(current_actor()) as tx:
        asked, everywhere = _asked(tx), places.municipalities(tx)
        found = queries.history(tx, asked.municipality, since=asked.since, until=asked.until)
    return render_template(
        "admin/settlement_history.html", asked=asked, found=_shown(found), places=everywhere, value=_value
    )


def _asked(tx: Transaction) -> Asked:
    today = local_date(tx.now)
    until = _day("until") or today
    since = _day("since") or until - timedelta(days=365)
    return Asked(min(since, until), max(since, until), request.args.get("municipality") or None)


def _day(name: str) -> date | None:
    """Return a day of the address; what is none counts as not said."""
    try:
        return date.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return None


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

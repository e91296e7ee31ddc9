"""The registers of the office: which there are, their entries as a list, one entry, the list as a file.

Which part of a list, on which day and with which entry open, is in the address.

To add a column to the export of a register (CSV, XLSX): `_exported` and `_cells` here, in the same order;
what it shows in `EntryLine` of `engine/registers/queries/entry_list.py`, its heading `registers.file.<name>`
in `web/texts/<language>/registers.json`. A field of one register is data: `fields` of its file in
`bpmn/<module>/registers/`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, Final
from uuid import UUID

from flask import Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine.clock import local_date
from engine.db.pool import Transaction
from engine.queries.search import LONGEST_QUESTION
from engine.registers.queries import entry_card, entry_figures, entry_list, kept_registers, places_of_entries
from engine.registers.queries.entry_card import EntryCard
from engine.registers.queries.entry_list import EntryFilter, EntryLine
from engine.registers.queries.kept_registers import KeptRegister
from engine.registers.rules import field_words
from engine.registers.rules.states import states_of
from web import access
from web.auth import current_actor
from web.blueprints import inbox as blueprint
from web.days import day_of
from web.engine_access import engine
from web.i18n import format_date, name_of, t
from web.keys import new_key
from web.sealed_question import opened, sealed
from web.tables import as_csv, exported
from web.workbooks import as_workbook

ADDRESS: Final = "/registers/<name:register>"
NARROWED: Final = ("place", "on", "state", "village", "ending", "order")
MOST_EXPORTED: Final = 20_000


@blueprint.get("/registers")
@access.staff
def registers() -> ResponseReturnValue:
    with engine().read(current_actor()) as tx:
        found = kept_registers.counted(tx)
        has_places = len({counted.register.municipality for counted in found}) > 1
    return render_template("inbox/registers.html", registers=found, has_places=has_places)


@blueprint.get(ADDRESS)
@access.staff
def register(register: str) -> ResponseReturnValue:
    """Show a page of the list; what an old bookmark holds and nobody knows is left out."""
    with engine().read(current_actor()) as tx:
        return _page(tx, kept_registers.find(tx, register, _place()), None)


@blueprint.post(f"{ADDRESS}/found")
@access.staff
def find_entries(register: str) -> ResponseReturnValue:
    """Lead to the part of the list that is asked for. The question is sealed: it may name a person."""
    question = request.form.get("question", "").strip()[:LONGEST_QUESTION]
    parts: dict[str, Any] = {name: request.form.get(name) or None for name in NARROWED}
    parts["q"] = sealed(question, by=current_actor().person_id) or None
    return redirect(url_for("inbox.register", register=register, **parts), 303)


@blueprint.get(f"{ADDRESS}/<uuid:entry_id>")
@access.staff
def register_entry(register: str, entry_id: UUID) -> ResponseReturnValue:
    """Show an entry beside the list; by itself where the screen is narrow."""
    with engine().read(current_actor()) as tx:
        found = kept_registers.find(tx, register, _place())
        asked = _asked(tx, found)
        return _page(tx, found, entry_card.card(tx, found, entry_id, on=asked.on))


@blueprint.get(f"{ADDRESS}/figures")
@access.staff
@exported
def register_figures(register: str) -> ResponseReturnValue:
    """Show a year, of one village or of all; an odd year is the nearest that there is."""
    asked = request.args.get("year", "")
    year = int(asked) if asked.isascii() and asked.isdigit() and len(asked) == 4 else None
    village = request.args.get("village") or None
    with engine().read(current_actor()) as tx:
        found = kept_registers.find(tx, register, _place())
        figures = entry_figures.figures(tx, found, year, village=village)
        places = places_of_entries.choices(tx, found, local_date(tx.now))
    return render_template(
        "inbox/register_figures.html", register=found, figures=figures, village=village, places=places
    )


@blueprint.get(f"{ADDRESS}/entries.csv")
@access.staff
def register_as_table(register: str) -> ResponseReturnValue:
    """Hand out the list that is shown, all its pages together."""
    name, heads, rows = _exported(register)
    return as_csv(name, heads, rows)


@blueprint.get(f"{ADDRESS}/entries.xlsx")
@access.staff
def register_as_workbook(register: str) -> Response:
    """Hand out the same as a workbook."""
    name, heads, rows = _exported(register)
    return as_workbook(name, title=t("registers.sheet"), heads=heads, rows=rows)


def _page(tx: Transaction, found: KeptRegister, card: EntryCard | None) -> str:
    asked = _asked(tx, found)
    page = entry_list.page(tx, found, asked, after=request.args.get("after") or None)
    return render_template(
        "inbox/register.html",
        register=found,
        asked=asked,
        address=_address(found, asked),
        page=page,
        counts=entry_list.counts(tx, found, asked),
        columns=field_words.columns(found.declared, most=entry_list.COLUMNS),
        places=places_of_entries.choices(tx, found, asked.on),
        states=states_of(found.declared),
        is_today=asked.on == local_date(tx.now),
        card=card,
        new_key=new_key,
        most_exported=MOST_EXPORTED,
        **_neighbours(page.lines, card),
    )


def _neighbours(lines: Sequence[EntryLine], card: EntryCard | None) -> dict[str, UUID | None]:
    """Return the entries before and after the open one, of those that the page shows."""
    ids = [line.entry_id for line in lines]
    at = ids.index(card.entry_id) if card and card.entry_id in ids else None
    return {
        "before": ids[at - 1] if at else None,
        "following": ids[at + 1] if at is not None and at + 1 < len(ids) else None,
    }


def _place() -> str | None:
    return request.args.get("place") or None


def _asked(tx: Transaction, found: KeptRegister) -> EntryFilter:
    asked = request.args
    state, order = asked.get("state", ""), asked.get("order", "")
    return EntryFilter(
        on=day_of(asked.get("on", "")) or local_date(tx.now),
        question=opened(asked.get("q", ""), by=tx.actor.person_id),
        state=state if state in states_of(found.declared) else None,
        village=asked.get("village") or None,
        is_ending=bool(asked.get("ending")) and "planned_end" in found.declared,
        order=order if order in entry_list.ORDERS else entry_list.NAME,
    )


def _address(found: KeptRegister, asked: EntryFilter) -> dict[str, Any]:
    """Return the parts of an address that names this part of the list."""
    parts = {
        "register": found.code,
        "place": request.args.get("place"),
        "on": asked.on.isoformat() if request.args.get("on") else None,
        "q": request.args.get("q") if asked.question else None,
        "state": asked.state,
        "village": asked.village,
        "ending": "1" if asked.is_ending else None,
        "order": asked.order if asked.order != entry_list.NAME else None,
    }
    return {name: value for name, value in parts.items() if value}


def _exported(code: str) -> tuple[str, list[str], list[Sequence[object]]]:
    """Return name, heads and rows of the file; where there is more than fits, its last line says so."""
    with engine().read(current_actor()) as tx:
        found = kept_registers.find(tx, code, _place())
        asked = _asked(tx, found)
        columns = field_words.columns(found.declared, most=entry_list.COLUMNS)
        rows = [_cells(found, line) for line in _lines(tx, found, asked)]
    if len(rows) > MOST_EXPORTED:
        rows[MOST_EXPORTED:] = [[t("table.cut", number=MOST_EXPORTED)]]
    named = ("name", "number", "key", "place", "state", "from", "until", "order", "ground", "planned_end")
    heads = [t(f"registers.file.{name}") for name in named]
    return (
        f"{found.code}-{asked.on.isoformat()}",
        [*heads, *(name_of(column["names"]) for column in columns)],
        rows,
    )


def _lines(tx: Transaction, found: KeptRegister, asked: EntryFilter) -> Iterator[EntryLine]:
    """Yield the lines of all pages, one more than a file holds at most."""
    after, number = None, 0
    while number <= MOST_EXPORTED:
        limit = min(entry_list.LONGEST_PAGE, MOST_EXPORTED + 1 - number)
        page = entry_list.page(tx, found, asked, after=after, limit=limit, is_export=True)
        yield from page.lines
        number, after = number + len(page.lines), page.after
        if after is None:
            return


def _cells(found: KeptRegister, line: EntryLine) -> Sequence[object]:
    until: date | None = line.valid_until
    return (
        name_of(line.name) or line.key,
        line.number,
        line.key if line.key != line.number else "",
        name_of(line.place),
        name_of(line.state),
        format_date(line.valid_from),
        format_date(until),
        line.order_number,
        name_of(line.ground),
        format_date(line.planned_end),
        *(name_of(value) for value in line.values),
    )

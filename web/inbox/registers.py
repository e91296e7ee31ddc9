"""The registers of the office: which there are, their entries as a list, one entry, the list as a file.

Which part of a list, on which day and with which entry open, is in the address.

A list of up to 20,000 entries is a file at once; a longer one is asked for (`register_exports.py`). What is
in the file: `engine/registers/queries/entry_file.py`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final
from uuid import UUID

from flask import Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine.clock import local_date
from engine.db.pool import Transaction
from engine.property.queries import assets
from engine.queries.search import LONGEST_QUESTION
from engine.registers import kept_registers
from engine.registers.kept_registers import KeptRegister
from engine.registers.queries import (
    corrections,
    entry_card,
    entry_figures,
    entry_file,
    entry_list,
    exports,
    places_of_entries,
)
from engine.registers.queries.entry_card import EntryCard
from engine.registers.queries.entry_list import EntryCounts, EntryFilter, EntryLine
from engine.registers.rules import field_words
from engine.registers.rules.export_parts import NAME, ORDERS
from engine.registers.rules.states import states_of
from web import access
from web.auth import current_actor
from web.blueprints import inbox as blueprint
from web.days import day_of
from web.engine_access import engine
from web.i18n import current_language, t
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
        waiting = corrections.waiting(tx)
        property_kept = assets.counted(tx, on=local_date(tx.now))
        has_places = len({counted.register.municipality for counted in found}) > 1
    return render_template(
        "inbox/registers.html",
        registers=found,
        waiting=waiting,
        property_kept=property_kept,
        has_places=has_places,
    )


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
        asked = asked_part(tx, found)
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
    return as_workbook(name, title=entry_file.title(current_language()), heads=heads, rows=rows)


def _page(tx: Transaction, found: KeptRegister, card: EntryCard | None) -> str:
    asked = asked_part(tx, found)
    page = entry_list.page(tx, found, asked, after=request.args.get("after") or None)
    counts = entry_list.counts(tx, found, asked)
    return render_template(
        "inbox/register.html",
        register=found,
        asked=asked,
        address=_address(found, asked),
        page=page,
        counts=counts,
        columns=field_words.columns(found.declared, most=entry_list.COLUMNS),
        number=_number(counts, asked),
        export=exports.latest(tx, found),
        places=places_of_entries.choices(tx, found, asked.on),
        states=states_of(found.declared),
        is_today=asked.on == local_date(tx.now),
        card=card,
        new_key=new_key,
        most_exported=MOST_EXPORTED,
        **_neighbours(page.lines, card),
    )


def _number(counts: EntryCounts, asked: EntryFilter) -> int:
    """Return how many entries the list has, all its pages together."""
    if asked.is_ending:
        return counts.ending or 0
    of_states = {state.code: state.number for state in counts.states}
    return of_states.get(asked.state or "", counts.total)


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


def asked_part(tx: Transaction, found: KeptRegister) -> EntryFilter:
    """Return the part of the list that the address names; what is odd in it is left out."""
    asked = request.args
    state, order = asked.get("state", ""), asked.get("order", "")
    return EntryFilter(
        on=day_of(asked.get("on", "")) or local_date(tx.now),
        question=opened(asked.get("q", ""), by=tx.actor.person_id),
        state=state if state in states_of(found.declared) else None,
        village=asked.get("village") or None,
        is_ending=bool(asked.get("ending")) and "planned_end" in found.declared,
        order=order if order in ORDERS else NAME,
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
        "order": asked.order if asked.order != NAME else None,
    }
    return {name: value for name, value in parts.items() if value}


def _exported(code: str) -> tuple[str, list[str], list[Sequence[object]]]:
    """Return name, heads and rows of the file; where there is more than fits, its last line says so."""
    language = current_language()
    with engine().read(current_actor()) as tx:
        found = kept_registers.find(tx, code, _place())
        asked = asked_part(tx, found)
        rows = [entry_file.cells(line, language) for line in _lines(tx, found, asked)]
    if len(rows) > MOST_EXPORTED:
        rows[MOST_EXPORTED:] = [[t("table.cut", number=MOST_EXPORTED)]]
    return entry_file.name_of_file(found, asked.on), entry_file.heads(found, language), rows


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

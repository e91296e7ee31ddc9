"""Registers as the office opens them: which there are, entries as on a day, one entry, figures, extracts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from marshmallow import fields, validate

from engine.clock import local_date
from engine.queries.views import Names
from engine.registers import kept_registers
from engine.registers.commands.certificates import IssueExtract
from engine.registers.queries import entry_card, entry_figures, entry_list
from engine.registers.queries.entry_card import EntryCard
from engine.registers.queries.entry_figures import RegisterFigures
from engine.registers.queries.entry_list import EntryCounts, EntryFilter, EntryLine
from engine.registers.rules.export_parts import NAME, ORDERS
from web.api.callers import Who
from web.api.operations import operation
from web.api.sending import send
from web.api.shapes import shape
from web.api.shared import Cursor, Strict, code_field, day, text
from web.auth import current_actor
from web.engine_access import engine

TAG = "registers"
READS: dict[str, Any] = {"tag": TAG, "scope": "registers:read"}
ADDRESS = "/registers/<name:register>"


@dataclass(frozen=True)
class RegisterLine:
    """A register of a municipality, with how many entries are in force today."""

    code: str
    names: Names
    summary: Names
    municipality: str
    place: Names
    in_force: int


@dataclass(frozen=True)
class Registers:
    """The registers that the office may open."""

    items: tuple[RegisterLine, ...]


@dataclass(frozen=True)
class RegisterEntries:
    """A page of a register as it was on a day, and how many entries answer by state."""

    items: tuple[EntryLine, ...]
    on: date
    counts: EntryCounts
    next: str | None


class OfMunicipality(Strict):
    """Whose register; that of the first municipality of the office if none is named."""

    municipality = code_field(required=False, load_default=None)


class AsOf(OfMunicipality):
    """On which day; today without one."""

    on = day(required=False, load_default=None)


class EntriesFilter(Cursor, AsOf):
    """Filter of the entries of a register; `is_ending` are those whose state is planned to end soon."""

    state = code_field(required=False, load_default=None)
    village = code_field(required=False, load_default=None)
    is_ending = fields.Boolean(load_default=False)
    order = fields.String(load_default=NAME, validate=validate.OneOf(ORDERS))


class EntriesSearch(EntriesFilter):
    """For whom or what to look: a name in either script, a number, an order."""

    question = text(100)


class FiguresFilter(OfMunicipality):
    """Of which year, and of which village alone."""

    year = fields.Integer(load_default=None, validate=validate.Range(min=1900, max=2199))
    village = code_field(required=False, load_default=None)


@operation(
    "GET",
    "/registers",
    Who.STAFF,
    does=("უწყების რეესტრები", "List the registers of the office"),
    pages=("inbox.registers",),
    gives=shape(Registers),
    **READS,
)
def list_registers() -> Registers:
    with engine().read(current_actor()) as tx:
        found = kept_registers.counted(tx)
    return Registers(
        tuple(
            RegisterLine(
                register.code,
                register.names,
                register.summary,
                register.municipality,
                register.place,
                counted.in_force,
            )
            for counted in found
            for register in [counted.register]
        )
    )


@operation(
    "GET",
    f"{ADDRESS}/entries",
    Who.STAFF,
    does=("რეესტრის ჩანაწერები დღის მდგომარეობით", "List the entries of a register as on a day"),
    pages=(
        "inbox.register",
        "inbox.register_as_table",
        "inbox.register_as_workbook",
        "inbox.ask_register_export",
        "inbox.register_export",
        "inbox.register_export_file",
    ),
    asks=EntriesFilter,
    gives=shape(RegisterEntries),
    **READS,
)
def list_register_entries(asked: dict[str, Any], register: str) -> RegisterEntries:
    return _entries(asked, register, "")


@operation(
    "POST",
    f"{ADDRESS}/entries/search",
    Who.STAFF,
    does=("ჩანაწერის ძებნა სახელით ან ნომრით", "Find entries of a register by name or number"),
    pages=("inbox.find_entries",),
    takes=EntriesSearch,
    gives=shape(RegisterEntries),
    is_question=True,
    **READS,
)
def search_register_entries(body: dict[str, Any], register: str) -> RegisterEntries:
    return _entries(body, register, body["question"].strip())


def _entries(asked: dict[str, Any], register: str, question: str) -> RegisterEntries:
    with engine().read(current_actor()) as tx:
        found = kept_registers.find(tx, register, asked["municipality"])
        narrowed = EntryFilter(
            on=asked["on"] or local_date(tx.now),
            question=question,
            state=asked["state"],
            village=asked["village"],
            is_ending=asked["is_ending"],
            order=asked["order"],
        )
        page = entry_list.page(tx, found, narrowed, after=asked["cursor"])
        counts = entry_list.counts(tx, found, narrowed)
    return RegisterEntries(page.lines, narrowed.on, counts, page.after)


@operation(
    "GET",
    f"{ADDRESS}/entries/<uuid:entry_id>",
    Who.STAFF,
    does=("რეესტრის ჩანაწერი ისტორიით", "Get an entry of a register with its history"),
    pages=("inbox.register_entry",),
    asks=AsOf,
    gives=shape(EntryCard),
    **READS,
)
def get_register_entry(asked: dict[str, Any], register: str, entry_id: UUID) -> EntryCard:
    with engine().read(current_actor()) as tx:
        found = kept_registers.find(tx, register, asked["municipality"])
        return entry_card.card(tx, found, entry_id, on=asked["on"] or local_date(tx.now))


@operation(
    "GET",
    f"{ADDRESS}/figures",
    Who.STAFF,
    does=("რეესტრის წლის მაჩვენებლები", "Get the figures of a register for a year"),
    pages=("inbox.register_figures",),
    asks=FiguresFilter,
    gives=shape(RegisterFigures),
    **READS,
)
def get_register_figures(asked: dict[str, Any], register: str) -> RegisterFigures:
    with engine().read(current_actor()) as tx:
        found = kept_registers.find(tx, register, asked["municipality"])
        return entry_figures.figures(tx, found, asked["year"], village=asked["village"])


@operation(
    "POST",
    "/register-entries/<uuid:entry_id>/extracts",
    Who.STAFF,
    does=("ჩანაწერის ამონაწერის გაცემა", "Issue an extract of an entry"),
    pages=("inbox.issue_extract",),
    tag=TAG,
    scope="registers:act",
)
def issue_register_extract(entry_id: UUID) -> None:
    send(IssueExtract(entry_id))

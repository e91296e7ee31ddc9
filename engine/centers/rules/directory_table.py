"""A table of partners' services: rows of text become entries of the directory, or mistakes. Pure.

A row means the service of its id, else that of its partner and Georgian name; one that nobody knows is new.
What a row leaves empty stays as it is; services that no row names stay in the directory.

To add a column: here in `COLUMNS` and `_facts`, its words `directory_table.column.<code>`.
`tests/centers/test_directory_table.py`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from hashlib import sha256
from typing import Any, Final

from engine import canonical
from engine.centers.rules.directory import CELLS, LONGEST_CELL, LONGEST_LINK, confidence_of, link_of
from engine.errors import Rejected
from engine.near_names import meant, nearest
from engine.spreadsheets import Cells, Mistake, Row, cut, folded, rows_of, sorted_mistakes, words_of
from engine.texts import LANGUAGES, OFFICIAL

Names = Mapping[str, str]
NAMES: Final = tuple(f"name_{language}" for language in LANGUAGES)
LONG: Final = tuple(f"{cell}_{language}" for cell in CELLS for language in LANGUAGES)
COLUMNS: Final = ("partner", *NAMES, *LONG, "link", "source", "confidence", "withdrawn", "id")
REQUIRED: Final = ("partner", f"name_{OFFICIAL}")
MOST_ROWS: Final = 1_000
NEW, CHANGED, SAME, WITHDRAWN = "new", "changed", "same", "withdrawn"
PARTS: Final = ("partner", "names", *CELLS, "link", "source", "confidence")
ANSWERS: Final = ("yes", "no")


@dataclass(frozen=True)
class ServiceFacts:
    """What the directory says of a partner's service; `sources` are those of single cells."""

    partner: str
    names: Names
    cells: Mapping[str, Names]
    sources: Mapping[str, str]
    link: str | None
    source: str
    confidence: str

    def parts(self) -> dict[str, Any]:
        """Return what can change, by the names of `PARTS`."""
        cells = {cell: self.cells.get(cell, {}) for cell in CELLS}
        rest = {part: getattr(self, part) for part in ("partner", "names", "link", "source", "confidence")}
        return {**rest, **cells}

    def content(self) -> dict[str, Any]:
        """Return all but the partner, as entries hold it."""
        return {part: value for part, value in vars(self).items() if part != "partner"}


@dataclass(frozen=True)
class PlannedService:
    """Planned effect of a row; `changes` are parts of a known one, `near` names like the new one."""

    what: str
    id: str | None  # of a known service
    facts: ServiceFacts
    before: ServiceFacts | None
    changes: tuple[str, ...]
    row: int
    near: tuple[Names, ...] = ()


@dataclass(frozen=True)
class DirectoryPlan:
    """All that would come of a table. With a mistake nothing of it may be entered."""

    services: tuple[PlannedService, ...]
    mistakes: tuple[Mistake, ...]
    asked: tuple[Any, ...]  # the table and what it was asked with

    def of(self, what: str) -> tuple[PlannedService, ...]:
        return tuple(planned for planned in self.services if planned.what == what)

    @property
    def does_something(self) -> bool:
        return any(planned.what != SAME for planned in self.services)

    @cached_property
    def digest(self) -> str:
        """What tells one plan from another: the table, the act, the day, and what becomes of each service."""
        effects = [
            [service.id, service.what, service.before.parts() if service.before else None]
            for service in self.services
        ]
        return sha256(canonical.dumps([*self.asked, effects])).hexdigest()


@dataclass(frozen=True)
class KnownDirectory:
    """The services by id, as they will be on a day, and the names of partners by code."""

    services: Mapping[str, ServiceFacts]
    partners: Mapping[str, Names]

    def called(self, partner: str, name: str) -> str | None:
        """Return the id of the partner's service of a Georgian name."""
        for known, facts in self.services.items():
            if _called(facts) == (partner, folded(name)):
                return known
        return None

    def near(self, partner: str, name: str, *, besides: frozenset[str | None]) -> tuple[Names, ...]:
        """Return the partner's services that are called nearly so and that no row names."""
        named = {
            known: facts.names
            for known, facts in self.services.items()
            if facts.partner == partner and known not in besides
        }
        return tuple(named[found] for found in nearest(name, named))


def plan_of(table: Sequence[Cells], known: KnownDirectory, *, act: str, first_on: date) -> DirectoryPlan:
    """Return what would come of a table; `known` is what will be known on the day."""
    rows, mistakes = rows_of(table, COLUMNS, REQUIRED, group="directory_table.column", most=MOST_ROWS)
    planned = [service for row in rows if (service := _planned(row, known)) is not None]
    mistakes += [*_twice(planned), *_taken(planned, known)]
    named = frozenset(service.id for service in planned)
    services = tuple(
        replace(service, near=known.near(service.facts.partner, service.facts.names[OFFICIAL], besides=named))
        if service.what == NEW
        else service
        for service in planned
    )
    asked = (act, first_on.isoformat(), [list(row) for row in table])
    return DirectoryPlan(services, sorted_mistakes(mistakes), asked)


def _planned(row: Row, known: KnownDirectory) -> PlannedService | None:
    noted = len(row.mistakes)
    row.check([column for column in COLUMNS if column not in (*LONG, "link", "source")], REQUIRED)
    partner, is_withdrawn = _partner(row, known), _answer(row)
    found = _found(row, partner, known)
    if partner is None or len(row.mistakes) > noted:
        return None
    before = known.services.get(found) if found else None
    facts = _facts(row, partner, before)
    if len(row.mistakes) > noted:
        return None
    if before is None:
        if is_withdrawn:
            row.wrong("withdrawn", Rejected("directory_table.not_known"))
        return PlannedService(NEW, None, facts, None, (), row.number)
    if is_withdrawn:
        return PlannedService(WITHDRAWN, found, before, before, (), row.number)
    was, will = before.parts(), facts.parts()
    changes = tuple(part for part in PARTS if was[part] != will[part])
    return PlannedService(CHANGED if changes else SAME, found, facts, before, changes, row.number)


def _partner(row: Row, known: KnownDirectory) -> str | None:
    """Return the code of the partner that a row names; where there is none, it is noted."""
    said = row.text("partner")
    if not said:
        return None
    for code, names in known.partners.items():
        if folded(said) in {folded(code), *map(folded, filter(None, names.values()))}:
            return code
    near = meant(said, known.partners)
    refused = Rejected("directory_table.partner_unknown", value=cut(said))
    if near is not None:
        refused = Rejected("directory_table.partner_nearly", value=cut(said), meant=near)
    row.wrong("partner", refused)
    return None


def _found(row: Row, partner: str | None, known: KnownDirectory) -> str | None:
    """Return the id of the service that a row means, None for a new one; an id that nobody knows is noted."""
    said = row.text("id")
    if said and said not in known.services:
        row.wrong("id", Rejected("directory_table.id_unknown", value=cut(said)))
        return None
    return said or (known.called(partner, row.text(f"name_{OFFICIAL}")) if partner else None)


def _facts(row: Row, partner: str, before: ServiceFacts | None) -> ServiceFacts:
    """Return the service as the row says it, else as it was; what can't be kept is noted."""
    empty = ServiceFacts(partner, {}, {}, {}, None, "", "")
    was = before or empty
    cells = {cell: _words(row, cell, was.cells.get(cell, {})) for cell in CELLS}
    said = {cell: words for cell, words in cells.items() if words}
    link = _link(row) or was.link
    confidence = _confidence(row) or was.confidence
    source = _long(row, "source", longest=LONGEST_LINK) or was.source
    for column, text in (("source", source), ("confidence", confidence)):
        if not text and not row.text(column):
            row.wrong(column, Rejected("spreadsheet.cell_missing"))
    kept = {
        cell: text
        for cell, text in was.sources.items()
        if (link == was.link if cell == "link" else said.get(cell) == was.cells.get(cell))
    }
    return ServiceFacts(partner, _words(row, "name", was.names), said, kept, link, source, confidence)


def _words(row: Row, part: str, before: Names) -> Names:
    """Return words by language: what the row says, else what was known."""
    said = {language: _long(row, f"{part}_{language}") or before.get(language) for language in LANGUAGES}
    return {language: words for language, words in said.items() if words}


def _long(row: Row, column: str, *, longest: int = LONGEST_CELL) -> str:
    """Return a cell with its lines; one that is too long is noted."""
    text = row.lines(column)
    if len(text) > longest:
        row.wrong(column, Rejected("administering.too_long", longest=longest))
    return text


def _link(row: Row) -> str | None:
    try:
        return link_of(row.text("link"))
    except Rejected as refused:
        row.wrong("link", refused)
        return None


def _confidence(row: Row) -> str:
    said = row.text("confidence")
    found = confidence_of(said)
    if said and not found:
        row.wrong("confidence", Rejected("directory.confidence_missing"))
    return found


def _answer(row: Row) -> bool:
    said = row.text("withdrawn")
    found = words_of("directory_table.answer", ANSWERS).get(folded(said), "")
    if said and not found:
        row.wrong("withdrawn", Rejected("directory_table.answer_unknown"))
    return found == "yes"


def _twice(planned: Iterable[PlannedService]) -> list[Mistake]:
    """Return rows that mean a service that an earlier row means, or would be called as one."""
    first: dict[tuple[str, ...], int] = {}
    found = []
    for service in planned:
        called = [_called(service.facts)] if service.what != WITHDRAWN else []
        for key in (*called, *([(service.id,)] if service.id else [])):
            if key in first and first[key] != service.row:
                refused = Rejected("directory_table.twice", row=first[key])
                found.append(Mistake(service.row, f"name_{OFFICIAL}", refused))
                break
            first.setdefault(key, service.row)
    return found


def _taken(planned: Collection[PlannedService], known: KnownDirectory) -> list[Mistake]:
    """Return rows that would be called as a service that no row names; the others may exchange names."""
    named = {service.id for service in planned}
    kept = {_called(facts) for service, facts in known.services.items() if service not in named}
    return [
        Mistake(service.row, f"name_{OFFICIAL}", Rejected("directory.entry_known"))
        for service in planned
        if service.what != WITHDRAWN and _called(service.facts) in kept
    ]


def _called(facts: ServiceFacts) -> tuple[str, str]:
    return facts.partner, folded(facts.names[OFFICIAL])

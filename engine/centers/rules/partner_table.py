"""A table of partners of community centres: rows of text become partners of the directory, or mistakes. Pure.

A row means the partner of its code; a code that nobody knows is a new one. What a row leaves empty stays as
it is; partners that no row names stay.

To add a column: here in `COLUMNS` and `_facts`, its words `partner_table.column.<code>`.
`tests/centers/test_partner_table.py`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import sha256
from typing import Any, Final

from engine import canonical
from engine.centers.rules.directory import CODE, LONGEST_LINK, LONGEST_NAME, confidence_of
from engine.errors import Rejected
from engine.near_names import nearest
from engine.spreadsheets import Cells, Mistake, Row, folded, rows_of, sorted_mistakes
from engine.texts import LANGUAGES, OFFICIAL

Names = Mapping[str, str]
NAMES: Final = tuple(f"name_{language}" for language in LANGUAGES)
COLUMNS: Final = ("code", *NAMES, "source", "confidence")
REQUIRED: Final = ("code",)
MOST_ROWS: Final = 500
NEW, CHANGED, SAME = "new", "changed", "same"
LONGEST: Final = {**dict.fromkeys(NAMES, LONGEST_NAME), "source": LONGEST_LINK}


@dataclass(frozen=True)
class PartnerFacts:
    """What the directory says of a partner."""

    names: Names
    source: str
    confidence: str

    def parts(self) -> dict[str, Any]:
        """Return what can change, by column."""
        names = {f"name_{language}": self.names.get(language) for language in LANGUAGES}
        return {**names, "source": self.source, "confidence": self.confidence}


@dataclass(frozen=True)
class PlannedPartner:
    """Planned effect of a row; `changes` are columns of a known one, `near` names like the new one."""

    what: str
    code: str
    facts: PartnerFacts
    before: PartnerFacts | None
    changes: tuple[str, ...]
    row: int
    near: tuple[Names, ...] = ()


@dataclass(frozen=True)
class PartnerPlan:
    """All that would come of a table. With a mistake nothing of it may be entered."""

    partners: tuple[PlannedPartner, ...]
    mistakes: tuple[Mistake, ...]
    table: tuple[tuple[str, ...], ...]

    def of(self, what: str) -> tuple[PlannedPartner, ...]:
        return tuple(planned for planned in self.partners if planned.what == what)

    @property
    def does_something(self) -> bool:
        return any(planned.what != SAME for planned in self.partners)

    @cached_property
    def digest(self) -> str:
        """What tells one plan from another: the table, and what becomes of each partner."""
        effects = [
            [partner.code, partner.what, partner.before.parts() if partner.before else None]
            for partner in self.partners
        ]
        return sha256(canonical.dumps([[list(row) for row in self.table], effects])).hexdigest()


def plan_of(table: Sequence[Cells], known: Mapping[str, PartnerFacts]) -> PartnerPlan:
    """Return what would come of a table; `known` are the partners by code."""
    rows, mistakes = rows_of(table, COLUMNS, REQUIRED, group="partner_table.column", most=MOST_ROWS)
    planned = [partner for row in rows if (partner := _planned(row, known)) is not None]
    named = {partner.code for partner in planned}
    left_out = {code: facts.names for code, facts in known.items() if code not in named}
    mistakes += [*_twice(planned), *_taken(planned, left_out)]
    partners = tuple(
        replace(partner, near=_near(partner, left_out)) if partner.what == NEW else partner
        for partner in planned
    )
    return PartnerPlan(partners, sorted_mistakes(mistakes), tuple(map(tuple, table)))


def _planned(row: Row, known: Mapping[str, PartnerFacts]) -> PlannedPartner | None:
    noted, code = len(row.mistakes), folded(row.text("code"))
    before = known.get(code)
    if not code:
        row.wrong("code", Rejected("spreadsheet.cell_missing"))
    elif not CODE.fullmatch(code):
        row.wrong("code", Rejected("directory.code_invalid"))
    facts = _facts(row, before)
    if len(row.mistakes) > noted:
        return None
    if before is None:
        return PlannedPartner(NEW, code, facts, None, (), row.number)
    was, will = before.parts(), facts.parts()
    changes = tuple(part for part in was if was[part] != will[part])
    return PlannedPartner(CHANGED if changes else SAME, code, facts, before, changes, row.number)


def _facts(row: Row, before: PartnerFacts | None) -> PartnerFacts:
    """Return the partner as the row says it, else as it was; what can't be kept is noted."""
    for column, longest in LONGEST.items():
        if len(row.text(column)) > longest:
            row.wrong(column, Rejected("administering.too_long", longest=longest))
    said = {column: row.text(column) for column in (*LONGEST, "confidence")}
    was = before.parts() if before else {}
    found = {column: text or was.get(column) or "" for column, text in said.items()}
    if said["confidence"]:
        found["confidence"] = confidence_of(said["confidence"])
        if not found["confidence"]:
            row.wrong("confidence", Rejected("directory.confidence_missing"))
    for column in (f"name_{OFFICIAL}", "source", "confidence"):
        if not found[column] and not said[column]:
            row.wrong(column, Rejected("spreadsheet.cell_missing"))
    names = {language: found[f"name_{language}"] for language in LANGUAGES if found[f"name_{language}"]}
    return PartnerFacts(names, found["source"], found["confidence"])


def _twice(planned: Collection[PlannedPartner]) -> Iterator[Mistake]:
    """Yield rows that mean a partner that an earlier row means, or would be called as one."""
    first: dict[tuple[str, str], int] = {}
    for partner in planned:
        for key in (("code", partner.code), ("name", _called(partner.facts.names))):
            if first.setdefault(key, partner.row) != partner.row:
                yield Mistake(partner.row, "code", Rejected("partner_table.twice", row=first[key]))
                break


def _taken(planned: Collection[PlannedPartner], left_out: Mapping[str, Names]) -> Iterator[Mistake]:
    """Yield rows that would be called as a partner that no row names: tables know partners by their names."""
    taken = {_called(names): code for code, names in left_out.items()}
    for partner in planned:
        name = _called(partner.facts.names)
        was = partner.before and _called(partner.before.names)
        if name in taken and name != was:
            refused = Rejected("partner_table.name_known", partner=taken[name])
            yield Mistake(partner.row, f"name_{OFFICIAL}", refused)


def _near(partner: PlannedPartner, left_out: Mapping[str, Names]) -> tuple[Names, ...]:
    return tuple(left_out[code] for code in nearest(partner.facts.names[OFFICIAL], left_out))


def _called(names: Names) -> str:
    return folded(names[OFFICIAL])

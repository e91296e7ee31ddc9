"""Reads: who looked at one's own cases, and what state registers were asked about one.

The person learns the office and its role, not the name of whoever held it that day: the municipality
answers for its people, and its own records name them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from typing import Any, Final
from uuid import UUID

from engine import canonical
from engine.catalogue.published import Published, published
from engine.db.pool import Transaction
from engine.operations import ALL
from engine.texts import LANGUAGES

PAGE: Final = 30
ENQUIRY: Final = "registry.asked"  # of a register, in a step or at a desk
OWN = "select * from reads_of_own_cases(:before, :stream, :seq, :limit, :operations)"
BEGINNING: Final = ("infinity", "\x7f", 2**31 - 1)


@dataclass(frozen=True)
class ReadEntry:
    """Somebody looked, or asked a register. `roles` are those they held in the municipality of the case.

    What was asked outside one's own cases names no case. The purpose of an enquiry is the service, its ground
    the law of the service; without a service it was asked at a desk, to confirm an address.
    """

    at: datetime
    kind: str  # case.read, task.read, document.read, registry.asked, register.read
    roles: tuple[str, ...]
    municipality: Mapping[str, str] | None
    case_id: UUID | None
    case_number: str | None
    step: Mapping[str, str] | None
    register: str | None = None
    purpose: Mapping[str, str] | None = None
    law: Mapping[str, str] | None = None
    is_by_representative: bool = False
    said: str | None = None  # for what data of a special category were opened
    register_names: Mapping[str, str] | None = None  # of a register that municipalities keep here


@dataclass(frozen=True)
class Reads:
    """A page of them, newest first."""

    reads: tuple[ReadEntry, ...]
    next_before: str | None

    @property
    def gathered(self) -> tuple[tuple[ReadEntry, int], ...]:
        """What looks alike within a minute as one, with how often: a page was only loaded anew."""
        groups = (tuple(alike) for _, alike in groupby(self.reads, key=_in_its_minute))
        return tuple((group[0], len(group)) for group in groups)


def _in_its_minute(read: ReadEntry) -> ReadEntry:
    return replace(read, at=read.at.replace(second=0, microsecond=0))


def own_reads(tx: Transaction, before: str | None = None, *, limit: int = PAGE) -> Reads:
    """Return what others read in the signed-in person's cases; an unknown page shows the beginning."""
    at, stream, seq = _place(before)
    operations = list(ALL.asking_registers)
    rows = tx.all(OWN, before=at, stream=stream, seq=seq, limit=limit + 1, operations=operations)
    page = rows[:limit]
    more = f"{page[-1].at.isoformat()}|{page[-1].stream}|{page[-1].seq}" if len(rows) > limit else None
    return Reads(tuple(_read(tx, row) for row in page), more)


def _read(tx: Transaction, row: Any) -> ReadEntry:
    body = canonical.loads(bytes(row.body))
    version = None if row.version_id is None else published(tx, row.version_id)
    element = body.get("element")
    is_known = version is not None and element in version.definition.elements
    is_enquiry = row.kind == ENQUIRY
    asked = body.get("register") or ALL.asking_registers.get(body.get("operation"))
    return ReadEntry(
        at=row.at,
        kind=row.kind,
        roles=tuple(body.get("roles", ())),
        municipality=row.municipality,
        case_id=row.case_id,
        case_number=row.case_number,
        step=version.names_of(element) if version and is_known else None,
        is_by_representative="for" in body,
        register=asked,
        purpose=version.names if version and is_enquiry else None,
        said=body.get("purpose") if row.kind == "special.opened" else None,
        register_names=_own_register(version, asked),
        law={language: version.law_in(language) for language in LANGUAGES}
        if version and is_enquiry
        else None,
    )


def _own_register(version: Published | None, register: str | None) -> Mapping[str, str] | None:
    """Return what a register of the service's module is called; a state register has words of ours."""
    if (
        version is None
        or register is None
        or f"{version.module}/registers/{register}.json" not in version.files
    ):
        return None
    names: Mapping[str, str] = version.register(register)["names"]
    return names


def _place(before: str | None) -> tuple[Any, str, int]:
    try:
        at, stream, seq = (before or "").split("|")
        if not stream.isascii() or not stream.isprintable() or not 0 <= int(seq) < 2**31:
            return BEGINNING
        return datetime.fromisoformat(at), stream, int(seq)
    except ValueError:
        return BEGINNING

"""Recording of a value that was checked: an entry of its parameter, and a line of the audit log."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from engine.audit.hash_chain import CONFIGURATION
from engine.db.pool import Transaction
from engine.offices.administration import as_the_engine
from engine.stores import parameters
from engine.texts import LANGUAGES


@dataclass(frozen=True)
class NewValue:
    """A value that was checked, with its period and the act on which it rests."""

    name: str
    kind: str
    unit: str | None
    value: Any
    valid_from: date
    valid_until: date | None
    act: str


def enter(tx: Transaction, new: NewValue, place: Any) -> None:
    """Enter a value that was checked, of a municipality or of the country, and note it in the audit log."""
    by, municipality_id = tx.actor.person_id, None if place is None else place.id
    with as_the_engine(tx):
        parameters.add(
            tx,
            name=new.name,
            municipality_id=municipality_id,
            kind=new.kind,
            value=new.value,
            unit=new.unit,
            valid_from=new.valid_from,
            valid_until=new.valid_until,
            law={"act": dict.fromkeys(LANGUAGES, new.act), "article": None},
            confidence="sourced",
            recorded_by=by,
        )
    until = new.valid_until
    tx.log(
        CONFIGURATION,
        "parameter.set",
        name=new.name,
        municipality=None if place is None else place.code,
        value=new.value,
        act=new.act,
        valid_from=new.valid_from.isoformat(),
        valid_until=until and until.isoformat(),
    )

"""Whom the platform knows: finding somebody by number, and entering whom a paper of the case names.

A case is opened about somebody who is known here. Whoever has won an auction or is named in a court's paper
may never have signed in; the office enters them, by number and name. Whoever is known already stays as they
are: the civil registry's name outweighs what a clerk reads in a paper.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from engine.db.pool import Transaction
from engine.errors import Broken
from engine.operations.operation import Operation
from engine.stores import people
from engine.tenancy import system

if TYPE_CHECKING:
    from engine.steps import OpenCase

_PERSONAL_NUMBER: Final = re.compile(r"\A[0-9]{11}\Z")


def find(case: OpenCase, inputs: dict[str, Any]) -> dict[str, Any]:
    """Say whether somebody is known here under a personal number; a company's number is nobody's."""
    number = str(inputs["number"])
    with everybody(case) as tx:
        return {"known": people.id_of(tx, number) is not None, "number": number}


def enter(case: OpenCase, inputs: dict[str, Any]) -> dict[str, Any]:
    """Enter a person whom a paper names (`ground` says which); one who is known here stays unchanged."""
    number = str(inputs["number"])
    names = {part: str(inputs[part]).strip() for part in ("given_name", "family_name")}
    if not _PERSONAL_NUMBER.match(number) or not all(names.values()):
        raise Broken("person.unusable", number=number)
    with everybody(case) as tx:
        is_new = people.id_of(tx, number) is None
        if is_new:
            people.put_known(tx, personal_number=number, birth_date=None, **names)
    if is_new:
        case.record("person.entered", name=" ".join(names.values()), ground=str(inputs["ground"]))
    return {"known": True, "number": number}


@contextmanager
def everybody(case: OpenCase) -> Iterator[Transaction]:
    """Let the step see and enter people who have no case here, whom the office itself does not see."""
    actor = case.tx.actor
    case.tx.switch_principal(system(case.row.municipality_id))
    yield case.tx
    case.tx.switch_principal(actor)


FIND: Final = Operation(
    "person.find",
    inputs=("number",),
    outputs=("known", "number"),
    required=("number",),
    echoes=("number",),
    inline=find,
)
ENTER: Final = Operation(
    "person.enter",
    inputs=("number", "given_name", "family_name", "ground"),
    outputs=("known", "number"),
    required=("number", "given_name", "family_name", "ground"),
    echoes=("number",),
    inline=enter,
)

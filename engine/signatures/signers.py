"""Signers of a step: the words of the diagram, turned into people.

Refuses to know how anybody signs, and what.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from engine.errors import Broken, Rejected
from engine.process.elements import expression_of, is_expression
from engine.process.signs import DOER, words_of
from engine.stores import colleagues, people
from feel import to_json

if TYPE_CHECKING:
    from engine.process import Element
    from engine.steps import OpenCase

_NUMBER = re.compile(r"[0-9]{11}")


class UnknownSigner(Rejected):
    """The diagram wants the signature of somebody who is not known here."""

    code = "signature.unknown_signer"


class SignatureDue(Rejected):
    """The step ends with a signature; answers alone don't finish it."""

    code = "signature.due"


@dataclass(frozen=True)
class Signer:
    """Somebody whose signature is due, in the office they hold for the step or for themselves."""

    person_id: int
    role: str | None = None
    unit: str | None = None
    is_acting: bool = False  # in the place of who holds the office
    official_id: int | None = None  # who that is, where it is one person


def signers_of(case: OpenCase, element: Element, task: Any, answers: Mapping[str, Any]) -> tuple[Signer, ...]:
    """Return who has to sign the step with these answers, in the order of the diagram; nobody is nobody."""
    if element.signing is None:
        return ()
    words = tuple(_words(_said(case, element.signing.who, task, answers)))
    found = (_signer(case, word, task) for word in words)
    return tuple({signer.person_id: signer for signer in reversed([*filter(None, found)])}.values())[::-1]


def act_of(case: OpenCase, element: Element, task: Any, answers: Mapping[str, Any]) -> str | None:
    """Return the template of the act that is signed; None means the filled form."""
    text = element.signing.act if element.signing else None
    if text is None:
        return None
    name = _said(case, text, task, answers)
    if name is not None and not isinstance(name, str):
        raise Broken("signature.act_not_a_name", element=element.id)
    return name


def _said(case: OpenCase, text: str, task: Any, answers: Mapping[str, Any]) -> Any:
    if not is_expression(text):
        return text
    scope = case.seen_at(task.token)
    scope |= {task.element: dict(answers), "answers": dict(answers)}
    return to_json(case.evaluate(expression_of(text), scope))


def _words(said: Any) -> Iterator[str]:
    if said is None:
        return
    for word in said if isinstance(said, list) else [said]:
        if word is None:
            continue
        if not isinstance(word, str):
            raise UnknownSigner
        yield from words_of(word)


def _signer(case: OpenCase, word: str, task: Any) -> Signer | None:
    """Return whom a word means; None where there is nobody to sign for it."""
    actor = case.tx.actor
    if word == DOER:
        is_acting = task.role is not None and actor.is_acting_as(
            task.role, case.row.municipality_id, task.unit_code
        )
        official = _official(case, task) if is_acting else None
        return Signer(_person(actor.person_id), task.role, task.unit_code, is_acting, official)
    if word == "applicant":
        # Who acts for the applicant signs in their stead; the mandate is on record with what they do.
        own = actor.party_id == case.row.applicant_id
        return Signer(_person(actor.person_id) if own else case.row.applicant_id)
    if word == "representative":
        who = case.row.representative
        return None if who is None else Signer(_known(case, str(who["personal_number"])))
    return Signer(_known(case, word))


def _official(case: OpenCase, task: Any) -> int | None:
    """Return in whose place the actor does the step; None where several hold the office, or nobody."""
    municipality_id = case.row.municipality_id
    found = {
        office.official
        for office in colleagues.acting(case.tx, (municipality_id,))
        if office.person_id == case.tx.actor.person_id and office.role == task.role
    } - {None}
    return found.pop() if len(found) == 1 else None


def _known(case: OpenCase, number: str) -> int:
    found = people.id_of(case.tx, number) if _NUMBER.fullmatch(number) else None
    if found is None:
        raise UnknownSigner
    return found


def _person(person_id: int | None) -> int:
    if person_id is None:
        raise Broken("actor.not_a_person")
    return person_id

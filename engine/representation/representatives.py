"""Representative who filed for somebody: as the case names them, and the register's answer behind it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from engine.clock import local_date
from engine.db.pool import Transaction
from engine.errors import Broken
from engine.formats import full_name, show_date
from engine.notifications.common import TEXTS
from engine.representation.mandates import PRESENCE, refusal
from engine.stores import mandates, people
from engine.stores.cases import CaseRow
from engine.texts import LANGUAGES


@dataclass(frozen=True)
class Confirmer:
    """Person who has confirmed what another prepared, and the evidence that it rests on."""

    representative: dict[str, Any]
    evidence: dict[str, Any]


def representative_of(tx: Transaction, others: Sequence[Confirmer] = ()) -> dict[str, Any] | None:
    """Return the acting person as `case.representative` shows them; None if they act for themselves.

    With others who act together with them, the ground names all.
    """
    acts_for = tx.actor.acts_for
    if acts_for is None:
        return None
    row, person = mandates.find(tx, acts_for.mandate_id), people.person(tx, tx.actor.person_id or 0)
    if row is None or person is None:
        raise Broken("actor.not_a_person")
    return {
        "person_id": person.id,
        "personal_number": person.personal_number,
        "name": full_name(person),
        "kind": row.kind,
        "paper": row.paper,
        "ground": _together(ground_of(row), others) if others else ground_of(row),
    }


def confirmer(tx: Transaction) -> Confirmer:
    """Return the acting person as one who has agreed. Raises `Broken` if they act for themselves."""
    representative, evidence = representative_of(tx), evidence_of(tx)
    if representative is None or evidence is None:
        raise Broken("actor.not_a_person")
    return Confirmer(representative, evidence)


def writer_of(tx: Transaction, case: CaseRow) -> Any:
    """Return who filed the case for its applicant, for as long as they represent them; else None."""
    said = case.representative
    if said is None or said["kind"] == PRESENCE:
        return None  # whoever sat at the desk has nothing to do with the case any more
    mandate = mandates.between(
        tx, said["person_id"], case.applicant_id, kind=said["kind"], paper=said.get("paper", "")
    )
    if refusal(mandate, on=local_date(tx.now)) is not None:
        return None
    return people.person(tx, said["person_id"])


def evidence_of(tx: Transaction, others: Sequence[Confirmer] = ()) -> dict[str, Any] | None:
    """Return what the register said, and when, as it is kept with what was filed."""
    acts_for = tx.actor.acts_for
    row = None if acts_for is None else mandates.find(tx, acts_for.mandate_id)
    if row is None:
        return None
    return {
        "mandate": str(row.id),
        "kind": row.kind,
        "register": row.register,
        "reference": row.reference,
        "digest": row.digest,
        "answered_at": row.answered_at.isoformat(),
        "valid_from": row.valid_from.isoformat(),
        "valid_until": row.valid_until and row.valid_until.isoformat(),
        "areas": row.areas,
        "ground": row.ground,
        **({"together_with": [other.evidence for other in others]} if others else {}),
    }


def _together(ground: Mapping[str, str], others: Sequence[Confirmer]) -> dict[str, str]:
    named = [other.representative for other in others]
    return {
        language: TEXTS.get(
            language,
            "mandates.ground.together",
            ground=ground[language],
            others="; ".join(f"{other['name'][language]}, {other['personal_number']}" for other in named),
        )
        for language in LANGUAGES
    }


def ground_of(mandate: Any) -> dict[str, str]:
    """Return what a mandate rests on, as pages and papers say it."""
    return {language: _ground(mandate.kind, mandate.ground, language) for language in LANGUAGES}


def _ground(kind: str, said: Mapping[str, Any], language: str) -> str:
    if kind == "director":
        limits = said.get("limits")
        key = "mandates.ground.director_limited" if limits else "mandates.ground.director"
        return TEXTS.get(language, key, office=said["office"], limits=limits or "")
    if kind == "parent":
        return TEXTS.get(language, "mandates.ground.parent")
    if kind == "presence":
        key = f"mandates.ground.presence_{said['proof']}"
        return TEXTS.get(language, key, center=said["center"], deed=said.get("deed", ""))
    if kind == "attorney":
        return _power(said, language)
    facts = {"court": said["court"], "number": said["number"], "day": show_date(said["decided_on"]) or ""}
    return TEXTS.get(language, f"mandates.ground.{kind}", **facts)


def _power(said: Mapping[str, Any], language: str) -> str:
    facts = {
        "number": said["number"],
        "notary": said["notary"],
        "day": show_date(said["certified_on"]) or "",
    }
    giver = said.get("given_by")
    if giver is None:
        return TEXTS.get(language, "mandates.ground.attorney", **facts)
    office = TEXTS.get(language, f"mandates.given_as.{said['given_as']}")
    return TEXTS.get(language, "mandates.ground.attorney_given", **facts, giver=giver, office=office)

"""Actors: who asks, and what the database lets them see.

An `Actor` is a person with today's roles, nobody, or the system acting for one municipality.
`Principal` is its shadow in the database: the settings that every row-level security policy
reads. What is not in the principal does not exist for the transaction.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from engine.roles import NO_WORK, RESTRICTED_CASES, Right, who_may

Assurance = Literal["card", "code", "guest", "program"]


@dataclass(frozen=True)
class RoleGrant:
    """A role a person holds today; `unit` is None for the whole municipality."""

    role: str
    municipality_id: int | None
    municipality: str | None
    unit: str | None = None
    center: int | None = None  # the community centre that somebody works for, and for no municipality then
    is_acting: bool = False  # in the place of an official, for a time


@dataclass(frozen=True)
class ActsFor:
    """Whom somebody acts for, by which mandate. `on` is the day on which it was looked at."""

    mandate_id: UUID
    party_id: int
    number: str
    name: Mapping[str, str]
    kind: str  # parent, guardian, supporter, director, attorney, presence
    on: date
    refused: str | None = None  # why nobody may act by it any more
    is_joint: bool = False  # what is filed waits for the other who represents them too
    center: int | None = None  # of a presence: at which community centre they stand at the desk
    ends_at: datetime | None = None  # of a presence


@dataclass(frozen=True)
class Actor:
    """Requesting principal. `person_id` None is nobody (a public page) or the system itself.

    `person_id` is always whoever sits at the keyboard; what they do concerns the `party_id`.
    """

    person_id: int | None = None
    personal_number: str | None = None
    name: Mapping[str, str] | None = None
    roles: tuple[RoleGrant, ...] = ()
    is_system: bool = False
    municipality_id: int | None = None  # for the system: the municipality it acts for
    assurance: Assurance = "card"  # by what the person proved who they are
    acts_for: ActsFor | None = None
    services: frozenset[str] = frozenset()  # of a service account: those whose cases it reads

    @property
    def is_service_account(self) -> bool:
        """True for a service account: it reads and deposits, and decides nothing."""
        return self.assurance == "program"

    @property
    def party_id(self) -> int | None:
        """Whose cases these are: those of the one who is represented, else the person's own."""
        return self.person_id if self.acts_for is None else self.acts_for.party_id

    @property
    def party_number(self) -> str | None:
        return self.personal_number if self.acts_for is None else self.acts_for.number

    @property
    def oneself(self) -> Actor:
        """The same person, acting for nobody else."""
        return self if self.acts_for is None else replace(self, acts_for=None)

    @property
    def municipalities(self) -> tuple[int, ...]:
        """The municipalities this person works for: those whose cases are theirs to see."""
        if self.is_system:
            return () if self.municipality_id is None else (self.municipality_id,)
        working = {r.municipality_id for r in self.roles if r.center is None and r.role not in NO_WORK}
        return tuple(sorted(place for place in working if place is not None))

    def offices_in(self, municipality_id: int) -> list[str]:
        """Return the offices that are held there, by their roles; access to restricted cases is none."""
        held = {grant.role for grant in self.roles if grant.municipality_id == municipality_id}
        return sorted(held - {RESTRICTED_CASES})

    @property
    def restricted_of(self) -> tuple[int, ...]:
        """The municipalities whose restricted cases this principal sees too."""
        return tuple(m for m in self.municipalities if self.is_system or self.may(Right.SEE_RESTRICTED, m))

    @property
    def center(self) -> int | None:
        """The community centre this person works for."""
        return next((grant.center for grant in self.roles if grant.center is not None), None)

    @property
    def is_assisting(self) -> bool:
        """True while somebody stands at this operator's desk, for whom they act."""
        return self.acts_for is not None and self.acts_for.center is not None

    def may_somewhere(self, right: Right) -> bool:
        """True if any office that is held has the right."""
        return any(grant.role in who_may(right) for grant in self.roles)

    @property
    def assists(self) -> bool:
        """True for an operator of a community centre, also while somebody stands at the desk."""
        return self.is_assisting or self.may_somewhere(Right.ASSIST)

    @property
    def keeps_center(self) -> bool:
        return self.may_somewhere(Right.KEEP_CENTER)

    @property
    def keeps_directory(self) -> bool:
        return self.may_somewhere(Right.KEEP_DIRECTORY)

    @property
    def draws_services(self) -> bool:
        return self.may_somewhere(Right.DRAW_SERVICES)

    @property
    def approves_services(self) -> bool:
        return self.may_somewhere(Right.APPROVE_SERVICES)

    @property
    def administered(self) -> frozenset[int]:
        """The municipalities this person administers."""
        places = {grant.municipality_id for grant in self.roles if grant.role in who_may(Right.ADMINISTER)}
        return frozenset(place for place in places if place is not None)

    @property
    def administers(self) -> bool:
        return bool(self.administered)

    @property
    def rolls_out(self) -> bool:
        return self.may_somewhere(Right.ROLL_OUT)

    @property
    def is_staff(self) -> bool:
        return bool(self.municipalities) and not self.is_system

    @property
    def key(self) -> str:
        """Whose idempotency keys these are."""
        return "system" if self.is_system else f"person:{self.person_id}"

    def has_role(self, role: str, municipality_id: int, unit: str | None = None) -> bool:
        """True if a grant covers `role` there; a grant without a unit covers every unit."""
        return bool(self._grants(role, municipality_id, unit))

    def is_acting_as(self, role: str, municipality_id: int, unit: str | None = None) -> bool:
        """True if the role is held there only in the place of its official."""
        grants = self._grants(role, municipality_id, unit)
        return bool(grants) and all(grant.is_acting for grant in grants)

    def _grants(self, role: str, municipality_id: int, unit: str | None) -> list[RoleGrant]:
        return [
            grant
            for grant in self.roles
            if grant.role == role
            and grant.municipality_id == municipality_id
            and (unit is None or grant.unit is None or grant.unit == unit)
        ]

    def may(self, right: Right, municipality_id: int) -> bool:
        """True if one of the roles held there has the right."""
        return any(self.has_role(role, municipality_id) for role in who_may(right))


def system(municipality_id: int | None = None) -> Actor:
    """Return the system, acting for one municipality or for configuration as a whole."""
    return Actor(is_system=True, municipality_id=municipality_id)


def principal_settings(actor: Actor) -> dict[str, str]:
    """Return the settings that row-level security reads, for one transaction."""
    person = "" if actor.person_id is None else str(actor.person_id)
    other = actor.acts_for
    return {
        # One with a minus sign: its restricted cases too (`hidden_cases`). One setting, for it is what
        # statements bring that bring their principal.
        "municipalities": _array((*actor.municipalities, *(-m for m in actor.restricted_of))),
        # The policies look the mandate up themselves: what has ended shows nothing.
        "person": person if other is None else f"{person}/{other.mandate_id}/{other.on.isoformat()}",
        # For statements that bring their principal, and compare it with the applicant.
        "party": person if other is None else str(other.party_id),
        # What kind of principal: the system, or how a person came who has no card with them.
        "system": "on" if actor.is_system else "" if actor.assurance == "card" else actor.assurance,
    }


def _array(numbers: tuple[int, ...]) -> str:
    return "{" + ",".join(str(number) for number in numbers) + "}"

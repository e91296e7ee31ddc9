"""The directory of services that community centres help people to: partners and what they offer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from engine.commands.base import Command


@dataclass(frozen=True)
class SetPartner(Command):
    """Enter a partner of the community centres, or call one that is known otherwise."""

    code: str
    names: dict[str, str]
    source: str
    confidence: str


@dataclass(frozen=True)
class SetPartnerService(Command):
    """Enter a service of a partner, or change the one of `service_id`, which was seen in `seen_version`.

    `cells` hold by name and language what is known: who may ask, where, cost, documents, steps at the desk.
    `sources` says what a cell rests on, where that is not the source of the rest.
    """

    partner: str
    names: dict[str, str]
    cells: dict[str, Mapping[str, str]]
    link: str
    source: str
    confidence: str
    service_id: UUID | None = None
    seen_version: int = 0
    sources: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class WithdrawPartnerService(Command):
    """Take a service off the directory; what refers to it still finds it."""

    service_id: UUID
    seen_version: int


@dataclass(frozen=True)
class EnterPartnerServices(Command):
    """Enter what a table says of partners' services from a day on. `seen` is the digest of what was shown.

    `rows` are its cells, the first row names the columns. Services that no row names stay as they are.
    """

    rows: tuple[tuple[str, ...], ...]
    act: str
    first_on: date
    seen: str


@dataclass(frozen=True)
class PartnerServicesEntered:
    """How many services are new, how many otherwise than before, how many withdrawn."""

    new: int
    changed: int
    withdrawn: int


@dataclass(frozen=True)
class EnterPartners(Command):
    """Enter what a table says of partners. `seen` is the digest of what was shown.

    `rows` are its cells, the first row names the columns. Partners that no row names stay as they are.
    """

    rows: tuple[tuple[str, ...], ...]
    seen: str


@dataclass(frozen=True)
class PartnersEntered:
    """How many partners are new, how many otherwise than before."""

    new: int
    changed: int


@dataclass(frozen=True)
class PartnerServiceSet:
    """The service stands in the directory so."""

    service_id: UUID

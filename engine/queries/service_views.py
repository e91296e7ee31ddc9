"""Services and their versions, as pages and programs may see them; see `views`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from engine.cases.preconditions import UnmetPrecondition
from engine.queries.appeal_views import OwnCaseInCourt
from engine.queries.draft_views import DraftView
from engine.queries.views import Names
from forms import Form


@dataclass(frozen=True)
class ServiceCard:
    code: str
    module: str
    names: Names
    summary: Names


@dataclass(frozen=True)
class ServicePage:
    """A service as a citizen meets it, in the version that is in force today."""

    code: str
    names: Names
    summary: Names
    settings: Mapping[str, Any]  # service.json
    form: Form  # in the asked language
    form_context: Mapping[str, Any]  # options and parameters for validate/render
    term: Mapping[str, Any] | None  # {"number", "unit", "law", "confidence"}
    due_on: date | None  # if filed now
    derivation: tuple[tuple[str, Mapping[str, Any]], ...]  # of that day; words under terms.derivation
    draft: DraftView | None  # the person's own
    unmet: tuple[UnmetPrecondition, ...] = ()  # what whoever is applied for lacks or has already
    in_court: tuple[OwnCaseInCourt, ...] = ()  # own decisions that a complaint can't be about
    lacks: tuple[str, ...] = ()  # lists from which the application has to choose, and which are empty there
    contact: Mapping[str, Any] = field(default_factory=dict)  # of the municipality, as its letterhead says it


@dataclass(frozen=True)
class TakenBack:
    """That an act counts no more: from which day, why, who decided it."""

    on: date
    reason: str
    who: Names | None


@dataclass(frozen=True)
class VersionPublication:
    """The act that put a version into force; in demo mode it may name nobody.

    `places` are the municipalities it is for, by code; none means all.
    """

    id: int
    effective_from: date
    published_at: datetime
    publisher: Names | None
    second_person: Names | None
    law: tuple[Mapping[str, Any], ...]
    is_in_force: bool  # for what is filed today, in some municipality
    places: Mapping[str, Names]
    note: str | None
    taken_back: TakenBack | None


@dataclass(frozen=True)
class ServiceVersion:
    service: str
    digest: str
    semantics: Mapping[str, int]
    open_cases: int
    publications: tuple[VersionPublication, ...]


@dataclass(frozen=True)
class Standing:
    """Municipalities in which the same version of a service is in force, with the cases open there."""

    digest: str | None  # None where nothing is
    places: Mapping[str, Names]
    open_cases: int

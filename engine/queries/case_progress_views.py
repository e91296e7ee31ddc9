"""Progress view of a case for its office: what is passed, where it stands, what may come; frozen data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from engine.process import Drawing
from engine.process.layout import Article
from engine.process.legend import Sign, signs_of
from engine.process.step_law import Act

Names = Mapping[str, str]


@dataclass(frozen=True)
class Passed:
    """A step that is over; `who` did it, or nobody: the system."""

    names: Names
    kind: str
    at: datetime
    who: Names | None


@dataclass(frozen=True)
class Here:
    """Position where the case rests: a step that waits for somebody, or for something."""

    names: Names
    kind: str  # task, job, timer, message, signal, join
    around: tuple[Names, ...]
    number: int  # how many of the same kind wait there
    role: str | None
    is_for_applicant: bool
    who: Names | None  # who has taken it
    due_on: date | None
    has_incident: bool


@dataclass(frozen=True)
class Coming:
    names: Names
    kind: str


@dataclass(frozen=True)
class Part:
    """A diagram of the case: the service's own, or a block that it calls."""

    code: str
    names: Names
    state: str  # here, passed, ahead


@dataclass(frozen=True)
class DecisionTerm:
    """The statutory term of a service's decision, in short, and what it means when it runs out."""

    lasts: Names
    extended_by: Names | None
    on_expiry: str  # refusal_by_silence, consent_by_silence, escalate


@dataclass(frozen=True)
class Drawn:
    """A sheet of a diagram as it is drawn, with what is known of its elements."""

    drawing: Drawing | None
    names: Mapping[str, Names]
    marks: Mapping[str, str]  # here, stopped, waits, passed
    articles: Mapping[str, tuple[Article, ...]]  # by language
    acts: tuple[Act, ...] = ()  # that the articles name
    is_block: bool = False  # a shared part: where it ends, the proceeding goes on
    has_law: bool = False  # cited at steps
    has_terms: bool = False  # said at steps and clocks
    term: DecisionTerm | None = None  # of the decision that the whole diagram leads to

    @property
    def signs(self) -> tuple[Sign, ...]:
        """Return the signs that its legend explains."""
        if self.drawing is None:
            return ()
        return signs_of(self.drawing, has_law=self.has_law, has_terms=self.has_terms, is_part=self.is_block)


@dataclass(frozen=True)
class Sheet:
    """A sheet of a diagram: the whole, under the diagram's code, or the inside of a closed part of it.

    `around` are the codes of the sheets that lead to it, from the whole on.
    """

    code: str
    names: Names
    state: str  # here, passed, ahead
    around: tuple[str, ...]
    drawn: Drawn


@dataclass(frozen=True)
class ProgressView:
    case_id: UUID
    case_number: str
    service: Names
    is_running: bool
    passed: tuple[Passed, ...]
    is_shortened: bool  # what lies further back is left out
    here: tuple[Here, ...]
    beside: tuple[Here, ...]  # what may break in while the case rests there
    next: tuple[Coming, ...]
    later: tuple[Coming, ...]
    parts: tuple[Part, ...]
    part: Part
    sheets: tuple[Sheet, ...]  # of the part, the whole first; none where it has no drawing
    sheet: Sheet | None  # that which was asked for, else where the case is

    @property
    def drawn(self) -> Drawn:
        """Return the drawing of that sheet."""
        return self.sheet.drawn if self.sheet else Drawn(None, {}, {}, {})

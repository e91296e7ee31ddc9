"""Views of an answer's provenance, for the office and the applicant; frozen data like all views."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class AnswerOrigin:
    """Origin of an answer: the value known before the person answered, in words like the answer beside it."""

    source: str  # words under origin.<source>
    value: str
    as_of: str
    number: str  # of the case it is known from
    is_other: bool  # the answer differs
    comment: str | None  # what the applicant says is not right; None where nothing is disputed

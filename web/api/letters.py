"""Letters to applicants. Whoever is written to opens them by asking for them, as on the page of the case."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from engine.queries.views import Letter
from web.api.callers import Who, is_official
from web.api.cases import case_of
from web.api.operations import operation
from web.api.shapes import shape
from web.citizen.cases import opened_case


@dataclass(frozen=True)
class Letters:
    """The letters of a case."""

    items: tuple[Letter, ...]


@operation(
    "GET",
    "/cases/<uuid:case_id>/letters",
    Who.EITHER,
    does=("საქმის წერილების გახსნა", "Open the letters of a case"),
    pages=(
        "inbox.case",
        "citizen.case",
    ),
    tag="letters",
    scope="letters:read",
    gives=shape(Letters),
)
def list_letters(case_id: UUID) -> Letters:
    found = case_of(case_id)
    return Letters(found.letters if is_official() else opened_case(case_id).letters)

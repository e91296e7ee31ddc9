"""Outcomes: refusals by ground, and complaints about decisions with what became of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from engine.catalogue.published import Published, published
from engine.db.pool import Transaction
from engine.queries.case_conditions import GROUND
from engine.queries.reports.scope import ReportScope
from engine.queries.views import Names
from engine.texts import LANGUAGES

REFUSED: Final = f"""
with {{cases}}, refused as (select c.version_id, {GROUND} as ground from covered c
    where c.reason = 'refused' and c.decided_on between :first and :last)
select ground, max(version_id) as version_id, count(*)::int as number from refused group by ground
order by number desc, ground
"""
# Of the decisions that are complained of, whatever the service of the complaint.
COMPLAINTS: Final = """
with {cases}, complaints as (
    select distinct a.id, a.reason, a.closed_at from covered c
    join case_links l on l.about_id = c.id and l.kind = 'about' join cases a on a.id = l.case_id
    where c.decided_on between :first and :last)
select coalesce(reason, case when closed_at is null then 'open' else 'closed' end) as outcome,
    count(*)::int as number
from complaints group by 1 order by 2 desc, 1
"""
CONTESTED: Final = """
with {cases}
select count(distinct c.id)::int as number from covered c
join case_links l on l.about_id = c.id and l.kind = 'about'
where c.decided_on between :first and :last
"""
GROUND_FIELD: Final = "refusal_reason"


@dataclass(frozen=True)
class Ground:
    """A ground of refusals: its code, what forms call it (None: they don't), how often it was given."""

    code: str
    names: Names | None
    number: int


@dataclass(frozen=True)
class Complaints:
    """Number of the period's decisions that are contested, and outcomes of the complaints."""

    contested: int
    outcomes: tuple[tuple[str, int], ...]

    @property
    def number(self) -> int:
        return sum(number for _, number in self.outcomes)


def grounds(tx: Transaction, scope: ReportScope) -> tuple[Ground, ...]:
    return tuple(
        Ground(row.ground, words_of(published(tx, row.version_id), row.ground), row.number)
        for row in scope.all(tx, REFUSED)
    )


def complaints(tx: Transaction, scope: ReportScope) -> Complaints:
    contested = scope.one(tx, CONTESTED).number
    return Complaints(contested, tuple((row.outcome, row.number) for row in scope.all(tx, COMPLAINTS)))


def words_of(version: Published, ground: str) -> Names | None:
    """Return what the version's forms call a ground of refusal, in each language."""
    found = {language: word for language in LANGUAGES if (word := _word(version, ground, language))}
    return found or None


def _word(version: Published, ground: str, language: str) -> str | None:
    forms = [version.form(name, language) for name, of_language in version.forms if of_language == language]
    fields = (field for form in forms for field in form.walk() if field.key == GROUND_FIELD)
    labels = (option.label for field in fields for option in field.options if option.value == ground)
    return next(labels, None)

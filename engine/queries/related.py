"""Other cases of the same applicant, plot or asset, as far as the actor may look into them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from engine.cases import sight
from engine.catalogue.published import published
from engine.db.pool import Transaction
from engine.folding import codes_in
from engine.queries.views import Names
from engine.stores.cases import CaseRow

MOST: Final = 20
ASSETS: Final = """
select asset_id from asset_states where case_id = :id
union select asset_id from asset_rights where case_id = :id
"""
# A plot is found by the words of what was filed, where its code is one of them.
RELATED: Final = """
select c.id, c.number, c.version_id, c.status, c.reason, c.filed_at, c.closed_at, f.why
from (
    select id, array_agg(distinct why order by why) as why from (
        select id, 'applicant' as why from cases where applicant_id = :applicant
        union all select case_id, 'plot' from case_words where words @@ cast(:plot as tsquery)
        union all select case_id, 'asset' from asset_states where asset_id in ({assets})
        union all select case_id, 'asset' from asset_rights where asset_id in ({assets})
    ) every where id <> :id group by id
) f join cases c on c.id = f.id
where c.municipality_id = any (:places) and {condition}
order by c.filed_at desc, c.id limit {most}
"""


@dataclass(frozen=True)
class RelatedCase:
    case_id: UUID
    number: str
    service: Names
    status: str
    reason: str | None
    filed_at: datetime
    why: tuple[str, ...]  # applicant, plot, asset


@dataclass(frozen=True)
class Related:
    """The newest of them; `is_cut` says that there are more."""

    cases: tuple[RelatedCase, ...]
    is_cut: bool


def of_case(tx: Transaction, row: CaseRow) -> Related:
    """Return the cases of the actor's offices that have to do with this one."""
    concern = sight.condition(tx)
    rows = tx.all(
        RELATED.format(assets=ASSETS, condition=concern.sql, most=MOST + 1),
        id=row.id,
        applicant=row.applicant_id,
        plot=_plot(row.document),
        places=list(tx.actor.municipalities),
        **concern.params,
    )
    found = tuple(
        RelatedCase(
            row.id,
            row.number,
            published(tx, row.version_id).names,
            row.status,
            row.reason,
            row.filed_at,
            tuple(row.why),
        )
        for row in rows[:MOST]
    )
    return Related(found, is_cut=len(rows) > MOST)


def _plot(document: Mapping[str, Any]) -> str | None:
    """Return the cadastral code of the application as the index of words is asked for it."""
    application = document.get("application")
    code = application.get("cadastral_code") if isinstance(application, Mapping) else None
    codes = list(codes_in(code)) if isinstance(code, str) else []
    return " | ".join(f"'{code}'" for code in codes) or None

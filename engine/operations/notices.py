"""Telling people what happened to a clock: the applicant by letter, the office by mail.

The letter is the service's own template of that name, or else the common one. The office is told
by a job: who works on a case is not the applicant's to see, and the applicant's own act may be
what finds that a term has run out. Refuses to know when somebody is told.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from engine.db.pool import as_json
from engine.formats import act_in_words
from engine.notifications.common import common_template
from engine.operations import letters
from engine.stores import work

if TYPE_CHECKING:
    from engine.steps import OpenCase


def notify_applicant(case: OpenCase, template: str, row: Any, names: Mapping[str, str], **facts: Any) -> None:
    """Write to the applicant in the commit of the step; `facts` are what the letter says of the clock."""
    last_day: date | None = facts.pop("last_day", row.last_day)
    law = facts.pop("law", row.term.get("law"))
    sources, clocks = {}, {}
    for language in case.world.languages:
        own = case.published.has_template(template, language)
        find = case.published.template if own else common_template
        sources[language] = find(template, language)
        clocks[language] = {
            "clock": {
                "name": names[language],
                "is_stage": row.name != "case",
                "last_day": last_day and last_day.isoformat(),
                "law": law and act_in_words(law, language),
                **facts,
            }
        }
    texts = letters.in_languages(case.world, template, sources, clocks)
    letters.put(case, f"{template}:{row.name}:{case.row.version}", template=template, texts=texts)


def notify_staff(case: OpenCase, kind: str, clock: str, *, last_day: date, share: int | None = None) -> None:
    """Queue the telling of those who work on the case, or with `expired` of those who head them."""
    args = as_json(
        {
            "case_id": str(case.row.id),
            "municipality_id": case.row.municipality_id,
            "kind": kind,
            "clock": clock,
            "last_day": last_day.isoformat(),
            "share": share,
            "version": case.row.version,
        }
    )
    work.queue(case.tx, "tell_staff", lock=f"notices:{case.row.id}", args=args)

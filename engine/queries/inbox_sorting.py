"""Lists sorted otherwise than by deadline: of no more tasks than are sorted at once.

Only the order of deadlines has indexes. Any other order reads the part, sorts it and shows a page; a part
that is too long is not sorted, and the page says so (decision 166).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from engine.errors import Rejected
from engine.lists import BACKWARDS, DEADLINE, is_order
from engine.queries import inbox_ranges
from engine.queries.inbox_part import Part

MOST: Final = 5000
KEYS: Final[Mapping[str, str]] = {
    DEADLINE: "t.deadline_at",
    "opened": "t.opened_at",
    "number": "c.number",
    "applicant": "coalesce(c.applicant_name ->> :language, c.applicant_name::text)",
    "step": "c.service_code || ' ' || t.element",
}
# What is equal stands in the order of deadlines, whichever way the list is sorted. A page begins behind a
# task, which need not be on the list any more.
PAGE: Final = """
listed as (select t.*, {key} as sort_key from ({body}) t join cases c on c.id = t.case_id),
behind as (select {key} as sort_key, t.deadline_at, t.rank, t.opened_at, t.id
    from tasks t join cases c on c.id = t.case_id where t.id = :behind),
page as (select t.*, (select count(*) from listed) as total from listed t
    where cast(:behind as uuid) is null or exists (select from behind b where t.sort_key {beyond} b.sort_key
        or t.sort_key = b.sort_key
            and ({place}) > (b.deadline_at, b.rank, b.opened_at, b.id))
    order by t.sort_key {way}, {place} limit {limit})
"""
ORDER: Final = f"t.sort_key {{way}}, {inbox_ranges.PLACE}"


def is_sorted(part: Part) -> bool:
    """Say whether the part is asked for in another order than that of its index."""
    return part.order != DEADLINE


def page_of(part: Part, body: str, *, limit: int) -> str:
    """Return the common table expressions that end with `page`: a page of the sorted part, and its length.

    Their parameters are those of the part, `behind` and `language`.
    """
    if not is_order(part.order):
        raise Rejected("inbox.unknown_order", order=part.order)
    key, way = KEYS[part.order.removeprefix(BACKWARDS)], _way(part)
    words = {
        "key": key,
        "body": body.format(limit=MOST + 1),
        "beyond": "<" if way == "desc" else ">",
        "way": way,
        "place": inbox_ranges.PLACE,
        "limit": str(limit),
    }
    return inbox_ranges.filled(PAGE, **words)


def order_of(part: Part) -> str:
    """Return what rows of `page` are ordered by."""
    return ORDER.format(way=_way(part))


def params(part: Part, behind: UUID | None) -> dict[str, Any]:
    return {"behind": behind, "language": part.language}


def _way(part: Part) -> str:
    return "desc" if part.order.startswith(BACKWARDS) else "asc"

"""What a sub-programme may say beside its route, and beside months in which it is paid."""

from __future__ import annotations

from typing import Any

import pytest

from engine.programmes.rules.entries import SubProgrammeInvalid, check
from tests.programmes.kit import SCHOOL

# Nothing is left for a person to look at.
PLAIN: dict[str, Any] = {**SCHOOL, "code": "plain", "parts": [], "documents": [], "route": "AUTOMATIC"}


def wrong_in(content: dict[str, Any]) -> dict[str, str]:
    with pytest.raises(SubProgrammeInvalid) as refused:
        check(content, year=2027, known=frozenset({"plain"}))
    return refused.value.fields


def test_sub_programme__with_nothing_for_a_person__may_be_decided_by_tables_and_paid_every_month() -> None:
    check(PLAIN, year=2027, known=frozenset({"plain"}))
    check({**PLAIN, "months": 6}, year=2027, known=frozenset({"plain"}))


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"documents": SCHOOL["documents"]}, "documents"),
        ({"home_visit": True}, "home_visit"),
        ({"parts": ["need"]}, "parts.0"),
        ({"pay_to": "provider"}, "pay_to"),
        ({"amount": {**SCHOOL["amount"], "rule": "proposed", "figures": {}, "cap_tetri": 9}}, "rule"),
    ],
)
def test_sub_programme__with_something_for_a_person__is_not_decided_by_tables(
    changes: dict[str, Any], field: str
) -> None:
    assert field in wrong_in({**PLAIN, **changes})


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"limit": "event"}, "limit"), ({"pay_to": "provider"}, "pay_to"), ({"months": 13}, "months")],
)
def test_sub_programme__paid_every_month__is_given_to_one_person_within_a_year(
    changes: dict[str, Any], field: str
) -> None:
    assert field in wrong_in({**PLAIN, "route": "COMMISSION", "months": 6, **changes})

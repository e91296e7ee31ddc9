"""What a scenario may expect of a case, held against what happened."""

from __future__ import annotations

from datetime import date
from typing import Any

from engine.queries.observations import Observation
from engine.scenarios.compare import Shown, differences


def an_observation(
    assets: tuple[dict[str, Any], ...] = (), rights: tuple[dict[str, Any], ...] = (), **document: Any
) -> Observation:
    return Observation(
        assets=assets,
        rights=rights,
        status="decided",
        outcome=None,
        waiting=(),
        due_on=None,
        document=document,
        letters=(),
        entries=(),
        events=(),
        number="KEDA-2026-00001",
        messages=(),
    )


def told(found: Observation, due: dict[str, date] | None = None, **expected: Any) -> list[str]:
    return [
        str(difference) for difference in differences(expected, found, kinds={}, due=due or {}, shown=Shown())
    ]


def test_signed__another_act_than_expected_or_none__differs() -> None:
    signed = an_observation(decide={"verdict": "agree", "signed": {"title": "Order", "file": "ab"}}, fee=3)
    unsigned = an_observation(decide={"verdict": "agree"}, fee=3)

    assert told(signed, signed={"decide": "Order"}) == []
    assert told(signed, signed={"decide": "Refusal"}) == [
        "signed: expected {'decide': 'Refusal'}, found {'decide': 'Order'}"
    ]
    assert told(unsigned, signed={"decide": "Order"}) == ["signed: expected {'decide': 'Order'}, found {}"]
    assert told(unsigned, signed={}) == []


def test_dates__of_a_task_due_on_another_day_or_none__differ() -> None:
    found, day = an_observation(), date(2026, 12, 2)

    assert told(found, {"cure": day}, dates={"cure": "2026-12-02"}) == []
    assert told(found, {"cure": day}, dates={"cure": "2026-12-03"}) == [
        "dates.cure: expected '2026-12-03', found '2026-12-02'"
    ]
    assert told(found, {}, dates={"cure": "2026-12-02"}) == ["dates.cure: expected '2026-12-02', found None"]


def test_assets__in_another_state_or_more_than_expected__differ() -> None:
    sold = {"state": "sold", "value_tetri": 100, "valid_from": "2026-12-01"}
    found = an_observation(assets=(sold,), rights=({"kind": "ownership", "state": "held"},))

    assert told(found, assets=[{"state": "sold"}], rights=[{"kind": "ownership"}]) == []
    assert told(found, assets=[{"state": "in_use"}]) == [
        "assets[0].state: expected 'in_use', found 'sold'",
    ]
    assert told(found, assets=[]) == [f"assets: expected [], found [{sold!r}]"]
    assert told(found, rights=[{"state": "reserved"}]) == [
        "rights[0].state: expected 'reserved', found 'held'"
    ]

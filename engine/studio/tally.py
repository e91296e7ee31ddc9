"""Counting what drafted tables would have decided otherwise, and telling it so that nobody is recognised.

While a replay runs, its tally is a JSON value that grows by group: rules and results of then and of now, by
municipality. What analysts read is the report: no number below a limit, and none that a subtraction gives
away.
Refuses to know cases and SQL.
"""

from __future__ import annotations

import hashlib
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from engine import canonical
from engine.cases.replaying import Outcome

K = TypeVar("K", bound=Hashable)
Names = Mapping[str, str]
# Of results that differ in every case (an amount), no more are told apart: the rest is counted together.
MOST_GROUPS: Final = 300
OTHERS: Final = "others"


@dataclass(frozen=True)
class VeiledCount:
    """A number, unless it is hidden: `is_few` says that it is below the limit, else it is left out so that
    one that is few can't be found by subtraction."""

    number: int | None
    is_few: bool = False


@dataclass(frozen=True)
class OfPlace:
    """Number of decisions in a municipality."""

    place: str
    names: Names
    number: int


@dataclass(frozen=True)
class RuleSaid:
    number: int
    note: str


@dataclass(frozen=True)
class AnswerSaid:
    """An answer in words: the rules behind it, none where no rule matched."""

    rules: tuple[RuleSaid, ...]
    result: str


@dataclass(frozen=True)
class ChangedAnswer:
    """Decisions that would be otherwise in the same way; `elsewhere` are those of municipalities with few."""

    then: Mapping[str, AnswerSaid]
    now: Mapping[str, AnswerSaid]
    number: int
    places: tuple[OfPlace, ...]
    elsewhere: int


@dataclass(frozen=True)
class Hindrance:
    """Reason why decisions can't be answered anew; `what` is the name or code it is about."""

    why: str
    what: str
    number: int


@dataclass(frozen=True)
class ReplayedDecision:
    """A decision of the service: `rest` are changes that few share, `more` hindrances that few share."""

    decision: str
    names: Names
    file: str | None  # None where the draft has it no more
    looked_at: VeiledCount
    same: VeiledCount
    otherwise: VeiledCount
    hindered: VeiledCount
    changes: tuple[ChangedAnswer, ...]
    rest: VeiledCount
    hindrances: tuple[Hindrance, ...]
    more: VeiledCount


def empty() -> dict[str, Any]:
    """Return the tally of nothing."""
    return {"looked_at": 0, "decisions": {}}


def add(tally: dict[str, Any], outcome: Outcome, place: str) -> None:
    """Count an outcome in a municipality, by its code."""
    of = tally["decisions"].setdefault(
        outcome.decision,
        {"names": dict(outcome.names), "same": 0, "hindered": {}, "changes": {}, "others": 0},
    )
    tally["looked_at"] += 1
    if outcome.why_not is not None:
        why = f"{outcome.why_not} {outcome.what}".strip()
        of["hindered"][why] = of["hindered"].get(why, 0) + 1
    elif outcome.is_same:
        of["same"] += 1
    else:
        _add_change(of, outcome, place)


def _add_change(of: dict[str, Any], outcome: Outcome, place: str) -> None:
    then, now = outcome.then, outcome.now
    assert then is not None and now is not None
    what = canonical.dumps([list(then.rules), then.result, list(now.rules), now.result])
    key = hashlib.sha256(what).hexdigest()[:24]
    groups = of["changes"]
    if key not in groups and len(groups) >= MOST_GROUPS:
        of[OTHERS] += 1
        return
    group = groups.setdefault(key, {"then": None, "now": None, "places": {}})
    if group["then"] is None:
        group |= {"then": then.said(), "now": now.said()}
    group["places"][place] = group["places"].get(place, 0) + 1


def report(
    tally: Mapping[str, Any], *, fewest: int, places: Mapping[str, Names], files: Mapping[str, str]
) -> list[dict[str, Any]]:
    """Return what may be told, by decision, as JSON; `fewest` is the smallest number that is told."""
    return [
        _of_decision(of, found, fewest=fewest, places=places, file=files.get(of))
        for of, found in sorted(tally["decisions"].items())
    ]


def _of_decision(
    of: str, found: Mapping[str, Any], *, fewest: int, places: Mapping[str, Names], file: str | None
) -> dict[str, Any]:
    groups = {key: sum(group["places"].values()) for key, group in found["changes"].items()}
    otherwise = sum(groups.values()) + found[OTHERS]
    shown, rest = apart(groups, fewest, rest=found[OTHERS])
    hindered = sum(found["hindered"].values())
    hindrances, more = apart(found["hindered"], fewest)
    parts = {"same": found["same"], "otherwise": otherwise, "hindered": hindered}
    return {
        "decision": of,
        "names": found["names"],
        "file": file,
        **told(parts, fewest),
        "changes": [_change(found["changes"][key], fewest, places) for key in shown],
        "rest": count(rest, fewest),
        "hindrances": [
            {"why": why.partition(" ")[0], "what": why.partition(" ")[2], "number": number}
            for why, number in hindrances.items()
        ],
        "more": count(more, fewest),
    }


def _change(group: Mapping[str, Any], fewest: int, places: Mapping[str, Names]) -> dict[str, Any]:
    shown, elsewhere = apart(group["places"], fewest)
    return {
        "then": group["then"],
        "now": group["now"],
        "number": sum(group["places"].values()),
        "places": [
            {"place": place, "names": dict(places[place]), "number": number}
            for place, number in shown.items()
        ],
        "elsewhere": elsewhere,
    }


def apart(numbers: Mapping[K, int], fewest: int, *, rest: int = 0) -> tuple[dict[K, int], int]:
    """Return the numbers that are told, the largest first, and the sum of the others.

    Where that sum would be few itself, the smallest that could be told goes with it: what is left over would
    be found by subtraction.
    """
    ordered = sorted(numbers.items(), key=lambda one: (-one[1], str(one[0])))
    shown = {key: number for key, number in ordered if number >= fewest}
    left = rest + sum(number for key, number in numbers.items() if key not in shown)
    while 0 < left < fewest and shown:
        left += shown.pop(list(shown)[-1])
    return shown, left


def told(parts: Mapping[str, int], fewest: int) -> dict[str, dict[str, Any]]:
    """Return the parts of a whole, and the whole.

    Where a part is few, neither the whole is told nor what stayed the same: the difference of the two would
    tell it, also between two replays.
    """
    is_told = not any(0 < number < fewest for number in parts.values())
    told = {name: count(number, fewest) for name, number in parts.items()}
    told["looked_at"] = count(sum(parts.values()), fewest)
    return told if is_told else told | {name: _left_out(told[name]) for name in ("same", "looked_at")}


def _left_out(counted: dict[str, Any]) -> dict[str, Any]:
    return {**counted, "number": None}


def count(number: int, fewest: int) -> dict[str, Any]:
    """Return a number as it is told."""
    is_few = 0 < number < fewest
    return {"number": None if is_few else number, "is_few": is_few}

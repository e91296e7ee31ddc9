"""Operations of collective orders: a case is offered, an order lists, sorts and decides, each case follows.

What a case and the order know of each other goes through rows and one message, never through a step that
moves two cases.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from engine.cases.messages import COLLECTIVE_DECIDED
from engine.cases.posting import post
from engine.clock import local_date
from engine.collective import store
from engine.errors import Broken
from engine.formats import full_name
from engine.operations.decisions import record_outcome, refuse_second
from engine.operations.operation import Operation
from engine.operations.outside import Outside
from engine.texts import LANGUAGES, names_of
from feel.analyse import Kind, list_of, one_of
from feel.analyse.kinds import BOOLEAN, NUMBER, STRING

if TYPE_CHECKING:
    from engine.steps import OpenCase

GRANTED: Final = "granted"  # no order refuses many at once: each of them is heard
MOST: Final = 200  # applications that one order may list; the diagram says how many it takes
MOST_TETRI: Final = 10**12
LIFETIME: Final = timedelta(days=30)  # whoever is told waits already
ITEM: Final = Kind(
    "context",
    members=(
        ("place", NUMBER),
        ("case_number", STRING),
        ("filed_on", STRING),
        ("personal_number", STRING),
        *((name, STRING) for name in (*names_of("name"), *names_of("title"))),
        ("amount_tetri", NUMBER),
    ),
    is_closed=True,
)


def offer(case: OpenCase, inputs: dict[str, Any]) -> dict[str, Any]:
    """Offer the case to the next order of its group; it waits for `collective.decided` under `item`."""
    item_id = case.id_of("collective", f"{case.row.version}:{len(case.events)}")
    is_offered = store.offer(
        case.tx,
        item_id,
        case_id=case.row.id,
        municipality_id=case.row.municipality_id,
        grouping=_text(inputs["group"]),
        amount_tetri=_whole(inputs["amount_tetri"], MOST_TETRI),
        titles={language: _text(inputs[f"title_{language}"]) for language in LANGUAGES},
    )
    if not is_offered:
        raise Broken("collective.offered_before")
    case.record("collective.offered")
    return {"item": str(item_id)}


def leave(case: OpenCase, inputs: dict[str, Any]) -> dict[str, Any]:
    """Take the offer back; `left` is false where an order lists the case already."""
    left = store.leave(case.tx, case.row.id)
    if left:
        case.record("collective.left")
    return {"left": left}


def collect(case: OpenCase, inputs: dict[str, Any]) -> dict[str, Any]:
    """List in this order who of the group has waited longest, `most` of them at the most.

    Done again, it adds who waits now, as far as there is room.
    """
    before = len(_listed(case))
    room = _whole(inputs["most"], MOST) - before
    found = 0
    if room > 0:
        found = store.collect(
            case.tx,
            case.row.id,
            municipality_id=case.row.municipality_id,
            grouping=_text(inputs["group"]),
            message=COLLECTIVE_DECIDED,
            most=room,
            after=before,
        )
    case.record("collective.collected", count=found)
    return _list(_listed(case))


def sort(case: OpenCase, inputs: dict[str, Any]) -> dict[str, Any]:
    """Take out of the list, by place: `later` wait for the next order, `alone` are decided by themselves.

    Whose case does not wait any more is taken out too.
    """
    rows = _listed(case)
    alone = _at(rows, inputs.get("alone"))
    later = [row for row in _at(rows, inputs.get("later")) if row not in alone]
    gone = [row for row in rows if not row.is_waiting and row not in alone and row not in later]
    store.take_out(case.tx, [row.id for row in later], state="waiting")
    store.take_out(case.tx, [row.id for row in alone], state="returned")
    store.take_out(case.tx, [row.id for row in gone], state="left")
    for row in alone:
        _tell(case, row, granted=False)
    out = {row.id for row in (*later, *alone, *gone)}
    store.place(case.tx, [row.id for row in rows if row.id not in out])
    case.record("collective.sorted", later=len(later), alone=len(alone), gone=len(gone))
    return _list(_listed(case))


def release(case: OpenCase, inputs: dict[str, Any]) -> dict[str, Any]:
    """Let all of the list wait for another order: this one is not made."""
    rows = _listed(case)
    store.take_out(case.tx, [row.id for row in rows], state="waiting")
    case.record("collective.released", count=len(rows))
    return {"count": len(rows)}


def announce(outside: Outside, inputs: dict[str, Any]) -> dict[str, Any]:
    """Do nothing outside: as a job it goes on with the rights of the system, whoever signed the order."""
    return {}


def record(case: OpenCase, job: Any, result: Mapping[str, Any]) -> dict[str, Any]:
    """Tell each case of the list that the order grants it; `missed` are those that wait no more."""
    if case.row.order_number is None:
        raise Broken("collective.not_decided")
    rows = _listed(case)
    granted, missed = _parted(rows, lambda row: row.is_waiting)
    store.decide(case.tx, [row.id for row in granted])
    store.take_out(case.tx, [row.id for row in missed], state="left")
    for row in granted:
        _tell(case, row, granted=True)
    case.record("collective.announced", count=len(granted), missed=len(missed))
    return {"count": len(granted), "missed": [_shown(row) for row in missed]}


def decide(case: OpenCase, inputs: dict[str, Any]) -> dict[str, Any]:
    """Record that the order which lists the case grants it, under the order's number and its place there."""
    if inputs["outcome"] != GRANTED:
        raise Broken("decision.unknown_outcome", outcome=str(inputs["outcome"]))
    refuse_second(case)
    found = store.decided(case.tx, case.row.id)
    if found is None:
        raise Broken("collective.not_decided")
    number = f"{found.order_number}/{found.place}"
    outcome = record_outcome(case, GRANTED, inputs, on=found.decided_on, number=number)
    return {**outcome, "order_number": found.order_number, "place": found.place}


def _listed(case: OpenCase) -> list[Any]:
    found = store.of_order(case.tx, case.row.id, message=COLLECTIVE_DECIDED)
    return [row for row in found if row.state == "listed"]


def _tell(case: OpenCase, row: Any, *, granted: bool) -> None:
    post(
        case.tx,
        case.id_of("collective", f"{row.id}:{case.row.version}"),
        municipality_id=case.row.municipality_id,
        name=COLLECTIVE_DECIDED,
        key=str(row.id),
        payload={"granted": granted},
        expires_at=case.tx.now + LIFETIME,
        sent_by=case.row.id,
    )
    case.record("message.sent", message=COLLECTIVE_DECIDED)


def _list(rows: Sequence[Any]) -> dict[str, Any]:
    return {
        "items": [_shown(row) for row in rows],
        "count": len(rows),
        "total_tetri": sum(row.amount_tetri for row in rows),
    }


def _shown(row: Any) -> dict[str, Any]:
    names = full_name(row)
    return {
        "place": row.place,
        "case_number": row.number,
        "filed_on": local_date(row.filed_at).isoformat(),
        "personal_number": row.personal_number,
        **{f"name_{language}": names[language] for language in LANGUAGES},
        **{f"title_{language}": row.titles[language] for language in LANGUAGES},
        "amount_tetri": row.amount_tetri,
    }


def _at(rows: Sequence[Any], places: Any) -> list[Any]:
    """Return the rows at these places, which a form gives as texts."""
    if places is None:
        return []
    if not isinstance(places, list):
        raise Broken("collective.input_unusable")
    wanted = {str(place) for place in places}
    return [row for row in rows if str(row.place) in wanted]


def _parted(rows: Sequence[Any], is_first: Callable[[Any], bool]) -> tuple[list[Any], list[Any]]:
    return [row for row in rows if is_first(row)], [row for row in rows if not is_first(row)]


def _whole(value: Any, most: int) -> int:
    is_whole = isinstance(value, int | Decimal) and not isinstance(value, bool) and value == int(value)
    if not is_whole or not 0 < value <= most:
        raise Broken("collective.input_unusable")
    return int(value)


def _text(value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise Broken("collective.input_unusable")
    return value


_LIST: Final = {"items": list_of(ITEM), "count": NUMBER, "total_tetri": NUMBER}
OFFER: Final = Operation(
    "collective.offer",
    inputs=("group", "amount_tetri", *names_of("title")),
    outputs=("item",),
    required=("group", "amount_tetri", *names_of("title")),
    inline=offer,
)
LEAVE: Final = Operation(
    "collective.leave", inputs=(), outputs=("left",), inline=leave, kinds={"left": BOOLEAN}
)
COLLECT: Final = Operation(
    "collective.collect",
    inputs=("group", "most"),
    outputs=tuple(_LIST),
    required=("group", "most"),
    inline=collect,
    kinds=_LIST,
)
SORT: Final = Operation(
    "collective.sort", inputs=("later", "alone"), outputs=tuple(_LIST), inline=sort, kinds=_LIST
)
RELEASE: Final = Operation("collective.release", inputs=(), outputs=("count",), inline=release)
ANNOUNCE: Final = Operation(
    "collective.announce",
    inputs=(),
    outputs=("count", "missed"),
    perform=announce,
    record=record,
    kinds={"missed": list_of(ITEM)},
)
DECIDE: Final = Operation(
    "collective.decide",
    inputs=("outcome", "reason", "law"),
    outputs=("outcome", "number", "decided_on", "order_number", "place"),
    required=("outcome",),
    echoes=("outcome",),
    inline=decide,
    decides=True,
    kinds={"outcome": one_of((GRANTED,)), "place": NUMBER},
)

"""A programme of a year on its way to the council: begun, submitted, sent back, adopted, given up.

Between beginning and submitting people draft its sub-programmes, by commands of their own. A diagram sees
what finance and the council read: the sub-programmes, what the draft changes, and the lines of the budget.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from engine.budgets import store as budgets
from engine.errors import Broken, Rejected
from engine.operations.operation import Operation
from engine.programmes import store as programmes
from engine.programmes.rules.acts import act_of
from engine.programmes.rules.entries import PLANNED
from engine.programmes.rules.force import CHANGED, ENDS, NEW, before, compared, drafted, to_enter, year_end
from engine.programmes.rules.submission import submitted
from engine.stores import reference
from engine.stores.known import known
from engine.texts import OFFICIAL, names_of
from feel.analyse import Kind, list_of, one_of
from feel.analyse.kinds import BOOLEAN, NUMBER, STRING

if TYPE_CHECKING:
    from engine.steps import OpenCase

YEAR, AMENDMENT = "year", "amendment"
LAST, NOTHING = "last", "nothing"
DOES: Final = (NEW, CHANGED, ENDS)


class StillDrawnUp(Rejected):
    """Another case draws up a programme or an amendment of this year."""

    code = "programme.drawn_up_by"


class YearUnusable(Rejected):
    """A programme is drawn up for this year or the next."""

    code = "programme.year_unusable"


class YearAdopted(Rejected):
    """The programme of the year has been adopted: it can be amended."""

    code = "programme.year_adopted"


class YearClosed(Rejected):
    """The year has been closed."""

    code = "programme.year_closed"


class NothingToAmend(Rejected):
    """Nothing is in force in the year that could be amended."""

    code = "programme.nothing_to_amend"


class NothingDrafted(Rejected):
    """The draft has no sub-programme."""

    code = "programme.empty"


class DayOutside(Rejected):
    """The act enters into force before it was adopted, or after the year of the programme."""

    code = "programme.day_outside"


def begin(case: OpenCase, inputs: dict[str, Any]) -> dict[str, Any]:
    """Begin the programme of a `year`, or an amendment of it (`kind`), or take up what another case has left.

    The programme of a year begins with what the year before had (`source` is `last`) or with nothing; an
    amendment with what is in force. Raises `StillDrawnUp`, `YearUnusable`, `YearAdopted`, `YearClosed`,
    `NothingToAmend`.
    """
    tx, place = case.tx, case.row.municipality_id
    year, kind = _year(inputs["year"], case.world.today.year), str(inputs["kind"])
    reason = str(inputs["reason"])
    if (left := programmes.open_of(tx, place, year)) is not None:
        if left.is_drawn_up or (left.part == 0) != (kind == YEAR):
            raise StillDrawnUp(number=left.number)
        programmes.take_up(tx, left.id, case_id=case.row.id, reason=reason)
        case.record("programme.taken_up", year=str(year), number=left.number)
        return {"programme": str(left.id), "part": left.part}
    adopted = programmes.adopted(tx, place, year)
    part = _part(adopted, year, kind)
    entries = _beginning(case, year, kind, inputs.get("source"))
    if kind == AMENDMENT and not entries:
        raise NothingToAmend(year=str(year))
    programme_id = case.id_of("programme", f"{year}:{part}:{len(case.events)}")
    of_it = {"municipality_id": place, "year": year, "part": part, "case_id": case.row.id}
    programmes.insert(tx, id=programme_id, **of_it, reason=reason)
    programme, planned = programmes.locked(tx, programme_id), _planned(case, adopted)
    for code, content in entries.items():
        programmes.begin_entry(tx, programme, code, {**content, PLANNED: planned.get(code)})
    case.record("programme.begun", year=str(year), count=len(entries))
    return {"programme": str(programme_id), "part": part}


def _part(adopted: list[Any], year: int, kind: str) -> int:
    of_year = [programme for programme in adopted if programme.year == year]
    if any(programme.closed_at is not None for programme in of_year):
        raise YearClosed(year=str(year))
    if kind == YEAR and any(programme.part == 0 for programme in of_year):
        raise YearAdopted(year=str(year))
    return 0 if kind == YEAR else max((programme.part for programme in of_year), default=0) + 1


def _beginning(case: OpenCase, year: int, kind: str, source: Any) -> dict[str, dict[str, Any]]:
    """Return the entries that the draft begins with."""
    if kind == YEAR and source == NOTHING:
        return {}
    periods = programmes.periods(case.tx, case.row.municipality_id)
    held = before(periods, today=case.world.today, year=year, amends=kind == AMENDMENT)
    return {code: drafted(period, on=held.on, year=year) for code, period in held.periods.items()}


def _planned(case: OpenCase, adopted: list[Any]) -> dict[str, int]:
    """Return what was planned last for each sub-programme."""
    rows = programmes.entries(case.tx, adopted[0].id) if adopted else []
    return {row.code: row.content[PLANNED] for row in rows if row.content.get(PLANNED) is not None}


def submit(case: OpenCase, inputs: dict[str, Any]) -> dict[str, Any]:
    """Submit the draft: nobody changes it while finance, mayor and council look at it.

    `entries` are its sub-programmes, `changes` what it does to those in force, `lines` what is planned of
    each line of the budget, and `is_covered` whether every line is there and has what is planned. Raises
    `NothingDrafted`.
    """
    programme = _of_case(case, inputs, "draft")
    entries = {row.code: row.content for row in programmes.entries(case.tx, programme.id)}
    if not entries:
        raise NothingDrafted
    place, year = programme.municipality_id, programme.year
    periods = programmes.periods(case.tx, place)
    held = before(periods, today=case.world.today, year=year, amends=programme.part > 0)
    does = compared(entries, held, year=year)
    lines = budgets.lines_of_year(case.tx, place, year)
    programmes.set_state(case.tx, programme.id, "submitted")
    case.record("programme.submitted", year=str(programme.year), count=len(entries))
    return submitted(entries, held.periods, does, lines)


def send_back(case: OpenCase, inputs: dict[str, Any]) -> dict[str, Any]:
    """The draft is drafted again, with everything that was written kept."""
    programme = _of_case(case, inputs, "submitted")
    programmes.set_state(case.tx, programme.id, "draft")
    case.record("programme.sent_back", year=str(programme.year))
    return {}


def keep(case: OpenCase, inputs: dict[str, Any]) -> dict[str, Any]:
    """The council did not adopt the draft: it is kept until another case takes it up."""
    programme = _of_case(case, inputs, "submitted")
    programmes.set_state(case.tx, programme.id, "kept")
    case.record("programme.kept", year=str(programme.year))
    return {}


def give_up(case: OpenCase, inputs: dict[str, Any]) -> dict[str, Any]:
    """The draft is not gone on with; what was written stays readable."""
    programme = _of_case(case, inputs, "draft")
    programmes.set_state(case.tx, programme.id, "given_up")
    case.record("programme.given_up", year=str(programme.year))
    return {}


def adopt(case: OpenCase, inputs: dict[str, Any]) -> dict[str, Any]:
    """Enter the draft's sub-programmes into force from `valid_from`, by the council's act.

    What was filed before keeps what held on its day. The programme of a year is in force from 1 January at
    the earliest; what an amendment does not change stays as it is, with the act that it has. Raises
    `DayOutside`.
    """
    programme, tx = _of_case(case, inputs, "submitted"), case.tx
    act_on, begins = _day(inputs["act_on"]), _day(inputs["valid_from"])
    first, end = date(programme.year, 1, 1), year_end(programme.year)
    on = max(begins, first)
    if begins < act_on or on >= end:
        raise DayOutside(year=str(programme.year))
    place = reference.municipality_by_id(tx, programme.municipality_id)
    number, address = str(inputs["act_number"]), str(inputs.get("act_address") or "").strip() or None
    entries = {row.code: row.content for row in programmes.entries(tx, programme.id)}
    entered = to_enter(
        entries,
        programmes.periods(tx, place.id),
        on=on,
        year=programme.year,
        act=act_of(_called(case, place), number, act_on, source=case.row.number, address=address),
        amends=programme.part > 0,
    )
    for period in entered:
        programmes.enter(tx, place.id, period)
    programmes.adopt(tx, programme.id, number=number, act_on=act_on, address=address, valid_from=on)
    case.record("programme.adopted", year=str(programme.year), number=number, on=on.isoformat())
    return {"valid_from": on.isoformat(), "count": len(entries)}


def _called(case: OpenCase, place: Any) -> dict[str, str]:
    """Return the municipality as its acts name it: officially, and in Georgian in the genitive."""
    official = known(case.tx, place.id).letterhead(case.world.today).get("official_name") or {}
    name = official.get(OFFICIAL) or f"{place.names[OFFICIAL]}ს მუნიციპალიტეტი"
    return {**place.names, OFFICIAL: f"{name}ს"}


def _of_case(case: OpenCase, inputs: dict[str, Any], state: str) -> Any:
    try:
        programme = programmes.locked(case.tx, UUID(str(inputs["programme"])))
    except ValueError:
        programme = None
    if programme is None or programme.case_id != case.row.id or programme.state != state:
        raise Broken("programme.not_of_case")
    return programme


def _year(year: Any, this_year: int) -> int:
    if isinstance(year, bool) or year not in (this_year, this_year + 1):
        raise YearUnusable(first=str(this_year), last=str(this_year + 1))
    return int(year)


def _day(value: Any) -> date:
    try:
        return value if isinstance(value, date) else date.fromisoformat(str(value))
    except ValueError as unreadable:
        raise Broken("programme.day_unusable") from unreadable


def _context(**members: Kind) -> Kind:
    return Kind("context", members=tuple(members.items()), is_closed=True)


_NAMED: Final = {"code": STRING, **dict.fromkeys(names_of("name"), STRING)}
_SUMMARY: Final = dict.fromkeys(names_of("summary"), STRING)
BEGIN: Final = Operation(
    "programme.begin",
    inputs=("year", "kind", "source", "reason"),
    outputs=("programme", "part"),
    required=("year", "kind", "reason"),
    inline=begin,
    kinds={"part": NUMBER},
)
SUBMIT: Final = Operation(
    "programme.submit",
    inputs=("programme",),
    outputs=("count", "planned_tetri", "is_covered", "entries", "changes", "lines"),
    required=("programme",),
    inline=submit,
    kinds={
        "count": NUMBER,
        "planned_tetri": NUMBER,
        "is_covered": BOOLEAN,
        "entries": list_of(_context(line=STRING, planned_tetri=NUMBER, **_NAMED, **_SUMMARY)),
        "changes": list_of(_context(does=one_of(DOES), **_NAMED)),
        "lines": list_of(
            _context(line=STRING, planned_tetri=NUMBER, amount_tetri=NUMBER, is_covered=BOOLEAN)
        ),
    },
)
SEND_BACK: Final = Operation(
    "programme.send_back", inputs=("programme",), outputs=(), required=("programme",), inline=send_back
)
KEEP: Final = Operation(
    "programme.keep", inputs=("programme",), outputs=(), required=("programme",), inline=keep
)
GIVE_UP: Final = Operation(
    "programme.give_up", inputs=("programme",), outputs=(), required=("programme",), inline=give_up
)
ADOPT: Final = Operation(
    "programme.adopt",
    inputs=("programme", "act_number", "act_on", "act_address", "valid_from"),
    outputs=("valid_from", "count"),
    required=("programme", "act_number", "act_on", "valid_from"),
    inline=adopt,
    kinds={"count": NUMBER},
)

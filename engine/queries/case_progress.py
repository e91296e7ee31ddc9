"""Progress view of a case, on its own diagram and in words: for its office, by the version it began with."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any, Final
from uuid import UUID

from engine import canonical
from engine.cases import sight
from engine.catalogue.blocks import folder_of
from engine.catalogue.published import Published, published
from engine.clock import local_date
from engine.db.pool import Transaction
from engine.errors import NotFound
from engine.process import Standing, ahead, standing
from engine.process.step_term import Terms, lengths
from engine.queries.case_progress_sheets import opened, sheets_of
from engine.queries.case_progress_views import Coming, Here, Part, Passed, ProgressView
from engine.queries.inbox import due_day
from engine.queries.views import Names
from engine.stores import people, reads
from engine.stores.cases import CaseRow
from engine.stores.known import known

# Enough for any proceeding; a case that goes in a cycle for years is told from its end.
MOST: Final = 500
MOVED = """
select at, actor_id, body from events where case_id = :case_id and kind = 'case.moved' order by seq desc
limit :most
"""
TASKS = """
select token, role, person_id, applicant_id, claimed_by, due_at from tasks
where case_id = :case_id and state = 0
"""
TIMERS = "select token, due_at from timers where case_id = :case_id and token is not null"
INCIDENTS = "select token from incidents where case_id = :case_id and state = 'open'"
UNSPOKEN: Final = frozenset(
    {
        "exclusiveGateway",
        "parallelGateway",
        "inclusiveGateway",
        "eventBasedGateway",
        "callActivity",
        "subProcess",
    }
)
BY_HAND: Final = "userTask"


def of_case(
    tx: Transaction, case_id: UUID, part: str | None = None, sheet: str | None = None
) -> ProgressView:
    """Return the progress view, one of the diagrams drawn; the read is recorded. Raises `NotFound`.

    Without the code of a `sheet` the one is opened on which the case is.
    """
    row = sight.seen(tx, case_id)
    if row.municipality_id not in tx.actor.municipalities or tx.actor.party_id == row.applicant_id:
        raise NotFound  # how an office goes about a case is the office's to see
    version = published(tx, row.version_id)
    reads.record(tx, case_id, "case.read", municipality_id=row.municipality_id)
    stands, moved = standing(version.definition, row.state), tx.all(MOVED, case_id=case_id, most=MOST)
    with_incident = {found.token for found in tx.all(INCIDENTS, case_id=case_id)}
    paths = [_path(version, event) for event in moved]
    passed = {element for path in paths for element in path}
    parts = _parts(version, stands, passed)
    shown = next((drawn for drawn in parts if drawn.code == (part or version.code)), None)
    if shown is None:
        raise NotFound
    here = tuple(_here(tx, row, version, stands, with_incident))
    coming = ahead(version.definition, stands)
    told = tuple(_passed(tx, version, moved, paths))
    sheets = sheets_of(version, shown, _marks(stands, with_incident, passed), _terms(tx, row))
    return ProgressView(
        case_id=row.id,
        case_number=row.number,
        service=version.names,
        is_running=row.closed_at is None,
        passed=told[-MOST:],
        is_shortened=len(moved) == MOST or len(told) > MOST,
        here=tuple(view for view, is_beside in here if not is_beside),
        beside=tuple(view for view, is_beside in here if is_beside),
        next=_coming(version, coming.next),
        later=_coming(version, coming.later),
        parts=parts,
        part=shown,
        sheets=sheets,
        sheet=opened(sheets, sheet),
    )


def _terms(tx: Transaction, row: Any) -> Terms:
    """Return how long the terms of law are for a case: as its municipality had them when it was filed."""
    rows = known(tx, row.municipality_id).parameter_rows(local_date(row.filed_at)).items()
    return lengths({name: found.value for name, found in rows if found.kind == "term"})


def _path(version: Published, event: Any) -> list[str]:
    """Return the elements that were left with a step; nothing where what it says has been erased."""
    path = canonical.loads(bytes(event.body))["path"] if event.body is not None else []
    return [element for element in path if element in version.definition.elements]


def _passed(
    tx: Transaction, version: Published, moved: list[Any], paths: list[list[str]]
) -> Iterator[Passed]:
    names = people.names(tx, {event.actor_id for event in moved if event.actor_id is not None})
    for event, path in reversed(list(zip(moved, paths, strict=True))):
        for element in path:
            kind = version.definition.elements[element].kind
            is_own = kind == BY_HAND or element == version.definition.start.id
            if kind not in UNSPOKEN and not _is_inner_start(version, element):
                who = names.get(event.actor_id) if is_own else None
                yield Passed(version.names_of(element), kind, event.at, who)


def _is_inner_start(version: Published, element: str) -> bool:
    found = version.definition.elements[element]
    return found.kind == "startEvent" and found != version.definition.start


def _here(
    tx: Transaction, row: CaseRow, version: Published, stands: Iterable[Standing], with_incident: set[str]
) -> Iterator[tuple[Here, bool]]:
    """Yield what rests where, those of one kind together, and whether it stands beside a step."""
    tasks = {task.token: task for task in tx.all(TASKS, case_id=row.id)}
    due = {timer.token: timer.due_at for timer in tx.all(TIMERS, case_id=row.id)}
    names = people.names(tx, {task.claimed_by for task in tasks.values() if task.claimed_by is not None})
    alike: Counter[tuple[Any, ...]] = Counter()
    for stand in stands:
        task = tasks.get(stand.token)
        for_applicant = (
            task is not None and task.person_id == task.applicant_id and task.person_id is not None
        )
        role, holder = (task.role, task.claimed_by) if task else (None, None)
        day = due_day(task.due_at if task else due.get(stand.token))
        facts = (role, for_applicant, holder, day, stand.token in with_incident)
        alike[stand.element, stand.kind, stand.around, stand.is_beside, facts] += 1
    for (element, kind, around, is_beside, facts), number in alike.items():
        role, for_applicant, holder, day, has_incident = facts
        outer = tuple(version.names_of(name) for name in around)
        who = names.get(holder)
        yield (
            Here(version.names_of(element), kind, outer, number, role, for_applicant, who, day, has_incident),
            is_beside,
        )


def _coming(version: Published, elements: Iterable[str]) -> tuple[Coming, ...]:
    kinds = version.definition.elements
    return tuple(Coming(version.names_of(element), kinds[element].kind) for element in elements)


def _parts(version: Published, stands: Iterable[Standing], passed: set[str]) -> tuple[Part, ...]:
    """Return the diagrams of the version, its own first, then the blocks in the order of their calls."""
    elements = version.definition.elements
    blocks = {scope.process for scope in version.definition.scopes}
    here = {elements[name].process for stand in stands for name in (stand.element, *stand.around)}
    been = {elements[name].process for name in passed}
    called = dict.fromkeys([version.code, *(scope.process for scope in version.definition.scopes)])

    def state(code: str) -> str:
        return "here" if code in here else "passed" if code in been else "ahead"

    return tuple(Part(code, _names_of_part(version, code), state(code)) for code in called if code in blocks)


def _names_of_part(version: Published, code: str) -> Names:
    if code == version.code:
        return version.names
    contract = version.files.get(f"{folder_of(code)}/block.json")
    names: Names = canonical.loads(contract)["names"] if contract else dict.fromkeys(version.names, code)
    return names


def _marks(stands: Iterable[Standing], with_incident: set[str], passed: set[str]) -> dict[str, str]:
    marks = dict.fromkeys(passed, "passed")
    for stand in stands:
        for outer in stand.around:
            marks[outer] = "here"
    for stand in stands:
        marks[stand.element] = "waits" if stand.is_beside else "here"
    marks |= {stand.element: "incident" for stand in stands if stand.token in with_incident}
    return marks

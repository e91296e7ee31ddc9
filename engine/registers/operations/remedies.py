"""Remedies: a later decision corrects an act, takes its force away, or lets a request be decided anew.

General Administrative Code, articles 59 (technical errors), 60 (void), 60¹ (annulled), 61 (repealed), 203 (a
complaint that was allowed). The act's own case says so in its history and its registers follow in the same
commit; the act itself, as it was signed, is never touched.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import engine.documents
from engine import canonical
from engine.clock import local_date
from engine.errors import Broken, Rejected
from engine.operations import letters
from engine.operations.operation import Operation
from engine.operations.persons import everybody
from engine.operations.proceedings import queue_opening
from engine.registers.operations.undoing import undo
from engine.stores import act_changes, cases, links

if TYPE_CHECKING:
    from engine.steps import OpenCase

TOLD, ACT_CHANGED = Path(engine.documents.__file__).parent, "act_changed"
# What ends a case without deciding anything.
WITHOUT_ACT: Final = frozenset({"withdrawn", "forwarded", "ended_by_death"})
FROM_A_DAY: Final = frozenset({"repealed", act_changes.CORRECTED})


class NoSuchAct(Rejected):
    """The municipality has no decided case of this number."""

    code = "act.unknown"


class WithoutForce(Rejected):
    """The act lost its force before: it can't be corrected, nor lose it again."""

    code = "act.without_force"


def find(case: OpenCase, inputs: dict[str, Any]) -> dict[str, Any]:
    """Say whether the municipality has a decided case of this number whose act has its force."""
    about = inputs["about"]
    try:
        with everybody(case):
            act, decided_on = _decided(case, about)
            has_force = not any(before.takes_force for before in act_changes.of_case(case.tx, act.row.id))
    except NoSuchAct:
        has_force = False
    if not has_force:
        return {**dict.fromkeys(FIND.outputs), "about": about, "found": False}
    return {
        "about": about,
        "found": True,
        "number": act.row.order_number or act.row.number,
        "decided_on": decided_on.isoformat(),
        "outcome": act.row.reason,
    }


def change(case: OpenCase, inputs: dict[str, Any]) -> dict[str, Any]:
    """Correct the act of another case, or take its force away with all that it wrote into registers.

    What is annulled or void never was; what is repealed or corrected is so from the day `since`, else today.
    """
    what, ground, law = str(inputs["change"]), str(inputs["ground"]), inputs.get("law")
    if what not in act_changes.CHANGES:
        raise Broken("act.change_unknown", change=what)
    by = case.world.changes.get("order_number", case.row.order_number) or case.row.number
    with everybody(case):
        act, decided_on = _decided(case, inputs["about"])
        if any(before.takes_force for before in act_changes.of_case(case.tx, act.row.id)):
            raise WithoutForce
        since = (_day(inputs.get("since")) or local_date(case.tx.now)) if what in FROM_A_DAY else decided_on
        said = {"number": act.row.order_number or act.row.number, "law": law, "ground": ground}
        act.record(f"act.{what}", **said, by=by, since=since.isoformat())
        undone = 0
        if what != act_changes.CORRECTED:
            undone = undo(act, since=since if what in FROM_A_DAY else None, order_number=by)
        changed = {
            "change": what,
            "since": since,
            "order_number": by,
            "correction": inputs.get("correction") if what == act_changes.CORRECTED else None,
            "ground": ground,
            "law": law,
        }
        _add(case, act, changed)
        if act.row.applicant_id != case.row.applicant_id:
            _tell(act, {**changed, **said, "decided_on": decided_on, "by": by, "undone": undone})
        act.save_beside()
    links.link(case.tx, case.row.id, act.row.id, municipality_id=case.row.municipality_id, kind="review")
    case.record(f"act.{what}_here", **said, about=act.row.number)
    return {"number": said["number"], "decided_on": decided_on.isoformat(), "undone": undone}


def _add(case: OpenCase, act: OpenCase, changed: Mapping[str, Any]) -> None:
    act_changes.add(
        case.tx,
        id=case.id_of("act_change", f"{act.row.number}:{case.row.version}"),
        case_id=act.row.id,
        by_case_id=case.row.id,
        municipality_id=case.row.municipality_id,
        **changed,
    )


def take_up_anew(case: OpenCase, inputs: dict[str, Any]) -> dict[str, Any]:
    """Queue a new case of what another asked for, with its answers and papers; its term begins anew."""
    with everybody(case):
        about, _ = _decided(case, inputs["about"])
        answers = canonical.loads(cases.submitted(case.tx, about.row.id))
    queue_opening(
        case,
        service=about.row.service_code,
        person=about.row.personal_number,
        answers=answers,
        anew=about.row.number,
    )
    case.record("case.takes_up_anew", number=about.row.number)
    return {"service": about.row.service_code}


def _tell(act: OpenCase, changed: Mapping[str, Any]) -> None:
    """Write to whoever had the act; whoever asked for the change gets the decision itself."""
    sources = {
        language: (TOLD / f"{ACT_CHANGED}.{language}.html").read_bytes() for language in act.world.languages
    }
    written = letters.in_languages(act.world, ACT_CHANGED, sources, dict.fromkeys(sources, {"act": changed}))
    letters.put(act, f"{ACT_CHANGED}:{act.row.version}", template=ACT_CHANGED, texts=written)


def _decided(case: OpenCase, number: Any) -> tuple[OpenCase, date]:
    """Return the decided case of this number in the same municipality, ready to be recorded, and its day."""
    from engine.steps import open_case  # which knows operations

    found = cases.id_of(case.tx, str(number))
    act = found and open_case(case.tx, case.operations, found)
    is_ours = act and act.row.municipality_id == case.row.municipality_id and act.row.id != case.row.id
    if not act or not is_ours or act.row.decided_on is None or act.row.reason in WITHOUT_ACT:
        raise NoSuchAct(number=str(number))
    return act, act.row.decided_on


def _day(value: Any) -> date | None:
    try:
        return None if value is None else date.fromisoformat(str(value)[:10])
    except ValueError:
        raise Broken("act.day_unusable") from None


FIND: Final = Operation(
    "act.find",
    inputs=("about",),
    outputs=("about", "found", "number", "decided_on", "outcome"),
    silent=("number", "decided_on", "outcome"),
    required=("about",),
    echoes=("about",),
    inline=find,
)
CHANGE: Final = Operation(
    "act.change",
    inputs=("about", "change", "since", "correction", "ground", "law"),
    outputs=("number", "decided_on", "undone"),
    required=("about", "change", "ground"),
    inline=change,
)
ANEW: Final = Operation(
    "case.anew",
    inputs=("about",),
    outputs=("service",),
    required=("about",),
    inline=take_up_anew,
)

"""Fifty applications for aid at once on a line with money for twenty, through the shipped service."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any
from uuid import UUID

import pytest

from engine.commands.applications import FileApplication
from engine.reconcile import reconcile
from engine.scenarios.money import set_lines
from engine.settings import Settings
from tests.simulation.month.environment import PLACE, Environment, environment_over
from tests.simulation.month.office import complete
from tests.simulation.month.residents import Resident
from tests.simulation.month.run import BEGINS_AT
from tests.simulation.month.workers import worked

pytestmark = pytest.mark.timeout(1800)  # it takes minutes where the processors are shared
LINE, AWARD, MONEY_FOR, COUNT = "07 01", 15_000, 20, 50
NEWBORN: dict[str, Any] = {
    "programme": "newborn",
    "child_birth_date": "2026-08-01",
    "birth_order": 1,
    "papers": [],
    "bank_iban": "GE29NB0000000101904917",
    "actual_address": "დემო ქუჩა 1",
    "phone": "+995555000101",
    "notify_by": "portal",
    "notice_ack": True,
    "declaration": True,
}
ANSWERS: dict[str, dict[str, Any]] = {
    "check": {"verdict": "complete", "advice_kept": "yes"},
    "draft_act": {"outcome": "grant", "facts": "მასალები შესწავლილია.", "reasoning": "პირობები დაცულია."},
    "head_visa": {"visa": "approve"},
    "decide": {"verdict": "agree"},
}


def test_aid__fifty_at_once_with_money_for_twenty__goes_to_twenty_and_the_rest_wait_as_they_filed(
    settings: Settings,
) -> None:
    residents = [Resident(number, "00000000101") for number in range(COUNT)]
    with environment_over(settings, residents, BEGINS_AT) as found:
        allot(found, MONEY_FOR * AWARD + AWARD - 1)
        cases = filed(found, residents)

        at_once(found, "check", cases)

        served = [case_id for case_id in cases if case_id in tasks(found, "draft_act")]
        waiting = [case_id for case_id in cases if case_id not in served]
        assert (len(served), len(waiting)) == (MONEY_FOR, COUNT - MONEY_FOR)
        for step in ("draft_act", "head_visa"):
            at_once(found, step, served)
        for case_id in served:  # there is one mayor, whose card signs one after the other
            at_once(found, "decide", [case_id])
        assert ends(found) == {"granted": MONEY_FOR, None: COUNT - MONEY_FOR}

        # More money for three reaches those who filed first of the rest, in whatever order they were checked.
        allot(found, (MONEY_FOR + 3) * AWARD)
        worked(found)
        assert list(tasks(found, "draft_act")) == waiting[:3]

        assert [difference for check in reconcile(found.engine) for difference in check.differences] == []


def allot(found: Environment, tetri: int) -> None:
    set_lines(found.engine, PLACE, {LINE: tetri}, finance=found.staff("finance")[0])


def filed(found: Environment, residents: Sequence[Resident]) -> list[UUID]:
    """File an application for each, a minute after the one before, and let the registry be asked."""
    cases = []
    for resident in residents:
        found.clock.advance(timedelta(minutes=1))
        child = {"child_name": "დემო ბავშვი", "child_number": f"{40_000 + resident.count:011}"}
        command = FileApplication("social.apply", PLACE, {**NEWBORN, "newborns": [child]})
        cases.append(found.engine.send(command, actor=found.person(resident.number)).case_id)
    worked(found)
    return cases


def at_once(found: Environment, element: str, cases: Sequence[UUID]) -> None:
    """Let the step of every case be completed at the same moment, each by somebody who may."""
    waiting, barrier = tasks(found, element), Barrier(len(cases))

    def press(case_id: UUID) -> None:
        task = waiting[case_id]
        (clerk, *_) = found.staff(task.role, task.unit_code)
        barrier.wait()
        complete(found, task.id, ANSWERS[element], actor=clerk)

    with ThreadPoolExecutor(len(cases)) as pool:
        list(pool.map(press, cases))
    worked(found)


def tasks(found: Environment, element: str) -> dict[UUID, Any]:
    """Return the open tasks of a step by case, in the order of filing."""
    rows = found.rows(
        "select t.* from tasks t join cases c on c.id = t.case_id where t.state = 0 and t.element = :element"
        " order by c.filed_at",
        element=element,
    )
    return {row.case_id: row for row in rows}


def ends(found: Environment) -> dict[str | None, int]:
    return dict(Counter(row.reason for row in found.rows("select reason from cases")))

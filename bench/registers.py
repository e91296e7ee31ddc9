"""A large register as the office opens it: list, day, search, counts, card, figures; row-level security on.

The register is that of residents; its entries cite one case. They began over ten years, one in forty was
suspended on one day, so that there is a history and a day on which thousands changed.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import psycopg
import sqlalchemy as sa

from bench.installation import CITIZENS, Installation
from engine.bootstrap import Engine
from engine.commands.applications import OpenProceeding
from engine.db import entry_words
from engine.db.pool import Transaction
from engine.installation import loading
from engine.registers import kept_registers
from engine.registers.kept_registers import KeptRegister
from engine.registers.queries import entry_card, entry_figures, entry_list
from engine.registers.queries.entry_list import EntryFilter
from engine.studio.commands.publishing import PublishService
from engine.tenancy import Actor, system

MONITORING: Final = "high_mountain.monitoring"
REGISTER: Final = "residents"
BEGUN: Final = {"year": 2026, "settlement": "keda-demo-1", "reason": "By hand."}
FILL: Final = """
with born as (
    insert into people (personal_number, given_name, family_name, is_demo)
    select (10000000000 + n)::text,
        jsonb_build_object('en', 'X', 'ka',
            (array['ნინო', 'გიორგი', 'მარიამ', 'დავით', 'ანა', 'ლუკა'])[1 + n %% 6]),
        jsonb_build_object('en', 'Y', 'ka', chr(4304 + n %% 33) || chr(4304 + (n / 33) %% 33)
            || chr(4304 + (n / 1089) %% 33) || (array['შვილი', 'იძე', 'ავა'])[1 + n %% 3]), true
    from generate_series(1, %(count)s) n returning id, personal_number)
insert into register_entries (id, register, municipality_id, is_single, key, person_id, fields, valid_from,
    valid_until, case_id, order_number, state, recorded_at)
select gen_random_uuid(), 'residents', c.municipality_id, true, b.personal_number, b.id,
    jsonb_build_object('settlement', 'keda-demo-' || 1 + b.id %% 3, 'given_name', 'X', 'family_name', 'Y'),
    date '2016-01-01' + (b.id %% 3600)::int, case when b.id %% 40 = 5 then date '2026-08-01' end, c.id, null,
    'active', now()
from born b cross join (select id, municipality_id from cases limit 1) c
"""
SUSPEND: Final = """
insert into register_entries (id, register, municipality_id, is_single, key, person_id, fields, valid_from,
    case_id, order_number, state, ground, recorded_at)
select gen_random_uuid(), register, municipality_id, is_single, key, person_id, fields, valid_until, case_id,
    order_number, 'suspended', 'study', now()
from register_entries where register = 'residents' and valid_until is not null
"""
MIDDLE: Final = """
select id from register_entries order by label, id offset (select count(*) / 2 from register_entries) limit 1
"""
Question = Callable[[Transaction, KeptRegister], object]


@dataclass(frozen=True)
class Asked:
    """What was asked of a register, and how long it took: milliseconds, p50 and p95."""

    what: str
    took: tuple[float, float]


def measure(installation: Installation, *, entries: int, samples: int) -> Iterator[Asked]:
    """Fill a register and ask it everything that a page of it asks."""
    engine = installation.open()
    try:
        _fill(installation, engine, entries)
        clerk = installation.places[0].clerk
        for what, question in _questions(engine, clerk).items():
            yield Asked(what, _took(engine, clerk, question, samples))
    finally:
        engine.close()


def _fill(installation: Installation, engine: Engine, entries: int) -> None:
    engine.send(PublishService(loading.BPMN / "high_mountain" / "monitoring", "bench"), actor=system())
    place = installation.places[0]
    engine.send(OpenProceeding(MONITORING, place.code, CITIZENS[0], BEGUN), actor=system(place.id))
    with psycopg.connect(engine.settings.owner_url, autocommit=True) as connection:
        connection.execute(FILL, {"count": entries})
        connection.execute(SUSPEND)
    owner = sa.create_engine(engine.settings.owner_url, poolclass=sa.NullPool)
    with owner.begin() as filling:
        entry_words.fill(filling)
    with psycopg.connect(engine.settings.owner_url, autocommit=True) as connection:
        connection.execute("vacuum full register_entries")
        connection.execute("vacuum analyze")


def _questions(engine: Engine, clerk: Actor) -> dict[str, Question]:
    """Return what is asked, by what it is called in the table."""
    today, once = date(2026, 9, 1), date(2018, 3, 1)
    with engine.read(clerk) as tx:
        middle = tx.scalar(MIDDLE)

    def page(**part: Any) -> Question:
        after = part.pop("after", None)
        asked = EntryFilter(part.pop("on", today), **part)
        return lambda tx, register: entry_list.page(tx, register, asked, after=after)

    def counts(**part: Any) -> Question:
        asked = EntryFilter(part.pop("on", today), **part)
        return lambda tx, register: entry_list.counts(tx, register, asked)

    return {
        "a page of the list": page(),
        "a page in the middle of it": page(after=str(middle)),
        "a page of one village": page(village="keda-demo-2"),
        "a page of one state": page(state="suspended"),
        "a page as of a day eight years ago": page(on=once),
        "found by number": page(question="10000000045"),
        "found by a given name that a sixth have": page(question="nino"),
        "counts by state": counts(),
        "counts by state as of that day": counts(on=once),
        "an entry with its history": lambda tx, register: entry_card.card(tx, register, middle, on=today),
        "figures of the year": lambda tx, register: entry_figures.figures(tx, register),
    }


def _took(engine: Engine, clerk: Actor, question: Question, samples: int) -> tuple[float, float]:
    times = []
    for sample in range(samples + samples // 10):
        with engine.read(clerk) as tx:
            register = kept_registers.find(tx, REGISTER)
            began = time.perf_counter()
            question(tx, register)
            if sample >= samples // 10:  # the first ones fill caches
                times.append((time.perf_counter() - began) * 1e3)
    ordered = sorted(times)
    return statistics.median(ordered), ordered[len(ordered) * 95 // 100]

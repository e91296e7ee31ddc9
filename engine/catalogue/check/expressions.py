"""Check of the diagram's expressions: they parse, name what exists, and give what their place needs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from engine.catalogue.check.constants import check_constant
from engine.catalogue.check.findings import EMPTY, Finding, fixes_of, near, one_of_ways, remark, wrong
from engine.catalogue.check.kinds import kinds_of, results_of
from engine.catalogue.check.names import case_names
from engine.catalogue.check.nulls import may_be_nothing, surely_there
from engine.catalogue.check.reserved_kinds import CLOCK, TERM
from engine.catalogue.check.subject import Subject
from engine.operations import ALL
from engine.process import Expression, expressions_in
from engine.scope import FUNCTIONS
from feel import Expression as Feel
from feel import FeelError, compile_expression
from feel.analyse import Choice, Kind, analyse, as_condition, as_time, mended, nearest_date, nearest_duration
from feel.analyse.kinds import BOOLEAN, DATE, DATE_TIME, DAYS, MONTHS, NUMBER, STRING

TIMES: Final = frozenset(kind.name for kind in (DATE, DATE_TIME, DAYS, MONTHS, TERM))


@dataclass(frozen=True)
class Need:
    """Requirement of a place: kinds of values, and what is said where it gets, or may get, something else."""

    kinds: frozenset[str]
    otherwise: str
    unsure: str | None = None


# What may well be meant: the values decide, and who drew the diagram knows them better.
REMARKS: Final = frozenset(
    {"expression.maybe_no_answer", "expression.maybe_not_a_time", "expression.maybe_not_a_list"}
)
_TRUTH: Final = Need(frozenset({BOOLEAN.name}), "feel.not_a_condition", "expression.maybe_not_a_condition")
# Only what waits for its time goes along with a clock.
_WAIT: Final = Need(TIMES | {CLOCK.name}, "expression.not_a_time", "expression.maybe_not_a_time")
_TIME: Final = Need(TIMES, "expression.not_a_time", "expression.maybe_not_a_time")
_NAME: Final = Need(frozenset({STRING.name, "list"}), "expression.not_a_name")
NEEDS: Final[Mapping[str, Need]] = {
    "condition": _TRUTH,
    "item condition": _TRUTH,
    "timer": _WAIT,
    "due": _TIME,
    "items": Need(frozenset({"list"}), "expression.not_a_list", "expression.maybe_not_a_list"),
    "role": _NAME,
    "assignee": _NAME,
    "unit": _NAME,
    "signers": Need(frozenset({STRING.name, "list", "null"}), "expression.not_a_name"),
    "act": Need(frozenset({STRING.name, "null"}), "expression.not_a_name"),
    "priority": Need(frozenset({NUMBER.name, "null"}), "expression.not_a_priority"),
}


def check_expressions(subject: Subject) -> Iterator[Finding]:
    """Yield what is wrong with the expressions."""
    if subject.version is None:
        return
    definition, kinds = subject.version.definition, kinds_of(subject)
    assert kinds is not None
    names = case_names(definition)
    scopes = {element.id: scope for scope in definition.scopes for element in scope.elements}
    sure = surely_there(subject.version)
    seen: dict[str, dict[str, Kind]] = {}
    for expression in expressions_in(definition):
        element = definition.elements[expression.element]
        kind, _, target = expression.place.partition(" ")
        if kind == "input":
            around = kinds.at(element, scopes[element.id], before=target)
        else:
            if element.id not in seen:
                seen[element.id] = {**kinds.at(element, scopes[element.id]), **kinds.brought(element)}
            around = seen[element.id]
        yield from _expression(expression, subject, names=names, seen=around, sure=sure)


def _expression(
    expression: Expression,
    subject: Subject,
    *,
    names: frozenset[str],
    seen: Mapping[str, Kind],
    sure: frozenset[str],
) -> Iterator[Finding]:
    place = subject.at(expression.element)
    where = f"{expression.place}: {expression.text}"
    try:
        compiled = compile_expression(expression.text, functions=FUNCTIONS, names=names | expression.names)
    except FeelError as error:
        fixes = _unread(expression, error, may_go=_may_go(expression, subject))
        yield wrong(error.code, **place, detail=_told(where, error.found), **fixes)
        return
    analysis = analyse(compiled, kinds=seen, functions=FUNCTIONS, results=results_of(subject))
    for problem in analysis.problems:
        is_output = expression.place.startswith("output") and problem.found.startswith("context")
        code = problem.code
        if code == "feel.no_property" and is_output and "result" in seen:
            code = "reference.output_unknown"
        yield wrong(code, **place, detail=_told(where, problem.found), **fixes_of(expression.text, problem))
    if analysis.problems:
        return
    told = [*_needed(expression, analysis.kind, compiled, sure), *check_constant(expression, compiled)]
    if not compiled.paths and expression.place in ("timer", "due") and "duration(" in expression.text:
        # Of which of the two kinds a duration is stands in its text; what is wrong with it was counted out.
        told = [code for code in told if code != "expression.maybe_not_a_time"]
    for code in told:
        make = remark if code in REMARKS else wrong
        detail = _told(where, str(analysis.kind) if analysis.kind.is_known else "")
        ways = _ways(code, expression, compiled, analysis.kind)
        yield make(code, **place, detail=detail, **one_of_ways(expression.text, ways))


def _ways(code: str, expression: Expression, compiled: Feel, kind: Kind) -> tuple[Choice, ...]:
    """Return how an expression would give what its place needs."""
    match code:
        case "feel.not_a_condition":
            return as_condition(expression.text, compiled.tree, kind, is_whole=True)
        case "expression.not_a_time":
            return as_time(expression.text)
    return ()


def _may_go(expression: Expression, subject: Subject) -> bool:
    """Tell whether an element can be without what an expression says of it."""
    assert subject.definition is not None
    kind, _, target = expression.place.partition(" ")
    operation = subject.definition.elements[expression.element].operation
    if kind == "input" and operation in ALL.names:
        return target not in ALL.find(operation).required
    return kind in ("output", "due", "priority")


def _unread(expression: Expression, error: FeelError, *, may_go: bool) -> dict[str, Any]:
    """Return how an expression is mended that can't be read: a name, a time in words, or none at all."""
    text, found = expression.text, error.found or ""
    if may_go and not text.strip():
        return {"fix": (EMPTY, "")}
    match error.code:
        case "feel.unknown_name" | "feel.unknown_function":
            hint = error.hint or ""
            return {"hint": hint, "fix": near(text, mended(text, found, hint))}
        case "feel.bad_temporal_literal":
            hint = nearest_duration(found) or nearest_date(found)
            return {"hint": hint, "fix": near(text, mended(text, f'"{found}"', hint and f'"{hint}"'))}
    return {}


def _needed(expression: Expression, kind: Kind, compiled: Feel, sure: frozenset[str]) -> Iterator[str]:
    """Yield what is to be said of the kind that an expression gives at its place."""
    need = NEEDS.get(expression.place.partition(" ")[0]) or NEEDS.get(expression.place)
    if need is None:
        return
    if not kind.is_known:
        if need.unsure is not None:
            yield need.unsure
    elif kind.name not in need.kinds:
        yield need.otherwise
    elif need is _TRUTH and may_be_nothing(compiled.tree, sure):
        yield "expression.maybe_no_answer"


def _told(*parts: str) -> str:
    return "; ".join(part for part in parts if part)
